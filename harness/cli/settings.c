/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/quantity.h"
#include "sample/run_record.h"

enum { VALUE_BYTES = TKG_RECORD_TEXT_BYTES + 64, PATH_BYTES = 4096 };

/* One line of --print-config. */
struct described {
    const char *name;
    void (*describe)(const struct tkg_suite *suite, char *out, size_t out_bytes);
};

static void describe_engine(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    (void)snprintf(out, out_bytes, "%s", suite->engine);
}

static void describe_params(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    (void)snprintf(out, out_bytes, "%s", suite->parameters);
}

static void describe_stream(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    (void)snprintf(out, out_bytes, "%s", suite->stream);
}

static void describe_seed(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    (void)snprintf(out, out_bytes, "%llu", (unsigned long long)suite->seed);
}

static void describe_sizes(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < suite->size_count && used < out_bytes; i++) {
        char count[TKG_QUANTITY_BYTES];
        int added = snprintf(out + used, out_bytes - used, "%s%s", i ? "," : "",
                             tkg_count_format(suite->sizes[i], count));
        used += added > 0 ? (size_t)added : 0;
    }
}

static void describe_rounds(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    (void)snprintf(out, out_bytes, "%u", suite->round_count);
}

static void describe_passes(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    size_t used = 0;
    for (int i = 0; i < TKG_PASS_COUNT && used + 1 < out_bytes; i++) {
        if (suite->pass_mask & (1u << i)) {
            out[used++] = tkg_pass_letter((enum tkg_pass)i);
        }
    }
    out[used] = '\0';
}

static void describe_batch(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    (void)snprintf(out, out_bytes, "%u", suite->batch_tick_count);
}

static void describe_quantity(double value, enum tkg_dimension dimension, char *out,
                              size_t out_bytes)
{
    char text[TKG_QUANTITY_BYTES];
    (void)snprintf(out, out_bytes, "%s", tkg_quantity_format(value, dimension, text));
}

static void describe_pace(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    describe_quantity(suite->pace_ticks_per_s, TKG_DIMENSION_RATE, out, out_bytes);
}

static void describe_pace_time(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    describe_quantity((double)suite->pace_time_ns, TKG_DIMENSION_TIME, out, out_bytes);
}

static void describe_min_time(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    describe_quantity((double)suite->min_time_ns, TKG_DIMENSION_TIME, out, out_bytes);
}

static void describe_timeout(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    describe_quantity((double)suite->timeout_ns, TKG_DIMENSION_TIME, out, out_bytes);
}

static void describe_threads(const struct tkg_suite *suite, char *out, size_t out_bytes)
{
    char list[TKG_THREAD_LIST_BYTES];
    (void)snprintf(out, out_bytes, "%s", tkg_thread_list_format(&suite->threads, list));
}

static const struct described described_settings[] = {
    {"engine", describe_engine},     {"params", describe_params},
    {"stream", describe_stream},     {"seed", describe_seed},
    {"sizes", describe_sizes},       {"rounds", describe_rounds},
    {"passes", describe_passes},     {"batch", describe_batch},
    {"pace", describe_pace},         {"pace-time", describe_pace_time},
    {"min-time", describe_min_time}, {"timeout", describe_timeout},
    {"threads", describe_threads},
};

enum { DESCRIBED_COUNT = sizeof(described_settings) / sizeof(described_settings[0]) };

/* Who set each value last: found by comparing before and after a layer, so no setter has to know.
 */
struct origin_table {
    char values[DESCRIBED_COUNT][VALUE_BYTES];
    char origins[DESCRIBED_COUNT][TKG_SETTING_ORIGIN_BYTES];
};

static void note_layer(struct origin_table *table, const struct tkg_suite *suite,
                       const char *origin)
{
    for (size_t i = 0; i < DESCRIBED_COUNT; i++) {
        char value[VALUE_BYTES];
        described_settings[i].describe(suite, value, sizeof(value));
        if (*table->origins[i] == '\0' || strcmp(value, table->values[i]) != 0) {
            memcpy(table->values[i], value, sizeof(value));
            (void)snprintf(table->origins[i], sizeof(table->origins[i]), "%s", origin);
        }
    }
}

static enum tkg_status load_layer(struct tkg_settings *settings, const char *path,
                                  struct origin_table *table, struct tkg_error *err)
{
    enum tkg_status status = tkg_suite_load(&settings->suite, path, err);
    if (status == TKG_OK) {
        settings->sizes_given = true;
        note_layer(table, &settings->suite, path);
    }
    return status;
}

/* The file under the user's configuration folder; false when the environment names none. */
static bool xdg_path(char *out, size_t out_bytes)
{
    const char *base = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    int length = -1;
    if (base && *base == '/') {
        length = snprintf(out, out_bytes, "%s/tickgate/tickgate.yaml", base);
    } else if (home && *home == '/') {
        length = snprintf(out, out_bytes, "%s/.config/tickgate/tickgate.yaml", home);
    }
    return length > 0 && (size_t)length < out_bytes && access(out, R_OK) == 0;
}

static enum tkg_status load_files(struct tkg_settings *settings, const struct tkg_option_uses *uses,
                                  struct origin_table *table, struct tkg_error *err)
{
    char path[PATH_BYTES];
    const char *suite_path = tkg_options_find(uses, "suite");
    enum tkg_status status = TKG_OK;
    if (xdg_path(path, sizeof(path))) {
        status = load_layer(settings, path, table, err);
    }
    if (status == TKG_OK && access("tickgate.yaml", F_OK) == 0) {
        status = load_layer(settings, "tickgate.yaml", table, err);
    }
    if (status == TKG_OK && suite_path) {
        status = load_layer(settings, suite_path, table, err);
    }
    return status;
}

static void write_origins(const struct origin_table *table, struct tkg_text *out)
{
    for (size_t i = 0; i < DESCRIBED_COUNT; i++) {
        tkg_text_addf(out, "%-10s %-36s # %s\n", described_settings[i].name, table->values[i],
                      table->origins[i]);
    }
}

enum tkg_status tkg_settings_resolve(struct tkg_settings *settings,
                                     const struct tkg_option_uses *uses, struct tkg_text *origins,
                                     struct tkg_error *err)
{
    struct origin_table *table = calloc(1, sizeof(*table));
    if (!table) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the settings");
    }
    *settings =
        (struct tkg_settings){.format = "human", .output = "-", .cpu = TKG_CPU_AUTO, .plots = true};
    tkg_suite_init(&settings->suite);
    note_layer(table, &settings->suite, "built in");
    enum tkg_status status = load_files(settings, uses, table, err);
    if (status == TKG_OK) {
        status = tkg_options_apply_environment(tkg_run_options, settings, err);
        note_layer(table, &settings->suite, "environment");
    }
    if (status == TKG_OK) {
        status = tkg_options_apply(uses, settings, err);
        settings->suite.pass_mask |= settings->stages ? 1u << TKG_PASS_STAGES : 0u;
        note_layer(table, &settings->suite, "command line");
    }
    if (status == TKG_OK && origins) {
        write_origins(table, origins);
    }
    free(table);
    return status;
}
