/* SPDX-License-Identifier: Apache-2.0
 *
 * Two-quote maker: one bid and one ask around the mid, both moved against the inventory. An order
 * whose price is no longer wanted is replaced; one replacement under way for each side.
 *
 * A side is bid when is_buy is true. It is a constant wherever it is passed, so that each function
 * becomes two straight ones.
 */
#include "reference_account.h"
#include "reference_strategy.h"

/* An offset that puts a quote beyond every price: that side is not wanted. */
#define NOT_WANTED (INT64_C(1) << 52)

/* Fixed-point half ticks to ticks. */
enum { TICK_SHIFT = TKG_REFERENCE_FRACTION_BITS + 1 };

#define INLINE static inline __attribute__((always_inline))

INLINE int32_t no_price(bool is_buy)
{
    return is_buy ? 0 : INT32_MAX;
}

INLINE struct tkg_reference_side *side_of(struct tkg_reference_maker *maker, bool is_buy)
{
    return is_buy ? &maker->bid : &maker->ask;
}

INLINE uint64_t *key_of(struct tkg_reference_maker *maker, bool is_buy)
{
    return is_buy ? &maker->bid_key : &maker->ask_key;
}

INLINE uint64_t make_key(int32_t price, uint32_t lots, bool is_buy)
{
    return (uint64_t)(uint32_t)(is_buy ? price : ~price) << 32 | lots;
}

INLINE int32_t key_price(uint64_t key, bool is_buy)
{
    const uint32_t price = (uint32_t)(key >> 32);
    return (int32_t)(is_buy ? price : ~price);
}

/* Of a quote held as a pair: prices in the first half, sizes in the second. */
INLINE uint64_t quote_key(tkg_reference_pair quote, bool is_buy)
{
    return is_buy ? quote[0] << 32 | (uint32_t)quote[1]
                  : (~quote[0] & ~(uint64_t)UINT32_MAX) | quote[1] >> 32;
}

/* The opposite best stands at the order's price or beyond it. */
INLINE bool is_reached(int32_t price, const struct tkg_reference_quote *quote, bool is_buy)
{
    return is_buy ? quote->ask_price <= price : quote->bid_price >= price;
}

/* No more can stand ahead of an order than the quote shows: nothing when the order is better than
 * the best price, the size shown when it is equal, anything when it is worse. */
INLINE void limit_queue(uint64_t *order, uint64_t quote)
{
    /* A branch, for the queue seldom shrinks, and a store left out is a bet not made (0032). */
    if (TKG_REFERENCE_UNLIKELY(quote < *order)) {
        const uint64_t price = *order >> 32;
        const bool is_alone = quote >> 32 != price;
        *order = price << 32 | (is_alone ? 0 : (uint32_t)quote);
    }
}

static void init_side(struct tkg_reference_maker *maker, bool is_buy)
{
    *key_of(maker, is_buy) = make_key(no_price(is_buy), 0, is_buy);
    *side_of(maker, is_buy) = (struct tkg_reference_side){.wanted_price = no_price(is_buy),
                                                          .message_due_ns = TKG_REFERENCE_NEVER};
}

void tkg_reference_maker_init(struct tkg_reference_maker *maker)
{
    *maker = (struct tkg_reference_maker){.market = {.due_ns = TKG_REFERENCE_UNBORN},
                                          .bid_offset = -NOT_WANTED,
                                          .ask_offset = NOT_WANTED};
    init_side(maker, true);
    init_side(maker, false);
}

/* Where the quotes stand from the mid. Only a fill changes that. */
static void set_offsets(const struct tkg_reference *core, struct tkg_reference_maker *maker)
{
    const int64_t position = maker->market.position_lots;
    const int64_t size = core->parameters.size_lots;
    const int64_t limit = core->parameters.max_position_lots;
    const int64_t skew = -position * core->skew_per_lot;
    /* The ask is rounded up, the bid down. */
    const int64_t round_up = (INT64_C(1) << TICK_SHIFT) - 1;
    maker->bid_offset = position + size > limit ? -NOT_WANTED : skew - core->half_spread;
    maker->ask_offset = position - size < -limit ? NOT_WANTED : skew + core->half_spread + round_up;
}

/* Books a fill of one side's order and retires the order when nothing is left. */
static void fill_side(struct tkg_reference *core, struct tkg_reference_maker *maker,
                      const struct tkg_tick *tick, struct tkg_reference_fill fill, bool is_buy)
{
    struct tkg_reference_side *side = side_of(maker, is_buy);
    side->lots -= (uint32_t)fill.lots;
    if (side->lots == 0) {
        *key_of(maker, is_buy) = make_key(no_price(is_buy), 0, is_buy);
        if (side->message_due_ns == TKG_REFERENCE_NEVER) {
            side->wanted_price = no_price(is_buy);
        }
    }
    fill.time_ns = tick->time_ns;
    fill.instrument_id = tick->instrument_id;
    fill.lots = is_buy ? fill.lots : -fill.lots;
    tkg_reference_book_fill(core, &maker->market, &fill);
    set_offsets(core, maker);
}

