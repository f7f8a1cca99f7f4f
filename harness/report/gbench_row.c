/* SPDX-License-Identifier: Apache-2.0
 *
 * What each field means for a metric of ours: docs/decisions/0095.
 */
#include "report/gbench_row.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As in report_json_read.c: above any time or rate. */
static const double VALUE_MAX = 1e18;

static const struct time_unit {
    const char *name;
    double ns;
} time_units[] = {{"ns", 1.0}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};

enum { TIME_UNIT_COUNT = sizeof(time_units) / sizeof(time_units[0]) };

/* Suffixes of aggregates, as google-benchmark itself writes them. */
static const struct aggregate {
    const char *name;
    enum tkg_gbench_kind kind;
} aggregates[] = {
    {"mean", TKG_GBENCH_MEAN},  {"median", TKG_GBENCH_MEDIAN}, {"stddev", TKG_GBENCH_OTHER},
    {"cv", TKG_GBENCH_OTHER},   {"min", TKG_GBENCH_OTHER},     {"max", TKG_GBENCH_OTHER},
    {"BigO", TKG_GBENCH_OTHER}, {"RMS", TKG_GBENCH_OTHER},
};

static const struct percentile {
    const char *name;
    enum tkg_metric metric;
} percentiles[] = {
    {"p50", TKG_METRIC_BLOCK_P50},   {"p90", TKG_METRIC_BLOCK_P90},
    {"p95", TKG_METRIC_BLOCK_P95},   {"p99", TKG_METRIC_BLOCK_P99},
    {"p995", TKG_METRIC_BLOCK_P995}, {"p99_5", TKG_METRIC_BLOCK_P995},
    {"p999", TKG_METRIC_BLOCK_P999}, {"p99_9", TKG_METRIC_BLOCK_P999},
    {"max", TKG_METRIC_BLOCK_MAX},
};

static enum tkg_status read_unit(struct tkg_json_reader *reader, const json_t *object, double *ns)
{
    const json_t *value = json_object_get(object, "time_unit");
    const char *name = json_string_value(value);
    if (!value) {
        *ns = 1.0; /* files before 0.1 had no unit: always nanoseconds */
        return TKG_OK;
    }
    for (size_t i = 0; name && i < TIME_UNIT_COUNT; i++) {
        if (strcmp(time_units[i].name, name) == 0) {
            *ns = time_units[i].ns;
            return TKG_OK;
        }
    }
    return tkg_json_refuse_member(reader, "time_unit", "ns, us, ms or s",
                                  name ? name : tkg_json_found(value));
}

/* A finite, not negative number times scale. Absent, null and what was printed as NaN or Infinity
 * (an empty string since tkg_gbench_mend) leave *out as it is. */
static enum tkg_status read_number(struct tkg_json_reader *reader, const json_t *object,
                                   const char *key, double scale, double *out)
{
    char found[48];
    const json_t *value = json_object_get(object, key);
    const char *text = json_string_value(value);
    if (!value || json_is_null(value) || (text && !*text)) {
        return TKG_OK;
    }
    if (!json_is_number(value)) {
        return tkg_json_refuse_member(reader, key, "a number", tkg_json_found(value));
    }
    double number = json_number_value(value) * scale;
    if (!(number >= 0.0 && number <= VALUE_MAX)) {
        (void)snprintf(found, sizeof(found), "%.17g", json_number_value(value));
        return tkg_json_refuse_member(reader, key, "a time or rate from 0 to 1e18 ns or 1/s",
                                      found);
    }
    *out = number;
    return TKG_OK;
}

/* A counter called p99_ns, p99_us and so on: google-benchmark gives counters no unit, and a p99
 * whose unit has to be guessed is none. Counters are the file's own affair: nonsense is passed
 * over. */
static void take_percentile(const json_t *object, const struct percentile *percentile, double *out)
{
    char key[16];
    for (size_t i = 0; i < TIME_UNIT_COUNT; i++) {
        (void)snprintf(key, sizeof(key), "%s_%s", percentile->name, time_units[i].name);
        const json_t *value = json_object_get(object, key);
        double number = json_is_number(value) ? json_number_value(value) * time_units[i].ns : -1.0;
        if (number >= 0.0 && number <= VALUE_MAX) {
            *out = number;
        }
    }
}

