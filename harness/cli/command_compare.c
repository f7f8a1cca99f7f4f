/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate compare: is the head slower than the base?
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/compare_options.h"
#include "cli/compare_run.h"
#include "cli/compare_sides.h"
#include "cli/output.h"
#include "host/child.h"
#include "host/cpu.h"
#include "host/file.h"
#include "measure/command_block.h"
#include "measure/launch_plan.h"
#include "report/comparison_report.h"
#include "store/history_change.h"
#include "verdict/comparison_replay.h"
#include "verdict/layout_check.h"

enum {
    PATH_BYTES = 4096,
    RECEIPT_BYTES_MAX = 64 << 20, /* a launch is some 600 bytes */
    ROUND_COUNT = 48, /* of 30 us and four arms: 6 ms, three times what starting costs */
};

struct compare {
    struct tkg_compare_options options;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_fingerprint fingerprint;
    struct tkg_scratch scratch;
    char program_path[PATH_BYTES];
};

/* Commands that cannot be told how much to do cannot be made slower by a known share. */
static bool is_planted(const struct tkg_comparison_record *record)
{
    return record->side_kind == TKG_SIDES_ENGINES || tkg_command_takes_ticks(record->base.name);
}

/* By what the layouts can carry: docs/decisions/0166. */
static enum tkg_status settle_question(struct compare *compare, struct tkg_error *err)
{
    struct tkg_comparison_record *record = &compare->record;
    const uint32_t fewest = record->base.layout_count < record->head.layout_count
                                ? record->base.layout_count
                                : record->head.layout_count;
    const double usual = record->side_kind == TKG_SIDES_COMMANDS ? 0.05
                         : record->metric == TKG_COMPARE_P99     ? 0.025
                                                             : tkg_layout_usual_tolerance(fewest);
    record->tolerance = compare->options.tolerance > 0 ? compare->options.tolerance : usual;
    record->margin =
        compare->options.margin > 0 ? compare->options.margin : 2.0 * record->tolerance;
    record->plant = is_planted(record) ? record->margin : 0.0;
    record->error_regression_0to1 = TKG_COMPARISON_ERROR_0TO1;
    record->error_pass_0to1 = TKG_COMPARISON_ERROR_0TO1;
    record->lead_in_tick_count = TKG_LAUNCH_LEAD_IN_TICKS;
    record->round_count = ROUND_COUNT;
    if (record->margin <= record->tolerance) {
        return tkg_fail(err, TKG_USAGE, "--margin %g %% must be more than --tolerance %g %%",
                        100.0 * record->margin, 100.0 * record->tolerance);
    }
    return TKG_OK;
}

static enum tkg_status make_command_sides(struct compare *compare, const char *base,
                                          const char *head, struct tkg_error *err)
{
    struct tkg_comparison_record *record = &compare->record;
    if (record->metric != TKG_COMPARE_TIME || record->parameters[0]) {
        return tkg_fail(err, TKG_USAGE,
                        "--metric and --params are for engines in shared objects; a command is "
                        "compared by its CPU time and takes its own arguments");
    }
    record->stream[0] = '\0';
    enum tkg_status status = tkg_compare_command_read(&record->base, base, err);
    status = status == TKG_OK ? tkg_compare_command_read(&record->head, head, err) : status;
    if (status == TKG_OK && tkg_command_takes_ticks(base) != tkg_command_takes_ticks(head)) {
        status = tkg_fail(err, TKG_USAGE,
                          "only one of the commands has " TKG_COMMAND_TICKS
                          "; give it to both, so that they do the same work");
    }
    return status;
}

static enum tkg_status make_engine_sides(struct compare *compare, const char *base,
                                         const char *head, struct tkg_error *err)
{
    struct tkg_comparison_record *record = &compare->record;
    enum tkg_status status = tkg_compare_side_read(&record->base, base, err);
    status = status == TKG_OK ? tkg_compare_side_read(&record->head, head, err) : status;
    if (status == TKG_OK && !compare->options.allows_same_files) {
        status = tkg_compare_sides_check_apart(&record->base, &record->head, err);
    }
    return status;
}

/* All that does not depend on the sides. */
static void fill_record(const struct tkg_compare_options *options,
                        struct tkg_comparison_record *record)
{
    memcpy(record->parameters, options->parameters, sizeof record->parameters);
    memcpy(record->stream, options->stream, sizeof record->stream);
    record->stream_seed = options->seed;
    record->seed = options->seed;
    record->side_kind = options->side_kind;
    record->metric = options->metric;
    record->slice_tick_count = options->slice_tick_count;
}

static enum tkg_status make_sides(struct compare *compare, const struct tkg_option_uses *uses,
                                  struct tkg_error *err)
{
    if (uses->positional_count != 2) {
        return tkg_fail(err, TKG_USAGE, "two engines are needed: tickgate compare BASE HEAD");
    }
    fill_record(&compare->options, &compare->record);
    const bool has_commands = compare->record.side_kind == TKG_SIDES_COMMANDS;
    const enum tkg_status status = (has_commands ? make_command_sides : make_engine_sides)(
        compare, uses->positionals[0], uses->positionals[1], err);
    return status == TKG_OK ? settle_question(compare, err) : status;
}

