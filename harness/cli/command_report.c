/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate report and tickgate plot: print or draw a result file again.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/option_value.h"
#include "cli/output.h"
#include "cli/plot_receipt.h"
#include "cli/progress.h"
#include "host/file.h"
#include "stats/efficiency.h"
#include "verdict/judge.h"

/* A result of 10,000 rounds is about 100 MB; more than this is not one of ours. */
enum { RESULT_BYTES_MAX = 1 << 29 };

struct report_settings {
    const char *format;
    const char *output;
    const char *target_path;
    uint64_t reference_tick_count; /* 0: as found */
};

/* A result file read back, summarised and judged again. */
struct reloaded {
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    struct tkg_target_set targets;
    struct tkg_summary summary;
    struct tkg_verdict_list verdicts;
};

static enum tkg_status set_format(void *context, const char *value, struct tkg_error *err)
{
    struct report_settings *settings = context;
    settings->format = value;
    return tkg_report_format_find(value) ? TKG_OK
                                         : tkg_fail(err, TKG_USAGE, "no format '%.40s'", value);
}

static enum tkg_status set_output(void *context, const char *value, struct tkg_error *err)
{
    struct report_settings *settings = context;
    (void)err;
    settings->output = value;
    return TKG_OK;
}

static enum tkg_status set_targets(void *context, const char *value, struct tkg_error *err)
{
    struct report_settings *settings = context;
    (void)err;
    settings->target_path = value;
    return TKG_OK;
}

static enum tkg_status set_reference_size(void *context, const char *value, struct tkg_error *err)
{
    struct report_settings *settings = context;
    return tkg_option_take_size(value, &settings->reference_tick_count, err);
}

static enum tkg_status read_result(const char *path, struct reloaded *loaded, struct tkg_error *err)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    enum tkg_status status = tkg_file_read(path, RESULT_BYTES_MAX, &bytes, &byte_count, err);
    if (status == TKG_OK && tkg_plot_is_receipt(bytes, byte_count)) {
        status = tkg_fail(err, TKG_INPUT,
                          "%.300s is a receipt, and no result: tickgate gate --replay or compare "
                          "--replay judges it again, tickgate plot draws it",
                          path);
    } else if (status == TKG_OK) {
        status = tkg_report_json_read(path, bytes, byte_count, &loaded->record,
                                      &loaded->fingerprint, err);
    }
    free(bytes);
    return status;
}

static enum tkg_status load(const char *path, const struct report_settings *settings,
                            struct reloaded *loaded, struct tkg_error *err)
{
    tkg_run_record_init(&loaded->record);
    tkg_target_set_init(&loaded->targets);
    enum tkg_status status = read_result(path, loaded, err);
    if (status == TKG_OK && settings->target_path) {
        status = tkg_target_set_load(&loaded->targets, settings->target_path, err);
    }
    status = status == TKG_OK ? tkg_summary_create(&loaded->record, &loaded->summary, err) : status;
    if (status == TKG_OK && settings->reference_tick_count > 0) {
        status = tkg_efficiency_refer_to(&loaded->summary, settings->reference_tick_count, err);
    }
    return status == TKG_OK ? tkg_judge(&loaded->summary, &loaded->targets, &loaded->verdicts, err)
                            : status;
}

static void deinit(struct reloaded *loaded)
{
    tkg_verdict_list_deinit(&loaded->verdicts);
    tkg_summary_deinit(&loaded->summary);
    tkg_target_set_deinit(&loaded->targets);
    tkg_run_record_deinit(&loaded->record);
}

static struct tkg_report_input make_input(const struct reloaded *loaded, const char *path)
{
    return (struct tkg_report_input){
        .tool_version = TKG_VERSION,
        .record = &loaded->record,
        .summary = &loaded->summary,
        .fingerprint = &loaded->fingerprint,
        .targets = &loaded->targets,
        .verdicts = &loaded->verdicts,
        .result_path = path,
        .plot_folder = "",
        .utf8 = tkg_terminal_has_utf8(),
    };
}

static enum tkg_status command_report(const struct tkg_option_uses *uses, int *exit_code,
                                      struct tkg_error *err)
{
    struct report_settings settings = {.format = "human", .output = "-"};
    struct reloaded loaded = {0};
    enum tkg_status status = tkg_options_apply(uses, &settings, err);
    if (status == TKG_OK) {
        status = load(uses->positionals[0], &settings, &loaded, err);
    }
    if (status == TKG_OK) {
        struct tkg_report_input input = make_input(&loaded, uses->positionals[0]);
        input.color = strcmp(settings.output, "-") == 0 && tkg_terminal_has_color(STDOUT_FILENO);
        status = tkg_output_report(&input, settings.format, settings.output, err);
        *exit_code = tkg_verdict_list_exit_code(&loaded.verdicts);
    }
    deinit(&loaded);
    return status;
}

