/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to measure: the blocks of a launch's slices, and the 99th percentile of each arm.
 *
 * A block is some 2 us of ticks, timed by the cycle counter. Blocks count from rounds only in which
 * nobody disturbed any arm: where wall time is no longer than CPU time, nobody else ran. All arms
 * of a round play the same ticks, so that dropping it leaves the arms comparable (decision 0122).
 */
#ifndef TKG_MEASURE_LAUNCH_BLOCKS_H
#define TKG_MEASURE_LAUNCH_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/engine_handle.h"
#include "measure/launch.h"
#include "measure/launch_hold.h"

struct tkg_launch_blocks {
    uint64_t *cycles; /* owned; [round][arm][block] */
    uint32_t round_count;
    uint32_t block_count; /* of one slice */
    uint32_t block_tick_count;
};

/* Room for all blocks of the spec, prefaulted. TKG_NO_MEMORY */
enum tkg_status tkg_launch_blocks_init(struct tkg_launch_blocks *blocks,
                                       const struct tkg_launch_spec *spec,
                                       struct tkg_error *err) TKG_MUST_CHECK;
void tkg_launch_blocks_deinit(struct tkg_launch_blocks *blocks);

/* Where the cycles of an arm's blocks in a round lie, block_count of them. */
uint64_t *tkg_launch_blocks_slice(const struct tkg_launch_blocks *blocks, uint32_t round,
                                  uint32_t arm);

/* Plays one slice block by block.
 * hold    after each block the arm waits by it
 * cycles  tkg_launch_blocks_slice() of the arm and round
 * cost    a read of the counter per block */
enum tkg_status tkg_launch_blocks_play(const struct tkg_launch_blocks *blocks,
                                       struct tkg_engine *engine, const struct tkg_tick *ticks,
                                       struct tkg_launch_hold *hold, uint64_t *cycles,
                                       struct tkg_error *err) TKG_MUST_CHECK;

/* p99_ns and quiet_round_count of slices whose times are all there. */
void tkg_launch_blocks_summarise(struct tkg_launch_blocks *blocks,
                                 struct tkg_launch_slices *slices);

#endif
