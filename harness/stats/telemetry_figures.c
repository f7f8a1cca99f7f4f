/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/telemetry_figures.h"

#include <math.h>
#include <stdlib.h>

#include "stats/estimate.h"

/* What figures are made of: trials, and room for the intervals of all of them. */
struct source {
    const struct tkg_telemetry *const *runs;
    size_t run_count;
    double *scratch;
};

/* The figure of one interval; below zero: unknown. Its weight is the interval's length. */
typedef double (*point_value)(const struct tkg_telemetry_point *point);

static double share(int64_t ns, const struct tkg_telemetry_point *point)
{
    return ns < 0 ? -1.0 : (double)ns / (double)point->wall_ns;
}

static double cpu_of(const struct tkg_telemetry_point *point)
{
    return share(point->cpu_ns, point);
}

static double user_of(const struct tkg_telemetry_point *point)
{
    return share(point->cpu_ns - point->system_ns, point);
}

static double system_of(const struct tkg_telemetry_point *point)
{
    return share(point->system_ns, point);
}

static double waited_of(const struct tkg_telemetry_point *point)
{
    return share(point->wait_ns, point);
}

static double stolen_of(const struct tkg_telemetry_point *point)
{
    return share(point->steal_ns, point);
}

static double stalled_of(const struct tkg_telemetry_point *point)
{
    return share(point->stall_ns, point);
}

static double rss_of(const struct tkg_telemetry_point *point)
{
    return (double)point->rss_bytes;
}

/* Nearest rank: the ceil(p n)-th smallest. */
static double quantile(const double *sorted, size_t count, double probability)
{
    size_t rank = (size_t)ceil(probability * (double)count);
    return sorted[rank > 0 ? rank - 1 : 0];
}

static struct tkg_series_figures make_series(const struct source *source, point_value value_of)
{
    struct tkg_series_figures figures = {0, NAN, NAN, NAN, NAN, NAN, NAN};
    double sum = 0.0;
    double weight = 0.0;
    size_t count = 0;
    for (size_t run = 0; run < source->run_count; run++) {
        for (uint32_t i = 0; i < source->runs[run]->point_count; i++) {
            const struct tkg_telemetry_point *point = &source->runs[run]->points[i];
            double value = value_of(point);
            if (value >= 0.0) {
                source->scratch[count++] = value;
                sum += value * (double)point->wall_ns;
                weight += (double)point->wall_ns;
            }
        }
    }
    figures.count = (uint32_t)count;
    if (count >= TKG_SAMPLES_MIN) {
        tkg_sort_values(source->scratch, count);
        figures.mean = sum / weight;
        figures.min = source->scratch[0];
        figures.p50 = quantile(source->scratch, count, 0.50);
        figures.p90 = quantile(source->scratch, count, 0.90);
        figures.p99 = quantile(source->scratch, count, 0.99);
        figures.max = source->scratch[count - 1];
    }
    return figures;
}

/* Of one trial all of it, of several the counts. */
static struct tkg_cpu_spikes make_spikes(const struct source *source)
{
    struct tkg_cpu_spikes all = {NAN, 0, 0, NAN, NAN, NAN, NAN, NAN};
    for (size_t run = 0; run < source->run_count; run++) {
        struct tkg_cpu_spikes one = tkg_cpu_spikes_find(source->runs[run], source->scratch);
        if (source->run_count == 1) {
            return one;
        }
        all.count += one.count;
        all.external_count += one.external_count;
    }
    return all;
}

static struct tkg_parallel_load make_load(const struct source *source)
{
    struct tkg_worker workers[TKG_TELEMETRY_THREAD_MAX];
    const struct tkg_telemetry *only = source->runs[0];
    size_t count = source->run_count == 1 ? only->thread_count : 0;
    for (size_t i = 0; i < count; i++) {
        int64_t cpu_ns = only->threads[i].cpu_ns;
        workers[i] = (struct tkg_worker){cpu_ns < 0 ? 0 : cpu_ns, only->threads[i].wait_ns};
    }
    return tkg_parallel_load(workers, count, only->wall_ns);
}

static struct tkg_telemetry_figures make_figures(const struct source *source)
{
    return (struct tkg_telemetry_figures){
        .cpu_0to1 = make_series(source, cpu_of),
        .user_0to1 = make_series(source, user_of),
        .system_0to1 = make_series(source, system_of),
        .waited_0to1 = make_series(source, waited_of),
        .stolen_0to1 = make_series(source, stolen_of),
        .stalled_0to1 = make_series(source, stalled_of),
        .rss_bytes = make_series(source, rss_of),
        .spikes = make_spikes(source),
        .load = make_load(source),
    };
}

static enum tkg_status fail_memory(struct tkg_error *err)
{
    return tkg_fail(err, TKG_NO_MEMORY, "no memory to summarise the telemetry; free some");
}

