/* SPDX-License-Identifier: Apache-2.0 */
#include "slow_book.h"

#include <stdlib.h>
#include <string.h>

static const struct tkg_book_change rejected = {.event = TKG_BOOK_REJECTED};

void slow_book_init(struct slow_book *book, size_t order_max, size_t level_max)
{
    memset(book, 0, sizeof *book);
    book->order_max = order_max;
    book->level_max = level_max;
}

size_t slow_book_find(const struct slow_book *book, uint64_t id)
{
    size_t i = 0;
    while (i < book->count && book->orders[i].id != id) {
        i++;
    }
    return i;
}

static int rising(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

size_t slow_book_levels(const struct slow_book *book, enum tkg_book_side side, int64_t *prices)
{
    const int64_t sign = side == TKG_BOOK_BID ? -1 : 1;
    size_t count = 0;
    size_t distinct = 0;
    for (size_t i = 0; i < book->count; i++) {
        if (book->orders[i].side == side) {
            prices[count++] = sign * book->orders[i].price;
        }
    }
    qsort(prices, count, sizeof *prices, rising);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || prices[i] != prices[i - 1]) {
            prices[distinct++] = prices[i];
        }
    }
    for (size_t i = 0; i < distinct; i++) {
        prices[i] *= sign;
    }
    return distinct;
}

uint64_t slow_book_lots_ahead(const struct slow_book *book, enum tkg_book_side side, int64_t price,
                              uint64_t priority)
{
    uint64_t lots = 0;
    for (size_t i = 0; i < book->count; i++) {
        const struct slow_book_order *order = &book->orders[i];
        const bool is_there = order->side == side && order->price == price;
        lots += is_there && order->priority < priority ? order->lots : 0;
    }
    return lots;
}

uint64_t slow_book_lots(const struct slow_book *book, enum tkg_book_side side, int64_t price)
{
    return slow_book_lots_ahead(book, side, price, UINT64_MAX);
}

static void erase(struct slow_book *book, size_t index)
{
    book->count--;
    for (size_t i = index; i < book->count; i++) {
        book->orders[i] = book->orders[i + 1];
    }
}

static void append(struct slow_book *book, struct slow_book_order order)
{
    book->last_priority += 2;
    order.priority = book->last_priority;
    book->orders[book->count++] = order;
}

static bool side_is_sane(const struct slow_book *book, enum tkg_book_side side)
{
    int64_t prices[SLOW_BOOK_ORDERS_MAX + 1];
    const size_t count = slow_book_levels(book, side, prices);
    bool is_sane = count <= book->level_max;
    for (size_t i = 0; i < count; i++) {
        is_sane = is_sane && prices[i] >= 1 && prices[i] <= INT64_C(2147483646) &&
                  slow_book_lots(book, side, prices[i]) <= UINT64_C(4294967295);
    }
    return is_sane;
}

static bool sides_cross(const struct slow_book *book)
{
    int64_t bids[SLOW_BOOK_ORDERS_MAX + 1];
    int64_t asks[SLOW_BOOK_ORDERS_MAX + 1];
    const size_t bid_count = slow_book_levels(book, TKG_BOOK_BID, bids);
    const size_t ask_count = slow_book_levels(book, TKG_BOOK_ASK, asks);
    return bid_count && ask_count && bids[0] >= asks[0];
}

static bool is_sane(const struct slow_book *book)
{
    return book->count <= book->order_max && side_is_sane(book, TKG_BOOK_BID) &&
           side_is_sane(book, TKG_BOOK_ASK) && !sides_cross(book);
}

static enum tkg_book_side side_of(const struct tkg_tick *tick)
{
    return tick->flags & 2 ? TKG_BOOK_ASK : TKG_BOOK_BID;
}

static struct slow_book_order order_of(const struct tkg_tick *tick)
{
    return (struct slow_book_order){.id = tkg_tick_order_id(tick),
                                    .side = side_of(tick),
                                    .price = tick->bid_price,
                                    .lots = tick->bid_size};
}

/* What left or joined, as a change of the book as it is now. */
static struct tkg_book_change changed(const struct slow_book *book, enum tkg_book_event event,
                                      const struct slow_book_order *order, uint64_t lots)
{
    return (struct tkg_book_change){.event = event,
                                    .side = order->side,
                                    .price = (int32_t)order->price,
                                    .lots = (uint32_t)lots,
                                    .level_lots =
                                        (uint32_t)slow_book_lots(book, order->side, order->price),
                                    .priority = order->priority};
}

static struct tkg_book_change add(struct slow_book *book, const struct tkg_tick *tick)
{
    if (tick->bid_size == 0 || slow_book_find(book, tkg_tick_order_id(tick)) < book->count) {
        return rejected;
    }
    append(book, order_of(tick));
    return changed(book, TKG_BOOK_ADDED, &book->orders[book->count - 1], tick->bid_size);
}

static struct tkg_book_change take_lots(struct slow_book *book, size_t index, uint64_t lots,
                                        enum tkg_book_event event)
{
    struct slow_book_order order = book->orders[index];
    if (lots == 0 || lots > order.lots) {
        return rejected;
    }
    book->orders[index].lots -= lots;
    if (book->orders[index].lots == 0) {
        erase(book, index);
    }
    return changed(book, event, &order, lots);
}

