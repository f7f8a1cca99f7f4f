/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/trimmed_mean.h"

#include "base/check.h"
#include "stats/estimate.h"

double tkg_trimmed_mean(double *values, size_t count, double share_0to1)
{
    TKG_ASSERT(count >= 1 && share_0to1 >= 0.0 && share_0to1 < 0.5);
    const size_t cut = (size_t)(share_0to1 * (double)count);
    double sum = 0.0;
    tkg_sort_values(values, count);
    for (size_t i = cut; i < count - cut; i++) {
        sum += values[i];
    }
    return sum / (double)(count - 2 * cut);
}
