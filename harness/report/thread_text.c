/* SPDX-License-Identifier: Apache-2.0 */
#include "report/thread_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "report/figure_text.h"
#include "report/run_words.h"
#include "report/text_table.h"
#include "stats/usl.h"

static bool is_thread_case(const struct tkg_case_summary *one)
{
    return one->source->threads.count > 0;
}

/* The first case of pass G; NULL when there is none. */
static const struct tkg_case_summary *first_case(const struct tkg_summary *summary)
{
    for (size_t i = 0; i < summary->case_count; i++) {
        if (is_thread_case(&summary->cases[i])) {
            return &summary->cases[i];
        }
    }
    return NULL;
}

bool tkg_threads_measured(const struct tkg_summary *summary)
{
    return first_case(summary) != NULL;
}

/* What a reader must know of this row before comparing it; "" for a usual one. */
static const char *remark(const struct tkg_case_threads *threads)
{
    return threads->oversubscribed ? "oversubscribed" : threads->pinned ? "" : "not pinned";
}

/* "-" where stats/ had nothing to make a figure of. */
static const char *derived(const struct tkg_estimate *estimate, enum tkg_dimension dimension,
                           char *out)
{
    return tkg_figure_known(estimate) ? tkg_figure_value(estimate, dimension, out) : "-";
}

static void add_count_cell(struct tkg_table *table, const char *indent, uint32_t count,
                           enum tkg_style style)
{
    char text[32];
    (void)snprintf(text, sizeof(text), "%s%" PRIu32, indent, count);
    tkg_table_add(table, style, text);
}

static void add_row(struct tkg_table *table, const struct tkg_case_summary *one)
{
    const struct tkg_estimate *throughput = &one->estimates[TKG_METRIC_THROUGHPUT];
    const struct tkg_estimate *efficiency = &one->estimates[TKG_METRIC_EFFICIENCY];
    const struct tkg_case_threads *threads = &one->source->threads;
    char text[TKG_FIGURE_BYTES];
    add_count_cell(table, "  ", threads->count, TKG_STYLE_PLAIN);
    tkg_table_add(table, tkg_figure_known(throughput) ? TKG_STYLE_STRONG : TKG_STYLE_WARN,
                  tkg_figure_value(throughput, TKG_DIMENSION_RATE, text));
    tkg_table_add(table, TKG_STYLE_PLAIN,
                  derived(&one->estimates[TKG_METRIC_SPEEDUP], TKG_DIMENSION_PLAIN, text));
    tkg_table_add(table, TKG_STYLE_STRONG, derived(efficiency, TKG_DIMENSION_SHARE, text));
    tkg_table_add(table, TKG_STYLE_PLAIN,
                  tkg_figure_interval(efficiency, TKG_DIMENSION_SHARE, text));
    tkg_table_add(table, TKG_STYLE_PLAIN,
                  derived(&one->estimates[TKG_METRIC_THREAD_BALANCE], TKG_DIMENSION_SHARE, text));
    add_count_cell(table, "", throughput->count, TKG_STYLE_PLAIN);
    add_count_cell(table, "", throughput->invalid_count,
                   throughput->invalid_count ? TKG_STYLE_WARN : TKG_STYLE_PLAIN);
    tkg_table_add(table, *remark(threads) ? TKG_STYLE_WARN : TKG_STYLE_PLAIN, remark(threads));
}

/* No peak is a finding, too: what the curve comes near instead. */
static void add_peak(struct tkg_text *out, const struct tkg_thread_scaling *scaling)
{
    char rate[TKG_QUANTITY_BYTES];
    if (isinf(scaling->peak_throughput)) {
        tkg_text_add(out, "; no bound in sight");
        return;
    }
    (void)tkg_quantity_format(scaling->peak_throughput, TKG_DIMENSION_RATE, rate);
    if (isinf(scaling->peak_threads)) {
        tkg_text_addf(out, "; no peak, never more than %s", rate);
    } else {
        tkg_text_addf(out, "; peak %s at %.3g threads", rate, scaling->peak_threads);
    }
}

