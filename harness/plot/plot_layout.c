/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_layout.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "base/check.h"
#include "base/text.h"
#include "plot/plot_space.h"
#include "plot/plot_text.h"

/* An average character of small text is 8.6 of the 568 pixels of a panel of the sheet. */
static const double COLUMN_SHARE = 0.0152;
/* A text whose middle is this far (15 pixels) from everything else needs no better place: half of
 * its height and half of a point are 13. */
static const double CLEARANCE_ENOUGH = 0.026;
/* Where the failing side is not shaded to the edge: 5 % of the panel. */
static const double BAND_SHARE = 0.05;
/* Samples on the lines between all sizes together: closer than a text is wide. */
enum { LINE_SAMPLES = 60 };
/* Samples on an interval: closer than a text is high when it is as long as half of the panel. The
 * whiskers of more sizes would fill the space, and stand in bands anyway. */
enum { WHISKER_SAMPLES = 12, WHISKERS_MAX = 24 };

struct place {
    double x, y; /* centre of the text */
    double clearance;
};

/* As it will be drawn: a longer text is cut when it is written. */
static double text_width(const char *text)
{
    return COLUMN_SHARE * fmin(tkg_plot_text_columns(text), TKG_PLOT_LABEL_COLUMNS);
}

/* Tries one more place: the first that is good enough wins, else the best. */
static void consider(struct place *best, const struct tkg_plot_space *space, double x, double y,
                     double width)
{
    x = fmin(fmax(x, 0.5 * width + 0.01), 0.99 - 0.5 * width);
    if (best->clearance >= CLEARANCE_ENOUGH || y < 0.03 || y > 0.97) {
        return;
    }
    double clearance = tkg_plot_space_clearance(space, x, y, width);
    if (clearance > best->clearance) {
        *best = (struct place){x, y, clearance};
    }
}

/* Base units to fractions of the plot area. */
static void point_at(const struct tkg_plot_frame *frame, const struct tkg_plot_point *point,
                     double out[2])
{
    out[0] = tkg_plot_axis_fraction(&frame->x, point->ticks);
    out[1] = tkg_plot_axis_fraction(&frame->y, point->value / frame->y.factor);
}

/* The interval of a point; one of NaN has none. */
static void add_whisker(struct tkg_plot_space *space, const struct tkg_plot_frame *frame,
                        const struct tkg_plot_point *point)
{
    double x = tkg_plot_axis_fraction(&frame->x, point->ticks);
    const double low[] = {x, tkg_plot_axis_fraction(&frame->y, point->low / frame->y.factor)};
    const double high[] = {x, tkg_plot_axis_fraction(&frame->y, point->high / frame->y.factor)};
    tkg_plot_space_add_line(space, low, high, WHISKER_SAMPLES);
}

/* The points, their intervals and the lines between them, so that no text is put upon either. */
static void add_series(struct tkg_plot_space *space, const struct tkg_plot_frame *frame,
                       const struct tkg_plot_series *series)
{
    double from[2], to[2];
    for (size_t i = 0; i < series->point_count; i++) {
        point_at(frame, &series->points[i], to);
        tkg_plot_space_add_line(space, i ? from : to, to, 1 + LINE_SAMPLES / series->point_count);
        from[0] = to[0];
        from[1] = to[1];
        if (series->point_count <= WHISKERS_MAX) {
            add_whisker(space, frame, &series->points[i]);
        }
    }
}

/* The border between the sizes before and at index: halfway, or the end of the axis. */
static double cell_edge(const struct tkg_plot_frame *frame, const struct tkg_plot_series *series,
                        size_t index)
{
    if (index == 0 || index == series->point_count) {
        return index ? frame->x.max : frame->x.min;
    }
    return sqrt(series->points[index - 1].ticks) * sqrt(series->points[index].ticks);
}

/* "p99 <= 41.6 ns = 6.5 x ruler/walk"; the ruler's part is a user's text, made safe on writing. */
static void limit_text(const struct tkg_plot_limit *limit, char *out, size_t out_bytes)
{
    char quantity[TKG_QUANTITY_BYTES];
    const struct tkg_metric_info *info = tkg_metric_info(limit->target->metric);
    const char *sign =
        limit->fails_above > 0 ? "\xe2\x89\xa4" : "\xe2\x89\xa5"; /* U+2264, U+2265 */
    bool has_ruler = *limit->target->ruler;
    (void)snprintf(out, out_bytes, "%s %s %s%s%s", info->label, limit->fails_above ? sign : "=",
                   tkg_quantity_format(limit->value, info->dimension, quantity),
                   has_ruler ? " = " : "", has_ruler ? limit->target->limit_text : "");
}

/* Where the shading ends, as a fraction; an EQUALS target fails on both sides and has none. */
static double shade_end(const struct tkg_plot_limit *limit, double y_fraction, bool to_edge)
{
    if (limit->fails_above == 0) {
        return y_fraction;
    }
    if (to_edge) {
        return limit->fails_above > 0 ? 1.0 : 0.0;
    }
    return fmin(fmax(y_fraction + BAND_SHARE * limit->fails_above, 0.0), 1.0);
}

/* A limit inside the axis. Its text is tried along its line and, when data is everywhere beside it,
 * a row farther away, on the failing side first: that is where the data should not be. */
