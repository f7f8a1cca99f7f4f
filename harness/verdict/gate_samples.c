/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/estimate.h"
#include "verdict/gate_row.h"

/* tkg_shift_estimate() takes so many; the rest of a long series is not needed. */
static size_t pair_count_of(const struct tkg_gate_samples *samples)
{
    const size_t count =
        samples->base_count < samples->head_count ? samples->base_count : samples->head_count;
    return count < TKG_SIGNED_RANK_MAX ? count : TKG_SIGNED_RANK_MAX;
}

static bool all_finite(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i]) || values[i] < 0.0) {
            return false;
        }
    }
    return true;
}

static bool all_equal(const double *values, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (values[i] != values[0]) {
            return false;
        }
    }
    return true;
}

static enum tkg_status median_of(const double *values, size_t count, double *median,
                                 struct tkg_error *err)
{
    double *sorted = malloc(count * sizeof *sorted);
    if (!sorted) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for %zu values", count);
    }
    memcpy(sorted, values, count * sizeof *sorted);
    tkg_sort_values(sorted, count);
    *median = tkg_median_of_sorted(sorted, count);
    free(sorted);
    return TKG_OK;
}

/* What a shift says, where worse is up. */
static enum tkg_gate_class class_of(const struct tkg_gate_question *question, double low,
                                    double high, double high_pass)
{
    const double tolerance = log1p(question->tolerance);
    if (low > tolerance) {
        return TKG_GATE_CLASS_REGRESSION;
    }
    if (high < -tolerance) {
        return TKG_GATE_CLASS_IMPROVEMENT;
    }
    return high_pass <= log1p(question->margin) ? TKG_GATE_CLASS_PASS : TKG_GATE_CLASS_INCONCLUSIVE;
}

static void fill_change(struct tkg_gate_verdict *verdict, double estimate, double low, double high)
{
    verdict->change = expm1(estimate);
    verdict->change_low = expm1(low);
    verdict->change_high = expm1(high);
}

/* No spread on either side: a number against a number. */
static void judge_exact(const struct tkg_gate_question *question, struct tkg_gate_verdict *verdict)
{
    const double sign = question->better == TKG_BETTER_MORE ? -1.0 : 1.0;
    const bool is_same = verdict->base_value == verdict->head_value;
    const double shift = is_same ? 0.0 : log(verdict->head_value / verdict->base_value);
    verdict->error_0to1 = 0.0;
    fill_change(verdict, shift, shift, shift);
    verdict->outcome = class_of(question, sign * shift, sign * shift, sign * shift);
}

static enum tkg_status judge_pairs(const struct tkg_gate_record *record,
                                   const struct tkg_gate_row *row, double error_0to1,
                                   struct tkg_gate_verdict *verdict, struct tkg_error *err)
{
    const struct tkg_gate_question *question = &row->question;
    const double sign = question->better == TKG_BETTER_MORE ? -1.0 : 1.0;
    const size_t count = pair_count_of(&row->samples);
    struct tkg_shift shift;
    struct tkg_shift pass;
    double *shifts = malloc(count * sizeof *shifts);
    if (!shifts) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for %zu values", count);
    }
    for (size_t i = 0; i < count; i++) {
        shifts[i] = sign * log(row->samples.head[i] / row->samples.base[i]);
    }
    enum tkg_status status = tkg_shift_estimate(shifts, count, error_0to1, &shift, err);
    if (status == TKG_OK) {
        status = tkg_shift_estimate(shifts, count, record->error_0to1, &pass, err);
    }
    free(shifts);
    if (status == TKG_OK) {
        verdict->error_0to1 = error_0to1;
        verdict->outcome = class_of(question, shift.low, shift.high, pass.high);
        if (isinf(shift.low)) {
            (void)snprintf(verdict->text, sizeof verdict->text,
                           "%zu sample%s a side %s too few for an error of %.3g %%: measure more "
                           "rounds",
                           count, count == 1 ? "" : "s", count == 1 ? "is" : "are",
                           100.0 * error_0to1);
        }
        fill_change(verdict, sign * shift.estimate, sign > 0 ? shift.low : -shift.high,
                    sign > 0 ? shift.high : -shift.low);
    }
    return status;
}

static void tell_unusable(struct tkg_gate_verdict *verdict, enum tkg_gate_class outcome,
                          const struct tkg_gate_samples *samples)
{
    verdict->outcome = outcome;
    (void)snprintf(verdict->text, sizeof verdict->text,
                   outcome == TKG_GATE_CLASS_NO_SAMPLES
                       ? "base has %zu samples, head %zu: nothing to compare"
                       : "of %zu samples of base and %zu of head some are no numbers",
                   samples->base_count, samples->head_count);
}

