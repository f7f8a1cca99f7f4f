/* SPDX-License-Identifier: Apache-2.0
 *
 * The table that `make bench` prints: run, host, notes, results, scaling, targets, what next.
 * Built to fit 110 columns with names of usual length.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "report/figure_text.h"
#include "report/human_head.h"
#include "report/line_wrap.h"
#include "report/report_format.h"
#include "report/run_words.h"
#include "report/safe_text.h"
#include "report/stage_text.h"
#include "report/telemetry_text.h"
#include "report/text_table.h"
#include "report/thread_text.h"
#include "report/verdict_text.h"
#include "stats/growth_law.h"

/* Columns a name may take before it is cut; chosen so that full rows stay within 110. */
enum { NAME_COLUMNS = 40, CASE_COLUMNS = 18, LIMIT_COLUMNS = 27 };

/* What the RESULTS block shows, in this order, where a case has it. */
static const enum tkg_metric shown_metrics[] = {
    TKG_METRIC_THROUGHPUT,      TKG_METRIC_LATENCY_MEAN,    TKG_METRIC_TOTAL_TIME,
    TKG_METRIC_LATENCY_P50,     TKG_METRIC_LATENCY_P90,     TKG_METRIC_LATENCY_P95,
    TKG_METRIC_LATENCY_P99,     TKG_METRIC_LATENCY_P995,    TKG_METRIC_LATENCY_P999,
    TKG_METRIC_LATENCY_MAX,     TKG_METRIC_TICK_FLOOR,      TKG_METRIC_EVERY_P50,
    TKG_METRIC_EVERY_P90,       TKG_METRIC_EVERY_P95,       TKG_METRIC_EVERY_P99,
    TKG_METRIC_EVERY_P995,      TKG_METRIC_EVERY_P999,      TKG_METRIC_EVERY_MAX,
    TKG_METRIC_EVERY_GAP,       TKG_METRIC_RESPONSE_P50,    TKG_METRIC_RESPONSE_P90,
    TKG_METRIC_RESPONSE_P99,    TKG_METRIC_RESPONSE_MAX,    TKG_METRIC_CPU_PACED,
    TKG_METRIC_CPU_PER_TICK,    TKG_METRIC_PEAK_MEMORY,     TKG_METRIC_ENGINE_MEMORY,
    TKG_METRIC_ALLOCATIONS,     TKG_METRIC_ALLOCATED_BYTES, TKG_METRIC_HEAP_GROWTH,
    TKG_METRIC_RESIDENT_GROWTH, TKG_METRIC_THROUGHPUT_KEPT,
};

/* What could not be told is a warning, never green. */
static enum tkg_style outcome_style(enum tkg_outcome outcome)
{
    return outcome == TKG_OUTCOME_PASS   ? TKG_STYLE_GOOD
           : outcome == TKG_OUTCOME_FAIL ? TKG_STYLE_BAD
                                         : TKG_STYLE_WARN;
}

/* One metric of one case. The interval keeps its own column, so that figures align. */
static void add_result_row(struct tkg_table *table, const struct tkg_case_summary *one,
                           enum tkg_metric metric)
{
    const struct tkg_metric_info *info = tkg_metric_info(metric);
    const struct tkg_estimate *estimate = &one->estimates[metric];
    char text[TKG_FIGURE_BYTES];
    bool known = tkg_figure_known(estimate);
    (void)snprintf(text, sizeof(text), "  %s", info->label);
    tkg_table_add(table, TKG_STYLE_PLAIN, text);
    tkg_table_add(table, known ? TKG_STYLE_STRONG : TKG_STYLE_WARN,
                  tkg_figure_value(estimate, info->dimension, text));
    tkg_table_add(table, TKG_STYLE_PLAIN, tkg_figure_interval(estimate, info->dimension, text));
    (void)snprintf(text, sizeof(text), "%" PRIu32, estimate->count);
    tkg_table_add(table, TKG_STYLE_PLAIN, text);
    (void)snprintf(text, sizeof(text), "%" PRIu32, estimate->invalid_count);
    tkg_table_add(table, estimate->invalid_count ? TKG_STYLE_WARN : TKG_STYLE_PLAIN, text);
    (void)snprintf(text, sizeof(text), "%c", tkg_figure_pass(one, metric));
    tkg_table_add(table, TKG_STYLE_PLAIN, text);
}