void tkg_threads_add_law(struct tkg_text *out, const struct tkg_thread_scaling *scaling)
{
    const struct tkg_estimate *sigma = &scaling->sigma;
    const struct tkg_estimate *kappa = &scaling->kappa;
    char text[TKG_FIGURE_BYTES];
    if (scaling->fitted_count < TKG_USL_COUNT_MIN) {
        tkg_text_addf(out,
                      "no scalability law: %" PRIu32 " thread count%s had a CPU for each "
                      "thread, %d are needed",
                      scaling->fitted_count, scaling->fitted_count == 1 ? "" : "s",
                      (int)TKG_USL_COUNT_MIN);
        return;
    }
    if (!tkg_figure_known(sigma)) {
        tkg_text_addf(out,
                      "no scalability law: %" PRIu32 " rounds in which every count is valid, %d "
                      "are needed",
                      sigma->count, (int)TKG_SAMPLES_MIN);
        return;
    }
    tkg_text_addf(out, "contention %s",
                  tkg_figure_fit(sigma->value, sigma->low, sigma->high, TKG_DIMENSION_PLAIN, text));
    tkg_text_addf(out, ", coherency %s",
                  tkg_figure_fit(kappa->value, kappa->low, kappa->high, TKG_DIMENSION_PLAIN, text));
    add_peak(out, scaling);
}

/* Without it the efficiency column is a wish. */
static void add_no_speedup(struct tkg_text *out)
{
    tkg_text_add(out, "no speed-up: no case with one thread; add 1 to --threads");
}

static void add_lines(struct tkg_table *table, const struct tkg_report_input *input)
{
    const struct tkg_case_summary *first = first_case(input->summary);
    struct tkg_text line = {0};
    tkg_text_add(&line, "  ");
    tkg_words_add_replay(&line, first);
    tkg_text_add(&line, " and for every thread count");
    if (first->source->trial_count > 0) {
        tkg_table_add_line(table, TKG_STYLE_PLAIN, tkg_text_borrow(&line));
    }
    tkg_text_reset(&line);
    tkg_text_add(&line, "  ");
    if (input->summary->threads.one_thread == SIZE_MAX) {
        add_no_speedup(&line);
    } else {
        tkg_threads_add_law(&line, &input->summary->threads);
    }
    tkg_table_add_line(table, TKG_STYLE_PLAIN, tkg_text_borrow(&line));
    tkg_text_deinit(&line);
}

void tkg_threads_add_table(struct tkg_text *out, const struct tkg_report_input *input)
{
    static const char *const heads[] = {"THREADS",    "throughput",    "speed-up",
                                        "efficiency", "95 % interval", "balance",
                                        "n",          "flagged",       ""};
    struct tkg_table table;
    if (!tkg_threads_measured(input->summary)) {
        return;
    }
    tkg_table_init(&table, "lrrrlrrrl");
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        tkg_table_add(&table, TKG_STYLE_STRONG, heads[i]);
    }
    for (size_t i = 0; i < input->summary->case_count; i++) {
        if (is_thread_case(&input->summary->cases[i])) {
            add_row(&table, &input->summary->cases[i]);
        }
    }
    add_lines(&table, input);
    tkg_text_add(out, "\n");
    tkg_table_print(&table, input->color, out);
    tkg_table_deinit(&table);
}

/* Figures and fixed words only: nothing here needs to be escaped. */
static void add_markdown_row(struct tkg_text *out, const struct tkg_case_summary *one)
{
    const struct tkg_estimate *throughput = &one->estimates[TKG_METRIC_THROUGHPUT];
    const struct tkg_estimate *efficiency = &one->estimates[TKG_METRIC_EFFICIENCY];
    const struct tkg_case_threads *threads = &one->source->threads;
    char text[TKG_FIGURE_BYTES];
    tkg_text_addf(out, "| %" PRIu32 "%s%s | %s", threads->count, *remark(threads) ? ", " : "",
                  remark(threads), tkg_figure_value(throughput, TKG_DIMENSION_RATE, text));
    tkg_text_addf(out, " | %s",
                  derived(&one->estimates[TKG_METRIC_SPEEDUP], TKG_DIMENSION_PLAIN, text));
    tkg_text_addf(out, " | %s", derived(efficiency, TKG_DIMENSION_SHARE, text));
    tkg_text_addf(out, " | %s", tkg_figure_interval(efficiency, TKG_DIMENSION_SHARE, text));
    tkg_text_addf(out, " | %" PRIu32 " | %" PRIu32 " |\n", throughput->count,
                  throughput->invalid_count);
}

void tkg_threads_add_markdown(struct tkg_text *out, const struct tkg_report_input *input)
{
    if (!tkg_threads_measured(input->summary)) {
        return;
    }
    tkg_text_add(out,
                 "| threads | throughput | speed-up | efficiency | 95 % interval | n | flagged |\n"
                 "|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < input->summary->case_count; i++) {
        if (is_thread_case(&input->summary->cases[i])) {
            add_markdown_row(out, &input->summary->cases[i]);
        }
    }
    tkg_text_add(out, "\n");
    if (input->summary->threads.one_thread == SIZE_MAX) {
        add_no_speedup(out);
    } else {
        tkg_threads_add_law(out, &input->summary->threads);
    }
    tkg_text_add(out, "\n");
}
