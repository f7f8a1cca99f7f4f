/* SPDX-License-Identifier: Apache-2.0
 *
 * From the slices of one launch to its contrasts: logarithms of ratios of times, as many arms on
 * either side (a mean of several against one is biased: layout noise is skewed), round by round,
 * the disturbed rounds trimmed away.
 */
#ifndef TKG_STATS_CONTRAST_H
#define TKG_STATS_CONTRAST_H

#include "sample/launch_slices.h"

enum tkg_launch_clock {
    TKG_LAUNCH_CPU, /* CPU time of the thread: what a neighbour takes is not in it */
    TKG_LAUNCH_WALL,
};

/* NaN where the launch lacks an arm for it. */
struct tkg_contrasts {
    double head;                  /* {B, B'} against {A, A'}, or B against A */
    double null;                  /* A' against A */
    double plant;                 /* X against A' */
    double arm_ns[TKG_ARM_COUNT]; /* median slice of each arm over its ticks: ns per tick */
};

/* cost: some 10 us at 64 rounds. Slices of no time at all (a clock that stands still) make NaN. */
struct tkg_contrasts tkg_contrasts_of(const struct tkg_launch_slices *slices,
                                      enum tkg_launch_clock clock);

/* The same of the arms' 99th percentiles; arm_ns is the percentile, ns per tick. All NaN where the
 * launch timed no blocks or was disturbed too much. */
struct tkg_contrasts tkg_contrasts_of_p99(const struct tkg_launch_slices *slices);

#endif
