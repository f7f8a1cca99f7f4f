/* SPDX-License-Identifier: Apache-2.0 */
#include "simulation_strategy.h"

/* An offset that puts a quote beyond every price: that side is not wanted. */
#define NOT_WANTED (INT64_C(1) << 52)

static int32_t no_price(enum tkg_book_side side)
{
    return side == TKG_BOOK_BID ? 0 : INT32_MAX;
}

/* Where the quotes stand from the mid: the ask rounded up, the bid down. */
static void set_offsets(const struct tkg_reference *core,
                        struct tkg_simulation_instrument *instrument)
{
    struct tkg_simulation_maker *maker = &instrument->maker;
    const int64_t position = instrument->known_lots;
    const int64_t size = core->parameters.size_lots;
    const int64_t limit = core->parameters.max_position_lots;
    const int64_t skew = -position * core->skew_per_lot;
    const int64_t round_up = (INT64_C(1) << TKG_SIMULATION_TICK_SHIFT) - 1;
    maker->bid_offset = position + size > limit ? -NOT_WANTED : skew - core->half_spread;
    maker->ask_offset = position - size < -limit ? NOT_WANTED : skew + core->half_spread + round_up;
}

static void begin_taker(struct tkg_reference *core, struct tkg_simulation_instrument *instrument)
{
    const uint64_t mid = (uint64_t)tkg_reference_mid(&instrument->market)
                         << TKG_REFERENCE_FRACTION_BITS;
    instrument->taker.ema_sums[0] = mid << core->parameters.fast_shift;
    instrument->taker.ema_sums[1] = mid << core->parameters.slow_shift;
}

void tkg_simulation_begin_strategy(struct tkg_reference *core,
                                   struct tkg_simulation_instrument *instrument)
{
    begin_taker(core, instrument);
    instrument->maker.wanted_prices[TKG_BOOK_BID] = no_price(TKG_BOOK_BID);
    instrument->maker.wanted_prices[TKG_BOOK_ASK] = no_price(TKG_BOOK_ASK);
    instrument->maker.is_stale = true;
    set_offsets(core, instrument);
}

static void hear_maker(const struct tkg_reference *core,
                       struct tkg_simulation_instrument *instrument,
                       const struct tkg_order_report *report)
{
    struct tkg_simulation_maker *maker = &instrument->maker;
    const enum tkg_book_side side = report->is_buy ? TKG_BOOK_BID : TKG_BOOK_ASK;
    if (report->event == TKG_ORDER_FILLED) {
        set_offsets(core, instrument);
        if (report->lots_left == 0 && !maker->is_under_way[side]) {
            maker->wanted_prices[side] = no_price(side);
        }
    } else if (report->order_id == maker->order_ids[side]) {
        maker->is_under_way[side] = false;
    } /* otherwise: the order that was replaced is gone */
}

static void hear(struct tkg_reference *core, struct tkg_simulation_instrument *instrument,
                 const struct tkg_order_report *report)
{
    instrument->known_lots += report->lots;
    instrument->maker.is_stale = true;
    switch (core->parameters.strategy) {
    case TKG_REFERENCE_MAKER:
        hear_maker(core, instrument, report);
        break;
    case TKG_REFERENCE_STORM:
        tkg_storm_hear(instrument->storm, report);
        break;
    default:
        if (report->event == TKG_ORDER_FILLED && report->lots_left == 0) {
            instrument->taker.is_busy = false;
        }
    }
}

void tkg_simulation_hear(struct tkg_reference *core, struct tkg_simulation_instrument *instrument,
                         int64_t local_ns)
{
    const struct tkg_order_report *report = tkg_venue_hear(&instrument->venue, local_ns);
    while (report) {
        hear(core, instrument, report);
        report = tkg_venue_hear(&instrument->venue, local_ns);
    }
}

void tkg_simulation_move_emas(const struct tkg_reference *core,
                              struct tkg_simulation_instrument *instrument, int64_t mid)
{
    uint64_t *sums = instrument->taker.ema_sums;
    const uint64_t fixed = (uint64_t)mid << TKG_REFERENCE_FRACTION_BITS;
    sums[0] += fixed - (sums[0] >> core->parameters.fast_shift);
    sums[1] += fixed - (sums[1] >> core->parameters.slow_shift);
}

