/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate compare: is the head slower than the base?
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/quantity.h"
#include "cli/command.h"
#include "cli/compare_run.h"
#include "cli/compare_sides.h"
#include "cli/history_options.h"
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
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_compare_means means;
    struct tkg_fingerprint fingerprint;
    struct tkg_scratch scratch;
    char program_path[PATH_BYTES];
    double tolerance; /* 0: by the number of layouts */
    double margin;    /* 0: twice the tolerance */
    bool is_json;
    bool allow_same_files;
    const char *output;
    const char *receipt;
    const char *replay;
    struct tkg_history_choice history;
};

static enum tkg_status set_text(char *out, size_t out_bytes, const char *value,
                                struct tkg_error *err)
{
    if (strlen(value) >= out_bytes) {
        return tkg_fail(err, TKG_USAGE, "longer than %zu bytes", out_bytes - 1);
    }
    (void)snprintf(out, out_bytes, "%s", value);
    return TKG_OK;
}

static enum tkg_status set_params(void *context, const char *value, struct tkg_error *err)
{
    struct compare *compare = context;
    return set_text(compare->record.parameters, sizeof compare->record.parameters, value, err);
}

static enum tkg_status set_stream(void *context, const char *value, struct tkg_error *err)
{
    struct compare *compare = context;
    return set_text(compare->record.stream, sizeof compare->record.stream, value, err);
}

static enum tkg_status set_ticks(void *context, const char *value, struct tkg_error *err)
{
    struct compare *compare = context;
    uint64_t count = 0;
    if (!tkg_u64_parse(value, &count) || count < 1 || count > 1000000000) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is not a whole number from 1 to 10^9", value);
    }
    compare->record.slice_tick_count = (uint32_t)count;
    return TKG_OK;
}

static enum tkg_status set_seed(void *context, const char *value, struct tkg_error *err)
{
    struct compare *compare = context;
    if (!tkg_u64_parse(value, &compare->record.stream_seed)) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is not a whole number from 0 to 2^64-1", value);
    }
    compare->record.seed = compare->record.stream_seed;
    return TKG_OK;
}

/* 0.1 % is below every layout floor measured so far; above half, no clock is needed. */
static enum tkg_status set_share(double *out, const char *value, struct tkg_error *err)
{
    double share = 0;
    enum tkg_status status = tkg_quantity_parse(value, TKG_DIMENSION_SHARE, &share, err);
    if (status == TKG_OK && (share < 0.001 || share > 0.5)) {
        status = tkg_fail(err, TKG_USAGE, "'%.40s' is not from 0.1 %% to 50 %%", value);
    }
    if (status == TKG_OK) {
        *out = share;
    }
    return status;
}

static enum tkg_status set_metric(void *context, const char *value, struct tkg_error *err)
{
    struct compare *compare = context;
    for (uint32_t metric = 0; metric < TKG_COMPARISON_METRIC_COUNT; metric++) {
        if (strcmp(value, tkg_comparison_metric_word(metric)) == 0) {
            compare->record.metric = metric;
            return TKG_OK;
        }
    }
    return tkg_fail(err, TKG_USAGE, "no metric '%.40s'; known: time p99", value);
}

static enum tkg_status set_tolerance(void *context, const char *value, struct tkg_error *err)
{
    return set_share(&((struct compare *)context)->tolerance, value, err);
}

static enum tkg_status set_margin(void *context, const char *value, struct tkg_error *err)
{
    return set_share(&((struct compare *)context)->margin, value, err);
}

static enum tkg_status set_budget(void *context, const char *value, struct tkg_error *err)
{
    struct compare *compare = context;
    double ns = 0;
    enum tkg_status status = tkg_quantity_parse(value, TKG_DIMENSION_TIME, &ns, err);
    if (status == TKG_OK && (ns < 1e6 || ns > 86400e9)) {
        status = tkg_fail(err, TKG_USAGE, "'%.40s' is not from 1 ms to 86400 s", value);
    }
    if (status == TKG_OK) {
        compare->means.budget_ns = (int64_t)ns;
    }
    return status;
}

static enum tkg_status set_launches(void *context, const char *value, struct tkg_error *err)
{
    struct compare *compare = context;
    uint64_t count = 0;
    if (!tkg_u64_parse(value, &count) || count < 12 || count > TKG_LAUNCH_MAX) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is not a whole number from 12 to %d", value,
                        TKG_LAUNCH_MAX);
    }
    compare->means.launch_max = (size_t)count;
    return TKG_OK;
}

