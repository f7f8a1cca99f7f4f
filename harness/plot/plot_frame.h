/* SPDX-License-Identifier: Apache-2.0
 *
 * The frame file of a panel: everything that is drawn but the measured points, in eight blocks that
 * plots/README.md describes. All coordinates are in display units of the two axes.
 */
#ifndef TKG_PLOT_PLOT_FRAME_H
#define TKG_PLOT_PLOT_FRAME_H

#include <stddef.h>

#include "base/text.h"
#include "plot/plot_axis.h"
#include "plot/plot_limit.h"

enum {
    TKG_PLOT_LABEL_BYTES = 256,
    TKG_PLOT_LABEL_COLUMNS = 44, /* a limit's text on half a panel */
    TKG_PLOT_NOTE_COLUMNS = 74,  /* a note over a panel of the sheet, labels included */
    TKG_PLOT_SERIES_MAX = 4,
    TKG_PLOT_FIT_POINTS = 41,
};

/* A limit inside the axis. */
struct tkg_plot_line {
    double x_low, x_high, y;
    double shade_to; /* the failing side between y and this is shaded */
    double text_x, text_y;
    char text[TKG_PLOT_LABEL_BYTES];
};

/* A limit beyond the axis: an arrow at the edge, and its text on the right of it. */
struct tkg_plot_edge {
    double x, y_from, y_to;
    char text[TKG_PLOT_LABEL_BYTES];
};

/* The label at the end of a series. */
struct tkg_plot_end {
    size_t series;
    double x, y; /* of the last point */
    double label_y;
    char text[TKG_PLOT_LABEL_BYTES];
};

struct tkg_plot_frame {
    struct tkg_plot_axis x;
    struct tkg_plot_axis y;
    char y_name[TKG_PLOT_LABEL_BYTES]; /* without the unit */
    char note[TKG_PLOT_LABEL_BYTES * 2];
    struct tkg_plot_line lines[TKG_PLOT_LIMITS_MAX];
    size_t line_count;
    struct tkg_plot_edge edges[TKG_PLOT_LIMITS_MAX];
    size_t edge_count;
    struct tkg_plot_end ends[TKG_PLOT_SERIES_MAX];
    size_t end_count;
    double fit_x[TKG_PLOT_FIT_POINTS];
    double fit_y[TKG_PLOT_FIT_POINTS];
    size_t fit_count;
};

/* Appends the whole file to out. Texts are made safe here (plot_text.h). */
void tkg_plot_frame_write(const struct tkg_plot_frame *frame, struct tkg_text *out);

#endif
