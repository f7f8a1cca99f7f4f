/* SPDX-License-Identifier: Apache-2.0
 *
 * Its time grows like n^2: at every tick it walks through one element of each 64 ticks before.
 */
#define MISBEHAVE_TICKS scan_for_each(engine, tick_count)
#include <stddef.h>
#include <stdint.h>

struct misbehaving_engine;
static void scan_for_each(const struct misbehaving_engine *engine, size_t tick_count);
#include "misbehaving.h"

enum { TICKS_PER_ELEMENT = 64 };

static volatile uint64_t scanned;

static void scan_for_each(const struct misbehaving_engine *engine, size_t tick_count)
{
    for (uint64_t i = engine->tick_count - tick_count; i < engine->tick_count; i++) {
        for (uint64_t element = 0; element < i / TICKS_PER_ELEMENT; element++) {
            scanned = element;
        }
    }
}
