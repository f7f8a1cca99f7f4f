/* SPDX-License-Identifier: Apache-2.0
 *
 * One estimate from the values of several trials: the median and its interval (interval.h), with
 * mean, spread and range beside them.
 */
#ifndef TKG_STATS_ESTIMATE_H
#define TKG_STATS_ESTIMATE_H

#include <stddef.h>
#include <stdint.h>

#include "sample/run_record.h"
#include "stats/summary.h"

/* Every number NaN, both counts 0. */
struct tkg_estimate tkg_estimate_none(void);

/* values         one per valid trial, no NaN; sorted and then overwritten
 * invalid_count  flagged trials, only carried along
 * With fewer than TKG_SAMPLES_MIN values every number is NaN and only the counts are set. */
struct tkg_estimate tkg_estimate_from_values(double *values, size_t count, size_t invalid_count);

/* A metric of a case over its valid trials. scratch has room for trial_count values. */
struct tkg_estimate tkg_estimate_from_case(const struct tkg_case *the_case, enum tkg_metric metric,
                                           double *scratch);

/* Median of sorted values, count >= 1: the middle one, or the mean of the middle two. */
double tkg_median_of_sorted(const double *sorted, size_t count);

/* Ascending. */
void tkg_sort_values(double *values, size_t count);

#endif
