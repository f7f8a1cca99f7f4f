/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_flags.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "gbench_family.h"
#include "gbench_text.h"

enum flag_kind {
    FLAG_BOOL,
    FLAG_COUNT, /* int >= 0 */
    FLAG_SECONDS,
    FLAG_MIN_TIME, /* seconds, or iterations */
    FLAG_SHARE,    /* 0 to below 1 */
    FLAG_TEXT,
    FLAG_FORMAT,
    FLAG_PROFILE,
    FLAG_UNIT,
    FLAG_CONTEXT,
};

struct flag {
    const char *name;
    enum flag_kind kind;
    size_t offset;
    const char *values; /* for --help */
};

#define FLAG(name, kind, field, values)                                                            \
    {                                                                                              \
        name, kind, offsetof(struct tkg_gbench_flags, field), values                               \
    }

static const struct flag flags[] = {
    FLAG("benchmark_list_tests", FLAG_BOOL, list_tests, "true|false"),
    FLAG("benchmark_filter", FLAG_TEXT, filter, "<regex>, a leading - negates"),
    FLAG("benchmark_min_time", FLAG_MIN_TIME, min_time_s, "<seconds>|<seconds>s|<iterations>x"),
    FLAG("benchmark_min_warmup_time", FLAG_SECONDS, min_warmup_time_s, "<seconds>"),
    FLAG("benchmark_repetitions", FLAG_COUNT, repetitions, "<count>"),
    FLAG("benchmark_dry_run", FLAG_BOOL, dry_run, "true|false"),
    FLAG("benchmark_enable_random_interleaving", FLAG_BOOL, random_interleaving, "true|false"),
    FLAG("benchmark_report_aggregates_only", FLAG_BOOL, report_aggregates_only, "true|false"),
    FLAG("benchmark_display_aggregates_only", FLAG_BOOL, display_aggregates_only, "true|false"),
    FLAG("benchmark_format", FLAG_FORMAT, format, "console|json|csv"),
    FLAG("benchmark_out", FLAG_TEXT, out, "<file>"),
    FLAG("benchmark_out_format", FLAG_FORMAT, out_format, "json|console|csv"),
    FLAG("benchmark_json_profile", FLAG_PROFILE, json_profile, "full|single"),
    FLAG("benchmark_color", FLAG_TEXT, color, "auto|true|false"),
    FLAG("benchmark_counters_tabular", FLAG_BOOL, counters_tabular, "true|false"),
    FLAG("benchmark_perf_counters", FLAG_TEXT, perf_counters, "<counter>,..."),
    FLAG("benchmark_context", FLAG_CONTEXT, context, "<key>=<value>,..., keys not of the format"),
    FLAG("benchmark_time_unit", FLAG_UNIT, time_unit, "ns|us|ms|s"),
    FLAG("benchmark_memory", FLAG_BOOL, memory, "true|false"),
    FLAG("benchmark_precision", FLAG_SHARE, precision, "<share, 0.01 is 1 %>"),
    FLAG("benchmark_precision_max_time", FLAG_SECONDS, precision_max_time_s, "<seconds>"),
    FLAG("v", FLAG_COUNT, verbosity, "<verbosity>"),
};
enum { FLAG_COUNT_OF_ALL = sizeof(flags) / sizeof(flags[0]) };

static struct tkg_gbench_pool texts; /* for the life of the process: reporters keep pointers */

/* Defaults are google-benchmark's; precision's time cap is ours. */
static struct tkg_gbench_flags current = {
    .executable = "unknown",
    .filter = "",
    .out = "",
    .perf_counters = "",
    .color = "auto",
    .out_format = TKG_GBENCH_JSON,
    .json_profile = TKG_BENCHMARK_JSON_FULL,
    .time_unit = TKG_BENCHMARK_NS,
    .min_time_s = 0.5,
    .repetitions = 1,
    .precision_max_time_s = 60,
};

const struct tkg_gbench_flags *tkg_gbench_current_flags(void)
{
    return &current;
}

bool tkg_gbench_word_is_true(const char *word)
{
    if (word[0] != '\0' && word[1] == '\0') {
        return isalnum((unsigned char)word[0]) && strchr("0fFnN", word[0]) == NULL;
    }
    return strcasecmp(word, "false") != 0 && strcasecmp(word, "no") != 0 &&
           strcasecmp(word, "off") != 0;
}

