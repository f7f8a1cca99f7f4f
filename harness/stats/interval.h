/* SPDX-License-Identifier: Apache-2.0
 *
 * The distribution-free interval of a median: two order statistics and their exact coverage.
 * Source: H. A. David, H. N. Nagaraja, Order Statistics, 3rd ed. 2003, section 7.1.
 */
#ifndef TKG_STATS_INTERVAL_H
#define TKG_STATS_INTERVAL_H

#include <stddef.h>

/* The coverage asked for; fewer than six values cannot give it. */
#define TKG_COVERAGE_WANTED 0.95

struct tkg_median_interval {
    size_t low_rank;      /* 1-based, of the sorted values */
    size_t high_rank;     /* count + 1 - low_rank */
    double coverage_0to1; /* P(the true median lies between them), exact for any distribution
                             without ties, at least that with ties */
};

/* The narrowest symmetric pair of ranks with at least the wanted coverage; for count < 6, where
 * none has it, the smallest and the largest value. count >= 1. cost: O(count). */
struct tkg_median_interval tkg_median_interval(size_t count);

#endif
