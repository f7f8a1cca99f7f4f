/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/estimate.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"
#include "stats/interval.h"

struct tkg_estimate tkg_estimate_none(void)
{
    struct tkg_estimate none = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0};
    return none;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

void tkg_sort_values(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), compare_doubles);
}

double tkg_median_of_sorted(const double *sorted, size_t count)
{
    TKG_ASSERT(count >= 1);
    double upper = sorted[count / 2];
    return count % 2 == 1 ? upper : (sorted[count / 2 - 1] + upper) / 2.0;
}

static double mean_of(const double *values, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum / (double)count;
}

/* With count - 1 below: the sample standard deviation, in two passes against cancellation. */
static double stddev_of(const double *values, size_t count, double mean)
{
    double squares = 0.0;
    for (size_t i = 0; i < count; i++) {
        squares += (values[i] - mean) * (values[i] - mean);
    }
    return sqrt(squares / (double)(count - 1));
}

/* Overwrites values with their distances from centre. */
static double median_distance(double *values, size_t count, double centre)
{
    for (size_t i = 0; i < count; i++) {
        values[i] = fabs(values[i] - centre);
    }
    tkg_sort_values(values, count);
    return tkg_median_of_sorted(values, count);
}

struct tkg_estimate tkg_estimate_from_values(double *values, size_t count, size_t invalid_count)
{
    struct tkg_estimate estimate = tkg_estimate_none();
    estimate.count = (uint32_t)count;
    estimate.invalid_count = (uint32_t)invalid_count;
    if (count < TKG_SAMPLES_MIN) {
        return estimate;
    }
    tkg_sort_values(values, count);
    struct tkg_median_interval interval = tkg_median_interval(count);
    estimate.value = tkg_median_of_sorted(values, count);
    estimate.low = values[interval.low_rank - 1];
    estimate.high = values[interval.high_rank - 1];
    estimate.coverage_0to1 = interval.coverage_0to1;
    estimate.mean = mean_of(values, count);
    estimate.stddev = stddev_of(values, count, estimate.mean);
    estimate.min = values[0];
    estimate.max = values[count - 1];
    estimate.mad = median_distance(values, count, estimate.value);
    return estimate;
}

struct tkg_estimate tkg_estimate_from_case(const struct tkg_case *the_case, enum tkg_metric metric,
                                           double *scratch)
{
    size_t count = 0;
    size_t invalid_count = 0;
    for (size_t i = 0; i < the_case->trial_count; i++) {
        const struct tkg_trial *trial = &the_case->trials[i];
        double value = trial->values[metric];
        if (isnan(value)) {
            continue;
        }
        if (trial->invalid != 0) {
            invalid_count++;
        } else {
            scratch[count++] = value;
        }
    }
    return tkg_estimate_from_values(scratch, count, invalid_count);
}