struct tkg_telemetry_gpu tkg_telemetry_gpu_figures(const struct tkg_telemetry_gpu *gpu)
{
    struct tkg_telemetry_gpu figures = *gpu;
    if (gpu->sample_count < TKG_SAMPLES_MIN) {
        figures.busy_mean_0to1 = NAN;
        figures.busy_max_0to1 = NAN;
        figures.used_bytes_max = -1;
        figures.process_bytes_max = -1;
    }
    return figures;
}

enum tkg_status tkg_telemetry_figures_make(const struct tkg_telemetry *telemetry,
                                           struct tkg_telemetry_figures *figures,
                                           struct tkg_error *err)
{
    struct source source = {&telemetry, 1, calloc(telemetry->point_count + 1, sizeof(double))};
    if (!source.scratch) {
        return fail_memory(err);
    }
    *figures = make_figures(&source);
    free(source.scratch);
    return TKG_OK;
}

static void add_values(struct tkg_telemetry_row *row, const struct source *source)
{
    for (int value = 0; value < TKG_TELEMETRY_VALUE_COUNT; value++) {
        double sum = 0.0;
        double known = 0.0;
        for (size_t run = 0; run < source->run_count; run++) {
            double one = source->runs[run]->values[value];
            sum += isnan(one) ? 0.0 : one;
            known += !isnan(one);
        }
        row->values[value] = sum / known; /* NaN when none knows it */
    }
}

static void add_extremes(struct tkg_telemetry_row *row, const struct source *source)
{
    double sampler_ns = 0.0;
    double wall_ns = 0.0;
    row->peak_bytes = NAN;
    for (size_t i = 0; i < source->run_count; i++) {
        const struct tkg_telemetry *one = source->runs[i];
        row->peak_bytes = fmax(row->peak_bytes, one->values[TKG_TELEMETRY_PEAK]);
        row->thread_count_max =
            one->thread_count > row->thread_count_max ? one->thread_count : row->thread_count_max;
        sampler_ns += (double)one->sampler_cpu_ns;
        wall_ns += (double)one->wall_ns;
    }
    row->sampler_share_0to1 = sampler_ns / wall_ns;
}

/* Pointers to the telemetry of one pass of a case; runs has room for every trial. */
static size_t collect(const struct tkg_case *the_case, enum tkg_pass pass,
                      const struct tkg_telemetry **runs)
{
    size_t count = 0;
    for (size_t i = 0; i < the_case->trial_count; i++) {
        const struct tkg_trial *trial = &the_case->trials[i];
        if (trial->pass == pass && trial->telemetry) {
            runs[count++] = trial->telemetry;
        }
    }
    return count;
}

static void add_row(struct tkg_case_summary *summary, enum tkg_pass pass,
                    const struct source *source)
{
    struct tkg_telemetry_row *row = &summary->telemetry[summary->telemetry_count++];
    *row = (struct tkg_telemetry_row){
        .pass = pass,
        .trial_count = (uint32_t)source->run_count,
        .interval_ns = source->runs[0]->interval_ns,
        .figures = make_figures(source),
        .first = source->runs[0],
    };
    add_values(row, source);
    add_extremes(row, source);
}

/* Intervals of all trials of the case together; 0 when none was sampled. */
static size_t count_points(const struct tkg_case *the_case, bool *sampled)
{
    size_t count = 0;
    *sampled = false;
    for (size_t i = 0; i < the_case->trial_count; i++) {
        const struct tkg_telemetry *one = the_case->trials[i].telemetry;
        *sampled = *sampled || one != NULL;
        count += one ? one->point_count : 0;
    }
    return count;
}

static void fill_rows(struct tkg_case_summary *summary, const struct tkg_telemetry **runs,
                      double *scratch)
{
    for (int pass = 0; pass < TKG_PASS_COUNT; pass++) {
        struct source source = {runs, collect(summary->source, (enum tkg_pass)pass, runs), scratch};
        if (source.run_count > 0) {
            add_row(summary, (enum tkg_pass)pass, &source);
        }
    }
    for (size_t i = 0; i < summary->source->trial_count; i++) {
        const struct tkg_telemetry *one = summary->source->trials[i].telemetry;
        if (one) {
            summary->trial_telemetry[i] = make_figures(&(struct source){&one, 1, scratch});
        }
    }
}

enum tkg_status tkg_telemetry_fill(struct tkg_case_summary *summary, struct tkg_error *err)
{
    bool sampled;
    const size_t trial_count = summary->source->trial_count;
    size_t point_count = count_points(summary->source, &sampled);
    if (!sampled) {
        return TKG_OK;
    }
    double *scratch = calloc(point_count + 1, sizeof(*scratch));
    const struct tkg_telemetry **runs = calloc(trial_count, sizeof(*runs));
    summary->telemetry = calloc(TKG_PASS_COUNT, sizeof(*summary->telemetry));
    summary->trial_telemetry = calloc(trial_count, sizeof(*summary->trial_telemetry));
    bool complete = scratch && runs && summary->telemetry && summary->trial_telemetry;
    if (complete) {
        fill_rows(summary, runs, scratch);
    }
    free(scratch);
    free(runs);
    return complete ? TKG_OK : fail_memory(err);
}
