/* SPDX-License-Identifier: Apache-2.0 */
#include "proportion.h"

#include <math.h>

#include "base/check.h"

enum { BISECTIONS = 60 }; /* 2^-60 is below what a double near 1 can tell */

double tkg_binomial_cdf(size_t hits, size_t trials, double share)
{
    TKG_ASSERT(hits <= trials);
    if (share <= 0.0 || hits == trials) {
        return 1.0;
    }
    if (share >= 1.0) {
        return 0.0;
    }
    const double n = (double)trials;
    double sum = 0.0;
    for (size_t i = 0; i <= hits; i++) {
        const double k = (double)i;
        sum += exp(lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0) + k * log(share) +
                   (n - k) * log1p(-share));
    }
    return sum < 1.0 ? sum : 1.0;
}

/* cdf falls as the share rises. */
static double share_where_cdf_is(size_t hits, size_t trials, double cdf)
{
    double low = 0.0;
    double high = 1.0;
    for (int i = 0; i < BISECTIONS; i++) {
        const double middle = (low + high) / 2.0;
        if (tkg_binomial_cdf(hits, trials, middle) > cdf) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (low + high) / 2.0;
}

double tkg_proportion_upper(size_t hits, size_t trials, double error_0to1)
{
    TKG_ASSERT(trials >= 1 && hits <= trials);
    return hits == trials ? 1.0 : share_where_cdf_is(hits, trials, error_0to1);
}

double tkg_proportion_lower(size_t hits, size_t trials, double error_0to1)
{
    TKG_ASSERT(trials >= 1 && hits <= trials);
    return hits == 0 ? 0.0 : 1.0 - tkg_proportion_upper(trials - hits, trials, error_0to1);
}
