/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/launch_blocks.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "host/clock.h"
#include "stats/estimate.h"

/* CPU time is read around wall time, so that an undisturbed slice has a little less wall time;
 * whoever else runs takes several microseconds. */
static const double quiet_ns = 2000.0;

enum {
    /* One block in a hundred is beyond the percentile: of 400, four. */
    BLOCK_COUNT_MIN = 400,
};

enum tkg_status tkg_launch_blocks_init(struct tkg_launch_blocks *blocks,
                                       const struct tkg_launch_spec *spec, struct tkg_error *err)
{
    *blocks = (struct tkg_launch_blocks){
        .round_count = spec->round_count,
        .block_count = spec->slice_tick_count / spec->block_tick_count,
        .block_tick_count = spec->block_tick_count,
    };
    const size_t bytes =
        (size_t)blocks->round_count * TKG_ARM_COUNT * blocks->block_count * sizeof(uint64_t);
    blocks->cycles = malloc(bytes);
    if (!blocks->cycles) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the blocks of a launch");
    }
    memset(blocks->cycles, 0xff, bytes);
    return TKG_OK;
}

void tkg_launch_blocks_deinit(struct tkg_launch_blocks *blocks)
{
    free(blocks->cycles);
    blocks->cycles = NULL;
}

uint64_t *tkg_launch_blocks_slice(const struct tkg_launch_blocks *blocks, uint32_t round,
                                  uint32_t arm)
{
    return blocks->cycles + ((size_t)round * TKG_ARM_COUNT + arm) * blocks->block_count;
}

enum tkg_status tkg_launch_blocks_play(const struct tkg_launch_blocks *blocks,
                                       struct tkg_engine *engine, const struct tkg_tick *ticks,
                                       struct tkg_launch_hold *hold, uint64_t *cycles,
                                       struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    uint64_t begin = tkg_cycles();
    for (uint32_t block = 0; block < blocks->block_count && status == TKG_OK; block++) {
        status = tkg_engine_feed(engine, ticks, blocks->block_tick_count, err);
        const uint64_t end = tkg_launch_hold(hold, tkg_cycles() - begin);
        cycles[block] = end - begin;
        begin = end;
        ticks += blocks->block_tick_count;
    }
    return status;
}

static bool is_quiet(const struct tkg_launch_slices *slices, uint32_t round)
{
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        if (slices->wall_ns[round][arm] - slices->cpu_ns[round][arm] > quiet_ns) {
            return false;
        }
    }
    return true;
}

/* All slices together are the ruler: a calibration of its own would take longer than the launch. */
static double ns_per_cycle(const struct tkg_launch_blocks *blocks,
                           const struct tkg_launch_slices *slices)
{
    double ns = 0.0;
    double cycles = 0.0;
    for (uint32_t round = 0; round < blocks->round_count; round++) {
        for (uint32_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
            const uint64_t *slice = tkg_launch_blocks_slice(blocks, round, arm);
            ns += slices->wall_ns[round][arm];
            for (uint32_t block = 0; block < blocks->block_count; block++) {
                cycles += (double)slice[block];
            }
        }
    }
    return cycles > 0.0 ? ns / cycles : NAN;
}

/* Of the quiet rounds, nearest rank; values has room for all blocks of an arm. */
static double p99_cycles(const struct tkg_launch_blocks *blocks,
                         const struct tkg_launch_slices *slices, uint32_t arm, double *values)
{
    size_t count = 0;
    for (uint32_t round = 0; round < blocks->round_count; round++) {
        const uint64_t *slice = tkg_launch_blocks_slice(blocks, round, arm);
        for (uint32_t block = 0; is_quiet(slices, round) && block < blocks->block_count; block++) {
            values[count++] = (double)slice[block];
        }
    }
    if (count < BLOCK_COUNT_MIN) {
        return NAN;
    }
    tkg_sort_values(values, count);
    return values[(99 * count + 99) / 100 - 1];
}

void tkg_launch_blocks_summarise(struct tkg_launch_blocks *blocks, struct tkg_launch_slices *slices)
{
    double *values = malloc((size_t)blocks->round_count * blocks->block_count * sizeof(double));
    const double unit_ns = ns_per_cycle(blocks, slices) / blocks->block_tick_count;
    slices->quiet_round_count = 0;
    for (uint32_t round = 0; round < blocks->round_count; round++) {
        slices->quiet_round_count += is_quiet(slices, round);
    }
    for (uint32_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        slices->p99_ns[arm] = values ? unit_ns * p99_cycles(blocks, slices, arm, values) : NAN;
    }
    free(values);
}
