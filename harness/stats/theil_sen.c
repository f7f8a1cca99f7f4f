/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/theil_sen.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"
#include "stats/estimate.h"

/* Two-sided 95 % point of the standard normal distribution. */
static const double normal_95 = 1.959963984540054;

/* Slopes between all pairs of different x; returns how many. */
static size_t fill_slopes(const double *x, const double *y, size_t count, double *slopes)
{
    size_t pair_count = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            if (x[i] != x[j]) {
                slopes[pair_count++] = (y[j] - y[i]) / (x[j] - x[i]);
            }
        }
    }
    return pair_count;
}

static double tie_term(double size)
{
    return size * (size - 1.0) * (2.0 * size + 5.0);
}

/* Sum of tie_term over the groups of equal values; sorts them. */
static double tie_sum(double *values, size_t count)
{
    double sum = 0.0;
    tkg_sort_values(values, count);
    for (size_t begin = 0; begin < count;) {
        size_t end = begin + 1;
        while (end < count && values[end] == values[begin]) {
            end++;
        }
        sum += tie_term((double)(end - begin));
        begin = end;
    }
    return sum;
}

/* Of Kendall's statistic under no slope; ties in y leave it less room (Sen 1968, section 6).
 * scratch has room for count values. */
static double kendall_deviation(const double *y, size_t count, double *scratch)
{
    for (size_t i = 0; i < count; i++) {
        scratch[i] = y[i];
    }
    return sqrt((tie_term((double)count) - tie_sum(scratch, count)) / 18.0);
}

/* slopes is sorted; ranks are 1-based, cut to what there is. */
static double slope_at(const double *slopes, size_t pair_count, double rank)
{
    double last = (double)pair_count;
    double cut = rank < 1.0 ? 1.0 : rank > last ? last : rank;
    return slopes[(size_t)cut - 1];
}

enum tkg_status tkg_theil_sen(const double *x, const double *y, size_t count,
                              struct tkg_theil_sen *fit, struct tkg_error *err)
{
    TKG_ASSERT(count <= TKG_THEIL_SEN_POINTS_MAX);
    *fit = (struct tkg_theil_sen){NAN, NAN, NAN, 0};
    if (count < TKG_THEIL_SEN_POINTS_MIN) {
        return TKG_OK;
    }
    double *slopes = calloc(count * (count - 1) / 2, sizeof(*slopes));
    if (!slopes) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for a slope through %zu points", count);
    }
    /* Before the slopes come: the list is long enough for count values, too. */
    double reach = normal_95 * kendall_deviation(y, count, slopes);
    size_t pair_count = fill_slopes(x, y, count, slopes);
    if (pair_count > 0) {
        tkg_sort_values(slopes, pair_count);
        double pairs = (double)pair_count;
        fit->slope = tkg_median_of_sorted(slopes, pair_count);
        fit->low = slope_at(slopes, pair_count, round((pairs - reach) / 2.0));
        fit->high = slope_at(slopes, pair_count, round((pairs + reach) / 2.0) + 1.0);
    }
    fit->pair_count = pair_count;
    free(slopes);
    return TKG_OK;
}
