/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to measure: an arm that is slower by a known share of every piece it plays.
 *
 * More ticks are no such share: they are other ticks, which may be dearer or cheaper than those of
 * the slice (decision 0164).
 */
#ifndef TKG_MEASURE_LAUNCH_HOLD_H
#define TKG_MEASURE_LAUNCH_HOLD_H

#include <stdint.h>

struct tkg_launch_hold {
    double share;       /* 0.01: a hundredth more; 0: never waits */
    double owed_cycles; /* below 0: waited too long */
};

/* Waits until the piece from `begin` to `end` (tkg_cycles) took `share` of itself more; what it
 * waits too long, by a part of a read of the counter, is owed less next time.
 * returns  when the waiting ended: `end` where there was nothing to wait for */
uint64_t tkg_launch_hold(struct tkg_launch_hold *hold, uint64_t begin, uint64_t end);

#endif
