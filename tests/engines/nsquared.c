/* SPDX-License-Identifier: Apache-2.0
 *
 * Its time grows like n^2: at every tick it walks through one element of each 64 ticks before.
 * Built with -g, so that the place of the scan can be told.
 */
#define MISBEHAVE_TICKS scan_for_each(engine, tick_count)
#include <stddef.h>
#include <stdint.h>

struct misbehaving_engine;
static void scan_for_each(const struct misbehaving_engine *engine, size_t tick_count);
#include "misbehaving.h"

enum { TICKS_PER_ELEMENT = 64 };

static volatile uint64_t scanned;

/* Not inlined: a profile names symbols. */
static __attribute__((noinline)) void scan_for_each(const struct misbehaving_engine *engine,
                                                    size_t tick_count)
{
    for (uint64_t i = engine->tick_count - tick_count; i < engine->tick_count; i++) {
        for (uint64_t element = 0; element < i / TICKS_PER_ELEMENT; element++) {
            scanned = element;
        }
    }
}
