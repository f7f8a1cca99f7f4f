/* SPDX-License-Identifier: Apache-2.0
 *
 * An engine that is all branches: seven kinds of events, resting orders with the queue ahead of
 * them, five risk checks, expiry, bars. Where its twenty-odd functions come to lie moves it by a
 * percent, so it is what a gate is hardest to calibrate on.
 *
 * Every hot function begins with a jump over CALIBRATION_DISPLACED bytes (0 unless told) that are
 * never executed: builds that differ in nothing else do the same work at the same speed.
 * CALIBRATION_SLOWER adds sums that come to nothing: a change of source with the same digest;
 * CALIBRATION_AUDITED adds a function that is called once in WINDOW_TICKS.
 */
#include <tickgate/engine.h>

#include "hot_function.h"

#define CALIBRATION_NAME "branchy"

enum {
    MARKET_COUNT = 4,
    ORDER_COUNT = 12,
    LOTS_MAX = 40,
    ORDERS_PER_WINDOW = 64, /* throttle */
    WINDOW_TICKS = 256,
    LIFE_TICKS = 900,
    BAR_TICKS = 128,
};

enum event { QUOTE, TRADE, DEPTH, BEAT, MARK, HALT, CLEAR };

struct order {
    int32_t price;
    int32_t lots; /* left; 0: the place is free */
    int32_t ahead;
    int32_t is_buy;
    uint64_t born;
};

struct market {
    struct order orders[ORDER_COUNT];
    uint64_t tick_count;
    uint64_t fill_count;
    uint64_t order_count;
    uint64_t digest;
    int64_t cash;
    int64_t equity;
    int64_t equity_peak;
    int64_t drawdown;
    int64_t average_price; /* of the position, times 16 */
    int32_t position;
    int32_t bid, ask;
    int32_t last, last_before;
    int32_t bid_lots, ask_lots;
    int32_t fast, slow; /* moving averages, times 256 */
    int32_t sent_in_window;
    int32_t is_halted;
    int32_t bar_high, bar_low, bar_volume, range;
    int32_t depth[16];
};

struct engine_state {
    struct market markets[MARKET_COUNT];
};

HOT void mix(struct market *s, uint64_t value)
{
    DISPLACED;
    s->digest = (s->digest ^ value) * UINT64_C(6364136223846793005);
    s->digest ^= s->digest >> 29;
}

HOT void mark_to_market(struct market *s)
{
    DISPLACED;
    s->equity = s->cash + (int64_t)s->position * s->last;
    if (s->equity > s->equity_peak) {
        s->equity_peak = s->equity;
    } else if (s->equity_peak - s->equity > s->drawdown) {
        s->drawdown = s->equity_peak - s->equity;
    }
}

HOT void take_fill(struct market *s, struct order *order, int32_t lots)
{
    DISPLACED;
    const int32_t signed_lots = order->is_buy ? lots : -lots;
    const int64_t held = s->position < 0 ? -s->position : s->position;
    if ((s->position < 0) == (signed_lots < 0)) {
        s->average_price =
            (s->average_price * held + (int64_t)order->price * 16 * lots) / (held + lots);
    } else if (held < lots) {
        s->average_price = (int64_t)order->price * 16;
    }
    s->cash -= (int64_t)signed_lots * order->price + lots;
    s->position += signed_lots;
    order->lots -= lots;
    s->fill_count++;
    mix(s, (uint64_t)(uint32_t)order->price << 8 | (uint32_t)lots);
}

HOT void cancel(struct market *s, struct order *order)
{
    DISPLACED;
    mix(s, (uint64_t)(uint32_t)order->lots);
    order->lots = 0;
}

HOT void expire(struct market *s)
{
    DISPLACED;
    for (int i = 0; i < ORDER_COUNT; i++) {
        if (s->orders[i].lots > 0 && s->tick_count - s->orders[i].born > LIFE_TICKS) {
            cancel(s, &s->orders[i]);
        }
    }
}

