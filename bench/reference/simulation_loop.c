/* SPDX-License-Identifier: Apache-2.0
 *
 * The event loop of the general simulation: compiled for each kind of book, with stages and
 * without, so that what a run does not use costs it nothing.
 */
#include "simulation_strategy.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/* What the loop is compiled for. */
struct variant {
    enum tkg_book_kind book;
    bool with_stages;
};

/* One tick on its way through the loop. */
struct step {
    const struct tkg_tick *tick;
    struct tkg_simulation_instrument *instrument;
    struct tkg_book_change change; /* L2, L3 */
    struct tkg_book_top top;
};

INLINE void enter(struct variant variant, const struct tkg_simulation *simulation,
                  enum tkg_stage stage)
{
    if (variant.with_stages) {
        tkg_stage_enter(simulation->stages, stage);
    }
}

/* What no book has to look at. L1 knows all reasons by itself; other books refuse what contradicts
 * them. */
INLINE bool is_refused(struct variant variant, const struct tkg_tick *tick, int64_t last_time_ns,
                       uint32_t instrument_count)
{
    if (variant.book == TKG_BOOK_L1) {
        return tkg_reference_rejects(tick, last_time_ns, instrument_count);
    }
    return TKG_REFERENCE_UNLIKELY(tick->instrument_id >= instrument_count) ||
           TKG_REFERENCE_UNLIKELY(tick->time_ns < last_time_ns);
}

/* Bit for bit the tick handed in before it, refused or not, in whatever batch. */
TKG_REFERENCE_SLOW_PATH static bool is_duplicate(struct tkg_simulation *simulation,
                                                 const struct tkg_tick *tick)
{
    const bool is_same =
        simulation->has_last_tick && memcmp(&simulation->last_tick, tick, sizeof *tick) == 0;
    simulation->last_tick = *tick;
    simulation->has_last_tick = true;
    return is_same;
}

/* Equity follows the mid while there is one; a side without lots leaves the last mid. */
INLINE void move_mid(struct tkg_reference_market *market, struct tkg_book_top top, int64_t *equity)
{
    if (top.bid_price != TKG_BOOK_NO_BID && top.ask_price != TKG_BOOK_NO_ASK) {
        const int64_t last = tkg_reference_mid(market);
        market->quote.bid_price = top.bid_price;
        market->quote.ask_price = top.ask_price;
        *equity += (tkg_reference_mid(market) - last) * market->half_tick_value;
    }
}

/* md.handle: false when the book refuses the tick. */
INLINE bool update_book(struct variant variant, struct step *step, int64_t *equity)
{
    struct tkg_simulation_instrument *instrument = step->instrument;
    if (variant.book == TKG_BOOK_L1) {
        tkg_reference_move(&instrument->market, step->tick, equity);
        return true;
    }
    if (variant.book == TKG_BOOK_L2) {
        tkg_depth_book_apply(instrument->depth, step->tick, &step->change);
        step->top = tkg_depth_book_top(instrument->depth);
    } else {
        tkg_fifo_book_apply(instrument->fifo, step->tick, &step->change);
        step->top = tkg_fifo_book_top(instrument->fifo);
    }
    if (TKG_REFERENCE_UNLIKELY(step->change.event == TKG_BOOK_REJECTED)) {
        return false;
    }
    move_mid(&instrument->market, step->top, equity);
    return true;
}

/* L1: a trade's one price stands in both fields, so quotes and trades need not be told apart. Bits
 * instead of branches, here and below: which of them holds is anybody's guess. */
INLINE bool meets_l1(const struct tkg_venue_watch *watch, const struct tkg_tick *tick)
{
    const uint32_t bid_key = tkg_price_key(TKG_BOOK_BID, tick->bid_price);
    const uint32_t ask_key = tkg_price_key(TKG_BOOK_ASK, tick->ask_price);
    return (bid_key <= watch->best_keys[TKG_BOOK_BID]) |
           (ask_key <= watch->best_keys[TKG_BOOK_ASK]) | (tick->bid_price <= watch->sell_trigger) |
           (tick->ask_price >= watch->buy_trigger);
}

