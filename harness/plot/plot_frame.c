/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_frame.h"

#include <stdio.h>

#include "plot/plot_text.h"

/* gnuplot numbers blocks by the two blank lines between them. A block without rows would shift the
 * numbers of all that follow, so it gets one row that says "nothing here". */
static void begin_block(struct tkg_text *out, const char *columns)
{
    tkg_text_addf(out, "# %s\n", columns);
}

static void end_block(struct tkg_text *out, size_t row_count, const char *row_of_nothing)
{
    if (row_count == 0) {
        tkg_text_addf(out, "%s\n", row_of_nothing);
    }
    tkg_text_add(out, "\n\n");
}

/* Text is always the last column, so a cut or an empty one shifts nothing. */
static void add_text_field(struct tkg_text *out, const char *text, size_t columns_max)
{
    tkg_text_add(out, "\t");
    tkg_plot_text_add(out, text, columns_max);
    tkg_text_add(out, "\n");
}

/* Without data there is no unit to name. */
static void write_axes(const struct tkg_plot_frame *frame, struct tkg_text *out)
{
    char title[2 * TKG_PLOT_LABEL_BYTES];
    bool has_unit = frame->y.has_data && *frame->y.unit; /* a plain number has none */
    (void)snprintf(title, sizeof(title), "%s (%s)", frame->y_name, frame->y.unit);
    begin_block(out, "0 axes: x_min x_max y_min y_max y_is_logarithmic has_data y_title");
    tkg_text_addf(out, "%.9g\t%.9g\t%.9g\t%.9g\t%d\t%d", frame->x.min, frame->x.max, frame->y.min,
                  frame->y.max, frame->y.is_log, frame->y.has_data);
    add_text_field(out, has_unit ? title : frame->y_name, TKG_PLOT_LABEL_COLUMNS);
    end_block(out, 1, "");
}

/* A mark at 1e99 is out of every range: with it gnuplot makes no marks of its own. */
static void write_ticks(const char *columns, const struct tkg_plot_axis *axis, struct tkg_text *out)
{
    begin_block(out, columns);
    for (size_t i = 0; i < axis->tick_count; i++) {
        tkg_text_addf(out, "%.9g", axis->ticks[i].at);
        add_text_field(out, axis->ticks[i].label, TKG_PLOT_LABEL_COLUMNS);
    }
    end_block(out, axis->tick_count, "1e99\t");
}

/* The line, its shaded side and its text, which layout has put where nothing else is. */
static void write_lines(const struct tkg_plot_frame *frame, struct tkg_text *out)
{
    begin_block(out, "3 limits on the axis: x_low x_high y shade_to text_x text_y text");
    for (size_t i = 0; i < frame->line_count; i++) {
        const struct tkg_plot_line *line = &frame->lines[i];
        tkg_text_addf(out, "%.9g\t%.9g\t%.9g\t%.9g\t%.9g\t%.9g", line->x_low, line->x_high, line->y,
                      line->shade_to, line->text_x, line->text_y);
        add_text_field(out, line->text, TKG_PLOT_LABEL_COLUMNS);
    }
    end_block(out, frame->line_count, "NaN\tNaN\tNaN\tNaN\tNaN\tNaN\t");
}

static void write_edges(const struct tkg_plot_frame *frame, struct tkg_text *out)
{
    begin_block(out, "4 limits beyond the axis: x y_from y_to text");
    for (size_t i = 0; i < frame->edge_count; i++) {
        const struct tkg_plot_edge *edge = &frame->edges[i];
        tkg_text_addf(out, "%.9g\t%.9g\t%.9g", edge->x, edge->y_from, edge->y_to);
        add_text_field(out, edge->text, TKG_PLOT_LABEL_COLUMNS);
    }
    end_block(out, frame->edge_count, "NaN\tNaN\tNaN\t");
}

/* The label stands at the right end of the axis, a thin line leads to it from (x, y). */
static void write_ends(const struct tkg_plot_frame *frame, struct tkg_text *out)
{
    begin_block(out, "5 labels at line ends: series x y label_y text");
    for (size_t i = 0; i < frame->end_count; i++) {
        const struct tkg_plot_end *end = &frame->ends[i];
        tkg_text_addf(out, "%zu\t%.9g\t%.9g\t%.9g", end->series, end->x, end->y, end->label_y);
        add_text_field(out, end->text, TKG_PLOT_LABEL_COLUMNS);
    }
    end_block(out, frame->end_count, "0\tNaN\tNaN\tNaN\t");
}

static void write_fit(const struct tkg_plot_frame *frame, struct tkg_text *out)
{
    begin_block(out, "7 fitted curve: x y");
    for (size_t i = 0; i < frame->fit_count; i++) {
        tkg_text_addf(out, "%.9g\t%.9g\n", frame->fit_x[i], frame->fit_y[i]);
    }
    end_block(out, frame->fit_count, "NaN\tNaN");
}

void tkg_plot_frame_write(const struct tkg_plot_frame *frame, struct tkg_text *out)
{
    write_axes(frame, out);
    write_ticks("1 marks on the x axis: at label", &frame->x, out);
    write_ticks("2 marks on the y axis: at label", &frame->y, out);
    write_lines(frame, out);
    write_edges(frame, out);
    write_ends(frame, out);
    begin_block(out, "6 note under the title: row text");
    tkg_text_add(out, "1");
    add_text_field(out, frame->note, TKG_PLOT_NOTE_COLUMNS);
    end_block(out, 1, "");
    write_fit(frame, out);
}
