/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/interval.h"

#include <math.h>

#include "base/check.h"

/* How many values lie below the true median is binomial(count, 1/2). The interval from rank d to
 * rank count + 1 - d misses the median when fewer than d values lie on one side of it:
 *
 *     coverage(d) = 1 - 2 * P(binomial(count, 1/2) <= d - 1)
 *
 * Terms are carried as logarithms, because 2^-count underflows from 1075 values on. */
struct tkg_median_interval tkg_median_interval(size_t count)
{
    TKG_ASSERT(count >= 1);
    double log_term = -(double)count * log(2.0);
    double missed = 2.0 * exp(log_term);
    size_t rank = 1;
    double coverage = 1.0 - missed;
    for (size_t k = 1; k < count; k++) {
        log_term += log((double)(count - k + 1) / (double)k);
        missed += 2.0 * exp(log_term);
        if (1.0 - missed < TKG_COVERAGE_WANTED) {
            break;
        }
        rank = k + 1;
        coverage = 1.0 - missed;
    }
    struct tkg_median_interval interval = {rank, count + 1 - rank, coverage};
    return interval;
}