/* The top, or a trade, reaches the trigger of a stop. */
INLINE bool fires(const struct tkg_venue_watch *watch, const struct step *step, bool is_trade)
{
    const int32_t price = step->change.price;
    return (step->top.ask_price >= watch->buy_trigger) |
           (step->top.bid_price <= watch->sell_trigger) |
           (is_trade & ((price >= watch->buy_trigger) | (price <= watch->sell_trigger)));
}

/* What the venue has to do about a tick. */
enum venue_work { NOTHING, LEVEL, EVERYTHING };

/* L2, L3: the change reaches orders of ours on the other side, or trades at or beyond the price of
 * those on its side. Otherwise it may tell the level of one of them, which L3 has no use for. */
INLINE enum venue_work meets_levels(struct variant variant, const struct tkg_venue_watch *watch,
                                    const struct step *step)
{
    const struct tkg_book_change *change = &step->change;
    const uint32_t side = change->side;
    const uint32_t key = tkg_price_key(change->side, change->price);
    const uint32_t opposite_key = key ^ (uint32_t)INT32_MAX;
    const bool is_past_best = key <= watch->best_keys[side];
    const bool is_past_worst = key < watch->worst_keys[side];
    const bool reaches = opposite_key <= watch->best_keys[1 - side];
    const bool is_trade = change->event == TKG_BOOK_TRADED;
    if (reaches | (is_past_best & is_trade) | fires(watch, step, is_trade)) {
        return EVERYTHING;
    }
    return variant.book == TKG_BOOK_L2 && (is_past_best & !is_past_worst) ? LEVEL : NOTHING;
}

INLINE enum venue_work venue_work(struct variant variant, const struct step *step)
{
    const struct tkg_venue_watch *watch = &step->instrument->venue.watch;
    if (step->tick->time_ns >= watch->due_ns) {
        return EVERYTHING;
    }
    if (variant.book == TKG_BOOK_L1) {
        return meets_l1(watch, step->tick) ? EVERYTHING : NOTHING;
    }
    return meets_levels(variant, watch, step);
}

static struct tkg_book_top top_of_quote(const struct tkg_reference_market *market)
{
    return (struct tkg_book_top){market->quote.bid_price, market->quote.ask_price,
                                 market->quote.bid_size, market->quote.ask_size};
}

/* An L1 trade may tell of both sides at once. */
static void describe_l1(struct tkg_venue_moment *moment, const struct tkg_tick *tick)
{
    const bool is_trade = tick->kind == TKG_TICK_TRADE;
    moment->book.top = top_of_quote(moment->market);
    moment->change = (struct tkg_book_change){.event = is_trade ? TKG_BOOK_TRADED : TKG_BOOK_QUOTED,
                                              .price = tick->bid_price};
    moment->traded_lots[TKG_BOOK_BID] = tick->bid_size;
    moment->traded_lots[TKG_BOOK_ASK] = tick->ask_size;
}

static void describe_levels(struct tkg_venue_moment *moment, const struct step *step)
{
    moment->book.top = step->top;
    moment->change = step->change;
    const uint32_t lots = step->change.event == TKG_BOOK_TRADED ? step->change.lots : 0;
    moment->traded_lots[TKG_BOOK_BID] = step->change.side == TKG_BOOK_BID ? lots : 0;
    moment->traded_lots[TKG_BOOK_ASK] = step->change.side == TKG_BOOK_ASK ? lots : 0;
}

/* order.execute: equity is in core->run. */
__attribute__((noinline)) static void attend(struct tkg_reference *core, const struct step *step)
{
    struct tkg_simulation *simulation = core->simulation;
    struct tkg_simulation_instrument *instrument = step->instrument;
    struct tkg_venue_moment *moment = &simulation->moment;
    moment->market = &instrument->market;
    moment->venue = &instrument->venue;
    moment->book.depth = instrument->depth;
    moment->book.fifo = instrument->fifo;
    moment->time_ns = step->tick->time_ns;
    moment->start_ns = simulation->start_ns;
    moment->instrument_id = step->tick->instrument_id;
    if (simulation->book_kind == TKG_BOOK_L1) {
        describe_l1(moment, step->tick);
    } else {
        describe_levels(moment, step);
    }
    tkg_venue_attend(moment);
}

