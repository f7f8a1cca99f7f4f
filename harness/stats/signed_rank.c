/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/signed_rank.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"
#include "stats/estimate.h"

/* Every set of ranks is equally likely. chances[s] = P(W = s), built by adding one rank after the
 * other: with rank r the sum is as it was or r more, half the time each. Sums beyond `bound` are
 * never asked for; probabilities instead of counts of sets, which overflow beyond 63 ranks. */
static void build_chances(double *chances, size_t bound, size_t count)
{
    for (size_t sum = 0; sum <= bound; sum++) {
        chances[sum] = 0.0;
    }
    chances[0] = 1.0;
    for (size_t rank = 1; rank <= count; rank++) {
        const size_t sum_max = rank * (rank + 1) / 2; /* nothing beyond it so far */
        for (size_t sum = sum_max < bound ? sum_max : bound; sum >= rank; sum--) {
            chances[sum] = (chances[sum] + chances[sum - rank]) / 2.0;
        }
        for (size_t sum = 0; sum < rank && sum <= bound; sum++) {
            chances[sum] /= 2.0;
        }
    }
}

/* Half of all sums, and so more than any error below one half. */
static size_t largest_sum_of_interest(size_t count)
{
    return count * (count + 1) / 4;
}

enum tkg_status tkg_signed_rank_limit(size_t count, double error_0to1, uint64_t *limit,
                                      double *reached, struct tkg_error *err)
{
    TKG_ASSERT(count <= TKG_SIGNED_RANK_MAX && error_0to1 > 0.0 && error_0to1 < 0.5);
    const size_t bound = largest_sum_of_interest(count);
    double *chances = malloc((bound + 1) * sizeof(double));
    if (!chances) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the ranks of %zu values", count);
    }
    build_chances(chances, bound, count);
    double below = 0.0;
    size_t sum = 0;
    for (; sum <= bound && below + chances[sum] <= error_0to1; sum++) {
        below += chances[sum];
    }
    *limit = sum;
    *reached = below;
    free(chances);
    return TKG_OK;
}

/* The means of all pairs, each value with itself included; sorted. */
static double *make_pair_means(const double *values, size_t count)
{
    double *means = malloc(count * (count + 1) / 2 * sizeof(double));
    size_t filled = 0;
    for (size_t i = 0; means && i < count; i++) {
        TKG_ASSERT(isfinite(values[i]));
        for (size_t j = 0; j <= i; j++) {
            means[filled++] = values[i] / 2.0 + values[j] / 2.0;
        }
    }
    if (means) {
        tkg_sort_values(means, filled);
    }
    return means;
}

enum tkg_status tkg_shift_estimate(const double *values, size_t count, double error_0to1,
                                   struct tkg_shift *shift, struct tkg_error *err)
{
    uint64_t limit = 0;
    double reached = 0.0;
    TKG_ASSERT(count >= 1);
    enum tkg_status status = tkg_signed_rank_limit(count, error_0to1, &limit, &reached, err);
    double *means = status == TKG_OK ? make_pair_means(values, count) : NULL;
    if (status == TKG_OK && !means) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the pairs of %zu values", count);
    }
    if (status == TKG_OK) {
        const size_t pair_count = count * (count + 1) / 2;
        *shift = (struct tkg_shift){
            .estimate = tkg_median_of_sorted(means, pair_count),
            .low = limit > 0 ? means[limit - 1] : -INFINITY,
            .high = limit > 0 ? means[pair_count - limit] : INFINITY,
            .error_0to1 = reached,
        };
    }
    free(means);
    return status;
}
