/* SPDX-License-Identifier: Apache-2.0 */
#include "calibration_report.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "calibration_figures.h"
#include "calibration_goal.h"
#include "creep_trial.h"
#include "experiment.h"
#include "launch_log.h"
#include "leaderboard.h"
#include "proportion.h"
#include "run_row.h"
#include "run_stream.h"
#include "stats/slow_arm.h"

/* Raw data of all experiments, in the order of tkg_experiments(). */
struct data {
    const char *folder;
    const struct tkg_experiment *experiments;
    size_t count;
    struct tkg_run_rows *rows;
};

/* Published data is compressed. */
static void find_path(char *path, size_t path_bytes, const char *folder, const char *name,
                      const char *kind)
{
    char compressed[NAME_MAX];
    (void)snprintf(compressed, sizeof compressed, "%s.gz", kind);
    tkg_raw_path(path, path_bytes, folder, name, compressed);
    if (access(path, F_OK) != 0) {
        tkg_raw_path(path, path_bytes, folder, name, kind);
    }
}

static enum tkg_status read_data(struct data *data, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < data->count && status == TKG_OK; i++) {
        char path[PATH_MAX];
        find_path(path, sizeof path, data->folder, data->experiments[i].name, ".tsv");
        status = tkg_run_rows_read(path, &data->rows[i], err);
    }
    return status;
}

static const struct tkg_run_rows *rows_of(const struct data *data, const char *name)
{
    static const struct tkg_run_rows none = {.rows = NULL};
    for (size_t i = 0; i < data->count; i++) {
        if (strcmp(data->experiments[i].name, name) == 0) {
            return &data->rows[i];
        }
    }
    return &none;
}

static void add_date(struct tkg_text *text, int64_t seconds)
{
    char date[32];
    struct tm utc;
    const time_t when = (time_t)seconds;
    (void)strftime(date, sizeof date, "%Y-%m-%d %H:%M", gmtime_r(&when, &utc));
    tkg_text_add(text, date);
}

/* What was measured, where and when: from the headers. */
static void add_head(const struct data *data, struct tkg_text *text)
{
    int64_t first = INT64_MAX;
    int64_t last = 0;
    double seconds = 0.0;
    const struct tkg_run_header *header = NULL;
    bool is_one_commit = true;
    size_t runs = 0;
    for (size_t i = 0; i < data->count; i++) {
        const struct tkg_run_rows *rows = &data->rows[i];
        is_one_commit &=
            !header || rows->count == 0 || strcmp(header->commit, rows->header.commit) == 0;
        header = rows->count > 0 ? &rows->header : header;
        runs += rows->count;
        for (size_t row = 0; row < rows->count; row++) {
            first = rows->rows[row].start_s < first ? rows->rows[row].start_s : first;
            last = rows->rows[row].start_s > last ? rows->rows[row].start_s : last;
            seconds += rows->rows[row].seconds;
        }
    }
    tkg_text_add(text, "# Calibration: how often the gate is wrong\n\n"
                       "Written by `make calibrate-report` from the raw data in "
                       "[docs/calibration](calibration); `make calibrate` measures anew.\n\n");
    if (!header) {
        tkg_text_add(text, "Nothing is measured yet.\n");
        return;
    }
    tkg_text_addf(text,
                  "| | |\n|---|---|\n| machine | %s |\n| commit | %s |\n| seed | %s |\n"
                  "| gate runs | %zu, %.0f s of measuring |\n| from, to (UTC) | ",
                  header->machine, is_one_commit ? header->commit : "several, see Methods",
                  header->seed, runs, seconds);
    add_date(text, first);
    tkg_text_add(text, " to ");
    add_date(text, last);
    tkg_text_add(
        text, " |\n\n"
              "Every run is `tickgate compare`'s own code from the draw of the launches to the "
              "verdict, on "
              "real engines and a real clock; each draws its own layouts, ticks and orders. Two "
              "streams of "
              "runs went on at once, each pinned to a CPU: the other stream is the neighbour of "
              "every run. "
              "\"Bursty\" are runs beside two more processes of ours that each take half a CPU in "
              "bursts of 1 "
              "to 60 ms. Slower heads wait at the end of each slice of 30 to 50 us until it took x "
              "more. Bounds are exact "
              "(Clopper and "
              "Pearson, one-sided 95 %). Seconds are those of a whole run, starting included.\n\n");
}