/* What stats/ makes of others is left out: it is made again. */
static bool is_derived(enum tkg_metric metric)
{
    return (metric >= TKG_METRIC_LATENCY_P50 && metric <= TKG_METRIC_LATENCY_MAX) ||
           metric == TKG_METRIC_EFFICIENCY;
}

static void take_own_metrics(const json_t *object, struct tkg_gbench_row *row)
{
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        const struct tkg_metric_info *info = tkg_metric_info((enum tkg_metric)i);
        const json_t *value = json_object_get(object, info->name);
        double number = json_is_number(value) ? json_number_value(value) : NAN;
        double low = info->dimension == TKG_DIMENSION_SHARE ? -VALUE_MAX : 0.0;
        if (!is_derived((enum tkg_metric)i) && number >= low && number <= VALUE_MAX) {
            row->values[i] = number;
        }
    }
}

static enum tkg_status read_values(struct tkg_json_reader *reader, const json_t *object,
                                   const struct tkg_gbench_dialect *dialect,
                                   struct tkg_gbench_row *row)
{
    double unit_ns = 1.0;
    double iteration_count = 0.0;
    enum tkg_status status = read_unit(reader, object, &unit_ns);
    const struct {
        const char *key;
        double scale;
        double *out;
    } numbers[] = {
        {"real_time", unit_ns, &row->values[TKG_METRIC_LATENCY_MEAN]},
        {"cpu_time", unit_ns, &row->values[TKG_METRIC_CPU_PER_TICK]},
        {"items_per_second", 1.0, &row->values[TKG_METRIC_THROUGHPUT]},
        {"iterations", 1.0, &iteration_count},
    };
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]) && status == TKG_OK; i++) {
        status = read_number(reader, object, numbers[i].key, numbers[i].scale, numbers[i].out);
    }
    row->iteration_count = (uint64_t)iteration_count;
    for (size_t i = 0; i < sizeof(percentiles) / sizeof(percentiles[0]); i++) {
        take_percentile(object, &percentiles[i], &row->values[percentiles[i].metric]);
    }
    if (dialect->own_metrics) {
        take_own_metrics(object, row);
    }
    return status;
}

/* True when names has base and suffix as one name. */
static bool has_name(const json_t *names, const char *base, size_t base_bytes, const char *suffix)
{
    char *name = malloc(base_bytes + strlen(suffix) + 1);
    if (!name) {
        return false;
    }
    memcpy(name, base, base_bytes);
    memcpy(name + base_bytes, suffix, strlen(suffix) + 1);
    bool found = json_object_get(names, name) != NULL;
    free(name);
    return found;
}

/* In a file without run_type, X_mean is an aggregate when there are repetitions X, or all three
 * that such versions print. A benchmark may be called total_mean. */
static bool is_old_aggregate(const json_t *names, const char *name, size_t base_bytes)
{
    return has_name(names, name, base_bytes, "") || (has_name(names, name, base_bytes, "_mean") &&
                                                     has_name(names, name, base_bytes, "_stddev"));
}

static void classify_old(const json_t *names, const char *name, struct tkg_gbench_row *row)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof(aggregates) / sizeof(aggregates[0]); i++) {
        size_t suffix = strlen(aggregates[i].name) + 1;
        if (length > suffix && name[length - suffix] == '_' &&
            strcmp(name + length - suffix + 1, aggregates[i].name) == 0 &&
            is_old_aggregate(names, name, length - suffix)) {
            row->kind = aggregates[i].kind;
            row->case_name_bytes = length - suffix;
        }
    }
}

