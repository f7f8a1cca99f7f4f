/* SPDX-License-Identifier: Apache-2.0 */
#include "report/telemetry_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "report/figure_text.h"
#include "report/safe_text.h"
#include "report/text_table.h"
#include "stats/telemetry_figures.h"

enum { CASE_COLUMNS = 40, TEXT_COLUMNS = 80 };

static void add_cell(struct tkg_table *table, const char *text)
{
    tkg_table_add(table, TKG_STYLE_PLAIN, text);
}

/* "-" where there is no number: the column of the mean says why. */
static void add_quantity(struct tkg_table *table, double value, enum tkg_dimension dimension)
{
    char text[TKG_QUANTITY_BYTES];
    add_cell(table, isfinite(value) ? tkg_quantity_format(value, dimension, text) : "-");
}

static void add_mean(struct tkg_table *table, const struct tkg_series_figures *figures,
                     enum tkg_dimension dimension)
{
    if (figures->count < TKG_SAMPLES_MIN) {
        tkg_table_add(table, TKG_STYLE_WARN, TKG_INSUFFICIENT_SAMPLES);
    } else {
        add_quantity(table, figures->mean, dimension);
    }
}

/* "3, 1 external" */
static void add_spikes(struct tkg_table *table, const struct tkg_telemetry_figures *figures)
{
    const struct tkg_cpu_spikes *spikes = &figures->spikes;
    char text[64];
    if (figures->cpu_0to1.count < TKG_SAMPLES_MIN) {
        (void)snprintf(text, sizeof(text), "-");
    } else if (spikes->external_count > 0) {
        (void)snprintf(text, sizeof(text), "%" PRIu32 ", %" PRIu32 " external", spikes->count,
                       spikes->external_count);
    } else {
        (void)snprintf(text, sizeof(text), "%" PRIu32, spikes->count);
    }
    add_cell(table, text);
}

static void add_row(struct tkg_table *table, const struct tkg_telemetry_row *row)
{
    const struct tkg_telemetry_figures *figures = &row->figures;
    char text[64];
    (void)snprintf(text, sizeof(text), "  %c %s", tkg_pass_letter(row->pass),
                   tkg_pass_name(row->pass));
    add_cell(table, text);
    (void)snprintf(text, sizeof(text), "%" PRIu32, figures->cpu_0to1.count);
    add_cell(table, text);
    add_mean(table, &figures->cpu_0to1, TKG_DIMENSION_SHARE);
    add_quantity(table, figures->cpu_0to1.max, TKG_DIMENSION_SHARE);
    add_quantity(table, figures->system_0to1.mean, TKG_DIMENSION_SHARE);
    add_quantity(table, figures->waited_0to1.mean, TKG_DIMENSION_SHARE);
    add_quantity(table, figures->stolen_0to1.mean, TKG_DIMENSION_SHARE);
    add_quantity(table, figures->rss_bytes.mean, TKG_DIMENSION_BYTES);
    add_quantity(table, row->peak_bytes, TKG_DIMENSION_BYTES);
    add_spikes(table, figures);
}

/* What one trial did, in the mean over trials. Counts, not samples: no minimum applies. */
static void add_process_line(struct tkg_table *table, const struct tkg_telemetry_row *row)
{
    char read[TKG_QUANTITY_BYTES];
    char written[TKG_QUANTITY_BYTES];
    struct tkg_text line = {0};
    const double *values = row->values;
    tkg_text_addf(
        &line,
        "    a trial: %.0f faults, %.0f + %.0f switches, read %s, wrote %s, %" PRIu32 " thread%s",
        values[TKG_TELEMETRY_MINOR_FAULTS] + values[TKG_TELEMETRY_MAJOR_FAULTS],
        values[TKG_TELEMETRY_VOLUNTARY_SWITCHES], values[TKG_TELEMETRY_INVOLUNTARY_SWITCHES],
        tkg_quantity_format(values[TKG_TELEMETRY_READ_CHARS], TKG_DIMENSION_BYTES, read),
        tkg_quantity_format(values[TKG_TELEMETRY_WRITTEN_CHARS], TKG_DIMENSION_BYTES, written),
        row->thread_count_max, row->thread_count_max == 1 ? "" : "s");
    tkg_table_add_line(table, TKG_STYLE_PLAIN, tkg_text_borrow(&line));
    tkg_text_deinit(&line);
}

static void add_case(struct tkg_table *table, const struct tkg_case_summary *one, bool utf8)
{
    struct tkg_text title = {0};
    tkg_safe_add_line(&title, one->source->name, CASE_COLUMNS, utf8);
    tkg_table_add_line(table, TKG_STYLE_STRONG, tkg_text_borrow(&title));
    tkg_text_deinit(&title);
    for (size_t i = 0; i < one->telemetry_count; i++) {
        add_row(table, &one->telemetry[i]);
        add_process_line(table, &one->telemetry[i]);
    }
}

/* Any row that looked for GPUs, else any at all; NULL when nothing was sampled. */
static const struct tkg_telemetry_row *find_row(const struct tkg_summary *summary)
{
    const struct tkg_telemetry_row *found = NULL;
    for (size_t i = 0; i < summary->case_count; i++) {
        for (size_t j = 0; j < summary->cases[i].telemetry_count; j++) {
            const struct tkg_telemetry_row *row = &summary->cases[i].telemetry[j];
            found = !found || found->pass == TKG_PASS_MEMORY ? row : found;
        }
    }
    return found;
}

