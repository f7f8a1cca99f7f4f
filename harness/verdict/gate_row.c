/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/gate_row.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "sample/launch_slices.h"
#include "stats/estimate.h"
#include "verdict/comparison_replay.h"

bool tkg_gate_row_is_tested(const struct tkg_gate_record *record, const struct tkg_gate_row *row)
{
    const uint32_t kind = row->question.kind;
    return record->mode == TKG_GATE_MODE_STORED ||
           (kind != TKG_GATE_INSTRUCTIONS && kind != TKG_GATE_ALLOCATIONS);
}

static enum tkg_gate_class class_of(enum tkg_comparison_outcome outcome)
{
    switch (outcome) {
    case TKG_COMPARISON_REGRESSION:
        return TKG_GATE_CLASS_REGRESSION;
    case TKG_COMPARISON_PASS:
        return TKG_GATE_CLASS_PASS;
    case TKG_COMPARISON_IMPROVEMENT:
        return TKG_GATE_CLASS_IMPROVEMENT;
    case TKG_COMPARISON_CANNOT_TELL:
        return TKG_GATE_CLASS_CANNOT_TELL;
    case TKG_COMPARISON_TOO_FINE:
        return TKG_GATE_CLASS_REFUSED;
    case TKG_COMPARISON_NOT_YET:
    case TKG_COMPARISON_INCONCLUSIVE:
    case TKG_COMPARISON_OUTCOME_COUNT:
    default:
        return TKG_GATE_CLASS_INCONCLUSIVE;
    }
}

/* The median over launches of one role's time per tick, or of its 99th percentile. */
static size_t gather_arm(const struct tkg_comparison_record *record, enum tkg_arm_role role,
                         double *values)
{
    size_t count = 0;
    for (size_t i = 0; i < record->launch_count; i++) {
        const struct tkg_launch_record *launch = &record->launches[i];
        for (size_t arm = 0; arm < TKG_ARM_COUNT && !launch->is_slow; arm++) {
            const double value =
                record->metric == TKG_COMPARE_P99 ? launch->arm_p99_ns[arm] : launch->arm_ns[arm];
            if (launch->roles[arm] == (uint32_t)role && isfinite(value)) {
                values[count++] = value;
                break; /* one value per launch: launches are independent, arms of one are not */
            }
        }
    }
    return count;
}

static double median(double *values, size_t count)
{
    if (count == 0) {
        return NAN;
    }
    tkg_sort_values(values, count);
    return tkg_median_of_sorted(values, count);
}

static enum tkg_status fill_values(const struct tkg_gate_row *row, struct tkg_gate_verdict *verdict,
                                   struct tkg_error *err)
{
    const size_t room = row->comparison.launch_count + 1;
    double *values = malloc(room * sizeof *values);
    if (!values) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for %zu launches", room);
    }
    size_t count = gather_arm(&row->comparison, TKG_ARM_BASE, values);
    verdict->base_value = median(values, count);
    count = gather_arm(&row->comparison, TKG_ARM_HEAD, values);
    verdict->head_value = median(values, count);
    const enum tkg_status status = tkg_gate_maximum_judge(row, values, count, verdict, err);
    free(values);
    return status;
}

static void explain(struct tkg_gate_verdict *verdict)
{
    const struct tkg_comparison *comparison = &verdict->comparison;
    char *text = verdict->text;
    const size_t room = sizeof verdict->text;
    switch ((int)verdict->outcome) {
    case TKG_GATE_CLASS_REFUSED:
        (void)snprintf(text, room,
                       "these layouts carry a tolerance of %.2g %% at best: build more layouts a "
                       "side, or raise the tolerance",
                       100.0 * comparison->layouts.tolerance_min);
        break;
    case TKG_GATE_CLASS_CANNOT_TELL:
        (void)snprintf(text, room, "the run failed its own proof: %s",
                       comparison->null_holds           ? "it did not see the planted slow-down"
                       : isfinite(comparison->null.low) ? "it saw a difference of base from itself"
                                                        : "it did not compare base with itself");
        break;
    case TKG_GATE_CLASS_INCONCLUSIVE:
        (void)snprintf(text, room,
                       "%zu launches showed neither a regression nor a pass: larger budget or "
                       "tolerance, more layouts, or a quieter machine",
                       comparison->launch_count);
        break;
    default:
        break;
    }
}

