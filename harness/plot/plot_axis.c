/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_axis.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/text.h"

/* From zero, a value at 1/30 of the axis is at a few pixels; beyond that the axis is logarithmic.
 */
static const double ZERO_SPAN_MAX = 30.0;
/* A logarithmic axis spans at least this ratio, lest noise fills the panel and looks like a trend.
 */
static const double LOG_SPAN_MIN = 4.0;
/* Free space beyond the data at each end, as a share of the data's length. */
static const double LOG_PAD = 0.08;
static const double ZERO_PAD = 0.15;
/* Below this ratio of its ends a logarithmic axis gets evenly spaced numbers. */
static const double LOG_EVEN_SPAN = 12.0;
/* Width of a digit and of the least gap between labels, as shares of a panel's width: 9 and 14
 * pixels of the 568 of a panel of the sheet. */
static const double DIGIT_SHARE = 0.016;
static const double LABEL_GAP_SHARE = 0.025;

/* A number takes this share of the room that each of the most marks of an axis has: 21 of 35 pixels
 * of the half panels, whose numbers are 17 high. */
static const double LABEL_ROOM = 0.6;

/* More sizes than this leave no gaps between marks that a reader could use. */
enum { SIZES_MARKED_MAX = 14 };

struct tkg_plot_range tkg_plot_range_empty(void)
{
    return (struct tkg_plot_range){NAN, NAN};
}

void tkg_plot_range_add(struct tkg_plot_range *range, double value)
{
    if (!isfinite(value)) {
        return;
    }
    range->low = isnan(range->low) ? value : fmin(range->low, value);
    range->high = isnan(range->high) ? value : fmax(range->high, value);
}

enum tkg_plot_shape tkg_plot_axis_shape(enum tkg_plot_shape wish, struct tkg_plot_range range)
{
    if (wish != TKG_PLOT_FROM_ZERO_OR_LOG) {
        return wish;
    }
    return range.low > 0.0 && range.high / range.low > ZERO_SPAN_MAX ? TKG_PLOT_LOG
                                                                     : TKG_PLOT_FROM_ZERO;
}

/* The unit in which reports print typical, and its size in base units. */
static void choose_unit(struct tkg_plot_axis *axis, enum tkg_dimension dimension, double typical)
{
    char text[TKG_QUANTITY_BYTES], one[2 * TKG_QUANTITY_BYTES];
    const char *blank = strchr(tkg_quantity_format(typical, dimension, text), ' ');
    axis->factor = 1.0;
    axis->unit[0] = '\0';
    if (blank) {
        (void)tkg_string_copy(axis->unit, sizeof(axis->unit), blank + 1);
        (void)snprintf(one, sizeof(one), "1 %s", axis->unit);
        TKG_ASSERT(tkg_quantity_parse(one, dimension, &axis->factor, NULL) == TKG_OK);
    }
}

/* Nearer to the high end, where the number is that people ask for. */
static double typical_of(struct tkg_plot_range range)
{
    return pow(range.low, 0.25) * pow(range.high, 0.75);
}

/* The smallest of 1, 2, 5 times a power of ten that is >= size. */
static double nice_step(double size)
{
    double power = pow(10.0, floor(log10(size)));
    double digit = size / power;
    double slack = 1.0 + 1e-9;
    return power * (digit <= slack         ? 1.0
                    : digit <= 2.0 * slack ? 2.0
                    : digit <= 5.0 * slack ? 5.0
                                           : 10.0);
}

/* Marks outside the axis are left out, but rounding must not cost the one at its very end. */
static void add_tick(struct tkg_plot_axis *axis, double at)
{
    double slack = 1e-9 * (axis->is_log ? at : axis->max - axis->min);
    if (axis->tick_count < TKG_PLOT_TICKS_MAX && at >= axis->min - slack &&
        at <= axis->max + slack) {
        struct tkg_plot_tick *tick = &axis->ticks[axis->tick_count++];
        tick->at = at;
        (void)snprintf(tick->label, sizeof(tick->label), "%.10g", at);
    }
}

/* Evenly spaced marks at round numbers; the finer of two spacings when it does not crowd the axis.
 */
static void even_ticks(struct tkg_plot_axis *axis, size_t count_max)
{
    double step = nice_step((axis->max - axis->min) / (double)count_max);
    double first = ceil(axis->min / step - 1e-9);
    double last = floor(axis->max / step + 1e-9);
    if (last - first + 1.0 > (double)count_max) {
        step = nice_step(1.5 * step);
        first = ceil(axis->min / step - 1e-9);
        last = floor(axis->max / step + 1e-9);
    }
    axis->tick_count = 0;
    for (size_t k = 0; (double)k <= last - first; k++) {
        add_tick(axis, (first + (double)k) * step + 0.0); /* never -0 */
    }
}

