/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate analyze: where are the bottlenecks?
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/analyze_run.h"
#include "cli/command.h"
#include "cli/option_value.h"
#include "cli/output.h"
#include "cli/profile_options.h"
#include "engine/engine_handle.h"
#include "host/child.h"
#include "host/file.h"
#include "plot/plot_functions.h"
#include "report/bottleneck_report.h"

enum { PATH_BYTES = 4096 };
/* How long stacks are looked at. A map has some ten functions in some ten times as many cells. */
static const int64_t sample_ns = INT64_C(1000000000);
static const int64_t sample_to_plot_ns = INT64_C(3000000000);

struct analyze {
    struct tkg_profile_options options; /* first: the setters of that struct are used */
    struct tkg_analyze_means means;
    struct tkg_bottleneck_rules rules;
    struct tkg_bottleneck_list list;
    char program_path[PATH_BYTES];
    char rules_path[PATH_BYTES];
    char note[TKG_ANALYZE_NOTE_BYTES];
    bool is_json;
    const char *output;
    const char *plot_folder; /* NULL: no plots */
    struct tkg_time_map map;
};

static enum tkg_status set_rules(void *context, const char *value, struct tkg_error *err)
{
    struct analyze *analyze = context;
    return tkg_option_take_text(value, analyze->rules_path, sizeof analyze->rules_path, err);
}

static enum tkg_status set_plots(void *context, const char *value, struct tkg_error *err)
{
    (void)err;
    ((struct analyze *)context)->plot_folder = value;
    return TKG_OK;
}

/* --rules, or the rules that are shipped. */
static enum tkg_status load_rules(struct analyze *analyze, struct tkg_error *err)
{
    char folder[PATH_BYTES - 16];
    if (!*analyze->rules_path) {
        const enum tkg_status status = tkg_data_folder("thresholds", folder, sizeof folder, err);
        if (status != TKG_OK) {
            return status;
        }
        (void)snprintf(analyze->rules_path, sizeof analyze->rules_path, "%s/rules.yaml", folder);
    }
    return tkg_bottleneck_rules_load(&analyze->rules, analyze->rules_path, err);
}

static bool has_ending(const char *text, const char *ending)
{
    const size_t length = strlen(text);
    return length >= strlen(ending) && strcmp(text + length - strlen(ending), ending) == 0;
}

/* A result file is JSON; anything else is an engine. */
static bool is_result(const char *subject)
{
    return has_ending(subject, ".json") || strcmp(subject, "-") == 0;
}

/* What cannot be drawn must not cost a profile. */
static enum tkg_status check_plots(const struct analyze *analyze, const char *subject,
                                   struct tkg_error *err)
{
    if (!analyze->plot_folder) {
        return TKG_OK;
    }
    return is_result(subject)
               ? tkg_fail(err, TKG_USAGE,
                          "--plots draws the functions of an engine; 'tickgate plot %.200s' draws "
                          "a result",
                          subject)
               : tkg_folder_make(analyze->plot_folder, err);
}

static enum tkg_status look(struct analyze *analyze, const char *subject, struct tkg_error *err)
{
    struct tkg_count_spec *replay = &analyze->means.replay;
    if (is_result(subject)) {
        return tkg_analyze_result(&analyze->rules, subject, &analyze->list, analyze->note, err);
    }
    *replay = analyze->options.replay;
    enum tkg_status status = tkg_engine_check_name(subject, err);
    status = status == TKG_OK
                 ? tkg_option_take_text(subject, replay->engine, sizeof replay->engine, err)
                 : status;
    if (status == TKG_OK) {
        status = tkg_program_path(analyze->program_path, sizeof analyze->program_path, err);
    }
    analyze->means.program_path = analyze->program_path;
    analyze->means.rules = &analyze->rules;
    analyze->means.map = &analyze->map;
    analyze->means.sample_ns = analyze->plot_folder ? sample_to_plot_ns : sample_ns;
    tkg_interrupt_install();
    return status == TKG_OK
               ? tkg_analyze_engine(&analyze->means, &analyze->list, analyze->note, err)
               : status;
}

