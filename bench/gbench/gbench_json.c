/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows are gathered in a jansson document and printed in one go at the end, so that no failure in
 * between can leave half a document. A failure of memory is remembered and told once, by end.
 */
#include "gbench_json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gbench_json_file.h"
#include "gbench_text.h"

struct json_reporter {
    enum tkg_benchmark_json_profile profile;
    char *path; /* owned; NULL: standard output */
    struct tkg_gbench_file file;
    json_t *root;    /* owned, like names; the others are borrowed from it */
    json_t *context; /* NULL before begin */
    json_t *rows;
    json_t *names; /* of the rows of profile single, as keys */
    int64_t case_count;
    bool dry_run;
    bool failed;
};

/* Keys of a row that are not counters, in any version of google-benchmark, and ours. `size` is no
 * key of the library, but conbench takes it for one. */
static const char *const reserved_names[] = {
    "name",
    "family_index",
    "per_family_instance_index",
    "run_name",
    "run_type",
    "repetitions",
    "repetition_index",
    "threads",
    "aggregate_name",
    "aggregate_unit",
    "error_occurred",
    "error_message",
    "skipped",
    "skip_message",
    "iterations",
    "real_time",
    "cpu_time",
    "time_unit",
    "cpu_coefficient",
    "real_coefficient",
    "big_o",
    "rms",
    "allocs_per_iter",
    "max_bytes_used",
    "total_allocated_bytes",
    "net_heap_growth",
    "label",
    "size",
    "resident_bytes_peak",
    "p50_ns",
    "p90_ns",
    "p99_ns",
    "p99_9_ns",
    "max_ns",
    "clock_floor_ns",
};

bool tkg_benchmark_json_profile_find(const char *name, enum tkg_benchmark_json_profile *profile)
{
    bool full = strcmp(name, "full") == 0;
    if (!full && strcmp(name, "single") != 0) {
        return false;
    }
    *profile = full ? TKG_BENCHMARK_JSON_FULL : TKG_BENCHMARK_JSON_SINGLE;
    return true;
}