/* Zeros have no quotient; unless nothing else is there, they are no spread to be averaged over. */
static bool has_zero(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (values[i] == 0.0) {
            return true;
        }
    }
    return false;
}

/* Values that repeat are a number, not a sample of one. One value alone repeats nothing, unless it
 * is known to be a count: a time that was measured once is not exact. */
static bool has_no_spread(const struct tkg_gate_row *row, size_t pair_count)
{
    const struct tkg_gate_samples *samples = &row->samples;
    return (pair_count > 1 || row->question.kind == TKG_GATE_ALLOCATIONS) &&
           all_equal(samples->base, samples->base_count) &&
           all_equal(samples->head, samples->head_count);
}

enum tkg_status tkg_gate_samples_judge(const struct tkg_gate_record *record,
                                       const struct tkg_gate_row *row, double error_0to1,
                                       struct tkg_gate_verdict *verdict, struct tkg_error *err)
{
    const struct tkg_gate_samples *samples = &row->samples;
    verdict->sample_count = pair_count_of(samples);
    if (verdict->sample_count == 0) {
        tell_unusable(verdict, TKG_GATE_CLASS_NO_SAMPLES, samples);
        return TKG_OK;
    }
    if (!all_finite(samples->base, samples->base_count) ||
        !all_finite(samples->head, samples->head_count)) {
        tell_unusable(verdict, TKG_GATE_CLASS_NOT_A_NUMBER, samples);
        return TKG_OK;
    }
    enum tkg_status status =
        median_of(samples->base, samples->base_count, &verdict->base_value, err);
    if (status == TKG_OK) {
        status = median_of(samples->head, samples->head_count, &verdict->head_value, err);
    }
    if (status == TKG_OK && has_no_spread(row, verdict->sample_count)) {
        judge_exact(&row->question, verdict);
    } else if (status == TKG_OK && (has_zero(samples->base, samples->base_count) ||
                                    has_zero(samples->head, samples->head_count))) {
        verdict->outcome = TKG_GATE_CLASS_INCONCLUSIVE;
        (void)snprintf(verdict->text, sizeof verdict->text,
                       "some values are zero and others are not: they have no ratio");
    } else if (status == TKG_OK) {
        status = judge_pairs(record, row, error_0to1, verdict, err);
    }
    if (status == TKG_OK && samples->is_extrapolated) {
        (void)snprintf(verdict->text, sizeof verdict->text,
                       "the base is EXTRAPOLATED: its size was never run");
    }
    return status == TKG_OK
               ? tkg_gate_maximum_judge(row, samples->head, samples->head_count, verdict, err)
               : status;
}

enum tkg_status tkg_gate_maximum_judge(const struct tkg_gate_row *row, const double *values,
                                       size_t value_count, struct tkg_gate_verdict *verdict,
                                       struct tkg_error *err)
{
    const double maximum = row->question.maximum;
    const bool may_pass = verdict->outcome == TKG_GATE_CLASS_PASS ||
                          verdict->outcome == TKG_GATE_CLASS_IMPROVEMENT ||
                          verdict->outcome == TKG_GATE_CLASS_INCONCLUSIVE;
    struct tkg_shift head;
    if (isnan(maximum) || !may_pass || value_count == 0) {
        return TKG_OK;
    }
    const size_t count = value_count < TKG_SIGNED_RANK_MAX ? value_count : TKG_SIGNED_RANK_MAX;
    /* A count without spread is what it is, however few. */
    if (all_equal(values, count)) {
        head = (struct tkg_shift){values[0], values[0], values[0], 0.0};
    } else {
        const double error = verdict->error_0to1 > 0.0 ? verdict->error_0to1 : 0.005;
        const enum tkg_status status = tkg_shift_estimate(values, count, error, &head, err);
        if (status != TKG_OK) {
            return status;
        }
    }
    if (head.low > maximum) {
        verdict->outcome = TKG_GATE_CLASS_ABOVE_MAXIMUM;
        (void)snprintf(verdict->text, sizeof verdict->text, "head lies above the maximum");
    } else if (head.high > maximum) {
        verdict->outcome = TKG_GATE_CLASS_INCONCLUSIVE;
        (void)snprintf(verdict->text, sizeof verdict->text,
                       "the maximum lies inside the interval of head");
    }
    return TKG_OK;
}
