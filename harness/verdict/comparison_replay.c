/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/comparison_replay.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"

struct tkg_comparison_question
tkg_comparison_question_of(const struct tkg_comparison_record *record)
{
    return (struct tkg_comparison_question){
        .tolerance = record->tolerance,
        .margin = record->margin,
        .plant = record->plant,
        .error_regression_0to1 = record->error_regression_0to1,
        .error_pass_0to1 = record->error_pass_0to1,
    };
}

size_t tkg_comparison_judged_count(const struct tkg_comparison_record *record)
{
    size_t count = 0;
    for (size_t i = 0; i < record->launch_count; i++) {
        count += !record->launches[i].is_slow;
    }
    return count;
}

/* The first `wanted` launches that are not slow; returns how many of the record they reach over. */
static size_t gather(const struct tkg_comparison_record *record, size_t wanted,
                     struct tkg_launch_contrasts *judged)
{
    size_t count = 0;
    size_t at = 0;
    for (; at < record->launch_count && count < wanted; at++) {
        const struct tkg_launch_record *launch = &record->launches[at];
        if (!launch->is_slow) {
            judged[count++] =
                (struct tkg_launch_contrasts){launch->head, launch->null, launch->plant};
        }
    }
    TKG_ASSERT(count == wanted);
    return at;
}

/* From the launches of this look only: what came later was not known then. */
static enum tkg_status check_layouts(const struct tkg_comparison_record *record,
                                     size_t launch_count,
                                     const struct tkg_comparison_question *question,
                                     struct tkg_comparison *comparison, struct tkg_error *err)
{
    struct tkg_comparison_record seen = *record;
    seen.launch_count = launch_count;
    seen.tolerance = question->tolerance;
    const enum tkg_status status = tkg_layout_floor_of(&seen, &comparison->floor, err);
    comparison->layouts = tkg_layout_check(&seen, &comparison->floor);
    return status;
}

/* Is the change shown to be greater than all that the layouts can make of nothing? */
static bool is_beyond_layouts(const struct tkg_comparison *comparison)
{
    const double least = log1p(comparison->layouts.tolerance_min);
    return (comparison->outcome == TKG_COMPARISON_REGRESSION && comparison->head.low > least) ||
           (comparison->outcome == TKG_COMPARISON_IMPROVEMENT && comparison->head.high < -least);
}

/* Launches shrink the interval about what these layouts differ by; a pass is said of the code, in
 * any layout. Where hardly a layout came twice the interval holds that already. */
static void widen_pass(struct tkg_comparison *comparison)
{
    const double half = comparison->head_high_pass - comparison->head.estimate;
    const double floor = comparison->floor.floor;
    if (isfinite(half) && isfinite(floor) && comparison->layouts.limit != TKG_LAYOUT_LIMIT_FRESH) {
        comparison->head_high_pass =
            comparison->head.estimate + hypot(half, TKG_LAYOUT_FLOORS_MIN * floor);
    }
}

/* A pass by luck of these layouts: more launches narrow the rest of its bound. */
static void hold_back_pass(const struct tkg_comparison_question *question,
                           struct tkg_comparison *comparison, bool is_last)
{
    if (comparison->outcome == TKG_COMPARISON_PASS &&
        comparison->head_high_pass >= log1p(question->margin)) {
        comparison->outcome = is_last ? TKG_COMPARISON_INCONCLUSIVE : TKG_COMPARISON_NOT_YET;
    }
}

/* A verdict that the layouts do not carry. A change beyond what they can make stands: a coarser
 * tolerance would have shown it as well. */
static void hold_back(struct tkg_comparison *comparison, bool is_last)
{
    const bool is_verdict = comparison->outcome == TKG_COMPARISON_REGRESSION ||
                            comparison->outcome == TKG_COMPARISON_PASS ||
                            comparison->outcome == TKG_COMPARISON_IMPROVEMENT;
    if (is_verdict && !comparison->layouts.is_carried && !is_beyond_layouts(comparison)) {
        comparison->outcome = is_last ? TKG_COMPARISON_TOO_FINE : TKG_COMPARISON_NOT_YET;
    }
}

enum tkg_status tkg_comparison_judge_look(const struct tkg_comparison_record *record,
                                          const struct tkg_comparison_question *question,
                                          size_t look, bool is_last,
                                          struct tkg_comparison *comparison, struct tkg_error *err)
{
    const size_t wanted = tkg_look_launch_count(look);
    struct tkg_launch_contrasts *judged = calloc(wanted, sizeof *judged);
    if (!judged) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for %zu launches", wanted);
    }
    const size_t launch_count = gather(record, wanted, judged);
    enum tkg_status status = tkg_comparison_judge(question, judged, look, is_last, comparison, err);
    free(judged);
    if (status == TKG_OK) {
        status = check_layouts(record, launch_count, question, comparison, err);
        widen_pass(comparison);
        hold_back(comparison, is_last);
        hold_back_pass(question, comparison, is_last);
    }
    return status;
}

enum tkg_status tkg_comparison_judge_record(const struct tkg_comparison_record *record,
                                            const struct tkg_comparison_question *question,
                                            struct tkg_comparison *comparison,
                                            struct tkg_error *err)
{
    const size_t count = tkg_comparison_judged_count(record);
    const size_t last = tkg_look_of_launch_count(count);
    *comparison = (struct tkg_comparison){.outcome = TKG_COMPARISON_NOT_YET};
    if (last == TKG_LOOK_COUNT) {
        return tkg_fail(err, TKG_TOO_FEW, "%zu launches; the first look needs %zu", count,
                        tkg_look_launch_count(0));
    }
    enum tkg_status status = TKG_OK;
    for (size_t look = 0;
         status == TKG_OK && look <= last && comparison->outcome == TKG_COMPARISON_NOT_YET;
         look++) {
        status = tkg_comparison_judge_look(record, question, look, look == last, comparison, err);
    }
    return status;
}
