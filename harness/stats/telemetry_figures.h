/* SPDX-License-Identifier: Apache-2.0
 *
 * What a sampled series comes to: mean, range and percentiles, and the rows that reports print. No
 * figure comes from fewer than TKG_SAMPLES_MIN intervals.
 */
#ifndef TKG_STATS_TELEMETRY_FIGURES_H
#define TKG_STATS_TELEMETRY_FIGURES_H

#include "sample/run_record.h"
#include "sample/telemetry.h"
#include "stats/cpu_spike.h"
#include "stats/parallel.h"
#include "stats/summary.h"

/* One column of a series; every number NaN when count < TKG_SAMPLES_MIN. */
struct tkg_series_figures {
    uint32_t count; /* intervals in which it is known */
    double mean;    /* over time: intervals count by their length */
    double min;
    double p50; /* nearest rank, as below */
    double p90;
    double p99;
    double max;
};

/* Shares are of one processor, so that four busy threads have 4. */
struct tkg_telemetry_figures {
    struct tkg_series_figures cpu_0to1;
    struct tkg_series_figures user_0to1;
    struct tkg_series_figures system_0to1;
    struct tkg_series_figures waited_0to1;
    struct tkg_series_figures stolen_0to1;
    struct tkg_series_figures stalled_0to1;
    struct tkg_series_figures rss_bytes;
    struct tkg_cpu_spikes spikes;  /* of one trial; over several: the counts alone */
    struct tkg_parallel_load load; /* of one trial; over several NaN */
};

/* All trials of one pass of a case that were sampled, flagged ones included: what disturbed them is
 * what this tells. */
struct tkg_telemetry_row {
    enum tkg_pass pass;
    uint32_t trial_count;
    int64_t interval_ns; /* of the first */
    uint32_t thread_count_max;
    double peak_bytes;                        /* highest of all trials; NaN when unknown */
    double values[TKG_TELEMETRY_VALUE_COUNT]; /* means over trials that know them */
    double sampler_share_0to1;                /* of a processor, what sampling took */
    struct tkg_telemetry_figures figures;     /* over the intervals of all trials */
    const struct tkg_telemetry *first;        /* borrowed from the record */
};

/* The figures of a processor for graphics as they may be printed: all that samples tell is unknown
 * when there are fewer than TKG_SAMPLES_MIN; its whole memory is known without any. */
struct tkg_telemetry_gpu tkg_telemetry_gpu_figures(const struct tkg_telemetry_gpu *gpu);

/* Of one trial. TKG_NO_MEMORY. */
enum tkg_status tkg_telemetry_figures_make(const struct tkg_telemetry *telemetry,
                                           struct tkg_telemetry_figures *figures,
                                           struct tkg_error *err) TKG_MUST_CHECK;

/* Fills summary->telemetry and summary->trial_telemetry of a case whose source is set; both stay
 * NULL when no trial was sampled. */
enum tkg_status tkg_telemetry_fill(struct tkg_case_summary *summary,
                                   struct tkg_error *err) TKG_MUST_CHECK;

#endif
