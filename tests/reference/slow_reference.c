/* SPDX-License-Identifier: Apache-2.0 */
#include "slow_reference.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "slow_account.h"

void slow_reference_init(struct slow_reference *slow,
                         const struct tkg_reference_parameters *parameters,
                         uint32_t instrument_count)
{
    *slow =
        (struct slow_reference){.parameters = *parameters, .instrument_count = instrument_count};
    slow->instruments = calloc(instrument_count, sizeof *slow->instruments);
    TKG_ASSERT(slow->instruments);
}

void slow_reference_deinit(struct slow_reference *slow)
{
    for (struct slow_order *order = slow->orders; order;) {
        struct slow_order *next = order->next;
        free(order);
        order = next;
    }
    free(slow->instruments);
    free(slow->fills);
    free(slow->equities);
}

static int64_t fixed_half_ticks(int64_t ticks_e3)
{
    return (int64_t)((slow_wide)ticks_e3 * 2 * 65536 / 1000);
}

static void send(struct slow_reference *slow, struct slow_order draft, int64_t time_ns)
{
    struct slow_order *order = malloc(sizeof *order);
    TKG_ASSERT(order);
    const slow_wide arrival = (slow_wide)time_ns + slow->parameters.latency_ns;
    draft.arrival_ns = arrival > INT64_MAX - 1 ? INT64_MAX - 1 : (int64_t)arrival;
    *order = draft;
    struct slow_order **end = &slow->orders;
    while (*end) {
        end = &(*end)->next;
    }
    *end = order;
    slow->order_count += !draft.is_cancel;
}

static bool is_of(const struct slow_order *order, uint32_t id, bool is_buy, bool is_resting)
{
    return !order->is_gone && order->instrument_id == id && order->is_buy == is_buy &&
           order->is_resting == is_resting;
}

static struct slow_order *find(const struct slow_reference *slow, uint32_t id, bool is_buy,
                               bool is_resting)
{
    struct slow_order *order = slow->orders;
    while (order && !is_of(order, id, is_buy, is_resting)) {
        order = order->next;
    }
    return order;
}

