/* SPDX-License-Identifier: Apache-2.0
 *
 * The Wilcoxon signed-rank distribution, exact, and what the gate takes from it: the Hodges-Lehmann
 * estimate of a shift with its exact interval.
 * Source: M. Hollander, D. A. Wolfe, E. Chicken, Nonparametric Statistical Methods, 3rd ed. 2014,
 * sections 3.1 to 3.3; J. L. Hodges, E. L. Lehmann, Ann. Math. Statist. 34 (1963) 598-611.
 *
 * Assumed: independent values, symmetric around their centre. Nothing about their spread or tails.
 * Pure functions; threads: any.
 */
#ifndef TKG_STATS_SIGNED_RANK_H
#define TKG_STATS_SIGNED_RANK_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* The most launches that one comparison looks at is 960; sums of ranks stay far below 2^24. */
enum { TKG_SIGNED_RANK_MAX = 1024 };

/* The centre of a set of values. */
struct tkg_shift {
    double estimate; /* Hodges-Lehmann: the median of the means of all pairs, selves included */
    double low;      /* -INFINITY and INFINITY when the values are too few for the wanted error */
    double high;
    double error_0to1; /* exact chance, per side, that the interval misses the centre; at most
                          what was asked for */
};

/* Largest w with P(W <= w - 1) <= error_0to1, W being the sum of the ranks of the positive values
 * among count under symmetry around 0: the interval runs from the w-th smallest mean of a pair to
 * the w-th largest. 0 when not even the extremes are that unlikely. *reached is the exact chance.
 * count      0 .. TKG_SIGNED_RANK_MAX (asserted)
 * error_0to1 per side, 0 < error < 1/2 (asserted)
 * cost: count^3 / 8 additions at most, far fewer for small errors; TKG_NO_MEMORY */
enum tkg_status tkg_signed_rank_limit(size_t count, double error_0to1, uint64_t *limit,
                                      double *reached, struct tkg_error *err) TKG_MUST_CHECK;

/* Estimate and interval of the values' centre.
 * values   finite, any order (asserted finite)
 * count    1 .. TKG_SIGNED_RANK_MAX (asserted)
 * returns  TKG_NO_MEMORY. cost: count^2 log(count) */
enum tkg_status tkg_shift_estimate(const double *values, size_t count, double error_0to1,
                                   struct tkg_shift *shift, struct tkg_error *err) TKG_MUST_CHECK;

#endif