/* That every trial did the same work, before how fast it was done. */
static void add_replay_line(struct tkg_table *table, const struct tkg_case_summary *one)
{
    struct tkg_text line = {0};
    tkg_words_add_replay(&line, one);
    if (tkg_case_is_flat_out(one->source) && line.length > 0) {
        struct tkg_text indented = {0};
        tkg_text_addf(&indented, "  %s", tkg_text_borrow(&line));
        tkg_table_add_line(table, one->digests_equal ? TKG_STYLE_PLAIN : TKG_STYLE_WARN,
                           tkg_text_borrow(&indented));
        tkg_text_deinit(&indented);
    }
    tkg_text_deinit(&line);
}

/* What the strategy earned is the same whatever the speed; where the engine tells it. */
static void add_portfolio_line(struct tkg_table *table, const struct tkg_case_summary *one)
{
    enum { INDENT = 4 };
    struct tkg_text words = {0};
    struct tkg_text line = {0};
    struct tkg_wrap wrap = {&line, INDENT, INDENT};
    tkg_words_add_portfolio(&words, one->source);
    if (tkg_case_is_flat_out(one->source) && words.length > 0) {
        tkg_text_add(&line, "  ");
        tkg_wrap_add_words(&wrap, tkg_text_borrow(&words));
        tkg_table_add_line(table, TKG_STYLE_PLAIN, tkg_text_borrow(&line));
    }
    tkg_text_deinit(&line);
    tkg_text_deinit(&words);
}

/* Why the slow blocks were slow, before their figures. */
static void add_tail_line(struct tkg_table *table, const struct tkg_case_summary *one)
{
    struct tkg_text line = {0};
    tkg_text_add(&line, "  ");
    size_t empty = line.length;
    tkg_words_add_tail(&line, one);
    if (line.length > empty) {
        tkg_table_add_line(table, TKG_STYLE_PLAIN, tkg_text_borrow(&line));
    }
    tkg_text_deinit(&line);
}

/* A title line that keeps to no column, then a row for every metric the case has. */
static void add_case_rows(struct tkg_table *table, const struct tkg_report_input *input,
                          const struct tkg_case_summary *one)
{
    struct tkg_text title = {0};
    tkg_safe_add_line(&title, one->source->name, NAME_COLUMNS, input->utf8);
    if (one->source->tick_count > 0) {
        tkg_text_add(&title, "   ");
        tkg_words_add_count(&title, one->source->tick_count, "tick");
    }
    if (one->source->pace_ticks_per_s > 0.0) {
        char rate[TKG_QUANTITY_BYTES];
        tkg_text_addf(&title, " at %s",
                      tkg_quantity_format(one->source->pace_ticks_per_s, TKG_DIMENSION_RATE, rate));
    }
    tkg_table_add_line(table, TKG_STYLE_STRONG, tkg_text_borrow(&title));
    tkg_text_deinit(&title);
    add_replay_line(table, one);
    add_portfolio_line(table, one);
    add_tail_line(table, one);
    for (size_t i = 0; i < sizeof(shown_metrics) / sizeof(shown_metrics[0]); i++) {
        if (tkg_figure_measured(&one->estimates[shown_metrics[i]])) {
            add_result_row(table, one, shown_metrics[i]);
        }
    }
}

/* Cases of pass G have a table of their own. */
static bool has_results(const struct tkg_summary *summary)
{
    for (size_t i = 0; i < summary->case_count; i++) {
        if (summary->cases[i].source->threads.count == 0) {
            return true;
        }
    }
    return summary->case_count == 0;
}

