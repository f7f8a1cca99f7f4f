/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/gate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "verdict/gate_row.h"
#include "verdict/outcome.h"

/* Which exit code hides which: an engine that does not run, or a case that is not there, says
 * nothing about speed; a regression is known whatever else is not. */
static int rank_of(enum tkg_gate_class outcome)
{
    switch (tkg_gate_class_exit_code(outcome)) {
    case 4:
        return 4;
    case 5:
        return 3;
    case 1:
        return 2;
    case 3:
        return 1;
    default:
        return 0;
    }
}

static void begin_verdict(const struct tkg_gate_row *row, struct tkg_gate_verdict *verdict)
{
    *verdict = (struct tkg_gate_verdict){
        .row = row,
        .base_value = NAN,
        .head_value = NAN,
        .change = NAN,
        .change_low = NAN,
        .change_high = NAN,
    };
    if (row->found != TKG_GATE_CLASS_OPEN) {
        verdict->outcome = (enum tkg_gate_class)row->found;
        (void)tkg_string_copy(verdict->text, sizeof verdict->text, row->text);
    }
}

static size_t count_tested(const struct tkg_gate_record *record)
{
    size_t count = 0;
    for (size_t i = 0; i < record->row_count; i++) {
        count += tkg_gate_row_is_tested(record, &record->rows[i]);
    }
    return count;
}

/* Judges every open row that is no confirmed regression at error; returns how many more became one.
 */
static enum tkg_status judge_level(const struct tkg_gate_record *record, double error_0to1,
                                   struct tkg_gate_result *result, size_t *confirmed_count,
                                   struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < record->row_count && status == TKG_OK; i++) {
        const struct tkg_gate_row *row = &record->rows[i];
        struct tkg_gate_verdict *verdict = &result->verdicts[i];
        if (row->found != TKG_GATE_CLASS_OPEN || verdict->outcome == TKG_GATE_CLASS_REGRESSION) {
            continue;
        }
        begin_verdict(row, verdict);
        status = tkg_gate_row_judge(record, row, error_0to1, verdict, err);
        *confirmed_count += status == TKG_OK && verdict->outcome == TKG_GATE_CLASS_REGRESSION &&
                            tkg_gate_row_is_tested(record, row);
    }
    return status;
}

/* Holm's steps, until one confirms nothing more. */
static enum tkg_status judge_rows(const struct tkg_gate_record *record,
                                  struct tkg_gate_result *result, struct tkg_error *err)
{
    const size_t tested_count = count_tested(record);
    size_t confirmed_count = 0;
    size_t before = 0;
    enum tkg_status status = TKG_OK;
    result->tested_count = tested_count;
    do {
        const size_t open_count = tested_count - confirmed_count;
        before = confirmed_count;
        status = judge_level(record, record->error_0to1 / (double)(open_count > 0 ? open_count : 1),
                             result, &confirmed_count, err);
    } while (status == TKG_OK && confirmed_count > before && confirmed_count < tested_count);
    return status;
}

/* Behind what the row says already: why it failed is not hidden by a date. */
static void add_end(struct tkg_gate_verdict *verdict, const char *waived_until)
{
    const size_t length = strlen(verdict->text);
    (void)snprintf(verdict->text + length, sizeof verdict->text - length,
                   "%sits waiver ended on %s", length > 0 ? "; " : "", waived_until);
}

/* A waiver holds up to its last day, as the gate's clock stood when it ran. */
static void apply_waiver(const struct tkg_gate_record *record, struct tkg_gate_verdict *verdict)
{
    const struct tkg_gate_question *question = &verdict->row->question;
    const bool is_bad = verdict->outcome == TKG_GATE_CLASS_REGRESSION ||
                        verdict->outcome == TKG_GATE_CLASS_ABOVE_MAXIMUM;
    if (question->waived_to_day < 0) {
        return;
    }
    verdict->waiver_is_due = record->today > question->waived_to_day;
    if (is_bad && !verdict->waiver_is_due) {
        (void)snprintf(verdict->text, sizeof verdict->text, "%s, waived until %s: %s",
                       tkg_gate_class_word(verdict->outcome), question->waived_until,
                       question->waiver_reason);
        verdict->outcome = TKG_GATE_CLASS_WAIVED;
    } else if (verdict->waiver_is_due) {
        add_end(verdict, question->waived_until);
    }
}

