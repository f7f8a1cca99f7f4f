/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate gate: did anything on the list get worse?
 */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/gate_collect.h"
#include "cli/gate_options.h"
#include "cli/gate_results.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "host/child.h"
#include "host/clock.h"
#include "host/cpu.h"
#include "host/file.h"
#include "report/gate_report.h"
#include "report/gate_text.h"
#include "report/safe_text.h"
#include "store/history_change.h"
#include "tick/tick_source.h"
#include "verdict/gate.h"

enum {
    PATH_BYTES = 4096,
    LINE_COLUMNS = 900,
};
/* Above any receipt that a gate writes: 1,000 rows (TKG_GATE_ROW_MAX) of 1,200 launches
 * (TKG_LAUNCH_RECORD_MAX) of some 1,100 bytes, and of 2 x 512 paths, are 2 GB. */
static const size_t receipt_bytes_max = (size_t)4 << 30;
static const int64_t day_ns = INT64_C(86400000000000);

/* Everything a gate owns, in the order in which it comes to be. */
struct gate {
    struct tkg_gate_options options;
    struct tkg_gate_file file;
    struct tkg_gate_record record;
    struct tkg_gate_result result;
    struct tkg_fingerprint fingerprint;
    struct tkg_gate_question *questions; /* owned: those of the file that --filter left */
    size_t question_count;
    char program_path[PATH_BYTES];
    struct tkg_error early_end; /* what kept it from measuring all rows; TKG_OK: nothing did */
};

static enum tkg_status fail_filter(const struct gate *gate, struct tkg_error *err)
{
    struct tkg_text names = {0};
    for (size_t i = 0; i < gate->file.case_count; i++) {
        tkg_text_addf(&names, "%s%s", i > 0 ? ", " : "", gate->file.cases[i].name);
    }
    const enum tkg_status status =
        tkg_fail(err, TKG_NOTHING, "--filter '%.60s' matches no case of %.200s; it has %.600s",
                 gate->options.filter, gate->file.path, tkg_text_borrow(&names));
    tkg_text_deinit(&names);
    return status;
}

static enum tkg_status choose_questions(struct gate *gate, struct tkg_error *err)
{
    const struct tkg_gate_file *file = &gate->file;
    gate->questions = calloc(file->question_count, sizeof *gate->questions);
    if (!gate->questions) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the rows of the gate");
    }
    for (size_t i = 0; i < file->question_count; i++) {
        const char *name = file->cases[file->questions[i].case_index].name;
        if (!gate->options.filter || fnmatch(gate->options.filter, name, 0) == 0) {
            gate->questions[gate->question_count++] = file->questions[i];
        }
    }
    gate->record.is_filtered = gate->question_count < file->question_count;
    return gate->question_count > 0 ? TKG_OK : fail_filter(gate, err);
}

static enum tkg_status set_text(char *out, size_t out_bytes, const char *what, const char *text,
                                struct tkg_error *err)
{
    return tkg_string_copy(out, out_bytes, text ? text : "")
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "--%s is longer than %zu bytes", what, out_bytes - 1);
}

static enum tkg_status describe(struct gate *gate, struct tkg_error *err)
{
    struct tkg_gate_record *record = &gate->record;
    const struct tkg_gate_options *options = &gate->options;
    memcpy(record->path, gate->file.path, sizeof record->path);
    memcpy(record->name, gate->file.name, sizeof record->name);
    record->mode =
        options->base || options->base_failed ? TKG_GATE_MODE_PAIRED : TKG_GATE_MODE_STORED;
    record->error_0to1 = gate->file.error_0to1;
    record->seed = options->seed;
    record->allows_other_machine = options->allows_other_machine;
    record->start_unix_ns = tkg_clock_unix_ns();
    record->today = record->start_unix_ns / day_ns;
    const bool is_paired = record->mode == TKG_GATE_MODE_PAIRED;
    enum tkg_status status = set_text(record->base, sizeof record->base, "base",
                                      is_paired ? options->base : options->baseline, err);
    status = status == TKG_OK ? set_text(record->head, sizeof record->head, "head",
                                         is_paired ? options->head : options->head_results, err)
                              : status;
    status = status == TKG_OK ? set_text(record->base_revision, sizeof record->base_revision,
                                         "base-commit", options->base_commit, err)
                              : status;
    return status == TKG_OK ? set_text(record->head_revision, sizeof record->head_revision,
                                       "head-commit", options->head_commit, err)
                            : status;
}