/* The resting order trades up to lots at its own price. */
static void make(struct tkg_reference *core, struct tkg_reference_maker *maker,
                 const struct tkg_tick *tick, uint32_t lots, bool is_buy)
{
    const struct tkg_reference_side *side = side_of(maker, is_buy);
    const uint32_t filled = lots < side->lots ? lots : side->lots;
    if (filled > 0) { /* without an order, its stand-in price may still seem reached */
        const struct tkg_reference_fill fill = {.lots = (int32_t)filled,
                                                .price = key_price(*key_of(maker, is_buy), is_buy),
                                                .is_maker = true};
        fill_side(core, maker, tick, fill, is_buy);
    }
}

/* A new order takes what the opposite best shows. */
static void take(struct tkg_reference *core, struct tkg_reference_maker *maker,
                 const struct tkg_tick *tick, bool is_buy)
{
    const struct tkg_reference_quote *quote = &maker->market.quote;
    const uint32_t lots = side_of(maker, is_buy)->lots;
    const uint32_t shown = is_buy ? quote->ask_size : quote->bid_size;
    const uint32_t filled = lots < shown ? lots : shown;
    if (filled > 0) {
        const struct tkg_reference_fill fill = {
            .lots = (int32_t)filled, .price = is_buy ? quote->ask_price : quote->bid_price};
        fill_side(core, maker, tick, fill, is_buy);
    }
}

INLINE uint64_t market_key(const struct tkg_reference_maker *maker, bool is_buy)
{
    return quote_key(tkg_reference_load(&maker->market.quote), is_buy);
}

/* The replacement reaches the exchange: the old order goes, the new one takes or rests. */
static void arrive(struct tkg_reference *core, struct tkg_reference_maker *maker,
                   const struct tkg_tick *tick, bool is_buy)
{
    struct tkg_reference_side *side = side_of(maker, is_buy);
    const bool is_order = side->wanted_price != no_price(is_buy);
    side->message_due_ns = TKG_REFERENCE_NEVER;
    side->lots = is_order ? (uint32_t)core->parameters.size_lots : 0;
    *key_of(maker, is_buy) = make_key(side->wanted_price, UINT32_MAX, is_buy);
    limit_queue(key_of(maker, is_buy), market_key(maker, is_buy));
    if (is_order && is_reached(side->wanted_price, &maker->market.quote, is_buy)) {
        take(core, maker, tick, is_buy);
    }
}

/* A quote that reaches the order's price has consumed it; otherwise the queue may have shrunk. */
static void match_quote(struct tkg_reference *core, struct tkg_reference_maker *maker,
                        const struct tkg_tick *tick, bool is_buy)
{
    uint64_t *key = key_of(maker, is_buy);
    if (is_reached(key_price(*key, is_buy), &maker->market.quote, is_buy)) {
        make(core, maker, tick, UINT32_MAX, is_buy);
    } else {
        limit_queue(key, market_key(maker, is_buy));
    }
}

/* Sellers fill bids, buyers fill asks. Through the price: the whole order. At the price: the queue
 * first, then the order. */
static void match_trade(struct tkg_reference *core, struct tkg_reference_maker *maker,
                        const struct tkg_tick *tick, bool is_buy)
{
    uint64_t *key = key_of(maker, is_buy);
    const uint32_t traded = is_buy ? tick->bid_size : tick->ask_size;
    const int32_t traded_price = tick->bid_price;
    const int32_t price = key_price(*key, is_buy);
    const uint32_t ahead = (uint32_t)*key;
    if (traded == 0 || (is_buy ? traded_price > price : traded_price < price)) {
        return;
    }
    if (traded_price != price) {
        make(core, maker, tick, UINT32_MAX, is_buy);
    } else if (traded <= ahead) {
        *key -= traded;
    } else {
        *key -= ahead;
        make(core, maker, tick, traded - ahead, is_buy);
    }
}

/* One side when a message is due or the tick meets an order. An order that arrived with a quote has
 * met that quote already. */
INLINE void attend_side(struct tkg_reference *core, struct tkg_reference_maker *maker,
                        const struct tkg_tick *tick, bool is_buy)
{
    const int64_t due_ns = side_of(maker, is_buy)->message_due_ns;
    const bool is_due = due_ns != TKG_REFERENCE_NEVER && tick->time_ns >= due_ns;
    if (is_due) {
        arrive(core, maker, tick, is_buy);
    }
    if (tick->kind == TKG_TICK_TRADE) {
        match_trade(core, maker, tick, is_buy);
    } else if (!is_due) {
        match_quote(core, maker, tick, is_buy);
    }
}