/* run_name is the name without the aggregate's. */
static enum tkg_status classify_aggregate(struct tkg_json_reader *reader, const json_t *object,
                                          struct tkg_gbench_row *row)
{
    const char *aggregate;
    const char *run_name;
    enum tkg_status status = tkg_json_need_text(reader, object, "aggregate_name", &aggregate);
    if (status == TKG_OK) {
        status = tkg_json_need_text(reader, object, "run_name", &run_name);
    }
    if (status != TKG_OK) {
        return status;
    }
    row->kind = TKG_GBENCH_OTHER;
    row->case_name = run_name;
    row->case_name_bytes = strlen(run_name);
    for (size_t i = 0; i < sizeof(aggregates) / sizeof(aggregates[0]); i++) {
        if (strcmp(aggregates[i].name, aggregate) == 0) {
            row->kind = aggregates[i].kind;
        }
    }
    return TKG_OK;
}

static enum tkg_status classify(struct tkg_json_reader *reader, const json_t *object,
                                const struct tkg_gbench_dialect *dialect,
                                struct tkg_gbench_row *row)
{
    const json_t *run_type = json_object_get(object, "run_type");
    const char *type = json_string_value(run_type);
    if (json_object_get(object, "big_o") || json_object_get(object, "rms")) {
        row->kind = TKG_GBENCH_OTHER;
    } else if (!run_type) {
        classify_old(dialect->names, row->case_name, row);
    } else if (type && strcmp(type, "aggregate") == 0) {
        return classify_aggregate(reader, object, row);
    } else if (!type || strcmp(type, "iteration") != 0) {
        return tkg_json_refuse_member(reader, "run_type", "iteration or aggregate",
                                      type ? type : tkg_json_found(run_type));
    }
    return TKG_OK;
}

static const char *text_or_nothing(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* "true" in quotes is refused: taken for false, a failure would be a measurement. */
static enum tkg_status read_flag(struct tkg_json_reader *reader, const json_t *object,
                                 const char *key, bool *set)
{
    const json_t *value = json_object_get(object, key);
    *set = json_is_true(value);
    return !value || json_is_boolean(value)
               ? TKG_OK
               : tkg_json_refuse_member(reader, key, "a boolean", tkg_json_found(value));
}

/* An errored row has times of 0, which are no measurement. */
static enum tkg_status take_failure(struct tkg_json_reader *reader, const json_t *object,
                                    struct tkg_gbench_row *row)
{
    bool failed;
    bool skipped;
    enum tkg_status status = read_flag(reader, object, "error_occurred", &failed);
    if (status == TKG_OK) {
        status = read_flag(reader, object, "skipped", &skipped);
    }
    if (status != TKG_OK) {
        return status;
    }
    if (failed) {
        row->kind = TKG_GBENCH_FAILED;
        row->message = text_or_nothing(object, "error_message");
    } else if (skipped) {
        row->kind = TKG_GBENCH_SKIPPED;
    }
    return TKG_OK;
}

enum tkg_status tkg_gbench_row_read(struct tkg_json_reader *reader, const json_t *object,
                                    const struct tkg_gbench_dialect *dialect,
                                    struct tkg_gbench_row *row)
{
    *row = (struct tkg_gbench_row){.kind = TKG_GBENCH_ITERATION, .message = ""};
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        row->values[i] = NAN;
    }
    enum tkg_status status = tkg_json_need_text(reader, object, "name", &row->case_name);
    if (status != TKG_OK) {
        return status;
    }
    row->case_name_bytes = strlen(row->case_name);
    status = classify(reader, object, dialect, row);
    if (status == TKG_OK && row->kind != TKG_GBENCH_OTHER) {
        status = take_failure(reader, object, row);
    }
    bool measured = row->kind == TKG_GBENCH_ITERATION || row->kind == TKG_GBENCH_MEDIAN ||
                    row->kind == TKG_GBENCH_MEAN;
    return status == TKG_OK && measured ? read_values(reader, object, dialect, row) : status;
}

bool tkg_gbench_row_is_percentile(const json_t *names, const char *name)
{
    size_t length = strlen(name);
    return length > 4 &&
           (strcmp(name + length - 4, "/p50") == 0 || strcmp(name + length - 4, "/p99") == 0) &&
           has_name(names, name, length - 4, "");
}
