/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_panel.h"

#include <math.h>

#include "base/check.h"
#include "plot/plot_frame.h"
#include "plot/plot_layout.h"
#include "plot/plot_limit.h"
#include "plot/plot_words.h"

typedef void (*note_function)(const struct tkg_summary *, const struct tkg_plot_sweep *,
                              struct tkg_text *);
typedef double (*curve_function)(const struct tkg_summary *, double ticks);

/* Sizes of a panel of the sheet, in pixels: 568 wide, 330 high or, for the two halves of panel (c),
 * 140. A row of small text needs 24. */
static const double ROW_SHARE_WHOLE = 24.0 / 330.0, SHAPE_WHOLE = 330.0 / 568.0;
static const double ROW_SHARE_HALF = 24.0 / 140.0, SHAPE_HALF = 140.0 / 568.0;
enum { TICKS_WHOLE = 7, TICKS_HALF = 4 };

/* log(time) = intercept + slope * log(ticks), natural logarithms. */
static double time_curve(const struct tkg_summary *summary, double ticks)
{
    return exp(summary->time_exponent.intercept + summary->time_exponent.slope * log(ticks));
}

static double memory_curve(const struct tkg_summary *summary, double ticks)
{
    return summary->memory.intercept + summary->memory.slope * ticks;
}

static const struct panel {
    const char *name;
    const char *y_name;
    enum tkg_metric metrics[TKG_PLOT_SERIES_MAX];
    size_t metric_count;
    enum tkg_plot_shape shape;
    bool is_half;
    double always_shown; /* a value that the axis holds in any case; NaN for none */
    note_function note;
    curve_function curve;
} panels[TKG_PLOT_PANEL_COUNT] = {
    [TKG_PLOT_PANEL_THROUGHPUT] = {"throughput",
                                   "throughput",
                                   {TKG_METRIC_THROUGHPUT},
                                   1,
                                   TKG_PLOT_FROM_ZERO_OR_LOG,
                                   false,
                                   NAN,
                                   tkg_plot_note_throughput,
                                   NULL},
    [TKG_PLOT_PANEL_LATENCY] = {"latency",
                                "time per tick",
                                {TKG_METRIC_LATENCY_MEAN, TKG_METRIC_LATENCY_P50,
                                 TKG_METRIC_LATENCY_P90, TKG_METRIC_LATENCY_P99},
                                4,
                                TKG_PLOT_LOG,
                                false,
                                NAN,
                                tkg_plot_note_latency,
                                NULL},
    [TKG_PLOT_PANEL_TIME] = {"time",
                             "total time",
                             {TKG_METRIC_TOTAL_TIME},
                             1,
                             TKG_PLOT_LOG,
                             true,
                             NAN,
                             tkg_plot_note_time,
                             time_curve},
    [TKG_PLOT_PANEL_MEMORY] = {"memory",
                               "memory",
                               {TKG_METRIC_PEAK_MEMORY},
                               1,
                               TKG_PLOT_FROM_ZERO_OR_LOG,
                               true,
                               NAN,
                               tkg_plot_note_memory,
                               memory_curve},
    [TKG_PLOT_PANEL_EFFICIENCY] = {"efficiency",
                                   "efficiency",
                                   {TKG_METRIC_EFFICIENCY},
                                   1,
                                   TKG_PLOT_FROM_ZERO,
                                   false,
                                   1.0,
                                   tkg_plot_note_efficiency,
                                   NULL},
};

const char *tkg_plot_panel_name(enum tkg_plot_panel panel)
{
    TKG_ASSERT((unsigned)panel < TKG_PLOT_PANEL_COUNT);
    return panels[panel].name;
}

/* A comment line for gnuplot, the names of the columns for people. */
static void write_header(const struct panel *panel, const char *unit, struct tkg_text *out)
{
    tkg_text_add(out, "# ticks");
    for (size_t k = 0; k < panel->metric_count; k++) {
        const char *name = tkg_metric_info(panel->metrics[k])->name;
        tkg_text_addf(out, "\t%s\tlow\thigh\tmissed", name);
    }
    tkg_text_addf(out, "\t# in %s\n", unit);
}

/* One spelling of "not measured" for all platforms. */
static void add_number(struct tkg_text *out, double number)
{
    if (isfinite(number)) {
        tkg_text_addf(out, "\t%.9g", number);
    } else {
        tkg_text_add(out, "\tNaN"); /* printf may write "-nan" or "inf" */
    }
}

/* Display units, so that the numbers are those of the axis. */
static void write_points(const struct panel *panel, const struct tkg_plot_series *series,
                         const struct tkg_plot_axis *y, struct tkg_text *out)
{
    write_header(panel, y->unit, out);
    for (size_t i = 0; i < series[0].point_count; i++) {
        tkg_text_addf(out, "%.0f", series[0].points[i].ticks);
        for (size_t k = 0; k < panel->metric_count; k++) {
            const struct tkg_plot_point *point = &series[k].points[i];
            add_number(out, point->value / y->factor);
            add_number(out, point->low / y->factor);
            add_number(out, point->high / y->factor);
            tkg_text_addf(out, "\t%d", point->has_failed);
        }
        tkg_text_add(out, "\n");
    }
}

