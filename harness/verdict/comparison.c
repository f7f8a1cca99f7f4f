/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/comparison.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"

/* Where the looks lie, and which share of the error each may spend: gate-endtoend, section 8. The
 * shares add up to one, so that the error over all looks is at most the sum, whatever the order in
 * which they stop. */
static const struct {
    size_t launch_count;
    double error_share;
} looks[TKG_LOOK_COUNT] = {{12, 0.06},  {20, 0.08},  {40, 0.10},  {60, 0.12},
                           {120, 0.14}, {240, 0.16}, {480, 0.17}, {960, 0.17}};

/* Of the run's proof of itself, per side: intervals of 99.5 % and a lower bound of 99 %. */
static const double proof_error = 0.0025;
static const double plant_error = 0.01;
/* gate-endtoend, section 2.6: plants of 0.25 to 2 % read 0.93 to 1.12 of themselves. */
static const double plant_gain_error = 0.1;

const char *tkg_comparison_word(enum tkg_comparison_outcome outcome)
{
    static const char *const words[] = {
#define WORD(id, word) word,
        TKG_COMPARISON_OUTCOMES(WORD)
#undef WORD
    };
    TKG_ASSERT(outcome < TKG_COMPARISON_OUTCOME_COUNT);
    return words[outcome];
}

size_t tkg_look_launch_count(size_t look)
{
    TKG_ASSERT(look < TKG_LOOK_COUNT);
    return looks[look].launch_count;
}

size_t tkg_look_of_launch_count(size_t launch_count)
{
    size_t look = TKG_LOOK_COUNT;
    for (size_t i = 0; i < TKG_LOOK_COUNT && looks[i].launch_count <= launch_count; i++) {
        look = i;
    }
    return look;
}

/* One contrast of all launches that have it. */
enum contrast { HEAD, NULL_ARM, PLANT };

static double contrast_of(const struct tkg_launch_contrasts *launch, enum contrast contrast)
{
    return contrast == HEAD ? launch->head : contrast == NULL_ARM ? launch->null : launch->plant;
}

static size_t gather(const struct tkg_launch_contrasts *launches, size_t count,
                     enum contrast contrast, double *values)
{
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        const double value = contrast_of(&launches[i], contrast);
        if (!isnan(value)) {
            values[filled++] = value;
        }
    }
    return filled;
}

/* Without a single value nothing is known: an endless interval, which proves nothing. */
static enum tkg_status estimate(const double *values, size_t count, double error_0to1,
                                struct tkg_shift *shift, struct tkg_error *err)
{
    *shift = (struct tkg_shift){NAN, -INFINITY, INFINITY, 0.0};
    return count > 0 ? tkg_shift_estimate(values, count, error_0to1, shift, err) : TKG_OK;
}

/* An endless interval holds every truth: it was not looked at. */
static bool holds(const struct tkg_shift *shift, double truth)
{
    return isfinite(shift->low) && isfinite(shift->high) && shift->low <= truth &&
           truth <= shift->high;
}

/* The plant itself is right within a tenth: of an engine's it is that of what lies between two
 * reads of a clock (decision 0164), of a command's that of its ticks, not of its start. */
static bool holds_plant(const struct tkg_shift *shift, double plant)
{
    return shift->low <= log1p(plant * (1.0 + plant_gain_error)) &&
           shift->high >= log1p(plant * (1.0 - plant_gain_error));
}

/* Seen, or launches that spread too much for it to be seen, but not one that is read as nothing. */
static bool is_plant_possible(const struct tkg_comparison_question *question,
                              const struct tkg_comparison *comparison)
{
    return comparison->plant_low_99 > 0.0 ||
           comparison->plant.high >= log1p(question->plant * (1.0 - plant_gain_error));
}

/* A head that reads above all that the plant reads is slower than a base that is known to be slower
 * by x, whatever the instrument makes of large differences (docs/decisions/0167). */
