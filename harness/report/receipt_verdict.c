/* SPDX-License-Identifier: Apache-2.0
 *
 * The verdicts that a receipt holds beside what they were concluded from: judged again they must
 * come out as they did.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/comparison_report.h"
#include "report/gate_report.h"
#include "report/json_reader.h"

/* Of the same computation again. */
static const double rounding = 1e-9;

static enum tkg_status confirm_word(struct tkg_json_reader *reader, const json_t *object,
                                    const char *key, const char *again)
{
    const char *told;
    char expected[160];
    const enum tkg_status status = tkg_json_need_text(reader, object, key, &told);
    if (status != TKG_OK || strcmp(told, again) == 0) {
        return status;
    }
    (void)snprintf(expected, sizeof expected, "\"%s\", as this version judges what it holds",
                   again);
    return tkg_json_refuse_member(reader, key, expected, told);
}

/* NaN is written as null. */
static enum tkg_status confirm_number(struct tkg_json_reader *reader, const json_t *object,
                                      const char *key, double again)
{
    const json_t *told = json_object_get(object, key);
    char expected[64];
    char found[48];
    if (!isfinite(again) && json_is_null(told)) {
        return TKG_OK;
    }
    if (isfinite(again) && json_is_number(told) &&
        fabs(json_number_value(told) - again) <= rounding * fmax(1.0, fabs(again))) {
        return TKG_OK;
    }
    (void)snprintf(expected, sizeof expected, "%.9g, as it comes out again", again);
    (void)snprintf(found, sizeof found, "%.9g", json_number_value(told));
    return tkg_json_refuse_member(reader, key, expected,
                                  json_is_number(told) ? found : tkg_json_found(told));
}

static enum tkg_status confirm_figures(struct tkg_json_reader *reader, const json_t *row,
                                       const struct tkg_gate_verdict *verdict)
{
    const json_t *object = json_object_get(row, "verdict");
    const size_t mark = tkg_json_enter(reader, "verdict");
    enum tkg_status status = confirm_number(reader, object, "base", verdict->base_value);
    status =
        status == TKG_OK ? confirm_number(reader, object, "head", verdict->head_value) : status;
    status = status == TKG_OK ? confirm_number(reader, object, "change", verdict->change) : status;
    status = status == TKG_OK
                 ? confirm_number(reader, object, "sample_count", (double)verdict->sample_count)
                 : status;
    tkg_json_leave(reader, mark);
    return status;
}

/* verdict.class of a row, class of a target. */
static enum tkg_status confirm_element(struct tkg_json_reader *reader, const json_t *object,
                                       const char *inner, enum tkg_gate_class again)
{
    const size_t mark = reader->where_length;
    const json_t *place = object;
    if (inner) {
        (void)tkg_json_enter(reader, inner);
        place = json_object_get(object, inner);
    }
    const enum tkg_status status = confirm_word(reader, place, "class", tkg_gate_class_word(again));
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status confirm_rows(struct tkg_json_reader *reader, const json_t *root,
                                    const struct tkg_gate_result *result)
{
    enum tkg_status status = TKG_OK;
    const json_t *rows = json_object_get(root, "rows");
    const size_t mark = tkg_json_enter(reader, "rows");
    for (size_t i = 0; i < result->verdict_count && status == TKG_OK; i++) {
        const size_t inner = tkg_json_enter_index(reader, i);
        status = confirm_element(reader, json_array_get(rows, i), "verdict",
                                 result->verdicts[i].outcome);
        status = status == TKG_OK
                     ? confirm_figures(reader, json_array_get(rows, i), &result->verdicts[i])
                     : status;
        tkg_json_leave(reader, inner);
    }
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status confirm_targets(struct tkg_json_reader *reader, const json_t *root,
                                       const struct tkg_gate_result *result)
{
    enum tkg_status status = TKG_OK;
    const json_t *targets = json_object_get(root, "targets");
    const size_t mark = tkg_json_enter(reader, "targets");
    for (size_t i = 0; i < result->rail_count && status == TKG_OK; i++) {
        const size_t inner = tkg_json_enter_index(reader, i);
        status =
            confirm_element(reader, json_array_get(targets, i), NULL, result->rails[i].outcome);
        tkg_json_leave(reader, inner);
    }
    tkg_json_leave(reader, mark);
    return status;
}

/* A row or a target that was taken out is missed here. */
static enum tkg_status confirm_counts(struct tkg_json_reader *reader, const json_t *conclusion,
                                      const struct tkg_gate_result *result)
{
    json_t *counts;
    enum tkg_status status = tkg_json_need_object(reader, conclusion, "counts", &counts);
    const size_t mark = tkg_json_enter(reader, "counts");
    for (int i = 0; i < TKG_GATE_CLASS_COUNT && status == TKG_OK; i++) {
        const char *word = tkg_gate_class_word((enum tkg_gate_class)i);
        const json_t *told = json_object_get(counts, word);
        if (json_integer_value(told) != (json_int_t)result->counts[i]) {
            char expected[64];
            char found[32];
            (void)snprintf(expected, sizeof expected, "%zu, as many as there are",
                           result->counts[i]);
            (void)snprintf(found, sizeof found, "%lld", (long long)json_integer_value(told));
            status = tkg_json_refuse_member(reader, word, expected, found);
        }
    }
    tkg_json_leave(reader, mark);
    return status;
}

enum tkg_status tkg_gate_json_confirm(const char *path, const char *json, size_t json_bytes,
                                      const struct tkg_gate_result *result, struct tkg_error *err)
{
    struct tkg_json_reader reader = {.path = path, .err = err};
    json_t *root = NULL;
    json_t *conclusion = NULL;
    enum tkg_status status = tkg_json_parse(&reader, json, json_bytes, &root);
    status = status == TKG_OK ? confirm_rows(&reader, root, result) : status;
    status = status == TKG_OK ? confirm_targets(&reader, root, result) : status;
    status =
        status == TKG_OK ? tkg_json_need_object(&reader, root, "conclusion", &conclusion) : status;
    const size_t mark = tkg_json_enter(&reader, "conclusion");
    status = status == TKG_OK ? confirm_counts(&reader, conclusion, result) : status;
    status = status == TKG_OK
                 ? confirm_word(&reader, conclusion, "verdict", tkg_gate_result_word(result))
                 : status;
    status = status == TKG_OK ? confirm_number(&reader, conclusion, "exit_code", result->exit_code)
                              : status;
    tkg_json_leave(&reader, mark);
    json_decref(root);
    return status;
}

enum tkg_status tkg_comparison_json_confirm(const char *path, const char *json, size_t json_bytes,
                                            const struct tkg_comparison *comparison,
                                            struct tkg_error *err)
{
    struct tkg_json_reader reader = {.path = path, .err = err};
    json_t *root = NULL;
    json_t *conclusion = NULL;
    enum tkg_status status = tkg_json_parse(&reader, json, json_bytes, &root);
    status =
        status == TKG_OK ? tkg_json_need_object(&reader, root, "conclusion", &conclusion) : status;
    const size_t mark = tkg_json_enter(&reader, "conclusion");
    status = status == TKG_OK ? confirm_word(&reader, conclusion, "outcome",
                                             tkg_comparison_word(comparison->outcome))
                              : status;
    tkg_json_leave(&reader, mark);
    json_decref(root);
    return status;
}
