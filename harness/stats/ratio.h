/* SPDX-License-Identifier: Apache-2.0
 *
 * tkg_summary_ratio() of summary.h with its one failure told.
 */
#ifndef TKG_STATS_RATIO_H
#define TKG_STATS_RATIO_H

#include "base/status.h"
#include "stats/summary.h"

/* One side of a ratio. */
struct tkg_ratio_side {
    const struct tkg_case *the_case;
    enum tkg_metric metric;
};

/* above / below, round by round: *estimate is that of the quotients. count holds rounds in which
 * both sides are valid, invalid_count those in which both gave the metric but a side was flagged.
 * TKG_NO_MEMORY */
enum tkg_status tkg_ratio_estimate(struct tkg_ratio_side above, struct tkg_ratio_side below,
                                   struct tkg_estimate *estimate,
                                   struct tkg_error *err) TKG_MUST_CHECK;

#endif
