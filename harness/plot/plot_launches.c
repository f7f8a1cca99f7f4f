/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_launches.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "plot/plot_frame.h"
#include "plot/plot_sheet.h"

enum { Y_TICKS = 6, X_TICKS = 8, SPEED_TICKS = 4 };

static const double PAD = 0.08;

static size_t stride_of(const struct tkg_comparison_record *record)
{
    return (record->launch_count + TKG_LAUNCHES_DRAWN_MAX - 1) / TKG_LAUNCHES_DRAWN_MAX;
}

/* A contrast as a change in per cent; NaN stays NaN. */
static double percent(double logarithm)
{
    return 100.0 * expm1(logarithm);
}

static double base_ns(const struct tkg_launch_record *launch)
{
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        if (launch->roles[arm] == TKG_ARM_BASE) {
            return launch->arm_ns[arm];
        }
    }
    return NAN;
}

/* Slow launches are off by a third and more: the axis is that of the others. */
static void find_ranges(const struct tkg_comparison_record *record, struct tkg_plot_range *change,
                        struct tkg_plot_range *speed)
{
    *change = tkg_plot_range_empty();
    *speed = tkg_plot_range_empty();
    tkg_plot_range_add(change, 0.0);
    for (size_t i = 0; i < record->launch_count; i++) {
        const struct tkg_launch_record *launch = &record->launches[i];
        tkg_plot_range_add(speed, base_ns(launch));
        if (!launch->is_slow) {
            tkg_plot_range_add(change, percent(launch->head));
            tkg_plot_range_add(change, percent(launch->plant));
        }
    }
}

static double clip(double value, const struct tkg_plot_axis *axis)
{
    return isfinite(value) ? fmax(axis->min, fmin(axis->max, value)) : NAN;
}

static double last_of(const struct tkg_comparison_record *record, bool is_plant)
{
    for (size_t i = record->launch_count; i > 0; i--) {
        const struct tkg_launch_record *launch = &record->launches[i - 1];
        const double value = percent(is_plant ? launch->plant : launch->head);
        if (!launch->is_slow && isfinite(value)) {
            return value;
        }
    }
    return NAN;
}

static void add_end(struct tkg_plot_frame *frame, size_t series, double at, const char *text)
{
    if (isfinite(at)) {
        struct tkg_plot_end *end = &frame->ends[frame->end_count++];
        *end = (struct tkg_plot_end){.series = series, .x = frame->x.max, .y = at, .label_y = at};
        (void)snprintf(end->text, sizeof end->text, "%s", text);
    }
}

/* Names of the two kinds of points, beside the last of each and apart from each other. */
static void add_ends(struct tkg_plot_frame *frame, const struct tkg_comparison_record *record)
{
    const double row = 0.09 * (frame->y.max - frame->y.min);
    add_end(frame, 0, last_of(record, false), "head");
    add_end(frame, 1, last_of(record, true), "planted");
    if (frame->end_count == 2) {
        struct tkg_plot_end *head = &frame->ends[0], *plant = &frame->ends[1];
        const double gap = head->label_y - plant->label_y;
        if (fabs(gap) < row) {
            const double move = copysign(0.5 * (row - fabs(gap)), gap >= 0.0 ? 1.0 : -1.0);
            head->label_y += move;
            plant->label_y -= move;
        }
    }
}

static void write_points(const struct tkg_comparison_record *record,
                         const struct tkg_plot_axis *axis, struct tkg_text *data)
{
    const size_t stride = stride_of(record);
    tkg_text_add(data, "# launch head plant slow base_ns; contrasts in %\n");
    for (size_t i = 0; i < record->launch_count; i += stride) {
        const struct tkg_launch_record *launch = &record->launches[i];
        tkg_text_addf(data, "%zu", i + 1);
        tkg_plot_add_number(data, clip(percent(launch->head), axis));
        tkg_plot_add_number(data, clip(percent(launch->plant), axis));
        tkg_text_addf(data, "\t%d", launch->is_slow);
        tkg_plot_add_number(data, base_ns(launch));
        tkg_text_add(data, "\n");
    }
}

bool tkg_plot_launches_write(const struct tkg_comparison_record *record, struct tkg_text *data,
                             struct tkg_text *frame_text, struct tkg_text *speed_text)
{
    struct tkg_plot_range change, speed;
    struct tkg_plot_frame *frames = calloc(2, sizeof *frames);
    if (!frames || record->launch_count == 0) {
        free(frames);
        return false;
    }
    const struct tkg_plot_range x = {0.0, (double)record->launch_count + 1.0};
    find_ranges(record, &change, &speed);
    tkg_plot_axis_fit_even(&frames[0].x, x, 0.0, X_TICKS);
    frames[1].x = frames[0].x;
    tkg_plot_axis_fit_even(&frames[0].y, change, PAD, Y_TICKS);
    tkg_plot_axis_fit_even(&frames[1].y, speed, PAD, SPEED_TICKS);
    (void)snprintf(frames[0].y_name, sizeof frames[0].y_name, "change (%%)");
    (void)snprintf(frames[1].y_name, sizeof frames[1].y_name, "ns per tick");
    (void)snprintf(frames[0].note, sizeof frames[0].note,
                   "each point one launch, a fresh process; ring: an arm ran far slower than its "
                   "twin, not judged");
    add_ends(&frames[0], record);
    frames[0].fit_x[0] = frames[0].x.min;
    frames[0].fit_x[1] = frames[0].x.max;
    frames[0].fit_count = 2; /* the line at 0 */
    write_points(record, &frames[0].y, data);
    tkg_plot_frame_write(&frames[0], frame_text);
    tkg_plot_frame_write(&frames[1], speed_text);
    free(frames);
    return true;
}
