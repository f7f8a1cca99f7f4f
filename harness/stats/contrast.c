/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/contrast.h"

#include <math.h>
#include <stdbool.h>

#include "base/check.h"
#include "stats/estimate.h"
#include "stats/trimmed_mean.h"

/* Cut off each end: what gate-endtoend (section 1) measured with. */
static const double trimmed_share = 0.2;

enum { NOT_THERE = -1 };

/* Two sides of one or two arms each. */
struct sides {
    int above[2];
    int below[2];
};

static int find_arm(const struct tkg_launch_slices *slices, enum tkg_arm_role role)
{
    for (int arm = 0; arm < TKG_ARM_COUNT; arm++) {
        if (slices->roles[arm] == role) {
            return arm;
        }
    }
    return NOT_THERE;
}

static double log_time(const struct tkg_launch_slices *slices, enum tkg_launch_clock clock,
                       uint32_t round, int arm)
{
    const double ns =
        clock == TKG_LAUNCH_CPU ? slices->cpu_ns[round][arm] : slices->wall_ns[round][arm];
    return ns > 0.0 ? log(ns) : NAN;
}

/* Both sides have as many arms: with a second one on both, the mean of two against that of two. */
static double contrast(const struct tkg_launch_slices *slices, enum tkg_launch_clock clock,
                       struct sides sides)
{
    double values[TKG_LAUNCH_ROUND_MAX];
    const bool is_pair = sides.above[1] != NOT_THERE && sides.below[1] != NOT_THERE;
    if (sides.above[0] == NOT_THERE || sides.below[0] == NOT_THERE) {
        return NAN;
    }
    for (uint32_t round = 0; round < slices->round_count; round++) {
        values[round] = log_time(slices, clock, round, sides.above[0]) -
                        log_time(slices, clock, round, sides.below[0]);
        if (is_pair) {
            values[round] += log_time(slices, clock, round, sides.above[1]) -
                             log_time(slices, clock, round, sides.below[1]);
            values[round] /= 2.0;
        }
        if (isnan(values[round])) {
            return NAN;
        }
    }
    return tkg_trimmed_mean(values, slices->round_count, trimmed_share);
}

static double median_ns_per_tick(const struct tkg_launch_slices *slices,
                                 enum tkg_launch_clock clock, int arm)
{
    double values[TKG_LAUNCH_ROUND_MAX];
    for (uint32_t round = 0; round < slices->round_count; round++) {
        values[round] =
            clock == TKG_LAUNCH_CPU ? slices->cpu_ns[round][arm] : slices->wall_ns[round][arm];
    }
    tkg_sort_values(values, slices->round_count);
    return tkg_median_of_sorted(values, slices->round_count) / slices->slice_tick_count;
}

struct tkg_contrasts tkg_contrasts_of(const struct tkg_launch_slices *slices,
                                      enum tkg_launch_clock clock)
{
    TKG_ASSERT(slices->round_count >= 1 && slices->round_count <= TKG_LAUNCH_ROUND_MAX);
    TKG_ASSERT(slices->slice_tick_count >= 1);
    const int base = find_arm(slices, TKG_ARM_BASE);
    const int base_again = find_arm(slices, TKG_ARM_BASE_AGAIN);
    const int head = find_arm(slices, TKG_ARM_HEAD);
    const int head_again = find_arm(slices, TKG_ARM_HEAD_AGAIN);
    const int plant = find_arm(slices, TKG_ARM_PLANT);
    struct tkg_contrasts contrasts = {
        .head = contrast(slices, clock, (struct sides){{head, head_again}, {base, base_again}}),
        .null = contrast(slices, clock, (struct sides){{base_again, NOT_THERE}, {base, NOT_THERE}}),
        .plant =
            contrast(slices, clock, (struct sides){{plant, NOT_THERE}, {base_again, NOT_THERE}}),
    };
    for (int arm = 0; arm < TKG_ARM_COUNT; arm++) {
        contrasts.arm_ns[arm] = median_ns_per_tick(slices, clock, arm);
    }
    return contrasts;
}