static enum tkg_status make_copies(struct compare *compare, struct tkg_error *err)
{
    struct tkg_comparison_record *record = &compare->record;
    const char *folder = getenv("TMPDIR");
    enum tkg_status status =
        tkg_scratch_init(&compare->scratch, folder && *folder ? folder : "/tmp", err);
    if (status == TKG_OK) {
        status = tkg_compare_side_complete(&record->base, "base", TKG_BASE_FILES_MIN,
                                           &compare->scratch, err);
    }
    if (status == TKG_OK) {
        status = tkg_compare_side_complete(&record->head, "head", TKG_HEAD_FILES_MIN,
                                           &compare->scratch, err);
    }
    return status;
}

static enum tkg_status measure(struct compare *compare, struct tkg_error *err)
{
    enum tkg_status status =
        tkg_program_path(compare->program_path, sizeof compare->program_path, err);
    const struct tkg_compare_options *options = &compare->options;
    const struct tkg_compare_means means = {
        .program_path = compare->program_path,
        .budget_ns = options->budget_ns,
        .timeout_ns = options->timeout_ns,
        .launch_max = options->launch_max,
        .cpu = tkg_cpu_preferred(),
        .allow_other_digest = options->allows_other_digest,
        .is_quiet = options->is_quiet,
    };
    tkg_fingerprint_read(&compare->fingerprint);
    tkg_interrupt_install();
    if (status == TKG_OK && compare->record.side_kind == TKG_SIDES_ENGINES) {
        status = make_copies(compare, err);
    }
    if (status == TKG_OK) {
        status = tkg_compare_run(&compare->record, &means, &compare->comparison, err);
    }
    tkg_scratch_deinit(&compare->scratch);
    return status;
}

/* Ended before its first look: nothing is there to be judged. */
static bool is_unjudged(const struct tkg_comparison_record *record)
{
    return record->end_signal > 0 && tkg_comparison_judged_count(record) < tkg_look_launch_count(0);
}

/* A verdict that was not reached is not reached by judging what is there as if that were all. */
static enum tkg_status judge_again(struct compare *compare, struct tkg_error *err)
{
    const struct tkg_comparison_record *record = &compare->record;
    const struct tkg_comparison_question question = tkg_comparison_question_of(record);
    if (is_unjudged(record)) {
        return TKG_OK;
    }
    const enum tkg_status status =
        tkg_comparison_judge_record(record, &question, &compare->comparison, err);
    if (status == TKG_OK && record->end_signal > 0) {
        compare->comparison.outcome = TKG_COMPARISON_NOT_YET;
    }
    return status;
}

static enum tkg_status judge_receipt(struct compare *compare, struct tkg_error *err)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    const char *path = compare->options.replay;
    enum tkg_status status = tkg_file_read(path, RECEIPT_BYTES_MAX, &bytes, &byte_count, err);
    if (status == TKG_OK) {
        status = tkg_comparison_json_read(path, bytes, byte_count, &compare->record, err);
    }
    if (status == TKG_OK && judge_again(compare, err) != TKG_OK) {
        status = tkg_fail_prefix(err, "%.300s", path);
    }
    if (status == TKG_OK) {
        status = tkg_comparison_json_confirm(path, bytes, byte_count, &compare->comparison, err);
    }
    free(bytes);
    return status;
}

typedef enum tkg_status (*writer)(const struct tkg_comparison_input *input, struct tkg_text *out,
                                  struct tkg_error *err);

static enum tkg_status write_to(const struct compare *compare, writer write, const char *path,
                                struct tkg_error *err)
{
    const struct tkg_comparison_input input = {
        .record = &compare->record,
        .comparison = &compare->comparison,
        .fingerprint = compare->options.replay ? NULL : &compare->fingerprint,
    };
    struct tkg_text text;
    tkg_text_init(&text);
    enum tkg_status status = write(&input, &text, err);
    if (status == TKG_OK) {
        status = tkg_file_write(path, tkg_text_borrow(&text), text.length, err);
    }
    tkg_text_deinit(&text);
    return status;
}

static enum tkg_status tell(const struct compare *compare, struct tkg_error *err)
{
    struct tkg_error next = {0};
    const writer write =
        compare->options.is_json ? tkg_comparison_write_json : tkg_comparison_write_human;
    enum tkg_status status = TKG_OK;
    if (compare->options.receipt) { /* told first, but no reason to keep the report back */
        status = write_to(compare, tkg_comparison_write_json, compare->options.receipt, err);
    }
    return tkg_output_join(status, err, write_to(compare, write, compare->options.output, &next),
                           &next);
}

/* Nothing that was measured may be lost to a mistyped folder. */
static enum tkg_status check_outputs(const struct compare *compare, struct tkg_error *err)
{
    enum tkg_status status = tkg_output_file_check(compare->options.output, err);
    return status == TKG_OK && compare->options.receipt
               ? tkg_output_file_check(compare->options.receipt, err)
               : status;
}

