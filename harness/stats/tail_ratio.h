/* SPDX-License-Identifier: Apache-2.0
 *
 * How much longer the slow ticks take than the usual one: p99 and p99.9 of the headline over its
 * p50.
 */
#ifndef TKG_STATS_TAIL_RATIO_H
#define TKG_STATS_TAIL_RATIO_H

#include "base/status.h"
#include "stats/summary.h"

/* Fills in tail_ratio_p99 and tail_ratio_p999 of a case whose headline is chosen: the quotients of
 * each trial's own percentiles, then their median and interval. Without a headline they have no
 * number. TKG_NO_MEMORY */
enum tkg_status tkg_tail_ratio_fill(struct tkg_case_summary *summary,
                                    struct tkg_error *err) TKG_MUST_CHECK;

#endif
