/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "report/gate_assurance.h"
#include "report/gate_text.h"
#include "report/report_format.h"
#include "report/safe_text.h"
#include "report/text_table.h"

enum { NAME_COLUMNS = 40, REVISION_COLUMNS = 64, SENTENCE_COLUMNS = 900 };

static enum tkg_style style_of(enum tkg_gate_class outcome)
{
    switch (tkg_gate_class_exit_code(outcome)) {
    case 0:
        return outcome == TKG_GATE_CLASS_SKIPPED || outcome == TKG_GATE_CLASS_WAIVED
                   ? TKG_STYLE_WARN
                   : TKG_STYLE_GOOD;
    case 3:
        return TKG_STYLE_WARN;
    default:
        return TKG_STYLE_BAD;
    }
}

static void add_safe(struct tkg_text *out, const struct tkg_text *text, size_t columns)
{
    tkg_safe_add_line(out, tkg_text_borrow(text), columns, true);
}

static void add_side(struct tkg_text *out, const char *word, const char *name, const char *revision)
{
    tkg_text_addf(out, "%s  ", word);
    tkg_safe_add_line(out, *name ? name : "-", 2 * (size_t)NAME_COLUMNS, true);
    if (*revision) {
        tkg_text_add(out, "  ");
        tkg_safe_add_line(out, revision, REVISION_COLUMNS, true);
    }
    tkg_text_add(out, "\n");
}

static void add_head(struct tkg_text *out, const struct tkg_gate_report_input *input)
{
    const struct tkg_gate_record *record = input->record;
    tkg_text_addf(out, "tickgate %s   gate ", input->tool_version);
    tkg_safe_add_line(out, record->name, NAME_COLUMNS, true);
    tkg_text_addf(out, "   %s   ", tkg_gate_mode_word((enum tkg_gate_mode)record->mode));
    tkg_safe_add_line(out, record->path, 2 * (size_t)NAME_COLUMNS, true);
    tkg_text_add(out, "\n");
    add_side(out, "base", record->base, record->base_revision);
    add_side(out, "head", record->head, record->head_revision);
    tkg_text_add(out, "\n");
}

static void add_cell(struct tkg_table *table, enum tkg_style style, const struct tkg_text *text,
                     size_t columns)
{
    struct tkg_text safe = {0};
    add_safe(&safe, text, columns);
    tkg_table_add(table, style, tkg_text_borrow(&safe));
    tkg_text_deinit(&safe);
}

/* Fills one cell. */
typedef void (*cell_text)(struct tkg_text *out, const struct tkg_gate_result *result,
                          const struct tkg_gate_verdict *verdict);

static void add_verdict(struct tkg_text *out, const struct tkg_gate_result *result,
                        const struct tkg_gate_verdict *verdict)
{
    tkg_gate_add_word(out, result, verdict);
    if (verdict->sample_count > 0) {
        tkg_text_addf(out, "  n %zu", verdict->sample_count);
    }
}

static void add_row(struct tkg_table *table, const struct tkg_gate_result *result,
                    const struct tkg_gate_verdict *verdict)
{
    static const cell_text cells[] = {tkg_gate_add_case, tkg_gate_add_metric, tkg_gate_add_base,
                                      tkg_gate_add_head, tkg_gate_add_change, tkg_gate_add_allowed,
                                      add_verdict};
    const size_t count = sizeof cells / sizeof cells[0];
    struct tkg_text text = {0};
    for (size_t i = 0; i < count; i++) {
        tkg_text_reset(&text);
        cells[i](&text, result, verdict);
        add_cell(table, i + 1 == count ? style_of(verdict->outcome) : TKG_STYLE_PLAIN, &text,
                 NAME_COLUMNS);
    }
    tkg_text_deinit(&text);
}

