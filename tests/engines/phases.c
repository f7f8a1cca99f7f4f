/* SPDX-License-Identifier: Apache-2.0
 *
 * Another function is hot in the second half of every replay than in the first. Both do the same
 * chain of multiplications, in which every step waits for the one before, so that the halves take
 * equally long. The parameter "change=50000" says after how many ticks.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void run_phase(uint64_t seen_count, uint64_t tick_count);
static void keep_change(const char *parameters);

#define MISBEHAVE_CREATE keep_change(config->parameters)
#define MISBEHAVE_TICKS run_phase(engine->tick_count, tick_count)
#include "misbehaving.h"

enum { STEPS = 40 }; /* a tick: some 50 ns, so that 100,000 of them are a replay of 5 ms */

static uint64_t change_tick_count;
static volatile uint64_t chain_end;

static void keep_change(const char *parameters)
{
    const char *equals = strchr(parameters, '=');
    change_tick_count = equals ? strtoull(equals + 1, NULL, 10) : 0;
}

/* Two functions, not one with two names: the linker may not fold them, for they differ. */
static __attribute__((noinline)) void price_early(uint64_t tick_count)
{
    uint64_t value = tick_count;
    for (uint64_t i = 0; i < tick_count * STEPS; i++) {
        value = value * UINT64_C(6364136223846793005) + i;
    }
    chain_end = value;
}

static __attribute__((noinline)) void settle_late(uint64_t tick_count)
{
    uint64_t value = tick_count + 1;
    for (uint64_t i = 0; i < tick_count * STEPS; i++) {
        value = value * UINT64_C(2862933555777941757) + i;
    }
    chain_end = value;
}

static void run_phase(uint64_t seen_count, uint64_t tick_count)
{
    if (seen_count <= change_tick_count) {
        price_early(tick_count);
    } else {
        settle_late(tick_count);
    }
}
