/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_heat.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "plot/plot_frame.h"
#include "plot/plot_sheet.h"
#include "plot/plot_text.h"

enum { COLUMN_LABELS_MAX = 8 };

/* The map as it is drawn: rows cut, columns merged. */
struct drawn {
    size_t row_count;
    size_t merged; /* columns of the map in one that is drawn */
    size_t column_count;
};

static struct drawn reduce(const struct tkg_plot_heat *heat)
{
    struct drawn drawn = {.row_count = heat->row_count, .merged = 1};
    if (drawn.row_count > TKG_HEAT_ROWS_MAX) {
        drawn.row_count = TKG_HEAT_ROWS_MAX;
    }
    const size_t most = TKG_HEAT_CELLS_MAX / drawn.row_count;
    drawn.merged = (heat->column_count + most - 1) / most;
    drawn.column_count = (heat->column_count + drawn.merged - 1) / drawn.merged;
    return drawn;
}

/* Mean of the values that are merged; NaN when there are none. */
static double cell_of(const struct tkg_plot_heat *heat, const struct drawn *drawn, size_t row,
                      size_t column)
{
    double sum = 0.0;
    size_t count = 0;
    for (size_t i = 0; i < drawn->merged; i++) {
        const size_t at = column * drawn->merged + i;
        const double value =
            at < heat->column_count ? heat->values[row * heat->column_count + at] : NAN;
        if (isfinite(value)) {
            sum += value;
            count++;
        }
    }
    return count ? sum / (double)count : NAN;
}

/* The greatest distance from 0. */
static double extent(const struct tkg_plot_heat *heat)
{
    double most = 0.0;
    for (size_t i = 0; i < heat->row_count * heat->column_count; i++) {
        most = isfinite(heat->values[i]) ? fmax(most, fabs(heat->values[i])) : most;
    }
    return most;
}

static void write_head(const struct tkg_plot_heat *heat, struct tkg_text *data)
{
    const double factor = heat->is_diverging ? 100.0 : 1.0; /* changes are drawn in per cent */
    const double most =
        heat->is_diverging ? fmax(extent(heat), TKG_HEAT_RATIO_SPAN_MIN) : extent(heat);
    const double high = factor * (most > 0.0 ? most : 1.0);
    tkg_text_add(data, "# 0 colours: diverging low high meaning x_title\n");
    tkg_text_addf(data, "%d\t%.9g\t%.9g\t", heat->is_diverging, heat->is_diverging ? -high : 0.0,
                  high);
    tkg_plot_text_add(data, heat->meaning, TKG_PLOT_LABEL_COLUMNS);
    tkg_text_add(data, "\t");
    tkg_plot_text_add(data, heat->x_title, TKG_PLOT_LABEL_COLUMNS);
    tkg_text_add(data, "\n\n\n");
}

/* Where the halves of a single row or column lie; a whole one lies where it is. */
static double place(size_t at, size_t half, size_t half_count)
{
    return half_count == 1 ? (double)at : (double)at - 0.25 + 0.5 * (double)half;
}

/* gnuplot's image wants a full grid; a cell without a value is NaN in it. gnuplot 5.4 dies of a
 * grid with a single row or column, so that is drawn as two halves. */
static void write_cells(const struct tkg_plot_heat *heat, const struct drawn *drawn,
                        struct tkg_text *data)
{
    const double factor = heat->is_diverging ? 100.0 : 1.0;
    const size_t row_halves = drawn->row_count == 1 ? 2 : 1;
    const size_t column_halves = drawn->column_count == 1 ? 2 : 1;
    tkg_text_add(data, "# 1 cells: column row value\n");
    for (size_t i = 0; i < drawn->row_count * row_halves; i++) {
        const size_t row = i / row_halves;
        for (size_t k = 0; k < drawn->column_count * column_halves; k++) {
            const size_t column = k / column_halves;
            tkg_text_addf(data, "%g\t%g", place(column, k % column_halves, column_halves),
                          place(drawn->row_count - 1 - row, i % row_halves, row_halves));
            tkg_plot_add_number(data, factor * cell_of(heat, drawn, row, column));
            tkg_text_add(data, "\n");
        }
    }
}

static void set_axis(struct tkg_plot_axis *axis, size_t count)
{
    *axis = (struct tkg_plot_axis){
        .has_data = true, .factor = 1.0, .min = -0.5, .max = (double)count - 0.5};
}

static void add_tick(struct tkg_plot_axis *axis, double at, const char *label)
{
    if (axis->tick_count < TKG_PLOT_TICKS_MAX) {
        struct tkg_plot_tick *tick = &axis->ticks[axis->tick_count++];
        tick->at = at;
        (void)snprintf(tick->label, sizeof tick->label, "%.47s", label);
    }
}

/* Every row has its name as long as they fit; of the columns a few, evenly spread. */
static void label_axes(struct tkg_plot_frame *frame, const struct tkg_plot_heat *heat,
                       const struct drawn *drawn)
{
    const size_t row_step = (drawn->row_count + TKG_PLOT_TICKS_MAX - 1) / TKG_PLOT_TICKS_MAX;
    const size_t column_step = (drawn->column_count + COLUMN_LABELS_MAX - 1) / COLUMN_LABELS_MAX;
    for (size_t row = 0; row < drawn->row_count; row += row_step) {
        add_tick(&frame->y, (double)(drawn->row_count - 1 - row), heat->names[row]);
    }
    for (size_t column = 0; column < drawn->column_count; column += column_step) {
        add_tick(&frame->x, (double)column - (heat->labels_begin ? 0.5 : 0.0),
                 heat->columns[column * drawn->merged]);
    }
}

static bool has_gap(const struct tkg_plot_heat *heat, const struct drawn *drawn)
{
    for (size_t row = 0; row < drawn->row_count; row++) {
        for (size_t column = 0; column < drawn->column_count; column++) {
            if (isnan(cell_of(heat, drawn, row, column))) {
                return true;
            }
        }
    }
    return false;
}

static void write_note(const struct tkg_plot_heat *heat, const struct drawn *drawn, char *out,
                       size_t out_bytes)
{
    const char *grey = has_gap(heat, drawn) ? "; grey: no value" : "";
    if (heat->row_count > drawn->row_count) {
        (void)snprintf(out, out_bytes, "colour: %.80s%s; %zu further rows are not drawn",
                       heat->meaning, grey, heat->row_count - drawn->row_count);
    } else if (drawn->merged > 1) {
        (void)snprintf(out, out_bytes, "colour: %.80s%s; each column is the mean of %zu",
                       heat->meaning, grey, drawn->merged);
    } else {
        (void)snprintf(out, out_bytes, "colour: %.80s%s", heat->meaning, grey);
    }
}

bool tkg_plot_heat_write(const struct tkg_plot_heat *heat, struct tkg_text *data,
                         struct tkg_text *frame_text)
{
    TKG_ASSERT(heat->row_count >= 1 && heat->column_count >= 1);
    struct tkg_plot_frame *frame = calloc(1, sizeof *frame);
    if (!frame) {
        return false;
    }
    const struct drawn drawn = reduce(heat);
    set_axis(&frame->x, drawn.column_count);
    set_axis(&frame->y, drawn.row_count);
    label_axes(frame, heat, &drawn);
    (void)snprintf(frame->y_name, sizeof frame->y_name, " "); /* the rows have names */
    write_note(heat, &drawn, frame->note, sizeof frame->note);
    write_head(heat, data);
    write_cells(heat, &drawn, data);
    tkg_plot_frame_write(frame, frame_text);
    free(frame);
    return true;
}
