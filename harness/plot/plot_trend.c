/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_trend.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/plot_frame.h"
#include "plot/plot_sheet.h"
#include "plot/plot_text.h"
#include "sample/metric.h"

/* Above the points is room for the labels of steps, in rows of which each takes this share. */
static const double ROOM_BELOW = 0.08, LABEL_ROW = 0.055;
enum { LABEL_ROWS = 4, X_LABELS_MAX = 8, COMMIT_COLUMNS = 10, Y_TICKS = 7 };

/* Colours of a step's label in trend.gp. */
enum { STEP_NEUTRAL, STEP_WORSE, STEP_BETTER };

struct picture {
    const struct tkg_history_series *series;
    const struct tkg_trend *trend;
    const char *metric;
    size_t first;  /* of the series' points that is drawn */
    double factor; /* 1 in the unit of the axis */
    struct tkg_plot_frame frame;
};

bool tkg_plot_more_is_worse(const char *metric)
{
    enum tkg_metric known;
    return !tkg_metric_find(metric, &known) || tkg_metric_info(known)->better != TKG_BETTER_MORE;
}

/* Display units where the unit is one of ours: those of the median. */
static void fit_y(struct picture *picture)
{
    const struct tkg_history_series *series = picture->series;
    struct tkg_plot_range range = tkg_plot_range_empty();
    struct tkg_plot_axis units;
    picture->factor = 1.0;
    for (size_t i = picture->first; i < series->point_count; i++) {
        tkg_plot_range_add(&range, series->points[i].low);
        tkg_plot_range_add(&range, series->points[i].high);
    }
    for (int dimension = 0; dimension < TKG_DIMENSION_COUNT; dimension++) {
        const char *unit = tkg_dimension_unit((enum tkg_dimension)dimension);
        if (*unit && strcmp(series->unit, unit) == 0) {
            tkg_plot_axis_fit(&units, (enum tkg_dimension)dimension, TKG_PLOT_FROM_ZERO, range,
                              Y_TICKS);
            picture->factor = units.factor;
        }
    }
    range.low /= picture->factor;
    range.high /= picture->factor;
    tkg_plot_axis_fit_even(&picture->frame.y, range, ROOM_BELOW, Y_TICKS);
    const double length = picture->frame.y.max - picture->frame.y.min;
    range.high += LABEL_ROWS * LABEL_ROW * length;
    tkg_plot_axis_fit_even(&picture->frame.y, range, ROOM_BELOW, Y_TICKS);
    if (picture->factor != 1.0) {
        (void)snprintf(picture->frame.y.unit, sizeof picture->frame.y.unit, "%s", units.unit);
    } else if (strcmp(series->unit, "ratio") != 0) {
        (void)snprintf(picture->frame.y.unit, sizeof picture->frame.y.unit, "%.40s", series->unit);
    }
}

/* A run without a commit is named by its number. */
static void name_run(const struct tkg_history_point *point, char *out, size_t out_bytes)
{
    if (*point->commit) {
        (void)snprintf(out, out_bytes, "%.*s", COMMIT_COLUMNS, point->commit);
    } else {
        (void)snprintf(out, out_bytes, "#%lld", (long long)point->run_id);
    }
}

static void fit_x(struct picture *picture)
{
    const size_t count = picture->series->point_count - picture->first;
    struct tkg_plot_axis *axis = &picture->frame.x;
    *axis =
        (struct tkg_plot_axis){.has_data = true, .factor = 1.0, .min = -1.0, .max = (double)count};
    const size_t step = (count + X_LABELS_MAX - 1) / X_LABELS_MAX;
    for (size_t i = 0; i < count; i += step) {
        struct tkg_plot_tick *tick = &axis->ticks[axis->tick_count++];
        tick->at = (double)i;
        name_run(&picture->series->points[picture->first + i], tick->label, sizeof tick->label);
    }
}

static void write_runs(const struct picture *picture, struct tkg_text *data)
{
    tkg_text_add(data, "# 0 runs: index value low high\n");
    for (size_t i = picture->first; i < picture->series->point_count; i++) {
        const struct tkg_history_point *point = &picture->series->points[i];
        tkg_text_addf(data, "%zu", i - picture->first);
        tkg_plot_add_number(data, point->value / picture->factor);
        tkg_plot_add_number(data, point->low / picture->factor);
        tkg_plot_add_number(data, point->high / picture->factor);
        tkg_text_add(data, "\n");
    }
    tkg_text_add(data, "\n\n");
}

/* Where a value index lies on the x axis; before the first drawn run at its left end. */
static double position(const struct picture *picture, size_t index)
{
    return index > picture->first ? (double)(index - picture->first) : 0.0;
}

static void write_segment(const struct picture *picture, size_t begin, size_t end, double mean,
                          struct tkg_text *data)
{
    if (end > picture->first) {
        tkg_text_addf(data, "%.9g\t%.9g", position(picture, begin) - 0.4,
                      position(picture, end - 1) + 0.4);
        tkg_plot_add_number(data, tkg_trend_level(picture->trend, mean) / picture->factor);
        tkg_text_add(data, "\n");
    }
}