static bool is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof(reserved_names) / sizeof(reserved_names[0]); i++) {
        if (strcmp(reserved_names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Takes value over; NULL is a failure. */
static void put(struct json_reporter *json, json_t *object, const char *key, json_t *value)
{
    json->failed |= json_object_set_new(object, key, value) != 0;
}

static json_t *put_array(struct json_reporter *json, json_t *object, const char *key)
{
    put(json, object, key, json_array());
    return json_object_get(object, key);
}

static json_t *append_object(struct json_reporter *json, json_t *array)
{
    json_t *object = json_object();
    bool failed = json_array_append_new(array, object) != 0;
    json->failed |= failed;
    return failed ? NULL : object;
}

/* Text that is no UTF-8 has U+FFFD for each byte that is none. */
static json_t *text(const char *bytes)
{
    char *clean = malloc(3 * strlen(bytes) + 1);
    if (!clean) {
        return NULL;
    }
    tkg_gbench_text_clean(clean, bytes, false);
    json_t *value = json_string(clean);
    free(clean);
    return value;
}

/* JSON has no word for what is not finite. */
static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

/* Tells in the context what is not among the rows. */
static void list(struct json_reporter *json, const char *key, const char *name, const char *reason)
{
    json_t *one = append_object(json, json_object_get(json->context, key));
    put(json, one, "name", text(name));
    put(json, one, "reason", text(reason));
}

static const char *unit_name(enum tkg_benchmark_unit unit)
{
    switch (unit) {
    case TKG_BENCHMARK_US:
        return "us";
    case TKG_BENCHMARK_MS:
        return "ms";
    case TKG_BENCHMARK_S:
        return "s";
    case TKG_BENCHMARK_UNIT_DEFAULT:
    case TKG_BENCHMARK_NS:
        break;
    }
    return "ns";
}

/* ---- context ---- */

static void put_caches(struct json_reporter *json, const struct tkg_benchmark_context *context)
{
    json_t *caches = put_array(json, json->context, "caches");
    for (size_t i = 0; i < context->cache_count; i++) {
        const struct tkg_benchmark_cache *from = &context->caches[i];
        json_t *cache = append_object(json, caches);
        put(json, cache, "type", text(from->type));
        put(json, cache, "level", json_integer(from->level));
        put(json, cache, "size", json_integer(from->size_bytes));
        put(json, cache, "num_sharing", json_integer(from->num_sharing));
    }
}

static void put_load(struct json_reporter *json, const struct tkg_benchmark_context *context)
{
    json_t *load = put_array(json, json->context, "load_avg");
    for (size_t i = 0; i < context->load_avg_count; i++) {
        if (isfinite(context->load_avg[i])) {
            json->failed |= json_array_append_new(load, json_real(context->load_avg[i])) != 0;
        }
    }
}

/* Every key of 1.7.1, in its order, whether known or not: some readers need all of them. */
static void put_library_context(struct json_reporter *json,
                                const struct tkg_benchmark_context *from)
{
    json_t *context = json->context;
    double mhz = from->mhz_per_cpu;
    bool release = strcmp(from->library_build_type, "release") == 0;
    put(json, context, "date", text(from->date));
    put(json, context, "host_name", text(from->host_name));
    put(json, context, "executable", text(from->executable));
    put(json, context, "num_cpus", json_integer(from->num_cpus));
    put(json, context, "mhz_per_cpu",
        json_integer(mhz > 0.0 && mhz < 1e9 ? (json_int_t)llround(mhz) : 0));
    put(json, context, "cpu_scaling_enabled", json_boolean(from->cpu_scaling == TKG_BENCHMARK_ON));
    if (from->aslr != TKG_BENCHMARK_UNKNOWN) {
        put(json, context, "aslr_enabled", json_boolean(from->aslr == TKG_BENCHMARK_ON));
    }
    put_caches(json, from);
    put_load(json, from);
    if (*from->library_version) {
        put(json, context, "library_version", text(from->library_version));
    }
    put(json, context, "library_build_type", text(release ? "release" : "debug"));
    put(json, context, "json_schema_version", json_integer(1));
}

/* A key of the user's never replaces one of the format. */
static void put_custom_context(struct json_reporter *json, const struct tkg_benchmark_context *from)
{
    for (size_t i = 0; i < from->custom_count; i++) {
        json_t *key = text(from->custom[i].key);
        const char *name = json_string_value(key);
        if (name && !json_object_get(json->context, name)) {
            put(json, json->context, name, text(from->custom[i].value));
        }
        json->failed |= key == NULL;
        json_decref(key);
    }
}

static bool begin(void *user, const struct tkg_benchmark_context *context)
{
    struct json_reporter *json = user;
    bool single = json->profile == TKG_BENCHMARK_JSON_SINGLE;
    if (!tkg_gbench_file_open(&json->file, json->path)) {
        return false;
    }
    json->dry_run = context->dry_run;
    put(json, json->root, "context", json_object());
    json->context = json_object_get(json->root, "context");
    put_library_context(json, context);
    put(json, json->context, "json_profile", text(single ? "single" : "full"));
    put(json, json->context, "shim_build_type", text(context->shim_build_type));
    put(json, json->context, "dry_run", text(context->dry_run ? "true" : "false"));
    put(json, json->context, "complete", text("false")); /* end knows better */
    (void)put_array(json, json->context, "failed_cases");
    (void)put_array(json, json->context, "left_out");
    put_custom_context(json, context);
    json->rows = put_array(json, json->root, "benchmarks");
    return true;
}

/* ---- rows ---- */

/* Names the row, in the order of the library. */
static json_t *append_row(struct json_reporter *json, const char *name,
                          const struct tkg_benchmark_run *run)
{
    json_t *row = append_object(json, json->rows);
    put(json, row, "name", text(name));
    put(json, row, "family_index", json_integer(run->family_index));
    put(json, row, "per_family_instance_index", json_integer(run->per_family_instance_index));
    put(json, row, "run_name", text(run->run_name));
    put(json, row, "run_type",
        text(run->row == TKG_BENCHMARK_ITERATION ? "iteration" : "aggregate"));
    put(json, row, "repetitions", json_integer(run->repetitions));
    if (run->row == TKG_BENCHMARK_ITERATION) {
        put(json, row, "repetition_index", json_integer(run->repetition_index));
    }
    put(json, row, "threads", json_integer(run->threads));
    return row;
}

static void put_aggregate(struct json_reporter *json, json_t *row,
                          const struct tkg_benchmark_run *run)
{
    if (run->row != TKG_BENCHMARK_ITERATION) {
        put(json, row, "aggregate_name", text(run->aggregate_name));
        put(json, row, "aggregate_unit",
            text(run->aggregate_percentage || run->row == TKG_BENCHMARK_RMS ? "percentage"
                                                                            : "time"));
    }
}

static void put_outcome(struct json_reporter *json, json_t *row,
                        const struct tkg_benchmark_run *run)
{
    if (run->outcome == TKG_BENCHMARK_ERROR) {
        put(json, row, "error_occurred", json_true());
        put(json, row, "error_message", text(run->message));
    } else if (run->outcome == TKG_BENCHMARK_SKIPPED) {
        put(json, row, "skipped", json_true());
        put(json, row, "skip_message", text(run->message));
    }
}

/* What did not run took no time: 0 there, as in the library, whose readers divide by it. */
static void put_times(struct json_reporter *json, json_t *row, const struct tkg_benchmark_run *run)
{
    bool ran = run->outcome == TKG_BENCHMARK_MEASURED;
    if (run->row == TKG_BENCHMARK_BIG_O) {
        put(json, row, "cpu_coefficient", real(run->cpu_time));
        put(json, row, "real_coefficient", real(run->real_time));
        put(json, row, "big_o", text(run->big_o_text));
        put(json, row, "time_unit", text(unit_name(run->time_unit)));
    } else if (run->row == TKG_BENCHMARK_RMS) {
        put(json, row, "rms", real(run->cpu_time));
    } else {
        put(json, row, "iterations", json_integer(run->iterations));
        put(json, row, "real_time", ran ? real(run->real_time) : json_real(0.0));
        put(json, row, "cpu_time", ran ? real(run->cpu_time) : json_real(0.0));
        put(json, row, "time_unit", text(unit_name(run->time_unit)));
    }
}

/* False, with an entry in the list, for a counter that readers would take for something else. */
static bool counter_is_usable(struct json_reporter *json, const struct tkg_benchmark_run *run,
                              const char *name)
{
    char reason[160];
    if (!is_reserved(name)) {
        return true;
    }
    (void)snprintf(reason, sizeof(reason), "counter %.60s: the name of a field of the format",
                   name);
    list(json, "left_out", run->name, reason);
    return false;
}

/* Takes value over. Two names that differ in bytes that are no UTF-8 are one in the document: the
 * first has it. */
static void put_counter(struct json_reporter *json, json_t *row, const char *name, json_t *value)
{
    char reason[160];
    json_t *key = text(name);
    if (key && json_object_get(row, json_string_value(key))) {
        (void)snprintf(reason, sizeof(reason), "counter %.60s: another counter has this name",
                       name);
        list(json, "left_out", json_string_value(json_object_get(row, "name")), reason);
        json_decref(value);
    } else if (key) {
        put(json, row, json_string_value(key), value);
    } else {
        json->failed = true;
        json_decref(value);
    }
    json_decref(key);
}

static void put_counters(struct json_reporter *json, json_t *row,
                         const struct tkg_benchmark_run *run)
{
    for (size_t i = 0; i < run->counter_count; i++) {
        const struct tkg_benchmark_counter *counter = &run->counters[i];
        if (counter_is_usable(json, run, counter->name)) {
            put_counter(json, row, counter->name, real(counter->value));
        }
    }
}

/* -1: not known. */
static void put_known_integer(struct json_reporter *json, json_t *row, const char *key,
                              int64_t value)
{
    if (value != -1) {
        put(json, row, key, json_integer(value));
    }
}

static void put_memory(struct json_reporter *json, json_t *row,
                       const struct tkg_benchmark_memory *memory)
{
    if (memory->iterations > 0) {
        if (isfinite(memory->allocations_per_iteration) && memory->allocations >= 0) {
            put(json, row, "allocs_per_iter", json_real(memory->allocations_per_iteration));
        }
        put_known_integer(json, row, "max_bytes_used", memory->max_bytes_used);
        put_known_integer(json, row, "total_allocated_bytes", memory->total_allocated_bytes);
        put_known_integer(json, row, "net_heap_growth", memory->net_heap_growth);
        put_known_integer(json, row, "resident_bytes_peak", memory->resident_bytes_peak);
    }
}

/* Their keys end in the unit, so that no reader has to guess it. */
static const struct percentile {
    const char *key;
    size_t offset;
    const char *row_suffix; /* of its own row in profile single; NULL: it has none */
} percentiles[] = {
    {"p50_ns", offsetof(struct tkg_benchmark_percentiles, p50_ns), "/p50"},
    {"p90_ns", offsetof(struct tkg_benchmark_percentiles, p90_ns), NULL},
    {"p99_ns", offsetof(struct tkg_benchmark_percentiles, p99_ns), "/p99"},
    {"p99_9_ns", offsetof(struct tkg_benchmark_percentiles, p99_9_ns), NULL},
    {"max_ns", offsetof(struct tkg_benchmark_percentiles, max_ns), NULL},
    {"clock_floor_ns", offsetof(struct tkg_benchmark_percentiles, clock_floor_ns), NULL},
};

enum { PERCENTILE_COUNT = sizeof(percentiles) / sizeof(percentiles[0]) };

/* NaN where no single iterations were timed. */
static double percentile_of(const struct tkg_benchmark_run *run, size_t index)
{
    double value;
    memcpy(&value, (const char *)&run->percentiles + percentiles[index].offset, sizeof(value));
    return run->percentiles.count > 0 ? value : NAN;
}

static void put_full_row(struct json_reporter *json, const struct tkg_benchmark_run *run)
{
    json_t *row = append_row(json, run->name, run);
    put_aggregate(json, row, run);
    put_outcome(json, row, run);
    put_times(json, row, run);
    put_counters(json, row, run);
    for (size_t i = 0; i < PERCENTILE_COUNT; i++) {
        if (run->percentiles.count > 0) {
            put(json, row, percentiles[i].key, real(percentile_of(run, i)));
        }
    }
    put_memory(json, row, &run->memory);
    if (*run->label) {
        put(json, row, "label", text(run->label));
    }
}

/* ---- profile single ---- */

/* The measured repetitions of one case. */
struct repetitions {
    const struct tkg_benchmark_run **runs; /* owned; the runs are borrowed */
    double *scratch;                       /* as long; owned */
    size_t count;
};

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

/* The middle one, or the mean of the middle two; NaN unless every value is finite. */
static double median(double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) {
            return NAN;
        }
    }
    if (count == 0) {
        return NAN;
    }
    qsort(values, count, sizeof(*values), compare_doubles);
    double low = values[(count - 1) / 2];
    double high = values[count / 2];
    return low + (high - low) / 2.0; /* the sum of two might not be finite */
}

static double median_real_time(const struct repetitions *set)
{
    for (size_t i = 0; i < set->count; i++) {
        set->scratch[i] = set->runs[i]->real_time;
    }
    return median(set->scratch, set->count);
}

static double median_cpu_time(const struct repetitions *set)
{
    for (size_t i = 0; i < set->count; i++) {
        set->scratch[i] = set->runs[i]->cpu_time;
    }
    return median(set->scratch, set->count);
}

static double median_percentile(const struct repetitions *set, size_t index)
{
    for (size_t i = 0; i < set->count; i++) {
        set->scratch[i] = percentile_of(set->runs[i], index);
    }
    return median(set->scratch, set->count);
}

static int64_t median_iterations(const struct repetitions *set)
{
    for (size_t i = 0; i < set->count; i++) {
        set->scratch[i] = (double)set->runs[i]->iterations;
    }
    double middle = median(set->scratch, set->count);
    return middle < 0x1p63 ? (int64_t)middle : INT64_MAX; /* INT64_MAX as a double is 0x1p63 */
}

/* NaN when some repetition lacks it: there is no median of what was not always measured. */
static double median_counter(const struct repetitions *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct tkg_benchmark_run *run = set->runs[i];
        set->scratch[i] = NAN;
        for (size_t j = 0; j < run->counter_count; j++) {
            if (strcmp(run->counters[j].name, name) == 0) {
                set->scratch[i] = run->counters[j].value;
            }
        }
    }
    return median(set->scratch, set->count);
}

