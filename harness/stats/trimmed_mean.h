/* SPDX-License-Identifier: Apache-2.0
 *
 * The trimmed mean: the mean of what is left when the same share is cut off both ends.
 * Source: J. W. Tukey, A survey of sampling from contaminated distributions, 1960.
 */
#ifndef TKG_STATS_TRIMMED_MEAN_H
#define TKG_STATS_TRIMMED_MEAN_H

#include <stddef.h>

/* values      at least one, finite; sorted in place
 * share_0to1  cut off each end, 0 <= share < 1/2: floor(share * count) values go from either side
 * cost: count log(count) */
double tkg_trimmed_mean(double *values, size_t count, double share_0to1);

#endif