/* A stream that nobody has is a mistake in the gate file, not a failure of an engine. */
static enum tkg_status check_streams(const struct gate *gate, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    size_t checked = SIZE_MAX; /* questions of a case lie together */
    for (size_t i = 0; status == TKG_OK && i < gate->question_count; i++) {
        const struct tkg_gate_case *the_case = &gate->file.cases[gate->questions[i].case_index];
        struct tkg_tick_source *source = NULL;
        if (gate->questions[i].case_index == checked) {
            continue;
        }
        checked = gate->questions[i].case_index;
        status = tkg_tick_source_open(&source, the_case->stream, the_case->stream_seed, err);
        if (status == TKG_OK) {
            tkg_tick_source_close(source);
        } else {
            (void)tkg_fail_prefix(err, "%.200s:%u:%u: stream of the case '%s'", gate->file.path,
                                  (unsigned)the_case->line, (unsigned)the_case->column,
                                  the_case->name);
        }
    }
    return status;
}

static enum tkg_status load(struct gate *gate, const char *path, struct tkg_error *err)
{
    enum tkg_status status = tkg_gate_file_load(&gate->file, path, err);
    for (size_t i = 0; status == TKG_OK && i < gate->file.case_count; i++) {
        if (gate->options.budget_ns > 0) {
            gate->file.cases[i].budget_ns = gate->options.budget_ns;
        }
    }
    status = status == TKG_OK ? describe(gate, err) : status;
    status = status == TKG_OK ? choose_questions(gate, err) : status;
    status = status == TKG_OK && gate->record.mode == TKG_GATE_MODE_PAIRED
                 ? check_streams(gate, err)
                 : status;
    return status == TKG_OK ? tkg_gate_record_set_cases(&gate->record, gate->file.cases,
                                                        gate->file.case_count, err)
                            : status;
}

static enum tkg_status collect_paired(struct gate *gate, struct tkg_error *err)
{
    const char *folder = getenv("TMPDIR");
    struct tkg_gate_means means = {
        .program_path = gate->program_path,
        .base = gate->options.base,
        .head = gate->options.head,
        .base_failed = gate->options.base_failed,
        .head_failed = gate->options.head_failed,
        .budget_all_ns = gate->file.budget_all_ns,
        .timeout_ns = gate->options.timeout_ns,
        .launch_max = gate->options.launch_max,
        .cpu = tkg_cpu_preferred(),
        .is_quiet = gate->options.is_quiet,
    };
    enum tkg_status status = tkg_program_path(gate->program_path, sizeof gate->program_path, err);
    status = status == TKG_OK
                 ? tkg_scratch_init(&means.scratch, folder && *folder ? folder : "/tmp", err)
                 : status;
    if (status != TKG_OK) {
        return status;
    }
    (void)tkg_string_copy(gate->record.base_machine, sizeof gate->record.base_machine,
                          gate->fingerprint.hash);
    (void)tkg_string_copy(gate->record.head_machine, sizeof gate->record.head_machine,
                          gate->fingerprint.hash);
    status = tkg_gate_collect(gate->questions, gate->question_count, &means, &gate->record, err);
    tkg_scratch_deinit(&means.scratch);
    return status;
}

static enum tkg_status collect_results(struct gate *gate, struct tkg_error *err)
{
    const char *target_paths[2 * TKG_GATE_TARGET_FILE_MAX];
    size_t target_path_count = 0;
    for (size_t i = 0; i < gate->file.target_path_count; i++) {
        target_paths[target_path_count++] = gate->file.target_paths[i];
    }
    for (size_t i = 0; i < gate->options.target_path_count; i++) {
        target_paths[target_path_count++] = gate->options.target_paths[i];
    }
    const struct tkg_gate_results_means means = {
        .baseline = gate->options.baseline,
        .head_results = gate->options.head_results,
        .target_paths = target_paths,
        .target_path_count = target_path_count,
        .baseline_age_days = gate->file.baseline_age_days,
        .allows_extrapolation = gate->options.allows_extrapolation,
        .compares = gate->record.mode == TKG_GATE_MODE_STORED,
    };
    return tkg_gate_collect_results(gate->questions, gate->question_count, &means, &gate->record,
                                    err);
}

/* Ctrl-C, or a machine that refuses (a full disk), leaves what was finished; it is judged and
 * written, and not green (docs/decisions/0169). */
