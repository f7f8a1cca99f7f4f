/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of this form know keys, not units or intervals: key names carry the unit, and everything
 * that is more than they know comes in further keys.
 */
#include "report/report_scalability.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/check.h"
#include "report/figure_text.h"
#include "report/json_writer.h"
#include "report/safe_text.h"
#include "report/scalability_reader.h"

/* Factors from base units to those of this document. */
static const double US = 1e-3;
static const double SECONDS = 1e-9;
static const double PERCENT = 100.0;
static const double MB = 1e-6;

const char *tkg_report_scalability_name(const struct tkg_case_summary *the_case, char *out)
{
    (void)snprintf(out, TKG_SCALABILITY_NAME_BYTES, "scalability_%" PRIu64,
                   the_case->source->tick_count);
    return out;
}

/* A figure in the document's unit: null unless the estimate may be printed as a number. */
static json_t *scaled(const struct tkg_estimate *estimate, double figure, double factor)
{
    return tkg_figure_known(estimate) ? tkg_json_real(figure * factor) : json_null();
}

/* Nearly every figure of this document is one. */
static json_t *median(const struct tkg_case_summary *one, enum tkg_metric metric, double factor)
{
    return scaled(&one->estimates[metric], one->estimates[metric].value, factor);
}

/* min_us is null: the least time of a single tick is below what any clock can tell, floor_us says
 * where that begins. */
static void put_ticks(struct tkg_json_writer *writer, const struct tkg_case_summary *one)
{
    const struct tkg_estimate *p50 = &one->estimates[TKG_METRIC_LATENCY_P50];
    const struct tkg_estimate *mean = &one->estimates[TKG_METRIC_LATENCY_MEAN];
    json_t *performance = tkg_json_put_object(writer, writer->root, "tick_performance");
    json_t *ticks = tkg_json_put_object(writer, performance, "tick_stats");
    tkg_json_put(writer, ticks, "total_ticks", tkg_json_count(one->source->tick_count));
    tkg_json_put(writer, ticks, "ticks_per_second", median(one, TKG_METRIC_THROUGHPUT, 1.0));
    tkg_json_put(writer, ticks, "mean_us", scaled(mean, mean->value, US));
    tkg_json_put(writer, ticks, "mean_low_us", scaled(mean, mean->low, US));
    tkg_json_put(writer, ticks, "mean_high_us", scaled(mean, mean->high, US));
    tkg_json_put(writer, ticks, "stddev_us", scaled(mean, mean->stddev, US));
    tkg_json_put(writer, ticks, "mad_us", scaled(mean, mean->mad, US));
    tkg_json_put(writer, ticks, "median_us", scaled(p50, p50->value, US));
    tkg_json_put(writer, ticks, "median_low_us", scaled(p50, p50->low, US));
    tkg_json_put(writer, ticks, "median_high_us", scaled(p50, p50->high, US));
    tkg_json_put(writer, ticks, "min_us", json_null());
    tkg_json_put(writer, ticks, "max_us", median(one, TKG_METRIC_LATENCY_MAX, US));
    tkg_json_put(writer, ticks, "floor_us", median(one, TKG_METRIC_TICK_FLOOR, US));
    tkg_json_put(writer, ticks, "repetitions", tkg_json_count(mean->count));
}

/* Of the headline pass, which "source" names: block means and single ticks do not compare. */
static void put_percentiles(struct tkg_json_writer *writer, const struct tkg_case_summary *one)
{
    json_t *percentiles = tkg_json_put_object(writer, writer->root, "tick_percentiles");
    tkg_json_put(writer, percentiles, "p50_us", median(one, TKG_METRIC_LATENCY_P50, US));
    tkg_json_put(writer, percentiles, "p90_us", median(one, TKG_METRIC_LATENCY_P90, US));
    tkg_json_put(writer, percentiles, "p95_us", median(one, TKG_METRIC_LATENCY_P95, US));
    tkg_json_put(writer, percentiles, "p99_us", median(one, TKG_METRIC_LATENCY_P99, US));
    tkg_json_put(writer, percentiles, "p995_us", median(one, TKG_METRIC_LATENCY_P995, US));
    tkg_json_put(writer, percentiles, "p999_us", median(one, TKG_METRIC_LATENCY_P999, US));
    tkg_json_put(writer, percentiles, "source", tkg_json_text(tkg_headline_name(one->headline)));
}