/* The first accepted tick of an instrument, and all until there is a bid and an ask. */
TKG_REFERENCE_SLOW_PATH static void begin(struct tkg_reference *core, const struct step *step)
{
    struct tkg_simulation *simulation = core->simulation;
    struct tkg_simulation_instrument *instrument = step->instrument;
    if (!simulation->has_started) {
        simulation->has_started = true;
        simulation->start_ns = step->tick->time_ns;
    }
    if (!instrument->is_touched) {
        instrument->is_touched = true;
        core->touched_ids[core->touched_count++] = step->tick->instrument_id;
    }
    const bool is_l1 = simulation->book_kind == TKG_BOOK_L1;
    instrument->has_begun =
        is_l1 ? step->tick->kind == TKG_TICK_QUOTE
              /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): not L1 */
              : step->top.bid_price != TKG_BOOK_NO_BID && step->top.ask_price != TKG_BOOK_NO_ASK;
    if (instrument->has_begun) {
        tkg_simulation_begin_strategy(core, instrument);
    }
}

INLINE struct tkg_simulation_view view_of(struct variant variant, struct tkg_reference *core,
                                          const struct step *step, int64_t mid, int64_t local_ns)
{
    return (struct tkg_simulation_view){
        .core = core,
        .instrument = step->instrument,
        .top = variant.book == TKG_BOOK_L1 ? top_of_quote(&step->instrument->market) : step->top,
        .mid = mid,
        .local_ns = local_ns};
}

/* Risk and order stages are entered only when there is something to send, and there. */
INLINE void send_target(struct variant variant, struct tkg_reference *core, const struct step *step,
                        int32_t lots, int64_t local_ns)
{
    if (TKG_REFERENCE_UNLIKELY(lots != 0)) {
        const struct tkg_simulation_view view = view_of(variant, core, step, 0, local_ns);
        tkg_simulation_send_market(&view, lots);
    }
}

INLINE void run_maker_l1(struct variant variant, struct tkg_reference *core,
                         const struct step *step, int64_t mid, int64_t local_ns)
{
    const struct tkg_simulation_maker *maker = &step->instrument->maker;
    const int32_t bid_price = tkg_simulation_bid(maker, mid);
    const int32_t ask_price = tkg_simulation_ask(maker, mid);
    if (TKG_REFERENCE_UNLIKELY((bid_price != maker->wanted_prices[TKG_BOOK_BID]) |
                               (ask_price != maker->wanted_prices[TKG_BOOK_ASK]))) {
        const struct tkg_simulation_view view = view_of(variant, core, step, mid, local_ns);
        tkg_simulation_requote(&view, bid_price, ask_price);
    }
}

/* What the quoter wants depends on the best prices and the position: most ticks change neither. */
INLINE void run_maker_levels(struct variant variant, struct tkg_reference *core,
                             const struct step *step, int64_t mid, int64_t local_ns)
{
    const struct tkg_simulation_maker *maker = &step->instrument->maker;
    if (TKG_REFERENCE_UNLIKELY((step->top.bid_price != maker->seen_prices[TKG_BOOK_BID]) |
                               (step->top.ask_price != maker->seen_prices[TKG_BOOK_ASK]) |
                               maker->is_stale)) {
        const struct tkg_simulation_view view = view_of(variant, core, step, mid, local_ns);
        tkg_simulation_quote(&view);
    }
}

INLINE void run_maker(struct variant variant, struct tkg_reference *core, const struct step *step,
                      int64_t mid, int64_t local_ns)
{
    if (variant.book == TKG_BOOK_L1) {
        run_maker_l1(variant, core, step, mid, local_ns);
    } else {
        run_maker_levels(variant, core, step, mid, local_ns);
    }
}

/* L1 tells of both sides' lots at once; together they may pass 32 bits, where they end. */
INLINE uint32_t traded_lots(struct variant variant, const struct step *step)
{
    const struct tkg_tick *tick = step->tick;
    if (variant.book != TKG_BOOK_L1) {
        return step->change.event == TKG_BOOK_TRADED ? step->change.lots : 0;
    }
    const uint64_t lots = (uint64_t)tick->bid_size + tick->ask_size;
    const uint64_t shown = lots > UINT32_MAX ? UINT32_MAX : lots;
    return tick->kind == TKG_TICK_TRADE ? (uint32_t)shown : 0;
}

