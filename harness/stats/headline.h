/* SPDX-License-Identifier: Apache-2.0
 *
 * Which pass the latency_* metrics are copied from: single ticks (pass C) where they stand clear of
 * the timer's own cost, blocks (pass B) elsewhere (docs/decisions/0042-headline-percentiles.md).
 */
#ifndef TKG_STATS_HEADLINE_H
#define TKG_STATS_HEADLINE_H

#include "stats/summary.h"

/* tick_p50 must exceed so many times tick_floor: then the fenced clock pair is less than a fifth of
 * what is shown. */
#define TKG_HEADLINE_FLOOR_FACTOR 5.0

/* Decides for one case from its block_* and tick_* estimates, copies them to latency_*, and sets
 * summary->headline. */
void tkg_headline_choose(struct tkg_case_summary *summary);

/* The metric whose trials hold the values of metric: block_p99 or tick_p99 for latency_p99,
 * metric itself for everything but the seven headline percentiles. */
enum tkg_metric tkg_headline_source(enum tkg_headline headline, enum tkg_metric metric);

#endif
