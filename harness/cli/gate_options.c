/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gate_options.h"

#include <string.h>

#include "base/quantity.h"
#include "cli/option_value.h"
#include "report/gate_report.h"
#include "verdict/comparison.h"

#define VALUE_SETTER(name, member, the_value)                                                      \
    static enum tkg_status name(void *context, const char *value, struct tkg_error *err)           \
    {                                                                                              \
        (void)value;                                                                               \
        (void)err;                                                                                 \
        ((struct tkg_gate_options *)context)->member = (the_value);                                \
        return TKG_OK;                                                                             \
    }
VALUE_SETTER(set_base, base, value)
VALUE_SETTER(set_head, head, value)
VALUE_SETTER(set_base_failed, base_failed, value)
VALUE_SETTER(set_head_failed, head_failed, value)
VALUE_SETTER(set_base_commit, base_commit, value)
VALUE_SETTER(set_head_commit, head_commit, value)
VALUE_SETTER(set_baseline, baseline, value)
VALUE_SETTER(set_head_results, head_results, value)
VALUE_SETTER(set_filter, filter, value)
VALUE_SETTER(set_history, history.path, value)
VALUE_SETTER(set_branch, history.branch, value)
VALUE_SETTER(set_label, history.label, value)
VALUE_SETTER(set_receipt, receipt, value)
VALUE_SETTER(set_replay, replay, value)
VALUE_SETTER(set_output, output, value)
VALUE_SETTER(set_quiet, is_quiet, true)
VALUE_SETTER(set_cross_env, allows_other_machine, true)
VALUE_SETTER(set_extrapolated, allows_extrapolation, true)
#undef VALUE_SETTER

static enum tkg_status add_targets(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_gate_options *options = context;
    if (options->target_path_count == TKG_GATE_TARGET_FILE_MAX) {
        return tkg_fail(err, TKG_USAGE, "more than %d files", TKG_GATE_TARGET_FILE_MAX);
    }
    options->target_paths[options->target_path_count++] = value;
    return TKG_OK;
}

static enum tkg_status set_format(void *context, const char *value, struct tkg_error *err)
{
    ((struct tkg_gate_options *)context)->format = value;
    return tkg_gate_format_find(value) ? TKG_OK
                                       : tkg_fail(err, TKG_USAGE, "no format '%.40s'; known: %s",
                                                  value, tkg_gate_format_names());
}

static enum tkg_status set_seed(void *context, const char *value, struct tkg_error *err)
{
    return tkg_option_take_seed(value, &((struct tkg_gate_options *)context)->seed, err);
}

static enum tkg_status set_budget(void *context, const char *value, struct tkg_error *err)
{
    double ns = 0;
    enum tkg_status status = tkg_quantity_parse(value, TKG_DIMENSION_TIME, &ns, err);
    if (status == TKG_OK && (ns < 1e8 || ns > 86400e9)) {
        status = tkg_fail(err, TKG_USAGE, "'%.40s' is not from 100 ms to 86400 s", value);
    }
    if (status == TKG_OK) {
        ((struct tkg_gate_options *)context)->budget_ns = (int64_t)ns;
    }
    return status;
}

static enum tkg_status set_timeout(void *context, const char *value, struct tkg_error *err)
{
    return tkg_option_take_timeout(value, &((struct tkg_gate_options *)context)->timeout_ns, err);
}

static enum tkg_status set_launches(void *context, const char *value, struct tkg_error *err)
{
    return tkg_option_take_launches(value, &((struct tkg_gate_options *)context)->launch_max, err);
}

void tkg_gate_options_init(struct tkg_gate_options *options)
{
    *options = (struct tkg_gate_options){
        .format = "human",
        .output = "-",
        .seed = 42,
        .launch_max = TKG_LAUNCH_MAX,
    };
}

static enum tkg_status check_replay(const struct tkg_gate_options *options, size_t positional_count,
                                    struct tkg_error *err)
{
    const bool measures = options->base || options->head || options->base_failed ||
                          options->head_failed || options->baseline || options->head_results ||
                          options->filter || options->receipt || options->target_path_count > 0;
    return measures || positional_count > 0
               ? tkg_fail(err, TKG_USAGE,
                          "--replay judges what a receipt holds, and takes no gate file, sides, "
                          "results, targets, filter or receipt")
               : TKG_OK;
}