static void put_single_counters(struct json_reporter *json, json_t *row,
                                const struct repetitions *set)
{
    const struct tkg_benchmark_run *first = set->runs[0];
    char reason[160];
    for (size_t i = 0; i < first->counter_count; i++) {
        const char *name = first->counters[i].name;
        if (!counter_is_usable(json, first, name)) {
            continue;
        }
        double value = median_counter(set, name);
        if (isfinite(value)) {
            put_counter(json, row, name, json_real(value));
        } else {
            (void)snprintf(reason, sizeof(reason),
                           "counter %.60s: not a finite number in every repetition", name);
            list(json, "left_out", first->run_name, reason);
        }
    }
}

/* True for the first row of that name, as it will stand in the document. */
static bool take_name(struct json_reporter *json, const char *name)
{
    json_t *clean = text(name);
    const char *key = json_string_value(clean);
    bool is_new = key && !json_object_get(json->names, key);
    if (is_new) {
        put(json, json->names, key, json_true());
    } else {
        list(json, "left_out", name, "another row has this name");
    }
    json->failed |= clean == NULL;
    json_decref(clean);
    return is_new;
}

/* A row of the case with these times; instance numbers the rows of a case. NULL when there is
 * already one of that name. */
static json_t *append_single_row(struct json_reporter *json, const struct repetitions *set,
                                 const char *name, const double time[2], const char *unit,
                                 int64_t instance)
{
    struct tkg_benchmark_run head = *set->runs[0];
    if (!take_name(json, name)) {
        return NULL;
    }
    head.run_name = name;
    head.family_index = json->case_count;
    head.per_family_instance_index = instance;
    head.repetitions = 1;
    head.repetition_index = 0;
    json_t *row = append_row(json, name, &head);
    put(json, row, "iterations", json_integer(median_iterations(set)));
    put(json, row, "real_time", json_real(time[0]));
    put(json, row, "cpu_time", json_real(time[1]));
    put(json, row, "time_unit", text(unit));
    return row;
}