/* All cases in one table: columns align over cases, and eyes can run down one metric. */
static void add_results(struct tkg_text *out, const struct tkg_report_input *input)
{
    static const char *const heads[] = {"RESULTS", "median",  "95 % interval",
                                        "n",       "flagged", "pass"};
    struct tkg_table table;
    if (!has_results(input->summary)) {
        return;
    }
    tkg_table_init(&table, "lrlrrl");
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        tkg_table_add(&table, TKG_STYLE_STRONG, heads[i]);
    }
    for (size_t i = 0; i < input->summary->case_count; i++) {
        if (input->summary->cases[i].source->threads.count == 0) {
            add_case_rows(&table, input, &input->summary->cases[i]);
        }
    }
    tkg_text_add(out, "\n");
    tkg_table_print(&table, input->color, out);
    tkg_table_deinit(&table);
}

/* Index of the replay case with the most ticks, whose overhead stands for the run; case_count when
 * there is none. */
static size_t largest_replay(const struct tkg_summary *summary)
{
    size_t best = summary->case_count;
    for (size_t i = 0; i < summary->case_count; i++) {
        const struct tkg_case *source = summary->cases[i].source;
        if (tkg_case_is_flat_out(source) &&
            (best == summary->case_count ||
             source->tick_count > summary->cases[best].source->tick_count)) {
            best = i;
        }
    }
    return best;
}

/* Relative to the reference size; cases of one run only, so one line or two are enough. */
static void add_efficiency(struct tkg_text *out, const struct tkg_report_input *input)
{
    static const char label[] = "efficiency  ";
    const struct tkg_summary *summary = input->summary;
    struct tkg_wrap wrap = {out, sizeof(label) - 1, sizeof(label) - 1};
    for (size_t i = 0; i < summary->case_count; i++) {
        const struct tkg_estimate *one = &summary->cases[i].estimates[TKG_METRIC_EFFICIENCY];
        struct tkg_text item = {0};
        char text[TKG_FIGURE_BYTES];
        if (!tkg_figure_measured(one) || summary->cases[i].source->threads.count > 0) {
            continue;
        }
        tkg_text_add(out, wrap.column > wrap.indent ? "," : label);
        wrap.column += wrap.column > wrap.indent ? 1 : 0;
        tkg_text_addf(&item, "%s at ", tkg_figure_value(one, TKG_DIMENSION_SHARE, text));
        tkg_safe_add_line(&item, summary->cases[i].source->name, CASE_COLUMNS, input->utf8);
        tkg_text_add(&item, i == summary->efficiency_reference ? " (reference)" : "");
        tkg_wrap_add(&wrap, tkg_text_borrow(&item));
        tkg_text_deinit(&item);
    }
    tkg_text_add(out, wrap.column > wrap.indent ? "\n" : "");
}

/* A fit that could not be made says so without numbers. */
static void add_fits(struct tkg_text *out, const struct tkg_summary *summary)
{
    const struct tkg_line_fit *time = &summary->time_exponent;
    const struct tkg_line_fit *memory = &summary->memory;
    char text[TKG_FIGURE_BYTES];
    char intercept[TKG_QUANTITY_BYTES];
    tkg_text_addf(out, "\nscaling     %s", tkg_scaling_name(summary->scaling));
    if (isfinite(time->slope)) {
        tkg_text_addf(out, ": time ~ ticks^%s",
                      tkg_figure_fit(time->slope, time->slope_low, time->slope_high,
                                     TKG_DIMENSION_PLAIN, text));
    }
    if (summary->growth.law != TKG_GROWTH_NONE) {
        tkg_text_addf(out, "; nearest law %s (ticks^%.3f)%s",
                      tkg_growth_law_name(summary->growth.law), summary->growth.exponent,
                      summary->growth.fits ? "" : ", outside the interval");
    }
    tkg_text_addf(out, "\nmemory      %s",
                  tkg_figure_fit(memory->slope, memory->slope_low, memory->slope_high,
                                 TKG_DIMENSION_PLAIN, text));
    if (isfinite(memory->slope)) {
        tkg_text_addf(out, " bytes per tick + %s",
                      tkg_quantity_format(memory->intercept, TKG_DIMENSION_BYTES, intercept));
    }
    tkg_text_add(out, "\n");
}

