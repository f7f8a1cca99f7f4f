/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/scaling.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "stats/estimate.h"
#include "stats/fit.h"
#include "stats/growth_law.h"
#include "stats/sweep.h"

enum { SIZE_COUNT_MIN = 2 };

/* A class is left when the exponent is more than two thirds of the way from n to n log n: the ticks
 * of a larger size come from a slower cache, which takes an honest core a third of the way. */
#define CLASS_BORDER_SHARE (2.0 / 3.0)

bool tkg_is_replay_case(const struct tkg_case *the_case)
{
    return strncmp(the_case->name, "replay/", 7) == 0 && the_case->tick_count > 0;
}

/* The least-squares slope of the values over the logarithms of the sizes from first_size on. */
static double slope_of(const struct tkg_sweep *sweep, const double *values, size_t first_size)
{
    const double *x = sweep->log_ticks;
    double count = (double)(sweep->size_count - first_size);
    double mean_x = 0.0;
    double mean_y = 0.0;
    double xx = 0.0;
    double xy = 0.0;
    for (size_t i = first_size; i < sweep->size_count; i++) {
        mean_x += x[i] / count;
        mean_y += values[i] / count;
    }
    for (size_t i = first_size; i < sweep->size_count; i++) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        xy += (x[i] - mean_x) * (values[i] - mean_y);
    }
    return xy / xx;
}

static double mean_of(const double *values, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum / (double)count;
}

/* An exponent over part of the sweep, and how far beyond 1 that of n log n would be there. */
struct exponent {
    struct tkg_estimate estimate; /* of the slopes of single rounds */
    double border;
};

/* scratch has room for row_count values and for size_count. */
static struct exponent exponent_from(const struct tkg_sweep *sweep, size_t first_size,
                                     double *scratch)
{
    struct exponent exponent;
    for (size_t i = 0; i < sweep->size_count; i++) {
        scratch[i] = log(sweep->log_ticks[i]);
    }
    exponent.border = CLASS_BORDER_SHARE * slope_of(sweep, scratch, first_size);
    for (size_t row = 0; row < sweep->row_count; row++) {
        scratch[row] = slope_of(sweep, &sweep->log_times[row * sweep->size_count], first_size);
    }
    exponent.estimate = tkg_estimate_from_values(scratch, sweep->row_count, 0);
    return exponent;
}

static bool is_above(const struct exponent *exponent)
{
    return exponent->estimate.low > 1.0 + exponent->border;
}

static bool is_below(const struct exponent *exponent)
{
    return exponent->estimate.high < 1.0 - exponent->border;
}

static bool is_between(const struct exponent *exponent)
{
    return exponent->estimate.low >= 1.0 - exponent->border &&
           exponent->estimate.high <= 1.0 + exponent->border;
}

/* What goes on growing at the largest sizes will go on beyond them; a step between smaller ones is
 * a cache that filled up. So the two largest sizes decide, and an alarm needs the whole sweep to
 * agree. */
static enum tkg_scaling_class class_of(const struct exponent *whole, const struct exponent *top)
{
    if (is_above(top) && is_above(whole)) {
        return TKG_SCALING_SUPERLINEAR;
    }
    if (is_below(top) && is_below(whole)) {
        return TKG_SCALING_SUBLINEAR;
    }
    return is_between(top) ? TKG_SCALING_LINEAR : TKG_SCALING_UNKNOWN;
}

/* Every round's level at the fitted slope: the line goes through the middle of the data. */
static struct tkg_estimate intercept_of(const struct tkg_sweep *sweep, double slope,
                                        double *scratch)
{
    double mean_x = mean_of(sweep->log_ticks, sweep->size_count);
    for (size_t row = 0; row < sweep->row_count; row++) {
        const double *times = &sweep->log_times[row * sweep->size_count];
        scratch[row] = mean_of(times, sweep->size_count) - slope * mean_x;
    }
    return tkg_estimate_from_values(scratch, sweep->row_count, 0);
}

static void fill_from_sweep(struct tkg_summary *summary, const struct tkg_sweep *sweep,
                            double *scratch)
{
    struct exponent whole = exponent_from(sweep, 0, scratch);
    struct exponent top = exponent_from(sweep, sweep->size_count - 2, scratch);
    struct tkg_estimate level = intercept_of(sweep, whole.estimate.value, scratch);
    struct tkg_line_fit fit = {
        whole.estimate.value, whole.estimate.low,   whole.estimate.high, level.value, level.low,
        level.high,           whole.estimate.count,
    };
    summary->time_exponent = fit;
    summary->scaling = class_of(&whole, &top);
    if (summary->scaling == TKG_SCALING_SUPERLINEAR) {
        summary->growth = tkg_growth_nearest(&fit, 1.0 + whole.border / CLASS_BORDER_SHARE);
    }
}

enum tkg_status tkg_scaling_fill(struct tkg_summary *summary, struct tkg_error *err)
{
    struct tkg_sweep sweep;
    summary->time_exponent = tkg_line_fit_none(0);
    summary->scaling = TKG_SCALING_UNKNOWN;
    enum tkg_status status = tkg_sweep_init(&sweep, summary, err);
    if (status != TKG_OK) {
        return status;
    }
    summary->time_exponent.count = (uint32_t)sweep.row_count;
    if (sweep.size_count >= SIZE_COUNT_MIN && sweep.row_count >= TKG_SAMPLES_MIN) {
        double *scratch = calloc(sweep.row_count + sweep.size_count, sizeof(*scratch));
        if (scratch) {
            fill_from_sweep(summary, &sweep, scratch);
        } else {
            status = tkg_fail(err, TKG_NO_MEMORY, "no memory for %zu rounds", sweep.row_count);
        }
        free(scratch);
    }
    tkg_sweep_deinit(&sweep);
    return status;
}

static size_t total_trial_count(const struct tkg_summary *summary)
{
    size_t count = 0;
    for (size_t i = 0; i < summary->case_count; i++) {
        count += summary->cases[i].source->trial_count;
    }
    return count;
}

/* Adds (ticks, peak) of every valid trial of one case behind the first count points. */
static size_t add_memory_points(const struct tkg_case *the_case, double *ticks, double *peaks,
                                size_t count)
{
    for (size_t i = 0; i < the_case->trial_count; i++) {
        const struct tkg_trial *trial = &the_case->trials[i];
        if (trial->invalid == 0 && !isnan(trial->values[TKG_METRIC_PEAK_MEMORY])) {
            ticks[count] = (double)the_case->tick_count;
            peaks[count++] = trial->values[TKG_METRIC_PEAK_MEMORY];
        }
    }
    return count;
}

enum tkg_status tkg_memory_fill(struct tkg_summary *summary, struct tkg_error *err)
{
    size_t room = total_trial_count(summary) + 1;
    double *ticks = calloc(room, sizeof(*ticks));
    double *peaks = calloc(room, sizeof(*peaks));
    enum tkg_status status = TKG_OK;
    summary->memory = tkg_line_fit_none(0);
    if (ticks && peaks) {
        size_t count = 0;
        for (size_t i = 0; i < summary->case_count; i++) {
            if (tkg_is_replay_case(summary->cases[i].source)) {
                count = add_memory_points(summary->cases[i].source, ticks, peaks, count);
            }
        }
        summary->memory = tkg_line_fit(ticks, peaks, count);
    } else {
        status = tkg_fail(err, TKG_NO_MEMORY, "no memory for %zu trials", room - 1);
    }
    free(ticks);
    free(peaks);
    return status;
}
