/* SPDX-License-Identifier: Apache-2.0 */
#include "report/gate_check.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/day.h"

static const int64_t day_ns = INT64_C(86400000000000);

/* Only instructions need a program that may be missing, some metrics only stored results have, and
 * others only paired runs; without a baseline only targets are judged. */
static bool may_be_skipped(const struct tkg_gate_record *record, const struct tkg_gate_row *row)
{
    const struct tkg_gate_question *question = &row->question;
    return record->mode == TKG_GATE_MODE_STORED
               ? question->stored_metric == TKG_METRIC_COUNT || !*record->base
               : question->kind == TKG_GATE_STORED || question->kind == TKG_GATE_INSTRUCTIONS;
}

/* A verdict is the judge's; a collector only says why there is nothing to judge. */
static bool is_found_possible(const struct tkg_gate_record *record, const struct tkg_gate_row *row)
{
    switch (row->found) {
    case TKG_GATE_CLASS_PASS:
    case TKG_GATE_CLASS_IMPROVEMENT:
    case TKG_GATE_CLASS_WAIVED:
    case TKG_GATE_CLASS_REGRESSION:
    case TKG_GATE_CLASS_ABOVE_MAXIMUM:
    case TKG_GATE_CLASS_TARGET_MISSED:
    case TKG_GATE_CLASS_CANNOT_TELL:
    case TKG_GATE_CLASS_REFUSED:
    case TKG_GATE_CLASS_NOT_A_NUMBER:
        return false;
    case TKG_GATE_CLASS_SKIPPED:
        return may_be_skipped(record, row);
    default:
        return true;
    }
}

static enum tkg_status check_found(struct tkg_json_reader *reader,
                                   const struct tkg_gate_record *record,
                                   const struct tkg_gate_row *row)
{
    const bool is_open = row->found == TKG_GATE_CLASS_OPEN;
    if (!is_found_possible(record, row)) {
        return tkg_json_refuse_member(reader, "found", "open, or why this row has nothing to judge",
                                      tkg_gate_class_word((enum tkg_gate_class)row->found));
    }
    if (is_open && row->failure != TKG_OK) {
        return tkg_json_refuse_member(reader, "failure", "OK of an open row", "another word");
    }
    return is_open || *row->text
               ? TKG_OK
               : tkg_json_refuse_member(reader, "text", "the reason of what was found", "none");
}

/* NONE where nothing was measured. */
static enum tkg_gate_evidence evidence_of(const struct tkg_gate_record *record,
                                          const struct tkg_gate_row *row)
{
    if (record->mode == TKG_GATE_MODE_STORED) {
        return TKG_GATE_EVIDENCE_RESULTS;
    }
    switch ((enum tkg_gate_metric)row->question.kind) {
    case TKG_GATE_TIME:
    case TKG_GATE_P99:
        return TKG_GATE_EVIDENCE_COMPARISON;
    case TKG_GATE_PEAK_MEMORY:
    case TKG_GATE_ALLOCATIONS:
        return TKG_GATE_EVIDENCE_SAMPLES;
    case TKG_GATE_INSTRUCTIONS:
        return TKG_GATE_EVIDENCE_COUNTS;
    case TKG_GATE_STORED:
    case TKG_GATE_METRIC_COUNT:
    default:
        return TKG_GATE_EVIDENCE_NONE;
    }
}

static enum tkg_status check_evidence(struct tkg_json_reader *reader,
                                      const struct tkg_gate_record *record,
                                      const struct tkg_gate_row *row)
{
    const enum tkg_gate_evidence fitting = evidence_of(record, row);
    return row->evidence == TKG_GATE_EVIDENCE_NONE || row->evidence == (uint32_t)fitting
               ? TKG_OK
               : tkg_json_refuse_member(
                     reader, "evidence", tkg_gate_evidence_word(fitting),
                     tkg_gate_evidence_word((enum tkg_gate_evidence)row->evidence));
}