static void add_scaling(struct tkg_text *out, const struct tkg_report_input *input)
{
    const struct tkg_summary *summary = input->summary;
    size_t largest = largest_replay(summary);
    char text[TKG_FIGURE_BYTES];
    if (!has_results(summary)) { /* nothing but threads, which say it themselves */
        return;
    }
    add_fits(out, summary);
    add_efficiency(out, input);
    if (largest < summary->case_count) {
        const struct tkg_case_summary *one = &summary->cases[largest];
        tkg_text_add(out, "overhead    of the instrument itself, ");
        tkg_safe_add_line(out, one->source->name, CASE_COLUMNS, input->utf8);
        tkg_text_addf(out, ": %s\n",
                      tkg_figure_both(&one->estimates[TKG_METRIC_SHADOW_OVERHEAD],
                                      TKG_DIMENSION_SHARE, text));
    }
}

/* A cell of text from outside: cut to columns and to what the terminal shows. */
static void add_outside_cell(struct tkg_table *table, const char *text, size_t columns, bool utf8)
{
    struct tkg_text safe = {0};
    tkg_safe_add_line(&safe, text, columns, utf8);
    tkg_table_add(table, TKG_STYLE_PLAIN, tkg_text_borrow(&safe));
    tkg_text_deinit(&safe);
}

/* Why a target was not met and where it is written, on a line below it. */
static void add_reason_line(struct tkg_table *table, const struct tkg_report_input *input,
                            const struct tkg_verdict *verdict)
{
    enum { INDENT = 6 };
    struct tkg_text reason = {0};
    struct tkg_text line = {0};
    tkg_verdict_add_place(&reason, input->targets, verdict);
    tkg_text_add(&reason, "  ");
    tkg_verdict_add_reason(&reason, verdict);
    tkg_text_addf(&line, "%*s", (int)INDENT, "");
    tkg_safe_add_line(&line, tkg_text_borrow(&reason), TKG_LINE_COLUMNS - INDENT, input->utf8);
    tkg_table_add_line(table, TKG_STYLE_PLAIN, tkg_text_borrow(&line));
    tkg_text_deinit(&line);
    tkg_text_deinit(&reason);
}

/* The limit, and whether all of it fits its column. A multiple of a ruler that does not fit leaves
 * out what it comes to on this machine. */
static bool add_limit_cell(struct tkg_table *table, const struct tkg_report_input *input,
                           const struct tkg_verdict *verdict)
{
    struct tkg_text limit = {0};
    tkg_verdict_add_limit(&limit, verdict);
    bool fits = tkg_safe_columns(tkg_text_borrow(&limit)) <= LIMIT_COLUMNS;
    if (!fits) {
        tkg_text_reset(&limit);
        tkg_verdict_add_written_limit(&limit, verdict);
    }
    add_outside_cell(table, tkg_text_borrow(&limit), LIMIT_COLUMNS, input->utf8);
    tkg_text_deinit(&limit);
    return fits;
}

/* The whole limit on a line below the row, when its column is too narrow. */
static void add_limit_line(struct tkg_table *table, const struct tkg_report_input *input,
                           const struct tkg_verdict *verdict)
{
    struct tkg_text limit = {0};
    struct tkg_text line = {0};
    tkg_text_add(&limit, "      limit ");
    tkg_verdict_add_limit(&limit, verdict);
    tkg_safe_add_line(&line, tkg_text_borrow(&limit), TKG_LINE_COLUMNS, input->utf8);
    tkg_table_add_line(table, TKG_STYLE_PLAIN, tkg_text_borrow(&line));
    tkg_text_deinit(&line);
    tkg_text_deinit(&limit);
}