/* Mean and maximum over trials. Each trial is a process of its own, so these are independent
 * samples and not readings of one run. */
static void put_resources(struct tkg_json_writer *writer, const struct tkg_case_summary *one)
{
    const struct tkg_estimate *cpu = &one->estimates[TKG_METRIC_CPU_FLAT_OUT];
    const struct tkg_estimate *memory = &one->estimates[TKG_METRIC_PEAK_MEMORY];
    json_t *usage = tkg_json_put_object(writer, writer->root, "resource_usage");
    json_t *percent = tkg_json_put_object(writer, usage, "cpu_percent");
    json_t *megabytes = tkg_json_put_object(writer, usage, "memory_mb");
    tkg_json_put(writer, percent, "mean", scaled(cpu, cpu->mean, PERCENT));
    tkg_json_put(writer, percent, "max", scaled(cpu, cpu->max, PERCENT));
    tkg_json_put(writer, percent, "min", scaled(cpu, cpu->min, PERCENT));
    tkg_json_put(writer, megabytes, "mean", scaled(memory, memory->mean, MB));
    tkg_json_put(writer, megabytes, "max", scaled(memory, memory->max, MB));
    tkg_json_put(writer, megabytes, "min", scaled(memory, memory->min, MB));
    tkg_json_put(writer, megabytes, "peak", scaled(memory, memory->max, MB));
    tkg_json_put(writer, usage, "num_samples", tkg_json_count(memory->count));
}

static void put_head(struct tkg_json_writer *writer, const struct tkg_report_input *input,
                     const struct tkg_case_summary *one)
{
    char name[TKG_SCALABILITY_NAME_BYTES];
    char label[TKG_CASE_NAME_BYTES];
    json_t *root = writer->root;
    tkg_safe_case_label(input->record, one->source, label);
    tkg_json_put(writer, root, "schema", tkg_json_text(TKG_SCALABILITY_SCHEMA));
    tkg_json_put(writer, root, "benchmark_name",
                 tkg_json_text(tkg_report_scalability_name(one, name)));
    tkg_json_put(writer, root, "case", tkg_json_text(label));
    tkg_json_put(writer, root, "timestamp", tkg_json_time(input->record->start_unix_ns));
    tkg_json_put(writer, root, "total_time_seconds", median(one, TKG_METRIC_TOTAL_TIME, SECONDS));
}

/* What makes the run repeatable, and tells two files apart. */
static void put_origin(struct tkg_json_writer *writer, const struct tkg_report_input *input,
                       const struct tkg_case_summary *one)
{
    json_t *root = writer->root;
    tkg_json_put(writer, root, "tool_version", tkg_json_text(input->tool_version));
    tkg_json_put(writer, root, "stream", tkg_json_text(input->record->stream));
    tkg_json_put(writer, root, "seed", tkg_json_seed(input->record->seed));
    tkg_json_put(writer, root, "rounds", tkg_json_count(input->record->round_count));
    tkg_json_put(writer, root, "digest", tkg_json_hex(one->digest));
    tkg_json_put_fields(writer, tkg_json_put_object(writer, root, "engine"), tkg_engine_fields,
                        input->record);
    tkg_json_put_fields(writer, tkg_json_put_object(writer, root, "host"), tkg_environment_fields,
                        input->fingerprint);
}

enum tkg_status tkg_report_scalability(const struct tkg_report_input *input, size_t case_index,
                                       struct tkg_text *out, struct tkg_error *err)
{
    TKG_ASSERT(case_index < input->summary->case_count);
    const struct tkg_case_summary *the_case = &input->summary->cases[case_index];
    struct tkg_json_writer writer = tkg_json_begin();
    put_head(&writer, input, the_case);
    put_ticks(&writer, the_case);
    put_percentiles(&writer, the_case);
    put_resources(&writer, the_case);
    put_origin(&writer, input, the_case);
    return tkg_json_finish(&writer, out, err);
}
