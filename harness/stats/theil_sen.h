/* SPDX-License-Identifier: Apache-2.0
 *
 * A slope that a few wild points cannot move: the median of the slopes between all pairs, with a
 * distribution-free interval from Kendall's statistic.
 * Source: P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, JASA 63 (1968)
 * 1379-1389; M. Hollander, D. A. Wolfe, Nonparametric Statistical Methods, 2nd ed. 1999, section 9.
 */
#ifndef TKG_STATS_THEIL_SEN_H
#define TKG_STATS_THEIL_SEN_H

#include <stddef.h>

#include "base/status.h"

enum {
    TKG_THEIL_SEN_POINTS_MIN = 5,
    TKG_THEIL_SEN_POINTS_MAX = 512, /* 130,816 pairs: 1 MiB, some 10 ms to sort */
};

struct tkg_theil_sen {
    double slope; /* NaN, like both limits, with too few points or when all x are equal */
    double low;   /* 95 % interval: the large-sample approximation, corrected for ties in y */
    double high;
    size_t pair_count; /* pairs of different x */
};

/* x, y   the points, in any order; finite
 * count  at most TKG_THEIL_SEN_POINTS_MAX (asserted)
 * The interval takes points for independent; where neighbours hang together, as samples of one
 * series do, it is too narrow, and only its sign is worth something.
 * TKG_NO_MEMORY */
enum tkg_status tkg_theil_sen(const double *x, const double *y, size_t count,
                              struct tkg_theil_sen *fit, struct tkg_error *err) TKG_MUST_CHECK;

#endif
