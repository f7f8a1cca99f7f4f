/* SPDX-License-Identifier: Apache-2.0
 *
 * The printed summary: one block of 80 columns per replay case, under a title that names its size.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "report/figure_text.h"
#include "report/report_format.h"
#include "report/report_scalability.h"
#include "report/run_words.h"
#include "report/safe_text.h"

static const char rule[] =
    "================================================================================\n";

enum { LABEL_COLUMNS = 20, TEXT_COLUMNS = 80 - LABEL_COLUMNS - 2 };

/* A label and a text that may come from outside. */
static void add_line(struct tkg_text *out, const char *label, const char *text)
{
    tkg_text_addf(out, "  %-*s", (int)LABEL_COLUMNS, label);
    tkg_safe_add_line(out, text, TEXT_COLUMNS, true);
    tkg_text_add(out, "\n");
}

/* "label   51.0 ns   [46.0, 55.0] ns   n 20", or that samples were too few. */
static void add_figure(struct tkg_text *out, const char *label, const struct tkg_case_summary *one,
                       enum tkg_metric metric)
{
    const struct tkg_estimate *estimate = &one->estimates[metric];
    enum tkg_dimension dimension = tkg_metric_info(metric)->dimension;
    char value[TKG_FIGURE_BYTES];
    char interval[TKG_FIGURE_BYTES];
    tkg_text_addf(out, "  %-*s%-22s", (int)LABEL_COLUMNS, label,
                  tkg_figure_value(estimate, dimension, value));
    if (tkg_figure_known(estimate)) {
        tkg_text_addf(out, "%-27s", tkg_figure_interval(estimate, dimension, interval));
    }
    tkg_text_addf(out, "n %" PRIu32 "\n", estimate->count);
}

/* "mean (max)" of a sampled resource, as one text. */
static void add_mean_max(struct tkg_text *out, const char *label,
                         const struct tkg_estimate *estimate, enum tkg_dimension dimension)
{
    char mean[TKG_QUANTITY_BYTES];
    char max[TKG_QUANTITY_BYTES];
    struct tkg_text text = {0};
    if (tkg_figure_known(estimate)) {
        tkg_text_addf(&text, "%s (max %s), n %" PRIu32,
                      tkg_quantity_format(estimate->mean, dimension, mean),
                      tkg_quantity_format(estimate->max, dimension, max), estimate->count);
    } else {
        tkg_text_add(&text, TKG_INSUFFICIENT_SAMPLES);
    }
    add_line(out, label, tkg_text_borrow(&text));
    tkg_text_deinit(&text);
}

/* The pass is named: service times of blocks and of single ticks are different things. */
static void add_percentiles(struct tkg_text *out, const struct tkg_case_summary *one)
{
    tkg_text_addf(out, "\nTick service time (headline: %s pass)\n",
                  tkg_headline_name(one->headline));
    add_figure(out, "Mean:", one, TKG_METRIC_LATENCY_MEAN);
    add_figure(out, "Median (p50):", one, TKG_METRIC_LATENCY_P50);
    add_figure(out, "p90:", one, TKG_METRIC_LATENCY_P90);
    add_figure(out, "p95:", one, TKG_METRIC_LATENCY_P95);
    add_figure(out, "p99:", one, TKG_METRIC_LATENCY_P99);
    add_figure(out, "p99.5:", one, TKG_METRIC_LATENCY_P995);
    add_figure(out, "p99.9:", one, TKG_METRIC_LATENCY_P999);
    add_figure(out, "Max:", one, TKG_METRIC_LATENCY_MAX);
    add_figure(out, "Clock floor:", one, TKG_METRIC_TICK_FLOOR);
}

/* What the trials did: the same, or the figures compare different work. */
static void add_work(struct tkg_text *out, const struct tkg_case_summary *one)
{
    struct tkg_text words = {0};
    tkg_words_add_processed(&words, one->source);
    if (words.length > 0) {
        add_line(out, "Processed:", tkg_text_borrow(&words));
        tkg_text_reset(&words);
        tkg_words_add_digest(&words, one);
        add_line(out, "Digest:", tkg_text_borrow(&words));
    }
    tkg_text_deinit(&words);
}

/* Between two rules of 80 columns, in the order of the original summary: totals, ticks, resources.
 */
static void add_block(struct tkg_text *out, const struct tkg_case_summary *one)
{
    char name[TKG_SCALABILITY_NAME_BYTES];
    char ticks[24];
    tkg_text_addf(out, "%sPerformance Metrics: %s\n%s", rule,
                  tkg_report_scalability_name(one, name), rule);
    (void)snprintf(ticks, sizeof(ticks), "%" PRIu64, one->source->tick_count);
    add_line(out, "Case:", one->source->name);
    add_line(out, "Total ticks:", ticks);
    add_work(out, one);
    add_figure(out, "Total time:", one, TKG_METRIC_TOTAL_TIME);
    add_figure(out, "Ticks per second:", one, TKG_METRIC_THROUGHPUT);
    add_percentiles(out, one);
    tkg_text_add(out, "\nResources\n");
    add_mean_max(out, "CPU of one core:", &one->estimates[TKG_METRIC_CPU_FLAT_OUT],
                 TKG_DIMENSION_SHARE);
    add_mean_max(out, "Peak memory:", &one->estimates[TKG_METRIC_PEAK_MEMORY], TKG_DIMENSION_BYTES);
    tkg_text_add(out, rule);
}

/* Above all blocks; the message is never cut, however long. */
static void add_ending(struct tkg_text *out, const struct tkg_run_record *record)
{
    if (*tkg_words_ending(record)) {
        tkg_text_add(out, tkg_words_failed(record) ? "FAILED  " : "Partial results: ");
        tkg_words_add_reason(out, record);
        tkg_text_add(out, "\n\n");
    }
}

enum tkg_status tkg_report_write_text(const struct tkg_report_input *input, struct tkg_text *out,
                                      struct tkg_error *err)
{
    const char *gap = "";
    add_ending(out, input->record);
    for (size_t i = 0; i < input->summary->case_count; i++) {
        if (tkg_case_is_flat_out(input->summary->cases[i].source)) {
            tkg_text_add(out, gap);
            add_block(out, &input->summary->cases[i]);
            gap = "\n";
        }
    }
    if (!*gap) {
        tkg_text_add(out, "no replay case was measured\n");
    }
    return tkg_report_written(out, err);
}
