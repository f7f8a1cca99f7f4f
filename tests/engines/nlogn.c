/* SPDX-License-Identifier: Apache-2.0
 *
 * Its time grows like n log n: it merges as a bottom-up merge sort does. Behind tick number i (from
 * 1), runs of 1, 2, 4, ... elements are merged as far as 2 divides i, so that n = 2^k ticks cost
 * n k steps in all.
 */
#define MISBEHAVE_TICKS merge_for_each(engine, tick_count)
#include <stddef.h>
#include <stdint.h>

struct misbehaving_engine;
static void merge_for_each(const struct misbehaving_engine *engine, size_t tick_count);
#include "misbehaving.h"

/* Times the steps of a sort of single elements: large against the skeleton's own cost. */
enum { STEPS_PER_ELEMENT = 4 };

static volatile uint64_t merged;

static void merge_for_each(const struct misbehaving_engine *engine, size_t tick_count)
{
    for (uint64_t i = engine->tick_count - tick_count + 1; i <= engine->tick_count; i++) {
        for (uint64_t run = 2; i % run == 0; run *= 2) {
            for (uint64_t step = 0; step < run * STEPS_PER_ELEMENT; step++) {
                merged = step;
            }
        }
    }
}