int32_t tkg_simulation_taker_wish(const struct tkg_reference *core,
                                  const struct tkg_simulation_instrument *instrument)
{
    const struct tkg_simulation_taker *taker = &instrument->taker;
    const int64_t apart = (int64_t)((taker->ema_sums[0] >> core->parameters.fast_shift) -
                                    (taker->ema_sums[1] >> core->parameters.slow_shift));
    const int32_t size_lots = (int32_t)core->parameters.size_lots;
    if (!taker->is_busy && taker->target_lots <= 0 && apart > core->threshold) {
        return size_lots - instrument->known_lots;
    }
    if (!taker->is_busy && taker->target_lots >= 0 && apart < -core->threshold) {
        return -size_lots - instrument->known_lots;
    }
    return 0;
}

int32_t tkg_simulation_reversion_wish(struct tkg_simulation_instrument *instrument, int64_t mid,
                                      int64_t local_ns)
{
    const int32_t target_lots = tkg_reversion_update(&instrument->reversion, mid, local_ns);
    return instrument->taker.is_busy ? 0 : target_lots - instrument->known_lots;
}

/* An entry that is refused is forgotten at once: z and filter must agree at one tick. */
int32_t tkg_simulation_filtered_wish(struct tkg_simulation_instrument *instrument, int64_t mid,
                                     int64_t local_ns)
{
    const int32_t last_lots = instrument->reversion.target_lots;
    int32_t target_lots = tkg_reversion_update(&instrument->reversion, mid, local_ns);
    if (target_lots != last_lots &&
        !tkg_entry_filter_allows(&instrument->filter, target_lots > 0, mid)) {
        target_lots = tkg_reversion_hold(&instrument->reversion, last_lots);
    }
    return instrument->taker.is_busy ? 0 : target_lots - instrument->known_lots;
}

static bool is_limit(const struct tkg_order_request *request)
{
    return request->type == TKG_ORDER_LIMIT || request->type == TKG_ORDER_STOP_LIMIT;
}

/* The price that a limit on notional sees: the order's own, or the opposite best. */
static int32_t risk_price(const struct tkg_simulation_view *view,
                          const struct tkg_order_request *request)
{
    const int32_t best = request->is_buy ? view->top.ask_price : view->top.bid_price;
    const int32_t price = is_limit(request) ? request->price : best;
    return price < 1 ? 1 : price;
}

/* risk.check: whether the limits let the message pass. Cancels always pass: they use up the rate
 * when there is some. working_lots: of the side, that may still trade beside this order. */
static bool may_send(const struct tkg_simulation_view *view,
                     const struct tkg_order_request *request, int64_t working_lots)
{
    struct tkg_simulation *simulation = view->core->simulation;
    tkg_stage_enter(simulation->stages, TKG_STAGE_RISK_CHECK);
    if (!simulation->has_risk) {
        return true;
    }
    if (request->action == TKG_ORDER_CANCEL) {
        tkg_risk_take_message(&simulation->risk, view->local_ns);
        return true;
    }
    const int64_t sign = request->is_buy ? 1 : -1;
    const struct tkg_risk_order order = {.time_ns = view->local_ns,
                                         .position_lots = view->instrument->known_lots,
                                         .working_lots = sign * working_lots,
                                         .lots = sign * (int64_t)request->lots,
                                         .price = risk_price(view, request)};
    return tkg_risk_check(&simulation->risk, &order) == TKG_RISK_ACCEPTED;
}

/* order.generate: the message itself. */
static void send(const struct tkg_simulation_view *view, const struct tkg_order_request *request)
{
    struct tkg_simulation *simulation = view->core->simulation;
    tkg_stage_enter(simulation->stages, TKG_STAGE_ORDER_GENERATE);
    tkg_venue_send(&view->instrument->venue, &simulation->rules, *request, view->local_ns,
                   simulation->start_ns);
    const bool is_order = request->action == TKG_ORDER_NEW || request->action == TKG_ORDER_REPLACE;
    view->core->order_count += is_order;
}

