/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate run: the walk of the whole program, one call per step.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/alert_watch.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/run_plan.h"
#include "cli/settings.h"
#include "cli/target_check.h"
#include "config/target.h"
#include "host/child.h"
#include "host/clock.h"
#include "host/cpu.h"
#include "host/file.h"
#include "host/usage.h"
#include "measure/session.h"
#include "stats/efficiency.h"
#include "stats/summary.h"
#include "verdict/judge.h"

enum { PATH_BYTES = 4096 };

/* Everything a run owns, in the order in which it comes to be. */
struct run {
    struct tkg_settings settings;
    struct tkg_target_set targets;
    struct tkg_fingerprint fingerprint;
    char program_path[PATH_BYTES];
    struct tkg_plan plan;
    struct tkg_run_record record;
    struct tkg_summary summary;
    struct tkg_verdict_list verdicts;
    struct tkg_progress_view view;
    struct tkg_alert_watch watch;
    char result_path[PATH_BYTES];
    char plot_folder[PATH_BYTES];
};

static enum tkg_status load_targets(struct run *run, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < run->settings.target_path_count && status == TKG_OK; i++) {
        status = tkg_target_set_load(&run->targets, run->settings.target_paths[i], err);
    }
    return status;
}

static enum tkg_status load_alerts(struct run *run, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < run->settings.alert_path_count && status == TKG_OK; i++) {
        status = tkg_alert_watch_load(&run->watch, run->settings.alert_paths[i], err);
    }
    return status;
}

/* --strict: a machine on which the numbers would mean little is refused before anything runs. */
static enum tkg_status check_machine(struct run *run, struct tkg_error *err)
{
    tkg_fingerprint_read(&run->fingerprint);
    if (!run->settings.strict) {
        return TKG_OK;
    }
    struct tkg_machine_usage machine;
    tkg_machine_usage_read(&machine);
    int usable = tkg_cpu_usable_count();
    if (machine.load_1min > usable) {
        return tkg_fail(
            err, TKG_ENVIRONMENT,
            "load average %.2f on %d usable CPUs; wait until the machine is idle, or leave "
            "--strict out",
            machine.load_1min, usable);
    }
    struct tkg_cycle_clock clock;
    if (tkg_cycle_clock_calibrate(&clock, INT64_C(10000000), err) != TKG_OK || !clock.invariant) {
        return tkg_fail(
            err, TKG_ENVIRONMENT,
            "no invariant cycle counter: timing falls back to clock_gettime; leave --strict "
            "out to accept that");
    }
    return TKG_OK;
}

static enum tkg_status make_plan(struct run *run, struct tkg_error *err)
{
    enum tkg_status status = tkg_program_path(run->program_path, sizeof(run->program_path), err);
    return status == TKG_OK ? tkg_run_plan_make(&run->settings, run->program_path, &run->plan, err)
                            : status;
}

static bool matches_plan(const struct tkg_target *target, const struct tkg_plan *plan)
{
    for (size_t i = 0; i < plan->item_count; i++) {
        if (tkg_target_matches(target, plan->items[i].case_name)) {
            return true;
        }
    }
    return false;
}

/* Under --filter, targets of cases that were filtered out are left out, and said to be. */
static void drop_filtered_targets(struct run *run)
{
    size_t kept = 0;
    for (size_t i = 0; i < run->targets.target_count; i++) {
        if (matches_plan(&run->targets.targets[i], &run->plan)) {
            run->targets.targets[kept++] = run->targets.targets[i];
        }
    }
    size_t dropped = run->targets.target_count - kept;
    run->targets.target_count = kept;
    if (dropped > 0) {
        (void)fprintf(stderr,
                      "tickgate: left out with the cases that --filter left out: %zu target%s\n",
                      dropped, dropped == 1 ? "" : "s");
    }
}