/* Below rows[i].question. */
static enum tkg_status check_question(struct tkg_json_reader *reader,
                                      const struct tkg_gate_row *row)
{
    const struct tkg_gate_question *question = &row->question;
    const bool has_shares = question->tolerance >= 0.0 && question->margin >= question->tolerance;
    const int64_t day = *question->waived_until ? tkg_day_parse(question->waived_until) : -1;
    enum tkg_status status = TKG_OK;
    const size_t mark = tkg_json_enter(reader, "question");
    if (row->found == TKG_GATE_CLASS_OPEN && !has_shares) {
        status =
            tkg_json_refuse_member(reader, "margin", "0 <= tolerance <= margin", "something else");
    } else if (question->waived_to_day != day) {
        char expected[64];
        char found[32];
        (void)snprintf(expected, sizeof expected, "%" PRId64 ", the day of waived_until", day);
        (void)snprintf(found, sizeof found, "%" PRId64, question->waived_to_day);
        status = tkg_json_refuse_member(reader, "waived_to_day", expected, found);
    }
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status check_names(struct tkg_json_reader *reader, const json_t *object,
                                   const struct tkg_gate_record *record,
                                   const struct tkg_gate_row *row)
{
    const char *name;
    const struct tkg_gate_question *question = &row->question;
    const enum tkg_better better =
        question->kind == TKG_GATE_STORED
            ? tkg_metric_info((enum tkg_metric)question->stored_metric)->better
            : TKG_BETTER_LESS;
    enum tkg_status status = tkg_json_need_text(reader, object, "case", &name);
    if (status == TKG_OK && strcmp(name, tkg_gate_row_case(record, row)) != 0) {
        return tkg_json_refuse_member(reader, "case", "the name of the question's case", name);
    }
    return status == TKG_OK && question->better != (uint32_t)better
               ? tkg_json_refuse_member(reader, "better", "that of the metric", "the other")
               : status;
}

/* What the launches were asked is what the row asks: the name of the first member that is not. */
static const char *other_member(const struct tkg_gate_record *record,
                                const struct tkg_gate_row *row)
{
    const struct tkg_comparison_record *asked = &row->comparison;
    const struct tkg_gate_question *question = &row->question;
    const struct tkg_gate_case *the_case = &record->cases[question->case_index];
    const uint32_t metric = question->kind == TKG_GATE_P99 ? TKG_COMPARE_P99 : TKG_COMPARE_TIME;
    return asked->metric != metric                                       ? "metric"
           : asked->side_kind != TKG_SIDES_ENGINES                       ? "sides"
           : asked->tolerance != question->tolerance                     ? "tolerance"
           : asked->margin != question->margin                           ? "margin"
           : asked->plant != question->margin                            ? "plant"
           : strcmp(asked->parameters, the_case->parameters) != 0        ? "parameters"
           : strcmp(asked->stream, the_case->stream) != 0                ? "stream"
           : asked->stream_seed != the_case->stream_seed                 ? "stream_seed"
           : asked->error_pass_0to1 != record->error_0to1                ? "error_pass_0to1"
           : asked->error_regression_0to1 > record->error_0to1           ? "error_regression_0to1"
           : asked->allows_other_digest != the_case->allows_other_digest ? "allows_other_digest"
                                                                         : NULL;
}

static enum tkg_status check_launches(struct tkg_json_reader *reader,
                                      const struct tkg_gate_record *record,
                                      const struct tkg_gate_row *row)
{
    const char *other =
        row->evidence == TKG_GATE_EVIDENCE_COMPARISON ? other_member(record, row) : NULL;
    if (!other) {
        return TKG_OK;
    }
    const size_t mark = tkg_json_enter(reader, "launches");
    (void)tkg_json_enter(reader, "comparison");
    const enum tkg_status status =
        tkg_json_refuse_member(reader, other, "what the row and its case ask", "another value");
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status check_counts(struct tkg_json_reader *reader,
                                    const struct tkg_gate_record *record,
                                    const struct tkg_gate_row *row)
{
    if (row->evidence != TKG_GATE_EVIDENCE_COUNTS ||
        row->counts.tick_count <= record->cases[row->question.case_index].tick_count) {
        return TKG_OK;
    }
    const size_t mark = tkg_json_enter(reader, "instructions");
    const enum tkg_status status =
        tkg_json_refuse_member(reader, "tick_count", "at most that of the case", "a larger number");
    tkg_json_leave(reader, mark);
    return status;
}

enum tkg_status tkg_gate_row_check(struct tkg_json_reader *reader, const json_t *object,
                                   const struct tkg_gate_record *record,
                                   const struct tkg_gate_row *row)
{
    enum tkg_status status = check_names(reader, object, record, row);
    status = status == TKG_OK ? check_found(reader, record, row) : status;
    status = status == TKG_OK ? check_evidence(reader, record, row) : status;
    status = status == TKG_OK ? check_question(reader, row) : status;
    status = status == TKG_OK ? check_launches(reader, record, row) : status;
    return status == TKG_OK ? check_counts(reader, record, row) : status;
}

enum tkg_status tkg_gate_rail_check(struct tkg_json_reader *reader,
                                    const struct tkg_gate_rail *rail)
{
    return rail->low > rail->high
               ? tkg_json_refuse_member(reader, "low", "at most high", "a larger number")
               : TKG_OK;
}

static bool has_row(const struct tkg_gate_record *record, size_t case_index)
{
    for (size_t i = 0; i < record->row_count; i++) {
        if (record->rows[i].question.case_index == case_index) {
            return true;
        }
    }
    return false;
}

/* A gate that only judges targets has no rows at all; another has some of each of its cases. */
enum tkg_status tkg_gate_record_check(struct tkg_json_reader *reader,
                                      const struct tkg_gate_record *record)
{
    if (record->today != record->start_unix_ns / day_ns) {
        return tkg_json_refuse_member(reader, "gate", "a today that is the day of start_unix_ns",
                                      "another day");
    }
    if (!record->is_complete || record->is_filtered || record->row_count == 0) {
        return TKG_OK;
    }
    for (size_t i = 0; i < record->case_count; i++) {
        if (!has_row(record, i)) {
            return tkg_json_refuse_member(reader, "rows", "a row of each case, as it is complete",
                                          "none of some");
        }
    }
    return TKG_OK;
}
