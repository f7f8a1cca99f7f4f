/* SPDX-License-Identifier: Apache-2.0 */
#include "report/alert_json.h"

#include <string.h>

#include "report/field_reader.h"
#include "report/result_fields.h"
#include "sample/alert_row.h"

#define AT(member)                                                                                 \
    offsetof(struct tkg_alert_row, member), sizeof(((struct tkg_alert_row *)0)->member)

static const struct tkg_result_field fields[] = {
    {"metric", TKG_FIELD_TEXT, AT(metric), 0.0, 0.0, false, false},
    {"case", TKG_FIELD_TEXT, AT(case_name), 0.0, 0.0, false, false},
    {"rule", TKG_FIELD_U32, AT(rule), 0.0, 0.0, false, false},
    {"value", TKG_FIELD_REAL, AT(value), -1e308, 1e308, false, false},
    {"threshold", TKG_FIELD_REAL, AT(threshold), -1e308, 1e308, false, false},
    {"time", TKG_FIELD_TIME, AT(unix_ns), 0.0, 0.0, false, false},
    {"failed_action_count", TKG_FIELD_U32, AT(failed_action_count), 0.0, 0.0, false, false},
    {0},
};

void tkg_alerts_put(struct tkg_json_writer *writer, const struct tkg_run_record *record)
{
    if (!record->alerts_watched) {
        return;
    }
    json_t *alerts = tkg_json_put_array(writer, writer->root, "alerts");
    for (size_t i = 0; i < record->alert_count; i++) {
        const struct tkg_alert_row *row = &record->alerts[i];
        json_t *one = tkg_json_append_object(writer, alerts);
        tkg_json_put(writer, one, "event", tkg_json_text(row->raised ? "raise" : "clear"));
        tkg_json_put(writer, one, "op", tkg_json_text(tkg_alert_op_name(row->op)));
        tkg_json_put_fields(writer, one, fields, row);
    }
    if (record->alert_lost_count > 0) {
        tkg_json_put(writer, writer->root, "alerts_lost", tkg_json_count(record->alert_lost_count));
    }
}

static enum tkg_status read_words(struct tkg_json_reader *reader, const json_t *object,
                                  struct tkg_alert_row *row)
{
    const char *event = "";
    const char *op_name = "";
    enum tkg_alert_op op;
    enum tkg_status status = tkg_json_need_text(reader, object, "event", &event);
    if (status == TKG_OK) {
        status = tkg_json_need_text(reader, object, "op", &op_name);
    }
    if (status != TKG_OK) {
        return status;
    }
    row->raised = strcmp(event, "raise") == 0;
    if (!row->raised && strcmp(event, "clear") != 0) {
        return tkg_json_refuse_member(reader, "event", "raise or clear", event);
    }
    if (!tkg_alert_op_find(op_name, &op)) {
        return tkg_json_refuse_member(reader, "op", "greater_than, less_than or equals", op_name);
    }
    row->op = op;
    return TKG_OK;
}

static enum tkg_status read_row(struct tkg_json_reader *reader, const json_t *object,
                                struct tkg_run_record *record)
{
    struct tkg_alert_row row = {.raised = false};
    if (!json_is_object(object)) {
        return tkg_json_refuse(reader, "an object", tkg_json_found(object));
    }
    enum tkg_status status = read_words(reader, object, &row);
    if (status == TKG_OK) {
        status = tkg_json_read_fields(reader, object, fields, &row);
    }
    if (status == TKG_OK && !tkg_run_record_add_alert(record, &row)) {
        return tkg_fail(reader->err, TKG_NO_MEMORY, "%s: no memory left to read it", reader->path);
    }
    return status;
}

static enum tkg_status read_lost(struct tkg_json_reader *reader, const json_t *root,
                                 struct tkg_run_record *record)
{
    const json_t *lost = json_object_get(root, "alerts_lost");
    if (lost && !(json_is_integer(lost) && json_integer_value(lost) > 0)) {
        return tkg_json_refuse_member(reader, "alerts_lost", "a count", tkg_json_found(lost));
    }
    record->alert_lost_count = lost ? (uint64_t)json_integer_value(lost) : 0;
    return TKG_OK;
}

enum tkg_status tkg_alerts_read(struct tkg_json_reader *reader, const json_t *root,
                                struct tkg_run_record *record)
{
    json_t *alerts = json_object_get(root, "alerts");
    if (!alerts) {
        return TKG_OK;
    }
    enum tkg_status status =
        tkg_json_need_array(reader, root, "alerts", TKG_ALERT_ROW_MAX, &alerts);
    if (status != TKG_OK) {
        return status;
    }
    record->alerts_watched = true;
    size_t outer = tkg_json_enter(reader, "alerts");
    for (size_t i = 0; i < json_array_size(alerts) && status == TKG_OK; i++) {
        size_t mark = tkg_json_enter_index(reader, i);
        status = read_row(reader, json_array_get(alerts, i), record);
        tkg_json_leave(reader, mark);
    }
    tkg_json_leave(reader, outer);
    return status == TKG_OK ? read_lost(reader, root, record) : status;
}
