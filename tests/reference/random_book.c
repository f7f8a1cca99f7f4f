/* SPDX-License-Identifier: Apache-2.0 */
#include "random_book.h"

static int64_t between(struct random_book *stream, int64_t least, int64_t greatest)
{
    return least + tkg_random_below(&stream->random, (uint32_t)(greatest - least + 1));
}

static bool percent(struct random_book *stream, uint32_t share)
{
    return tkg_random_below(&stream->random, 100) < share;
}

static int32_t clamp(int64_t price)
{
    return (int32_t)(price < 1 ? 1 : price >= INT32_MAX ? INT32_MAX - 1 : price);
}

void random_book_init(struct random_book *stream, uint64_t seed)
{
    const int64_t centres[] = {12, 5000, 1000000, INT32_MAX / 2, INT32_MAX - 12};
    const uint64_t id_steps[] = {1, 8, UINT64_C(1) << 32, UINT64_C(0x9e3779b97f4a7c15)};
    *stream = (struct random_book){.random = {seed}};
    stream->centre = centres[tkg_random_below(&stream->random, 5)];
    stream->far_percent = percent(stream, 50) ? 4 : 30;
    stream->add_percent = (uint32_t)between(stream, 30, 60);
    stream->has_huge_lots = percent(stream, 20);
    stream->id_step = id_steps[tkg_random_below(&stream->random, 4)];
}

/* Prices that no level may have, and the last ones that it may. */
static int32_t edge_price(struct random_book *stream)
{
    const int32_t prices[] = {0, -1, INT32_MIN, INT32_MIN + 5000, INT32_MAX, 1, 2, INT32_MAX - 1};
    return prices[tkg_random_below(&stream->random, 8)];
}

int32_t random_book_price(struct random_book *stream, enum tkg_book_side side)
{
    const int64_t outward = side == TKG_BOOK_BID ? -1 : 1;
    if (percent(stream, 3)) {
        return edge_price(stream);
    }
    if (percent(stream, 1)) { /* the market jumps, at times beyond a window of 4,096 */
        stream->centre = clamp(stream->centre + between(stream, -6000, 6000));
    }
    if (percent(stream, stream->far_percent)) {
        const int64_t distances[] = {100, 1100, 5000, 200000};
        return clamp(stream->centre +
                     outward * between(stream, 0, distances[between(stream, 0, 3)]));
    }
    return clamp(stream->centre + outward * between(stream, -1, 12));
}

static uint32_t any_lots(struct random_book *stream)
{
    if (stream->has_huge_lots && percent(stream, 40)) {
        return UINT32_MAX - (uint32_t)between(stream, 0, 20);
    }
    return (uint32_t)between(stream, 1, 20);
}

static uint16_t any_flags(struct random_book *stream, enum tkg_book_side side)
{
    const uint32_t others = tkg_random_below(&stream->random, 65536) & ~(uint32_t)TKG_TICK_ASK_SIDE;
    return (uint16_t)(others | (side == TKG_BOOK_ASK ? TKG_TICK_ASK_SIDE : 0u));
}

static enum tkg_book_side any_side(struct random_book *stream)
{
    return percent(stream, 50) ? TKG_BOOK_BID : TKG_BOOK_ASK;
}

/* Now and then a level that is there; its side and price. */
static bool pick_known(struct random_book *stream, const struct slow_book *book,
                       struct tkg_tick *tick)
{
    if (book->count == 0 || percent(stream, 50)) {
        return false;
    }
    const size_t index = tkg_random_below(&stream->random, (uint32_t)book->count);
    const struct slow_book_order *order = &book->orders[index];
    tick->flags = any_flags(stream, order->side);
    tick->bid_price = (int32_t)order->price;
    return true;
}

