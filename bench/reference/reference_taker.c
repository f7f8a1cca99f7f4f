/* SPDX-License-Identifier: Apache-2.0
 *
 * EMA-cross taker: a market order to +-size_lots when the fast EMA of the mid leaves the slow one
 * by more than the threshold. One order under way for each instrument.
 *
 * An EMA is kept as sum = EMA x 2^shift, so that sum - (sum >> shift) + mid is its next value with
 * no negative number anywhere.
 */
#include "reference_account.h"
#include "reference_strategy.h"

/* EMAs differ by less than 2^48, so this is beyond every difference. */
#define BEYOND (INT64_C(1) << 62)

/* Shift counts of the two EMAs, for the batch loop to keep in registers. */
struct shifts {
    int fast;
    int slow;
};

static inline struct shifts shifts_of(const struct tkg_reference *core)
{
    return (struct shifts){(int)core->parameters.fast_shift, (int)core->parameters.slow_shift};
}

/* Which differences of the EMAs call for nothing: all but those against the target. */
static void set_calm(const struct tkg_reference *core, struct tkg_reference_taker *taker)
{
    const int64_t from = taker->target_lots < 0 ? -BEYOND : -core->threshold;
    const int64_t to = taker->target_lots > 0 ? BEYOND : core->threshold;
    taker->calm_from = from;
    taker->calm_span = (uint64_t)to - (uint64_t)from;
}

static void set_always_calm(struct tkg_reference_taker *taker)
{
    taker->calm_from = -BEYOND;
    taker->calm_span = (uint64_t)BEYOND * 2;
}

void tkg_reference_taker_init(const struct tkg_reference *core, struct tkg_reference_taker *taker)
{
    *taker = (struct tkg_reference_taker){.market = {.due_ns = TKG_REFERENCE_UNBORN}};
    set_calm(core, taker);
}

/* The first quote: both EMAs start at its mid. */
static void begin(struct tkg_reference *core, struct tkg_reference_taker *taker,
                  const struct tkg_tick *tick)
{
    const uint64_t mid = (uint64_t)tkg_reference_mid(&taker->market) << TKG_REFERENCE_FRACTION_BITS;
    taker->ema_sums[0] = mid << core->parameters.fast_shift;
    taker->ema_sums[1] = mid << core->parameters.slow_shift;
    taker->market.due_ns = TKG_REFERENCE_NEVER;
    taker->has_begun = true;
    core->touched_ids[core->touched_count++] = tick->instrument_id;
}

/* The opposite best with slippage, kept a price. */
static int32_t market_price(const struct tkg_reference *core,
                            const struct tkg_reference_quote *quote, bool is_buy)
{
    const int64_t slippage = core->parameters.slippage_ticks;
    const int64_t price = is_buy ? quote->ask_price + slippage : quote->bid_price - slippage;
    if (price < 1) {
        return 1;
    }
    return price > INT32_MAX ? INT32_MAX : (int32_t)price;
}

/* As much as the quote shows; the rest waits for the next quote. */
static void fill_market_order(struct tkg_reference *core, struct tkg_reference_taker *taker,
                              const struct tkg_tick *tick)
{
    const struct tkg_reference_quote *quote = &taker->market.quote;
    const bool is_buy = taker->pending_lots > 0;
    const uint32_t shown = is_buy ? quote->ask_size : quote->bid_size;
    const uint32_t left = (uint32_t)(is_buy ? taker->pending_lots : -taker->pending_lots);
    const int32_t lots = (int32_t)(shown < left ? shown : left);
    if (lots > 0) {
        const struct tkg_reference_fill fill = {.time_ns = tick->time_ns,
                                                .instrument_id = tick->instrument_id,
                                                .lots = is_buy ? lots : -lots,
                                                .price = market_price(core, quote, is_buy)};
        taker->pending_lots -= fill.lots;
        tkg_reference_book_fill(core, &taker->market, &fill);
    }
}

/* Our order stands at the exchange. A trade shows no new size, so only the first tick and quotes
 * fill. */