/* A trade at an order's price eats the queue before it, then the order. */
HOT void advance_queue(struct market *s, int32_t price, int32_t lots)
{
    DISPLACED;
    for (int i = 0; i < ORDER_COUNT; i++) {
        struct order *order = &s->orders[i];
        if (order->lots <= 0 || order->price != price) {
            continue;
        }
        order->ahead -= lots;
        if (order->ahead < 0) {
            const int32_t through = -order->ahead;
            take_fill(s, order, through < order->lots ? through : order->lots);
            order->ahead = 0;
        }
    }
}

/* Orders that the market moved through are filled. */
HOT void cross(struct market *s)
{
    DISPLACED;
    for (int i = 0; i < ORDER_COUNT; i++) {
        struct order *order = &s->orders[i];
        if (order->lots > 0 && (order->is_buy ? order->price >= s->ask : order->price <= s->bid)) {
            take_fill(s, order, order->lots);
        }
    }
}

HOT int is_small_enough(const struct market *s, int32_t signed_lots)
{
    DISPLACED;
    const int32_t after = s->position + signed_lots;
    return after <= LOTS_MAX && after >= -LOTS_MAX;
}

HOT int is_near_market(const struct market *s, int32_t price)
{
    DISPLACED;
    const int32_t distance = price > s->last ? price - s->last : s->last - price;
    return distance <= 16 + s->range;
}

HOT int is_within_loss(const struct market *s)
{
    DISPLACED;
    return s->equity_peak - s->equity < 4000000;
}

HOT int is_within_rate(struct market *s)
{
    DISPLACED;
    return ++s->sent_in_window <= ORDERS_PER_WINDOW;
}

HOT int is_allowed(struct market *s, int32_t price, int32_t signed_lots)
{
    DISPLACED;
    return !s->is_halted && is_small_enough(s, signed_lots) && is_near_market(s, price) &&
           is_within_loss(s) && is_within_rate(s);
}

HOT void send(struct market *s, int32_t price, int32_t lots, int is_buy)
{
    DISPLACED;
    if (!is_allowed(s, price, is_buy ? lots : -lots)) {
        mix(s, 1);
        return;
    }
    for (int i = 0; i < ORDER_COUNT; i++) {
        if (s->orders[i].lots == 0) {
            s->orders[i] = (struct order){.price = price,
                                          .lots = lots,
                                          .ahead = is_buy ? s->bid_lots / 2 : s->ask_lots / 2,
                                          .is_buy = is_buy,
                                          .born = s->tick_count};
            s->order_count++;
            return;
        }
    }
    cancel(s, &s->orders[s->tick_count % ORDER_COUNT]);
}

HOT void update_bar(struct market *s, int32_t price, int32_t lots)
{
    DISPLACED;
    s->bar_high = price > s->bar_high ? price : s->bar_high;
    s->bar_low = price < s->bar_low ? price : s->bar_low;
    s->bar_volume += lots;
    if (s->tick_count % BAR_TICKS == 0) {
        s->range = (3 * s->range + s->bar_high - s->bar_low) / 4;
        s->bar_high = s->bar_low = price;
        s->bar_volume = 0;
    }
}

HOT void update_averages(struct market *s, int32_t price)
{
    DISPLACED;
    if (s->slow == 0) { /* from the first price on, or thousands of ticks were a trend */
        s->fast = s->slow = price * 256;
    }
    s->fast += (price * 256 - s->fast) / 8;
    s->slow += (price * 256 - s->slow) / 64;
    MULTIPLY_IN_VAIN(s->fast);
}

HOT void decide(struct market *s)
{
    DISPLACED;
    const int32_t trend = s->fast - s->slow;
    if (trend > 96 && s->bid_lots > s->ask_lots) {
        send(s, s->bid, 1 + s->bid_lots % 3, 1);
    } else if (trend < -96 && s->ask_lots > s->bid_lots) {
        send(s, s->ask, 1 + s->ask_lots % 3, 0);
    } else if (s->position > 8 && s->last > s->last_before) {
        send(s, s->ask + 1, 2, 0);
    } else if (s->position < -8 && s->last < s->last_before) {
        send(s, s->bid - 1, 2, 1);
    }
}

