/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_speedup.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "plot/plot_frame.h"
#include "plot/plot_layout.h"
#include "plot/plot_limit.h"
#include "plot/plot_space.h"
#include "stats/usl.h"

/* As in the panels of the sheet: 24 of 330 pixels for a row of small text, 330 high, 568 wide. */
static const double ROW_SHARE = 24.0 / 330.0, SHAPE = 330.0 / 568.0;
/* Free space beyond the most threads, and the least distance of numbers on the axis. */
static const double X_PAD = 0.04, LABEL_GAP = 0.05;
enum { TICKS_MAX = 7 };

/* Which line an end label belongs to. */
enum { MEASURED, IDEAL, LAW };

static const enum tkg_metric metrics[] = {TKG_METRIC_SPEEDUP};

bool tkg_plot_speedup_sweep(struct tkg_plot_sweep *sweep, const struct tkg_summary *summary)
{
    *sweep = (struct tkg_plot_sweep){.case_count = 0};
    for (size_t i = 0; i < summary->case_count && sweep->case_count < TKG_PLOT_SIZES_MAX; i++) {
        const struct tkg_case_summary *one = &summary->cases[i];
        if (one->source->threads.count == 0 ||
            !isfinite(one->estimates[TKG_METRIC_SPEEDUP].value)) {
            continue;
        }
        size_t at = sweep->case_count++;
        for (; at > 0 && sweep->sizes[at - 1] > one->source->threads.count; at--) {
            sweep->cases[at] = sweep->cases[at - 1];
            sweep->sizes[at] = sweep->sizes[at - 1];
        }
        sweep->cases[at] = one;
        sweep->sizes[at] = one->source->threads.count;
    }
    return sweep->case_count >= 2;
}

/* From 0, with a mark at each thread count and numbers where they do not touch; the last always has
 * its own. */
static void fit_threads(struct tkg_plot_axis *axis, const struct tkg_plot_sweep *sweep)
{
    double most = (double)sweep->sizes[sweep->case_count - 1];
    *axis = (struct tkg_plot_axis){.has_data = true, .factor = 1.0, .max = most * (1.0 + X_PAD)};
    double labelled = -axis->max;
    for (size_t i = 0; i < sweep->case_count && axis->tick_count < TKG_PLOT_TICKS_MAX; i++) {
        struct tkg_plot_tick *tick = &axis->ticks[axis->tick_count++];
        double room = LABEL_GAP * axis->max;
        tick->at = (double)sweep->sizes[i];
        if (tick->at - labelled >= room && (tick->at == most || most - tick->at >= room)) {
            (void)snprintf(tick->label, sizeof(tick->label), "%" PRIu64, sweep->sizes[i]);
            labelled = tick->at;
        }
    }
}

static double law_at(const struct tkg_thread_scaling *scaling, double threads)
{
    const struct tkg_usl usl = {1.0, scaling->sigma.value, scaling->kappa.value};
    return tkg_usl_throughput(&usl, threads);
}

/* From one thread to the most; nothing without a law. */
static void add_law(struct tkg_plot_frame *frame, const struct tkg_summary *summary, double most)
{
    if (!isfinite(summary->threads.sigma.value)) {
        return;
    }
    for (size_t i = 0; i < TKG_PLOT_FIT_POINTS; i++) {
        double threads = 1.0 + (most - 1.0) * (double)i / (TKG_PLOT_FIT_POINTS - 1);
        frame->fit_x[frame->fit_count] = threads;
        frame->fit_y[frame->fit_count++] = law_at(&summary->threads, threads);
    }
}

static void add_end(struct tkg_plot_frame *frame, size_t series, double y, const char *text)
{
    struct tkg_plot_end *end = &frame->ends[frame->end_count++];
    *end = (struct tkg_plot_end){.series = series, .x = frame->x.max / (1.0 + X_PAD), .y = y};
    (void)snprintf(end->text, sizeof(end->text), "%s", text);
}