static struct tkg_book_change modify(struct slow_book *book, size_t index,
                                     const struct tkg_tick *tick)
{
    const struct slow_book_order before = book->orders[index];
    if (tick->bid_size == 0 || side_of(tick) != before.side) {
        return rejected;
    }
    if (tick->bid_price == before.price && tick->bid_size <= before.lots) {
        book->orders[index].lots = tick->bid_size;
        return changed(book, TKG_BOOK_REMOVED, &before, before.lots - tick->bid_size);
    }
    erase(book, index);
    append(book, order_of(tick));
    struct tkg_book_change change =
        changed(book, TKG_BOOK_ADDED, &book->orders[book->count - 1], tick->bid_size);
    change.removed_price = (int32_t)before.price;
    change.removed_lots = (uint32_t)before.lots;
    change.removed_priority = before.priority;
    return change;
}

static struct tkg_book_change do_order(struct slow_book *book, const struct tkg_tick *tick)
{
    if (tick->kind == TKG_TICK_ORDER_ADD) {
        return add(book, tick);
    }
    const size_t index = slow_book_find(book, tkg_tick_order_id(tick));
    if (index == book->count) {
        return rejected;
    }
    if (tick->kind == TKG_TICK_ORDER_MODIFY) {
        return modify(book, index, tick);
    }
    if (side_of(tick) != book->orders[index].side || tick->bid_price != book->orders[index].price) {
        return rejected;
    }
    switch (tick->kind) {
    case TKG_TICK_ORDER_REDUCE:
        return take_lots(book, index, tick->bid_size, TKG_BOOK_REMOVED);
    case TKG_TICK_ORDER_DELETE:
        return take_lots(book, index, book->orders[index].lots, TKG_BOOK_REMOVED);
    case TKG_TICK_ORDER_EXECUTE:
        return take_lots(book, index, tick->bid_size, TKG_BOOK_TRADED);
    default:
        return rejected;
    }
}

static size_t level_index(const struct slow_book *book, enum tkg_book_side side, int64_t price)
{
    size_t i = 0;
    while (i < book->count && (book->orders[i].side != side || book->orders[i].price != price)) {
        i++;
    }
    return i;
}

/* Takes opposite levels out, best first, as long as they cross. */
static void remove_crossed(struct slow_book *book, enum tkg_book_side side,
                           struct tkg_book_change *change)
{
    const enum tkg_book_side opposite = side == TKG_BOOK_BID ? TKG_BOOK_ASK : TKG_BOOK_BID;
    uint64_t lots = 0;
    while (sides_cross(book)) {
        int64_t prices[SLOW_BOOK_ORDERS_MAX + 1];
        slow_book_levels(book, opposite, prices);
        change->removed_price = lots ? change->removed_price : (int32_t)prices[0];
        lots += slow_book_lots(book, opposite, prices[0]);
        erase(book, level_index(book, opposite, prices[0]));
        book->crossed_level_count++;
    }
    change->removed_lots = lots > UINT32_MAX ? UINT32_MAX : (uint32_t)lots;
}

static struct tkg_book_change do_depth(struct slow_book *book, const struct tkg_tick *tick)
{
    const int64_t price = tick->bid_price;
    const enum tkg_book_side side = side_of(tick);
    const uint64_t before = slow_book_lots(book, side, price);
    struct slow_book_order level = order_of(tick);
    level.id = 0;
    if (price < 1 || price > INT64_C(2147483646)) {
        return rejected;
    }
    if (before > 0) {
        erase(book, level_index(book, side, price));
    }
    if (level.lots > 0) {
        book->orders[book->count++] = level;
    }
    const bool is_more = level.lots > 0 && level.lots >= before;
    struct tkg_book_change change =
        changed(book, is_more ? TKG_BOOK_ADDED : TKG_BOOK_REMOVED, &level,
                is_more ? level.lots - before : before - level.lots);
    remove_crossed(book, side, &change);
    return change;
}

static struct tkg_book_change do_trade(const struct slow_book *book, const struct tkg_tick *tick)
{
    const bool is_sale = tick->bid_size > 0 && tick->ask_size == 0;
    const bool is_buy = tick->ask_size > 0 && tick->bid_size == 0;
    const struct slow_book_order level = {.side = is_sale ? TKG_BOOK_BID : TKG_BOOK_ASK,
                                          .price = tick->bid_price};
    if (tick->bid_price < 1 || tick->bid_price == INT32_MAX || tick->ask_price != level.price ||
        (!is_sale && !is_buy)) {
        return rejected;
    }
    return changed(book, TKG_BOOK_TRADED, &level, is_sale ? tick->bid_size : tick->ask_size);
}

static struct tkg_book_change keep_if_sane(struct slow_book *book, const struct slow_book *copy,
                                           struct tkg_book_change change)
{
    if (change.event == TKG_BOOK_REJECTED || !is_sane(copy)) {
        return rejected;
    }
    *book = *copy;
    return change;
}

struct tkg_book_change slow_book_play_order(struct slow_book *book, const struct tkg_tick *tick)
{
    struct slow_book copy = *book;
    return keep_if_sane(book, &copy, do_order(&copy, tick));
}

struct tkg_book_change slow_book_play_depth(struct slow_book *book, const struct tkg_tick *tick)
{
    struct slow_book copy = *book;
    struct tkg_book_change change = rejected;
    if (tick->kind == TKG_TICK_DEPTH) {
        change = do_depth(&copy, tick);
    } else if (tick->kind == TKG_TICK_TRADE) {
        change = do_trade(&copy, tick);
    }
    return keep_if_sane(book, &copy, change);
}
