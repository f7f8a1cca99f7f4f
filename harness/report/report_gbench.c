/* SPDX-License-Identifier: Apache-2.0
 *
 * google-benchmark JSON, profile `single`: one iteration row per replay case, one tick being one
 * iteration, and the p50 and p99 of a tick as rows of their own, because many trackers alert on
 * real_time only. Every row is finite and every name unique; a case without a figure has no row.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/figure_text.h"
#include "report/iso_time.h"
#include "report/json_writer.h"
#include "report/report_format.h"
#include "report/safe_text.h"

/* What the rows of one case share. */
struct gbench_case {
    const struct tkg_case_summary *summary;
    char name[TKG_CASE_NAME_BYTES];
    size_t family_index;
    size_t row_count; /* written so far */
};

static void put_cache(struct tkg_json_writer *writer, json_t *caches, const char *type, int level,
                      int64_t bytes)
{
    if (bytes <= 0) {
        return;
    }
    json_t *cache = tkg_json_append_object(writer, caches);
    tkg_json_put(writer, cache, "type", tkg_json_text(type));
    tkg_json_put(writer, cache, "level", json_integer(level));
    tkg_json_put(writer, cache, "size", json_integer(bytes));
    tkg_json_put(writer, cache, "num_sharing", json_integer(0)); /* not known */
}

static void put_caches(struct tkg_json_writer *writer, json_t *context,
                       const struct tkg_fingerprint *host)
{
    json_t *caches = tkg_json_put_array(writer, context, "caches");
    put_cache(writer, caches, "Data", 1, host->cache_bytes[1]);
    put_cache(writer, caches, "Unified", 2, host->cache_bytes[2]);
    put_cache(writer, caches, "Unified", 3, host->cache_bytes[3]);
}

/* The load when the first trial ran; the library gives that of the program's start. */
static void put_load(struct tkg_json_writer *writer, json_t *context,
                     const struct tkg_run_record *record)
{
    json_t *load = tkg_json_put_array(writer, context, "load_avg");
    for (size_t i = 0; i < record->case_count; i++) {
        const struct tkg_case *one = &record->cases[i];
        if (one->trial_count > 0 && isfinite(one->trials[0].load_1min)) {
            tkg_json_append(writer, load, tkg_json_real(one->trials[0].load_1min));
            return;
        }
    }
}

/* Keys of our own, as --benchmark_context makes them: strings. */
static void put_custom_context(struct tkg_json_writer *writer, json_t *context,
                               const struct tkg_report_input *input)
{
    const struct tkg_run_record *record = input->record;
    tkg_json_put(writer, context, "tickgate_version", tkg_json_text(input->tool_version));
    tkg_json_put(writer, context, "json_profile", tkg_json_text("single"));
    tkg_json_put(writer, context, "engine", tkg_json_text(record->engine_name));
    tkg_json_put(writer, context, "engine_version", tkg_json_text(record->engine_version));
    tkg_json_put(writer, context, "stream", tkg_json_text(record->stream));
    tkg_json_put(writer, context, "seed", tkg_json_seed(record->seed));
    tkg_json_put(writer, context, "complete", tkg_json_text(record->complete ? "true" : "false"));
    tkg_json_put(writer, context, "fingerprint", tkg_json_text(input->fingerprint->hash));
}

static void put_context(struct tkg_json_writer *writer, const struct tkg_report_input *input)
{
    const struct tkg_fingerprint *host = input->fingerprint;
    char date[TKG_ISO_TIME_BYTES + 8];
    char second[TKG_ISO_TIME_BYTES];
    bool scaling = *host->governor && strcmp(host->governor, "performance") != 0;
    bool release = strcmp(host->build_type, "Debug") != 0;
    json_t *context = tkg_json_put_object(writer, writer->root, "context");
    (void)snprintf(date, sizeof(date), "%s+00:00",
                   tkg_iso_second_format(input->record->start_unix_ns, second));
    tkg_json_put(writer, context, "date", tkg_json_text(date));
    tkg_json_put(writer, context, "host_name", tkg_json_text("unknown"));
    tkg_json_put(writer, context, "executable", tkg_json_text("tickgate"));
    tkg_json_put(writer, context, "num_cpus", json_integer(host->cpu_online_count));
    tkg_json_put(writer, context, "mhz_per_cpu",
                 json_integer(isfinite(host->tsc_ghz) ? llround(host->tsc_ghz * 1e3) : 0));
    tkg_json_put(writer, context, "cpu_scaling_enabled", json_boolean(scaling));
    put_caches(writer, context, host);
    put_load(writer, context, input->record);
    tkg_json_put(writer, context, "library_build_type",
                 tkg_json_text(release ? "release" : "debug"));
    put_custom_context(writer, context, input);
}

