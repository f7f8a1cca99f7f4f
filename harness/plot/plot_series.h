/* SPDX-License-Identifier: Apache-2.0
 *
 * What is drawn: the replay cases of a summary in order of size, and one metric over them.
 */
#ifndef TKG_PLOT_PLOT_SERIES_H
#define TKG_PLOT_PLOT_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "plot/plot_axis.h"
#include "stats/summary.h"
#include "verdict/judge.h"

/* Eight series of 250 points are the 2,000 points that a picture may hold (decision 0070). */
enum { TKG_PLOT_SIZES_MAX = 250 };

/* The cases "replay/..." with ticks, rising by size; equal sizes keep the order of the run. */
struct tkg_plot_sweep {
    const struct tkg_case_summary *cases[TKG_PLOT_SIZES_MAX]; /* borrowed */
    uint64_t sizes[TKG_PLOT_SIZES_MAX];
    size_t case_count;
    size_t left_out_count; /* cases beyond the limit: evenly thinned, the ends are kept */
};

struct tkg_plot_point {
    double ticks;
    double value; /* base units; NaN when not measured */
    double low;
    double high;
    bool has_failed; /* a target on this metric and case is missed */
};

struct tkg_plot_series {
    struct tkg_plot_point points[TKG_PLOT_SIZES_MAX]; /* one per case of the sweep */
    size_t point_count;
    size_t last; /* index of the last point with a value; SIZE_MAX when there is none */
};

/* TKG_NO_MEMORY when the list of cases cannot be held; TKG_NOTHING when no replay case has a
 * throughput (text says what to run). */
enum tkg_status tkg_plot_sweep_init(struct tkg_plot_sweep *sweep, const struct tkg_summary *summary,
                                    struct tkg_error *err) TKG_MUST_CHECK;

void tkg_plot_series_init(struct tkg_plot_series *series, const struct tkg_plot_sweep *sweep,
                          const struct tkg_verdict_list *verdicts, enum tkg_metric metric);

/* Takes values and the ends of their intervals into range. */
void tkg_plot_series_range(const struct tkg_plot_series *series, struct tkg_plot_range *range);

#endif