/* Percentiles as counters, and those that people alert on as rows of their own. */
static void put_single_percentiles(struct json_reporter *json, json_t *row,
                                   const struct repetitions *set)
{
    const char *run_name = set->runs[0]->run_name;
    size_t name_bytes = strlen(run_name) + sizeof("/p99");
    char *name = malloc(name_bytes);
    int64_t instance = 1;
    json->failed |= name == NULL;
    for (size_t i = 0; name && i < PERCENTILE_COUNT; i++) {
        double value = median_percentile(set, i);
        if (!isfinite(value)) {
            continue;
        }
        put(json, row, percentiles[i].key, json_real(value));
        if (percentiles[i].row_suffix) {
            (void)snprintf(name, name_bytes, "%s%s", run_name, percentiles[i].row_suffix);
            (void)append_single_row(json, set, name, (double[2]){value, value}, "ns", instance++);
        }
    }
    free(name);
}

static void put_single_case(struct json_reporter *json, const struct repetitions *set)
{
    const struct tkg_benchmark_run *first = set->runs[0];
    double time[2] = {median_real_time(set), median_cpu_time(set)};
    if (!isfinite(time[0]) || !isfinite(time[1])) {
        list(json, "left_out", first->run_name, "its time is not a finite number");
        return;
    }
    json_t *row =
        append_single_row(json, set, first->run_name, time, unit_name(first->time_unit), 0);
    if (row) {
        put_single_counters(json, row, set);
        put_memory(json, row, &first->memory);
        if (*first->label) {
            put(json, row, "label", text(first->label));
        }
        put_single_percentiles(json, row, set);
        json->case_count++;
    }
}