INLINE void update_filter(struct variant variant, const struct step *step, int64_t mid)
{
    const bool is_l1 = variant.book == TKG_BOOK_L1;
    const struct tkg_entry_filter_tick seen = {
        .time_ns = step->tick->time_ns,
        .mid = mid,
        .price = is_l1 ? step->tick->bid_price : step->change.price,
        .lots = traded_lots(variant, step),
        .is_session_start = (step->tick->flags & TKG_TICK_SESSION_START) != 0};
    tkg_entry_filter_update(&step->instrument->filter, &seen);
}

/* data.features, strategy.signal, and what follows from them. */
INLINE void run_strategy(struct variant variant, struct tkg_reference *core,
                         const struct step *step, int64_t local_ns)
{
    struct tkg_simulation *simulation = core->simulation;
    struct tkg_simulation_instrument *instrument = step->instrument;
    const int64_t mid = tkg_reference_mid(&instrument->market);
    const int64_t strategy = core->parameters.strategy;
    enter(variant, simulation, TKG_STAGE_DATA_FEATURES);
    if (strategy == TKG_REFERENCE_TAKER) {
        tkg_simulation_move_emas(core, instrument, mid);
    } else if (TKG_REFERENCE_UNLIKELY(simulation->has_filter)) {
        update_filter(variant, step, mid);
    }
    enter(variant, simulation, TKG_STAGE_STRATEGY_SIGNAL);
    if (strategy == TKG_REFERENCE_MAKER) {
        run_maker(variant, core, step, mid, local_ns);
    } else if (strategy == TKG_REFERENCE_TAKER) {
        send_target(variant, core, step, tkg_simulation_taker_wish(core, instrument), local_ns);
    } else if (strategy == TKG_REFERENCE_REVERSION) {
        const int32_t lots = TKG_REFERENCE_UNLIKELY(simulation->has_filter)
                                 ? tkg_simulation_filtered_wish(instrument, mid, local_ns)
                                 : tkg_simulation_reversion_wish(instrument, mid, local_ns);
        send_target(variant, core, step, lots, local_ns);
    } else {
        const struct tkg_simulation_view view = view_of(variant, core, step, mid, local_ns);
        tkg_simulation_storm(&view);
    }
}

/* Everything after the book of an instrument that has begun. */
INLINE void trade(struct variant variant, struct tkg_reference *core, const struct step *step,
                  struct tkg_reference_run *run)
{
    struct tkg_simulation *simulation = core->simulation;
    struct tkg_simulation_instrument *instrument = step->instrument;
    const int64_t local_ns = tkg_latency_due(step->tick->time_ns, simulation->feed_ns);
    enter(variant, simulation, TKG_STAGE_ORDER_EXECUTE);
    const enum venue_work work = venue_work(variant, step);
    if (TKG_REFERENCE_UNLIKELY(work == EVERYTHING)) {
        core->run = *run; /* in memory for the call, in registers again after it */
        attend(core, step);
        *run = core->run;
    } else if (variant.book == TKG_BOOK_L2 && work == LEVEL) {
        tkg_venue_tell_level(&instrument->venue, &simulation->rules, step->change.side,
                             step->change.price, step->change.level_lots);
    }
    if (TKG_REFERENCE_UNLIKELY(instrument->venue.report_due_ns <= local_ns)) {
        tkg_simulation_hear(core, instrument, local_ns);
    }
    run_strategy(variant, core, step, local_ns);
}

