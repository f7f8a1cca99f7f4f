/* SPDX-License-Identifier: Apache-2.0
 *
 * The receipt of a gate. What was concluded stands first, for people and for other programs; the
 * rest is what it was concluded from, and all that the reader takes.
 */
#include "report/comparison_object.h"
#include "report/gate_fields.h"
#include "report/gate_report.h"
#include "report/json_writer.h"

static void put_word(struct tkg_json_writer *writer, json_t *object, const char *key,
                     const struct tkg_gate_words *words, uint32_t index)
{
    tkg_json_put(writer, object, key,
                 tkg_json_text(index < words->count ? words->words[index] : ""));
}

static void put_conclusion(struct tkg_json_writer *writer, const struct tkg_gate_result *result)
{
    json_t *object = tkg_json_put_object(writer, writer->root, "conclusion");
    tkg_json_put(writer, object, "verdict", tkg_json_text(tkg_gate_result_word(result)));
    tkg_json_put(writer, object, "exit_code", json_integer(result->exit_code));
    tkg_json_put(writer, object, "tested_count", tkg_json_count(result->tested_count));
    json_t *counts = tkg_json_put_object(writer, object, "counts");
    for (int i = 0; i < TKG_GATE_CLASS_COUNT; i++) {
        if (result->counts[i] > 0) {
            tkg_json_put(writer, counts, tkg_gate_class_word((enum tkg_gate_class)i),
                         tkg_json_count(result->counts[i]));
        }
    }
}

static void put_cases(struct tkg_json_writer *writer, const struct tkg_gate_record *record)
{
    json_t *cases = tkg_json_put_array(writer, writer->root, "cases");
    for (size_t i = 0; i < record->case_count; i++) {
        json_t *object = tkg_json_append_object(writer, cases);
        tkg_json_put_fields(writer, object, tkg_gate_case_fields, &record->cases[i]);
    }
}

static void put_values(struct tkg_json_writer *writer, json_t *object, const char *key,
                       const double *values, size_t count)
{
    json_t *array = tkg_json_put_array(writer, object, key);
    for (size_t i = 0; i < count; i++) {
        tkg_json_append(writer, array, tkg_json_real(values[i]));
    }
}

static void put_evidence(struct tkg_json_writer *writer, json_t *object,
                         const struct tkg_gate_verdict *verdict)
{
    const struct tkg_gate_row *row = verdict->row;
    json_t *member;
    put_word(writer, object, "evidence", &tkg_gate_evidence_words, row->evidence);
    switch ((enum tkg_gate_evidence)row->evidence) {
    case TKG_GATE_EVIDENCE_COMPARISON:
        member = tkg_json_put_object(writer, object, "launches");
        tkg_comparison_put(writer, member, &row->comparison, &verdict->comparison);
        break;
    case TKG_GATE_EVIDENCE_SAMPLES:
    case TKG_GATE_EVIDENCE_RESULTS:
        member = tkg_json_put_object(writer, object, "samples");
        tkg_json_put_fields(writer, member, tkg_gate_sample_fields, &row->samples);
        put_values(writer, member, "base", row->samples.base, row->samples.base_count);
        put_values(writer, member, "head", row->samples.head, row->samples.head_count);
        break;
    case TKG_GATE_EVIDENCE_COUNTS:
        member = tkg_json_put_object(writer, object, "instructions");
        tkg_json_put_fields(writer, member, tkg_gate_count_fields, &row->counts);
        break;
    case TKG_GATE_EVIDENCE_NONE:
    case TKG_GATE_EVIDENCE_COUNT:
    default:
        break;
    }
}

