/* SPDX-License-Identifier: Apache-2.0 */
#include "report/history_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/quantity.h"
#include "report/iso_time.h"
#include "report/safe_text.h"
#include "report/text_table.h"
#include "sample/metric.h"
#include "store/history_read.h"

enum { COMMIT_COLUMNS = 12, NAME_COLUMNS = 24, CELL_BYTES = 160, HASH_DIGITS = 8 };

static void add_cell(struct tkg_table *table, const char *text, size_t columns_max, bool utf8)
{
    struct tkg_text safe = {0};
    tkg_safe_add_line(&safe, *text ? text : "-", columns_max, utf8);
    tkg_table_add(table, TKG_STYLE_PLAIN, tkg_text_borrow(&safe));
    tkg_text_deinit(&safe);
}

static void add_count(struct tkg_table *table, int64_t count)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%" PRId64, count);
    tkg_table_add(table, TKG_STYLE_PLAIN, text);
}

/* "1.234 ns" where the unit is one of ours, else the number. */
static const char *format_value(double value, const char *unit, char *out, size_t out_bytes)
{
    for (int dimension = 0; dimension < TKG_DIMENSION_COUNT; dimension++) {
        if (*unit && strcmp(unit, tkg_dimension_unit((enum tkg_dimension)dimension)) == 0) {
            return tkg_quantity_format(value, (enum tkg_dimension)dimension, out);
        }
    }
    (void)snprintf(out, out_bytes, "%.5g", value);
    return out;
}

struct listing {
    struct tkg_table table;
    bool utf8;
};

static enum tkg_status list_entry(void *context, const struct tkg_history_entry *entry,
                                  struct tkg_error *err)
{
    struct listing *listing = context;
    char text[CELL_BYTES];
    (void)err;
    add_count(&listing->table, entry->id);
    add_cell(&listing->table, tkg_iso_second_format(entry->start_unix_ns, text), 0, false);
    add_cell(&listing->table, entry->kind, NAME_COLUMNS, listing->utf8);
    add_cell(&listing->table, entry->commit, COMMIT_COLUMNS, listing->utf8);
    add_cell(&listing->table, entry->branch, NAME_COLUMNS, listing->utf8);
    add_cell(&listing->table, entry->engine, NAME_COLUMNS, listing->utf8);
    (void)snprintf(text, sizeof text, "%.*s", HASH_DIGITS, entry->environment);
    add_cell(&listing->table, text, HASH_DIGITS, listing->utf8);
    add_count(&listing->table, (int64_t)entry->sample_count);
    (void)snprintf(text, sizeof text, "%zu of %zu failed%s", entry->failed_count,
                   entry->verdict_count, entry->is_complete ? "" : ", incomplete");
    tkg_table_add(&listing->table, TKG_STYLE_PLAIN, entry->verdict_count ? text : "-");
    return TKG_OK;
}

enum tkg_status tkg_history_text_list(struct tkg_history *history,
                                      const struct tkg_history_page *page, struct tkg_text *out,
                                      struct tkg_error *err)
{
    static const char *const heads[] = {"RUN",    "START (UTC)", "KIND",    "COMMIT",  "BRANCH",
                                        "ENGINE", "MACHINE",     "SAMPLES", "VERDICTS"};
    struct listing listing = {.utf8 = page->utf8};
    tkg_table_init(&listing.table, "rllllllrl");
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        tkg_table_add(&listing.table, TKG_STYLE_PLAIN, heads[i]);
    }
    enum tkg_status status =
        tkg_history_entries(history, page->branch, page->newest, list_entry, &listing, err);
    if (status == TKG_OK) {
        tkg_table_print(&listing.table, false, out);
    }
    tkg_table_deinit(&listing.table);
    return status;
}

static enum tkg_status show_verdict(void *context, const struct tkg_history_verdict *verdict,
                                    struct tkg_error *err)
{
    struct listing *listing = context;
    char text[CELL_BYTES];
    (void)err;
    add_cell(&listing->table, verdict->metric, NAME_COLUMNS, listing->utf8);
    add_cell(&listing->table, verdict->case_name, NAME_COLUMNS, listing->utf8);
    add_cell(&listing->table, format_value(verdict->limit, verdict->unit, text, sizeof text), 0,
             true);
    add_cell(&listing->table, format_value(verdict->value, verdict->unit, text, sizeof text), 0,
             true);
    add_cell(&listing->table, verdict->outcome, NAME_COLUMNS, listing->utf8);
    return TKG_OK;
}

static enum tkg_status show_sample(void *context, const struct tkg_history_sample *sample,
                                   struct tkg_error *err)
{
    struct listing *listing = context;
    char text[CELL_BYTES];
    (void)err;
    add_cell(&listing->table, sample->metric, NAME_COLUMNS, listing->utf8);
    add_cell(&listing->table, sample->case_name, NAME_COLUMNS, listing->utf8);
    add_cell(&listing->table, format_value(sample->value, sample->unit, text, sizeof text), 0,
             true);
    add_count(&listing->table, sample->count);
    if (isfinite(sample->ratio)) {
        (void)snprintf(text, sizeof text, "%.5g x %.60s", sample->ratio, sample->ruler);
    }
    add_cell(&listing->table, isfinite(sample->ratio) ? text : "", 0, listing->utf8);
    return TKG_OK;
}

