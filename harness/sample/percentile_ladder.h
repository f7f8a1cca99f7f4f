/* SPDX-License-Identifier: Apache-2.0
 *
 * The percentiles at which HdrHistogram prints a distribution: so many steps in the lower half, as
 * many in the next quarter, the next eighth and so on, up to the largest value.
 */
#ifndef TKG_SAMPLE_PERCENTILE_LADDER_H
#define TKG_SAMPLE_PERCENTILE_LADDER_H

#include <stddef.h>
#include <stdint.h>

#include "sample/histogram.h"

enum {
    /* HdrHistogram's default, which readers of its files are used to. */
    TKG_LADDER_STEPS_PER_HALF = 5,
    /* A count of 64 bits has 64 halves at most; two more steps are the last value and 100 %. */
    TKG_LADDER_STEPS_MAX = TKG_LADDER_STEPS_PER_HALF * 64 + 2,
};

struct tkg_ladder_step {
    double value;        /* bucket midpoint, never above the maximum; it, when alone at the top */
    double share_0to1;   /* the step of the ladder; the last is 1 */
    uint64_t up_to_here; /* values counted up to this one */
};

struct tkg_percentile_ladder {
    struct tkg_ladder_step steps[TKG_LADDER_STEPS_MAX];
    size_t step_count; /* 0 when the histogram is empty */
};

/* Fills *ladder. cost: about 60 us. Source: PercentileIterator of HdrHistogram 2.1.12. */
void tkg_percentile_ladder(const struct tkg_histogram *histogram,
                           struct tkg_percentile_ladder *ladder);

#endif