/* A finite number >= 0 followed by suffix (or, where it is "", by nothing). */
static bool parse_number(const char *text, const char *suffix, double *value)
{
    char *end = NULL;
    const locale_t before = tkg_gbench_points_on();
    errno = 0;
    *value = strtod(text, &end);
    tkg_gbench_points_off(before);
    return end != text && errno == 0 && isfinite(*value) && *value >= 0 &&
           !isspace((unsigned char)*text) && strcmp(end, suffix) == 0;
}

static bool parse_seconds(const char *text, double *seconds)
{
    return parse_number(text, "", seconds) || parse_number(text, "s", seconds);
}

/* "0.5", "0.5s" or "10x", on every version of the library. */
static bool parse_min_time(const char *text)
{
    double count = 0;
    if (parse_seconds(text, &current.min_time_s)) {
        current.iterations = 0;
        return true;
    }
    current.min_time_s = 0.5;
    if (!parse_number(text, "x", &count) || count < 1 || count > 1e9 || count != floor(count)) {
        return false;
    }
    current.iterations = (int64_t)count;
    return true;
}

static bool parse_unit(const char *text, enum tkg_benchmark_unit *unit)
{
    static const char *const names[] = {"ns", "us", "ms", "s"};
    for (unsigned i = 0; i < 4; i++) {
        if (strcmp(text, names[i]) == 0) {
            *unit = (enum tkg_benchmark_unit)(TKG_BENCHMARK_NS + i);
            return true;
        }
    }
    return false;
}

static bool parse_format(const char *text, enum tkg_gbench_format *format)
{
    static const char *const names[] = {"console", "json", "csv"};
    for (unsigned i = 0; i < 3; i++) {
        if (strcmp(text, names[i]) == 0) {
            *format = (enum tkg_gbench_format)i;
            return true;
        }
    }
    return false;
}