/* What can be wrong without measuring is found before measuring: it must not cost a run. */
static enum tkg_status check_targets(struct run *run, struct tkg_error *err)
{
    if (run->settings.filter) {
        drop_filtered_targets(run);
    }
    return tkg_targets_check(&run->plan, &run->targets, err);
}

/* The size that efficiency refers to must be one that the plan replays flat out. */
static enum tkg_status check_reference(struct run *run, struct tkg_error *err)
{
    const uint64_t wanted = run->settings.reference_tick_count;
    bool is_there = wanted == 0;
    for (size_t i = 0; i < run->plan.item_count && !is_there; i++) {
        const struct tkg_plan_item *item = &run->plan.items[i];
        is_there = item->spec.pass == TKG_PASS_THROUGHPUT && item->spec.tick_count == wanted;
    }
    return is_there ? TKG_OK
                    : tkg_fail(err, TKG_USAGE,
                               "--reference-size: no replay of %" PRIu64
                               " ticks with pass A is planned; name one of --sizes",
                               wanted);
}

/* A history that cannot be used must not cost a run: it is opened before, and again for writing. */
static enum tkg_status check_history(struct run *run, struct tkg_error *err)
{
    struct tkg_history *history;
    tkg_history_choice_resolve(&run->settings.history);
    enum tkg_status status = tkg_history_choice_open(&run->settings.history, &history, err);
    tkg_history_close(history);
    return status;
}

static enum tkg_status check_outputs(struct run *run, struct tkg_error *err)
{
    enum tkg_status status = tkg_output_file_check(run->settings.output, err);
    return status == TKG_OK && run->settings.output_folder
               ? tkg_folder_make(run->settings.output_folder, err)
               : status;
}

static void describe_run(struct run *run)
{
    const struct tkg_suite *suite = &run->settings.suite;
    struct tkg_run_record *record = &run->record;
    bool is_file = strchr(suite->engine, '/') || strstr(suite->engine, ".so");
    (void)snprintf(record->engine_path, sizeof(record->engine_path), "%s%.240s",
                   is_file ? "" : "builtin:", suite->engine);
    (void)tkg_string_copy(record->engine_name, sizeof(record->engine_name), suite->engine);
    memcpy(record->engine_parameters, suite->parameters, sizeof(record->engine_parameters));
    memcpy(record->stream, suite->stream, sizeof(record->stream));
    memcpy(record->suite, suite->name, sizeof(suite->name));
    record->seed = suite->seed;
    record->batch_tick_count = suite->batch_tick_count;
}

/* A tkg_progress_function: no process is being measured now. */
static void after_trial(void *context, const struct tkg_progress *progress)
{
    struct run *run = context;
    tkg_progress_view_show(&run->view, progress);
    tkg_alert_watch_trial(&run->watch, progress->item->case_name, progress->trial);
}

static enum tkg_status measure(struct run *run, struct tkg_error *err)
{
    describe_run(run);
    tkg_interrupt_install();
    tkg_progress_view_init(&run->view, run->settings.quiet, run->settings.verbose);
    enum tkg_status status =
        tkg_alert_watch_start(&run->watch, &run->record, &run->fingerprint, &run->view, err);
    if (status == TKG_OK) {
        status = tkg_session_run(&run->plan, &run->record, after_trial, run, err);
    }
    tkg_alert_watch_stop(&run->watch);
    tkg_progress_view_end(&run->view);
    if (status != TKG_OK) {
        run->record.failure = status;
        memcpy(run->record.failure_text, err->text, sizeof(run->record.failure_text));
    }
    return status;
}

static enum tkg_status summarise(struct run *run, struct tkg_error *err)
{
    const uint64_t reference = run->settings.reference_tick_count;
    const enum tkg_status status = tkg_summary_create(&run->record, &run->summary, err);
    return status == TKG_OK && reference > 0
               ? tkg_efficiency_refer_to(&run->summary, reference, err)
               : status;
}

static enum tkg_status judge(struct run *run, struct tkg_error *err)
{
    return tkg_judge(&run->summary, &run->targets, &run->verdicts, err);
}

