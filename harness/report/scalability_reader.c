/* SPDX-License-Identifier: Apache-2.0
 *
 * Figures of one kind come from one pass, so that the summary finds them where it looks: A for
 * rates and times of the whole replay, B or C for percentiles, M for memory.
 */
#include "report/scalability_reader.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/quantity.h"
#include "base/text.h"
#include "report/field_reader.h"
#include "report/iso_time.h"
#include "report/result_fields.h"
#include "stats/summary.h"

/* Above any figure in seconds, microseconds, percent or megabytes. */
static const double FIGURE_MAX = 1e9;

/* Factors to base units. */
static const double US = 1e3;
static const double SECONDS = 1e9;
static const double PERCENT = 1e-2;
static const double MB = 1e6;
static const double MIB = 1048576.0; /* what other programs call MB */

struct scalability_file {
    struct tkg_json_reader *reader;
    const json_t *root;
    struct tkg_case *into;
    bool is_own;
};

/* Behind the first percentile of a family, in the order of TKG_METRICS. */
static const struct {
    const char *key;
    int offset;
} percentiles[] = {{"p50_us", 0}, {"p90_us", 1},  {"p95_us", 2},
                   {"p99_us", 3}, {"p995_us", 4}, {"p999_us", 5}};

enum { PERCENTILE_OF_MAX = 6 };

bool tkg_scalability_is(const json_t *root)
{
    static const char family[] = "tickgate.scalability/";
    const json_t *schema = json_object_get(root, "schema");
    const char *text = json_string_value(schema);
    return json_object_get(root, "tick_performance") &&
           (!schema || (text && strncmp(text, family, strlen(family)) == 0));
}

/* A member times factor; NaN when it is absent or null. */
static enum tkg_status read_figure(struct tkg_json_reader *reader, const json_t *object,
                                   const char *key, double factor, double *figure)
{
    const json_t *value = json_object_get(object, key);
    enum tkg_status status = TKG_OK;
    *figure = NAN;
    if (value) {
        reader->leaf = key;
        status = tkg_json_real_in(reader, value, 0.0, FIGURE_MAX, figure);
        reader->leaf = NULL;
        *figure *= factor;
    }
    return status;
}

/* Adds a trial unless all that it could hold is unknown. */
static enum tkg_status add_trial(const struct scalability_file *file, struct tkg_trial *trial)
{
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        if (!isnan(trial->values[i])) {
            trial->order_index = (uint32_t)file->into->trial_count;
            trial->load_1min = NAN;
            return tkg_case_add_trial(file->into, trial, file->reader->err);
        }
    }
    return TKG_OK;
}

/* The file's own rate and mean are not read: other programs add up what they timed inside of ticks,
 * and the time between ticks is missing there. */
static enum tkg_status read_replay(const struct scalability_file *file, double cpu_0to1)
{
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_THROUGHPUT);
    const double ticks = (double)file->into->tick_count;
    double total_ns;
    const enum tkg_status status =
        read_figure(file->reader, file->root, "total_time_seconds", SECONDS, &total_ns);
    if (status != TKG_OK) {
        return status;
    }
    if (total_ns >= 1.0) { /* false for NaN; less than that was not timed */
        trial.values[TKG_METRIC_TOTAL_TIME] = total_ns;
        trial.values[TKG_METRIC_LATENCY_MEAN] = total_ns / ticks;
        trial.values[TKG_METRIC_THROUGHPUT] = fmin(ticks / total_ns * SECONDS, 1e18);
    }
    trial.values[TKG_METRIC_CPU_FLAT_OUT] = cpu_0to1;
    return add_trial(file, &trial);
}

/* tickgate says what its percentiles are of; other programs time every single tick. */
static enum tkg_status read_percentiles(const struct scalability_file *file, const json_t *stats)
{
    const json_t *object = json_object_get(file->root, "tick_percentiles");
    const char *source = json_string_value(json_object_get(object, "source"));
    const bool is_block = file->is_own && source && strcmp(source, "block") == 0;
    const int first = is_block ? TKG_METRIC_BLOCK_P50 : TKG_METRIC_TICK_P50;
    struct tkg_trial trial = tkg_trial_empty(is_block ? TKG_PASS_BLOCK : TKG_PASS_TICK);
    enum tkg_status status = TKG_OK;
    size_t mark = tkg_json_enter(file->reader, "tick_percentiles");
    for (size_t i = 0; i < sizeof(percentiles) / sizeof(percentiles[0]) && status == TKG_OK; i++) {
        status = read_figure(file->reader, object, percentiles[i].key, US,
                             &trial.values[first + percentiles[i].offset]);
    }
    tkg_json_leave(file->reader, mark);
    if (status == TKG_OK) {
        mark = tkg_json_enter(file->reader, "tick_performance.tick_stats");
        status = read_figure(file->reader, stats, "max_us", US,
                             &trial.values[first + PERCENTILE_OF_MAX]);
        tkg_json_leave(file->reader, mark);
    }
    return status == TKG_OK ? add_trial(file, &trial) : status;
}

