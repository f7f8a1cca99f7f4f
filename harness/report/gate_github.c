/* SPDX-License-Identifier: Apache-2.0
 *
 * The step summary: what must be known first, the rest folded away.
 */
#include "report/gate_github.h"

#include <string.h>

#include "report/gate_assurance.h"
#include "report/gate_text.h"
#include "report/markdown_escape.h"
#include "report/report_format.h"

enum {
    RESERVE_BYTES = 16 * 1024, /* what may still follow the last row that fits */
    ERRORS_CLAUSE = 4,         /* of gate_assurance.h; add_how_sure() says it in a sentence */
};

static bool is_full(const struct tkg_text *out)
{
    return out->length > TKG_GITHUB_SUMMARY_BYTES_MAX - RESERVE_BYTES;
}

/* Appends text escaped, and releases it. */
static void move_escaped(struct tkg_text *out, struct tkg_text *text)
{
    tkg_markdown_add(out, tkg_text_borrow(text));
    tkg_text_deinit(text);
}

static void add_headline(struct tkg_text *out, const struct tkg_gate_result *result)
{
    struct tkg_text sentence = {0};
    tkg_gate_add_headline(&sentence, result);
    tkg_text_add(out, "## tickgate: ");
    move_escaped(out, &sentence);
    tkg_text_add(out, "\n\n");
}

static void add_counts(struct tkg_text *out, const struct tkg_gate_result *result)
{
    struct tkg_text counts = {0};
    tkg_gate_add_counts(&counts, result);
    move_escaped(out, &counts);
    tkg_text_addf(out, " &#8212; %s\n\n", tkg_gate_mode_word(result->record->mode));
}

static const char row_head[] = "| verdict | case | metric | change (interval) | base | head | "
                               "tolerance | why | line |\n|---|---|---|---|---|---|---|---|---|\n";

typedef void (*cell_writer)(struct tkg_text *out, const struct tkg_gate_result *result,
                            const struct tkg_gate_verdict *verdict);

static void add_cell(struct tkg_text *out, const struct tkg_gate_result *result,
                     const struct tkg_gate_verdict *verdict, cell_writer add)
{
    struct tkg_text text = {0};
    add(&text, result, verdict);
    move_escaped(out, &text);
    tkg_text_add(out, " | ");
}

static void add_row(struct tkg_text *out, const struct tkg_gate_result *result,
                    const struct tkg_gate_verdict *verdict)
{
    static const cell_writer cells[] = {
        tkg_gate_add_word,    tkg_gate_add_case,   tkg_gate_add_metric,
        tkg_gate_add_change,  tkg_gate_add_base,   tkg_gate_add_head,
        tkg_gate_add_allowed, tkg_gate_add_reason, tkg_gate_add_place};
    tkg_text_add(out, "| ");
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        add_cell(out, result, verdict, cells[i]);
    }
    tkg_text_add(out, "\n");
}

/* Rows whose exit code is that of a class; as many as fit. Returns how many did not. */
static size_t add_rows_of_exit(struct tkg_text *out, const struct tkg_gate_result *result,
                               int exit_code)
{
    size_t left = 0;
    for (size_t i = 0; i < result->verdict_count; i++) {
        if (tkg_gate_class_exit_code(result->verdicts[i].outcome) != exit_code) {
            continue;
        }
        if (is_full(out)) {
            left++;
        } else {
            add_row(out, result, &result->verdicts[i]);
        }
    }
    return left;
}

/* Rows that vanish without a word would look like rows that passed. */
static void add_left_out(struct tkg_text *out, size_t left)
{
    if (left > 0) {
        tkg_text_addf(out, "\n%zu more %s left out here; the receipt has all.\n", left,
                      left == 1 ? "row is" : "rows are");
    }
}

/* Worst first; nothing at all when every row passed. */
static void add_open_rows(struct tkg_text *out, const struct tkg_gate_result *result)
{
    static const int worst_first[] = {4, 5, 1, 3};
    size_t left = 0;
    if (result->exit_code == 0) {
        return;
    }
    tkg_text_add(out, row_head);
    for (size_t i = 0; i < sizeof worst_first / sizeof *worst_first; i++) {
        left += add_rows_of_exit(out, result, worst_first[i]);
    }
    add_left_out(out, left);
    tkg_text_add(out, "\n");
}