static void add_line(struct tkg_text *out, const char *name, const char *value, bool utf8)
{
    if (*value) {
        tkg_text_addf(out, "%-12s ", name);
        tkg_safe_add_line(out, value, 0, utf8);
        tkg_text_add(out, "\n");
    }
}

static void add_head(struct tkg_text *out, const struct tkg_history_entry *entry, bool utf8)
{
    char text[CELL_BYTES];
    tkg_text_addf(out, "run %" PRId64 ", a %s, %s UTC%s\n", entry->id, entry->kind,
                  tkg_iso_second_format(entry->start_unix_ns, text),
                  entry->is_complete ? "" : ", incomplete");
    add_line(out, "commit", entry->commit, utf8);
    add_line(out, "branch", entry->branch, utf8);
    add_line(out, "label", entry->label, utf8);
    add_line(out, "engine", entry->engine, utf8);
    add_line(out, "base", entry->baseline, utf8);
    add_line(out, "work", entry->work, utf8);
    add_line(out, "tickgate", entry->tool_version, utf8);
    if (isfinite(entry->load_1min)) {
        tkg_text_addf(out, "%-12s %.2f\n", "load", entry->load_1min);
    }
    if (isfinite(entry->steal_share)) {
        tkg_text_addf(out, "%-12s %.3g %%\n", "steal", 100.0 * entry->steal_share);
    }
    if (isfinite(entry->cpu_pressure_percent)) {
        tkg_text_addf(out, "%-12s %.3g %% before the run\n", "CPU pressure",
                      entry->cpu_pressure_percent);
    }
}

static enum tkg_status add_verdicts(struct tkg_history *history, int64_t run_id, bool utf8,
                                    struct tkg_text *out, struct tkg_error *err)
{
    struct listing listing = {.utf8 = utf8};
    tkg_table_init(&listing.table, "llrrl");
    enum tkg_status status = tkg_history_verdicts(history, run_id, show_verdict, &listing, err);
    if (status == TKG_OK && listing.table.cells.length > 0) {
        tkg_text_add(out, "\nverdicts: metric, case, limit, value, outcome\n");
        tkg_table_print(&listing.table, false, out);
    }
    tkg_table_deinit(&listing.table);
    return status;
}

static enum tkg_status add_samples(struct tkg_history *history, int64_t run_id, bool utf8,
                                   struct tkg_text *out, struct tkg_error *err)
{
    struct listing listing = {.utf8 = utf8};
    tkg_table_init(&listing.table, "llrrl");
    enum tkg_status status = tkg_history_samples(history, run_id, show_sample, &listing, err);
    if (status == TKG_OK) {
        tkg_text_add(out, "\nsamples: metric, case, median, n, ratio\n");
        tkg_table_print(&listing.table, false, out);
    }
    tkg_table_deinit(&listing.table);
    return status;
}

static enum tkg_status add_sampled(struct tkg_history *history, int64_t run_id,
                                   struct tkg_text *out, struct tkg_error *err)
{
    struct tkg_history_sampled sampled;
    const enum tkg_status status = tkg_history_sampled(history, run_id, &sampled, err);
    if (status == TKG_OK && sampled.trial_count > 0) {
        tkg_text_addf(out,
                      "\ntelemetry: %" PRId64 " trials, %" PRId64 " rows of sys_cpu, %" PRId64
                      " of sys_mem\n",
                      sampled.trial_count, sampled.cpu_count, sampled.memory_count);
    }
    return status;
}

enum tkg_status tkg_history_text_run(struct tkg_history *history, int64_t run_id, bool utf8,
                                     struct tkg_text *out, struct tkg_error *err)
{
    struct tkg_history_entry entry;
    enum tkg_status status = tkg_history_entry(history, run_id, &entry, err);
    if (status == TKG_OK) {
        add_head(out, &entry, utf8);
        tkg_text_addf(out, "\nmachine %s\n", entry.environment);
        status = tkg_history_facts(history, run_id, out, err);
    }
    status = status == TKG_OK ? add_verdicts(history, run_id, utf8, out, err) : status;
    status = status == TKG_OK ? add_samples(history, run_id, utf8, out, err) : status;
    return status == TKG_OK ? add_sampled(history, run_id, out, err) : status;
}

/* Metrics of gates and comparisons are not in the list of run metrics; less of them is better. */
static const char *direction(const char *metric, double change)
{
    enum tkg_metric known;
    enum tkg_better better = TKG_BETTER_LESS;
    if (tkg_metric_find(metric, &known)) {
        better = tkg_metric_info(known)->better;
    }
    if (better == TKG_BETTER_NEITHER || change == 0.0) {
        return "";
    }
    return (change > 0.0) == (better == TKG_BETTER_LESS) ? " (worse)" : " (better)";
}