/* The rows of a call as an array of pointers: their size may be larger than that known here. */
static const struct tkg_benchmark_run *run_at(const struct tkg_benchmark_run *runs, size_t index)
{
    return (const void *)((const char *)runs + index * runs->struct_bytes);
}

/* A case of which one repetition failed has failed: its other repetitions are no result. */
static void put_single_runs(struct json_reporter *json, const struct tkg_benchmark_run *runs,
                            size_t run_count)
{
    struct repetitions set = {malloc(run_count * sizeof(*set.runs)),
                              malloc(run_count * sizeof(*set.scratch)), 0};
    const struct tkg_benchmark_run *failed = NULL;
    const struct tkg_benchmark_run *skipped = NULL;
    json->failed |= !set.runs || !set.scratch;
    for (size_t i = 0; i < run_count && !json->failed; i++) {
        const struct tkg_benchmark_run *run = run_at(runs, i);
        if (run->outcome == TKG_BENCHMARK_ERROR) {
            failed = failed ? failed : run;
        } else if (run->outcome == TKG_BENCHMARK_SKIPPED) {
            skipped = skipped ? skipped : run;
        } else if (run->row == TKG_BENCHMARK_ITERATION) {
            set.runs[set.count++] = run;
        }
    }
    if (failed) {
        list(json, "failed_cases", failed->run_name, failed->message);
    } else if (skipped) {
        list(json, "left_out", skipped->run_name, skipped->message);
    } else if (set.count > 0 && json->dry_run) {
        list(json, "left_out", set.runs[0]->run_name, "a dry run measures nothing");
    } else if (set.count > 0) {
        put_single_case(json, &set);
    }
    free(set.runs);
    free(set.scratch);
}

