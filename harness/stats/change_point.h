/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a series steps: divisive segmentation by energy distance (E-divisive; Matteson and James,
 * J. Am. Stat. Assoc. 109, 2014), as MongoDB uses it on benchmark series (Daly et al., ICPE 2020),
 * with Student's t-test instead of random permutations as the final word (Hunter; Fleming et al.,
 * ICPE 2023): equal series give equal answers. Pure. docs/decisions/0136 has its error rates.
 */
#ifndef TKG_STATS_CHANGE_POINT_H
#define TKG_STATS_CHANGE_POINT_H

#include <stddef.h>

#include "base/status.h"

enum {
    TKG_SERIES_MAX = 1000,      /* values: a split costs their square */
    TKG_SEGMENT_MIN = 4,        /* fewer on either side of a step are no segment */
    TKG_CHANGE_POINT_MAX = 100, /* steps of one series */
};

/* The most that p may be for a step to be one: with it 0.6 % of series of 50 values without a step
 * show one (docs/decisions/0136). */
#define TKG_CHANGE_POINT_P 0.0003

struct tkg_change_point {
    size_t index;  /* of the first value after the step, 0-based */
    double before; /* mean of the segment that ends there */
    double after;  /* mean of the segment that begins there */
    double p;      /* two-sided, of Student's t between the two segments */
};

struct tkg_change_points {
    struct tkg_change_point points[TKG_CHANGE_POINT_MAX]; /* rising by index */
    size_t count;
};

/* Finds the steps of a series.
 * values   finite (asserted), count of them; use logarithms where steps are ratios
 * p_max    0 < p_max < 0.1; TKG_CHANGE_POINT_P unless there is a reason
 * returns  TKG_OK, also without a step; TKG_USAGE: more than TKG_SERIES_MAX values. TKG_NO_MEMORY
 * cost     O(count^2) a split, 20 ms at 1,000 values */
enum tkg_status tkg_change_points_find(const double *values, size_t count, double p_max,
                                       struct tkg_change_points *found,
                                       struct tkg_error *err) TKG_MUST_CHECK;

#endif