HOT void on_quote(struct market *s, const struct tkg_tick *tick)
{
    DISPLACED;
    s->bid = tick->bid_price;
    s->ask = tick->ask_price;
    s->bid_lots = (int32_t)(tick->bid_size & 0xffff);
    s->ask_lots = (int32_t)(tick->ask_size & 0xffff);
    cross(s);
    update_averages(s, (s->bid + s->ask) / 2);
    decide(s);
}

HOT void on_trade(struct market *s, const struct tkg_tick *tick)
{
    DISPLACED;
    const int32_t lots = (int32_t)((tick->bid_size + tick->ask_size) & 0xffff);
    s->last_before = s->last;
    s->last = tick->bid_price;
    advance_queue(s, s->last, lots);
    update_bar(s, s->last, lots);
    mark_to_market(s);
}

HOT void on_depth(struct market *s, const struct tkg_tick *tick)
{
    DISPLACED;
    const uint32_t place = (uint32_t)tick->bid_price % 16;
    s->depth[place] = (int32_t)(tick->bid_size & 0xffff);
    if (s->depth[place] > 2 * s->depth[(place + 1) % 16]) {
        advance_queue(s, tick->bid_price, s->depth[place] / 8);
    }
}

HOT void on_beat(struct market *s)
{
    DISPLACED;
    expire(s);
}

HOT void on_halt(struct market *s)
{
    DISPLACED;
    for (int i = 0; i < ORDER_COUNT; i++) {
        if (s->orders[i].lots > 0) {
            cancel(s, &s->orders[i]);
        }
    }
    s->is_halted = 1;
}

HOT void on_clear(struct market *s)
{
    DISPLACED;
    s->is_halted = 0;
    s->equity_peak = s->equity;
}

/* The stream has two kinds; the others are drawn from what the ticks hold. */
HOT enum event classify(const struct tkg_tick *tick)
{
    DISPLACED;
    const uint32_t drawn = (uint32_t)tick->time_ns * 2654435761u >> 25; /* 0 .. 127 */
    if (tick->kind == TKG_TICK_TRADE) {
        return drawn < 1 ? HALT : TRADE;
    }
    return drawn < 24 ? DEPTH : drawn < 30 ? BEAT : drawn < 36 ? MARK : drawn < 38 ? CLEAR : QUOTE;
}

HOT void play(struct market *s, const struct tkg_tick *tick)
{
    DISPLACED;
    if (++s->tick_count % WINDOW_TICKS == 0) {
        s->sent_in_window = ZERO_IN_VAIN;
    }
    switch (classify(tick)) {
    case QUOTE:
        on_quote(s, tick);
        break;
    case TRADE:
        on_trade(s, tick);
        break;
    case DEPTH:
        on_depth(s, tick);
        break;
    case BEAT:
        on_beat(s);
        break;
    case MARK:
        mark_to_market(s);
        break;
    case HALT:
        on_halt(s);
        break;
    case CLEAR:
        on_clear(s);
        break;
    }
}

static void engine_reset(struct engine_state *state)
{
    *state = (struct engine_state){0};
}

static void engine_play(struct engine_state *state, const struct tkg_tick *tick)
{
    play(&state->markets[tick->instrument_id % MARKET_COUNT], tick);
}

static void engine_report(const struct engine_state *state, struct tkg_engine_report *report)
{
    for (int i = 0; i < MARKET_COUNT; i++) {
        const struct market *market = &state->markets[i];
        report->order_count += market->order_count;
        report->fill_count += market->fill_count;
        report->final_equity += market->equity * 10000;
        report->digest = report->digest * 31 + (market->digest ^ (uint64_t)market->equity);
    }
}

#include "engine_table.h"
