/* SPDX-License-Identifier: Apache-2.0
 *
 * From trials to estimates: the median over fresh processes with its distribution-free interval.
 * Pure: no clock, no I/O. Every number that a report prints is computed here, once.
 */
#ifndef TKG_STATS_SUMMARY_H
#define TKG_STATS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/run_record.h"

/* Fewer valid trials than this give no number (capabilities B07). */
enum { TKG_SAMPLES_MIN = 5 };

struct tkg_telemetry_row;     /* stats/telemetry_figures.h */
struct tkg_telemetry_figures; /* same */

/* One metric of one case over all valid trials. */
struct tkg_estimate {
    double value; /* median; NaN, like all numbers below, when count < TKG_SAMPLES_MIN */
    double low;   /* interval of the median, order statistics, coverage below */
    double high;
    double coverage_0to1; /* exact coverage of [low, high]; >= 0.95 when count >= 6, NaN without
                             value */
    double mean;
    double stddev; /* sample standard deviation over trials */
    double mad;    /* median absolute deviation, unscaled */
    double min;
    double max;
    uint32_t count;         /* valid trials that gave the metric */
    uint32_t invalid_count; /* trials that gave it but were flagged */
};

/* A straight line y = intercept + slope * x with 95 % intervals. NaN where there is too little to
 * fit: see the fields of struct tkg_summary. */
struct tkg_line_fit {
    double slope, slope_low, slope_high;
    double intercept, intercept_low, intercept_high;
    uint32_t count;
};

/* Which pass the headline latency_* metrics of a case come from. */
enum tkg_headline {
    TKG_HEADLINE_NONE,
    TKG_HEADLINE_BLOCK, /* pass B: tick_p50 was not above five times the empty-step floor */
    TKG_HEADLINE_TICK,  /* pass C */
};

/* One stage of one case, pass T. A valid trial that did not enter it counts with 0. */
struct tkg_stage_estimate {
    const char *name;               /* borrowed from the record */
    uint64_t entry_count;           /* per replay, of the first trial that entered it */
    struct tkg_estimate time;       /* exclusive, per replay */
    struct tkg_estimate per_tick;   /* the same by the ticks of the case */
    struct tkg_estimate share_0to1; /* of the wall time of the same trial */
};

struct tkg_case_summary {
    const struct tkg_case *source; /* borrowed from the record */
    struct tkg_estimate estimates[TKG_METRIC_COUNT];
    enum tkg_headline headline;
    uint32_t trial_count;
    uint32_t invalid_trial_count;
    uint32_t first_invalidity;         /* bits of all invalid trials, or-ed */
    bool digests_equal;                /* over all trials that replayed the case */
    uint64_t digest;                   /* of the first trial */
    struct tkg_stage_estimate *stages; /* owned; in the order of the trials' tables, which is that
                                          of the stages' numbers; the residual last */
    size_t stage_count;
    struct tkg_estimate stage_wall; /* per replay, as pass T saw it: what the stages add up to */
    struct tkg_telemetry_row *telemetry; /* owned; one row per sampled pass; NULL: none was */
    size_t telemetry_count;
    struct tkg_telemetry_figures *trial_telemetry; /* owned; one per trial, in its place; NULL when
                                                      no trial was sampled */
};

/* How throughput grows with threads: cases of pass G. Every number NaN where there is too little to
 * fit: see fitted_count. */
struct tkg_thread_scaling {
    size_t one_thread;          /* index of the case that speed-up is relative to; SIZE_MAX: none */
    uint32_t fitted_count;      /* thread counts in the curve: those with a CPU for each thread */
    struct tkg_estimate lambda; /* of the Universal Scalability Law (stats/usl.h), one curve per */
    struct tkg_estimate sigma;  /* round: medians over rounds with their intervals */
    struct tkg_estimate kappa;
    double peak_threads;    /* of the median coefficients; infinite: it never falls */
    double peak_throughput; /* ticks/s; infinite: nothing bounds it */
    size_t impossible;      /* index of a case whose efficiency lies above what can be
                               (TKG_EFFICIENCY_MAX): the run is no measurement; SIZE_MAX: none */
};

enum tkg_scaling_class {
    TKG_SCALING_UNKNOWN,     /* too few sizes, or the interval spans several classes */
    TKG_SCALING_LINEAR,      /* between the two largest sizes the exponent's interval lies around 1,
                                less than two thirds of the way to n log n */
    TKG_SCALING_SUBLINEAR,   /* below that band, there and over the whole sweep */
    TKG_SCALING_SUPERLINEAR, /* above that band, there and over the whole sweep */
};

/* Laws that faster growth is compared with. */
enum tkg_growth_law {
    TKG_GROWTH_NONE,
    TKG_GROWTH_N_LOG_N,
    TKG_GROWTH_N_SQRT_N,
    TKG_GROWTH_N_SQUARED,
    TKG_GROWTH_N_CUBED,
};

/* Which law superlinear growth is nearest to; all zero for other classes. */
struct tkg_growth {
    enum tkg_growth_law law;
    double exponent; /* what the law shows over the sizes of the sweep */
    bool fits;       /* the interval of the measured exponent holds it */
};

struct tkg_summary {
    struct tkg_case_summary *cases; /* owned; same order as in the record */
    size_t case_count;
    /* log(total_time) over log(ticks), pass A: one line per round through all sizes; slope (the
     * exponent) and intercept are medians over rounds with their intervals, count is the number of
     * rounds in which every size was valid. NaN with < 2 sizes or < TKG_SAMPLES_MIN rounds. */
    struct tkg_line_fit time_exponent;
    enum tkg_scaling_class scaling;
    struct tkg_growth growth;
    /* peak_memory over ticks, all valid trials of all sizes, least squares with Student t: bytes
     * per tick + intercept. NaN with < 3 trials or one size. */
    struct tkg_line_fit memory;
    size_t efficiency_reference; /* index of the case that is 100 %; SIZE_MAX when none */
    struct tkg_thread_scaling threads;
};

enum tkg_status tkg_summary_create(const struct tkg_run_record *record, struct tkg_summary *summary,
                                   struct tkg_error *err) TKG_MUST_CHECK;
void tkg_summary_deinit(struct tkg_summary *summary);

/* The estimate of metric / ruler, paired by round, as a plain ratio. count holds rounds in which
 * both sides are valid, invalid_count those in which a side was flagged. Without memory for the
 * pairs it is an estimate without a value. */
struct tkg_estimate tkg_summary_ratio(const struct tkg_case *measured, enum tkg_metric metric,
                                      const struct tkg_case *ruler, enum tkg_metric ruler_metric);

#endif