static void add_point_name(struct tkg_text *out, const struct tkg_history_point *point, bool utf8)
{
    tkg_text_addf(out, "run %" PRId64, point->run_id);
    if (*point->commit) {
        tkg_text_add(out, " (");
        tkg_safe_add_line(out, point->commit, COMMIT_COLUMNS, utf8);
        tkg_text_add(out, ")");
    }
}

static void add_change(struct tkg_text *out, const char *metric, const struct tkg_trend *trend,
                       double before, double after)
{
    const double change = tkg_trend_change(trend, before, after);
    if (trend->is_log) {
        tkg_text_addf(out, "%+.2f %%%s", 100.0 * change, direction(metric, change));
    } else {
        tkg_text_addf(out, "%+.4g%s", change, direction(metric, change));
    }
}

void tkg_history_text_changes(const struct tkg_history_question *question,
                              const struct tkg_history_series *series,
                              const struct tkg_trend *trend, bool utf8, struct tkg_text *out)
{
    for (size_t i = 0; i < trend->steps.count; i++) {
        const struct tkg_change_point *step = &trend->steps.points[i];
        tkg_text_add(out, "step at ");
        add_point_name(out, &series->points[step->index], utf8);
        tkg_text_add(out, ": ");
        add_change(out, question->metric, trend, step->before, step->after);
        tkg_text_addf(out, ", p %.2g\n", fmax(step->p, 1e-15));
    }
    for (size_t i = 0; i < trend->drifts.count; i++) {
        const struct tkg_creep_alarm *drift = &trend->drifts.alarms[i];
        tkg_text_add(out, "drift from ");
        add_point_name(out, &series->points[drift->from], utf8);
        tkg_text_add(out, " told at ");
        add_point_name(out, &series->points[drift->at], utf8);
        tkg_text_add(out, ": ");
        add_change(out, question->metric, trend, drift->before, drift->now);
        tkg_text_add(out, "\n");
    }
}

static void add_series_head(struct tkg_text *out, const struct tkg_history_question *question,
                            const struct tkg_history_series *series, bool utf8)
{
    tkg_safe_add_line(out, question->metric, NAME_COLUMNS, utf8);
    tkg_text_add(out, " of ");
    tkg_safe_add_line(out, question->case_name, NAME_COLUMNS, utf8);
    if (strcmp(series->unit, "ratio") == 0) {
        tkg_text_add(out, ", ratio to ");
        tkg_safe_add_line(out, series->reference, 0, utf8);
    }
    tkg_text_add(out, "\n  ");
    if (*series->engine) {
        tkg_text_add(out, "engine ");
        tkg_safe_add_line(out, series->engine, NAME_COLUMNS, utf8);
        tkg_text_add(out, ", ");
    }
    tkg_safe_add_line(out, series->work, 0, utf8);
    tkg_text_addf(out, "\n  machine %.*s, %zu runs\n", HASH_DIGITS, series->environment,
                  series->point_count);
}

static void add_points(struct tkg_text *out, const struct tkg_history_series *series,
                       const struct tkg_history_page *page)
{
    struct tkg_table table;
    char text[CELL_BYTES], low[CELL_BYTES], high[CELL_BYTES], both[2 * CELL_BYTES + 8];
    const size_t first =
        series->point_count > page->newest ? series->point_count - page->newest : 0;
    tkg_table_init(&table, "rllrl");
    for (size_t i = first; i < series->point_count; i++) {
        const struct tkg_history_point *point = &series->points[i];
        add_count(&table, point->run_id);
        add_cell(&table, tkg_iso_second_format(point->start_unix_ns, text), 0, false);
        add_cell(&table, point->commit, COMMIT_COLUMNS, page->utf8);
        add_cell(&table, format_value(point->value, series->unit, text, sizeof text), 0, true);
        (void)snprintf(both, sizeof both, "[%s, %s]",
                       format_value(point->low, series->unit, low, sizeof low),
                       format_value(point->high, series->unit, high, sizeof high));
        add_cell(&table, both, 0, true);
    }
    tkg_table_print(&table, false, out);
    tkg_table_deinit(&table);
}

void tkg_history_text_trend(const struct tkg_history_question *question,
                            const struct tkg_history_series *series, const struct tkg_trend *trend,
                            const struct tkg_history_page *page, struct tkg_text *out)
{
    add_series_head(out, question, series, page->utf8);
    add_points(out, series, page);
    if (trend->steps.count + trend->drifts.count > 0) {
        tkg_history_text_changes(question, series, trend, page->utf8, out);
    } else if (series->point_count < (size_t)2 * TKG_SEGMENT_MIN) {
        tkg_text_addf(out, "too few runs to see a step: %d are needed\n", 2 * TKG_SEGMENT_MIN);
    } else {
        tkg_text_add(out, "no step, no drift\n");
    }
}
