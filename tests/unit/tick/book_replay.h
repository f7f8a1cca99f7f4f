/* SPDX-License-Identifier: Apache-2.0
 *
 * The slow, obvious judge of book streams: all live orders of a book in one array by time, all
 * levels in another, every question answered by looking at all of them. Shares nothing with the
 * generator but the tick record.
 */
#ifndef TKG_TEST_BOOK_REPLAY_H
#define TKG_TEST_BOOK_REPLAY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <tickgate/engine.h>

enum { REPLAY_BOOKS = 8, REPLAY_ORDERS_MAX = 6000, REPLAY_LEVELS_MAX = 400 };

/* In order of priority in time: the first one with a price is the front of its queue. */
struct replay_orders {
    uint32_t count;
    uint64_t id[REPLAY_ORDERS_MAX];
    int32_t price[REPLAY_ORDERS_MAX];
    uint32_t lots[REPLAY_ORDERS_MAX];
    bool ask[REPLAY_ORDERS_MAX];
};

struct replay_levels {
    uint32_t count;
    int32_t price[REPLAY_LEVELS_MAX];
    uint32_t lots[REPLAY_LEVELS_MAX];
    bool ask[REPLAY_LEVELS_MAX];
};

struct replay {
    struct replay_orders orders[REPLAY_BOOKS];
    struct replay_levels levels[REPLAY_BOOKS];
    bool from_the_middle; /* what is unknown may have come before */
    int64_t last_ns;
    const char *complaint; /* the first contradiction; NULL none */
    uint64_t kinds[8];
    uint64_t executed_at_best;
    uint64_t executed_at_front; /* and the oldest there */
    uint32_t live_count;
};

static inline bool replay_is_ask(const struct tkg_tick *tick)
{
    return (tick->flags & TKG_TICK_ASK_SIDE) != 0;
}

static inline bool replay_complain(struct replay *replay, const char *text)
{
    replay->complaint = replay->complaint != NULL ? replay->complaint : text;
    return false;
}

/* Best price of a side; 0 when it is empty. */
static inline int32_t replay_best(const int32_t *prices, const bool *asks, uint32_t count, bool ask)
{
    int32_t best = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool better = best == 0 || (ask ? prices[i] < best : prices[i] > best);
        best = asks[i] == ask && better ? prices[i] : best;
    }
    return best;
}

/* Whether an order or level there would lock or cross the other side. */
static inline bool replay_crosses(const int32_t *prices, const bool *asks, uint32_t count, bool ask,
                                  int32_t price)
{
    int32_t other = replay_best(prices, asks, count, !ask);
    return other != 0 && (ask ? price <= other : price >= other);
}

static inline uint32_t replay_find(const struct replay_orders *orders, uint64_t id)
{
    uint32_t i = 0;
    while (i < orders->count && orders->id[i] != id) {
        i++;
    }
    return i;
}

static inline void replay_remove(struct replay *replay, struct replay_orders *orders, uint32_t at)
{
    const uint32_t after = orders->count - at - 1;
    memmove(&orders->id[at], &orders->id[at + 1], after * sizeof(orders->id[0]));
    memmove(&orders->price[at], &orders->price[at + 1], after * sizeof(orders->price[0]));
    memmove(&orders->lots[at], &orders->lots[at + 1], after * sizeof(orders->lots[0]));
    memmove(&orders->ask[at], &orders->ask[at + 1], after * sizeof(orders->ask[0]));
    orders->count--;
    replay->live_count--;
}

static inline bool replay_append(struct replay *replay, struct replay_orders *orders,
                                 const struct tkg_tick *tick)
{
    const uint32_t at = orders->count;
    const bool ask = replay_is_ask(tick);
    if (at == REPLAY_ORDERS_MAX) {
        return replay_complain(replay, "too many live orders");
    }
    if (replay_crosses(orders->price, orders->ask, at, ask, tick->bid_price)) {
        return replay_complain(replay, "an order locks or crosses the book");
    }
    orders->id[at] = tkg_tick_order_id(tick);
    orders->price[at] = tick->bid_price;
    orders->lots[at] = tick->bid_size;
    orders->ask[at] = ask;
    orders->count++;
    replay->live_count++;
    return true;
}

static inline bool replay_modify(struct replay *replay, struct replay_orders *orders, uint32_t at,
                                 const struct tkg_tick *tick)
{
    if (orders->price[at] == tick->bid_price && tick->bid_size <= orders->lots[at]) {
        orders->lots[at] = tick->bid_size;
        return true;
    }
    replay_remove(replay, orders, at);
    return replay_append(replay, orders, tick);
}

static inline void replay_note_execution(struct replay *replay, const struct replay_orders *orders,
                                         uint32_t at)
{
    const bool ask = orders->ask[at];
    uint32_t first = 0;
    while (orders->ask[first] != ask || orders->price[first] != orders->price[at]) {
        first++;
    }
    bool best = replay_best(orders->price, orders->ask, orders->count, ask) == orders->price[at];
    replay->executed_at_best += best;
    replay->executed_at_front += best && first == at;
}