/* Figures of fewer than TKG_SAMPLES_MIN samples are none: they stay unknown. */
static enum tkg_status read_resources(const struct scalability_file *file, double *cpu_0to1,
                                      double *peak_bytes)
{
    struct tkg_json_reader *reader = file->reader;
    const json_t *usage = json_object_get(file->root, "resource_usage");
    double samples;
    size_t mark = tkg_json_enter(reader, "resource_usage");
    enum tkg_status status = read_figure(reader, usage, "num_samples", 1.0, &samples);
    if (status == TKG_OK) {
        status =
            read_figure(reader, json_object_get(usage, "cpu_percent"), "mean", PERCENT, cpu_0to1);
    }
    if (status == TKG_OK) {
        status = read_figure(reader, json_object_get(usage, "memory_mb"), "peak",
                             file->is_own ? MB : MIB, peak_bytes);
    }
    tkg_json_leave(reader, mark);
    if (!(samples >= TKG_SAMPLES_MIN)) {
        *cpu_0to1 = NAN;
        *peak_bytes = NAN;
    }
    return status;
}

static enum tkg_status read_figures(const struct scalability_file *file, const json_t *stats)
{
    struct tkg_trial memory = tkg_trial_empty(TKG_PASS_MEMORY);
    double cpu_0to1 = NAN;
    enum tkg_status status =
        read_resources(file, &cpu_0to1, &memory.values[TKG_METRIC_PEAK_MEMORY]);
    if (status == TKG_OK) {
        status = read_replay(file, cpu_0to1);
    }
    if (status == TKG_OK) {
        status = read_percentiles(file, stats);
    }
    return status == TKG_OK ? add_trial(file, &memory) : status;
}

/* The case is called as tickgate calls that size: targets and gate files know it by that name. */
static enum tkg_status add_case(struct scalability_file *file, const json_t *stats,
                                struct tkg_run_record *record)
{
    const json_t *count = json_object_get(stats, "total_ticks");
    char name[TKG_CASE_NAME_BYTES];
    char label[TKG_QUANTITY_BYTES];
    size_t mark = tkg_json_enter(file->reader, "tick_performance.tick_stats");
    enum tkg_status status = TKG_OK;
    if (!json_is_integer(count) || json_integer_value(count) < 1) {
        status = tkg_json_refuse_member(file->reader, "total_ticks", "a whole number from 1",
                                        tkg_json_found(count));
    }
    tkg_json_leave(file->reader, mark);
    if (status != TKG_OK) {
        return status;
    }
    const uint64_t tick_count = (uint64_t)json_integer_value(count);
    (void)snprintf(name, sizeof(name), "replay/%s", tkg_count_format(tick_count, label));
    file->into = tkg_run_record_add_case(record, name, tick_count);
    return file->into ? TKG_OK
                      : tkg_fail(file->reader->err, TKG_NO_MEMORY, "%s: no memory left to read it",
                                 file->reader->path);
}

/* Local time without a zone, as other programs print it, is no point in time: 0 is left. */
static void read_head(const struct scalability_file *file, struct tkg_run_record *record,
                      struct tkg_fingerprint *fingerprint)
{
    const char *name = json_string_value(json_object_get(file->root, "benchmark_name"));
    const char *time = json_string_value(json_object_get(file->root, "timestamp"));
    const char *stream = json_string_value(json_object_get(file->root, "stream"));
    const json_t *engine = json_object_get(file->root, "engine");
    const char *engine_name = json_string_value(json_object_get(engine, "name"));
    name = name ? name : "";
    (void)tkg_string_copy(record->engine_name, TKG_RECORD_TEXT_BYTES,
                          engine_name ? engine_name : name);
    (void)snprintf(record->engine_path, TKG_RECORD_TEXT_BYTES, TKG_SCALABILITY_PATH "%s", name);
    (void)tkg_string_copy(record->stream, TKG_RECORD_TEXT_BYTES, stream ? stream : "");
    if (!time || !tkg_iso_time_parse(time, &record->start_unix_ns)) {
        record->start_unix_ns = 0;
    }
    record->round_count = 1;
    record->complete = true;
    tkg_environment_forget(fingerprint);
}

static enum tkg_status check_schema(struct tkg_json_reader *reader, const json_t *root)
{
    const char *schema = json_string_value(json_object_get(root, "schema"));
    return !schema || strcmp(schema, TKG_SCALABILITY_SCHEMA) == 0
               ? TKG_OK
               : tkg_json_refuse_member(reader, "schema", "\"" TKG_SCALABILITY_SCHEMA "\"", schema);
}

enum tkg_status tkg_scalability_read(struct tkg_json_reader *reader, const json_t *root,
                                     struct tkg_run_record *record,
                                     struct tkg_fingerprint *fingerprint)
{
    json_t *performance;
    struct scalability_file file = {
        .reader = reader, .root = root, .is_own = json_object_get(root, "schema") != NULL};
    enum tkg_status status = check_schema(reader, root);
    if (status == TKG_OK) {
        status = tkg_json_need_object(reader, root, "tick_performance", &performance);
    }
    if (status != TKG_OK) {
        return status;
    }
    const json_t *stats = json_object_get(performance, "tick_stats");
    if (json_object_size(performance) == 0) {
        return tkg_fail(
            reader->err, TKG_NOTHING,
            "%s: tick_performance is empty: no tick was timed; run that benchmark again",
            reader->path);
    }
    read_head(&file, record, fingerprint);
    status = add_case(&file, stats, record);
    return status == TKG_OK ? read_figures(&file, stats) : status;
}
