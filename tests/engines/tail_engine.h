/* SPDX-License-Identifier: Apache-2.0
 *
 * An engine with a tail that can be planted: one call in fifty, drawn by a hash of its first tick's
 * time, works five times as much per tick as the others, and TAIL_PERMILLE of that. So 2 % of
 * blocks are slow, the 99th percentile lies in the middle of them, and it moves by TAIL_PERMILLE
 * while the median stays.
 */
#ifndef TKG_TESTS_TAIL_ENGINE_H
#define TKG_TESTS_TAIL_ENGINE_H

#define MISBEHAVE_TICKS work_for_each(engine, ticks, tick_count)
#include <stddef.h>
#include <stdint.h>

struct misbehaving_engine;
struct tkg_tick;
static void work_for_each(struct misbehaving_engine *engine, const struct tkg_tick *ticks,
                          size_t tick_count);
#include "misbehaving.h"

enum { USUAL_STEPS = 20, SLOW_CALL_PERIOD = 50 };

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014), as harness/base/random.h has it. */
static uint64_t hash(uint64_t value)
{
    value += UINT64_C(0x9e3779b97f4a7c15);
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

static volatile uint64_t sink;

/* A chain in which every step waits for the one before. */
static void work_for_each(struct misbehaving_engine *engine, const struct tkg_tick *ticks,
                          size_t tick_count)
{
    const int is_slow = hash((uint64_t)ticks[0].time_ns) % SLOW_CALL_PERIOD == 0;
    const size_t steps = tick_count * USUAL_STEPS * (is_slow ? 5 * TAIL_PERMILLE : 1000) / 1000;
    uint64_t value = engine->digest;
    for (size_t i = 0; i < steps; i++) {
        value = value * UINT64_C(6364136223846793005) + i;
    }
    sink = value;
}

#endif