static double mean_of(const struct picture *picture, size_t begin, size_t end)
{
    double sum = 0.0;
    for (size_t i = begin; i < end; i++) {
        const double value = picture->series->points[i].value;
        sum += picture->trend->is_log ? log(value) : value;
    }
    return sum / (double)(end - begin);
}

static void write_segments(const struct picture *picture, struct tkg_text *data)
{
    const struct tkg_change_points *steps = &picture->trend->steps;
    size_t begin = picture->trend->first;
    tkg_text_add(data, "# 1 segments between steps: from to mean\n");
    for (size_t i = 0; i <= steps->count; i++) {
        const size_t end = i < steps->count ? steps->points[i].index : picture->series->point_count;
        write_segment(picture, begin, end, mean_of(picture, begin, end), data);
        begin = end;
    }
    tkg_text_add(data, "\n\n");
}

static void add_change(const struct picture *picture, double before, double after, char *out,
                       size_t out_bytes)
{
    const double change = tkg_trend_change(picture->trend, before, after);
    if (picture->trend->is_log) {
        (void)snprintf(out, out_bytes, "%+.2f %%", 100.0 * change);
    } else {
        (void)snprintf(out, out_bytes, "%+.3g", change / picture->factor);
    }
}

/* Labels take turns in rows under the upper edge, so that neighbours do not cover each other. */
static double label_height(const struct picture *picture, size_t row)
{
    const struct tkg_plot_axis *y = &picture->frame.y;
    return y->max - (0.5 + (double)(row % LABEL_ROWS)) * LABEL_ROW * (y->max - y->min);
}

static void write_steps(const struct picture *picture, struct tkg_text *data)
{
    char change[64], run[64], label[160];
    size_t drawn = 0;
    tkg_text_add(data, "# 2 steps: at tone label_y text\n");
    for (size_t i = 0; i < picture->trend->steps.count; i++) {
        const struct tkg_change_point *step = &picture->trend->steps.points[i];
        if (step->index < picture->first) {
            continue;
        }
        const bool is_worse =
            (step->after > step->before) == tkg_plot_more_is_worse(picture->metric);
        add_change(picture, step->before, step->after, change, sizeof change);
        name_run(&picture->series->points[step->index], run, sizeof run);
        (void)snprintf(label, sizeof label, "%s at %s", change, run);
        tkg_text_addf(data, "%.9g\t%d\t%.9g\t", position(picture, step->index) - 0.5,
                      is_worse ? STEP_WORSE : STEP_BETTER, label_height(picture, drawn++));
        tkg_plot_text_add(data, label, TKG_PLOT_LABEL_COLUMNS);
        tkg_text_add(data, "\n");
    }
    tkg_text_add(data, drawn ? "\n\n" : "NaN\t0\t0\t\n\n\n");
}

static void write_drifts(const struct picture *picture, struct tkg_text *data)
{
    char change[64], label[160];
    size_t drawn = 0;
    const struct tkg_plot_axis *y = &picture->frame.y;
    tkg_text_add(data, "# 3 drifts: from to label_y text\n");
    for (size_t i = 0; i < picture->trend->drifts.count; i++) {
        const struct tkg_creep_alarm *drift = &picture->trend->drifts.alarms[i];
        if (drift->at < picture->first) {
            continue;
        }
        add_change(picture, drift->before, drift->now, change, sizeof change);
        (void)snprintf(label, sizeof label, "drift %s", change);
        tkg_text_addf(data, "%.9g\t%.9g\t%.9g\t", position(picture, drift->from) - 0.5,
                      position(picture, drift->at) + 0.5,
                      y->min + (0.5 + (double)(drawn++ % 2)) * LABEL_ROW * (y->max - y->min));
        tkg_plot_text_add(data, label, TKG_PLOT_LABEL_COLUMNS);
        tkg_text_add(data, "\n");
    }
    /* gnuplot 5.4 dies of a last block of nothing without the blank lines behind it. */
    tkg_text_add(data, drawn ? "\n\n" : "NaN\t0\t0\t\n\n\n");
}

bool tkg_plot_trend_write(const struct tkg_history_series *series, const struct tkg_trend *trend,
                          const char *metric, const char *subject, struct tkg_text *data,
                          struct tkg_text *frame_text)
{
    struct picture *picture = calloc(1, sizeof *picture);
    if (!picture) {
        return false;
    }
    picture->series = series;
    picture->trend = trend;
    picture->metric = metric;
    picture->first =
        series->point_count > TKG_TREND_RUNS_MAX ? series->point_count - TKG_TREND_RUNS_MAX : 0;
    (void)snprintf(picture->frame.y_name, sizeof picture->frame.y_name, "%.100s%s%.100s", metric,
                   strcmp(series->unit, "ratio") == 0 ? " as a ratio to " : "",
                   strcmp(series->unit, "ratio") == 0 ? series->reference : "");
    (void)snprintf(picture->frame.note, sizeof picture->frame.note,
                   "%.60s; points: medians of runs, lines: means between steps, shaded: drift",
                   subject);
    fit_y(picture);
    fit_x(picture);
    write_runs(picture, data);
    write_segments(picture, data);
    write_steps(picture, data);
    write_drifts(picture, data);
    tkg_plot_frame_write(&picture->frame, frame_text);
    free(picture);
    return true;
}
