/* SPDX-License-Identifier: Apache-2.0
 *
 * Annotations are commands on standard output: a line of somebody else's text could be one, too. So
 * every byte that could end a field or a line is escaped as GitHub's own toolkit does
 * (@actions/core, command.ts: %25 %0D %0A in the message, %3A %2C besides in a property).
 */
#include <string.h>

#include "report/gate_github.h"
#include "report/gate_text.h"
#include "report/report_format.h"

static void add_escaped(struct tkg_text *out, const char *text, const char *also)
{
    for (const char *at = text; *at; at++) {
        const unsigned char byte = (unsigned char)*at;
        if (byte < 0x20 || byte == 0x7f || byte == '%' || strchr(also, byte)) {
            tkg_text_addf(out, "%%%02X", byte);
        } else {
            tkg_text_add_bytes(out, at, 1);
        }
    }
}

static void add_annotation(struct tkg_text *out, const char *kind, const char *path, unsigned line,
                           const struct tkg_text *sentence)
{
    tkg_text_addf(out, "::%s file=", kind);
    add_escaped(out, path, ":,");
    tkg_text_addf(out, ",line=%u,title=tickgate::", line > 0 ? line : 1);
    add_escaped(out, tkg_text_borrow(sentence), "");
    tkg_text_add(out, "\n");
}

static void add_verdict(struct tkg_text *out, const struct tkg_gate_result *result,
                        const struct tkg_gate_verdict *verdict)
{
    struct tkg_text sentence = {0};
    const bool is_error = tkg_gate_class_exit_code(verdict->outcome) != 3;
    tkg_gate_add_sentence(&sentence, result, verdict);
    add_annotation(out, is_error ? "error" : "warning", result->record->path,
                   verdict->row->question.line, &sentence);
    tkg_text_deinit(&sentence);
}

static void add_rail(struct tkg_text *out, const struct tkg_gate_rail_verdict *verdict)
{
    struct tkg_text sentence = {0};
    const bool is_error = tkg_gate_class_exit_code(verdict->outcome) != 3;
    tkg_gate_add_rail_sentence(&sentence, verdict);
    add_annotation(out, is_error ? "error" : "warning", verdict->rail->path, verdict->rail->line,
                   &sentence);
    tkg_text_deinit(&sentence);
}

static size_t add_of_exit(struct tkg_text *out, const struct tkg_gate_result *result, int exit_code,
                          size_t left)
{
    for (size_t i = 0; i < result->verdict_count && left > 0; i++) {
        if (tkg_gate_class_exit_code(result->verdicts[i].outcome) == exit_code) {
            add_verdict(out, result, &result->verdicts[i]);
            left--;
        }
    }
    for (size_t i = 0; i < result->rail_count && left > 0; i++) {
        if (tkg_gate_class_exit_code(result->rails[i].outcome) == exit_code) {
            add_rail(out, &result->rails[i]);
            left--;
        }
    }
    return left;
}

/* That all was skipped fails the gate, and no row says so. */
static void add_nothing_measured(struct tkg_text *out, const struct tkg_gate_result *result)
{
    struct tkg_text sentence = {0};
    tkg_text_add(&sentence, "nothing measured: every row was skipped");
    if (result->verdict_count > 0) {
        tkg_text_add(&sentence, "; the first: ");
        tkg_gate_add_sentence(&sentence, result, &result->verdicts[0]);
    }
    add_annotation(out, "error", result->record->path,
                   result->verdict_count > 0 ? result->verdicts[0].row->question.line : 1,
                   &sentence);
    tkg_text_deinit(&sentence);
}

enum tkg_status tkg_gate_write_github_annotations(const struct tkg_gate_result *result,
                                                  struct tkg_text *out, struct tkg_error *err)
{
    static const int worst_first[] = {4, 5, 1, 3};
    size_t left = TKG_GITHUB_ANNOTATIONS_MAX;
    for (size_t i = 0; i < sizeof worst_first / sizeof *worst_first; i++) {
        left = add_of_exit(out, result, worst_first[i], left);
    }
    if (result->exit_code == 5 && result->worst == TKG_GATE_CLASS_SKIPPED) {
        add_nothing_measured(out, result);
    }
    return tkg_report_written(out, err);
}