static void work_order(struct tkg_reference *core, struct tkg_reference_taker *taker,
                       const struct tkg_tick *tick)
{
    if (taker->is_at_exchange && tick->kind != TKG_TICK_QUOTE) {
        return;
    }
    fill_market_order(core, taker, tick);
    taker->is_at_exchange = taker->pending_lots != 0;
    if (!taker->is_at_exchange) {
        taker->market.due_ns = TKG_REFERENCE_NEVER;
        set_calm(core, taker);
    }
}

static inline bool is_signal(const struct tkg_reference_taker *taker, int64_t apart)
{
    return (uint64_t)(apart - taker->calm_from) > taker->calm_span;
}

static void send_order(struct tkg_reference *core, struct tkg_reference_taker *taker, bool is_buy,
                       int64_t time_ns)
{
    const int32_t size_lots = (int32_t)core->parameters.size_lots;
    taker->target_lots = is_buy ? size_lots : -size_lots;
    taker->pending_lots = taker->target_lots - taker->market.position_lots;
    taker->market.due_ns = tkg_reference_due_ns(core, time_ns);
    set_always_calm(taker);
    core->order_count++;
}

/* Fast minus slow EMA, from the sums. */
static inline int64_t ema_difference(tkg_reference_pair sums, struct shifts shifts)
{
    const tkg_reference_pair slow = sums >> shifts.slow;
    return (int64_t)((sums >> shifts.fast) - (tkg_reference_pair){slow[1], slow[1]})[0];
}

/* Something is due at this tick (the first quote, or our order at the exchange) or the EMAs
 * crossed. Equity is in core->run. */
TKG_REFERENCE_SLOW_PATH static void
attend(struct tkg_reference *core, struct tkg_reference_taker *taker, const struct tkg_tick *tick)
{
    if (!taker->has_begun) {
        if (tick->kind == TKG_TICK_QUOTE) {
            begin(core, taker, tick);
        }
        return; /* no signal: both EMAs are equal */
    }
    if (taker->pending_lots != 0 && tick->time_ns >= taker->market.due_ns) {
        work_order(core, taker, tick);
    }
    const int64_t apart = ema_difference(tkg_reference_load(taker->ema_sums), shifts_of(core));
    if (is_signal(taker, apart)) {
        send_order(core, taker, apart > 0, tick->time_ns);
    }
}

/* The common path: one line of state, no branch taken. */
static inline int64_t move_emas(struct tkg_reference_taker *taker, tkg_reference_pair mid,
                                struct shifts shifts)
{
    const tkg_reference_pair mids = {mid[0], mid[0]};
    const tkg_reference_pair sums = tkg_reference_load(taker->ema_sums);
    const tkg_reference_pair fast = sums >> shifts.fast;
    const tkg_reference_pair slow = sums >> shifts.slow;
    const tkg_reference_pair emas = {fast[0], slow[1]};
    const tkg_reference_pair next = sums - emas + (mids << TKG_REFERENCE_FRACTION_BITS);
    __builtin_memcpy(taker->ema_sums, &next, sizeof next);
    return ema_difference(next, shifts);
}

size_t tkg_reference_taker_run(struct tkg_reference *core, const struct tkg_tick *ticks,
                               size_t tick_count, int64_t end_ns)
{
    struct tkg_reference_run run = core->run;
    const struct tkg_tick *tick = ticks;
    const struct shifts shifts = shifts_of(core);
    do {
        if (tkg_reference_rejects(tick, run.last_time_ns, core->instrument_count)) {
            core->rejected_count++;
            continue;
        }
        struct tkg_reference_taker *taker = &core->takers[tick->instrument_id];
        const tkg_reference_pair mid = tkg_reference_move(&taker->market, tick, &run.equity).mid;
        const int64_t apart = move_emas(taker, mid, shifts);
        run.last_time_ns = tick->time_ns;
        if (TKG_REFERENCE_UNLIKELY(is_signal(taker, apart)) ||
            TKG_REFERENCE_UNLIKELY(tick->time_ns >= taker->market.due_ns)) {
            core->run = run; /* in memory for the call, in registers again after it */
            attend(core, taker, tick);
            run = core->run;
        }
        tkg_reference_mark(&run);
    } while (++tick != ticks + tick_count && tick->time_ns < end_ns);
    core->run = run;
    return (size_t)(tick - ticks);
}