/* Opened before anything is measured, so that a file that cannot be used does not cost a run. */
static enum tkg_status check_history(struct compare *compare, struct tkg_error *err)
{
    struct tkg_history *history = NULL;
    tkg_history_choice_resolve(&compare->options.history);
    enum tkg_status status = tkg_history_choice_open(&compare->options.history, &history, err);
    tkg_history_close(history);
    return status;
}

/* A receipt that is judged again was kept when it was measured. */
static enum tkg_status keep(const struct compare *compare, struct tkg_error *err)
{
    struct tkg_history *history = NULL;
    int64_t run_id;
    enum tkg_status status = tkg_history_choice_open(&compare->options.history, &history, err);
    if (status == TKG_OK && history) {
        const struct tkg_history_origin origin = tkg_history_origin_of(&compare->options.history);
        const struct tkg_history_comparison compared = {&compare->record, &compare->comparison,
                                                        &compare->fingerprint};
        status = tkg_history_add_comparison(history, &origin, &compared, &run_id, err);
    }
    tkg_history_close(history);
    return status;
}

static int exit_code_of(enum tkg_comparison_outcome outcome)
{
    switch (outcome) {
    case TKG_COMPARISON_PASS:
    case TKG_COMPARISON_IMPROVEMENT:
        return 0;
    case TKG_COMPARISON_REGRESSION:
        return 1;
    case TKG_COMPARISON_NOT_YET:
    case TKG_COMPARISON_INCONCLUSIVE:
    case TKG_COMPARISON_CANNOT_TELL:
    case TKG_COMPARISON_TOO_FINE:
    case TKG_COMPARISON_OUTCOME_COUNT:
    default:
        return 3;
    }
}

static enum tkg_status run_compare(struct compare *compare, const struct tkg_option_uses *uses,
                                   struct tkg_error *err)
{
    enum tkg_status status = make_sides(compare, uses, err);
    status = status == TKG_OK ? check_outputs(compare, err) : status;
    status = status == TKG_OK ? check_history(compare, err) : status;
    status = status == TKG_OK ? measure(compare, err) : status;
    struct tkg_error next = {0};
    if (status == TKG_INTERRUPTED) { /* what was finished is written, and is no verdict */
        compare->record.end_signal = (uint32_t)tkg_interrupt_requested();
        return tkg_output_join(status, err, tell(compare, &next), &next);
    }
    if (status != TKG_OK) {
        return status;
    }
    status = tell(compare, err);
    return tkg_output_join(status, err, keep(compare, &next), &next);
}

static enum tkg_status replay_compare(struct compare *compare, const struct tkg_option_uses *uses,
                                      struct tkg_error *err)
{
    static const char *const usable[] = {"replay", "format", "output", "quiet", NULL};
    enum tkg_status status =
        uses->positional_count == 0
            ? tkg_options_check_only(uses, "replay", usable, err)
            : tkg_fail(err, TKG_USAGE, "--replay measures nothing and takes no engines");
    status = status == TKG_OK ? judge_receipt(compare, err) : status;
    return status == TKG_OK ? tell(compare, err) : status;
}

static enum tkg_status command_compare(const struct tkg_option_uses *uses, int *exit_code,
                                       struct tkg_error *err)
{
    struct compare *compare = calloc(1, sizeof *compare);
    if (!compare) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory");
    }
    tkg_compare_options_init(&compare->options);
    enum tkg_status status = tkg_options_apply(uses, &compare->options, err);
    if (status == TKG_OK) {
        status = (compare->options.replay ? replay_compare : run_compare)(compare, uses, err);
    }
    *exit_code = compare->record.end_signal > 0 ? 128 + (int)compare->record.end_signal
                                                : exit_code_of(compare->comparison.outcome);
    tkg_comparison_record_deinit(&compare->record);
    free(compare);
    return status;
}

const struct tkg_command tkg_command_compare = {
    .name = "compare",
    .summary = "is an engine slower than its base? short launches side by side, with a proof",
    .arguments = "[OPTIONS] BASE HEAD",
    .details =
        "BASE and HEAD are engines: a shared object, several with commas between them, or a "
        "folder\n"
        "of them: the same source in several layouts (docs/decisions/0110).\n"
        "Exit status: 0 pass or improvement, 1 regression, 3 inconclusive or cannot tell, 4 an "
        "engine\n"
        "failed or the two do not do the same work.\n"
        "Examples:\n"
        "  tickgate compare base/libengine.so build/libengine.so\n"
        "  tickgate compare layouts/base layouts/head --tolerance '0.5 %' --receipt receipt.json\n"
        "  tickgate compare --command './old --ticks {ticks}' './new --ticks {ticks}'\n"
        "  tickgate compare --replay receipt.json\n",
    .options = tkg_compare_option_table,
    .positional_max = 2,
    .run = command_compare,
};
