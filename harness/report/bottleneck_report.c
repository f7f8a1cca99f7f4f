/* SPDX-License-Identifier: Apache-2.0 */
#include "report/bottleneck_report.h"

#include "report/json_writer.h"
#include "report/safe_text.h"

enum { LINE_COLUMNS = 160 };

/* "512 ms", "12.0 MB a second": the unit of a rule in words. */
static void add_value(struct tkg_text *out, const struct tkg_bottleneck *bottleneck, double value)
{
    char text[TKG_QUANTITY_BYTES];
    tkg_text_add(out, tkg_quantity_format(value, tkg_rule_info(bottleneck->rule)->dimension, text));
    if (bottleneck->rule == TKG_RULE_IO_THROUGHPUT) {
        tkg_text_add(out, " a second");
    }
}

static void add_bottleneck(struct tkg_text *out, const struct tkg_bottleneck *bottleneck)
{
    const struct tkg_rule_info *info = tkg_rule_info(bottleneck->rule);
    tkg_text_addf(out, "%-6s  %s  ", tkg_severity_name(bottleneck->severity), info->name);
    tkg_safe_add_line(out, bottleneck->subject, LINE_COLUMNS, false);
    tkg_text_add(out, ": ");
    add_value(out, bottleneck, bottleneck->value);
    tkg_text_add(out, " > ");
    add_value(out, bottleneck, bottleneck->limit);
    tkg_text_addf(out, "\n        what   %s\n        seen   ", info->what);
    tkg_safe_add_line(out, bottleneck->evidence, LINE_COLUMNS, false);
    tkg_text_addf(out, "\n        next   %s\n", info->advice);
}

static void add_notes(struct tkg_text *out, const struct tkg_bottleneck_input *input)
{
    for (size_t i = 0; i < 2; i++) {
        if (input->notes[i] && *input->notes[i]) {
            tkg_text_addf(out, "note    %s\n", input->notes[i]);
        }
    }
    if (input->list->left_out > 0) {
        tkg_text_addf(out, "note    %zu more, milder than these\n", input->list->left_out);
    }
}

enum tkg_status tkg_bottlenecks_write_human(const struct tkg_bottleneck_input *input,
                                            struct tkg_text *out, struct tkg_error *err)
{
    const struct tkg_bottleneck_list *list = input->list;
    tkg_text_addf(out, "%zu bottleneck%s in ", list->count, list->count == 1 ? "" : "s");
    tkg_safe_add_line(out, input->subject, LINE_COLUMNS, false);
    tkg_text_add(out, " by the rules of ");
    tkg_safe_add_line(out, input->rules, LINE_COLUMNS, false);
    tkg_text_add(out, "\n");
    for (size_t i = 0; i < list->count; i++) {
        add_bottleneck(out, &list->items[i]);
    }
    add_notes(out, input);
    return tkg_text_failed(out) ? tkg_fail(err, TKG_NO_MEMORY, "out of memory for a report")
                                : TKG_OK;
}

static void put_bottleneck(struct tkg_json_writer *writer, json_t *array,
                           const struct tkg_bottleneck *bottleneck)
{
    const struct tkg_rule_info *info = tkg_rule_info(bottleneck->rule);
    json_t *object = tkg_json_append_object(writer, array);
    tkg_json_put(writer, object, "type", tkg_json_text(info->name));
    tkg_json_put(writer, object, "severity",
                 tkg_json_text(tkg_severity_name(bottleneck->severity)));
    tkg_json_put(writer, object, "subject", tkg_json_text(bottleneck->subject));
    tkg_json_put(writer, object, "value", tkg_json_real(bottleneck->value));
    tkg_json_put(writer, object, "limit", tkg_json_real(bottleneck->limit));
    tkg_json_put(writer, object, "unit", tkg_json_text(tkg_dimension_unit(info->dimension)));
    tkg_json_put(writer, object, "share", tkg_json_real(bottleneck->share_0to1));
    tkg_json_put(writer, object, "meaning", tkg_json_text(info->what));
    tkg_json_put(writer, object, "evidence", tkg_json_text(bottleneck->evidence));
    tkg_json_put(writer, object, "advice", tkg_json_text(info->advice));
}

enum tkg_status tkg_bottlenecks_write_json(const struct tkg_bottleneck_input *input,
                                           struct tkg_text *out, struct tkg_error *err)
{
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put(&writer, writer.root, "schema", tkg_json_text(TKG_BOTTLENECKS_SCHEMA));
    tkg_json_put(&writer, writer.root, "subject", tkg_json_text(input->subject));
    tkg_json_put(&writer, writer.root, "rules", tkg_json_text(input->rules));
    json_t *array = tkg_json_put_array(&writer, writer.root, "bottlenecks");
    for (size_t i = 0; i < input->list->count; i++) {
        put_bottleneck(&writer, array, &input->list->items[i]);
    }
    json_t *notes = tkg_json_put_array(&writer, writer.root, "notes");
    for (size_t i = 0; i < 2; i++) {
        if (input->notes[i] && *input->notes[i]) {
            tkg_json_append(&writer, notes, tkg_json_text(input->notes[i]));
        }
    }
    tkg_json_put(&writer, writer.root, "left_out", tkg_json_count(input->list->left_out));
    return tkg_json_finish(&writer, out, err);
}
