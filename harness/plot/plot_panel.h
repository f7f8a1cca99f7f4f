/* SPDX-License-Identifier: Apache-2.0
 *
 * The panels: which metrics each one shows, and the two files that each one gets.
 */
#ifndef TKG_PLOT_PLOT_PANEL_H
#define TKG_PLOT_PLOT_PANEL_H

#include "base/text.h"
#include "plot/plot.h"
#include "plot/plot_series.h"

enum tkg_plot_panel {
    TKG_PLOT_PANEL_THROUGHPUT,
    TKG_PLOT_PANEL_LATENCY,
    TKG_PLOT_PANEL_TIME,
    TKG_PLOT_PANEL_MEMORY,
    TKG_PLOT_PANEL_EFFICIENCY,
    TKG_PLOT_PANEL_COUNT
};

/* "throughput": the files are throughput.dat and throughput_frame.dat. */
const char *tkg_plot_panel_name(enum tkg_plot_panel panel);

/* Appends the measured points to data and everything around them to frame_text. A panel without
 * data gets points of NaN and a frame that says "not measured". */
void tkg_plot_panel_write(enum tkg_plot_panel which, const struct tkg_plot_input *input,
                          const struct tkg_plot_sweep *sweep, struct tkg_text *data,
                          struct tkg_text *frame_text);

#endif