/* Samples a fit between the first and the last size; what a logarithmic axis cannot show is left
 * out. */
static void fit_curve(struct tkg_plot_frame *frame, curve_function curve,
                      const struct tkg_summary *summary, const struct tkg_plot_sweep *sweep)
{
    double first = (double)sweep->sizes[0];
    double span = (double)sweep->sizes[sweep->case_count - 1] / first;
    for (size_t i = 0; i < TKG_PLOT_FIT_POINTS; i++) {
        double ticks = first * pow(span, (double)i / (TKG_PLOT_FIT_POINTS - 1));
        double value = curve(summary, ticks) / frame->y.factor;
        if (isfinite(value) && value > 0.0) {
            frame->fit_x[frame->fit_count] = ticks;
            frame->fit_y[frame->fit_count++] = value;
        }
    }
}

/* Limits beyond the axis get rows of their own at the edge that they lie behind. */
static void make_room(const struct tkg_plot_limits *limits, double row_share, size_t tick_count_max,
                      struct tkg_plot_axis *axis)
{
    size_t below = 0, above = 0;
    for (size_t i = 0; i < limits->count; i++) {
        bool is_above = limits->items[i].value / axis->factor > axis->max;
        above += !limits->items[i].is_near && is_above;
        below += !limits->items[i].is_near && !is_above;
    }
    /* a row and a bit each, but at most half of the panel, however many there are */
    double row = fmin(1.2 * row_share, 0.5 / (double)(above + below + 1));
    tkg_plot_axis_make_room(axis, row * (double)below, row * (double)above, tick_count_max);
}

/* The order matters: data, then near limits widen the range; far limits need the finished axis. */
static void fit_axes(const struct panel *panel, const struct tkg_plot_sweep *sweep,
                     const struct tkg_plot_layout *layout, struct tkg_plot_limits *limits,
                     struct tkg_plot_frame *frame)
{
    size_t tick_count_max = panel->is_half ? TICKS_HALF : TICKS_WHOLE;
    struct tkg_plot_range range = tkg_plot_range_empty();
    for (size_t k = 0; k < panel->metric_count; k++) {
        tkg_plot_series_range(&layout->series[k], &range);
    }
    if (!isnan(range.high)) {
        tkg_plot_range_add(&range, panel->always_shown);
    }
    enum tkg_plot_shape shape = tkg_plot_axis_shape(panel->shape, range);
    tkg_plot_limits_mark_near(limits, &range, shape);
    tkg_plot_axis_fit_sizes(&frame->x, sweep->sizes, sweep->case_count);
    tkg_plot_axis_fit(&frame->y, tkg_metric_info(panel->metrics[0])->dimension, shape, range,
                      tick_count_max);
    make_room(limits, layout->row_share, tick_count_max, &frame->y);
}

/* A note about numbers that nobody measured would be wrong, so a panel without data has none. */
static void set_words(const struct panel *panel, const struct tkg_plot_input *input,
                      const struct tkg_plot_sweep *sweep, struct tkg_plot_frame *frame)
{
    struct tkg_text note = {0};
    if (frame->y.has_data) {
        panel->note(input->summary, sweep, &note);
    }
    (void)tkg_string_copy(frame->note, sizeof(frame->note), tkg_text_borrow(&note));
    (void)tkg_string_copy(frame->y_name, sizeof(frame->y_name), panel->y_name);
    tkg_text_deinit(&note);
}

void tkg_plot_panel_write(enum tkg_plot_panel which, const struct tkg_plot_input *input,
                          const struct tkg_plot_sweep *sweep, struct tkg_text *data,
                          struct tkg_text *frame_text)
{
    const struct panel *panel = &panels[which];
    struct tkg_plot_series series[TKG_PLOT_SERIES_MAX];
    struct tkg_plot_limits limits;
    struct tkg_plot_frame frame = {.line_count = 0};
    const struct tkg_plot_layout layout = {
        .metrics = panel->metrics,
        .series = series,
        .series_count = panel->metric_count,
        .row_share = panel->is_half ? ROW_SHARE_HALF : ROW_SHARE_WHOLE,
        .height_over_width = panel->is_half ? SHAPE_HALF : SHAPE_WHOLE,
    };
    for (size_t k = 0; k < panel->metric_count; k++) {
        tkg_plot_series_init(&series[k], sweep, input->verdicts, panel->metrics[k]);
    }
    tkg_plot_limits_init(&limits, sweep, input->verdicts, panel->metrics, panel->metric_count);
    fit_axes(panel, sweep, &layout, &limits, &frame);
    set_words(panel, input, sweep, &frame);
    if (panel->curve && frame.y.has_data) {
        fit_curve(&frame, panel->curve, input->summary, sweep);
    }
    tkg_plot_layout_limits(&frame, &layout, &limits);
    tkg_plot_layout_ends(&frame, &layout);
    write_points(panel, series, &frame.y, data);
    tkg_plot_frame_write(&frame, frame_text);
}
