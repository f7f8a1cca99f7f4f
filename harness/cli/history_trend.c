/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/history_trend.h"

#include <stdlib.h>
#include <string.h>

#include "cli/output.h"
#include "plot/plot_history.h"
#include "report/safe_text.h"
#include "sample/metric.h"

static enum tkg_status find_trend(const struct tkg_history_series *series, struct tkg_trend *trend,
                                  struct tkg_error *err)
{
    double *values = malloc((series->point_count ? series->point_count : 1) * sizeof *values);
    if (!values) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for %zu runs", series->point_count);
    }
    for (size_t i = 0; i < series->point_count; i++) {
        values[i] = series->points[i].value;
    }
    enum tkg_status status = tkg_trend_find(values, series->point_count, trend, err);
    free(values);
    return status;
}

/* Series of the same metric in other cases that may stand beside the one that is drawn. */
struct companions {
    struct tkg_history *history;
    const struct tkg_history_view *view;
    const struct tkg_history_series *drawn;
    struct tkg_history_series_list lists[TKG_HEAT_ROWS_MAX];
    char names[TKG_HEAT_ROWS_MAX][TKG_HISTORY_NAME_BYTES];
    struct tkg_plot_history_row rows[TKG_HEAT_ROWS_MAX];
    size_t count;
};

static bool may_stand_beside(const struct tkg_history_series *one,
                             const struct tkg_history_series *drawn)
{
    return strcmp(one->environment, drawn->environment) == 0 &&
           strcmp(one->engine, drawn->engine) == 0 && strcmp(one->work, drawn->work) == 0 &&
           strcmp(one->unit, drawn->unit) == 0 && strcmp(one->reference, drawn->reference) == 0;
}

static enum tkg_status add_companion(void *context, const char *metric, const char *case_name,
                                     struct tkg_error *err)
{
    struct companions *companions = context;
    struct tkg_history_question question = *companions->view->question;
    if (strcmp(metric, question.metric) != 0 || companions->count == TKG_HEAT_ROWS_MAX) {
        return TKG_OK;
    }
    question.case_name = case_name;
    struct tkg_history_series_list *list = &companions->lists[companions->count];
    enum tkg_status status = tkg_history_series_read(companions->history, &question, list, err);
    for (size_t i = 0; status == TKG_OK && i < list->series_count; i++) {
        if (may_stand_beside(&list->series[i], companions->drawn)) {
            char *name = companions->names[companions->count];
            (void)tkg_string_copy(name, TKG_HISTORY_NAME_BYTES, case_name);
            companions->rows[companions->count++] =
                (struct tkg_plot_history_row){name, &list->series[i]};
            return TKG_OK;
        }
    }
    tkg_history_series_deinit(list);
    return status == TKG_NOTHING ? TKG_OK : status;
}

static enum tkg_status draw(struct tkg_history *history, const struct tkg_history_view *view,
                            const struct tkg_history_series *series, const struct tkg_trend *trend,
                            struct tkg_error *err)
{
    char scripts[4096];
    enum tkg_status status = tkg_data_folder("plots", scripts, sizeof scripts, err);
    struct companions *companions = calloc(1, sizeof *companions);
    if (!companions || status != TKG_OK) {
        free(companions);
        return status != TKG_OK ? status : tkg_fail(err, TKG_NO_MEMORY, "no memory for the plots");
    }
    companions->history = history;
    companions->view = view;
    companions->drawn = series;
    status = tkg_history_series_keys(history, add_companion, companions, err);
    if (status == TKG_OK) {
        const struct tkg_plot_history input = {TKG_VERSION,
                                               view->question->metric,
                                               view->question->case_name,
                                               series,
                                               trend,
                                               companions->rows,
                                               companions->count,
                                               scripts,
                                               view->plot_folder};
        status = tkg_plot_history_draw(&input, err);
    }
    for (size_t i = 0; i < companions->count; i++) {
        tkg_history_series_deinit(&companions->lists[i]);
    }
    free(companions);
    return status;
}

/* The series whose last run is the newest. */
static const struct tkg_history_series *newest(const struct tkg_history_series_list *list)
{
    const struct tkg_history_series *found = &list->series[0];
    for (size_t i = 1; i < list->series_count; i++) {
        const struct tkg_history_series *one = &list->series[i];
        if (one->points[one->point_count - 1].start_unix_ns >=
            found->points[found->point_count - 1].start_unix_ns) {
            found = one;
        }
    }
    return found;
}