/* A passed target takes one line; all others have a second one that says why and where. */
static void add_verdict_row(struct tkg_table *table, const struct tkg_report_input *input,
                            const struct tkg_verdict *verdict)
{
    char text[TKG_FIGURE_BYTES];
    (void)snprintf(text, sizeof(text), "  %s", tkg_metric_info(verdict->target->metric)->label);
    tkg_table_add(table, TKG_STYLE_PLAIN, text);
    add_outside_cell(table, verdict->the_case->source->name, CASE_COLUMNS, input->utf8);
    bool fits = add_limit_cell(table, input, verdict);
    tkg_table_add(table, TKG_STYLE_PLAIN,
                  tkg_figure_both(&verdict->measured, tkg_verdict_dimension(verdict), text));
    tkg_table_add(table, TKG_STYLE_PLAIN, tkg_figure_margin(verdict, text));
    tkg_table_add(table, outcome_style(verdict->outcome), tkg_outcome_mark(verdict->outcome));
    if (!fits) {
        add_limit_line(table, input, verdict);
    }
    if (verdict->outcome != TKG_OUTCOME_PASS) {
        add_reason_line(table, input, verdict);
    }
}

/* Silence about targets would look like success. */
static void add_targets(struct tkg_text *out, const struct tkg_report_input *input)
{
    static const char *const heads[] = {"TARGETS", "case",   "limit", "measured (95 % interval)",
                                        "margin",  "verdict"};
    struct tkg_table table;
    if (input->verdicts->verdict_count == 0) {
        tkg_text_add(out, "\nno targets were given: nothing is judged\n");
        return;
    }
    tkg_table_init(&table, "llllrl");
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        tkg_table_add(&table, TKG_STYLE_STRONG, heads[i]);
    }
    for (size_t i = 0; i < input->verdicts->verdict_count; i++) {
        add_verdict_row(&table, input, &input->verdicts->verdicts[i]);
    }
    tkg_text_add(out, "\n");
    tkg_table_print(&table, input->color, out);
    tkg_table_deinit(&table);
}

/* Appends gap, label and path when there is a path. Paths are never cut: they are for pasting. */
static void add_path(struct tkg_text *out, const char *gap, const char *label, const char *path,
                     bool utf8)
{
    if (*path) {
        tkg_text_addf(out, "%s%s ", gap, label);
        tkg_safe_add_line(out, path, 0, utf8);
    }
}

/* Verdict counts and where things lie: one line if it fits, else a line for each. */
static void add_last_lines(struct tkg_text *out, const struct tkg_report_input *input)
{
    struct tkg_text counts = {0};
    bool is_refused = input->verdicts->impossible != NULL;
    tkg_text_add(&counts, is_refused ? "INVALID: more than 105 % efficiency   " : "");
    tkg_text_add(&counts, input->verdicts->verdict_count || is_refused ? "" : "no verdict");
    tkg_verdict_add_counts(&counts, input->verdicts);
    enum { LABELS = sizeof("   report    plots ") - 1 };
    size_t columns = tkg_safe_columns(input->result_path) + tkg_safe_columns(input->plot_folder);
    const char *gap = counts.length + LABELS + columns <= TKG_LINE_COLUMNS ? "   " : "\n";
    tkg_style_add(out, input->color,
                  is_refused ? TKG_STYLE_WARN : outcome_style(tkg_verdict_worst(input->verdicts)),
                  tkg_text_borrow(&counts));
    tkg_text_deinit(&counts);
    add_path(out, gap, "report", input->result_path, input->utf8);
    add_path(out, gap, "plots", input->plot_folder, input->utf8);
    add_path(out, "\n", "next: tickgate report --format markdown", input->result_path, input->utf8);
    tkg_text_add(out, "\n");
}

/* The order is that of reading: what was run, may I believe it, what came out, was it enough. */
enum tkg_status tkg_report_write_human(const struct tkg_report_input *input, struct tkg_text *out,
                                       struct tkg_error *err)
{
    tkg_human_add_head(out, input);
    add_results(out, input);
    tkg_stages_add_table(out, input);
    tkg_threads_add_table(out, input);
    tkg_telemetry_add_table(out, input);
    add_scaling(out, input);
    add_targets(out, input);
    add_last_lines(out, input);
    return tkg_report_written(out, err);
}