static void add_line(struct tkg_plot_frame *frame, const struct tkg_plot_layout *layout,
                     struct tkg_plot_space *space, const struct tkg_plot_limit *limit,
                     bool shade_to_edge)
{
    static const struct {
        double along, rows;
    } tries[] = {{0.0, 1.0}, {1.0, 1.0}, {0.5, 1.0}, {0.25, 1.0}, {0.75, 1.0},
                 {0.0, 2.2}, {1.0, 2.2}, {0.5, 2.2}, {0.25, 2.2}, {0.75, 2.2}};
    struct tkg_plot_line *line = &frame->lines[frame->line_count++];
    double low = cell_edge(frame, layout->series, limit->first);
    double high = cell_edge(frame, layout->series, limit->last + 1);
    double y = tkg_plot_axis_fraction(&frame->y, limit->value / frame->y.factor);
    double away = 0.7 * layout->row_share * (limit->fails_above < 0 ? -1.0 : 1.0);
    limit_text(limit, line->text, sizeof(line->text));
    double width = text_width(line->text);
    double left = tkg_plot_axis_fraction(&frame->x, low) + 0.5 * width + 0.015;
    double right = tkg_plot_axis_fraction(&frame->x, high) - 0.5 * width - 0.015;
    struct place best = {left, y, -1.0};
    for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
        double x = left + tries[i].along * (right - left);
        consider(&best, space, x, y + tries[i].rows * away, width);
        consider(&best, space, x, y - tries[i].rows * away, width);
    }
    tkg_plot_space_add_text(space, best.x, best.y, width);
    line->x_low = low;
    line->x_high = high;
    line->y = tkg_plot_axis_value(&frame->y, y);
    line->shade_to = tkg_plot_axis_value(&frame->y, shade_end(limit, y, shade_to_edge));
    line->text_x = tkg_plot_axis_value(&frame->x, best.x);
    line->text_y = tkg_plot_axis_value(&frame->y, best.y);
}

/* The arrow stands before the text; one row per limit, counted from its edge. */
static void add_edge(struct tkg_plot_frame *frame, const struct tkg_plot_layout *layout,
                     struct tkg_plot_space *space, const struct tkg_plot_limit *limit, size_t row)
{
    static const double starts[] = {0.03, 0.30, 0.57};
    static const double arrow_share = 0.02;
    struct tkg_plot_edge *edge = &frame->edges[frame->edge_count++];
    bool is_above = limit->value / frame->y.factor > frame->y.max;
    double depth = layout->row_share * ((double)row + 0.75);
    double y = is_above ? 1.0 - depth : depth;
    limit_text(limit, edge->text, sizeof(edge->text));
    double width = text_width(edge->text) + arrow_share;
    struct place best = {starts[0] + 0.5 * width, y, -1.0};
    for (size_t i = 0; i < 3; i++) {
        consider(&best, space, starts[i] + 0.5 * width, y, width);
    }
    tkg_plot_space_add_text(space, best.x, best.y, width);
    double half = 0.4 * layout->row_share * (is_above ? 1.0 : -1.0);
    edge->x = tkg_plot_axis_value(&frame->x, best.x - 0.5 * width);
    edge->y_from = tkg_plot_axis_value(&frame->y, y - half);
    edge->y_to = tkg_plot_axis_value(&frame->y, y + half);
}

void tkg_plot_layout_limits(struct tkg_plot_frame *frame, const struct tkg_plot_layout *layout,
                            const struct tkg_plot_limits *limits)
{
    struct tkg_plot_space space;
    size_t near_count = 0, rows[2] = {0, 0};
    if (!frame->y.has_data) {
        return; /* nothing was measured: no scale to hold a limit against */
    }
    tkg_plot_space_init(&space, layout->height_over_width);
    for (size_t i = 0; i < layout->series_count; i++) {
        add_series(&space, frame, &layout->series[i]);
    }
    for (size_t i = 0; i < limits->count; i++) {
        near_count += limits->items[i].is_near;
    }
    for (size_t i = 0; i < limits->count; i++) {
        const struct tkg_plot_limit *limit = &limits->items[i];
        if (limit->is_near) {
            add_line(frame, layout, &space, limit, near_count == 1);
        } else {
            bool is_above = limit->value / frame->y.factor > frame->y.max;
            add_edge(frame, layout, &space, limit, rows[is_above]++);
        }
    }
}

void tkg_plot_layout_ends(struct tkg_plot_frame *frame, const struct tkg_plot_layout *layout)
{
    double positions[TKG_PLOT_SERIES_MAX];
    frame->end_count = 0;
    TKG_ASSERT(layout->series_count <= TKG_PLOT_SERIES_MAX);
    for (size_t i = 0; i < layout->series_count; i++) {
        const struct tkg_plot_series *series = &layout->series[i];
        const struct tkg_metric_info *info = tkg_metric_info(layout->metrics[i]);
        char quantity[TKG_QUANTITY_BYTES];
        if (series->last == SIZE_MAX || !frame->y.has_data) {
            continue;
        }
        const struct tkg_plot_point *point = &series->points[series->last];
        struct tkg_plot_end *end = &frame->ends[frame->end_count];
        *end = (struct tkg_plot_end){
            .series = i, .x = point->ticks, .y = point->value / frame->y.factor};
        (void)snprintf(end->text, sizeof(end->text), "%s%s%s",
                       layout->series_count > 1 ? info->label : "",
                       layout->series_count > 1 ? " " : "",
                       tkg_quantity_format(point->value, info->dimension, quantity));
        positions[frame->end_count++] = tkg_plot_axis_fraction(&frame->y, end->y);
    }
    tkg_plot_spread(positions, frame->end_count, layout->row_share);
    for (size_t i = 0; i < frame->end_count; i++) {
        frame->ends[i].label_y = tkg_plot_axis_value(&frame->y, positions[i]);
    }
}
