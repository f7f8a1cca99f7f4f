/* SPDX-License-Identifier: Apache-2.0
 *
 * What a series of a history shows: steps and slow drifts. Pure.
 */
#ifndef TKG_STATS_TREND_H
#define TKG_STATS_TREND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "stats/change_point.h"
#include "stats/creep.h"

struct tkg_trend {
    struct tkg_change_points steps; /* indexes are those of the values given */
    struct tkg_creep drifts;
    size_t first; /* values before this index were not looked at: more than TKG_SERIES_MAX */
    bool is_log;  /* means of steps and drifts are logarithms: all values are above 0 */
};

/* Looks at the newest TKG_SERIES_MAX values.
 * values  finite (asserted)
 * returns TKG_NO_MEMORY. cost: below 0.1 s */
enum tkg_status tkg_trend_find(const double *values, size_t count, struct tkg_trend *trend,
                               struct tkg_error *err) TKG_MUST_CHECK;

/* From one mean to another: as a share of before, or as a difference where there are no shares. */
double tkg_trend_change(const struct tkg_trend *trend, double before, double after);

/* A mean in the unit of the values. */
double tkg_trend_level(const struct tkg_trend *trend, double mean);

#endif