/* Keys at line ends, moved apart where lines end close to each other. */
static void add_ends(struct tkg_plot_frame *frame, const struct tkg_plot_layout *layout)
{
    double positions[TKG_PLOT_SERIES_MAX];
    double most = frame->x.max / (1.0 + X_PAD);
    tkg_plot_layout_ends(frame, layout);
    add_end(frame, IDEAL, most, "ideal");
    if (frame->fit_count > 0) {
        add_end(frame, LAW, frame->fit_y[frame->fit_count - 1], "law");
    }
    for (size_t i = 0; i < frame->end_count; i++) {
        positions[i] = tkg_plot_axis_fraction(&frame->y, frame->ends[i].y);
    }
    tkg_plot_spread(positions, frame->end_count, layout->row_share);
    for (size_t i = 0; i < frame->end_count; i++) {
        frame->ends[i].label_y = tkg_plot_axis_value(&frame->y, positions[i]);
    }
}

static bool has_turns(const struct tkg_plot_sweep *sweep)
{
    for (size_t i = 0; i < sweep->case_count; i++) {
        if (sweep->cases[i]->source->threads.oversubscribed) {
            return true;
        }
    }
    return false;
}

/* What the law says, and what a hollow point is where there is one. */
static void write_note(const struct tkg_plot_sweep *sweep, const struct tkg_thread_scaling *scaling,
                       char *out, size_t out_bytes)
{
    const char *turns = has_turns(sweep) ? "; hollow: more threads than CPUs" : "";
    char peak[64] = "";
    if (!isfinite(scaling->sigma.value)) {
        (void)snprintf(out, out_bytes, "no law: too few thread counts or rounds%s", turns);
        return;
    }
    if (isfinite(scaling->peak_threads)) {
        (void)snprintf(peak, sizeof(peak), "; peak at %.3g threads", scaling->peak_threads);
    }
    (void)snprintf(out, out_bytes, "contention %.3g, coherency %.3g%s%s", scaling->sigma.value,
                   scaling->kappa.value, peak, turns);
}

static void add_number(struct tkg_text *out, double number)
{
    if (isfinite(number)) {
        tkg_text_addf(out, "\t%.9g", number);
    } else {
        tkg_text_add(out, "\tNaN"); /* printf may write "-nan" or "inf" */
    }
}

static void write_points(const struct tkg_plot_sweep *sweep, const struct tkg_plot_series *series,
                         struct tkg_text *out)
{
    tkg_text_add(out, "# threads\tspeedup\tlow\thigh\tmissed\toversubscribed\n");
    for (size_t i = 0; i < series->point_count; i++) {
        const struct tkg_plot_point *point = &series->points[i];
        tkg_text_addf(out, "%" PRIu64, sweep->sizes[i]);
        add_number(out, point->value);
        add_number(out, point->low);
        add_number(out, point->high);
        tkg_text_addf(out, "\t%d\t%d\n", point->has_failed,
                      sweep->cases[i]->source->threads.oversubscribed);
    }
}

void tkg_plot_speedup_write(const struct tkg_plot_sweep *sweep, const struct tkg_summary *summary,
                            const struct tkg_verdict_list *verdicts, struct tkg_text *data,
                            struct tkg_text *frame_text)
{
    struct tkg_plot_series series;
    struct tkg_plot_frame frame = {.y_name = "speed-up"};
    struct tkg_plot_limits limits;
    struct tkg_plot_range range = tkg_plot_range_empty();
    const struct tkg_plot_layout layout = {metrics, &series, 1, ROW_SHARE, SHAPE};
    double most = (double)sweep->sizes[sweep->case_count - 1];
    tkg_plot_series_init(&series, sweep, verdicts, TKG_METRIC_SPEEDUP);
    tkg_plot_series_range(&series, &range);
    tkg_plot_range_add(&range, most); /* the end of the ideal line */
    tkg_plot_limits_init(&limits, sweep, verdicts, metrics, 1);
    tkg_plot_limits_mark_near(&limits, &range, TKG_PLOT_FROM_ZERO);
    fit_threads(&frame.x, sweep);
    tkg_plot_axis_fit(&frame.y, TKG_DIMENSION_PLAIN, TKG_PLOT_FROM_ZERO, range, TICKS_MAX);
    add_law(&frame, summary, most);
    tkg_plot_layout_limits(&frame, &layout, &limits);
    add_ends(&frame, &layout);
    write_note(sweep, &summary->threads, frame.note, sizeof(frame.note));
    write_points(sweep, &series, data);
    tkg_plot_frame_write(&frame, frame_text);
}
