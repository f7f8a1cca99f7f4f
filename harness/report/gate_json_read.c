/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/comparison_object.h"
#include "report/field_reader.h"
#include "report/gate_check.h"
#include "report/gate_fields.h"
#include "report/gate_report.h"

/* Above any value of any metric. */
static const double value_max = 1e18;

static enum tkg_status read_word(struct tkg_json_reader *reader, const json_t *object,
                                 const char *key, const struct tkg_gate_words *words, uint32_t *out)
{
    const char *found;
    enum tkg_status status = tkg_json_need_text(reader, object, key, &found);
    for (uint32_t i = 0; status == TKG_OK && i < words->count; i++) {
        if (strcmp(words->words[i], found) == 0) {
            *out = i;
            return TKG_OK;
        }
    }
    return status == TKG_OK ? tkg_json_refuse_member(reader, key, "a known word", found) : status;
}

static enum tkg_status read_object(struct tkg_json_reader *reader, const json_t *object,
                                   const char *key, const struct tkg_result_field *fields,
                                   void *base)
{
    json_t *member;
    enum tkg_status status = tkg_json_need_object(reader, object, key, &member);
    if (status == TKG_OK) {
        const size_t mark = tkg_json_enter(reader, key);
        status = tkg_json_read_fields(reader, member, fields, base);
        tkg_json_leave(reader, mark);
    }
    return status;
}

/* One element of an array of objects. */
typedef enum tkg_status (*element_reader)(struct tkg_json_reader *reader, const json_t *object,
                                          struct tkg_gate_record *record);