static void erase(struct slow_order *order)
{
    if (order) {
        order->is_gone = true; /* kept until the end: nothing here can dangle */
    }
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static bool is_rejected(const struct slow_reference *slow, const struct tkg_tick *tick)
{
    if (tick->instrument_id >= slow->instrument_count) {
        return true;
    }
    if (tick->kind != TKG_TICK_QUOTE && tick->kind != TKG_TICK_TRADE) {
        return true;
    }
    if (slow->has_time && tick->time_ns < slow->last_time_ns) {
        return true;
    }
    if (tick->bid_price < 1 || tick->ask_price < 1 || tick->bid_price > tick->ask_price) {
        return true;
    }
    return tick->kind == TKG_TICK_TRADE && tick->bid_price != tick->ask_price;
}

/* Market orders: what the quote shows, on arrival and at every later quote. */
static void work_market_order(struct slow_reference *slow, const struct tkg_tick *tick, bool is_buy)
{
    const struct tkg_tick *quote = &slow->instruments[tick->instrument_id].quote;
    struct slow_order *order = find(slow, tick->instrument_id, is_buy, true);
    const bool was_there = order != NULL;
    if (!order) {
        order = find(slow, tick->instrument_id, is_buy, false);
    }
    if (!order || tick->time_ns < order->arrival_ns ||
        (was_there && tick->kind == TKG_TICK_TRADE)) {
        return;
    }
    order->is_resting = true;
    const int64_t lots = smaller(order->lots, is_buy ? quote->ask_size : quote->bid_size);
    int64_t price = is_buy ? quote->ask_price + slow->parameters.slippage_ticks
                           : quote->bid_price - slow->parameters.slippage_ticks;
    price = price < 1 ? 1 : smaller(price, INT32_MAX);
    if (lots > 0) {
        slow_add_fill(slow, order, tick, lots, price);
    }
    if (order->lots == 0) {
        erase(order);
    }
}

/* How much can stand ahead of a resting order, by the last quote. */
static void update_queue(struct slow_order *order, const struct tkg_tick *quote)
{
    const int64_t best = order->is_buy ? quote->bid_price : quote->ask_price;
    const int64_t size = order->is_buy ? quote->bid_size : quote->ask_size;
    const int64_t better_by = order->is_buy ? order->price - best : best - order->price;
    if (better_by > 0) {
        order->ahead = 0;
    } else if (better_by == 0 && (order->ahead < 0 || order->ahead > size)) {
        order->ahead = size;
    }
}

static bool is_marketable(const struct slow_order *order, const struct tkg_tick *quote)
{
    return order->is_buy ? order->price >= quote->ask_price : order->price <= quote->bid_price;
}

static void arrive_limit(struct slow_reference *slow, const struct tkg_tick *tick, bool is_buy)
{
    const struct tkg_tick *quote = &slow->instruments[tick->instrument_id].quote;
    struct slow_order *order = find(slow, tick->instrument_id, is_buy, false);
    if (!order || tick->time_ns < order->arrival_ns) {
        return;
    }
    erase(find(slow, tick->instrument_id, is_buy, true));
    if (order->is_cancel) {
        erase(order);
        return;
    }
    order->is_resting = true;
    order->is_new = true;
    update_queue(order, quote);
    if (is_marketable(order, quote)) {
        const int64_t lots = smaller(order->lots, is_buy ? quote->ask_size : quote->bid_size);
        if (lots > 0) {
            slow_add_fill(slow, order, tick, lots, is_buy ? quote->ask_price : quote->bid_price);
        }
    }
}

static void match_limit(struct slow_reference *slow, struct slow_order *order,
                        const struct tkg_tick *tick)
{
    if (tick->kind == TKG_TICK_QUOTE) {
        if (is_marketable(order, tick)) {
            slow_add_fill(slow, order, tick, order->lots, order->price);
        } else {
            update_queue(order, tick);
        }
        return;
    }
    int64_t traded = order->is_buy ? tick->bid_size : tick->ask_size;
    const int64_t through = order->is_buy ? (int64_t)order->price - tick->bid_price
                                          : (int64_t)tick->bid_price - order->price;
    if (traded == 0 || through < 0) {
        return;
    }
    if (through > 0) {
        slow_add_fill(slow, order, tick, order->lots, order->price);
        return;
    }
    /* An unknown queue is a queue without end: UINT32_MAX lots is what the core's field holds. */
    const int64_t ahead = order->ahead < 0 ? UINT32_MAX : order->ahead;
    const int64_t used = smaller(traded, ahead);
    order->ahead = ahead - used;
    traded -= used;
    if (traded > 0) {
        slow_add_fill(slow, order, tick, smaller(traded, order->lots), order->price);
    }
}

static void work_limit_side(struct slow_reference *slow, const struct tkg_tick *tick, bool is_buy)
{
    arrive_limit(slow, tick, is_buy);
    struct slow_order *order = find(slow, tick->instrument_id, is_buy, true);
    if (order && order->lots > 0 && !(order->is_new && tick->kind == TKG_TICK_QUOTE)) {
        order->is_new = false;
        match_limit(slow, order, tick);
    }
    if (order) {
        order->is_new = false;
        if (order->lots == 0) {
            erase(order);
        }
    }
}

static void decide_taker(struct slow_reference *slow, const struct tkg_tick *tick)
{
    const struct tkg_reference_parameters *p = &slow->parameters;
    struct slow_instrument *instrument = &slow->instruments[tick->instrument_id];
    const slow_wide fast = slow_floor_divide(instrument->fast_sum, (slow_wide)1 << p->fast_shift);
    const slow_wide late = slow_floor_divide(instrument->slow_sum, (slow_wide)1 << p->slow_shift);
    const int64_t threshold = fixed_half_ticks(p->threshold_e3);
    const int64_t sign = fast - late > threshold ? 1 : fast - late < -threshold ? -1 : 0;
    const bool is_busy = find(slow, tick->instrument_id, true, true) ||
                         find(slow, tick->instrument_id, true, false) ||
                         find(slow, tick->instrument_id, false, true) ||
                         find(slow, tick->instrument_id, false, false);
    if (sign == 0 || is_busy || instrument->target_lots * sign > 0) {
        return;
    }
    instrument->target_lots = sign * p->size_lots;
    const int64_t lots = instrument->target_lots - slow_position(slow, tick->instrument_id);
    send(slow,
         (struct slow_order){.instrument_id = tick->instrument_id,
                             .is_market = true,
                             .is_buy = lots > 0,
                             .lots = lots > 0 ? lots : -lots},
         tick->time_ns);
}

static void play_taker(struct slow_reference *slow, const struct tkg_tick *tick, bool is_first)
{
    struct slow_instrument *instrument = &slow->instruments[tick->instrument_id];
    const slow_wide fast = (slow_wide)1 << slow->parameters.fast_shift;
    const slow_wide late = (slow_wide)1 << slow->parameters.slow_shift;
    const slow_wide mid =
        ((slow_wide)instrument->quote.bid_price + instrument->quote.ask_price) * 65536;
    if (is_first) {
        instrument->fast_sum = mid * fast;
        instrument->slow_sum = mid * late;
        return;
    }
    work_market_order(slow, tick, true);
    work_market_order(slow, tick, false);
    instrument->fast_sum += mid - slow_floor_divide(instrument->fast_sum, fast);
    instrument->slow_sum += mid - slow_floor_divide(instrument->slow_sum, late);
    decide_taker(slow, tick);
}

/* Sends a replacement when the side should quote another price than it last asked for. */
static void ask_for(struct slow_reference *slow, const struct tkg_tick *tick, bool is_buy,
                    bool is_wanted, slow_wide price)
{
    const struct slow_order *resting = find(slow, tick->instrument_id, is_buy, true);
    if (find(slow, tick->instrument_id, is_buy, false) || (!resting && !is_wanted) ||
        (resting && is_wanted && resting->price == price)) {
        return;
    }
    send(slow,
         (struct slow_order){.instrument_id = tick->instrument_id,
                             .is_buy = is_buy,
                             .is_cancel = !is_wanted,
                             .price = (int32_t)(is_wanted ? price : 0),
                             .lots = slow->parameters.size_lots,
                             .ahead = -1},
         tick->time_ns);
}

static void decide_maker(struct slow_reference *slow, const struct tkg_tick *tick)
{
    const struct tkg_reference_parameters *p = &slow->parameters;
    const struct tkg_tick *quote = &slow->instruments[tick->instrument_id].quote;
    const int64_t lots = slow_position(slow, tick->instrument_id);
    const slow_wide centre = ((slow_wide)quote->bid_price + quote->ask_price) * 65536 -
                             (slow_wide)lots * (fixed_half_ticks(p->skew_e3) / p->size_lots);
    const int64_t half_spread = fixed_half_ticks(p->half_spread_e3);
    const slow_wide tick_size = 131072; /* half ticks of 65536 parts */
    slow_wide bid = slow_floor_divide(centre - half_spread, tick_size);
    slow_wide ask = -slow_floor_divide(-(centre + half_spread), tick_size);
    bid = bid > INT32_MAX ? INT32_MAX : bid;
    ask = ask < 1 ? 1 : ask;
    /* No bid below 1; no ask at the greatest integer, which the core keeps for "none". */
    ask_for(slow, tick, true, bid >= 1 && lots + p->size_lots <= p->max_position_lots, bid);
    ask_for(slow, tick, false, ask < INT32_MAX && lots - p->size_lots >= -p->max_position_lots,
            ask);
}

static void play_maker(struct slow_reference *slow, const struct tkg_tick *tick, bool is_first)
{
    if (!is_first) {
        work_limit_side(slow, tick, true);
        work_limit_side(slow, tick, false);
    }
    decide_maker(slow, tick);
}

void slow_reference_tick(struct slow_reference *slow, const struct tkg_tick *tick)
{
    slow->tick_count++;
    if (is_rejected(slow, tick)) {
        slow->rejected_count++;
        return;
    }
    struct slow_instrument *instrument = &slow->instruments[tick->instrument_id];
    slow->has_time = true;
    slow->last_time_ns = tick->time_ns;
    const bool is_first = !instrument->has_quote;
    if (tick->kind == TKG_TICK_QUOTE) {
        instrument->quote = *tick;
        instrument->has_quote = true;
    }
    if (instrument->has_quote) {
        if (slow->parameters.strategy == TKG_REFERENCE_TAKER) {
            play_taker(slow, tick, is_first);
        } else {
            play_maker(slow, tick, is_first);
        }
    }
    slow_note_equity(slow);
}