static enum tkg_status judge_launches(const struct tkg_gate_row *row, double error_0to1,
                                      struct tkg_gate_verdict *verdict, struct tkg_error *err)
{
    struct tkg_comparison_question question = tkg_comparison_question_of(&row->comparison);
    struct tkg_comparison *comparison = &verdict->comparison;
    question.error_regression_0to1 = error_0to1;
    if (tkg_comparison_judged_count(&row->comparison) < tkg_look_launch_count(0)) {
        verdict->outcome = TKG_GATE_CLASS_INCONCLUSIVE;
        (void)snprintf(verdict->text, sizeof verdict->text,
                       "%zu launches; the first look needs %zu: raise the budget",
                       tkg_comparison_judged_count(&row->comparison), tkg_look_launch_count(0));
        return TKG_OK;
    }
    const enum tkg_status status =
        tkg_comparison_judge_record(&row->comparison, &question, comparison, err);
    if (status != TKG_OK) {
        return status;
    }
    verdict->outcome = class_of(comparison->outcome);
    verdict->error_0to1 = error_0to1;
    verdict->sample_count = comparison->launch_count;
    verdict->change = expm1(comparison->head.estimate);
    verdict->change_low = expm1(comparison->head.low);
    /* Each verdict stands on a bound of its own error: a pass on the upper one at that of a pass.
     */
    verdict->change_high =
        expm1(verdict->outcome == TKG_GATE_CLASS_PASS ? comparison->head_high_pass
                                                      : comparison->head.high);
    explain(verdict);
    return fill_values(row, verdict, err);
}

static enum tkg_gate_class class_of_instructions(enum tkg_instruction_outcome outcome)
{
    switch (outcome) {
    case TKG_INSTRUCTION_EQUAL:
    case TKG_INSTRUCTION_WARN:
        return TKG_GATE_CLASS_PASS;
    case TKG_INSTRUCTION_FEWER:
        return TKG_GATE_CLASS_IMPROVEMENT;
    case TKG_INSTRUCTION_MORE:
    case TKG_INSTRUCTION_WAIVED: /* the waiver is judged where all are */
        return TKG_GATE_CLASS_REGRESSION;
    case TKG_INSTRUCTION_NOTHING:
        return TKG_GATE_CLASS_NO_SAMPLES;
    case TKG_INSTRUCTION_NOT_REPEATABLE:
    case TKG_INSTRUCTION_OUTCOME_COUNT:
    default:
        return TKG_GATE_CLASS_INCONCLUSIVE;
    }
}

static void judge_counts(const struct tkg_gate_record *record, const struct tkg_gate_row *row,
                         struct tkg_gate_verdict *verdict)
{
    const struct tkg_gate_counts *counts = &row->counts;
    const struct tkg_instruction_question question = {
        .tolerance = row->question.tolerance,
        .limit = row->question.margin,
        .waived_to_day = -1,
        .today = record->today,
    };
    const struct tkg_instruction_pair base = {counts->base[0], counts->base[1]};
    const struct tkg_instruction_pair head = {counts->head[0], counts->head[1]};
    verdict->instruction = tkg_instruction_check(&question, &base, &head);
    verdict->outcome = class_of_instructions(verdict->instruction.outcome);
    verdict->sample_count = TKG_GATE_COUNT_RUNS;
    verdict->base_value = (double)counts->base[0];
    verdict->head_value = (double)counts->head[0];
    verdict->change = verdict->instruction.growth;
    verdict->change_low = verdict->change;
    verdict->change_high = verdict->change;
    if (verdict->instruction.outcome != TKG_INSTRUCTION_EQUAL) {
        (void)snprintf(verdict->text, sizeof verdict->text, "%s",
                       tkg_instruction_outcome_text(verdict->instruction.outcome));
    }
}

enum tkg_status tkg_gate_row_judge(const struct tkg_gate_record *record,
                                   const struct tkg_gate_row *row, double error_0to1,
                                   struct tkg_gate_verdict *verdict, struct tkg_error *err)
{
    TKG_ASSERT(row->found == TKG_GATE_CLASS_OPEN);
    switch ((enum tkg_gate_evidence)row->evidence) {
    case TKG_GATE_EVIDENCE_COMPARISON:
        return judge_launches(row, error_0to1, verdict, err);
    case TKG_GATE_EVIDENCE_SAMPLES:
    case TKG_GATE_EVIDENCE_RESULTS:
        return tkg_gate_samples_judge(record, row, error_0to1, verdict, err);
    case TKG_GATE_EVIDENCE_COUNTS: {
        judge_counts(record, row, verdict);
        const double head = (double)row->counts.head[0];
        return tkg_gate_maximum_judge(row, &head, 1, verdict, err);
    }
    case TKG_GATE_EVIDENCE_NONE:
    case TKG_GATE_EVIDENCE_COUNT:
    default:
        verdict->outcome = TKG_GATE_CLASS_NO_SAMPLES;
        (void)snprintf(verdict->text, sizeof verdict->text, "nothing was measured");
        return TKG_OK;
    }
}
