/* SPDX-License-Identifier: Apache-2.0
 *
 * base/quantity owns units and prefixes; this file only borrows them, so that a figure, its
 * interval and its limit are never scaled by two different rules.
 */
#include "report/figure_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* How one figure is written, so that its interval can be written the same way. */
struct writing {
    double factor;
    int decimals;
    char unit[TKG_QUANTITY_BYTES]; /* with its blank in front, or "" */
};

/* The count decides, whatever stands in the value: capabilities, row B07. */
bool tkg_figure_known(const struct tkg_estimate *estimate)
{
    return estimate->count >= TKG_SAMPLES_MIN && isfinite(estimate->value);
}

bool tkg_figure_measured(const struct tkg_estimate *estimate)
{
    return estimate->count + estimate->invalid_count > 0;
}

/* Takes unit and decimals from what base prints for value, so that there is one table of units. */
static struct writing writing_of(double value, enum tkg_dimension dimension)
{
    struct writing writing = {.factor = 1.0};
    char text[TKG_QUANTITY_BYTES];
    char one[TKG_QUANTITY_BYTES + 2];
    tkg_quantity_format(value, dimension, text);
    const char *unit = text + strcspn(text, " ");
    const char *point = strchr(text, '.');
    if (point && point < unit) {
        writing.decimals = (int)strspn(point + 1, "0123456789");
    }
    (void)tkg_string_copy(writing.unit, sizeof(writing.unit), unit);
    (void)snprintf(one, sizeof(one), "1%s", unit);
    if (tkg_quantity_parse(one, dimension, &writing.factor, NULL) != TKG_OK) {
        writing.factor = 1.0;
    }
    return writing;
}

/* Numbers too long for a table column are written with an exponent, as base does. */
static void format_number(double value, const struct writing *writing, char *out)
{
    double scaled = value / writing->factor;
    bool plain = fabs(scaled) < 1e6;
    (void)snprintf(out, TKG_QUANTITY_BYTES, plain ? "%.*f" : "%.*g", plain ? writing->decimals : 3,
                   scaled);
}

/* The three numbers of an interval, all written with the unit and decimals of the value. */
struct interval_text {
    char value[TKG_QUANTITY_BYTES];
    char low[TKG_QUANTITY_BYTES];
    char high[TKG_QUANTITY_BYTES];
    char unit[TKG_QUANTITY_BYTES];
};

/* Unit and decimals follow the value, or the ends where the value is next to nothing beside them.
 */
static double leading_magnitude(double value, double low, double high)
{
    double ends = fmax(fabs(low), fabs(high));
    return fabs(value) < 0.01 * ends ? ends : value;
}

/* An interval that would print as [36, 36] gets up to three more decimals. */
static struct interval_text interval_of(double value, double low, double high,
                                        enum tkg_dimension dimension)
{
    enum { EXTRA_DECIMALS = 3 };
    struct interval_text text;
    struct writing writing = writing_of(leading_magnitude(value, low, high), dimension);
    format_number(low, &writing, text.low);
    format_number(high, &writing, text.high);
    for (int i = 0; i < EXTRA_DECIMALS && low < high && strcmp(text.low, text.high) == 0; i++) {
        writing.decimals++;
        format_number(low, &writing, text.low);
        format_number(high, &writing, text.high);
    }
    format_number(value, &writing, text.value);
    (void)tkg_string_copy(text.unit, sizeof(text.unit), writing.unit);
    return text;
}

/* "Insufficient samples" takes the place of the number, not of the row: that a metric was measured
 * but cannot be told is news. */
const char *tkg_figure_value(const struct tkg_estimate *estimate, enum tkg_dimension dimension,
                             char *out)
{
    if (!tkg_figure_known(estimate)) {
        (void)tkg_string_copy(out, TKG_FIGURE_BYTES, TKG_INSUFFICIENT_SAMPLES);
        return out;
    }
    return tkg_quantity_format(estimate->value, dimension, out);
}

const char *tkg_figure_interval(const struct tkg_estimate *estimate, enum tkg_dimension dimension,
                                char *out)
{
    *out = '\0';
    if (!tkg_figure_known(estimate)) {
        return out;
    }
    struct interval_text text =
        interval_of(estimate->value, estimate->low, estimate->high, dimension);
    int used = snprintf(out, TKG_FIGURE_BYTES, "[%s, %s]%s", text.low, text.high, text.unit);
    /* 5 samples cannot give 95 %: their whole range covers the median with 93.75 %. */
    if (estimate->coverage_0to1 < 0.95) {
        (void)snprintf(out + used, TKG_FIGURE_BYTES - (size_t)used, " at %.1f %%",
                       100.0 * estimate->coverage_0to1);
    }
    return out;
}