static void make_trade(struct random_book *stream, struct tkg_tick *tick)
{
    const bool is_sale = !(tick->flags & TKG_TICK_ASK_SIDE);
    tick->kind = TKG_TICK_TRADE;
    tick->ask_price = tick->bid_price;
    tick->bid_size = is_sale ? any_lots(stream) : 0;
    tick->ask_size = is_sale ? 0 : any_lots(stream);
    if (percent(stream, 10)) {
        tick->ask_price = clamp((int64_t)tick->bid_price + 1);
    } else if (percent(stream, 10)) {
        tick->ask_size = (uint32_t)between(stream, 0, 1);
        tick->bid_size = tick->ask_size;
    }
}

struct tkg_tick random_book_depth(struct random_book *stream, const struct slow_book *book)
{
    struct tkg_tick tick = {.kind = TKG_TICK_DEPTH};
    const enum tkg_book_side side = any_side(stream);
    if (!pick_known(stream, book, &tick)) {
        tick.flags = any_flags(stream, side);
        tick.bid_price = random_book_price(stream, side);
    }
    tick.bid_size = percent(stream, stream->add_percent) ? any_lots(stream) : 0;
    if (percent(stream, 15)) {
        make_trade(stream, &tick);
    } else if (percent(stream, 2)) {
        tick.kind = (uint16_t)between(stream, TKG_TICK_ORDER_ADD, 20);
    }
    return tick;
}

static void make_add(struct random_book *stream, struct tkg_tick *tick)
{
    const enum tkg_book_side side = any_side(stream);
    stream->last_id += stream->id_step;
    tick->kind = TKG_TICK_ORDER_ADD;
    tick->flags = any_flags(stream, side);
    tick->bid_price = random_book_price(stream, side);
    tick->bid_size = any_lots(stream);
    tkg_tick_set_order_id(tick, stream->last_id);
}

/* A message about an order that is there; MODIFY may move it. */
static void make_other(struct random_book *stream, const struct slow_book_order *order,
                       struct tkg_tick *tick)
{
    tick->kind = (uint16_t)between(stream, TKG_TICK_ORDER_MODIFY, TKG_TICK_ORDER_EXECUTE);
    tick->flags = any_flags(stream, order->side);
    tick->bid_price = (int32_t)order->price;
    tick->bid_size = (uint32_t)(percent(stream, 25) ? order->lots : order->lots / 2 + 1);
    tkg_tick_set_order_id(tick, order->id);
    if (tick->kind == TKG_TICK_ORDER_MODIFY) {
        tick->bid_size = percent(stream, 50) ? any_lots(stream) : tick->bid_size;
        tick->bid_price =
            percent(stream, 60) ? random_book_price(stream, order->side) : tick->bid_price;
    }
}

static void spoil(struct random_book *stream, const struct slow_book *book, struct tkg_tick *tick)
{
    switch (tkg_random_below(&stream->random, 7)) {
    case 0:
        tick->flags ^= TKG_TICK_ASK_SIDE;
        break;
    case 1:
        tick->bid_price = edge_price(stream);
        break;
    case 2:
        tick->bid_size = percent(stream, 50) ? 0 : UINT32_MAX;
        break;
    case 3: /* an id that is there, or one that is not */
        tkg_tick_set_order_id(tick,
                              book->count && percent(stream, 50) ? book->orders[0].id : UINT64_MAX);
        break;
    case 4:
        tick->kind = (uint16_t)between(stream, 0, 12);
        break;
    case 5: /* all bits flipped: the other side's key of this price */
        tick->flags ^= TKG_TICK_ASK_SIDE;
        tick->bid_price = ~tick->bid_price;
        break;
    default:
        tick->bid_price = clamp((int64_t)tick->bid_price + between(stream, -30, 30));
        break;
    }
}

struct tkg_tick random_book_order(struct random_book *stream, const struct slow_book *book)
{
    struct tkg_tick tick = {0};
    if (book->count == 0 || percent(stream, stream->add_percent)) {
        make_add(stream, &tick);
    } else {
        const size_t index = tkg_random_below(&stream->random, (uint32_t)book->count);
        make_other(stream, &book->orders[index], &tick);
    }
    if (percent(stream, 8)) {
        spoil(stream, book, &tick);
    }
    return tick;
}