static inline bool replay_known_order(struct replay *replay, struct replay_orders *orders,
                                      uint32_t at, const struct tkg_tick *tick)
{
    if (orders->ask[at] != replay_is_ask(tick)) {
        return replay_complain(replay, "another side than the order's");
    }
    if (tick->kind == TKG_TICK_ORDER_MODIFY) {
        return replay_modify(replay, orders, at, tick);
    }
    if (orders->price[at] != tick->bid_price) {
        return replay_complain(replay, "another price than the order's");
    }
    if (tick->bid_size > orders->lots[at]) {
        return replay_complain(replay, "more lots than the order has");
    }
    if (tick->kind == TKG_TICK_ORDER_DELETE && tick->bid_size != orders->lots[at]) {
        return replay_complain(replay, "a deleted order had other lots left");
    }
    if (tick->kind == TKG_TICK_ORDER_REDUCE && tick->bid_size == orders->lots[at]) {
        return replay_complain(replay, "a reduction leaves nothing");
    }
    if (tick->kind == TKG_TICK_ORDER_EXECUTE) {
        replay_note_execution(replay, orders, at);
    }
    orders->lots[at] -= tick->bid_size;
    if (orders->lots[at] == 0) {
        replay_remove(replay, orders, at);
    }
    return true;
}

static inline bool replay_order(struct replay *replay, const struct tkg_tick *tick)
{
    struct replay_orders *orders = &replay->orders[tick->instrument_id];
    uint32_t at = replay_find(orders, tkg_tick_order_id(tick));
    if (tick->bid_size == 0) {
        return replay_complain(replay, "an order message of no lots");
    }
    if (tick->kind == TKG_TICK_ORDER_ADD) {
        return at < orders->count ? replay_complain(replay, "the id is alive already")
                                  : replay_append(replay, orders, tick);
    }
    if (at == orders->count) {
        return replay->from_the_middle || replay_complain(replay, "unknown order");
    }
    return replay_known_order(replay, orders, at, tick);
}

static inline uint32_t replay_find_level(const struct replay_levels *levels, bool ask,
                                         int32_t price)
{
    uint32_t i = 0;
    while (i < levels->count && (levels->ask[i] != ask || levels->price[i] != price)) {
        i++;
    }
    return i;
}

static inline bool replay_depth(struct replay *replay, const struct tkg_tick *tick)
{
    struct replay_levels *levels = &replay->levels[tick->instrument_id];
    const bool ask = replay_is_ask(tick);
    const uint32_t at = replay_find_level(levels, ask, tick->bid_price);
    if (tkg_tick_order_id(tick) != 0) {
        return replay_complain(replay, "a level with an order's id");
    }
    if (tick->bid_size == 0) {
        if (at == levels->count) {
            return replay->from_the_middle || replay_complain(replay, "deletes no level");
        }
        levels->count--;
        levels->price[at] = levels->price[levels->count];
        levels->lots[at] = levels->lots[levels->count];
        levels->ask[at] = levels->ask[levels->count];
        return true;
    }
    if (replay_crosses(levels->price, levels->ask, levels->count, ask, tick->bid_price)) {
        return replay_complain(replay, "a level locks or crosses the book");
    }
    if (at == REPLAY_LEVELS_MAX) {
        return replay_complain(replay, "too many levels");
    }
    if (at < levels->count && levels->lots[at] == tick->bid_size) {
        return replay_complain(replay, "a level that says nothing new");
    }
    levels->price[at] = tick->bid_price;
    levels->lots[at] = tick->bid_size;
    levels->ask[at] = ask;
    levels->count += at == levels->count;
    return true;
}

/* A trade is with the best level of the passive side, and no more than it has. */
static inline bool replay_trade(struct replay *replay, const struct tkg_tick *tick)
{
    const struct replay_levels *levels = &replay->levels[tick->instrument_id];
    const bool ask = tick->ask_size > 0; /* a buyer took asks */
    const uint32_t at = replay_find_level(levels, ask, tick->bid_price);
    if (tick->bid_price != tick->ask_price || (tick->bid_size > 0) == ask || tick->flags != 0) {
        return replay_complain(replay, "not a trade's form");
    }
    if (replay->from_the_middle) {
        return true;
    }
    if (at == levels->count || levels->lots[at] < tick->bid_size + tick->ask_size) {
        return replay_complain(replay, "trades more than is there");
    }
    bool best = replay_best(levels->price, levels->ask, levels->count, ask) == tick->bid_price;
    return best || replay_complain(replay, "trades past a better price");
}

/* False, with a complaint, when the tick contradicts what came before it. */
static inline bool replay_tick(struct replay *replay, const struct tkg_tick *tick)
{
    if (tick->time_ns < replay->last_ns) {
        return replay_complain(replay, "time runs backwards");
    }
    if (tick->instrument_id >= REPLAY_BOOKS || tick->kind > TKG_TICK_ORDER_EXECUTE) {
        return replay_complain(replay, "unknown instrument or kind");
    }
    if ((tick->flags & ~TKG_TICK_ASK_SIDE) != 0 || tick->bid_price <= 0) {
        return replay_complain(replay, "unknown flag or no price");
    }
    replay->last_ns = tick->time_ns;
    replay->kinds[tick->kind]++;
    switch (tick->kind) {
    case TKG_TICK_QUOTE:
        return replay_complain(replay, "a quote in a book stream");
    case TKG_TICK_TRADE:
        return replay_trade(replay, tick);
    case TKG_TICK_DEPTH:
        return replay_depth(replay, tick);
    default:
        return replay_order(replay, tick);
    }
}

#endif