/* Fields of the JSON context; a key of the user's called so could not be told from them. */
static bool context_key_is_reserved(const char *key)
{
    static const char *const fields[] = {
        "date",
        "host_name",
        "executable",
        "num_cpus",
        "mhz_per_cpu",
        "cpu_scaling_enabled",
        "aslr_enabled",
        "caches",
        "load_avg",
        "library_version",
        "library_build_type",
        "json_schema_version",
        "json_profile",
        "shim_build_type",
        "dry_run",
        "complete",
        "failed_cases",
        "left_out",
    };
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (strcmp(key, fields[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool add_context(const char *key, const char *value)
{
    size_t place = 0;
    while (place < current.context_count && strcmp(current.context[place].key, key) < 0) {
        place++;
    }
    bool is_taken = place < current.context_count && strcmp(current.context[place].key, key) == 0;
    if (*key == '\0' || is_taken || context_key_is_reserved(key) ||
        current.context_count == TKG_GBENCH_CONTEXT_MAX) {
        return false;
    }
    struct tkg_benchmark_key_value *entry = &current.context[place];
    memmove(entry + 1, entry, (current.context_count++ - place) * sizeof(*entry));
    entry->key = tkg_gbench_pool_copy(&texts, key);
    entry->value = tkg_gbench_pool_copy(&texts, value);
    return true;
}

static bool parse_context(const char *text)
{
    char *copy = tkg_gbench_pool_copy(&texts, text);
    char *rest = NULL;
    for (char *pair = strtok_r(copy, ",", &rest); pair; pair = strtok_r(NULL, ",", &rest)) {
        char *equals = strchr(pair, '=');
        if (equals == NULL) {
            return false;
        }
        *equals = '\0';
        if (!add_context(pair, equals + 1)) {
            return false;
        }
    }
    return true;
}

int tkg_benchmark_add_context(const char *key, const char *value)
{
    if (key == NULL || value == NULL || !add_context(key, value)) {
        return tkg_gbench_refuse("context %s: each key once, not empty, no field of the JSON "
                                 "context, at most %d of them",
                                 key == NULL ? "without a key" : key, TKG_GBENCH_CONTEXT_MAX);
    }
    return TKG_BENCHMARK_OK;
}

int tkg_benchmark_set_filter(const char *filter)
{
    if (filter == NULL) {
        return tkg_gbench_refuse("a filter is a regular expression; \"\" picks all");
    }
    current.filter = tkg_gbench_pool_copy(&texts, filter);
    return TKG_BENCHMARK_OK;
}

const char *tkg_benchmark_filter(void)
{
    return current.filter;
}

int tkg_benchmark_set_default_unit(enum tkg_benchmark_unit unit)
{
    if (unit < TKG_BENCHMARK_NS || unit > TKG_BENCHMARK_S) {
        return tkg_gbench_refuse("the default unit is ns, us, ms or s");
    }
    current.time_unit = unit;
    return TKG_BENCHMARK_OK;
}

enum tkg_benchmark_unit tkg_benchmark_default_unit(void)
{
    return current.time_unit;
}

int tkg_benchmark_verbosity(void)
{
    return current.verbosity;
}

static bool parse_count(const char *text, int *count)
{
    double value = 0;
    if (!parse_number(text, "", &value) || value != floor(value) || value > 1e9) {
        return false;
    }
    *count = (int)value;
    return true;
}

static bool set_flag(const struct flag *flag, const char *text)
{
    void *field = (char *)&current + flag->offset;
    switch (flag->kind) {
    case FLAG_BOOL:
        *(bool *)field = tkg_gbench_word_is_true(text);
        return true;
    case FLAG_COUNT:
        return parse_count(text, field);
    case FLAG_SECONDS:
        return parse_seconds(text, field);
    case FLAG_MIN_TIME:
        return parse_min_time(text);
    case FLAG_SHARE:
        return parse_number(text, "", field) && *(double *)field < 1;
    case FLAG_TEXT:
        *(const char **)field = tkg_gbench_pool_copy(&texts, text);
        return true;
    case FLAG_FORMAT:
        return parse_format(text, field);
    case FLAG_PROFILE:
        return tkg_benchmark_json_profile_find(text, field);
    case FLAG_UNIT:
        return parse_unit(text, field);
    case FLAG_CONTEXT:
        return parse_context(text);
    }
    return false;
}

/* The value inside argument when it is this flag; only a bool may go without "=value". */
static const char *value_in(const struct flag *flag, const char *argument)
{
    size_t length = strlen(flag->name);
    if (strncmp(argument, "--", 2) != 0 || strncmp(argument + 2, flag->name, length) != 0) {
        return NULL;
    }
    const char *end = argument + 2 + length;
    if (*end == '=') {
        return end + 1;
    }
    return *end == '\0' && flag->kind == FLAG_BOOL ? end : NULL;
}

static int refuse_value(const char *what, const struct flag *flag, const char *text)
{
    tkg_gbench_say("%s%s does not take '%s'; it takes %s", what, flag->name, text, flag->values);
    return TKG_BENCHMARK_USAGE;
}

/* BENCHMARK_MIN_TIME and so on; V is the library's own and read by itself. */
static int read_environment(void)
{
    for (size_t i = 0; i + 1 < FLAG_COUNT_OF_ALL; i++) {
        char name[64];
        size_t length = strlen(flags[i].name);
        for (size_t at = 0; at <= length; at++) {
            name[at] = (char)toupper((unsigned char)flags[i].name[at]);
        }
        const char *text = getenv(name);
        if (text != NULL && !set_flag(&flags[i], text)) {
            return refuse_value("the environment variable of --", &flags[i], text);
        }
    }
    return TKG_BENCHMARK_OK;
}

/* Reads one argument. *taken: it was a flag of ours. */
static int read_argument(const char *argument, bool *taken)
{
    *taken = strcmp(argument, "--help") == 0;
    current.help |= *taken;
    for (size_t i = 0; i < FLAG_COUNT_OF_ALL && !*taken; i++) {
        const char *text = value_in(&flags[i], argument);
        *taken = text != NULL;
        if (text != NULL && !set_flag(&flags[i], text)) {
            return refuse_value("--", &flags[i], text);
        }
    }
    return TKG_BENCHMARK_OK;
}

void tkg_benchmark_print_help(void)
{
    (void)printf("%s: flags, each also an environment variable in capitals (BENCHMARK_FILTER):\n",
                 current.executable);
    for (size_t i = 0; i < FLAG_COUNT_OF_ALL; i++) {
        (void)printf("  --%s=%s\n", flags[i].name, flags[i].values);
    }
    (void)printf("exit status: 0 measured, 2 usage or output, 4 a benchmark failed, 5 nothing "
                 "matched, 70 internal\n");
}

int tkg_benchmark_initialize(int *argument_count, char **arguments)
{
    int kept = 1;
    int result = read_environment();
    if (*argument_count > 0) {
        current.executable = tkg_gbench_pool_copy(&texts, arguments[0]);
    }
    for (int i = 1; i < *argument_count; i++) {
        bool taken = false;
        int one = read_argument(arguments[i], &taken);
        result = one != TKG_BENCHMARK_OK ? one : result;
        if (!taken) {
            arguments[kept++] = arguments[i];
        }
    }
    if (*argument_count > 0) {
        *argument_count = kept;
        arguments[kept] = NULL;
    }
    if (current.help) {
        tkg_benchmark_print_help();
    }
    return result;
}
