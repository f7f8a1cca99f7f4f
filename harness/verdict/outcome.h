/* SPDX-License-Identifier: Apache-2.0
 *
 * What one estimate is worth against one limit. Pure.
 */
#ifndef TKG_VERDICT_OUTCOME_H
#define TKG_VERDICT_OUTCOME_H

#include "config/target.h"
#include "stats/summary.h"
#include "verdict/judge.h"

/* target     whose kind, limit and tolerance apply; measured is in the unit of the limit
 * INVALID when more than half of the trials were flagged, else INSUFFICIENT without a value, else
 * PASS or FAIL when the whole interval lies on one side of the limit (a bound that equals the limit
 * meets it), else INCONCLUSIVE. */
enum tkg_outcome tkg_outcome_of(const struct tkg_target *target,
                                const struct tkg_estimate *measured);

/* How many times better than the limit the median is (below 1: worse): value/limit for min,
 * limit/value for max, tolerance/distance for equals. NaN without a value or when it would divide
 * by zero. */
double tkg_outcome_margin(const struct tkg_target *target, double value);

#endif