void tkg_simulation_send_market(const struct tkg_simulation_view *view, int32_t lots)
{
    struct tkg_simulation_instrument *instrument = view->instrument;
    const struct tkg_order_request request = {.order_id = instrument->last_order_id + 1,
                                              .lots = (uint32_t)(lots < 0 ? -lots : lots),
                                              .action = TKG_ORDER_NEW,
                                              .type = TKG_ORDER_MARKET,
                                              .is_buy = lots > 0};
    if (may_send(view, &request, 0)) {
        instrument->last_order_id = request.order_id;
        instrument->taker.target_lots = instrument->known_lots + lots;
        instrument->taker.is_busy = true;
        send(view, &request);
    }
}

/* The new order instead of the old one, or only the old one away. */
static struct tkg_order_request replacement(const struct tkg_simulation_view *view,
                                            enum tkg_book_side side, int32_t price)
{
    const uint32_t old_id = view->instrument->maker.order_ids[side];
    const bool is_buy = side == TKG_BOOK_BID;
    if (price == no_price(side)) {
        return (struct tkg_order_request){
            .order_id = old_id, .action = TKG_ORDER_CANCEL, .is_buy = is_buy};
    }
    return (struct tkg_order_request){.order_id = view->instrument->last_order_id + 1,
                                      .replaced_id = old_id,
                                      .price = price,
                                      .lots = (uint32_t)view->core->parameters.size_lots,
                                      .action = TKG_ORDER_REPLACE,
                                      .type = TKG_ORDER_LIMIT,
                                      .is_buy = is_buy};
}

/* One message for each side at a time. The order to be replaced may fill before. */
static void replace_side(const struct tkg_simulation_view *view, enum tkg_book_side side,
                         int32_t price)
{
    struct tkg_simulation_maker *maker = &view->instrument->maker;
    const int32_t wanted_price = maker->wanted_prices[side];
    if (wanted_price == price || maker->is_under_way[side]) {
        return;
    }
    const struct tkg_order_request request = replacement(view, side, price);
    const bool has_order = wanted_price != no_price(side);
    if (!may_send(view, &request, has_order ? view->core->parameters.size_lots : 0)) {
        maker->is_stale = true; /* ask again at the next tick */
        return;
    }
    if (request.action == TKG_ORDER_REPLACE) {
        view->instrument->last_order_id = request.order_id;
    }
    maker->wanted_prices[side] = price;
    maker->order_ids[side] = request.order_id;
    maker->is_under_way[side] = true;
    send(view, &request);
}

void tkg_simulation_requote(const struct tkg_simulation_view *view, int32_t bid_price,
                            int32_t ask_price)
{
    replace_side(view, TKG_BOOK_BID, bid_price);
    replace_side(view, TKG_BOOK_ASK, ask_price);
}

void tkg_simulation_quote(const struct tkg_simulation_view *view)
{
    struct tkg_simulation_maker *maker = &view->instrument->maker;
    const struct tkg_quoter_prices wanted = tkg_quoter_wanted(
        &view->core->simulation->quoter, &view->top, view->instrument->known_lots);
    maker->seen_prices[TKG_BOOK_BID] = view->top.bid_price;
    maker->seen_prices[TKG_BOOK_ASK] = view->top.ask_price;
    maker->is_stale = false; /* a message under way makes it stale again when it is answered */
    tkg_simulation_requote(view, wanted.bid_price, wanted.ask_price);
}

void tkg_simulation_storm(const struct tkg_simulation_view *view)
{
    const struct tkg_reference_parameters *parameters = &view->core->parameters;
    struct tkg_simulation_instrument *instrument = view->instrument;
    struct tkg_order_request request;
    const struct tkg_storm_view seen = {.bid_price = view->top.bid_price,
                                        .ask_price = view->top.ask_price,
                                        .position_lots = instrument->known_lots,
                                        .position_lots_max = parameters->max_position_lots,
                                        .size_lots = (uint32_t)parameters->size_lots,
                                        .every = (uint32_t)parameters->storm_every};
    if (!tkg_storm_wish(instrument->storm, &seen, &request)) {
        return;
    }
    const int64_t working_lots = tkg_storm_working_lots(instrument->storm, request.is_buy);
    if (may_send(view, &request, working_lots - request.lots)) {
        send(view, &request);
    } else {
        tkg_storm_take_back(instrument->storm, &request);
    }
}