static enum tkg_status draw_newest(struct tkg_history *history, const struct tkg_history_view *view,
                                   const struct tkg_history_series_list *list,
                                   struct tkg_error *err)
{
    struct tkg_trend trend;
    const struct tkg_history_series *series = newest(list);
    enum tkg_status status = find_trend(series, &trend, err);
    return status == TKG_OK ? draw(history, view, series, &trend, err) : status;
}

enum tkg_status tkg_history_trend_show(struct tkg_history *history,
                                       const struct tkg_history_view *view, struct tkg_text *out,
                                       struct tkg_error *err)
{
    struct tkg_history_series_list list;
    struct tkg_trend trend;
    enum tkg_status status = tkg_history_series_read(history, view->question, &list, err);
    for (size_t i = 0; status == TKG_OK && i < list.series_count; i++) {
        status = find_trend(&list.series[i], &trend, err);
        if (status == TKG_OK) {
            tkg_text_add(out, i > 0 ? "\n" : "");
            tkg_history_text_trend(view->question, &list.series[i], &trend, view->page, out);
        }
    }
    if (status == TKG_OK && view->plot_folder) {
        status = draw_newest(history, view, &list, err);
    }
    if (status == TKG_OK && list.left_out_count > 0) {
        tkg_text_addf(out, "\n%zu runs left out: they gave no value\n", list.left_out_count);
    }
    tkg_history_series_deinit(&list);
    return status;
}

/* A metric of runs that is neither better nor worse has no trend worth a line. */
static bool is_judged(const char *metric)
{
    enum tkg_metric known;
    return !tkg_metric_find(metric, &known) || tkg_metric_info(known)->better != TKG_BETTER_NEITHER;
}

struct survey {
    struct tkg_history *history;
    const struct tkg_history_view *view;
    struct tkg_text *out;
    size_t series_count;
    size_t changed_count;
};

static void add_title(struct tkg_text *out, const struct tkg_history_question *question,
                      const struct tkg_history_series *series, bool utf8)
{
    tkg_safe_add_line(out, question->metric, 0, utf8);
    tkg_text_add(out, " of ");
    tkg_safe_add_line(out, question->case_name, 0, utf8);
    tkg_text_addf(out, ", machine %.8s, ", series->environment);
    tkg_safe_add_line(out, series->work, 0, utf8);
    tkg_text_add(out, "\n");
}

static enum tkg_status survey_series(struct survey *survey,
                                     const struct tkg_history_question *question,
                                     const struct tkg_history_series *series, struct tkg_error *err)
{
    struct tkg_trend trend = {.is_log = false};
    const bool utf8 = survey->view->page->utf8;
    enum tkg_status status = find_trend(series, &trend, err);
    survey->series_count++;
    if (status == TKG_OK && trend.steps.count + trend.drifts.count > 0) {
        survey->changed_count++;
        add_title(survey->out, question, series, utf8);
        tkg_history_text_changes(question, series, &trend, utf8, survey->out);
    }
    return status;
}

/* Series without a complete run are no failure here. */
static enum tkg_status survey_key(void *context, const char *metric, const char *case_name,
                                  struct tkg_error *err)
{
    struct survey *survey = context;
    struct tkg_history_series_list list;
    struct tkg_history_question question = *survey->view->question;
    if (!is_judged(metric)) {
        return TKG_OK;
    }
    question.metric = metric;
    question.case_name = case_name;
    enum tkg_status status = tkg_history_series_read(survey->history, &question, &list, err);
    if (status == TKG_NOTHING) {
        return TKG_OK;
    }
    for (size_t i = 0; status == TKG_OK && i < list.series_count; i++) {
        status = survey_series(survey, &question, &list.series[i], err);
    }
    tkg_history_series_deinit(&list);
    return status;
}

enum tkg_status tkg_history_changes_show(struct tkg_history *history,
                                         const struct tkg_history_view *view, struct tkg_text *out,
                                         struct tkg_error *err)
{
    struct survey survey = {.history = history, .view = view, .out = out};
    enum tkg_status status = tkg_history_series_keys(history, survey_key, &survey, err);
    if (status == TKG_OK) {
        tkg_text_addf(out,
                      "%zu of %zu series changed (each alone: a step without cause in 0.6 %% of "
                      "series of 50 runs, a drift once in 4,000 runs)\n",
                      survey.changed_count, survey.series_count);
    }
    return status;
}
