/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_series.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/history_statement.h"

/* More series than this in one question are a wrong question; more points fit no picture and no
 * detector. */
enum { SERIES_MAX = 200, POINTS_MAX = 100000 };

/* Columns of the query. */
enum {
    RUN_ID,
    START,
    COMMIT,
    ENGINE,
    WORK,
    BASELINE,
    HASH,
    UNIT,
    VALUE,
    LOW,
    HIGH,
    RATIO,
    RATIO_LOW,
    RATIO_HIGH,
    RULER
};

static const char query[] =
    "SELECT runs.id, start_unix_ns, commit_id, engine, work, baseline, hash, unit, value, low, "
    "high,"
    " ratio, ratio_low, ratio_high, ruler"
    " FROM samples JOIN runs ON runs.id = run_id JOIN environments ON environments.id ="
    " environment_id WHERE metric = ?1 AND case_name = ?2 AND complete = 1"
    " AND (?3 IS NULL OR branch = ?3) AND (?4 IS NULL OR engine = ?4)"
    " ORDER BY start_unix_ns, runs.id";

/* What the row says the series is, without points. */
static struct tkg_history_series describe(const struct tkg_statement *row, bool is_absolute)
{
    struct tkg_history_series series = {.points = NULL};
    const bool is_ratio = !is_absolute && isfinite(tkg_statement_get_real(row, RATIO));
    tkg_statement_get_text(row, HASH, series.environment, sizeof series.environment);
    tkg_statement_get_text(row, ENGINE, series.engine, sizeof series.engine);
    tkg_statement_get_text(row, WORK, series.work, sizeof series.work);
    tkg_statement_get_text(row, UNIT, series.unit, sizeof series.unit);
    tkg_statement_get_text(row, BASELINE, series.reference, sizeof series.reference);
    if (is_ratio && !*series.reference) {
        tkg_statement_get_text(row, RULER, series.reference, sizeof series.reference);
    }
    if (is_ratio) {
        (void)tkg_string_copy(series.unit, sizeof series.unit, "ratio");
    }
    return series;
}

static bool is_same(const struct tkg_history_series *one, const struct tkg_history_series *other)
{
    return strcmp(one->environment, other->environment) == 0 &&
           strcmp(one->engine, other->engine) == 0 && strcmp(one->work, other->work) == 0 &&
           strcmp(one->unit, other->unit) == 0 && strcmp(one->reference, other->reference) == 0;
}

/* A compared engine has a path of its own in every build: only what it is compared with counts. */
static void forget_head(struct tkg_history_series *series, const struct tkg_statement *row)
{
    char baseline[TKG_HISTORY_NAME_BYTES];
    tkg_statement_get_text(row, BASELINE, baseline, sizeof baseline);
    if (*baseline) {
        series->engine[0] = '\0';
    }
}

/* The series that the row belongs to, made when it is the first of it; NULL: too many, no memory.
 */
static struct tkg_history_series *find_series(struct tkg_history_series_list *list,
                                              const struct tkg_history_series *wanted)
{
    for (size_t i = 0; i < list->series_count; i++) {
        if (is_same(&list->series[i], wanted)) {
            return &list->series[i];
        }
    }
    struct tkg_history_series *grown =
        list->series_count < SERIES_MAX
            ? realloc(list->series, (list->series_count + 1) * sizeof *grown)
            : NULL;
    if (!grown) {
        return NULL;
    }
    list->series = grown;
    list->series[list->series_count] = *wanted;
    return &list->series[list->series_count++];
}

static struct tkg_history_point read_point(const struct tkg_statement *row, bool is_ratio)
{
    struct tkg_history_point point = {
        .run_id = tkg_statement_get_whole(row, RUN_ID),
        .start_unix_ns = tkg_statement_get_whole(row, START),
        .value = tkg_statement_get_real(row, is_ratio ? RATIO : VALUE),
        .low = tkg_statement_get_real(row, is_ratio ? RATIO_LOW : LOW),
        .high = tkg_statement_get_real(row, is_ratio ? RATIO_HIGH : HIGH),
    };
    tkg_statement_get_text(row, COMMIT, point.commit, sizeof point.commit);
    point.low = isfinite(point.low) ? point.low : point.value;
    point.high = isfinite(point.high) ? point.high : point.value;
    return point;
}

static bool add_point(struct tkg_history_series *series, const struct tkg_history_point *point)
{
    if (series->point_count == series->point_capacity) {
        const size_t capacity = series->point_capacity ? 2 * series->point_capacity : 64;
        struct tkg_history_point *grown = capacity <= (size_t)2 * POINTS_MAX
                                              ? realloc(series->points, capacity * sizeof *grown)
                                              : NULL;
        if (!grown) {
            return false;
        }
        series->points = grown;
        series->point_capacity = capacity;
    }
    series->points[series->point_count++] = *point;
    return true;
}

static enum tkg_status take_row(const struct tkg_statement *row, bool is_absolute,
                                struct tkg_history_series_list *list, struct tkg_error *err)
{
    struct tkg_history_series wanted = describe(row, is_absolute);
    const bool is_ratio = !is_absolute && isfinite(tkg_statement_get_real(row, RATIO));
    const struct tkg_history_point point = read_point(row, is_ratio);
    if (!isfinite(point.value)) {
        list->left_out_count++;
        return TKG_OK;
    }
    forget_head(&wanted, row);
    struct tkg_history_series *series = find_series(list, &wanted);
    if (!series || !add_point(series, &point)) {
        return tkg_fail(err, TKG_NO_MEMORY,
                        "too many series (%zu) or runs of this metric and case for one answer; "
                        "give --branch or --engine, or prune",
                        list->series_count);
    }
    return TKG_OK;
}