static enum tkg_status set_format(void *context, const char *value, struct tkg_error *err)
{
    struct compare *compare = context;
    compare->is_json = strcmp(value, "json") == 0;
    return compare->is_json || strcmp(value, "human") == 0
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "no format '%.40s'; known: human json", value);
}

#define VALUE_SETTER(name, member, the_value)                                                      \
    static enum tkg_status name(void *context, const char *value, struct tkg_error *err)           \
    {                                                                                              \
        (void)value;                                                                               \
        (void)err;                                                                                 \
        ((struct compare *)context)->member = (the_value);                                         \
        return TKG_OK;                                                                             \
    }
VALUE_SETTER(set_output, output, value)
VALUE_SETTER(set_receipt, receipt, value)
VALUE_SETTER(set_replay, replay, value)
VALUE_SETTER(set_command, record.side_kind, TKG_SIDES_COMMANDS)
VALUE_SETTER(set_history, history.path, value)
VALUE_SETTER(set_commit, history.commit, value)
VALUE_SETTER(set_branch, history.branch, value)
VALUE_SETTER(set_label, history.label, value)
VALUE_SETTER(set_quiet, means.is_quiet, true)
VALUE_SETTER(set_allow_same, allow_same_files, true)
VALUE_SETTER(set_allow, means.allow_other_digest, true)
#undef VALUE_SETTER

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
    record->tolerance = compare->tolerance > 0 ? compare->tolerance : usual;
    record->margin = compare->margin > 0 ? compare->margin : 2.0 * record->tolerance;
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
    if (status == TKG_OK && !compare->allow_same_files) {
        status = tkg_compare_sides_check_apart(&record->base, &record->head, err);
    }
    return status;
}

static enum tkg_status make_sides(struct compare *compare, const struct tkg_option_uses *uses,
                                  struct tkg_error *err)
{
    if (uses->positional_count != 2) {
        return tkg_fail(err, TKG_USAGE, "two engines are needed: tickgate compare BASE HEAD");
    }
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
    compare->means.program_path = compare->program_path;
    compare->means.cpu = tkg_cpu_preferred();
    tkg_fingerprint_read(&compare->fingerprint);
    tkg_interrupt_install();
    if (status == TKG_OK && compare->record.side_kind == TKG_SIDES_ENGINES) {
        status = make_copies(compare, err);
    }
    if (status == TKG_OK) {
        status = tkg_compare_run(&compare->record, &compare->means, &compare->comparison, err);
    }
    tkg_scratch_deinit(&compare->scratch);
    return status;
}

static enum tkg_status judge_receipt(struct compare *compare, const struct tkg_option_uses *uses,
                                     struct tkg_error *err)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    if (uses->positional_count != 0) {
        return tkg_fail(err, TKG_USAGE, "--replay measures nothing and takes no engines");
    }
    enum tkg_status status =
        tkg_file_read(compare->replay, RECEIPT_BYTES_MAX, &bytes, &byte_count, err);
    if (status == TKG_OK) {
        status =
            tkg_comparison_json_read(compare->replay, bytes, byte_count, &compare->record, err);
    }
    free(bytes);
    if (status == TKG_OK) {
        const struct tkg_comparison_question question =
            tkg_comparison_question_of(&compare->record);
        status =
            tkg_comparison_judge_record(&compare->record, &question, &compare->comparison, err);
    }
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
        .fingerprint = compare->replay ? NULL : &compare->fingerprint,
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
    const writer write = compare->is_json ? tkg_comparison_write_json : tkg_comparison_write_human;
    enum tkg_status status = TKG_OK;
    if (compare->receipt) { /* told first, but no reason to keep the report back */
        status = write_to(compare, tkg_comparison_write_json, compare->receipt, err);
    }
    return tkg_output_join(status, err, write_to(compare, write, compare->output, &next), &next);
}

/* Nothing that was measured may be lost to a mistyped folder. */
static enum tkg_status check_outputs(const struct compare *compare, struct tkg_error *err)
{
    enum tkg_status status = tkg_output_file_check(compare->output, err);
    return status == TKG_OK && compare->receipt ? tkg_output_file_check(compare->receipt, err)
                                                : status;
}

/* Opened before anything is measured, so that a file that cannot be used does not cost a run. */
static enum tkg_status check_history(struct compare *compare, struct tkg_error *err)
{
    struct tkg_history *history = NULL;
    tkg_history_choice_resolve(&compare->history);
    enum tkg_status status = tkg_history_choice_open(&compare->history, &history, err);
    tkg_history_close(history);
    return status;
}