static void set_due(struct tkg_reference_maker *maker)
{
    const int64_t bid_ns = maker->bid.message_due_ns;
    const int64_t ask_ns = maker->ask.message_due_ns;
    maker->market.due_ns = bid_ns < ask_ns ? bid_ns : ask_ns;
}

/* Something is due at this tick (the first quote, or a message at the exchange) or it meets an
 * order. Equity is in core->run. */
__attribute__((noinline)) static void
attend(struct tkg_reference *core, struct tkg_reference_maker *maker, const struct tkg_tick *tick)
{
    if (maker->has_begun) {
        attend_side(core, maker, tick, true);
        attend_side(core, maker, tick, false);
        set_due(maker);
    } else if (tick->kind == TKG_TICK_QUOTE) {
        maker->market.due_ns = TKG_REFERENCE_NEVER;
        maker->has_begun = true;
        set_offsets(core, maker);
        core->touched_ids[core->touched_count++] = tick->instrument_id;
    }
}

static void replace_side(struct tkg_reference *core, struct tkg_reference_side *side,
                         int32_t wanted_price, int64_t time_ns, bool is_buy)
{
    if (side->wanted_price == wanted_price || side->message_due_ns != TKG_REFERENCE_NEVER) {
        return;
    }
    side->wanted_price = wanted_price;
    side->message_due_ns = tkg_reference_due_ns(core, time_ns);
    core->order_count += wanted_price != no_price(is_buy); /* a mere cancel is no order */
}

__attribute__((noinline)) static void replace(struct tkg_reference *core,
                                              struct tkg_reference_maker *maker, int32_t bid_price,
                                              int32_t ask_price, int64_t time_ns)
{
    replace_side(core, &maker->bid, bid_price, time_ns, true);
    replace_side(core, &maker->ask, ask_price, time_ns, false);
    set_due(maker);
}

INLINE int32_t clamp_price(int64_t price, int32_t least)
{
    const int64_t raised = price < least ? least : price;
    return (int32_t)(raised > INT32_MAX ? INT32_MAX : raised);
}

__attribute__((noinline)) static void quote_both(struct tkg_reference *core,
                                                 struct tkg_reference_maker *maker, int64_t mid,
                                                 int64_t time_ns)
{
    const int64_t fixed = mid << TKG_REFERENCE_FRACTION_BITS;
    /* Shifts of negative numbers round down with every compiler that builds this. */
    const int32_t bid_price = clamp_price((fixed + maker->bid_offset) >> TICK_SHIFT, 0);
    const int32_t ask_price = clamp_price((fixed + maker->ask_offset) >> TICK_SHIFT, 1);
    if (TKG_REFERENCE_UNLIKELY((bid_price != maker->bid.wanted_price) |
                               (ask_price != maker->ask.wanted_price))) {
        replace(core, maker, bid_price, ask_price, time_ns);
    }
}

/* A quote that reaches an order, or a trade at its price or through it: a trade's one price stands
 * in both fields, so that the two kinds need not be told apart. */
INLINE bool meets_order(const struct tkg_reference_maker *maker, const struct tkg_tick *tick)
{
    return tick->ask_price <= key_price(maker->bid_key, true) ||
           tick->bid_price >= key_price(maker->ask_key, false);
}

/* Prices are wanted anew only when the mid moved, or when attend() changed what is under way. */
size_t tkg_reference_maker_run(struct tkg_reference *core, const struct tkg_tick *ticks,
                               size_t tick_count, int64_t end_ns)
{
    struct tkg_reference_run run = core->run;
    const struct tkg_tick *tick = ticks;
    do {
        if (tkg_reference_rejects(tick, run.last_time_ns, core->instrument_count)) {
            core->rejected_count++;
            continue;
        }
        struct tkg_reference_maker *maker = &core->makers[tick->instrument_id];
        const struct tkg_reference_moved moved =
            tkg_reference_move(&maker->market, tick, &run.equity);
        run.last_time_ns = tick->time_ns;
        if (tick->time_ns >= maker->market.due_ns || meets_order(maker, tick)) {
            core->run = run; /* in memory for the call, in registers again after it */
            attend(core, maker, tick);
            run = core->run;
            quote_both(core, maker, (int64_t)moved.mid[0], tick->time_ns);
        } else {
            limit_queue(&maker->bid_key, quote_key(moved.quote, true));
            limit_queue(&maker->ask_key, quote_key(moved.quote, false));
            if (TKG_REFERENCE_UNLIKELY(moved.half_ticks != 0)) {
                quote_both(core, maker, (int64_t)moved.mid[0], tick->time_ns);
            }
        }
        tkg_reference_mark(&run);
    } while (++tick != ticks + tick_count && tick->time_ns < end_ns);
    core->run = run;
    return (size_t)(tick - ticks);
}