static void add_open_rails(struct tkg_text *out, const struct tkg_gate_result *result)
{
    for (size_t i = 0; i < result->rail_count && !is_full(out); i++) {
        const struct tkg_gate_rail_verdict *rail = &result->rails[i];
        struct tkg_text sentence = {0};
        if (rail->outcome == TKG_GATE_CLASS_PASS) {
            continue;
        }
        tkg_gate_add_rail_sentence(&sentence, rail);
        tkg_text_addf(&sentence, " (%s:%u)", rail->rail->path, (unsigned)rail->rail->line);
        tkg_text_add(out, "- guard rail: ");
        move_escaped(out, &sentence);
        tkg_text_add(out, "\n");
    }
}

/* Every run carries its own proof: what it would have seen. */
static void add_proofs(struct tkg_text *out, const struct tkg_gate_result *result)
{
    tkg_text_add(out, "<details><summary>Proof of each row</summary>\n\n");
    for (size_t i = 0; i < result->verdict_count && !is_full(out); i++) {
        struct tkg_text proof = {0};
        tkg_gate_add_proof(&proof, &result->verdicts[i]);
        if (proof.length > 0) {
            tkg_text_add(out, "- ");
            add_cell(out, result, &result->verdicts[i], tkg_gate_add_case);
            add_cell(out, result, &result->verdicts[i], tkg_gate_add_metric);
            tkg_markdown_add(out, tkg_text_borrow(&proof));
            tkg_text_add(out, "\n");
        }
        tkg_text_deinit(&proof);
    }
    tkg_text_add(out, "\n</details>\n\n");
}

/* What this very run had: launches, its own null and plant, its layouts; and what it left out. */
static void add_own_figures(struct tkg_text *out, const struct tkg_gate_report_input *input)
{
    struct tkg_text clause = {0};
    for (size_t i = 1; tkg_gate_add_assurance(&clause, input, i); i++) {
        if (i != ERRORS_CLAUSE && clause.length > 0) {
            tkg_text_add(out, "- this run: ");
            tkg_markdown_add(out, tkg_text_borrow(&clause));
            tkg_text_add(out, "\n");
        }
        tkg_text_deinit(&clause);
    }
    tkg_text_add(out, "\n");
}

static bool is_measured(const struct tkg_gate_record *record)
{
    for (size_t i = 0; i < record->row_count; i++) {
        if (record->rows[i].evidence != TKG_GATE_EVIDENCE_NONE) {
            return true;
        }
    }
    return false;
}

static void add_how_sure(struct tkg_text *out, const struct tkg_gate_report_input *input)
{
    const struct tkg_gate_result *result = input->result;
    const struct tkg_gate_record *record = input->record;
    if (result->tested_count == 0) {
        return; /* counts and reasons, nothing of chance */
    }
    if (!is_measured(record)) {
        tkg_text_add(out, "**How sure:** no row was measured, so nothing is said of speed.\n\n");
        return;
    }
    tkg_text_addf(out,
                  "**How sure:** a false regression anywhere in this gate is held below %.3g %%, "
                  "shared by %zu %s (Holm). ",
                  100.0 * record->error_0to1, result->tested_count,
                  result->tested_count == 1 ? "row" : "rows");
    if (record->mode == TKG_GATE_MODE_PAIRED) {
        tkg_text_add(out, "Both sides were measured side by side, on this machine, in this job; "
                          "each row had to prove that it could have seen what it denies.\n\n");
        add_own_figures(out, input);
        add_proofs(out, result);
    } else {
        tkg_text_add(out, "The baseline is a stored one: another time, perhaps another speed of "
                          "the machine; tolerances are wide for that reason.\n\n");
    }
}

static void add_passed(struct tkg_text *out, const struct tkg_gate_result *result)
{
    tkg_text_add(out, "<details><summary>Rows that passed</summary>\n\n");
    tkg_text_add(out, row_head);
    add_left_out(out, add_rows_of_exit(out, result, 0));
    tkg_text_add(out, "\n</details>\n\n");
}