static void add_table(struct tkg_text *out, const struct tkg_gate_report_input *input)
{
    static const char *const heads[] = {"CASE",   "METRIC",    "BASE",   "HEAD",
                                        "CHANGE", "TOLERANCE", "VERDICT"};
    struct tkg_table table;
    if (input->result->verdict_count == 0) {
        return;
    }
    tkg_table_init(&table, "llrrrrl");
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        tkg_table_add(&table, TKG_STYLE_STRONG, heads[i]);
    }
    for (size_t i = 0; i < input->result->verdict_count; i++) {
        add_row(&table, input->result, &input->result->verdicts[i]);
    }
    tkg_table_print(&table, input->color, out);
    tkg_table_deinit(&table);
}

/* What needs a word, each with the line of the file that asks for it. */
static void add_reasons(struct tkg_text *out, const struct tkg_gate_report_input *input)
{
    struct tkg_text text = {0};
    for (size_t i = 0; i < input->result->verdict_count; i++) {
        const struct tkg_gate_verdict *verdict = &input->result->verdicts[i];
        if (tkg_gate_class_exit_code(verdict->outcome) == 0 && !verdict->text[0]) {
            continue;
        }
        tkg_text_reset(&text);
        tkg_gate_add_place(&text, input->result, verdict);
        tkg_text_add(&text, ": ");
        tkg_gate_add_sentence(&text, input->result, verdict);
        tkg_text_add(out, "  ");
        add_safe(out, &text, SENTENCE_COLUMNS);
        tkg_text_add(out, "\n");
    }
    tkg_text_deinit(&text);
}

static void add_rails(struct tkg_text *out, const struct tkg_gate_report_input *input)
{
    struct tkg_text text = {0};
    size_t passed = 0;
    if (input->result->rail_count == 0) {
        return;
    }
    tkg_text_add(out, "\nTARGETS\n");
    for (size_t i = 0; i < input->result->rail_count; i++) {
        const struct tkg_gate_rail_verdict *verdict = &input->result->rails[i];
        passed += verdict->outcome == TKG_GATE_CLASS_PASS;
        if (verdict->outcome != TKG_GATE_CLASS_PASS) {
            tkg_text_reset(&text);
            tkg_text_addf(&text, "%s:%" PRIu32 ": ", verdict->rail->path, verdict->rail->line);
            tkg_gate_add_rail_sentence(&text, verdict);
            tkg_text_add(out, "  ");
            add_safe(out, &text, SENTENCE_COLUMNS);
            tkg_text_add(out, "\n");
        }
    }
    tkg_text_addf(out, "  %zu of %zu targets met\n", passed, input->result->rail_count);
    tkg_text_deinit(&text);
}

static void add_assurances(struct tkg_text *out, const struct tkg_gate_report_input *input)
{
    struct tkg_text text = {0};
    tkg_text_add(out, "\nHOW SURE\n");
    for (size_t i = 0; tkg_gate_add_assurance(&text, input, i); i++) {
        if (text.length > 0) {
            tkg_text_add(out, "  ");
            add_safe(out, &text, SENTENCE_COLUMNS);
            tkg_text_add(out, "\n");
        }
        tkg_text_reset(&text);
    }
    tkg_text_deinit(&text);
}

enum tkg_status tkg_gate_write_human(const struct tkg_gate_report_input *input,
                                     struct tkg_text *out, struct tkg_error *err)
{
    struct tkg_text headline = {0};
    struct tkg_text safe = {0};
    add_head(out, input);
    add_table(out, input);
    add_reasons(out, input);
    add_rails(out, input);
    add_assurances(out, input);
    tkg_gate_add_headline(&headline, input->result);
    add_safe(&safe, &headline, SENTENCE_COLUMNS);
    tkg_text_add(out, "\n");
    tkg_style_add(out, input->color,
                  input->result->exit_code == 0   ? TKG_STYLE_GOOD
                  : input->result->exit_code == 3 ? TKG_STYLE_WARN
                                                  : TKG_STYLE_BAD,
                  tkg_text_borrow(&safe));
    tkg_text_add(out, "\n");
    const bool has_failed = tkg_text_failed(&headline) || tkg_text_failed(&safe);
    tkg_text_deinit(&headline);
    tkg_text_deinit(&safe);
    return has_failed ? tkg_fail(err, TKG_NO_MEMORY, "out of memory for the report")
                      : tkg_report_written(out, err);
}