const char *tkg_figure_both(const struct tkg_estimate *estimate, enum tkg_dimension dimension,
                            char *out)
{
    if (!tkg_figure_known(estimate)) {
        (void)tkg_string_copy(out, TKG_FIGURE_BYTES, TKG_INSUFFICIENT_SAMPLES);
        return out;
    }
    return tkg_figure_fit(estimate->value, estimate->low, estimate->high, dimension, out);
}

const char *tkg_figure_fit(double value, double low, double high, enum tkg_dimension dimension,
                           char *out)
{
    if (!isfinite(value)) {
        (void)tkg_string_copy(out, TKG_FIGURE_BYTES, "n/a");
        return out;
    }
    struct interval_text text = interval_of(value, low, high, dimension);
    (void)snprintf(out, TKG_FIGURE_BYTES, "%s [%s, %s]%s", text.value, text.low, text.high,
                   text.unit);
    return out;
}

/* A margin of 1820 reads badly as +181900 %, and one of 1.05 as x1.05; hence two forms. */
const char *tkg_figure_margin(const struct tkg_verdict *verdict, char *out)
{
    double margin = verdict->margin;
    *out = '\0';
    if (!isfinite(margin)) {
        return out;
    }
    if (margin >= 2.0) {
        (void)snprintf(out, TKG_FIGURE_BYTES, margin < 1e5 ? "x%.*f" : "x%.*e",
                       margin < 10.0 || margin >= 1e5 ? 1 : 0, margin);
        return out;
    }
    /* How far the measured value is beyond a limit, in percent of the limit: margin is limit /
     * measured for a maximum and measured / limit for a minimum. */
    bool maximum = verdict->target->kind == TKG_TARGET_MAX;
    double percent = 100.0 * (margin < 1.0 && maximum ? 1.0 - 1.0 / margin : margin - 1.0);
    (void)snprintf(out, TKG_FIGURE_BYTES, percent > -1e4 ? "%+.0f %%" : "%+.0e %%", percent);
    return out;
}

enum tkg_dimension tkg_verdict_dimension(const struct tkg_verdict *verdict)
{
    return *verdict->target->ruler ? TKG_DIMENSION_PLAIN
                                   : tkg_metric_info(verdict->target->metric)->dimension;
}

/* The first trial that has the metric tells: no metric is given by two passes. */
char tkg_figure_pass(const struct tkg_case_summary *the_case, enum tkg_metric metric)
{
    if (metric >= TKG_METRIC_LATENCY_P50 && metric <= TKG_METRIC_LATENCY_MAX) {
        if (the_case->headline == TKG_HEADLINE_NONE) {
            return '-';
        }
        bool block = the_case->headline == TKG_HEADLINE_BLOCK;
        return tkg_pass_letter(block ? TKG_PASS_BLOCK : TKG_PASS_TICK);
    }
    for (size_t i = 0; i < the_case->source->trial_count; i++) {
        const struct tkg_trial *trial = &the_case->source->trials[i];
        if (!isnan(trial->values[metric])) {
            return tkg_pass_letter(trial->pass);
        }
    }
    return '-';
}

/* Lower-case words, because machine formats use them as values. */
const char *tkg_scaling_name(enum tkg_scaling_class scaling)
{
    static const char *const names[] = {
        [TKG_SCALING_UNKNOWN] = "unknown",
        [TKG_SCALING_LINEAR] = "linear",
        [TKG_SCALING_SUBLINEAR] = "sublinear",
        [TKG_SCALING_SUPERLINEAR] = "superlinear",
    };
    return names[scaling];
}

const char *tkg_headline_name(enum tkg_headline headline)
{
    static const char *const names[] = {
        [TKG_HEADLINE_NONE] = "none",
        [TKG_HEADLINE_BLOCK] = "block",
        [TKG_HEADLINE_TICK] = "tick",
    };
    return names[headline];
}

bool tkg_case_is_flat_out(const struct tkg_case *the_case)
{
    /* Rulers are named, because their ticks are steps of a kernel and no stream was replayed. */
    bool ruler = strncmp(the_case->name, "ruler/", strlen("ruler/")) == 0;
    return the_case->tick_count > 0 && the_case->pace_ticks_per_s == 0.0 && !ruler &&
           the_case->threads.count == 0;
}