static void add_goals(const struct data *data, struct tkg_text *text)
{
    size_t count = 0;
    const struct tkg_goal *goals = tkg_goals(&count);
    tkg_text_add(text, "## Goals\n\n| figure | goal | reached | n | 95 % bound | raw data |\n"
                       "|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++) {
        tkg_text_addf(text, "| %s | %s | ", goals[i].figure, goals[i].goal);
        tkg_goal_write(&goals[i], rows_of(data, goals[i].experiment), text);
        tkg_text_addf(text, " | %s |\n", goals[i].experiment);
    }
    tkg_creep_write_goals(rows_of(data, "branchy_equal"), text);
    tkg_text_add(text,
                 "\nTwo goals are tests that every change has to pass, not rates: each case of "
                 "sabotage ends "
                 "with its class and exit status (`ctest --preset release -R cli.sabotage`), and a "
                 "planted 2 % goes red with its function named (`make gate-self`, nightly in "
                 "[canary.yml](../.github/workflows/canary.yml)).\n\n");
}

/* A whole gate has no single reading, and one run no error. */
static void add_reading(struct tkg_text *text, const struct tkg_figures *figures)
{
    if (isnan(figures->head_mean)) {
        tkg_text_add(text, "- | ");
    } else if (isnan(figures->head_error)) {
        tkg_text_addf(text, "%+.3f %% | ", figures->head_mean);
    } else {
        tkg_text_addf(text, "%+.3f +- %.3f %% | ", figures->head_mean, figures->head_error);
    }
}

static void add_range(struct tkg_text *text, const struct tkg_figures *figures)
{
    if (isnan(figures->head_least)) {
        tkg_text_add(text, "- | ");
    } else {
        tkg_text_addf(text, "%+.2f, %+.2f %% | ", figures->head_least, figures->head_most);
    }
}

/* Counts know no time of a tick. */
static void add_base(struct tkg_text *text, double base_ns)
{
    if (isnan(base_ns)) {
        tkg_text_add(text, "- |\n");
    } else {
        tkg_text_addf(text, "%.1f ns a tick |\n", base_ns);
    }
}

static void add_readings(const struct data *data, struct tkg_text *text)
{
    tkg_text_add(
        text,
        "## What was read\n\nMean of the runs' estimates with its standard error, over runs with "
        "fresh layouts. A run ends as soon as it is sure, so single readings are rough.\n\n"
        "| experiment | head waits more | read | least, most | runs | launches | left out | base "
        "|\n|---|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < data->count; i++) {
        const struct tkg_figures figures = tkg_figures_of(&data->rows[i], TKG_ROWS_ALL);
        if (figures.run_count > 0) {
            tkg_text_addf(text, "| %s: %s | %.4g %% | ", data->experiments[i].name,
                          data->experiments[i].about, 100.0 * data->experiments[i].head_extra);
            add_reading(text, &figures);
            add_range(text, &figures);
            tkg_text_addf(text, "%zu | %zu | %zu | ", figures.run_count, figures.launch_sum,
                          figures.slow_sum);
            add_base(text, figures.base_ns_median);
        }
    }
    tkg_text_add(text, "\n");
}

static void add_displaced(const struct data *data, struct tkg_text *text)
{
    const struct tkg_run_rows *rows = rows_of(data, "displaced");
    const struct tkg_experiment *experiment = tkg_experiment_find("displaced");
    if (rows->count == 0) {
        return;
    }
    tkg_text_add(text, "## Displacement only\n\nHeads whose hot functions begin with a jump over "
                       "never-executed bytes. Goal: every reading within 0.4 %, none flagged.\n\n"
                       "| build | read | runs | flagged |\n|---|---|---|---|\n");
    for (uint32_t variant = 0; variant < experiment->variant_count; variant++) {
        const struct tkg_figures figures = tkg_figures_of_variant(rows, variant);
        tkg_text_addf(text, "| %u | ", (unsigned)variant);
        add_reading(text, &figures);
        tkg_text_addf(text, "%zu | %zu |\n", figures.run_count,
                      figures.regression + figures.improvement);
    }
    tkg_text_add(text, "\n");
}