INLINE void play(struct variant variant, struct tkg_reference *core, const struct tkg_tick *tick,
                 struct tkg_reference_run *run)
{
    struct tkg_simulation *simulation = core->simulation;
    enter(variant, simulation, TKG_STAGE_DATA_CLEAN);
    const bool is_repeated =
        TKG_REFERENCE_UNLIKELY(simulation->refuses_duplicates) && is_duplicate(simulation, tick);
    if (is_refused(variant, tick, run->last_time_ns, core->instrument_count) || is_repeated) {
        core->rejected_count++;
        return;
    }
    struct step step; /* the book fills in the rest */
    step.tick = tick;
    step.instrument = &simulation->instruments[tick->instrument_id];
    enter(variant, simulation, TKG_STAGE_MD_HANDLE);
    if (!update_book(variant, &step, &run->equity)) {
        core->rejected_count++;
        return;
    }
    run->last_time_ns = tick->time_ns;
    if (TKG_REFERENCE_UNLIKELY(!step.instrument->has_begun)) {
        begin(core, &step);
        if (step.instrument->has_begun) {
            run_strategy(variant, core, &step, tkg_latency_due(tick->time_ns, simulation->feed_ns));
        }
    } else {
        trade(variant, core, &step, run);
    }
    enter(variant, simulation, TKG_STAGE_ACCOUNT);
    tkg_reference_mark(run);
}

/* How many ticks before its turn an order of L3 is fetched, and before that its entry in the id
 * table: about as long as memory takes, at 50 ns a message. */
enum { ORDER_AHEAD = 4, SLOT_AHEAD = 8 };

INLINE const struct tkg_fifo_book *book_of(const struct tkg_reference *core,
                                           const struct tkg_tick *tick)
{
    return tick->instrument_id < core->instrument_count
               ? core->simulation->instruments[tick->instrument_id].fifo
               : NULL;
}

INLINE void fetch_orders(const struct tkg_reference *core, const struct tkg_tick *tick,
                         size_t ticks_left)
{
    const struct tkg_fifo_book *book =
        ticks_left > SLOT_AHEAD ? book_of(core, tick + SLOT_AHEAD) : NULL;
    if (book) {
        tkg_fifo_book_prefetch_slot(book, tick + SLOT_AHEAD);
    }
    book = ticks_left > ORDER_AHEAD ? book_of(core, tick + ORDER_AHEAD) : NULL;
    if (book) {
        tkg_fifo_book_prefetch_order(book, tick + ORDER_AHEAD);
    }
}

INLINE size_t play_all(struct variant variant, struct tkg_reference *core,
                       const struct tkg_tick *ticks, size_t tick_count, int64_t end_ns)
{
    struct tkg_reference_run run = core->run;
    const struct tkg_tick *tick = ticks;
    do {
        if (variant.book == TKG_BOOK_L3) {
            fetch_orders(core, tick, (size_t)(ticks + tick_count - tick));
        }
        play(variant, core, tick, &run);
    } while (++tick != ticks + tick_count && tick->time_ns < end_ns);
    core->run = run;
    return (size_t)(tick - ticks);
}

#define VARIANT(name, kind, stages)                                                                \
    static size_t name(struct tkg_reference *core, const struct tkg_tick *ticks,                   \
                       size_t tick_count, int64_t end_ns)                                          \
    {                                                                                              \
        return play_all((struct variant){kind, stages}, core, ticks, tick_count, end_ns);          \
    }

VARIANT(play_l1, TKG_BOOK_L1, false)
VARIANT(play_l2, TKG_BOOK_L2, false)
VARIANT(play_l3, TKG_BOOK_L3, false)
VARIANT(play_l1_staged, TKG_BOOK_L1, true)
VARIANT(play_l2_staged, TKG_BOOK_L2, true)
VARIANT(play_l3_staged, TKG_BOOK_L3, true)

typedef size_t (*loop)(struct tkg_reference *core, const struct tkg_tick *ticks, size_t tick_count,
                       int64_t end_ns);

size_t tkg_simulation_run(struct tkg_reference *core, const struct tkg_tick *ticks,
                          size_t tick_count, int64_t end_ns)
{
    static const loop loops[][2] = {[TKG_BOOK_L1] = {play_l1, play_l1_staged},
                                    [TKG_BOOK_L2] = {play_l2, play_l2_staged},
                                    [TKG_BOOK_L3] = {play_l3, play_l3_staged}};
    struct tkg_stage_recorder *stages = core->simulation->stages;
    const uint32_t before = tkg_stage_enter(stages, TKG_STAGE_DATA_CLEAN);
    const size_t count =
        loops[core->simulation->book_kind][stages != NULL](core, ticks, tick_count, end_ns);
    tkg_stage_leave(stages, before);
    return count;
}
