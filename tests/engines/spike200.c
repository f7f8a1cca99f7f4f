/* SPDX-License-Identifier: Apache-2.0
 *
 * Every tick takes 2 us, but one in each 200 takes 20 us: the p99 is 2 us and the p99.9 20 us, by
 * construction. Where in its 200 the slow one lies is drawn by a hash, so that no sampling beat
 * meets it. The clock itself is the measure of the work, whatever the machine's speed.
 */
#define MISBEHAVE_TICKS spin_for_each(engine, tick_count)
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct misbehaving_engine;
static void spin_for_each(const struct misbehaving_engine *engine, size_t tick_count);
#include "misbehaving.h"

enum { PERIOD = 200, USUAL_NS = 2000, SLOW_NS = 20000 };

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014), as harness/base/random.h has it. */
static uint64_t hash(uint64_t value)
{
    value += UINT64_C(0x9e3779b97f4a7c15);
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

static int64_t now_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void spin_for_each(const struct misbehaving_engine *engine, size_t tick_count)
{
    for (uint64_t i = engine->tick_count - tick_count; i < engine->tick_count; i++) {
        const int64_t end_ns =
            now_ns() + (i % PERIOD == hash(i / PERIOD) % PERIOD ? SLOW_NS : USUAL_NS);
        while (now_ns() < end_ns) {
        }
    }
}
