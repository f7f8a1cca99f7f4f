/* SPDX-License-Identifier: Apache-2.0
 *
 * The limits of targets as they are drawn: one line over the neighbouring sizes that share it.
 */
#ifndef TKG_PLOT_PLOT_LIMIT_H
#define TKG_PLOT_PLOT_LIMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "plot/plot_series.h"

/* More lines than this in one panel cannot be told apart; missed ones come first. */
enum { TKG_PLOT_LIMITS_MAX = 8 };

struct tkg_plot_limit {
    const struct tkg_target *target; /* borrowed */
    double value;                    /* base units of the metric */
    size_t first;                    /* index into the sweep */
    size_t last;
    int fails_above; /* 1: values above fail, -1: values below, 0: both */
    bool is_missed;
    bool is_near; /* drawn as a line, not as an arrow at the edge */
};

struct tkg_plot_limits {
    struct tkg_plot_limit items[TKG_PLOT_LIMITS_MAX];
    size_t count;
    size_t left_out_count;
};

/* The limits on one of the metrics. */
void tkg_plot_limits_init(struct tkg_plot_limits *limits, const struct tkg_plot_sweep *sweep,
                          const struct tkg_verdict_list *verdicts, const enum tkg_metric *metrics,
                          size_t metric_count);

/* Marks the limits that are close enough to the data to be worth room on the axis (decision 0070),
 * and takes them into *range.
 * shape   of the axis; not FROM_ZERO_OR_LOG */
void tkg_plot_limits_mark_near(struct tkg_plot_limits *limits, struct tkg_plot_range *range,
                               enum tkg_plot_shape shape);

#endif
