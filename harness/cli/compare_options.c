/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/compare_options.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/quantity.h"
#include "cli/compare_run.h"
#include "cli/option_value.h"
#include "verdict/comparison.h"

static enum tkg_status set_params(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_compare_options *options = context;
    return tkg_option_take_text(value, options->parameters, sizeof options->parameters, err);
}

static enum tkg_status set_stream(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_compare_options *options = context;
    return tkg_option_take_text(value, options->stream, sizeof options->stream, err);
}

static enum tkg_status set_ticks(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_compare_options *options = context;
    uint64_t count = 0;
    if (!tkg_u64_parse(value, &count) || count < 1 || count > 1000000000) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is not a whole number from 1 to 10^9", value);
    }
    options->slice_tick_count = (uint32_t)count;
    return TKG_OK;
}

static enum tkg_status set_seed(void *context, const char *value, struct tkg_error *err)
{
    return tkg_option_take_seed(value, &((struct tkg_compare_options *)context)->seed, err);
}

/* 0.1 % is below every layout floor measured so far; above half, no clock is needed. */
static enum tkg_status set_share(double *out, const char *value, struct tkg_error *err)
{
    double share = 0;
    enum tkg_status status = tkg_quantity_parse_change(value, &share, err);
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
    struct tkg_compare_options *options = context;
    for (uint32_t metric = 0; metric < TKG_COMPARISON_METRIC_COUNT; metric++) {
        if (strcmp(value, tkg_comparison_metric_word(metric)) == 0) {
            options->metric = metric;
            return TKG_OK;
        }
    }
    return tkg_fail(err, TKG_USAGE, "no metric '%.40s'; known: time p99", value);
}

static enum tkg_status set_tolerance(void *context, const char *value, struct tkg_error *err)
{
    return set_share(&((struct tkg_compare_options *)context)->tolerance, value, err);
}

static enum tkg_status set_margin(void *context, const char *value, struct tkg_error *err)
{
    return set_share(&((struct tkg_compare_options *)context)->margin, value, err);
}

static enum tkg_status set_budget(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_compare_options *options = context;
    double ns = 0;
    enum tkg_status status = tkg_quantity_parse(value, TKG_DIMENSION_TIME, &ns, err);
    if (status == TKG_OK && (ns < 1e6 || ns > 86400e9)) {
        status = tkg_fail(err, TKG_USAGE, "'%.40s' is not from 1 ms to 86400 s", value);
    }
    if (status == TKG_OK) {
        options->budget_ns = (int64_t)ns;
    }
    return status;
}

static enum tkg_status set_timeout(void *context, const char *value, struct tkg_error *err)
{
    return tkg_option_take_timeout(value, &((struct tkg_compare_options *)context)->timeout_ns,
                                   err);
}

static enum tkg_status set_launches(void *context, const char *value, struct tkg_error *err)
{
    return tkg_option_take_launches(value, &((struct tkg_compare_options *)context)->launch_max,
                                    err);
}

static enum tkg_status set_format(void *context, const char *value, struct tkg_error *err)
{
    return tkg_option_take_format(value, &((struct tkg_compare_options *)context)->is_json, err);
}

#define VALUE_SETTER(name, member, the_value)                                                      \
    static enum tkg_status name(void *context, const char *value, struct tkg_error *err)           \
    {                                                                                              \
        (void)value;                                                                               \
        (void)err;                                                                                 \
        ((struct tkg_compare_options *)context)->member = (the_value);                             \
        return TKG_OK;                                                                             \
    }
VALUE_SETTER(set_output, output, value)
VALUE_SETTER(set_receipt, receipt, value)
VALUE_SETTER(set_replay, replay, value)
VALUE_SETTER(set_command, side_kind, TKG_SIDES_COMMANDS)
VALUE_SETTER(set_history, history.path, value)
VALUE_SETTER(set_commit, history.commit, value)
VALUE_SETTER(set_branch, history.branch, value)
VALUE_SETTER(set_label, history.label, value)
VALUE_SETTER(set_quiet, is_quiet, true)
VALUE_SETTER(set_allow_same, allows_same_files, true)
VALUE_SETTER(set_allow, allows_other_digest, true)
#undef VALUE_SETTER

void tkg_compare_options_init(struct tkg_compare_options *options)
{
    *options = (struct tkg_compare_options){
        .stream = "synthetic:futures",
        .seed = 42,
        .budget_ns = INT64_C(60000000000),
        .timeout_ns = TKG_LAUNCH_TIMEOUT_NS,
        .launch_max = TKG_LAUNCH_MAX,
        .output = "-",
    };
}

#define NOTHING TKG_COMPLETE_NOTHING
#define A_FILE TKG_COMPLETE_FILE

const struct tkg_option tkg_compare_option_table[] = {
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
     "slower by more is a regression; default 0.5 %, with fewer than 16 layouts 5 % by the root of "
     "their number, p99 2.5 %",
     set_tolerance},
    {"margin", 0, "SHARE", NOTHING, "surely less is a pass; default twice the tolerance",
     set_margin},
    {"budget", 0, "TIME", NOTHING, "begin no look that would end later, default 60 s", set_budget},
    {"timeout", 0, "TIME", NOTHING,
     "give up on one launch or process after this long, default 60 s", set_timeout},
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
