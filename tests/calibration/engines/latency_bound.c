/* SPDX-License-Identifier: Apache-2.0
 *
 * An engine that is one chain of dependent sums: two exponential averages, a variance, a z-score
 * with its root and division, and orders that are filled when it crosses. Its speed is that of the
 * chain; layouts move it little.
 *
 * Floating point decides here; what enters the digest are the fills, whole numbers. Base and head
 * are the same source and machine, so they agree.
 */
#include <math.h>

#include <tickgate/engine.h>

#include "hot_function.h"

#define CALIBRATION_NAME "latency_bound"

/* Instructions that nothing waits for: more of them is a change that only a count sees. */
#ifndef CALIBRATION_FREE
#define CALIBRATION_FREE 0
#endif

enum { POSITION_MAX = 10 };

struct engine_state {
    double fast, slow;
    double mean, variance;
    double z;
    int64_t cash;
    int64_t equity, equity_peak, drawdown;
    int64_t position, target;
    uint64_t fill_count, order_count;
    uint64_t digest;
};

HOT void take_fill(struct engine_state *s, const struct tkg_tick *tick)
{
    DISPLACED;
    const int64_t wanted = s->target - s->position;
    const int64_t offered = (int64_t)(wanted > 0 ? tick->ask_size : tick->bid_size) + 1;
    const int64_t price = wanted > 0 ? tick->ask_price : tick->bid_price;
    const int64_t lots = wanted > offered ? offered : wanted < -offered ? -offered : wanted;
    s->order_count++;
    s->fill_count++;
    s->position += lots;
    s->cash -= lots * price + (lots < 0 ? -lots : lots);
    s->digest = (s->digest ^ (uint64_t)(price * 64 + lots)) * UINT64_C(6364136223846793005);
}

HOT void update(struct engine_state *s, double price)
{
    DISPLACED;
    s->fast += 0.10 * (price - s->fast);
    s->slow += 0.02 * (price - s->slow);
    const double distance = price - s->mean;
    s->mean += 0.01 * distance;
    s->variance += 0.01 * (distance * distance - s->variance);
    s->z = (s->fast - s->slow) / sqrt(s->variance + 1.0);
    for (uint64_t i = 0; i < CALIBRATION_FREE; i++) { /* beside the chain: they cost nothing */
        uint64_t unused = i;
        __asm__ volatile("" : "+r"(unused));
    }
}

HOT void mark(struct engine_state *s, int64_t price)
{
    DISPLACED;
    s->equity = s->cash + s->position * price;
    s->equity_peak = s->equity > s->equity_peak ? s->equity : s->equity_peak;
    s->drawdown =
        s->equity_peak - s->equity > s->drawdown ? s->equity_peak - s->equity : s->drawdown;
}

static void engine_reset(struct engine_state *state)
{
    *state = (struct engine_state){.variance = 1.0};
}

/* One instrument of the stream is traded at its own price; all move the averages. */
static void engine_play(struct engine_state *state, const struct tkg_tick *tick)
{
    const int64_t price = ((int64_t)tick->bid_price + tick->ask_price) / 2;
    update(state, (double)price);
    if (state->z > 0.5) {
        state->target = POSITION_MAX;
    } else if (state->z < -0.5) {
        state->target = -POSITION_MAX;
    }
    if (state->target != state->position) {
        take_fill(state, tick);
    }
    mark(state, price);
}

static void engine_report(const struct engine_state *state, struct tkg_engine_report *report)
{
    report->order_count = state->order_count;
    report->fill_count = state->fill_count;
    report->final_equity = state->equity * 10000;
    report->max_drawdown = state->drawdown * 10000;
    report->digest = state->digest ^ (uint64_t)state->equity;
}

#include "engine_table.h"
