/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_forest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "plot/plot_frame.h"
#include "plot/plot_sheet.h"
#include "plot/plot_text.h"

/* An axis that reaches beyond so many times the largest limit shows nothing near the limits. */
static const double SPAN_LIMITS = 5.0, PAD = 0.06;
enum { X_TICKS = 9 };

static double largest_limit(const struct tkg_forest_row *rows, size_t row_count)
{
    double most = 0.0;
    for (size_t i = 0; i < row_count; i++) {
        most = fmax(most, isfinite(rows[i].tolerance) ? rows[i].tolerance : 0.0);
        most = fmax(most, isfinite(rows[i].margin) ? rows[i].margin : 0.0);
    }
    return most > 0.0 ? most : 0.01;
}

static void take(struct tkg_plot_range *range, double value, double cap)
{
    if (isfinite(value)) {
        tkg_plot_range_add(range, 100.0 * fmax(-cap, fmin(cap, value)));
    }
}

static void fit_x(struct tkg_plot_axis *axis, const struct tkg_forest_row *rows, size_t row_count)
{
    const double cap = SPAN_LIMITS * largest_limit(rows, row_count);
    struct tkg_plot_range range = tkg_plot_range_empty();
    tkg_plot_range_add(&range, 0.0);
    for (size_t i = 0; i < row_count; i++) {
        const double sign = rows[i].is_worse_down ? -1.0 : 1.0;
        take(&range, rows[i].change, cap);
        take(&range, rows[i].low, cap);
        take(&range, rows[i].high, cap);
        take(&range, sign * rows[i].tolerance, cap);
        take(&range, sign * rows[i].margin, cap);
    }
    tkg_plot_axis_fit_even(axis, range, PAD, X_TICKS);
}

static void fit_y(struct tkg_plot_axis *axis, const struct tkg_forest_row *rows, size_t row_count)
{
    *axis = (struct tkg_plot_axis){
        .has_data = true, .factor = 1.0, .min = -0.6, .max = (double)row_count - 0.4};
    const size_t step = (row_count + TKG_PLOT_TICKS_MAX - 1) / TKG_PLOT_TICKS_MAX;
    for (size_t i = 0; i < row_count; i += step) {
        struct tkg_plot_tick *tick = &axis->ticks[axis->tick_count++];
        tick->at = (double)(row_count - 1 - i);
        (void)snprintf(tick->label, sizeof tick->label, "%.*s", (int)sizeof tick->label - 1,
                       rows[i].name);
    }
}

/* The ends of an interval stay on the axis. */
static double clip(double value, const struct tkg_plot_axis *axis)
{
    return isfinite(value) ? fmax(axis->min, fmin(axis->max, 100.0 * value)) : NAN;
}

/* What stands on the right of a row: numbers, then the word. */
static void describe(const struct tkg_forest_row *row, char *out, size_t out_bytes)
{
    if (!isfinite(row->change)) {
        (void)snprintf(out, out_bytes, "%s", row->word);
    } else if (!isfinite(row->low) || !isfinite(row->high)) {
        (void)snprintf(out, out_bytes, "%+.2f %%  %s", 100.0 * row->change, row->word);
    } else {
        (void)snprintf(out, out_bytes, "%+.2f [%+.2f, %+.2f] %%  %s", 100.0 * row->change,
                       100.0 * row->low, 100.0 * row->high, row->word);
    }
}

/* A point at the very edge with an arrow outwards stands for one beyond it. */
static void write_row(const struct tkg_forest_row *row, double y, const struct tkg_plot_axis *axis,
                      struct tkg_text *data)
{
    char text[TKG_FOREST_WORD_BYTES + 96];
    const double sign = row->is_worse_down ? -1.0 : 1.0;
    const bool is_head = row->kind == TKG_FOREST_HEAD;
    const bool is_beyond = isfinite(row->change) && 100.0 * row->change > axis->max;
    tkg_text_addf(data, "%.9g", y);
    tkg_plot_add_number(data, clip(row->change, axis));
    tkg_plot_add_number(data, clip(row->low, axis));
    tkg_plot_add_number(data, clip(row->high, axis));
    tkg_text_addf(data, "\t%d", row->kind);
    tkg_plot_add_number(data, is_head ? 100.0 * sign * row->tolerance : NAN);
    tkg_plot_add_number(data, is_head ? 100.0 * sign * row->margin : NAN);
    describe(row, text, sizeof text);
    tkg_text_addf(data, "\t%d\t%d\t", is_beyond, row->colour);
    tkg_plot_text_add(data, text, (size_t)2 * TKG_PLOT_LABEL_COLUMNS);
    tkg_text_add(data, "\n");
}

bool tkg_plot_forest_write(const struct tkg_forest_row *rows, size_t row_count,
                           struct tkg_text *data, struct tkg_text *frame_text)
{
    TKG_ASSERT(row_count >= 1 && row_count <= TKG_FOREST_ROWS_MAX);
    struct tkg_plot_frame *frame = calloc(1, sizeof *frame);
    if (!frame) {
        return false;
    }
    (void)snprintf(frame->y_name, sizeof frame->y_name, " "); /* the rows have names */
    (void)snprintf(frame->note, sizeof frame->note,
                   "square: head; circle: base against itself; diamond: planted; red: tolerance; "
                   "amber: margin");
    fit_x(&frame->x, rows, row_count);
    fit_y(&frame->y, rows, row_count);
    tkg_text_add(data, "# y change low high kind tolerance margin beyond colour text, in %\n");
    for (size_t i = 0; i < row_count; i++) {
        write_row(&rows[i], (double)(row_count - 1 - i), &frame->x, data);
    }
    tkg_plot_frame_write(frame, frame_text);
    free(frame);
    return true;
}