/* A row whose times are in ns per tick; suffix is "" or "/p50". Returns the row, for counters. */
static json_t *put_row(struct tkg_json_writer *writer, json_t *rows, struct gbench_case *one,
                       const char *suffix, const double time_ns[2])
{
    char name[TKG_CASE_NAME_BYTES + 16];
    json_t *row = tkg_json_append_object(writer, rows);
    (void)snprintf(name, sizeof(name), "%s%s", one->name, suffix);
    tkg_json_put(writer, row, "name", tkg_json_text(name));
    tkg_json_put(writer, row, "family_index", tkg_json_count(one->family_index));
    tkg_json_put(writer, row, "per_family_instance_index", tkg_json_count(one->row_count++));
    tkg_json_put(writer, row, "run_name", tkg_json_text(name));
    tkg_json_put(writer, row, "run_type", tkg_json_text("iteration"));
    tkg_json_put(writer, row, "repetitions", json_integer(1));
    tkg_json_put(writer, row, "repetition_index", json_integer(0));
    tkg_json_put(writer, row, "threads", json_integer(1));
    tkg_json_put(writer, row, "iterations", tkg_json_count(one->summary->source->tick_count));
    tkg_json_put(writer, row, "real_time", tkg_json_real(time_ns[0]));
    tkg_json_put(writer, row, "cpu_time", tkg_json_real(time_ns[1]));
    tkg_json_put(writer, row, "time_unit", tkg_json_text("ns"));
    return row;
}

/* Every other figure of the case as a counter under its metric's name; none of these is a name
 * that the format uses itself. */
static void put_counters(struct tkg_json_writer *writer, json_t *row,
                         const struct tkg_case_summary *summary)
{
    const struct tkg_estimate *throughput = &summary->estimates[TKG_METRIC_THROUGHPUT];
    if (tkg_figure_known(throughput)) {
        tkg_json_put(writer, row, "items_per_second", tkg_json_real(throughput->value));
    }
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        const struct tkg_estimate *estimate = &summary->estimates[i];
        if (i != TKG_METRIC_THROUGHPUT && tkg_figure_known(estimate)) {
            tkg_json_put(writer, row, tkg_metric_info((enum tkg_metric)i)->name,
                         tkg_json_real(estimate->value));
        }
    }
}

/* A percentile is one time, wall and CPU alike. */
static void put_percentile(struct tkg_json_writer *writer, json_t *rows, struct gbench_case *one,
                           const char *suffix, enum tkg_metric metric)
{
    const struct tkg_estimate *estimate = &one->summary->estimates[metric];
    if (tkg_figure_known(estimate)) {
        (void)put_row(writer, rows, one, suffix, (double[2]){estimate->value, estimate->value});
    }
}

static void put_case(struct tkg_json_writer *writer, json_t *rows, struct gbench_case *one)
{
    const struct tkg_estimate *mean = &one->summary->estimates[TKG_METRIC_LATENCY_MEAN];
    const struct tkg_estimate *cpu = &one->summary->estimates[TKG_METRIC_CPU_PER_TICK];
    if (!tkg_figure_known(mean)) {
        return;
    }
    /* Readers want a cpu_time in every row; without a CPU figure the wall time is the bound. */
    double cpu_ns = tkg_figure_known(cpu) ? cpu->value : mean->value;
    json_t *row = put_row(writer, rows, one, "", (double[2]){mean->value, cpu_ns});
    put_counters(writer, row, one->summary);
    put_percentile(writer, rows, one, "/p50", TKG_METRIC_LATENCY_P50);
    put_percentile(writer, rows, one, "/p99", TKG_METRIC_LATENCY_P99);
}

enum tkg_status tkg_report_write_gbench(const struct tkg_report_input *input, struct tkg_text *out,
                                        struct tkg_error *err)
{
    struct tkg_json_writer writer = tkg_json_begin();
    put_context(&writer, input);
    json_t *rows = tkg_json_put_array(&writer, writer.root, "benchmarks");
    size_t families = 0;
    for (size_t i = 0; i < input->summary->case_count; i++) {
        struct gbench_case one = {.summary = &input->summary->cases[i], .family_index = families};
        if (tkg_case_is_flat_out(one.summary->source)) {
            tkg_safe_case_label(input->record, one.summary->source, one.name);
            put_case(&writer, rows, &one);
            families += one.row_count > 0;
        }
    }
    return tkg_json_finish(&writer, out, err);
}
