/* SPDX-License-Identifier: Apache-2.0
 *
 * One series of a history over its runs, with its steps and drifts. Pure.
 */
#ifndef TKG_PLOT_PLOT_TREND_H
#define TKG_PLOT_PLOT_TREND_H

#include <stdbool.h>

#include "base/text.h"
#include "stats/trend.h"
#include "store/history_series.h"

/* Each run is a point, a whisker and its caps: 500 runs are the 2,000 points of decision 0070. */
enum { TKG_TREND_RUNS_MAX = 500 };

/* Appends trend.dat (four blocks: runs, segments, steps, drifts) and its frame: the newest
 * TKG_TREND_RUNS_MAX runs of the series.
 * metric   names the axis and tells which direction is worse
 * subject  what stands above the panel: the case
 * returns  false: out of memory */
bool tkg_plot_trend_write(const struct tkg_history_series *series, const struct tkg_trend *trend,
                          const char *metric, const char *subject, struct tkg_text *data,
                          struct tkg_text *frame);

/* Is more of the metric worse? Metrics of comparisons and gates are times. */
bool tkg_plot_more_is_worse(const char *metric);

#endif