static struct tkg_report_input make_input(const struct run *run)
{
    return (struct tkg_report_input){
        .tool_version = TKG_VERSION,
        .record = &run->record,
        .summary = &run->summary,
        .fingerprint = &run->fingerprint,
        .targets = &run->targets,
        .verdicts = &run->verdicts,
        .result_path = run->result_path,
        .plot_folder = run->plot_folder,
        .color = strcmp(run->settings.output, "-") == 0 && tkg_terminal_has_color(STDOUT_FILENO),
        .utf8 = tkg_terminal_has_utf8(),
    };
}

static enum tkg_status fill_folder(struct run *run, struct tkg_error *err)
{
    const char *folder = run->settings.output_folder;
    if (!folder) {
        return TKG_OK;
    }
    (void)snprintf(run->result_path, sizeof(run->result_path), "%s/results.json", folder);
    const struct tkg_report_input input = make_input(run);
    return tkg_output_folder(&input, folder, err);
}

/* Plots that cannot be drawn (no gnuplot, no fonts, no drawable figure) are said to be missing; the
 * verdict keeps its exit code. A folder that cannot be written is a failure. */
static enum tkg_status draw_plots(struct run *run, struct tkg_error *err)
{
    if (!run->settings.output_folder || !run->settings.plots) {
        return TKG_OK;
    }
    (void)snprintf(run->plot_folder, sizeof(run->plot_folder), "%s/plots",
                   run->settings.output_folder);
    const struct tkg_report_input input = make_input(run);
    enum tkg_status status = tkg_output_plots(&input, run->plot_folder, err);
    if (status == TKG_OK) {
        return TKG_OK;
    }
    run->plot_folder[0] = '\0';
    if (status == TKG_OUTPUT || status == TKG_INTERRUPTED) {
        return status;
    }
    (void)fprintf(stderr, "tickgate: no plots: %s\n", err->text);
    return TKG_OK;
}

/* The table is printed even where the plots cannot be drawn: what was measured is not lost. */
static enum tkg_status tell(struct run *run, struct tkg_error *err)
{
    struct tkg_error plot_err = {0};
    if (run->settings.output_folder) {
        tkg_output_folder_clear(run->settings.output_folder);
    }
    enum tkg_status plot_status = draw_plots(run, &plot_err);
    enum tkg_status status = fill_folder(run, err);
    const struct tkg_report_input input = make_input(run);
    status = status == TKG_OK
                 ? tkg_output_report(&input, run->settings.format, run->settings.output, err)
                 : status;
    if (status == TKG_OK && plot_status != TKG_OK) {
        *err = plot_err;
        return plot_status;
    }
    return status;
}

static enum tkg_status keep(struct run *run, struct tkg_error *err)
{
    struct tkg_history *history;
    int64_t run_id;
    enum tkg_status status = tkg_history_choice_open(&run->settings.history, &history, err);
    if (status == TKG_OK && history) {
        const struct tkg_history_origin origin = tkg_history_origin_of(&run->settings.history);
        const struct tkg_history_run kept = {
            .record = &run->record,
            .summary = &run->summary,
            .verdicts = &run->verdicts,
            .fingerprint = &run->fingerprint,
        };
        status = tkg_history_add_run(history, &origin, &kept, &run_id, err);
    }
    tkg_history_close(history);
    return status;
}

/* A report that cannot be written is no reason to keep the run from the history. */
static enum tkg_status tell_and_keep(struct run *run, struct tkg_error *err)
{
    struct tkg_error next = {0};
    const enum tkg_status status = tell(run, err);
    return tkg_output_join(status, err, keep(run, &next), &next);
}

