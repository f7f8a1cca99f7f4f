/* SPDX-License-Identifier: Apache-2.0
 *
 * Ordinary least squares through points, with Student t intervals.
 * Source: N. R. Draper, H. Smith, Applied Regression Analysis, 3rd ed. 1998, sections 1.2 to 1.4.
 */
#ifndef TKG_STATS_FIT_H
#define TKG_STATS_FIT_H

#include <stddef.h>

#include "stats/summary.h"

/* Every number NaN, count as given. */
struct tkg_line_fit tkg_line_fit_none(size_t count);

/* y = intercept + slope * x with 95 % intervals. All NaN with fewer than three points, or when all
 * x are equal. */
struct tkg_line_fit tkg_line_fit(const double *x, const double *y, size_t count);

#endif