static void take_runs(void *user, const struct tkg_benchmark_run *runs, size_t run_count)
{
    struct json_reporter *json = user;
    if (run_count == 0 || !json->context) {
        return;
    }
    if (runs->struct_bytes < sizeof(*runs)) {
        json->failed = true; /* of an older shim: half of what is printed here is not there */
        return;
    }
    if (json->profile == TKG_BENCHMARK_JSON_SINGLE) {
        put_single_runs(json, runs, run_count);
        return;
    }
    for (size_t i = 0; i < run_count; i++) {
        const struct tkg_benchmark_run *run = run_at(runs, i);
        put_full_row(json, run);
        if (run->outcome == TKG_BENCHMARK_ERROR) {
            list(json, "failed_cases", run->run_name, run->message);
        }
    }
}

/* ---- the end ---- */

static bool end(void *user, int exit_status)
{
    struct json_reporter *json = user;
    if (!json->context) {
        return false; /* begin has said why */
    }
    put(json, json->context, "complete", text(exit_status == 0 ? "true" : "false"));
    /* 17 digits carry every double over exactly (IEEE 754-2008, table 5.12.2). */
    size_t flags = JSON_INDENT(2) | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(17);
    if (json->failed || json_dumpf(json->root, json->file.stream, flags) != 0 ||
        fputc('\n', json->file.stream) == EOF) {
        (void)fprintf(stderr, "benchmark: the JSON of this run could not be written: %s\n",
                      json->failed ? "no memory left" : "write error");
        tkg_gbench_file_discard(&json->file);
        return false;
    }
    return tkg_gbench_file_commit(&json->file);
}

bool tkg_benchmark_json_create(enum tkg_benchmark_json_profile profile, const char *path,
                               struct tkg_benchmark_reporter *reporter)
{
    struct json_reporter *json = calloc(1, sizeof(*json));
    *reporter = (struct tkg_benchmark_reporter){
        .struct_bytes = sizeof(*reporter),
        .user = json,
        .begin = begin,
        .runs = take_runs,
        .end = end,
    };
    if (!json) {
        return false;
    }
    json->profile = profile;
    json->path = path ? strdup(path) : NULL;
    json->root = json_object();
    json->names = json_object();
    if ((path && !json->path) || !json->root || !json->names) {
        tkg_benchmark_json_destroy(reporter);
        return false;
    }
    return true;
}

void tkg_benchmark_json_destroy(struct tkg_benchmark_reporter *reporter)
{
    struct json_reporter *json = reporter->user;
    if (json) {
        tkg_gbench_file_discard(&json->file);
        json_decref(json->root);
        json_decref(json->names);
        free(json->path);
        free(json);
    }
    reporter->user = NULL;
}