static void add_fact(struct tkg_text *out, const char *name, const char *value)
{
    if (*value) {
        tkg_text_addf(out, "- %s: ", name);
        tkg_markdown_add(out, value);
        tkg_text_add(out, "\n");
    }
}

static void add_what_changed(struct tkg_text *out, const struct tkg_gate_report_input *input)
{
    const struct tkg_gate_record *record = input->record;
    const bool is_same_machine = strcmp(record->base_machine, record->head_machine) == 0;
    add_fact(out, "base", *record->base_revision ? record->base_revision : record->base);
    add_fact(out, "head", *record->head_revision ? record->head_revision : record->head);
    add_fact(out, is_same_machine ? "machine of both" : "machine of the base",
             record->base_machine);
    add_fact(out, "machine of the head", is_same_machine ? "" : record->head_machine);
    add_fact(out, "CPU", input->fingerprint->cpu_model);
    add_fact(out, "hypervisor", input->fingerprint->hypervisor);
    add_fact(out, "kernel", input->fingerprint->kernel);
    add_fact(out, "compiler of tickgate", input->fingerprint->compiler);
    tkg_text_add(out, "\n");
}

/* Inside a code block: a back-tick in a path would end it. */
static void add_command_path(struct tkg_text *out, const char *path)
{
    for (const char *at = path; *at; at++) {
        const bool is_plain = (*at >= '+' && *at <= '9') || (*at >= '@' && *at <= 'Z') ||
                              (*at >= 'a' && *at <= 'z') || *at == '_';
        tkg_text_addf(out, "%c", is_plain ? *at : '?');
    }
}

static void add_commands(struct tkg_text *out, const struct tkg_gate_record *record,
                         const char *receipt)
{
    tkg_text_add(out, "```sh\ntickgate gate --replay ");
    add_command_path(out, receipt);
    tkg_text_add(out, "   # the same verdict again, nothing is measured\ntickgate gate ");
    add_command_path(out, record->path);
    tkg_text_add(out, " --base BASE --head HEAD   # measure again, on your machine\n"
                      "tickgate explain BASE HEAD   # which function grew\n```\n\n");
}

enum tkg_status tkg_gate_write_github_summary(const struct tkg_gate_report_input *input,
                                              struct tkg_text *out, struct tkg_error *err)
{
    const struct tkg_gate_result *result = input->result;
    add_headline(out, result);
    add_counts(out, result);
    add_open_rows(out, result);
    add_open_rails(out, result);
    add_how_sure(out, input);
    add_what_changed(out, input);
    add_commands(out, input->record, *input->receipt ? input->receipt : "receipt.json");
    add_passed(out, result);
    return tkg_report_written(out, err);
}

/* The words that a workflow branches on: one per exit code, whatever the class. */
static const char *outcome_word(const struct tkg_gate_result *result)
{
    static const char *const words[] = {
        [0] = "pass", [1] = "regression", [3] = "inconclusive", [4] = "failed", [5] = "absent"};
    const size_t exit_code = (size_t)result->exit_code;
    const bool is_known = exit_code < sizeof words / sizeof *words && words[exit_code];
    return result->record->is_complete && is_known ? words[exit_code] : "error";
}

enum tkg_status tkg_gate_write_github_outputs(const struct tkg_gate_report_input *input,
                                              struct tkg_text *out, struct tkg_error *err)
{
    const struct tkg_gate_result *result = input->result;
    const char *comma = "";
    tkg_text_addf(out, "verdict=%s\nexit-code=%d\ncounts={", outcome_word(result),
                  result->exit_code);
    for (int i = 0; i < TKG_GATE_CLASS_COUNT; i++) {
        if (result->counts[i] > 0) {
            tkg_text_addf(out, "%s\"%s\":%zu", comma, tkg_gate_class_word((enum tkg_gate_class)i),
                          result->counts[i]);
            comma = ",";
        }
    }
    tkg_text_add(out, "}\n");
    return tkg_report_written(out, err);
}
