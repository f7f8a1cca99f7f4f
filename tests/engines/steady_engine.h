/* SPDX-License-Identifier: Apache-2.0
 *
 * An engine whose time is known by its make: a chain of multiplications in which every step waits
 * for the one before, STEADY_STEPS of them a tick. Where its code lies does not move it, the caches
 * do not, so a build with 3 % more steps takes 3 % longer. The digest is the same for all.
 */
#ifndef TKG_TESTS_STEADY_ENGINE_H
#define TKG_TESTS_STEADY_ENGINE_H

#define MISBEHAVE_TICKS walk_chain(tick_count)
#include <stddef.h>

static void walk_chain(size_t tick_count);
#include "misbehaving.h"

static volatile uint64_t chain_end;

static void walk_chain(size_t tick_count)
{
    uint64_t value = tick_count;
    for (size_t i = 0; i < tick_count * STEADY_STEPS; i++) {
        value = value * UINT64_C(6364136223846793005) + i;
    }
    chain_end = value;
}

#endif