static enum tkg_status end_early(struct gate *gate, enum tkg_status status,
                                 const struct tkg_error *err)
{
    if (status != TKG_INTERRUPTED && (!tkg_gate_is_fatal(status) || gate->record.row_count == 0)) {
        return status;
    }
    if (status != TKG_INTERRUPTED) {
        gate->early_end = *err;
    }
    gate->record.end_signal = (uint32_t)tkg_interrupt_requested();
    gate->record.is_complete = false;
    return TKG_OK;
}

static enum tkg_status collect(struct gate *gate, struct tkg_error *err)
{
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    enum tkg_status status = TKG_OK;
    tkg_interrupt_install();
    tkg_fingerprint_read(&gate->fingerprint);
    gate->record.is_complete = true;
    if (gate->record.mode == TKG_GATE_MODE_PAIRED) {
        status = collect_paired(gate, err);
    }
    status = status == TKG_OK ? collect_results(gate, err) : status;
    status = status == TKG_OK ? TKG_OK : end_early(gate, status, err);
    gate->record.elapsed_ns = tkg_clock_monotonic_ns() - begin_ns;
    return status;
}

/* Reads it, judges it, and asks whether that is the verdict it holds. */
static enum tkg_status judge_receipt(struct gate *gate, struct tkg_error *err)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    const char *path = gate->options.replay;
    enum tkg_status status = tkg_file_read(path, receipt_bytes_max, &bytes, &byte_count, err);
    if (status == TKG_OK) {
        status =
            tkg_gate_json_read(path, bytes, byte_count, &gate->record, &gate->fingerprint, err);
    }
    status = status == TKG_OK ? tkg_gate_judge(&gate->record, &gate->result, err) : status;
    if (status == TKG_OK) {
        status = tkg_gate_json_confirm(path, bytes, byte_count, &gate->result, err);
    }
    free(bytes);
    return status;
}

static enum tkg_status write_to(const struct gate *gate, const char *format, const char *path,
                                struct tkg_error *err)
{
    const struct tkg_gate_report_input input = {
        .tool_version = TKG_VERSION,
        .record = &gate->record,
        .result = &gate->result,
        .fingerprint = &gate->fingerprint,
        .receipt = gate->options.replay    ? gate->options.replay
                   : gate->options.receipt ? gate->options.receipt
                                           : "",
        .color = strcmp(path, "-") == 0 && tkg_terminal_has_color(STDOUT_FILENO),
        .utf8 = tkg_terminal_has_utf8(),
    };
    struct tkg_text text = {0};
    enum tkg_status status = tkg_gate_format_find(format)->write(&input, &text, err);
    if (status == TKG_OK) {
        status = tkg_file_write(path, tkg_text_borrow(&text), text.length, err);
    }
    tkg_text_deinit(&text);
    return status;
}

static enum tkg_status write_receipt(const struct gate *gate, struct tkg_error *err)
{
    return gate->options.receipt ? write_to(gate, "json", gate->options.receipt, err) : TKG_OK;
}

/* A verdict that cannot be written is said in a line: it took minutes to find. */
static enum tkg_status write_report(const struct gate *gate, struct tkg_error *err)
{
    const enum tkg_status status = write_to(gate, gate->options.format, gate->options.output, err);
    if (status != TKG_OK) {
        struct tkg_text headline = {0}, line = {0};
        tkg_gate_add_headline(&headline, &gate->result);
        tkg_safe_add_line(&line, tkg_text_borrow(&headline), LINE_COLUMNS, tkg_terminal_has_utf8());
        (void)fprintf(stderr, "tickgate: the verdict: %s\n", tkg_text_borrow(&line));
        tkg_text_deinit(&line);
        tkg_text_deinit(&headline);
    }
    return status;
}

/* Nothing that was measured may be lost to a mistyped folder. */
static enum tkg_status check_outputs(struct gate *gate, struct tkg_error *err)
{
    enum tkg_status status = tkg_output_file_check(gate->options.output, err);
    return status == TKG_OK && gate->options.receipt
               ? tkg_output_file_check(gate->options.receipt, err)
               : status;
}