/* Runs that hold the metric of the case and were not taken. */
static int64_t count_untaken(struct tkg_history *history,
                             const struct tkg_history_question *question)
{
    struct tkg_statement statement = {0};
    bool has_row = false;
    int64_t count = 0;
    if (tkg_statement_open(&statement, history,
                           "SELECT count(*) FROM samples WHERE metric = ?1 AND case_name = ?2",
                           NULL) == TKG_OK) {
        tkg_statement_text(&statement, question->metric);
        tkg_statement_text(&statement, question->case_name);
        if (tkg_statement_next(&statement, &has_row, NULL) == TKG_OK && has_row) {
            count = tkg_statement_get_whole(&statement, 0);
        }
    }
    tkg_statement_close(&statement);
    return count;
}

/* A few of what complete runs hold: other cases with the metric, or metrics if it is none. */
static void list_known(struct tkg_history *history, const struct tkg_history_question *question,
                       struct tkg_text *out)
{
    struct tkg_statement statement = {0};
    bool has_row = true;
    char name[TKG_HISTORY_NAME_BYTES];
    if (tkg_statement_open(&statement, history,
                           "WITH kept AS (SELECT metric, case_name FROM samples"
                           " JOIN runs ON runs.id = run_id"
                           " WHERE complete = 1)"
                           " SELECT DISTINCT case_name FROM kept"
                           " WHERE metric = ?1 AND case_name <> ?2 UNION ALL"
                           " SELECT DISTINCT metric FROM kept WHERE NOT EXISTS"
                           " (SELECT 1 FROM samples WHERE metric = ?1) LIMIT 12",
                           NULL) == TKG_OK) {
        tkg_statement_text(&statement, question->metric);
        tkg_statement_text(&statement, question->case_name);
        while (tkg_statement_next(&statement, &has_row, NULL) == TKG_OK && has_row) {
            tkg_statement_get_text(&statement, 0, name, sizeof name);
            tkg_text_addf(out, " %.60s", name);
        }
    }
    tkg_statement_close(&statement);
}

static enum tkg_status fail_nothing(struct tkg_history *history,
                                    const struct tkg_history_question *question,
                                    struct tkg_error *err)
{
    struct tkg_text known = {0};
    char untaken[128] = "";
    const int64_t count = count_untaken(history, question);
    const bool is_chosen = question->branch || question->engine;
    if (count > 0) {
        (void)snprintf(untaken, sizeof untaken,
                       " (%" PRId64 " run%s with it: incomplete, without a value%s)", count,
                       count == 1 ? "" : "s", is_chosen ? ", or of another branch or engine" : "");
    }
    list_known(history, question, &known);
    const enum tkg_status status = tkg_fail(
        err, TKG_NOTHING, "no complete run in '%.200s' has %.60s of %.60s%s%s; %s%s", history->path,
        question->metric, question->case_name, is_chosen ? " on that branch or engine" : "",
        untaken, count > 0 ? "others are:" : "it has:",
        known.length ? tkg_text_borrow(&known)
        : count > 0  ? " none"
                     : " nothing");
    tkg_text_deinit(&known);
    return status;
}

enum tkg_status tkg_history_series_read(struct tkg_history *history,
                                        const struct tkg_history_question *question,
                                        struct tkg_history_series_list *list, struct tkg_error *err)
{
    struct tkg_statement statement;
    bool has_row = true;
    *list = (struct tkg_history_series_list){.series = NULL};
    enum tkg_status status = tkg_statement_open(&statement, history, query, err);
    if (status == TKG_OK) {
        tkg_statement_text(&statement, question->metric);
        tkg_statement_text(&statement, question->case_name);
        tkg_statement_text(&statement, question->branch);
        tkg_statement_text(&statement, question->engine);
    }
    while (status == TKG_OK && has_row) {
        status = tkg_statement_next(&statement, &has_row, err);
        if (status == TKG_OK && has_row) {
            status = take_row(&statement, question->is_absolute, list, err);
        }
    }
    tkg_statement_close(&statement);
    if (status == TKG_OK && list->series_count == 0) {
        status = fail_nothing(history, question, err);
    }
    if (status != TKG_OK) {
        tkg_history_series_deinit(list);
    }
    return status;
}

enum tkg_status tkg_history_series_keys(struct tkg_history *history, tkg_history_visit_key visit,
                                        void *context, struct tkg_error *err)
{
    struct tkg_statement statement;
    char metric[TKG_HISTORY_NAME_BYTES], case_name[TKG_HISTORY_NAME_BYTES];
    bool has_row = true;
    enum tkg_status status =
        tkg_statement_open(&statement, history,
                           "SELECT DISTINCT metric, case_name FROM samples JOIN runs"
                           " ON runs.id = run_id WHERE complete = 1 ORDER BY case_name, metric",
                           err);
    while (status == TKG_OK && has_row) {
        status = tkg_statement_next(&statement, &has_row, err);
        if (status == TKG_OK && has_row) {
            tkg_statement_get_text(&statement, 0, metric, sizeof metric);
            tkg_statement_get_text(&statement, 1, case_name, sizeof case_name);
            status = visit(context, metric, case_name, err);
        }
    }
    tkg_statement_close(&statement);
    return status;
}

void tkg_history_series_deinit(struct tkg_history_series_list *list)
{
    for (size_t i = 0; i < list->series_count; i++) {
        free(list->series[i].points);
    }
    free(list->series);
    *list = (struct tkg_history_series_list){.series = NULL};
}