static enum tkg_status read_array(struct tkg_json_reader *reader, const json_t *root,
                                  const char *key, size_t count_max, element_reader read,
                                  struct tkg_gate_record *record)
{
    json_t *array;
    enum tkg_status status = tkg_json_need_array(reader, root, key, count_max, &array);
    const size_t mark = tkg_json_enter(reader, key);
    for (size_t i = 0; status == TKG_OK && i < json_array_size(array); i++) {
        const json_t *element = json_array_get(array, i);
        const size_t inner = tkg_json_enter_index(reader, i);
        status = json_is_object(element)
                     ? read(reader, element, record)
                     : tkg_json_refuse(reader, "an object", tkg_json_found(element));
        tkg_json_leave(reader, inner);
    }
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status read_case(struct tkg_json_reader *reader, const json_t *object,
                                 struct tkg_gate_record *record)
{
    return tkg_json_read_fields(reader, object, tkg_gate_case_fields,
                                &record->cases[record->case_count++]);
}

static enum tkg_status read_cases(struct tkg_json_reader *reader, const json_t *root,
                                  struct tkg_gate_record *record)
{
    record->cases = calloc(TKG_GATE_CASE_MAX, sizeof *record->cases);
    if (!record->cases) {
        return tkg_fail(reader->err, TKG_NO_MEMORY, "out of memory for the cases of a receipt");
    }
    return read_array(reader, root, "cases", TKG_GATE_CASE_MAX, read_case, record);
}

static enum tkg_status read_values(struct tkg_json_reader *reader, const json_t *object,
                                   const char *key, double **values, size_t *count)
{
    json_t *array;
    enum tkg_status status = tkg_json_need_array(reader, object, key, TKG_GATE_SAMPLE_MAX, &array);
    if (status != TKG_OK) {
        return status;
    }
    *values = calloc(json_array_size(array) + 1, sizeof **values);
    if (!*values) {
        return tkg_fail(reader->err, TKG_NO_MEMORY, "out of memory for the samples of a receipt");
    }
    const size_t mark = tkg_json_enter(reader, key);
    for (size_t i = 0; status == TKG_OK && i < json_array_size(array); i++) {
        const size_t inner = tkg_json_enter_index(reader, i);
        status = tkg_json_real_in(reader, json_array_get(array, i), -value_max, value_max,
                                  &(*values)[i]);
        *count += status == TKG_OK;
        tkg_json_leave(reader, inner);
    }
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status read_samples(struct tkg_json_reader *reader, const json_t *object,
                                    struct tkg_gate_samples *samples)
{
    json_t *member;
    enum tkg_status status = tkg_json_need_object(reader, object, "samples", &member);
    const size_t mark = tkg_json_enter(reader, "samples");
    status = status == TKG_OK
                 ? tkg_json_read_fields(reader, member, tkg_gate_sample_fields, samples)
                 : status;
    status = status == TKG_OK
                 ? read_values(reader, member, "base", &samples->base, &samples->base_count)
                 : status;
    status = status == TKG_OK
                 ? read_values(reader, member, "head", &samples->head, &samples->head_count)
                 : status;
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status read_launches(struct tkg_json_reader *reader, const json_t *object,
                                     struct tkg_comparison_record *comparison)
{
    json_t *member;
    enum tkg_status status = tkg_json_need_object(reader, object, "launches", &member);
    const size_t mark = tkg_json_enter(reader, "launches");
    status = status == TKG_OK ? tkg_comparison_take(reader, member, comparison) : status;
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status read_evidence(struct tkg_json_reader *reader, const json_t *object,
                                     struct tkg_gate_row *row)
{
    enum tkg_status status =
        read_word(reader, object, "evidence", &tkg_gate_evidence_words, &row->evidence);
    if (status != TKG_OK) {
        return status;
    }
    switch ((enum tkg_gate_evidence)row->evidence) {
    case TKG_GATE_EVIDENCE_COMPARISON:
        return read_launches(reader, object, &row->comparison);
    case TKG_GATE_EVIDENCE_SAMPLES:
    case TKG_GATE_EVIDENCE_RESULTS:
        return read_samples(reader, object, &row->samples);
    case TKG_GATE_EVIDENCE_COUNTS:
        return read_object(reader, object, "instructions", tkg_gate_count_fields, &row->counts);
    case TKG_GATE_EVIDENCE_NONE:
    case TKG_GATE_EVIDENCE_COUNT:
    default:
        return TKG_OK;
    }
}

static enum tkg_status read_question(struct tkg_json_reader *reader, const json_t *object,
                                     const struct tkg_gate_record *record,
                                     struct tkg_gate_question *question)
{
    const char *metric;
    enum tkg_status status = tkg_json_need_text(reader, object, "metric", &metric);
    if (status == TKG_OK &&
        !tkg_gate_metric_find(metric, &question->kind, &question->stored_metric)) {
        status = tkg_json_refuse_member(reader, "metric", "a metric of gates", metric);
    }
    status = status == TKG_OK
                 ? read_word(reader, object, "better", &tkg_gate_better_words, &question->better)
                 : status;
    status = status == TKG_OK
                 ? read_object(reader, object, "question", tkg_gate_question_fields, question)
                 : status;
    if (status == TKG_OK && question->case_index >= record->case_count) {
        status = tkg_json_refuse_member(reader, "question", "the index of a case", "a larger one");
    }
    return status;
}

static enum tkg_status read_row(struct tkg_json_reader *reader, const json_t *object,
                                struct tkg_gate_record *record)
{
    struct tkg_gate_question question = {0};
    enum tkg_status status = read_question(reader, object, record, &question);
    if (status != TKG_OK) {
        return status;
    }
    struct tkg_gate_row *row = tkg_gate_record_add_row(record, &question);
    if (!row) {
        return tkg_fail(reader->err, TKG_NO_MEMORY, "out of memory for the rows of a receipt");
    }
    status = read_word(reader, object, "found", &tkg_gate_found_words, &row->found);
    status = status == TKG_OK
                 ? read_word(reader, object, "failure", &tkg_gate_failure_words, &row->failure)
                 : status;
    status = status == TKG_OK ? read_word(reader, object, "failing_side", &tkg_gate_side_words,
                                          &row->failing_side)
                              : status;
    status =
        status == TKG_OK ? tkg_json_read_fields(reader, object, tkg_gate_row_fields, row) : status;
    status = status == TKG_OK ? read_evidence(reader, object, row) : status;
    return status == TKG_OK ? tkg_gate_row_check(reader, object, record, row) : status;
}

static enum tkg_status read_rail(struct tkg_json_reader *reader, const json_t *object,
                                 struct tkg_gate_record *record)
{
    struct tkg_gate_rail rail = {0};
    const char *name;
    enum tkg_metric metric = TKG_METRIC_COUNT;
    enum tkg_status status = tkg_json_need_text(reader, object, "metric", &name);
    if (status == TKG_OK && !tkg_metric_find(name, &metric)) {
        status = tkg_json_refuse_member(reader, "metric", "a metric", name);
    }
    rail.metric = (uint32_t)metric;
    status = status == TKG_OK ? read_word(reader, object, "kind", &tkg_gate_limit_words, &rail.kind)
                              : status;
    status = status == TKG_OK ? tkg_json_read_fields(reader, object, tkg_gate_rail_fields, &rail)
                              : status;
    status = status == TKG_OK ? tkg_gate_rail_check(reader, &rail) : status;
    return status == TKG_OK ? tkg_gate_record_add_rail(record, &rail, reader->err) : status;
}

static enum tkg_status read_schema(struct tkg_json_reader *reader, const json_t *root)
{
    const char *schema;
    enum tkg_status status = tkg_json_need_text(reader, root, "schema", &schema);
    return status != TKG_OK || strcmp(schema, TKG_GATE_RECEIPT_SCHEMA) == 0
               ? status
               : tkg_json_refuse_member(
                     reader, "schema",
                     "\"" TKG_GATE_RECEIPT_SCHEMA "\" (a receipt of tickgate gate)", schema);
}

static enum tkg_status read_gate(struct tkg_json_reader *reader, const json_t *root,
                                 struct tkg_gate_record *record)
{
    enum tkg_status status = read_object(reader, root, "gate", tkg_gate_fields, record);
    if (status == TKG_OK && !(record->error_0to1 > 0.0)) {
        status = tkg_json_refuse_member(reader, "gate", "an error_0to1 above 0", "none");
    }
    return status == TKG_OK ? read_word(reader, json_object_get(root, "gate"), "mode",
                                        &tkg_gate_mode_words, &record->mode)
                            : status;
}

static enum tkg_status read_root(struct tkg_json_reader *reader, const json_t *root,
                                 struct tkg_gate_record *record,
                                 struct tkg_fingerprint *fingerprint)
{
    enum tkg_status status = read_schema(reader, root);
    status = status == TKG_OK ? read_gate(reader, root, record) : status;
    status = status == TKG_OK
                 ? read_object(reader, root, "environment", tkg_environment_fields, fingerprint)
                 : status;
    status = status == TKG_OK ? read_cases(reader, root, record) : status;
    status = status == TKG_OK ? read_array(reader, root, "rows", TKG_GATE_ROW_MAX, read_row, record)
                              : status;
    status = status == TKG_OK
                 ? read_array(reader, root, "targets", TKG_GATE_RAIL_MAX, read_rail, record)
                 : status;
    return status == TKG_OK ? tkg_gate_record_check(reader, record) : status;
}

enum tkg_status tkg_gate_json_read(const char *path, const char *json, size_t json_bytes,
                                   struct tkg_gate_record *record,
                                   struct tkg_fingerprint *fingerprint, struct tkg_error *err)
{
    struct tkg_json_reader reader = {
        .path = path, .err = err, .wanted = "a receipt of tickgate gate"};
    json_t *root = NULL;
    tkg_gate_record_init(record);
    *fingerprint = (struct tkg_fingerprint){0};
    enum tkg_status status = tkg_json_parse(&reader, json, json_bytes, &root);
    status = status == TKG_OK ? read_root(&reader, root, record, fingerprint) : status;
    json_decref(root);
    if (status != TKG_OK) {
        tkg_gate_record_deinit(record);
    }
    return status;
}