/* "1.2 GB of 8.0 GB", or that there is none. */
static void add_memory_pair(struct tkg_text *out, double used, double whole)
{
    char text[TKG_QUANTITY_BYTES];
    tkg_text_add(out,
                 isfinite(used) ? tkg_quantity_format(used, TKG_DIMENSION_BYTES, text) : "unknown");
    if (isfinite(whole)) {
        tkg_text_addf(out, " of %s", tkg_quantity_format(whole, TKG_DIMENSION_BYTES, text));
    }
}

static void add_machine_line(struct tkg_text *out, const struct tkg_telemetry_row *row)
{
    const double *values = row->values;
    tkg_text_addf(out, "  machine %.0f usable CPU%s, load %.2f %.2f %.2f, memory available ",
                  values[TKG_TELEMETRY_CPU_USABLE],
                  values[TKG_TELEMETRY_CPU_USABLE] == 1.0 ? "" : "s", values[TKG_TELEMETRY_LOAD_1],
                  values[TKG_TELEMETRY_LOAD_5], values[TKG_TELEMETRY_LOAD_15]);
    add_memory_pair(out, values[TKG_TELEMETRY_AVAILABLE], values[TKG_TELEMETRY_TOTAL]);
    tkg_text_add(out, ", control group uses ");
    add_memory_pair(out, values[TKG_TELEMETRY_GROUP_MEMORY],
                    values[TKG_TELEMETRY_GROUP_MEMORY_MAX]);
    tkg_text_add(out, "\n");
}

static void add_sampler_line(struct tkg_text *out, const struct tkg_telemetry_row *row)
{
    char interval[TKG_QUANTITY_BYTES];
    char cost[TKG_QUANTITY_BYTES];
    tkg_text_addf(out,
                  "  sampled every %s (pass %c) on %s, which took %s of it; not in these figures\n",
                  tkg_quantity_format((double)row->interval_ns, TKG_DIMENSION_TIME, interval),
                  tkg_pass_letter(row->pass),
                  row->first->shares_cpu ? "the measured CPU, for want of another" : "a CPU beside",
                  tkg_quantity_format(row->sampler_share_0to1, TKG_DIMENSION_SHARE, cost));
}

static double bytes_or_nan(int64_t bytes)
{
    return bytes < 0 ? (double)NAN : (double)bytes;
}

static void add_gpu_figures(struct tkg_text *out, const struct tkg_telemetry_gpu *gpu)
{
    char mean[TKG_QUANTITY_BYTES];
    char max[TKG_QUANTITY_BYTES];
    tkg_text_addf(out, ": busy %s (max %s), memory peak ",
                  tkg_quantity_format(gpu->busy_mean_0to1, TKG_DIMENSION_SHARE, mean),
                  tkg_quantity_format(gpu->busy_max_0to1, TKG_DIMENSION_SHARE, max));
    add_memory_pair(out, bytes_or_nan(gpu->used_bytes_max), bytes_or_nan(gpu->total_bytes));
    tkg_text_add(out, ", by this process ");
    add_memory_pair(out, bytes_or_nan(gpu->process_bytes_max), NAN);
}

static void add_gpu_line(struct tkg_text *out, const struct tkg_telemetry_gpu *gpu, uint32_t index,
                         bool utf8)
{
    tkg_text_addf(out, "  gpu %" PRIu32 " ", index);
    tkg_safe_add_line(out, gpu->name, CASE_COLUMNS, utf8);
    if (gpu->sample_count < TKG_SAMPLES_MIN) {
        tkg_text_addf(out, ": " TKG_INSUFFICIENT_SAMPLES " (%" PRIu32 ")", gpu->sample_count);
    } else {
        add_gpu_figures(out, gpu);
    }
    tkg_text_add(out, "\n");
}

static void add_gpus(struct tkg_text *out, const struct tkg_telemetry *telemetry, bool utf8)
{
    for (uint32_t i = 0; i < telemetry->gpu_count; i++) {
        add_gpu_line(out, &telemetry->gpus[i], i, utf8);
    }
    if (telemetry->gpu_count == 0) {
        tkg_text_add(out, "  gpu: unavailable (");
        tkg_safe_add_line(out, telemetry->gpu_reason, TEXT_COLUMNS, utf8);
        tkg_text_add(out, ")\n");
    }
}

void tkg_telemetry_add_table(struct tkg_text *out, const struct tkg_report_input *input)
{
    static const char *const heads[] = {"TELEMETRY", "samples", "CPU mean", "max",  "system",
                                        "waited",    "stolen",  "memory",   "peak", "spikes"};
    const struct tkg_telemetry_row *any = find_row(input->summary);
    struct tkg_table table;
    if (!any) {
        return;
    }
    tkg_table_init(&table, "lrrrrrrrrl");
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        tkg_table_add(&table, TKG_STYLE_STRONG, heads[i]);
    }
    for (size_t i = 0; i < input->summary->case_count; i++) {
        if (input->summary->cases[i].telemetry_count > 0) {
            add_case(&table, &input->summary->cases[i], input->utf8);
        }
    }
    tkg_text_add(out, "\n");
    tkg_table_print(&table, input->color, out);
    tkg_table_deinit(&table);
    add_machine_line(out, any);
    add_sampler_line(out, any);
    add_gpus(out, any->first, input->utf8);
}
