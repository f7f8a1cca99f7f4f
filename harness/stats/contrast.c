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

/* Logarithm of an arm's time in one round, and what it is read from. */
struct reading {
    const struct tkg_launch_slices *slices;
    enum tkg_launch_clock clock;
    bool is_p99; /* then there is one value, whatever the round */
};

static double value_of(const struct reading *reading, uint32_t round, int arm)
{
    if (!reading->is_p99) {
        return log_time(reading->slices, reading->clock, round, arm);
    }
    const double ns = reading->slices->p99_ns[arm];
    return ns > 0.0 ? log(ns) : NAN;
}

/* Both sides have as many arms: with a second one on both, the mean of two against that of two. */
static double contrast(const struct reading *reading, struct sides sides)
{
    double values[TKG_LAUNCH_ROUND_MAX];
    const bool is_pair = sides.above[1] != NOT_THERE && sides.below[1] != NOT_THERE;
    const uint32_t round_count = reading->is_p99 ? 1 : reading->slices->round_count;
    if (sides.above[0] == NOT_THERE || sides.below[0] == NOT_THERE) {
        return NAN;
    }
    for (uint32_t round = 0; round < round_count; round++) {
        values[round] =
            value_of(reading, round, sides.above[0]) - value_of(reading, round, sides.below[0]);
        if (is_pair) {
            values[round] +=
                value_of(reading, round, sides.above[1]) - value_of(reading, round, sides.below[1]);
            values[round] /= 2.0;
        }
        if (isnan(values[round])) {
            return NAN;
        }
    }
    return tkg_trimmed_mean(values, round_count, trimmed_share);
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

static struct tkg_contrasts read_contrasts(const struct reading *reading)
{
    const struct tkg_launch_slices *slices = reading->slices;
    const int base = find_arm(slices, TKG_ARM_BASE);
    const int base_again = find_arm(slices, TKG_ARM_BASE_AGAIN);
    const int head = find_arm(slices, TKG_ARM_HEAD);
    const int head_again = find_arm(slices, TKG_ARM_HEAD_AGAIN);
    const int plant = find_arm(slices, TKG_ARM_PLANT);
    return (struct tkg_contrasts){
        .head = contrast(reading, (struct sides){{head, head_again}, {base, base_again}}),
        .null = contrast(reading, (struct sides){{base_again, NOT_THERE}, {base, NOT_THERE}}),
        .plant = contrast(reading, (struct sides){{plant, NOT_THERE}, {base_again, NOT_THERE}}),
    };
}

struct tkg_contrasts tkg_contrasts_of(const struct tkg_launch_slices *slices,
                                      enum tkg_launch_clock clock)
{
    TKG_ASSERT(slices->round_count >= 1 && slices->round_count <= TKG_LAUNCH_ROUND_MAX);
    TKG_ASSERT(slices->slice_tick_count >= 1);
    const struct reading reading = {.slices = slices, .clock = clock};
    struct tkg_contrasts contrasts = read_contrasts(&reading);
    for (int arm = 0; arm < TKG_ARM_COUNT; arm++) {
        contrasts.arm_ns[arm] = median_ns_per_tick(slices, clock, arm);
    }
    return contrasts;
}

struct tkg_contrasts tkg_contrasts_of_p99(const struct tkg_launch_slices *slices)
{
    const struct reading reading = {.slices = slices, .is_p99 = true};
    struct tkg_contrasts contrasts = read_contrasts(&reading);
    for (int arm = 0; arm < TKG_ARM_COUNT; arm++) {
        contrasts.arm_ns[arm] = slices->p99_ns[arm];
    }
    return contrasts;
}