/* Multiples of powers of ten, every `stride` decades. */
static void decade_ticks(struct tkg_plot_axis *axis, const double *multiples, size_t multiple_count,
                         int stride)
{
    int first = (int)floor(log10(axis->min));
    int last = (int)ceil(log10(axis->max));
    first -= ((first % stride) + stride) % stride;
    axis->tick_count = 0;
    for (int decade = first; decade <= last; decade += stride) {
        for (size_t i = 0; i < multiple_count; i++) {
            add_tick(axis, multiples[i] * pow(10.0, decade));
        }
    }
}

/* The densest pattern that does not crowd the axis. */
static void log_ticks(struct tkg_plot_axis *axis, size_t count_max)
{
    static const double multiples[] = {1.0, 2.0, 5.0};
    static const double halves[] = {1.0, 3.0}; /* a decade cut at its middle, about */
    decade_ticks(axis, multiples, 3, 1);
    if (axis->tick_count < 3 && axis->max / axis->min < LOG_EVEN_SPAN) {
        even_ticks(axis, count_max);
    }
    if (axis->tick_count > count_max) {
        decade_ticks(axis, halves, 2, 1);
    }
    for (int stride = 1; axis->tick_count > count_max; stride++) {
        decade_ticks(axis, halves, 1, stride);
    }
}

/* Padding is a share of the data's own length, so that points never lie on the border. */
static void fit_log(struct tkg_plot_axis *axis, struct tkg_plot_range range)
{
    double low = log(range.low / axis->factor);
    double high = log(range.high / axis->factor);
    double pad = fmax(LOG_PAD * (high - low), 0.5 * (log(LOG_SPAN_MIN) - (high - low)));
    axis->min = exp(low - pad);
    axis->max = exp(high + pad);
}

/* The largest number with one round digit, or 1.5, that is not above value. */
static double round_down(double value)
{
    static const double digits[] = {8.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.5};
    double power = pow(10.0, floor(log10(value)));
    for (size_t i = 0; i < sizeof(digits) / sizeof(digits[0]); i++) {
        if (digits[i] * power <= value * (1.0 + 1e-9)) {
            return digits[i] * power;
        }
    }
    return power;
}

/* Points below the lowest number of a logarithmic axis cannot be read off it, so it gets one there,
 * and grows downwards when it must. */
static void add_low_tick(struct tkg_plot_axis *axis, size_t tick_count_max)
{
    const double slack = 1.0 + 1e-9;
    double at = round_down(axis->low);
    if (axis->tick_count > 0 && axis->ticks[0].at <= axis->low * slack) {
        return;
    }
    axis->min = fmin(axis->min, at);
    struct tkg_plot_axis old = *axis;
    double room = LABEL_ROOM / (double)tick_count_max;
    bool is_full = old.tick_count >= tick_count_max;
    axis->tick_count = 0;
    add_tick(axis, at);
    for (size_t i = 0; i < old.tick_count; i++) { /* the lowest old one gives way to the new one */
        double distance =
            tkg_plot_axis_fraction(axis, old.ticks[i].at) - tkg_plot_axis_fraction(axis, at);
        if (distance >= room && (i > 0 || !is_full)) {
            add_tick(axis, old.ticks[i].at);
        }
    }
}

/* An axis without data has no marks: a number would suggest a scale. */
static void set_ticks(struct tkg_plot_axis *axis, size_t tick_count_max)
{
    axis->tick_count = 0;
    if (axis->has_data && axis->is_log) {
        log_ticks(axis, tick_count_max);
        add_low_tick(axis, tick_count_max);
    } else if (axis->has_data) {
        even_ticks(axis, tick_count_max);
    }
}

void tkg_plot_axis_fit(struct tkg_plot_axis *axis, enum tkg_dimension dimension,
                       enum tkg_plot_shape shape, struct tkg_plot_range range,
                       size_t tick_count_max)
{
    shape = tkg_plot_axis_shape(shape, range);
    axis->is_log = shape == TKG_PLOT_LOG;
    axis->has_data = !isnan(range.high) && range.high > 0.0 && (!axis->is_log || range.low > 0.0);
    if (!axis->has_data) {
        range = (struct tkg_plot_range){1.0, 1.0};
    }
    choose_unit(axis, dimension, axis->is_log ? typical_of(range) : range.high);
    axis->low = range.low / axis->factor;
    if (axis->is_log) {
        fit_log(axis, range);
    } else {
        axis->min = 0.0;
        axis->max = (1.0 + ZERO_PAD) * range.high / axis->factor;
    }
    set_ticks(axis, tick_count_max);
}