/* Draws path when it is a receipt; *is_receipt is false, and nothing done, when it is not. */
static enum tkg_status plot_receipt(const char *path, const char *folder, bool *is_receipt,
                                    struct tkg_error *err)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    *is_receipt = false;
    enum tkg_status status = tkg_file_read(path, RESULT_BYTES_MAX, &bytes, &byte_count, err);
    if (status == TKG_OK && tkg_plot_is_receipt(bytes, byte_count)) {
        *is_receipt = true;
        status = tkg_plot_receipt_draw(path, bytes, byte_count, folder, err);
    }
    free(bytes);
    return status;
}

static enum tkg_status command_plot(const struct tkg_option_uses *uses, int *exit_code,
                                    struct tkg_error *err)
{
    struct report_settings settings = {.output = "out/plots"};
    struct reloaded loaded = {0};
    bool is_receipt = false;
    (void)exit_code; /* a plot is drawn or not; it judges nothing */
    enum tkg_status status = tkg_options_apply(uses, &settings, err);
    if (status == TKG_OK && strcmp(uses->positionals[0], "-") != 0) {
        status = plot_receipt(uses->positionals[0], settings.output, &is_receipt, err);
    }
    if (is_receipt) {
        return status;
    }
    if (status == TKG_OK) {
        status = load(uses->positionals[0], &settings, &loaded, err);
    }
    if (status == TKG_OK) {
        const struct tkg_report_input input = make_input(&loaded, uses->positionals[0]);
        status = tkg_output_plots(&input, settings.output, err);
    }
    deinit(&loaded);
    return status;
}

static const struct tkg_option report_options[] = {
    {"format", 0, "FORMAT", TKG_COMPLETE_NOTHING,
     "human, text, json, gbench, csv, markdown, junit, hgrm or hlog", set_format},
    {"output", 'o', "FILE", TKG_COMPLETE_FILE, "write there instead of to standard output",
     set_output},
    {"targets", 0, "FILE", TKG_COMPLETE_FILE, "judge the result by this YAML file", set_targets},
    {"reference-size", 0, "SIZE", TKG_COMPLETE_NOTHING,
     "the size whose efficiency is 100 %; default: the largest steady one", set_reference_size},
    {"help", 'h', NULL, TKG_COMPLETE_NOTHING, "this text", NULL},
    {NULL, 0, NULL, TKG_COMPLETE_NOTHING, NULL, NULL},
};

static const struct tkg_option plot_options[] = {
    {"output-folder", 'o', "DIR", TKG_COMPLETE_FOLDER, "where the plots go; default: out/plots",
     set_output},
    {"targets", 0, "FILE", TKG_COMPLETE_FILE, "draw the limits of this YAML file, too",
     set_targets},
    {"reference-size", 0, "SIZE", TKG_COMPLETE_NOTHING,
     "the size whose efficiency is 100 %; default: the largest steady one", set_reference_size},
    {"help", 'h', NULL, TKG_COMPLETE_NOTHING, "this text", NULL},
    {NULL, 0, NULL, TKG_COMPLETE_NOTHING, NULL, NULL},
};

const struct tkg_command tkg_command_report = {
    .name = "report",
    .summary = "print a result file again, in any format, against any targets",
    .arguments = "[OPTIONS] RESULT.json",
    .details = "RESULT.json may be google-benchmark JSON of any project or "
               "scalability_<ticks>.json, too.\n"
               "Example:\n  tickgate report --format junit out/latest/results.json\n",
    .options = report_options,
    .positional_min = 1,
    .positional_max = 1,
    .run = command_report,
};

const struct tkg_command tkg_command_plot = {
    .name = "plot",
    .summary = "draw the plots of a result file, or of a receipt of compare or gate",
    .arguments = "[OPTIONS] RESULT.json|RECEIPT.json",
    .details =
        "A result gives the scalability plots; a receipt the forest of effects that explains its\n"
        "verdict, and that of a comparison its launches in their order.\n"
        "Examples:\n"
        "  tickgate plot -o figures out/latest/results.json\n"
        "  tickgate plot -o figures receipt.json\n",
    .options = plot_options,
    .positional_min = 1,
    .positional_max = 1,
    .run = command_plot,
};
