/* SPDX-License-Identifier: Apache-2.0
 *
 * A gate as Markdown: headline, every row, targets that were missed, how sure. For GitHub's step
 * summary, with its limits, see gate_github.c.
 */
#include "report/gate_assurance.h"
#include "report/gate_text.h"
#include "report/markdown_escape.h"
#include "report/report_format.h"

typedef void (*cell_text)(struct tkg_text *out, const struct tkg_gate_result *result,
                          const struct tkg_gate_verdict *verdict);

static void move_escaped(struct tkg_text *out, struct tkg_text *text)
{
    tkg_markdown_add(out, tkg_text_borrow(text));
    tkg_text_deinit(text);
}

static void add_row(struct tkg_text *out, const struct tkg_gate_result *result,
                    const struct tkg_gate_verdict *verdict)
{
    static const cell_text cells[] = {
        tkg_gate_add_word, tkg_gate_add_case,   tkg_gate_add_metric,  tkg_gate_add_base,
        tkg_gate_add_head, tkg_gate_add_change, tkg_gate_add_allowed, tkg_gate_add_reason,
    };
    tkg_text_add(out, "|");
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        struct tkg_text text = {0};
        cells[i](&text, result, verdict);
        tkg_text_add(out, " ");
        move_escaped(out, &text);
        tkg_text_add(out, " |");
    }
    tkg_text_add(out, "\n");
}

static void add_rows(struct tkg_text *out, const struct tkg_gate_result *result)
{
    if (result->verdict_count == 0) {
        return;
    }
    tkg_text_add(out, "| verdict | case | metric | base | head | change | allowed | why |\n"
                      "|---|---|---|---:|---:|---:|---:|---|\n");
    for (size_t i = 0; i < result->verdict_count; i++) {
        add_row(out, result, &result->verdicts[i]);
    }
    tkg_text_add(out, "\n");
}

static void add_rails(struct tkg_text *out, const struct tkg_gate_result *result)
{
    size_t passed = 0;
    if (result->rail_count == 0) {
        return;
    }
    for (size_t i = 0; i < result->rail_count; i++) {
        struct tkg_text text = {0};
        passed += result->rails[i].outcome == TKG_GATE_CLASS_PASS;
        if (result->rails[i].outcome != TKG_GATE_CLASS_PASS) {
            tkg_gate_add_rail_sentence(&text, &result->rails[i]);
            tkg_text_add(out, "* target: ");
            move_escaped(out, &text);
            tkg_text_add(out, "\n");
        }
    }
    tkg_text_addf(out, "* %zu of %zu targets met\n\n", passed, result->rail_count);
}

enum tkg_status tkg_gate_write_markdown(const struct tkg_gate_report_input *input,
                                        struct tkg_text *out, struct tkg_error *err)
{
    struct tkg_text headline = {0};
    tkg_gate_add_headline(&headline, input->result);
    tkg_text_add(out, "## tickgate gate: ");
    move_escaped(out, &headline);
    tkg_text_addf(out, "\n\n%s\n\n", tkg_gate_mode_word((enum tkg_gate_mode)input->record->mode));
    add_rows(out, input->result);
    add_rails(out, input->result);
    struct tkg_text clause = {0};
    for (size_t i = 0; tkg_gate_add_assurance(&clause, input, i); i++) {
        if (clause.length > 0) {
            tkg_text_add(out, "* ");
            tkg_markdown_add(out, tkg_text_borrow(&clause));
            tkg_text_add(out, "\n");
        }
        tkg_text_reset(&clause);
    }
    tkg_text_deinit(&clause);
    return tkg_report_written(out, err);
}
