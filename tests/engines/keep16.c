/* SPDX-License-Identifier: Apache-2.0
 *
 * Keeps 16 bytes for each tick: memory proportional to the ticks.
 */
#define MISBEHAVE_TICKS keep(ticks, tick_count)
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <tickgate/engine.h>

struct kept {
    int64_t time_ns;
    int64_t mid_half_ticks;
};

/* Chunks, not one array: doubling would make the growth jump, and the slope is what is tested. */
enum { CHUNK_COUNT = 4096 };
static struct kept *chunk;
static size_t used = CHUNK_COUNT;

static void keep(const struct tkg_tick *ticks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (used == CHUNK_COUNT) {
            chunk = malloc(CHUNK_COUNT * sizeof *chunk);
            used = 0;
        }
        if (chunk) {
            chunk[used] =
                (struct kept){ticks[i].time_ns, (int64_t)ticks[i].bid_price + ticks[i].ask_price};
        }
        used++;
    }
}
#include "misbehaving.h"
