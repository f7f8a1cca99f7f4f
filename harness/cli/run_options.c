/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/number.h"
#include "base/quantity.h"
#include "cli/option_value.h"
#include "cli/settings.h"
#include "report/report.h"

/* Most options are keys of a suite file: one table there holds their ranges and messages. */
#define SUITE_SETTER(name, key)                                                                    \
    static enum tkg_status name(void *context, const char *value, struct tkg_error *err)           \
    {                                                                                              \
        struct tkg_settings *settings = context;                                                   \
        return tkg_suite_set(&settings->suite, key, value, err);                                   \
    }
SUITE_SETTER(set_engine, "engine")
SUITE_SETTER(set_params, "parameters")
SUITE_SETTER(set_stream, "stream")
SUITE_SETTER(set_seed, "seed")
SUITE_SETTER(set_rounds, "rounds")
SUITE_SETTER(set_batch, "batch")
SUITE_SETTER(set_passes, "passes")
SUITE_SETTER(set_pace, "pace")
SUITE_SETTER(set_pace_time, "pace_time")
SUITE_SETTER(set_min_time, "min_time")
SUITE_SETTER(set_timeout, "timeout")
SUITE_SETTER(set_threads, "threads")
#undef SUITE_SETTER

/* A suite's sizes belong to its stream; a file brings its own size unless --sizes follows. */
static enum tkg_status set_ticks(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    settings->sizes_given = false;
    return set_stream(context, value, err);
}

static enum tkg_status set_sizes(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    settings->sizes_given = true;
    return tkg_suite_set(&settings->suite, "sizes", value, err);
}

/* What --telemetry alone means (capabilities, R04). */
static const int64_t sample_interval_default_ns = INT64_C(100000000);

static enum tkg_status set_telemetry(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    (void)value;
    (void)err;
    if (settings->sample_interval_ns == 0) { /* --sample may stand before it */
        settings->sample_interval_ns = sample_interval_default_ns;
    }
    return TKG_OK;
}

/* A millisecond to a minute: below, sampling is most of what is sampled; above, one trial of the
 * longest time-out is one interval. */
static enum tkg_status set_sample(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    double ns;
    if (tkg_quantity_parse(value, TKG_DIMENSION_TIME, &ns, err) != TKG_OK ||
        !(ns >= 1e6 && ns <= 6e10)) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is not a time from 1 ms to 60 s", value);
    }
    settings->sample_interval_ns = (int64_t)ns;
    return TKG_OK;
}

static enum tkg_status add_targets(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    if (settings->target_path_count == TKG_TARGET_FILE_MAX) {
        return tkg_fail(err, TKG_USAGE, "more than %d target files", TKG_TARGET_FILE_MAX);
    }
    settings->target_paths[settings->target_path_count++] = value;
    return TKG_OK;
}

/* Most figures that can be watched are the sampler's. */
static enum tkg_status add_alerts(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    if (settings->alert_path_count == TKG_ALERT_FILE_MAX) {
        return tkg_fail(err, TKG_USAGE, "more than %d files of alert rules", TKG_ALERT_FILE_MAX);
    }
    settings->alert_paths[settings->alert_path_count++] = value;
    return set_telemetry(context, NULL, err);
}

static enum tkg_status set_reference_size(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    return tkg_option_take_size(value, &settings->reference_tick_count, err);
}

static enum tkg_status set_filter(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    (void)err;
    settings->filter = value;
    return TKG_OK;
}

static enum tkg_status set_cpu(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    uint64_t cpu;
    if (strcmp(value, "auto") == 0) {
        settings->cpu = TKG_CPU_AUTO;
    } else if (strcmp(value, "none") == 0) {
        settings->cpu = TKG_CPU_NONE;
    } else if (tkg_u64_parse(value, &cpu) && cpu < 65536) {
        settings->cpu = (int32_t)cpu;
    } else {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is none of auto, none or a CPU number", value);
    }
    return TKG_OK;
}

static enum tkg_status set_format(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    if (!tkg_report_format_find(value)) {
        struct tkg_text known;
        tkg_text_init(&known);
        for (const struct tkg_report_format *row = tkg_report_formats(); row->name; row++) {
            tkg_text_addf(&known, " %s", row->name);
        }
        enum tkg_status status =
            tkg_fail(err, TKG_USAGE, "no format '%.40s'; known:%s", value, tkg_text_borrow(&known));
        tkg_text_deinit(&known);
        return status;
    }
    settings->format = value;
    return TKG_OK;
}

static enum tkg_status set_output(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    (void)err;
    settings->output = value;
    return TKG_OK;
}

static enum tkg_status set_output_folder(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_settings *settings = context;
    (void)err;
    settings->output_folder = value;
    return TKG_OK;
}

#define HISTORY_SETTER(name, member)                                                               \
    static enum tkg_status name(void *context, const char *value, struct tkg_error *err)           \
    {                                                                                              \
        struct tkg_settings *settings = context;                                                   \
        (void)err;                                                                                 \
        settings->history.member = value;                                                          \
        return TKG_OK;                                                                             \
    }
HISTORY_SETTER(set_history, path)
HISTORY_SETTER(set_commit, commit)
HISTORY_SETTER(set_branch, branch)
HISTORY_SETTER(set_label, label)
#undef HISTORY_SETTER

