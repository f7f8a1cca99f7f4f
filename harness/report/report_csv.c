/* SPDX-License-Identifier: Apache-2.0
 *
 * One row per case and metric, RFC 4180 (CRLF line ends, quotes doubled). Spreadsheets run cells
 * that begin like a formula, hence text that does gets an apostrophe in front.
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "report/csv_field.h"
#include "report/figure_text.h"
#include "report/report_format.h"
#include "report/safe_text.h"
#include "report/thread_text.h"

static const char header[] = "case,ticks,metric,unit,value,low,high,coverage,count,invalid_count,"
                             "mean,stddev,mad,min,max\r\n";

static void add_figures(struct tkg_text *out, const struct tkg_estimate *estimate)
{
    if (!tkg_figure_known(estimate)) {
        tkg_text_addf(out, "," TKG_INSUFFICIENT_SAMPLES ",,,,%" PRIu32 ",%" PRIu32 ",,,,,\r\n",
                      estimate->count, estimate->invalid_count);
        return;
    }
    tkg_csv_add_number(out, estimate->value);
    tkg_csv_add_number(out, estimate->low);
    tkg_csv_add_number(out, estimate->high);
    tkg_csv_add_number(out, estimate->coverage_0to1);
    tkg_text_addf(out, ",%" PRIu32 ",%" PRIu32, estimate->count, estimate->invalid_count);
    tkg_csv_add_number(out, estimate->mean);
    tkg_csv_add_number(out, estimate->stddev);
    tkg_csv_add_number(out, estimate->mad);
    tkg_csv_add_number(out, estimate->min);
    tkg_csv_add_number(out, estimate->max);
    tkg_text_add(out, "\r\n");
}

/* Empty where the case replays nothing that has a count. */
static void add_ticks(struct tkg_text *out, const struct tkg_case *the_case)
{
    tkg_text_add(out, ",");
    if (the_case->tick_count > 0) {
        tkg_text_addf(out, "%" PRIu64, the_case->tick_count);
    }
}

/* One row per stage and figure; the name is the engine's own in part, hence text from outside. */
static void add_stage_row(struct tkg_text *out, const struct tkg_case_summary *one,
                          const char *prefix, const struct tkg_stage_estimate *stage,
                          const struct tkg_estimate *estimate)
{
    struct tkg_text metric = {0};
    bool is_share = estimate == &stage->share_0to1;
    tkg_text_addf(&metric, "%s%s", prefix, stage->name);
    tkg_csv_add_text(out, one->source->name);
    add_ticks(out, one->source);
    tkg_text_add(out, ",");
    tkg_csv_add_text(out, tkg_text_borrow(&metric));
    tkg_text_addf(out, ",%s",
                  tkg_dimension_unit(is_share ? TKG_DIMENSION_SHARE : TKG_DIMENSION_TIME));
    add_figures(out, estimate);
    tkg_text_deinit(&metric);
}

static void add_stages(struct tkg_text *out, const struct tkg_case_summary *one)
{
    for (size_t i = 0; i < one->stage_count; i++) {
        const struct tkg_stage_estimate *stage = &one->stages[i];
        add_stage_row(out, one, "stage_time:", stage, &stage->time);
        add_stage_row(out, one, "stage_per_tick:", stage, &stage->per_tick);
        add_stage_row(out, one, "stage_share:", stage, &stage->share_0to1);
    }
}

/* Figures of the law through all thread counts: of no single case. */
static void add_law_row(struct tkg_text *out, const char *metric, enum tkg_dimension dimension,
                        const struct tkg_estimate *estimate)
{
    tkg_text_addf(out, "threads/*,,%s,%s", metric, tkg_dimension_unit(dimension));
    add_figures(out, estimate);
}

static void add_law(struct tkg_text *out, const struct tkg_thread_scaling *scaling)
{
    add_law_row(out, "usl_lambda", TKG_DIMENSION_RATE, &scaling->lambda);
    add_law_row(out, "usl_sigma", TKG_DIMENSION_PLAIN, &scaling->sigma);
    add_law_row(out, "usl_kappa", TKG_DIMENSION_PLAIN, &scaling->kappa);
}

static void add_case(struct tkg_text *out, const struct tkg_case_summary *one)
{
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        const struct tkg_metric_info *info = tkg_metric_info((enum tkg_metric)i);
        if (!tkg_figure_measured(&one->estimates[i])) {
            continue;
        }
        tkg_csv_add_text(out, one->source->name);
        add_ticks(out, one->source);
        tkg_text_addf(out, ",%s,%s", info->name, tkg_dimension_unit(info->dimension));
        add_figures(out, &one->estimates[i]);
    }
}

enum tkg_status tkg_report_write_csv(const struct tkg_report_input *input, struct tkg_text *out,
                                     struct tkg_error *err)
{
    tkg_text_add(out, header);
    for (size_t i = 0; i < input->summary->case_count; i++) {
        add_case(out, &input->summary->cases[i]);
        add_stages(out, &input->summary->cases[i]);
    }
    if (tkg_threads_measured(input->summary)) {
        add_law(out, &input->summary->threads);
    }
    return tkg_report_written(out, err);
}