static enum tkg_status tell(const struct analyze *analyze, const char *subject,
                            struct tkg_error *err)
{
    struct tkg_text text;
    const struct tkg_bottleneck_input input = {
        .list = &analyze->list,
        .subject = subject,
        .rules = analyze->rules_path,
        .notes = {analyze->note},
    };
    tkg_text_init(&text);
    enum tkg_status status = analyze->options.is_json
                                 ? tkg_bottlenecks_write_json(&input, &text, err)
                                 : tkg_bottlenecks_write_human(&input, &text, err);
    if (status == TKG_OK) {
        status = tkg_file_write(analyze->options.output, tkg_text_borrow(&text), text.length, err);
    }
    tkg_text_deinit(&text);
    return status;
}

static enum tkg_status draw(const struct analyze *analyze, struct tkg_error *err)
{
    char scripts[PATH_BYTES];
    if (!analyze->plot_folder) {
        return TKG_OK;
    }
    const struct tkg_plot_functions input = {
        .engine = analyze->means.replay.engine,
        .stream = analyze->means.replay.stream,
        .map = &analyze->map,
        .script_folder = scripts,
        .output_folder = analyze->plot_folder,
    };
    enum tkg_status status = tkg_data_folder("plots", scripts, sizeof scripts, err);
    return status == TKG_OK ? tkg_plot_functions_draw(&input, err) : status;
}

static enum tkg_status command_analyze(const struct tkg_option_uses *uses, int *exit_code,
                                       struct tkg_error *err)
{
    struct analyze *analyze = calloc(1, sizeof *analyze);
    if (!analyze) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory");
    }
    *exit_code = 0;
    tkg_profile_options_init(&analyze->options);
    enum tkg_status status = tkg_options_apply(uses, analyze, err);
    status = status == TKG_OK ? check_plots(analyze, uses->positionals[0], err) : status;
    status = status == TKG_OK ? load_rules(analyze, err) : status;
    status = status == TKG_OK ? look(analyze, uses->positionals[0], err) : status;
    status = status == TKG_OK ? tell(analyze, uses->positionals[0], err) : status;
    status = status == TKG_OK ? draw(analyze, err) : status;
    free(analyze);
    return status;
}

#define NOTHING TKG_COMPLETE_NOTHING
#define A_FILE TKG_COMPLETE_FILE

static const struct tkg_option options[] = {
    {"rules", 0, "FILE", A_FILE, "rules to hold it against; default thresholds/rules.yaml",
     set_rules},
    {"params", 0, "TEXT", NOTHING, "of an engine: its parameters, key=value,key=value",
     tkg_profile_set_params},
    {"stream", 0, "NAME", A_FILE,
     "of an engine: synthetic:PRESET or a tick file, default synthetic:futures",
     tkg_profile_set_stream},
    {"ticks", 0, "N", NOTHING, "of an engine: ticks of a replay, default 100 K",
     tkg_profile_set_ticks},
    {"plots", 0, "DIR", TKG_COMPLETE_FOLDER,
     "of an engine: draw heat.png, .svg there, functions over the time of a replay", set_plots},
    {"timeout", 0, "TIME", NOTHING,
     "of an engine: give up on one replay after this long, default 300 s", tkg_profile_set_timeout},
    {"format", 0, "NAME", NOTHING, "human or json", tkg_profile_set_format},
    {"output", 'o', "FILE", A_FILE, "where the report goes, default - (standard output)",
     tkg_profile_set_output},
    {"help", 'h', NULL, NOTHING, "this text", NULL},
    {NULL, 0, NULL, NOTHING, NULL, NULL},
};

const struct tkg_command tkg_command_analyze = {
    .name = "analyze",
    .summary = "find the bottlenecks of an engine or of a run, with evidence and advice",
    .arguments = "[OPTIONS] ENGINE|RESULT.json",
    .details =
        "An engine is profiled: functions that take long in CPU time, or long for each call, or\n"
        "that execute more for each tick the more ticks went before.\n"
        "A result of tickgate run --telemetry is read: memory, input and output of its\n"
        "trials. What is long and what is much stands in a rules file, with a severity each\n"
        "(thresholds/README.md). Findings change no exit status; targets and gates do.\n"
        "Examples:\n"
        "  tickgate analyze ./mine.so\n"
        "  tickgate analyze ./mine.so --plots out/functions\n"
        "  tickgate analyze out/latest/results.json\n",
    .options = options,
    .positional_min = 1,
    .positional_max = 1,
    .run = command_analyze,
};