#define FLAG_SETTER(name, member, flag)                                                            \
    static enum tkg_status name(void *context, const char *value, struct tkg_error *err)           \
    {                                                                                              \
        struct tkg_settings *settings = context;                                                   \
        (void)value;                                                                               \
        (void)err;                                                                                 \
        settings->member = flag;                                                                   \
        return TKG_OK;                                                                             \
    }
FLAG_SETTER(set_no_plots, plots, false)
FLAG_SETTER(set_stages, stages, true)
FLAG_SETTER(set_strict, strict, true)
FLAG_SETTER(set_quiet, quiet, true)
FLAG_SETTER(set_verbose, verbose, true)
FLAG_SETTER(set_print_config, print_config, true)
#undef FLAG_SETTER

#define NOTHING TKG_COMPLETE_NOTHING
#define A_FILE TKG_COMPLETE_FILE
#define A_FOLDER TKG_COMPLETE_FOLDER

const struct tkg_option tkg_run_options[] = {
    {"engine", 0, "NAME", A_FILE, "built-in engine or path of a shared object", set_engine},
    {"params", 0, "TEXT", NOTHING, "parameters of the engine: key=value,key=value", set_params},
    {"ticks", 0, "FILE", A_FILE, "replay this file (.csv: HistData, else .tkt), as a whole",
     set_ticks},
    {"stream", 0, "NAME", NOTHING, "replay synthetic:PRESET", set_stream},
    {"seed", 0, "N", NOTHING, "seed of the stream and of the schedule", set_seed},
    {"sizes", 0, "LIST", NOTHING, "tick counts, e.g. 10k,100k,1M", set_sizes},
    {"rounds", 0, "N", NOTHING, "fresh processes per case and pass", set_rounds},
    {"passes", 0, "LETTERS", NOTHING, "which passes: A B C D P M R T G", set_passes},
    {"stages", 0, NULL, NOTHING, "also pass T: where the time goes, stage by stage", set_stages},
    {"threads", 0, "LIST", NOTHING, "also pass G at these thread counts: 1,2,4 or 1..4 or 1..all",
     set_threads},
    {"telemetry", 0, NULL, NOTHING, "also sample CPU, memory, neighbours, GPUs beside passes BCPMT",
     set_telemetry},
    {"sample", 0, "TIME", NOTHING, "longest interval of the sampler, e.g. 100ms; turns it on",
     set_sample},
    {"batch", 0, "N", NOTHING, "ticks per call in pass A, 1 to 1048576", set_batch},
    {"pace", 0, "RATE", NOTHING, "rate of pass P, e.g. '100 K ticks/s'", set_pace},
    {"pace-time", 0, "TIME", NOTHING, "length of one paced replay, e.g. 250ms", set_pace_time},
    {"min-time", 0, "TIME", NOTHING, "repeat short replays for at least this long", set_min_time},
    {"timeout", 0, "TIME", NOTHING, "give up on one trial after this long", set_timeout},
    {"suite", 'c', "FILE", A_FILE, "take settings from this YAML file first", NULL},
    {"targets", 0, "FILE", A_FILE, "judge by this YAML file; may be repeated", add_targets},
    {"alerts", 0, "FILE", A_FILE,
     "be told as this YAML file says; turns the sampler on; may be repeated", add_alerts},
    {"reference-size", 0, "SIZE", NOTHING,
     "the size whose efficiency is 100 %; default: the largest steady one", set_reference_size},
    {"filter", 0, "PATTERN", NOTHING, "run only cases that match, e.g. 'replay/*'", set_filter},
    {"cpu", 0, "CPU", NOTHING, "pin trials to this CPU: auto, none or a number", set_cpu},
    {"format", 0, "FORMAT", NOTHING,
     "human, text, json, gbench, csv, markdown, junit, hgrm or hlog", set_format},
    {"output", 'o', "FILE", A_FILE, "write the report there instead of to standard output",
     set_output},
    {"output-folder", 0, "DIR", A_FOLDER, "write every format and the plots there, too",
     set_output_folder},
    {"history", 0, "FILE", A_FILE, "keep the run in this history (SQLite), made when missing",
     set_history},
    {"commit", 0, "ID", NOTHING, "commit of the engine, for --history; default: as CI says",
     set_commit},
    {"branch", 0, "NAME", NOTHING, "its branch, for --history; default: as CI says", set_branch},
    {"label", 0, "TEXT", NOTHING, "any text, for --history", set_label},
    {"no-plots", 0, NULL, NOTHING, "leave the plots out", set_no_plots},
    {"strict", 0, NULL, NOTHING, "refuse (exit 6) a machine that cannot measure well", set_strict},
    {"print-config", 0, NULL, NOTHING, "print every setting with its origin, run nothing",
     set_print_config},
    {"quiet", 'q', NULL, NOTHING, "no progress", set_quiet},
    {"verbose", 'v', NULL, NOTHING, "one line per trial", set_verbose},
    {"help", 'h', NULL, NOTHING, "this text", NULL},
    {NULL, 0, NULL, NOTHING, NULL, NULL},
};