static enum tkg_gate_class judge_rail(const struct tkg_gate_rail *rail)
{
    const struct tkg_target target = {
        .kind = (enum tkg_target_kind)rail->kind,
        .limit = rail->limit,
        .tolerance = rail->tolerance,
    };
    const struct tkg_estimate measured = {
        .value = rail->value,
        .low = rail->low,
        .high = rail->high,
        .count = rail->sample_count,
        .invalid_count = rail->invalid_count,
    };
    switch (tkg_outcome_of(&target, &measured)) {
    case TKG_OUTCOME_PASS:
        return TKG_GATE_CLASS_PASS;
    case TKG_OUTCOME_FAIL:
        return TKG_GATE_CLASS_TARGET_MISSED;
    case TKG_OUTCOME_INVALID:
        return TKG_GATE_CLASS_CANNOT_TELL;
    case TKG_OUTCOME_INSUFFICIENT:
        return rail->sample_count == 0 ? TKG_GATE_CLASS_NO_SAMPLES : TKG_GATE_CLASS_INCONCLUSIVE;
    case TKG_OUTCOME_INCONCLUSIVE:
    case TKG_OUTCOME_COUNT:
    default:
        return TKG_GATE_CLASS_INCONCLUSIVE;
    }
}

/* The worst class, and whether anything was judged at all. */
static void conclude(const struct tkg_gate_record *record, struct tkg_gate_result *result)
{
    result->worst = TKG_GATE_CLASS_PASS;
    for (int i = 0; i < TKG_GATE_CLASS_COUNT; i++) {
        const enum tkg_gate_class outcome = (enum tkg_gate_class)i;
        if (result->counts[i] > 0 && rank_of(outcome) > rank_of(result->worst)) {
            result->worst = outcome;
        }
    }
    const size_t all = record->row_count + record->rail_count;
    const bool is_empty = result->counts[TKG_GATE_CLASS_SKIPPED] == all;
    if (is_empty) {
        result->worst = TKG_GATE_CLASS_SKIPPED;
    }
    const int end_signal = record->end_signal > 0 ? (int)record->end_signal : 2; /* as Ctrl-C */
    result->exit_code = !record->is_complete ? 128 + end_signal
                        : is_empty           ? 5
                                             : tkg_gate_class_exit_code(result->worst);
}

static enum tkg_status make_room(const struct tkg_gate_record *record,
                                 struct tkg_gate_result *result, struct tkg_error *err)
{
    result->verdicts = calloc(record->row_count + 1, sizeof *result->verdicts);
    result->rails = calloc(record->rail_count + 1, sizeof *result->rails);
    result->verdict_count = record->row_count;
    result->rail_count = record->rail_count;
    return result->verdicts && result->rails
               ? TKG_OK
               : tkg_fail(err, TKG_NO_MEMORY, "out of memory for %zu rows", record->row_count);
}

enum tkg_status tkg_gate_judge(const struct tkg_gate_record *record, struct tkg_gate_result *result,
                               struct tkg_error *err)
{
    *result = (struct tkg_gate_result){.record = record};
    enum tkg_status status = make_room(record, result, err);
    for (size_t i = 0; status == TKG_OK && i < record->row_count; i++) {
        begin_verdict(&record->rows[i], &result->verdicts[i]);
    }
    status = status == TKG_OK ? judge_rows(record, result, err) : status;
    if (status != TKG_OK) {
        tkg_gate_result_deinit(result);
        return status;
    }
    for (size_t i = 0; i < record->row_count; i++) {
        apply_waiver(record, &result->verdicts[i]);
        result->counts[result->verdicts[i].outcome]++;
    }
    for (size_t i = 0; i < record->rail_count; i++) {
        result->rails[i].rail = &record->rails[i];
        result->rails[i].outcome = judge_rail(&record->rails[i]);
        result->counts[result->rails[i].outcome]++;
    }
    conclude(record, result);
    return TKG_OK;
}

void tkg_gate_result_deinit(struct tkg_gate_result *result)
{
    free(result->verdicts);
    free(result->rails);
    *result = (struct tkg_gate_result){0};
}

const char *tkg_gate_result_word(const struct tkg_gate_result *result)
{
    if (!result->record->is_complete) {
        return "incomplete";
    }
    if (result->worst == TKG_GATE_CLASS_SKIPPED) {
        return "nothing measured";
    }
    return tkg_gate_class_word(result->worst);
}
