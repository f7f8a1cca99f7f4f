/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_series.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Rulers and paced cases measure something else, and tick files have one size only. */
static bool is_replay(const struct tkg_case_summary *one)
{
    static const char prefix[] = "replay/";
    return strncmp(one->source->name, prefix, sizeof(prefix) - 1) == 0 &&
           one->source->tick_count > 0;
}

/* A case on its way through the sort; position keeps equal sizes in the order of the run. */
struct entry {
    const struct tkg_case_summary *one;
    size_t position;
};

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    uint64_t a_ticks = a->one->source->tick_count, b_ticks = b->one->source->tick_count;
    if (a_ticks != b_ticks) {
        return a_ticks < b_ticks ? -1 : 1;
    }
    return (a->position > b->position) - (a->position < b->position);
}

/* Keeps at most TKG_PLOT_SIZES_MAX of the sorted cases, the first and the last among them. */
static void thin(struct tkg_plot_sweep *sweep, const struct entry *sorted, size_t count)
{
    sweep->case_count = count < TKG_PLOT_SIZES_MAX ? count : TKG_PLOT_SIZES_MAX;
    sweep->left_out_count = count - sweep->case_count;
    for (size_t i = 0; i < sweep->case_count; i++) {
        size_t from = sweep->left_out_count ? i * (count - 1) / (TKG_PLOT_SIZES_MAX - 1) : i;
        sweep->cases[i] = sorted[from].one;
        sweep->sizes[i] = sorted[from].one->source->tick_count;
    }
}

enum tkg_status tkg_plot_sweep_init(struct tkg_plot_sweep *sweep, const struct tkg_summary *summary,
                                    struct tkg_error *err)
{
    size_t count = 0;
    bool has_throughput = false;
    struct entry *sorted = calloc(summary->case_count + 1, sizeof(*sorted));
    if (!sorted) {
        return tkg_fail(err, TKG_NO_MEMORY, "plot: out of memory for %zu cases",
                        summary->case_count);
    }
    for (size_t i = 0; i < summary->case_count; i++) {
        if (is_replay(&summary->cases[i])) {
            sorted[count] = (struct entry){&summary->cases[i], count};
            count++;
            has_throughput |=
                isfinite(summary->cases[i].estimates[TKG_METRIC_THROUGHPUT].value) != 0;
        }
    }
    qsort(sorted, count, sizeof(*sorted), compare_entries);
    thin(sweep, sorted, count);
    free(sorted);
    if (!has_throughput) {
        return tkg_fail(err, TKG_NOTHING,
                        "plot: none of the %zu cases is a replay with a throughput from at least "
                        "%d valid trials; run 'replay/' cases with more rounds",
                        summary->case_count, TKG_SAMPLES_MIN);
    }
    return TKG_OK;
}

/* Only a confirmed miss: unsure and invalid verdicts are words at the top, not rings. */
static bool has_failed(const struct tkg_verdict_list *verdicts,
                       const struct tkg_case_summary *the_case, enum tkg_metric metric)
{
    for (size_t i = 0; verdicts && i < verdicts->verdict_count; i++) {
        const struct tkg_verdict *verdict = &verdicts->verdicts[i];
        if (verdict->outcome == TKG_OUTCOME_FAIL && verdict->the_case == the_case &&
            verdict->target->metric == metric) {
            return true;
        }
    }
    return false;
}

void tkg_plot_series_init(struct tkg_plot_series *series, const struct tkg_plot_sweep *sweep,
                          const struct tkg_verdict_list *verdicts, enum tkg_metric metric)
{
    series->point_count = sweep->case_count;
    series->last = SIZE_MAX;
    for (size_t i = 0; i < sweep->case_count; i++) {
        const struct tkg_estimate *estimate = &sweep->cases[i]->estimates[metric];
        series->points[i] = (struct tkg_plot_point){
            .ticks = (double)sweep->sizes[i],
            .value = estimate->value,
            .low = estimate->low,
            .high = estimate->high,
            .has_failed = has_failed(verdicts, sweep->cases[i], metric),
        };
        if (isfinite(estimate->value)) {
            series->last = i;
        }
    }
}

void tkg_plot_series_range(const struct tkg_plot_series *series, struct tkg_plot_range *range)
{
    for (size_t i = 0; i < series->point_count; i++) {
        const struct tkg_plot_point *point = &series->points[i];
        if (isfinite(point->value)) {
            tkg_plot_range_add(range, point->value);
            tkg_plot_range_add(range, point->low);
            tkg_plot_range_add(range, point->high);
        }
    }
}
