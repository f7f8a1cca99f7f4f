/* SPDX-License-Identifier: Apache-2.0
 *
 * Puts limits and line-end labels onto a frame whose axes are set, where they cover nothing. Pure.
 */
#ifndef TKG_PLOT_PLOT_LAYOUT_H
#define TKG_PLOT_PLOT_LAYOUT_H

#include <stddef.h>

#include "plot/plot_frame.h"
#include "plot/plot_limit.h"
#include "plot/plot_series.h"

struct tkg_plot_layout {
    const enum tkg_metric *metrics; /* one per series */
    const struct tkg_plot_series *series;
    size_t series_count;      /* 1 to TKG_PLOT_SERIES_MAX */
    double row_share;         /* height of a row of small text, as a share of the plot area's */
    double height_over_width; /* of the plot area */
};

/* Fills lines and edges. */
void tkg_plot_layout_limits(struct tkg_plot_frame *frame, const struct tkg_plot_layout *layout,
                            const struct tkg_plot_limits *limits);

/* Fills ends: "p99 12.0 ns", the metric named only when there are several series. */
void tkg_plot_layout_ends(struct tkg_plot_frame *frame, const struct tkg_plot_layout *layout);

#endif
