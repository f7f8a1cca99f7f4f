/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/headline.h"

#include <math.h>
#include <stdbool.h>

#include "stats/estimate.h"

/* The three families list p50, p90, p95, p99, p99.5, p99.9, max in one order in TKG_METRICS. */
enum { PERCENTILE_COUNT = 7 };

_Static_assert(TKG_METRIC_LATENCY_MAX - TKG_METRIC_LATENCY_P50 == PERCENTILE_COUNT - 1 &&
                   TKG_METRIC_BLOCK_MAX - TKG_METRIC_BLOCK_P50 == PERCENTILE_COUNT - 1 &&
                   TKG_METRIC_TICK_MAX - TKG_METRIC_TICK_P50 == PERCENTILE_COUNT - 1,
               "latency_*, block_* and tick_* must list the same percentiles");

static bool was_tried(const struct tkg_estimate *estimate)
{
    return estimate->count + estimate->invalid_count > 0;
}

static void copy_family(struct tkg_estimate *estimates, enum tkg_metric first)
{
    for (int i = 0; i < PERCENTILE_COUNT; i++) {
        estimates[TKG_METRIC_LATENCY_P50 + i] = estimates[(int)first + i];
    }
}

static void clear_family(struct tkg_estimate *estimates)
{
    for (int i = 0; i < PERCENTILE_COUNT; i++) {
        estimates[TKG_METRIC_LATENCY_P50 + i] = tkg_estimate_none();
    }
}

void tkg_headline_choose(struct tkg_case_summary *summary)
{
    struct tkg_estimate *estimates = summary->estimates;
    const struct tkg_estimate *tick = &estimates[TKG_METRIC_TICK_P50];
    const struct tkg_estimate *block = &estimates[TKG_METRIC_BLOCK_P50];
    double floor_ns = estimates[TKG_METRIC_TICK_FLOOR].value;
    summary->headline = TKG_HEADLINE_NONE;
    clear_family(estimates);
    /* Comparisons with NaN (too few samples) are false. */
    if (tick->value > TKG_HEADLINE_FLOOR_FACTOR * floor_ns) {
        summary->headline = TKG_HEADLINE_TICK;
        copy_family(estimates, TKG_METRIC_TICK_P50);
    } else if (was_tried(block)) {
        summary->headline = TKG_HEADLINE_BLOCK;
        copy_family(estimates, TKG_METRIC_BLOCK_P50);
    } else if (was_tried(tick) && isnan(tick->value)) {
        /* Pass C alone, with too few samples to decide: keep the counts, they tell why. */
        copy_family(estimates, TKG_METRIC_TICK_P50);
    }
}

enum tkg_metric tkg_headline_source(enum tkg_headline headline, enum tkg_metric metric)
{
    if (metric < TKG_METRIC_LATENCY_P50 || metric > TKG_METRIC_LATENCY_MAX) {
        return metric;
    }
    int offset = (int)metric - TKG_METRIC_LATENCY_P50;
    int first = headline == TKG_HEADLINE_TICK ? TKG_METRIC_TICK_P50 : TKG_METRIC_BLOCK_P50;
    return (enum tkg_metric)(first + offset);
}