void tkg_plot_axis_make_room(struct tkg_plot_axis *axis, double below, double above,
                             size_t tick_count_max)
{
    double inside = 1.0 - above - (axis->is_log ? below : 0.0);
    TKG_ASSERT(inside > 0.0);
    double max = tkg_plot_axis_value(axis, 1.0 + above / inside);
    double min = axis->is_log ? tkg_plot_axis_value(axis, -below / inside) : axis->min;
    axis->max = max;
    axis->min = min;
    set_ticks(axis, tick_count_max);
}

static bool is_power_of_ten(uint64_t count)
{
    while (count >= 10 && count % 10 == 0) {
        count /= 10;
    }
    return count == 1;
}

/* Half of the label and half of the gap that it keeps, as a share of the axis. */
static double label_half_width(const struct tkg_plot_tick *tick)
{
    return 0.5 * (DIGIT_SHARE * (double)strlen(tick->label) + LABEL_GAP_SHARE);
}

/* Against the labels that are already there; marks without a number take no room. */
static bool label_fits(const struct tkg_plot_axis *axis, const struct tkg_plot_tick *tick)
{
    for (size_t i = 0; i < axis->tick_count; i++) {
        const struct tkg_plot_tick *other = &axis->ticks[i];
        double distance =
            fabs(tkg_plot_axis_fraction(axis, other->at) - tkg_plot_axis_fraction(axis, tick->at));
        if (*other->label && distance < label_half_width(other) + label_half_width(tick)) {
            return false;
        }
    }
    return true;
}

/* Numbers the sizes that fit; powers of ten are asked first. */
static void label_sizes(struct tkg_plot_axis *axis, const uint64_t *sizes, bool powers)
{
    for (size_t i = 0; i < axis->tick_count; i++) {
        struct tkg_plot_tick candidate = {.at = axis->ticks[i].at};
        if (is_power_of_ten(sizes[i]) == powers && !*axis->ticks[i].label) {
            (void)tkg_count_format(sizes[i], candidate.label);
            if (label_fits(axis, &candidate)) {
                axis->ticks[i] = candidate;
            }
        }
    }
}

/* Many sizes: the round numbers between them, as far as they are whole. */
static void mark_decades(struct tkg_plot_axis *axis)
{
    size_t kept = 0;
    log_ticks(axis, SIZES_MARKED_MAX / 2);
    for (size_t i = 0; i < axis->tick_count; i++) {
        double rounded = nearbyint(axis->ticks[i].at);
        if (fabs(axis->ticks[i].at - rounded) <= 1e-6 * rounded && rounded >= 1.0) {
            axis->ticks[kept].at = rounded;
            (void)tkg_count_format((unsigned long long)rounded, axis->ticks[kept].label);
            kept++;
        }
    }
    axis->tick_count = kept;
}

void tkg_plot_axis_fit_sizes(struct tkg_plot_axis *axis, const uint64_t *sizes, size_t count)
{
    TKG_ASSERT(count >= 1 && sizes[0] >= 1);
    *axis = (struct tkg_plot_axis){.is_log = true, .has_data = true, .factor = 1.0};
    fit_log(axis, (struct tkg_plot_range){(double)sizes[0], (double)sizes[count - 1]});
    if (count > SIZES_MARKED_MAX) {
        mark_decades(axis);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        axis->ticks[i].at = (double)sizes[i];
    }
    axis->tick_count = count;
    label_sizes(axis, sizes, true);
    label_sizes(axis, sizes, false);
}

double tkg_plot_axis_fraction(const struct tkg_plot_axis *axis, double value)
{
    return axis->is_log ? log(value / axis->min) / log(axis->max / axis->min)
                        : (value - axis->min) / (axis->max - axis->min);
}

double tkg_plot_axis_value(const struct tkg_plot_axis *axis, double fraction)
{
    return axis->is_log ? axis->min * pow(axis->max / axis->min, fraction)
                        : axis->min + fraction * (axis->max - axis->min);
}

void tkg_plot_axis_fit_even(struct tkg_plot_axis *axis, struct tkg_plot_range range, double pad,
                            size_t tick_count_max)
{
    *axis = (struct tkg_plot_axis){.factor = 1.0, .has_data = isfinite(range.low)};
    const double low = axis->has_data ? range.low : 0.0;
    const double high = axis->has_data ? range.high : 1.0;
    const double least = fmax(1e-6 * fmax(fabs(low), fabs(high)), 1e-12);
    const double beyond = fmax(pad * (high - low), least);
    axis->min = low - beyond;
    axis->max = high + beyond;
    axis->low = low;
    even_ticks(axis, tick_count_max);
}
