/* SPDX-License-Identifier: Apache-2.0
 *
 * The pictures of a history: trend (one metric of one case over the runs) and heat (all cases).
 */
#ifndef TKG_PLOT_PLOT_HISTORY_H
#define TKG_PLOT_PLOT_HISTORY_H

#include "base/status.h"
#include "plot/plot_heat.h"
#include "stats/trend.h"
#include "store/history_series.h"

/* All borrowed for the call. */
struct tkg_plot_history_row {
    const char *case_name;
    const struct tkg_history_series *series;
};

struct tkg_plot_history {
    const char *tool_version;
    const char *metric;
    const char *case_name;
    const struct tkg_history_series *series; /* of that metric and case */
    const struct tkg_trend *trend;           /* of that series */
    const struct tkg_plot_history_row *rows; /* of the heat map: comparable series of all cases */
    size_t row_count;
    const char *script_folder;
    const char *output_folder; /* made when missing */
};

/* Draws trend.png, .svg and heat.png, .svg. As tkg_plot_sheet_draw(); TKG_NOTHING: no run. */
enum tkg_status tkg_plot_history_draw(const struct tkg_plot_history *input,
                                      struct tkg_error *err) TKG_MUST_CHECK;

/* A heat map alone, e.g. of functions over time. Texts are data. */
struct tkg_plot_heat_page {
    const char *title;
    const char *subtitle;
    const char *footer;
    const struct tkg_plot_heat *heat;
    const char *script_folder;
    const char *output_folder;
};

/* Draws heat.png, .svg. As tkg_plot_sheet_draw(). */
enum tkg_status tkg_plot_heat_draw(const struct tkg_plot_heat_page *input,
                                   struct tkg_error *err) TKG_MUST_CHECK;

#endif
