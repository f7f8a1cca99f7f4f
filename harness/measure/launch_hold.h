/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to measure: an arm that is slower by a known share of every slice or block it plays.
 *
 * More ticks are no such share: they are other ticks, which may be dearer or cheaper than those of
 * the slice (decision 0164).
 */
#ifndef TKG_MEASURE_LAUNCH_HOLD_H
#define TKG_MEASURE_LAUNCH_HOLD_H

#include <stdint.h>

struct tkg_launch_hold {
    double share;         /* 0.01: a hundredth more; 0: never waits */
    double due_cycles;    /* of all pieces so far */
    double waited_cycles; /* in all; too long by less than a read of the counter */
};

/* Waits for `share` of a piece of `cycles`; what it waits too long the next piece owes less.
 * The counter is read once where there is nothing to wait for, too, so that an arm without a share
 * is not cheaper by that. A wait that begins while the piece is still under way hides a part of it:
 * after a fenced read (tkg_cycles_end) none, after tkg_cycles some 5 ns.
 * returns  the counter when the waiting ended */
uint64_t tkg_launch_hold(struct tkg_launch_hold *hold, uint64_t cycles);

#endif