/* A receipt that is judged again was kept when it was measured. */
static enum tkg_status keep(const struct compare *compare, struct tkg_error *err)
{
    struct tkg_history *history = NULL;
    int64_t run_id;
    enum tkg_status status = tkg_history_choice_open(&compare->history, &history, err);
    if (status == TKG_OK && history) {
        const struct tkg_history_origin origin = tkg_history_origin_of(&compare->history);
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
                                   int *exit_code, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    if (compare->replay) {
        status = judge_receipt(compare, uses, err);
    } else {
        status = make_sides(compare, uses, err);
        status = status == TKG_OK ? check_outputs(compare, err) : status;
        status = status == TKG_OK ? check_history(compare, err) : status;
        status = status == TKG_OK ? measure(compare, err) : status;
    }
    if (status == TKG_OK) {
        struct tkg_error next = {0};
        status = tell(compare, err);
        status =
            compare->replay ? status : tkg_output_join(status, err, keep(compare, &next), &next);
    }
    *exit_code = exit_code_of(compare->comparison.outcome);
    return status;
}

static enum tkg_status command_compare(const struct tkg_option_uses *uses, int *exit_code,
                                       struct tkg_error *err)
{
    struct compare *compare = calloc(1, sizeof *compare);
    if (!compare) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory");
    }
    compare->record.stream_seed = 42;
    compare->record.seed = 42;
    compare->means.budget_ns = INT64_C(60000000000);
    compare->means.launch_max = TKG_LAUNCH_MAX;
    compare->output = "-";
    (void)snprintf(compare->record.stream, sizeof compare->record.stream, "synthetic:futures");
    enum tkg_status status = tkg_options_apply(uses, compare, err);
    status = status == TKG_OK ? run_compare(compare, uses, exit_code, err) : status;
    tkg_comparison_record_deinit(&compare->record);
    free(compare);
    return status;
}

#define NOTHING TKG_COMPLETE_NOTHING
#define A_FILE TKG_COMPLETE_FILE

static const struct tkg_option compare_options[] = {
    {"params", 0, "TEXT", NOTHING, "parameters of both engines: key=value,key=value", set_params},
    {"stream", 0, "NAME", A_FILE, "synthetic:PRESET or a tick file, default synthetic:futures",
     set_stream},
    {"command", 0, NULL, NOTHING,
     "BASE and HEAD are commands that own their loop; {ticks} in them is how much to do",
     set_command},
    {"ticks", 0, "N", NOTHING, "what {ticks} stands for; chosen by speed unless told", set_ticks},
    {"seed", 0, "N", NOTHING, "seed of the stream and of the launches, default 42", set_seed},
    {"metric", 0, "NAME", NOTHING, "time (default) or p99, the 99th percentile of short blocks",
     set_metric},
    {"tolerance", 0, "SHARE", NOTHING,
     "slower by more is a regression; default 0.5 %, with fewer than 16 layouts 1 %, p99 2.5 %",
     set_tolerance},
    {"margin", 0, "SHARE", NOTHING, "surely less is a pass; default twice the tolerance",
     set_margin},
    {"budget", 0, "TIME", NOTHING, "begin no look that would end later, default 60 s", set_budget},
    {"launches", 0, "N", NOTHING, "at most so many, default 960", set_launches},
    {"allow-digest-change", 0, NULL, NOTHING, "head may do other work than base", set_allow},
    {"allow-same-files", 0, NULL, NOTHING, "BASE and HEAD may be one build, to try the gate itself",
     set_allow_same},
    {"receipt", 0, "FILE", A_FILE, "write every launch and the verdict here, as JSON", set_receipt},
    {"replay", 0, "FILE", A_FILE, "judge a receipt again; measures nothing", set_replay},
    {"history", 0, "FILE", A_FILE, "keep the verdict in this history (SQLite), made when missing",
     set_history},
    {"commit", 0, "ID", NOTHING, "commit of the head, for --history; default: as CI says",
     set_commit},
    {"branch", 0, "NAME", NOTHING, "its branch, for --history; default: as CI says", set_branch},
    {"label", 0, "TEXT", NOTHING, "any text, for --history", set_label},
    {"format", 0, "NAME", NOTHING, "human or json (the receipt)", set_format},
    {"output", 'o', "FILE", A_FILE, "where the report goes, default - (standard output)",
     set_output},
    {"quiet", 'q', NULL, NOTHING, "no progress", set_quiet},
    {"help", 'h', NULL, NOTHING, "this text", NULL},
    {NULL, 0, NULL, NOTHING, NULL, NULL},
};

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
    .options = compare_options,
    .positional_max = 2,
    .run = command_compare,
};
