/* SPDX-License-Identifier: Apache-2.0
 *
 * A heat map: rows of names, columns of runs or of buckets of time. Pure.
 */
#ifndef TKG_PLOT_PLOT_HEAT_H
#define TKG_PLOT_PLOT_HEAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* 40 rows can be read, and 40 x 50 cells are the 2,000 points that a picture may hold (0070). */
enum { TKG_HEAT_ROWS_MAX = 40, TKG_HEAT_CELLS_MAX = 2000, TKG_HEAT_NAME_BYTES = 64 };

/* Where a ratio's colours end at least: smaller differences must not look like large ones. */
#define TKG_HEAT_RATIO_SPAN_MIN 0.02

struct tkg_plot_heat {
    char (*names)[TKG_HEAT_NAME_BYTES]; /* row_count of them, the first is drawn on top */
    size_t row_count;
    char (*columns)[TKG_HEAT_NAME_BYTES]; /* column_count of them; "" shows nothing */
    size_t column_count;
    double *values;    /* row by row; NaN: no value */
    bool is_diverging; /* values are changes around 0, as shares: 0 is white; else from 0 up */
    const char *meaning;
    const char *x_title;
    bool labels_begin; /* a column's name stands where the column begins, not at its middle */
};

/* Appends heat.dat and its frame. When the map has more cells than a picture may hold, neighbouring
 * columns are drawn as one, their mean; rows beyond TKG_HEAT_ROWS_MAX are left out, and cells
 * without a value are grey, which 0 is not (the note says so). row_count and column_count >= 1.
 * returns  false: out of memory */
bool tkg_plot_heat_write(const struct tkg_plot_heat *heat, struct tkg_text *data,
                         struct tkg_text *frame);

#endif
