/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills of both kinds: taking what the book shows, level by level, and being taken at our own
 * price.
 */
#include <tickgate/trace.h>

#include "venue/market_impact.h"
#include "venue/venue_side.h"

static int32_t clamp_price(int64_t price, int64_t least, int64_t greatest)
{
    return (int32_t)(price < least ? least : price > greatest ? greatest : price);
}

/* No spread while a side is missing. */
static int64_t spread_ticks(const struct tkg_venue_book *book)
{
    const struct tkg_book_top *top = &book->top;
    const bool has_both = top->bid_price != TKG_BOOK_NO_BID && top->ask_price != TKG_BOOK_NO_ASK;
    return has_both && top->ask_price > top->bid_price ? (int64_t)top->ask_price - top->bid_price
                                                       : 0;
}

/* Market orders slip; a limit order cannot: its price is its protection. */
static int64_t slippage_ticks(struct tkg_venue_desk desk, const struct tkg_order *order)
{
    const struct tkg_venue_rules *rules = desk.moment->rules;
    tkg_stage_enter(desk.moment->stages, TKG_STAGE_SIM_SLIPPAGE);
    if (order->type != TKG_ORDER_MARKET) {
        return 0;
    }
    return tkg_slippage_ticks(rules->slippage_ticks, spread_ticks(&desk.moment->book),
                              rules->slippage_spread_e3);
}

static int64_t impact_ticks(struct tkg_venue_desk desk, uint32_t lots)
{
    tkg_stage_enter(desk.moment->stages, TKG_STAGE_SIM_IMPACT);
    return tkg_impact_ticks(desk.moment->rules->impact_e3, lots);
}

static void settle(struct tkg_venue_desk desk, uint32_t lots, int32_t price, bool is_maker)
{
    struct tkg_venue_moment *moment = desk.moment;
    const struct tkg_reference_fill fill = {.time_ns = moment->time_ns,
                                            .instrument_id = moment->instrument_id,
                                            .lots = tkg_venue_is_buy(desk) ? (int32_t)lots
                                                                           : -(int32_t)lots,
                                            .price = price,
                                            .is_maker = is_maker};
    tkg_stage_enter(moment->stages, TKG_STAGE_SETTLE);
    tkg_reference_book_fill(moment->core, moment->market, &fill);
}

/* One level: lots at its price and what taking costs beyond; the order has taken_lots by then. */
static void take_level(struct tkg_venue_desk desk, const struct tkg_order *order, int32_t price,
                       uint32_t lots, uint32_t taken_lots)
{
    const uint32_t before = desk.moment->stages ? desk.moment->stages->current : 0;
    const int64_t slippage = slippage_ticks(desk, order);
    const int64_t worse = slippage + impact_ticks(desk, taken_lots);
    const bool is_limit = order->type != TKG_ORDER_MARKET;
    const int64_t least = is_limit && !tkg_venue_is_buy(desk) ? order->price : 1;
    const int64_t greatest = is_limit && tkg_venue_is_buy(desk) ? order->price : INT32_MAX;
    const int64_t paid = tkg_venue_is_buy(desk) ? price + worse : price - worse;
    settle(desk, lots, clamp_price(paid, least, greatest), false);
    tkg_stage_leave(desk.moment->stages, before);
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static bool may_take(struct tkg_venue_desk desk, const struct tkg_order *order, int32_t price)
{
    return order->type == TKG_ORDER_MARKET || tkg_venue_crosses(desk, order->price, price);
}

/* A walk outward over what is left of the opposite side. */
struct walk {
    int32_t price;
    uint32_t lots; /* left at the price */
    uint32_t skip; /* taken before at this tick, from here outward */
};

/* The walk's level without what was taken of it already. */
static void pass_taken(struct walk *walk)
{
    const uint32_t gone = smaller(walk->skip, walk->lots);
    walk->lots -= gone;
    walk->skip -= gone;
}

static struct walk begin_walk(struct tkg_venue_desk desk)
{
    const struct tkg_venue_book *book = &desk.moment->book;
    const enum tkg_book_side opposite = tkg_venue_opposite(desk.side);
    struct walk walk = {tkg_venue_book_best(book, opposite),
                        tkg_venue_book_best_lots(book, opposite),
                        tkg_venue_orders(desk)->taken_lots};
    pass_taken(&walk);
    return walk;
}

/* False beyond the last level. */
static bool walk_on(struct tkg_venue_desk desk, struct walk *walk)
{
    const struct tkg_venue_book *book = &desk.moment->book;
    const enum tkg_book_side opposite = tkg_venue_opposite(desk.side);
    walk->price = tkg_venue_book_next(book, opposite, walk->price);
    if (walk->price == tkg_venue_book_no_price(opposite)) {
        return false;
    }
    walk->lots = tkg_venue_book_lots(book, opposite, walk->price);
    pass_taken(walk);
    return true;
}

void tkg_venue_take(struct tkg_venue_desk desk, struct tkg_order *order)
{
    struct walk walk = begin_walk(desk);
    uint32_t taken = 0;
    do {
        if (!may_take(desk, order, walk.price)) {
            break;
        }
        const uint32_t lots = smaller(walk.lots, order->lots);
        if (lots > 0) {
            taken += lots;
            order->lots -= lots;
            take_level(desk, order, walk.price, lots, taken);
        }
    } while (order->lots > 0 && walk_on(desk, &walk));
    tkg_venue_orders(desk)->taken_lots += taken;
    if (taken > 0) {
        tkg_venue_tell_fill(desk, order, taken);
    }
}

bool tkg_venue_can_take_all(struct tkg_venue_desk desk, const struct tkg_order *order)
{
    struct walk walk = begin_walk(desk);
    uint64_t seen = 0;
    do {
        if (!may_take(desk, order, walk.price)) {
            break;
        }
        seen += walk.lots;
    } while (seen < order->lots && walk_on(desk, &walk));
    return seen >= order->lots;
}

uint32_t tkg_venue_take_added(struct tkg_venue_desk desk, struct tkg_order *order, uint32_t lots)
{
    const uint32_t taken = smaller(lots, order->lots);
    if (taken > 0) {
        order->lots -= taken;
        take_level(desk, order, desk.moment->change.price, taken, taken);
        tkg_venue_tell_fill(desk, order, taken);
    }
    return taken;
}

uint32_t tkg_venue_make(struct tkg_venue_desk desk, struct tkg_order *order, uint32_t lots)
{
    const uint32_t made = smaller(lots, order->lots);
    if (made > 0) {
        const uint32_t before = desk.moment->stages ? desk.moment->stages->current : 0;
        order->lots -= made;
        settle(desk, made, order->price, true);
        tkg_stage_leave(desk.moment->stages, before);
        tkg_venue_tell_fill(desk, order, made);
    }
    return made;
}
