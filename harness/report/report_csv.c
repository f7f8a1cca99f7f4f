/* SPDX-License-Identifier: Apache-2.0
 *
 * One row per case and metric, RFC 4180 (CRLF line ends, quotes doubled). Spreadsheets run cells
 * that begin like a formula, hence text that does gets an apostrophe in front.
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "report/figure_text.h"
#include "report/report_format.h"
#include "report/safe_text.h"
#include "report/thread_text.h"

static const char header[] = "case,ticks,metric,unit,value,low,high,coverage,count,invalid_count,"
                             "mean,stddev,mad,min,max\r\n";

/* Characters that start a formula in common spreadsheets; tab and carriage return never get here,
 * being active characters. The last four are the full-width forms of the first four. */
static bool starts_formula(const char *text)
{
    uint32_t first = tkg_safe_next(&text);
    return first == '=' || first == '+' || first == '-' || first == '@' || first == 0xFF1D ||
           first == 0xFF0B || first == 0xFF0D || first == 0xFF20;
}

static void add_text_field(struct tkg_text *out, const char *text)
{
    struct tkg_text safe = {0};
    tkg_safe_add_line(&safe, text, 0, true);
    const char *field = tkg_text_borrow(&safe);
    bool quoted = strpbrk(field, "\",; '") != NULL || starts_formula(field);
    tkg_text_add(out, quoted ? "\"" : "");
    tkg_text_add(out, starts_formula(field) ? "'" : "");
    for (; *field; field++) {
        tkg_text_add_bytes(out, field, 1);
        tkg_text_add(out, *field == '"' ? "\"" : "");
    }
    tkg_text_add(out, quoted ? "\"" : "");
    tkg_text_deinit(&safe);
}

/* 17 digits carry every double exactly; a number that is not finite leaves the field empty. */
static void add_number_field(struct tkg_text *out, double value)
{
    if (isfinite(value)) {
        tkg_text_addf(out, ",%.17g", value);
    } else {
        tkg_text_add(out, ",");
    }
}

static void add_figures(struct tkg_text *out, const struct tkg_estimate *estimate)
{
    if (!tkg_figure_known(estimate)) {
        tkg_text_addf(out, "," TKG_INSUFFICIENT_SAMPLES ",,,,%" PRIu32 ",%" PRIu32 ",,,,,\r\n",
                      estimate->count, estimate->invalid_count);
        return;
    }
    add_number_field(out, estimate->value);
    add_number_field(out, estimate->low);
    add_number_field(out, estimate->high);
    add_number_field(out, estimate->coverage_0to1);
    tkg_text_addf(out, ",%" PRIu32 ",%" PRIu32, estimate->count, estimate->invalid_count);
    add_number_field(out, estimate->mean);
    add_number_field(out, estimate->stddev);
    add_number_field(out, estimate->mad);
    add_number_field(out, estimate->min);
    add_number_field(out, estimate->max);
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
    add_text_field(out, one->source->name);
    add_ticks(out, one->source);
    tkg_text_add(out, ",");
    add_text_field(out, tkg_text_borrow(&metric));
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
        add_text_field(out, one->source->name);
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
