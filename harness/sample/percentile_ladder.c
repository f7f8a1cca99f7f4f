/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/percentile_ladder.h"

/* Where the next step lies: 1 - 2^-half + part / steps * 2^-(half + 1). Kept as two integers, so
 * that no rounding adds up. */
struct position {
    uint32_t half;
    uint32_t part;
};

/* In percent, not as a share: 55 is a double, 0.55 is none, and 55 of 100 values must reach it. */
static double percent_of(struct position at)
{
    double rest = 100.0;
    for (uint32_t i = 0; i < at.half; i++) {
        rest /= 2.0;
    }
    double into = rest / 2.0 * at.part / TKG_LADDER_STEPS_PER_HALF;
    return 100.0 - rest + into;
}

static struct position next_of(struct position at)
{
    at.part++;
    if (at.part == TKG_LADDER_STEPS_PER_HALF) {
        at.half++;
        at.part = 0;
    }
    return at;
}

static void add_step(struct tkg_percentile_ladder *ladder, double value, double share_0to1,
                     uint64_t up_to_here)
{
    if (ladder->step_count < TKG_LADDER_STEPS_MAX) {
        ladder->steps[ladder->step_count++] =
            (struct tkg_ladder_step){value, share_0to1, up_to_here};
    }
}

void tkg_percentile_ladder(const struct tkg_histogram *histogram,
                           struct tkg_percentile_ladder *ladder)
{
    const uint64_t total = tkg_histogram_count(histogram);
    const double max = (double)tkg_histogram_max(histogram);
    struct position at = {0};
    uint64_t seen = 0;
    ladder->step_count = 0;
    for (uint32_t bucket = 0; seen < total; bucket++) {
        uint64_t values = tkg_histogram_bucket_values(histogram, bucket);
        seen += values;
        double value = values > 0 ? tkg_histogram_bucket_midpoint(bucket) : 0.0;
        /* Alone in the highest bucket it is the maximum, which is exact. */
        value = value > max || (seen == total && values == 1) ? max : value;
        double reached = 100.0 * (double)seen / (double)total;
        /* The last bucket has one step only: the next one is 100 %. Of 2^54 values and more, all
         * but a few are 100 % as a double, which no step may be. */
        while (values > 0 && percent_of(at) <= reached && percent_of(at) < 100.0) {
            add_step(ladder, value, percent_of(at) / 100.0, seen);
            at = next_of(at);
            if (seen == total) {
                break;
            }
        }
    }
    if (total > 0) {
        add_step(ladder, max, 1.0, total);
    }
}