/* Opened before anything is measured: a file that cannot be used must not cost a gate. */
static enum tkg_status check_history(struct gate *gate, struct tkg_error *err)
{
    struct tkg_history *history = NULL;
    gate->options.history.commit = gate->options.head_commit;
    tkg_history_choice_resolve(&gate->options.history);
    enum tkg_status status = tkg_history_choice_open(&gate->options.history, &history, err);
    tkg_history_close(history);
    return status;
}

/* A receipt that is judged again was kept when it was measured. */
static enum tkg_status keep(const struct gate *gate, struct tkg_error *err)
{
    struct tkg_history *history = NULL;
    int64_t run_id;
    if (gate->options.replay) {
        return TKG_OK;
    }
    enum tkg_status status = tkg_history_choice_open(&gate->options.history, &history, err);
    if (status == TKG_OK && history) {
        const struct tkg_history_origin origin = tkg_history_origin_of(&gate->options.history);
        status =
            tkg_history_add_gate(history, &origin, &gate->result, &gate->fingerprint, &run_id, err);
    }
    tkg_history_close(history);
    return status;
}

/* What was measured goes to all places that take it: one that does not is no reason to keep it from
 * the others. */
static enum tkg_status conclude(const struct gate *gate, struct tkg_error *err)
{
    struct tkg_error next = {0};
    enum tkg_status status = gate->early_end.status;
    if (status != TKG_OK) {
        *err = gate->early_end;
    }
    status = tkg_output_join(status, err, write_receipt(gate, &next), &next);
    status = tkg_output_join(status, err, write_report(gate, &next), &next);
    return tkg_output_join(status, err, keep(gate, &next), &next);
}

static enum tkg_status walk(struct gate *gate, const struct tkg_option_uses *uses, int *exit_code,
                            struct tkg_error *err)
{
    static const char *const usable[] = {"replay", "format", "output", "quiet", NULL};
    enum tkg_status status = tkg_gate_options_check(&gate->options, uses->positional_count, err);
    if (status == TKG_OK && gate->options.replay) { /* the rest would be ignored without a word */
        status = tkg_options_check_only(uses, "replay", usable, err);
        status = status == TKG_OK ? judge_receipt(gate, err) : status;
    } else if (status == TKG_OK) {
        status = check_outputs(gate, err);
        status = status == TKG_OK ? check_history(gate, err) : status;
        status = status == TKG_OK ? load(gate, uses->positionals[0], err) : status;
        status = status == TKG_OK ? collect(gate, err) : status;
        status = status == TKG_OK ? tkg_gate_judge(&gate->record, &gate->result, err) : status;
    }
    status = status == TKG_OK ? conclude(gate, err) : status;
    *exit_code = gate->result.exit_code;
    return status;
}

static enum tkg_status command_gate(const struct tkg_option_uses *uses, int *exit_code,
                                    struct tkg_error *err)
{
    struct gate *gate = calloc(1, sizeof *gate);
    if (!gate) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory");
    }
    tkg_gate_options_init(&gate->options);
    tkg_gate_record_init(&gate->record);
    enum tkg_status status = tkg_options_apply(uses, &gate->options, err);
    status = status == TKG_OK ? walk(gate, uses, exit_code, err) : status;
    tkg_gate_result_deinit(&gate->result);
    tkg_gate_record_deinit(&gate->record);
    tkg_gate_file_deinit(&gate->file);
    free(gate->questions);
    free(gate);
    return status;
}

const struct tkg_command tkg_command_gate = {
    .name = "gate",
    .summary = "did anything on the list get worse? every case and metric of a gate file, judged",
    .arguments = "[OPTIONS] GATE.yaml",
    .details =
        "The gate file lists every case and metric (docs/gate.md, thresholds/README.md). Base and\n"
        "head are measured side by side, and each is looked for by the list: what is absent, "
        "crashes\n"
        "or does not build is never a pass.\n"
        "Exit status: 0 nothing got worse, 1 regression or target missed, 2 usage, 3 "
        "inconclusive,\n"
        "4 an engine failed, 5 absent, nothing measured or a baseline that cannot be compared "
        "with.\n"
        "Of several the worst counts: 4, 5, 1, 3, 0.\n"
        "Examples:\n"
        "  tickgate gate gate.yaml --base layouts/base --head layouts/head --receipt gate.json\n"
        "  tickgate gate gate.yaml --head-results out/latest/results.json --baseline main.json\n"
        "  tickgate gate --replay gate.json --format markdown\n",
    .options = tkg_gate_option_table,
    .positional_max = 1,
    .run = command_gate,
};