enum tkg_status tkg_gate_options_check(const struct tkg_gate_options *options,
                                       size_t positional_count, struct tkg_error *err)
{
    if (options->replay) {
        return check_replay(options, positional_count, err);
    }
    if (positional_count != 1) {
        return tkg_fail(err, TKG_USAGE, "a gate file is needed: tickgate gate GATE.yaml");
    }
    if ((options->base && options->base_failed) || (options->head && options->head_failed)) {
        return tkg_fail(err, TKG_USAGE, "a side is either there or failed to build, not both");
    }
    const bool has_base = options->base || options->base_failed;
    const bool has_head = options->head || options->head_failed;
    if (has_base != has_head) {
        return tkg_fail(err, TKG_USAGE, "both sides are needed: --base PATH and --head PATH");
    }
    if (has_base && options->baseline) {
        return tkg_fail(err, TKG_USAGE,
                        "--base and --head measure both sides; --baseline is for a head that "
                        "cannot be measured beside its base");
    }
    if (!has_base && !options->head_results) {
        return tkg_fail(err, TKG_USAGE,
                        "nothing to judge: give --base PATH --head PATH, or --head-results FILE "
                        "with or without --baseline FILE");
    }
    return TKG_OK;
}

#define NOTHING TKG_COMPLETE_NOTHING
#define A_FILE TKG_COMPLETE_FILE

const struct tkg_option tkg_gate_option_table[] = {
    {"base", 0, "PATH", A_FILE, "the base: a shared object, or a folder of layouts or cases",
     set_base},
    {"head", 0, "PATH", A_FILE, "the head, likewise", set_head},
    {"base-failed", 0, "LOG", A_FILE, "the base does not build, and this is its log",
     set_base_failed},
    {"head-failed", 0, "LOG", A_FILE, "the head does not build, and this is its log",
     set_head_failed},
    {"base-commit", 0, "TEXT", NOTHING, "what the base is, for reports and history",
     set_base_commit},
    {"head-commit", 0, "TEXT", NOTHING, "what the head is", set_head_commit},
    {"head-results", 0, "FILE", A_FILE,
     "results (JSON) to judge by targets, and to compare with --baseline", set_head_results},
    {"baseline", 0, "FILE", A_FILE, "stored results to compare with", set_baseline},
    {"allow-cross-env", 0, NULL, NOTHING, "compare with a baseline of another machine",
     set_cross_env},
    {"allow-extrapolated", 0, NULL, NOTHING,
     "compare with a baseline of another size, stretched; it was never run", set_extrapolated},
    {"targets", 't', "FILE", A_FILE, "absolute targets beside those of the gate file; repeatable",
     add_targets},
    {"filter", 0, "PATTERN", NOTHING, "only these cases (shell pattern); the rest is left out",
     set_filter},
    {"budget", 0, "TIME", NOTHING, "for each row, in place of the gate file's", set_budget},
    {"timeout", 0, "TIME", NOTHING,
     "give up on one process after this long, default 60 s (600 s for instructions)", set_timeout},
    {"launches", 0, "N", NOTHING, "at most so many for each row, default 960", set_launches},
    {"seed", 0, "N", NOTHING, "of launches and orders, default 42", set_seed},
    {"history", 0, "FILE", A_FILE, "keep the verdicts in this history (SQLite), made when missing",
     set_history},
    {"branch", 0, "NAME", NOTHING, "branch of the head, for --history; default: as CI says",
     set_branch},
    {"label", 0, "TEXT", NOTHING, "any text, for --history", set_label},
    {"receipt", 0, "FILE", A_FILE, "write everything that was seen here, as JSON", set_receipt},
    {"replay", 0, "FILE", A_FILE, "judge a receipt again; measures nothing", set_replay},
    {"format", 0, "NAME", NOTHING, "human, json (the receipt), markdown, junit and others",
     set_format},
    {"output", 'o', "FILE", A_FILE, "where the report goes, default - (standard output)",
     set_output},
    {"quiet", 'q', NULL, NOTHING, "no progress", set_quiet},
    {"help", 'h', NULL, NOTHING, "this text", NULL},
    {NULL, 0, NULL, NOTHING, NULL, NULL},
};