static bool is_beyond_plant(const struct tkg_comparison_question *question,
                            const struct tkg_comparison *comparison)
{
    return question->plant >= question->tolerance && is_plant_possible(question, comparison) &&
           comparison->head.low > comparison->plant.high;
}

/* What the head's interval alone would say. */
static enum tkg_comparison_outcome outcome_of(const struct tkg_comparison_question *question,
                                              const struct tkg_comparison *comparison)
{
    const double tolerance = log1p(question->tolerance);
    if (comparison->head.low > tolerance) {
        return TKG_COMPARISON_REGRESSION;
    }
    if (comparison->head.high < -tolerance) {
        return TKG_COMPARISON_IMPROVEMENT;
    }
    return comparison->head_high_pass < log1p(question->margin) ? TKG_COMPARISON_PASS
                                                                : TKG_COMPARISON_NOT_YET;
}

/* The head at this look's shares of the two errors. */
static enum tkg_status see_head(const struct tkg_comparison_question *question,
                                const double *values, double error_share,
                                struct tkg_comparison *comparison, struct tkg_error *err)
{
    struct tkg_shift pass;
    const size_t count = comparison->launch_count;
    enum tkg_status status = estimate(values, count, question->error_regression_0to1 * error_share,
                                      &comparison->head, err);
    if (status == TKG_OK) {
        status = estimate(values, count, question->error_pass_0to1 * error_share, &pass, err);
    }
    comparison->head_high_pass = status == TKG_OK ? pass.high : INFINITY;
    return status;
}

static enum tkg_status prove(const struct tkg_comparison_question *question,
                             const struct tkg_launch_contrasts *launches, size_t count,
                             double *values, struct tkg_comparison *comparison,
                             struct tkg_error *err)
{
    struct tkg_shift lower = {0};
    size_t filled = gather(launches, count, NULL_ARM, values);
    enum tkg_status status = estimate(values, filled, proof_error, &comparison->null, err);
    if (status == TKG_OK) {
        filled = gather(launches, count, PLANT, values);
        status = estimate(values, filled, proof_error, &comparison->plant, err);
    }
    if (status == TKG_OK) {
        status = estimate(values, filled, plant_error, &lower, err);
    }
    comparison->plant_low_99 = lower.low;
    comparison->null_holds = holds(&comparison->null, 0.0);
    comparison->plant_holds = question->plant == 0.0 ||
                              (holds_plant(&comparison->plant, question->plant) && lower.low > 0.0);
    return status;
}

/* A verdict without its proof waits for the next look, or ends as "cannot tell". */
static enum tkg_comparison_outcome conclude(enum tkg_comparison_outcome outcome, bool is_proven,
                                            bool is_last)
{
    if (outcome != TKG_COMPARISON_NOT_YET && is_proven) {
        return outcome;
    }
    if (!is_last) {
        return TKG_COMPARISON_NOT_YET;
    }
    return is_proven ? TKG_COMPARISON_INCONCLUSIVE : TKG_COMPARISON_CANNOT_TELL;
}

enum tkg_status tkg_comparison_judge(const struct tkg_comparison_question *question,
                                     const struct tkg_launch_contrasts *launches, size_t look,
                                     bool is_last, struct tkg_comparison *comparison,
                                     struct tkg_error *err)
{
    const size_t count = tkg_look_launch_count(look);
    double *values = malloc(count * sizeof *values);
    if (!values) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for %zu launches", count);
    }
    *comparison = (struct tkg_comparison){.look = look};
    comparison->launch_count = gather(launches, count, HEAD, values);
    enum tkg_status status = see_head(question, values, looks[look].error_share, comparison, err);
    if (status == TKG_OK) {
        status = prove(question, launches, count, values, comparison, err);
    }
    const enum tkg_comparison_outcome outcome = outcome_of(question, comparison);
    const bool sees_plant = comparison->plant_holds || (outcome == TKG_COMPARISON_REGRESSION &&
                                                        is_beyond_plant(question, comparison));
    comparison->outcome = conclude(outcome, comparison->null_holds && sees_plant, is_last);
    free(values);
    return status;
}