static void put_verdict(struct tkg_json_writer *writer, json_t *object,
                        const struct tkg_gate_verdict *verdict)
{
    json_t *member = tkg_json_put_object(writer, object, "verdict");
    tkg_json_put(writer, member, "class", tkg_json_text(tkg_gate_class_word(verdict->outcome)));
    tkg_json_put(writer, member, "base", tkg_json_real(verdict->base_value));
    tkg_json_put(writer, member, "head", tkg_json_real(verdict->head_value));
    tkg_json_put(writer, member, "change", tkg_json_real(verdict->change));
    tkg_json_put(writer, member, "change_low", tkg_json_real(verdict->change_low));
    tkg_json_put(writer, member, "change_high", tkg_json_real(verdict->change_high));
    tkg_json_put(writer, member, "error_0to1", tkg_json_real(verdict->error_0to1));
    tkg_json_put(writer, member, "sample_count", tkg_json_count(verdict->sample_count));
    tkg_json_put(writer, member, "waiver_is_due", json_boolean(verdict->waiver_is_due));
    tkg_json_put(writer, member, "text", tkg_json_text(verdict->text));
}

static void put_row(struct tkg_json_writer *writer, json_t *rows,
                    const struct tkg_gate_record *record, const struct tkg_gate_verdict *verdict)
{
    const struct tkg_gate_row *row = verdict->row;
    json_t *object = tkg_json_append_object(writer, rows);
    tkg_json_put(writer, object, "case", tkg_json_text(tkg_gate_row_case(record, row)));
    tkg_json_put(writer, object, "metric", tkg_json_text(tkg_gate_row_metric(row)));
    put_word(writer, object, "better", &tkg_gate_better_words, row->question.better);
    put_verdict(writer, object, verdict);
    json_t *question = tkg_json_put_object(writer, object, "question");
    tkg_json_put_fields(writer, question, tkg_gate_question_fields, &row->question);
    put_word(writer, object, "found", &tkg_gate_found_words, row->found);
    put_word(writer, object, "failure", &tkg_gate_failure_words, row->failure);
    put_word(writer, object, "failing_side", &tkg_gate_side_words, row->failing_side);
    tkg_json_put_fields(writer, object, tkg_gate_row_fields, row);
    put_evidence(writer, object, verdict);
}

static void put_rail(struct tkg_json_writer *writer, json_t *rails,
                     const struct tkg_gate_rail_verdict *verdict)
{
    const struct tkg_gate_rail *rail = verdict->rail;
    json_t *object = tkg_json_append_object(writer, rails);
    tkg_json_put(writer, object, "metric",
                 tkg_json_text(tkg_metric_info((enum tkg_metric)rail->metric)->name));
    tkg_json_put(writer, object, "class", tkg_json_text(tkg_gate_class_word(verdict->outcome)));
    put_word(writer, object, "kind", &tkg_gate_limit_words, rail->kind);
    tkg_json_put_fields(writer, object, tkg_gate_rail_fields, rail);
}

enum tkg_status tkg_gate_write_json(const struct tkg_gate_report_input *input, struct tkg_text *out,
                                    struct tkg_error *err)
{
    const struct tkg_gate_record *record = input->record;
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put(&writer, writer.root, "schema", tkg_json_text(TKG_GATE_RECEIPT_SCHEMA));
    tkg_json_put(&writer, writer.root, "tickgate", tkg_json_text(input->tool_version));
    put_conclusion(&writer, input->result);
    json_t *gate = tkg_json_put_object(&writer, writer.root, "gate");
    put_word(&writer, gate, "mode", &tkg_gate_mode_words, record->mode);
    tkg_json_put_fields(&writer, gate, tkg_gate_fields, record);
    json_t *environment = tkg_json_put_object(&writer, writer.root, "environment");
    tkg_json_put_fields(&writer, environment, tkg_environment_fields, input->fingerprint);
    put_cases(&writer, record);
    json_t *rows = tkg_json_put_array(&writer, writer.root, "rows");
    for (size_t i = 0; i < input->result->verdict_count; i++) {
        put_row(&writer, rows, record, &input->result->verdicts[i]);
    }
    json_t *rails = tkg_json_put_array(&writer, writer.root, "targets");
    for (size_t i = 0; i < input->result->rail_count; i++) {
        put_rail(&writer, rails, &input->result->rails[i]);
    }
    return tkg_json_finish(&writer, out, err);
}