/* Above the ratio to the fastest arm of the launch: seen from the raw times, by another rule than
 * the gate's own, which compares twins. */
static bool has_slow_arm(const struct tkg_launch_line *line)
{
    double fastest = INFINITY;
    double slowest = 0.0;
    for (size_t arm = 0; arm < TKG_LOG_ARMS; arm++) {
        fastest = fmin(fastest, line->ns[arm]);
        slowest = fmax(slowest, line->ns[arm]);
    }
    return slowest > TKG_SLOW_ARM_RATIO * fastest;
}

static enum tkg_status add_slow_arms(const struct data *data, const char *name,
                                     struct tkg_text *text, struct tkg_error *err)
{
    char path[PATH_MAX];
    struct tkg_launch_log log;
    size_t seen = 0;
    size_t missed = 0;
    size_t named = 0;
    find_path(path, sizeof path, data->folder, name, ".launches.tsv");
    const enum tkg_status status = tkg_launch_log_read(path, &log, err);
    for (size_t i = 0; status == TKG_OK && i < log.count; i++) {
        const bool is_slow = has_slow_arm(&log.lines[i]);
        seen += is_slow;
        named += log.lines[i].is_slow;
        missed += is_slow && !log.lines[i].is_slow;
    }
    if (status == TKG_OK && log.count > 0) {
        tkg_text_addf(text, "| %s | %zu | %zu | %zu | %zu |\n", name, log.count, seen, named,
                      missed);
    }
    tkg_launch_log_deinit(&log);
    return status;
}

static enum tkg_status add_slow_section(const struct data *data, struct tkg_text *text,
                                        struct tkg_error *err)
{
    tkg_text_addf(
        text,
        "## Slow arms\n\nLaunches in which an arm took more than %g times the fastest one, "
        "counted here from the raw times, beside what the gate named and left out.\n\n"
        "| experiment | launches | with a slow arm | named by the gate | slow, but judged "
        "|\n|---|---|---|---|---|\n",
        TKG_SLOW_ARM_RATIO);
    enum tkg_status status = add_slow_arms(data, "page", text, err);
    status = status == TKG_OK ? add_slow_arms(data, "moody", text, err) : status;
    tkg_text_add(text, "\n");
    return status;
}

static void add_score(struct tkg_text *text, size_t hits, size_t trials)
{
    if (trials == 0) {
        tkg_text_add(text, " | -");
        return;
    }
    tkg_text_addf(text, " | %.3g %% of %zu [%.2g, %.2g]", 100.0 * (double)hits / (double)trials,
                  trials, 100.0 * tkg_proportion_lower(hits, trials, 0.025),
                  100.0 * tkg_proportion_upper(hits, trials, 0.025));
}

static void add_own_score(const struct data *data, struct tkg_text *text)
{
    const struct tkg_figures equal = tkg_figures_of(rows_of(data, "branchy_equal"), TKG_ROWS_ALL);
    const struct tkg_figures slower = tkg_figures_of(rows_of(data, "branchy_1"), TKG_ROWS_ALL);
    tkg_text_add(text, "| **tickgate**, tolerance 0.5 % | docs/gate.md");
    add_score(text, equal.regression, equal.run_count);
    add_score(text, equal.improvement, equal.run_count);
    add_score(text, slower.regression, slower.run_count);
    tkg_text_add(text, " |\n");
}

static void add_rivals(const struct tkg_launch_log *equal, const struct tkg_launch_log *slower,
                       struct tkg_text *text)
{
    size_t count = 0;
    const struct tkg_rival_rule *rules = tkg_rival_rules(&count);
    for (size_t i = 0; i < count; i++) {
        const struct tkg_rival_score same = tkg_rival_score_of(&rules[i], equal);
        const struct tkg_rival_score slow = tkg_rival_score_of(&rules[i], slower);
        tkg_text_addf(text, "| %s: %s | %s", rules[i].name, rules[i].rule, rules[i].source);
        add_score(text, same.slower, same.run_count);
        add_score(text, same.faster, same.run_count);
        add_score(text, slow.slower, slow.run_count);
        tkg_text_add(text, " |\n");
    }
}