/* After a failure or Ctrl-C: what was measured is written, unjudged, with the reason. */
static void save_partial(struct run *run)
{
    struct tkg_error err = {0};
    if (run->record.case_count == 0 || !run->settings.output_folder ||
        (!run->summary.cases && tkg_summary_create(&run->record, &run->summary, &err) != TKG_OK)) {
        return;
    }
    tkg_output_folder_clear(run->settings.output_folder);
    if (fill_folder(run, &err) == TKG_OK) {
        (void)fprintf(stderr, "tickgate: %s are in %s\n",
                      run->record.complete ? "the results, not judged,"
                                           : "partial results, marked incomplete,",
                      run->settings.output_folder);
    } else {
        (void)fprintf(stderr, "tickgate: partial results are lost: %s\n", err.text);
    }
}

typedef enum tkg_status (*run_step)(struct run *run, struct tkg_error *err);

static enum tkg_status walk(struct run *run, int *exit_code, struct tkg_error *err)
{
    static const run_step preparations[] = {load_targets,  load_alerts,   check_machine,
                                            make_plan,     check_targets, check_reference,
                                            check_outputs, check_history};
    static const run_step conclusions[] = {summarise, judge, tell_and_keep};
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < sizeof(preparations) / sizeof(run_step) && status == TKG_OK; i++) {
        status = preparations[i](run, err);
    }
    if (status != TKG_OK) {
        return status;
    }
    status = measure(run, err);
    if (status != TKG_OK) {
        save_partial(run);
        return status;
    }
    for (size_t i = 0; i < sizeof(conclusions) / sizeof(run_step) && status == TKG_OK; i++) {
        status = conclusions[i](run, err);
    }
    if (status != TKG_OK && !*run->result_path) {
        save_partial(run); /* could not be judged: the numbers stand all the same */
    }
    *exit_code = tkg_verdict_list_exit_code(&run->verdicts);
    return status;
}

/* Not while the monitor of the alerts goes on: the process is about to end anyway. */
static void destroy(struct run *run)
{
    if (!tkg_alert_watch_deinit(&run->watch)) {
        return;
    }
    tkg_verdict_list_deinit(&run->verdicts);
    tkg_summary_deinit(&run->summary);
    tkg_run_record_deinit(&run->record);
    tkg_plan_deinit(&run->plan);
    tkg_target_set_deinit(&run->targets);
    free(run);
}

static enum tkg_status check_conflict(const struct tkg_option_uses *uses, struct tkg_error *err)
{
    return tkg_options_find(uses, "ticks") && tkg_options_find(uses, "stream")
               ? tkg_fail(err, TKG_USAGE,
                          "--ticks and --stream both name the ticks; give one of them")
               : TKG_OK;
}

static enum tkg_status command_run(const struct tkg_option_uses *uses, int *exit_code,
                                   struct tkg_error *err)
{
    struct run *run = calloc(1, sizeof(*run));
    if (!run) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory");
    }
    struct tkg_text origins;
    tkg_text_init(&origins);
    tkg_target_set_init(&run->targets);
    tkg_run_record_init(&run->record);
    tkg_alert_watch_init(&run->watch);
    enum tkg_status status = check_conflict(uses, err);
    status = status == TKG_OK ? tkg_settings_resolve(&run->settings, uses, &origins, err) : status;
    if (status == TKG_OK && run->settings.print_config) {
        (void)fputs(tkg_text_borrow(&origins), stdout);
    } else if (status == TKG_OK) {
        status = walk(run, exit_code, err);
    }
    tkg_text_deinit(&origins);
    destroy(run);
    return status;
}

const struct tkg_command tkg_command_run = {
    .name = "run",
    .summary = "replay ticks through an engine, measure, judge, report",
    .arguments = "[OPTIONS]",
    .details =
        "Examples:\n"
        "  tickgate run                                    the reference engine, 10K to 1M ticks\n"
        "  tickgate run --engine ./mine.so --targets thresholds/floors.yaml\n"
        "  tickgate run --ticks quotes.csv --format json -o result.json\n",
    .options = tkg_run_options,
    .positional_max = 0,
    .run = command_run,
};
