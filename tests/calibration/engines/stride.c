/* SPDX-License-Identifier: Apache-2.0
 *
 * An engine that sums 64 numbers of a table for every tick, CALIBRATION_STRIDE apart. Other strides
 * are the same instructions, to the last one, and other cache lines: a slowdown that a count of
 * instructions cannot see. All numbers are 1, so that the digest is the same, too.
 */
#include <tickgate/engine.h>

#include "hot_function.h"

#define CALIBRATION_NAME "stride"

#ifndef CALIBRATION_STRIDE
#define CALIBRATION_STRIDE 1
#endif

enum { TABLE_COUNT = 1 << 17, READ_COUNT = 64 }; /* 1 MiB: beyond the first cache */

static uint64_t table[TABLE_COUNT];

struct engine_state {
    uint64_t sum;
    uint64_t place;
};

HOT uint64_t add_up(uint64_t place)
{
    DISPLACED;
    uint64_t sum = 0;
    for (uint64_t i = 0; i < READ_COUNT; i++) {
        sum += table[(place + i * CALIBRATION_STRIDE) % TABLE_COUNT];
        __asm__ volatile("" : "+r"(sum)); /* one read at a time, whatever the stride */
    }
    return sum;
}

/* The table is filled once, in the first process that needs it. */
static void engine_reset(struct engine_state *state)
{
    for (uint64_t i = 0; table[TABLE_COUNT - 1] == 0 && i < TABLE_COUNT; i++) {
        table[i] = 1;
    }
    *state = (struct engine_state){0};
}

static void engine_play(struct engine_state *state, const struct tkg_tick *tick)
{
    state->place = (state->place * 31 + (uint32_t)tick->bid_price) % TABLE_COUNT;
    state->sum += add_up(state->place);
}

static void engine_report(const struct engine_state *state, struct tkg_engine_report *report)
{
    report->digest = state->sum;
}

#include "engine_table.h"