static enum tkg_status read_log(const struct data *data, const char *name,
                                struct tkg_launch_log *log, struct tkg_error *err)
{
    char path[PATH_MAX];
    find_path(path, sizeof path, data->folder, name, ".launches.tsv");
    const enum tkg_status status = tkg_launch_log_read(path, log, err);
    if (status == TKG_OK) {
        tkg_launch_log_sort(log);
    }
    return status;
}

static enum tkg_status add_board(const struct data *data, struct tkg_text *text,
                                 struct tkg_error *err)
{
    struct tkg_launch_log equal = {NULL, 0};
    struct tkg_launch_log slower = {NULL, 0};
    enum tkg_status status = read_log(data, "branchy_equal", &equal, err);
    status = status == TKG_OK ? read_log(data, "branchy_1", &slower, err) : status;
    if (status == TKG_OK && equal.count > 0) {
        tkg_text_add(
            text,
            "## The rules of others on the same launches\n\nEach rule gets the times of the first "
            "launches of the very runs that tickgate judged: rules for separate runs see base in "
            "the "
            "first n launches and head in the next n, paired ones see both in each. A launch "
            "stands for "
            "one of their repetitions. That is kind to them: a launch measures 10 ms within one "
            "process "
            "start, so base and head lie a tenth of a second apart and not minutes, slices are as "
            "short "
            "as tickgate makes them, and layouts are drawn anew, where they have one build. "
            "Branchy engine; 95 % intervals in brackets.\n\n"
            "| rule | where it is written | says slower, equal code | says faster, equal code | "
            "says "
            "slower, 1 % slower |\n|---|---|---|---|---|\n");
        add_own_score(data, text);
        add_rivals(&equal, &slower, text);
        tkg_text_add(text, "\n");
    }
    tkg_launch_log_deinit(&equal);
    tkg_launch_log_deinit(&slower);
    return status;
}

static void add_methods(const struct data *data, struct tkg_text *text)
{
    tkg_text_add(
        text, "## Methods\n\nA run's seed follows from the seed above, the experiment's name and "
              "the run's number; it stands in every row.\n\n| experiment | commit | method "
              "|\n|---|---|---|\n");
    for (size_t i = 0; i < data->count; i++) {
        if (data->rows[i].count > 0) {
            tkg_text_addf(text, "| %s | %s | %s |\n", data->experiments[i].name,
                          data->rows[i].header.commit, data->rows[i].header.method);
        }
    }
}

static enum tkg_status write_page(const struct data *data, struct tkg_text *text,
                                  struct tkg_error *err)
{
    add_head(data, text);
    add_goals(data, text);
    add_readings(data, text);
    add_displaced(data, text);
    enum tkg_status status = add_slow_section(data, text, err);
    status = status == TKG_OK ? add_board(data, text, err) : status;
    tkg_creep_write_section(rows_of(data, "branchy_equal"), text);
    add_methods(data, text);
    return status == TKG_OK && tkg_text_failed(text)
               ? tkg_fail(err, TKG_NO_MEMORY, "out of memory for the report")
               : status;
}

enum tkg_status tkg_calibration_report(const char *data_folder, struct tkg_text *text,
                                       struct tkg_error *err)
{
    struct data data = {.folder = data_folder};
    data.experiments = tkg_experiments(&data.count);
    data.rows = calloc(data.count, sizeof *data.rows);
    if (!data.rows) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the raw data");
    }
    enum tkg_status status = read_data(&data, err);
    status = status == TKG_OK ? write_page(&data, text, err) : status;
    for (size_t i = 0; i < data.count; i++) {
        tkg_run_rows_deinit(&data.rows[i]);
    }
    free(data.rows);
    return status;
}
