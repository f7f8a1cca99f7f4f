/* SPDX-License-Identifier: Apache-2.0
 *
 * How small an effect can be seen on a machine? From trials of one and the same engine, two at a
 * time as if they were base and head: every difference between the two is noise. Pure.
 */
#ifndef TKG_STATS_NOISE_FLOOR_H
#define TKG_STATS_NOISE_FLOOR_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* How often a run must see an effect for it to count as one that can be seen. */
#define TKG_NOISE_SURE_0TO1 0.9

enum {
    /* Rounds of a run of default length (config/suite.c). */
    TKG_NOISE_ROUND_COUNT = 20,
    /* Fewer pairs than rounds would be drawn again and again. */
    TKG_NOISE_PAIR_MIN = 10,
};

/* Shares of a trial's time: 0.01 is 1 %. */
struct tkg_noise_floor {
    double trial_noise; /* spread of one trial: 1.4826 median absolute deviations, which is a
                           standard deviation where noise is normal */
    double shift;       /* of the second of a pair against the first: the truth is 0 */
    double shift_low;   /* its interval, as interval.h has it */
    double shift_high;
    double effect_min;   /* the smallest effect that a run of TKG_NOISE_ROUND_COUNT pairs tells from
                            none, TKG_NOISE_SURE_0TO1 of the time */
    uint32_t pair_count; /* that were used */
};

/* first, second  times (or rates) of the two trials of each pair, > 0
 * pair_count     TKG_TOO_FEW below TKG_NOISE_PAIR_MIN
 * seed           of the runs that are drawn from the pairs
 * returns        TKG_NO_MEMORY, too. cost: 20 ms */
enum tkg_status tkg_noise_floor_of(const double *first, const double *second, size_t pair_count,
                                   uint64_t seed, struct tkg_noise_floor *floor,
                                   struct tkg_error *err) TKG_MUST_CHECK;

#endif
