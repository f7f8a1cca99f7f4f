/* SPDX-License-Identifier: Apache-2.0
 *
 * The slow simulation but for its exchange: which ticks count, the mid, the strategies' beliefs.
 */
#include "slow_simulation.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "slow_account.h"
#include "strategy/quoter.h"

static void *zeroed(size_t count, size_t bytes)
{
    void *memory = calloc(count, bytes);
    TKG_ASSERT(memory);
    return memory;
}

static void init_mind(struct slow_simulation *slow, uint32_t id)
{
    struct slow_mind *mind = &slow->minds[id];
    tkg_storm_init(&mind->storm, slow->seed + id);
    mind->window = zeroed(1, tkg_reversion_bytes(&slow->reversion));
    tkg_reversion_init(&mind->reversion, &slow->reversion, mind->window);
}

void slow_simulation_init(struct slow_simulation *slow,
                          const struct tkg_reference_parameters *parameters,
                          uint32_t instrument_count, uint64_t seed)
{
    memset(slow, 0, sizeof *slow);
    slow_reference_init(&slow->account, parameters, instrument_count);
    slow->account.fills = zeroed(SLOW_LIST_MAX, sizeof *slow->account.fills);
    slow->account.fill_room = SLOW_LIST_MAX;
    slow->seed = seed;
    slow->reversion = (struct tkg_reversion_options){.sample_ns = parameters->sample_ns,
                                                     .length = (uint32_t)parameters->window_samples,
                                                     .entry_e3 = (uint32_t)parameters->entry_e3,
                                                     .exit_e3 = (uint32_t)parameters->exit_e3,
                                                     .levels = (uint32_t)parameters->levels,
                                                     .size_lots = (int32_t)parameters->size_lots};
    const struct tkg_risk_limits limits = {.position_lots_max = parameters->risk_position_lots,
                                           .notional_max = parameters->risk_notional,
                                           .order_interval_ns = parameters->risk_interval_ns,
                                           .order_burst = (uint32_t)parameters->risk_burst};
    tkg_risk_init(&slow->risk, &limits);
    for (uint32_t id = 0; id < instrument_count; id++) {
        slow_book_init(&slow->books[id], (size_t)parameters->orders_max,
                       (size_t)parameters->levels_max);
        init_mind(slow, id);
    }
}

void slow_simulation_deinit(struct slow_simulation *slow)
{
    for (uint32_t id = 0; id < slow->account.instrument_count; id++) {
        free(slow->minds[id].window);
    }
    slow_reference_deinit(&slow->account);
}

int64_t slow_best(const struct slow_simulation *slow, uint32_t instrument_id, bool is_bid)
{
    int64_t prices[SLOW_BOOK_ORDERS_MAX + 1];
    if (slow->account.parameters.book == TKG_BOOK_L1) {
        const struct tkg_tick *quote = &slow->account.instruments[instrument_id].quote;
        return is_bid ? quote->bid_price : quote->ask_price;
    }
    const size_t count =
        slow_book_levels(&slow->books[instrument_id], is_bid ? TKG_BOOK_BID : TKG_BOOK_ASK, prices);
    return count > 0 ? prices[0] : is_bid ? 0 : INT32_MAX;
}

/* ---- strategies ---- */

size_t slow_messages_of(const struct slow_simulation *slow, uint32_t instrument_id)
{
    size_t count = 0;
    for (size_t i = 0; i < slow->message_count; i++) {
        count += slow->messages[i].instrument_id == instrument_id;
    }
    return count;
}

static int64_t local_time(const struct slow_simulation *slow)
{
    const slow_wide local =
        (slow_wide)slow->tick->time_ns + slow->account.parameters.feed_latency_ns;
    return local > INT64_MAX - 1 ? INT64_MAX - 1 : (int64_t)local;
}

/* With no limit at all everything passes the check, too. */
static bool may_send(struct slow_simulation *slow, const struct slow_mind *mind,
                     const struct tkg_order_request *request, int64_t working)
{
    const uint32_t id = slow->tick->instrument_id;
    const int64_t sign = request->is_buy ? 1 : -1;
    const bool has_price =
        request->type == TKG_ORDER_LIMIT || request->type == TKG_ORDER_STOP_LIMIT;
    const int64_t price = has_price ? request->price : slow_best(slow, id, !request->is_buy);
    if (request->action == TKG_ORDER_CANCEL) {
        tkg_risk_take_message(&slow->risk, local_time(slow));
        return true;
    }
    const struct tkg_risk_order order = {.time_ns = local_time(slow),
                                         .position_lots = mind->known_lots,
                                         .working_lots = sign * working,
                                         .lots = sign * (int64_t)request->lots,
                                         .price = (int32_t)(price < 1 ? 1 : price)};
    return tkg_risk_check(&slow->risk, &order) == TKG_RISK_ACCEPTED;
}

static void send(struct slow_simulation *slow, struct tkg_order_request request)
{
    const uint32_t id = slow->tick->instrument_id;
    const uint64_t draw = ((uint64_t)id << 32) + 2 * slow_messages_of(slow, id);
    request.due_ns =
        slow_arrival(slow, local_time(slow), slow->account.parameters.latency_ns, draw);
    for (size_t i = 0; i < slow->message_count; i++) { /* no overtaking on one side */
        const struct slow_message *before = &slow->messages[i];
        if (before->instrument_id == id && before->request.is_buy == request.is_buy &&
            before->request.due_ns > request.due_ns) {
            request.due_ns = before->request.due_ns;
        }
    }
    TKG_ASSERT(slow->message_count < SLOW_LIST_MAX);
    slow->messages[slow->message_count++] = (struct slow_message){id, request, false};
    slow->account.order_count +=
        request.action == TKG_ORDER_NEW || request.action == TKG_ORDER_REPLACE;
}

static void learn(struct slow_simulation *slow, struct slow_mind *mind,
                  const struct tkg_order_report *report)
{
    const bool is_whole = report->event == TKG_ORDER_FILLED && report->lots_left == 0;
    mind->known_lots += report->lots;
    if (slow->account.parameters.strategy == TKG_REFERENCE_STORM) {
        tkg_storm_hear(&mind->storm, report);
    } else if (slow->account.parameters.strategy != TKG_REFERENCE_MAKER) {
        mind->is_busy = mind->is_busy && !is_whole;
    } else if (report->event != TKG_ORDER_FILLED) {
        if (report->order_id == mind->ids[report->is_buy]) {
            mind->is_under_way[report->is_buy] = false;
        }
    } else if (is_whole && !mind->is_under_way[report->is_buy]) {
        mind->wanted[report->is_buy] = 0;
    }
}

static void listen(struct slow_simulation *slow, struct slow_mind *mind)
{
    for (size_t i = 0; i < slow->answer_count; i++) {
        struct slow_answer *answer = &slow->answers[i];
        if (!answer->is_heard && answer->instrument_id == slow->tick->instrument_id &&
            answer->report.due_ns <= local_time(slow)) {
            answer->is_heard = true;
            learn(slow, mind, &answer->report);
        }
    }
}

/* False: nothing to send, or refused. */
static bool send_market(struct slow_simulation *slow, struct slow_mind *mind, int64_t lots)
{
    const struct tkg_order_request request = {.order_id = mind->last_id + 1,
                                              .lots = (uint32_t)(lots > 0 ? lots : -lots),
                                              .type = TKG_ORDER_MARKET,
                                              .is_buy = lots > 0};
    if (lots == 0 || !may_send(slow, mind, &request, 0)) {
        return false;
    }
    mind->last_id++;
    mind->is_busy = true;
    send(slow, request);
    return true;
}

static void think_taker(struct slow_simulation *slow, struct slow_mind *mind, bool is_first)
{
    const struct tkg_reference_parameters *p = &slow->account.parameters;
    struct slow_instrument *instrument = &slow->account.instruments[slow->tick->instrument_id];
    const slow_wide fast = (slow_wide)1 << p->fast_shift;
    const slow_wide late = (slow_wide)1 << p->slow_shift;
    const slow_wide mid =
        ((slow_wide)instrument->quote.bid_price + instrument->quote.ask_price) * 65536;
    if (is_first) {
        instrument->fast_sum = mid * fast;
        instrument->slow_sum = mid * late;
    }
    instrument->fast_sum += mid - slow_floor_divide(instrument->fast_sum, fast);
    instrument->slow_sum += mid - slow_floor_divide(instrument->slow_sum, late);
    const slow_wide apart = slow_floor_divide(instrument->fast_sum, fast) -
                            slow_floor_divide(instrument->slow_sum, late);
    const int64_t threshold = p->threshold_e3 * 131072 / 1000;
    const int64_t sign = apart > threshold ? 1 : apart < -threshold ? -1 : 0;
    if (sign != 0 && !mind->is_busy && instrument->target_lots * sign <= 0) {
        if (send_market(slow, mind, sign * p->size_lots - mind->known_lots)) {
            instrument->target_lots = sign * p->size_lots;
        }
    }
}

static void show_filter(const struct slow_simulation *slow, struct slow_mind *mind, int64_t mid)
{
    const struct tkg_tick *tick = slow->tick;
    const bool is_l1 = slow->account.parameters.book == TKG_BOOK_L1;
    const int64_t l1_lots = (int64_t)tick->bid_size + tick->ask_size;
    const int64_t lots = is_l1 ? l1_lots : (int64_t)slow->change.lots;
    const bool is_trade = slow->change.event == TKG_BOOK_TRADED;
    slow_filter_add(&mind->filter,
                    (struct slow_filter_tick){.time_ns = tick->time_ns,
                                              .mid = mid,
                                              .price = slow->change.price,
                                              .lots = !is_trade           ? 0
                                                      : lots > UINT32_MAX ? UINT32_MAX
                                                                          : lots,
                                              .is_session_start = tick->flags % 2 == 1});
}

/* A refused entry leaves the position that was wanted before, but for one on the other side. */
static int64_t may_want(struct slow_simulation *slow, struct slow_mind *mind, int64_t last,
                        int64_t target)
{
    const struct tkg_reference_parameters *p = &slow->account.parameters;
    if (target == 0 || target == last || slow_filter_allows(&mind->filter, p, target > 0)) {
        return target;
    }
    slow->filtered_count++;
    const int64_t left = last * target > 0 ? last : 0;
    mind->reversion.target_lots = (int32_t)left;
    return left;
}

static void think_reversion(struct slow_simulation *slow, struct slow_mind *mind)
{
    const struct tkg_tick *quote = &slow->account.instruments[slow->tick->instrument_id].quote;
    const int64_t mid = (int64_t)quote->bid_price + quote->ask_price;
    const struct tkg_reference_parameters *p = &slow->account.parameters;
    const int64_t last = mind->reversion.target_lots;
    int64_t target = tkg_reversion_update(&mind->reversion, mid, local_time(slow));
    if (p->bar != TKG_REFERENCE_BAR_NONE || p->vwap_side != 0) {
        show_filter(slow, mind, mid);
        target = may_want(slow, mind, last, target);
    }
    if (!mind->is_busy) {
        send_market(slow, mind, target - mind->known_lots);
    }
}

/* price 0: no order wanted. */
static void ask_for(struct slow_simulation *slow, struct slow_mind *mind, bool is_buy,
                    int64_t price)
{
    if (mind->is_under_way[is_buy] || mind->wanted[is_buy] == price) {
        return;
    }
    struct tkg_order_request request = {
        .order_id = mind->ids[is_buy], .action = TKG_ORDER_CANCEL, .is_buy = is_buy};
    if (price > 0) {
        request = (struct tkg_order_request){.order_id = mind->last_id + 1,
                                             .replaced_id = mind->ids[is_buy],
                                             .price = (int32_t)price,
                                             .lots = (uint32_t)slow->account.parameters.size_lots,
                                             .action = TKG_ORDER_REPLACE,
                                             .type = TKG_ORDER_LIMIT,
                                             .is_buy = is_buy};
    }
    if (!may_send(slow, mind, &request,
                  mind->wanted[is_buy] > 0 ? slow->account.parameters.size_lots : 0)) {
        return;
    }
    mind->last_id += price > 0;
    mind->wanted[is_buy] = price;
    mind->ids[is_buy] = request.order_id;
    mind->is_under_way[is_buy] = true;
    send(slow, request);
}

/* The rule of the L1 maker, in 128 bits; books with levels quote by strategy/quoter.h. */
static void think_maker_l1(struct slow_simulation *slow, struct slow_mind *mind)
{
    const struct tkg_reference_parameters *p = &slow->account.parameters;
    const struct tkg_tick *quote = &slow->account.instruments[slow->tick->instrument_id].quote;
    const int64_t lots = mind->known_lots;
    const slow_wide centre = ((slow_wide)quote->bid_price + quote->ask_price) * 65536 -
                             (slow_wide)lots * (p->skew_e3 * 131072 / 1000 / p->size_lots);
    const int64_t half_spread = p->half_spread_e3 * 131072 / 1000;
    slow_wide bid = slow_floor_divide(centre - half_spread, 131072);
    slow_wide ask = -slow_floor_divide(-(centre + half_spread), 131072);
    bid = bid > INT32_MAX ? INT32_MAX : bid;
    ask = ask < 1 ? 1 : ask;
    const bool may_buy = lots + p->size_lots <= p->max_position_lots;
    const bool may_sell = lots - p->size_lots >= -p->max_position_lots;
    ask_for(slow, mind, true, may_buy && bid >= 1 ? (int64_t)bid : 0);
    ask_for(slow, mind, false, may_sell && ask < INT32_MAX ? (int64_t)ask : 0);
}

static struct tkg_book_top top_of(const struct slow_simulation *slow)
{
    const uint32_t id = slow->tick->instrument_id;
    return (struct tkg_book_top){.bid_price = (int32_t)slow_best(slow, id, true),
                                 .ask_price = (int32_t)slow_best(slow, id, false)};
}

static void think_maker_levels(struct slow_simulation *slow, struct slow_mind *mind)
{
    const struct tkg_quoter quoter = tkg_quoter_make(&slow->account.parameters);
    const struct tkg_book_top top = top_of(slow);
    const struct tkg_quoter_prices wanted = tkg_quoter_wanted(&quoter, &top, mind->known_lots);
    ask_for(slow, mind, true, wanted.bid_price);
    ask_for(slow, mind, false, wanted.ask_price == INT32_MAX ? 0 : wanted.ask_price);
}

static void think_storm(struct slow_simulation *slow, struct slow_mind *mind)
{
    const struct tkg_reference_parameters *p = &slow->account.parameters;
    const struct tkg_book_top top = top_of(slow);
    struct tkg_order_request request;
    const struct tkg_storm_view view = {.bid_price = top.bid_price,
                                        .ask_price = top.ask_price,
                                        .position_lots = mind->known_lots,
                                        .position_lots_max = p->max_position_lots,
                                        .size_lots = (uint32_t)p->size_lots,
                                        .every = (uint32_t)p->storm_every};
    if (!tkg_storm_wish(&mind->storm, &view, &request)) {
        return;
    }
    if (may_send(slow, mind, &request,
                 tkg_storm_working_lots(&mind->storm, request.is_buy) - request.lots)) {
        send(slow, request);
    } else {
        tkg_storm_take_back(&mind->storm, &request);
    }
}

static void think(struct slow_simulation *slow, struct slow_mind *mind, bool is_first)
{
    switch (slow->account.parameters.strategy) {
    case TKG_REFERENCE_TAKER:
        think_taker(slow, mind, is_first);
        break;
    case TKG_REFERENCE_MAKER:
        if (slow->account.parameters.book == TKG_BOOK_L1) {
            think_maker_l1(slow, mind);
        } else {
            think_maker_levels(slow, mind);
        }
        break;
    case TKG_REFERENCE_REVERSION:
        think_reversion(slow, mind);
        break;
    default:
        think_storm(slow, mind);
    }
}

/* ---- ticks ---- */

static struct tkg_book_change l1_change(const struct tkg_tick *tick)
{
    if (tick->kind > TKG_TICK_TRADE || tick->bid_price < 1 || tick->bid_price > tick->ask_price ||
        (tick->kind == TKG_TICK_TRADE && tick->bid_price != tick->ask_price)) {
        return (struct tkg_book_change){.event = TKG_BOOK_REJECTED};
    }
    return (struct tkg_book_change){.event = tick->kind == TKG_TICK_TRADE ? TKG_BOOK_TRADED
                                                                          : TKG_BOOK_QUOTED,
                                    .price = tick->bid_price};
}

static struct tkg_book_change change_of(struct slow_simulation *slow, const struct tkg_tick *tick)
{
    switch (slow->account.parameters.book) {
    case TKG_BOOK_L2:
        return slow_book_play_depth(&slow->books[tick->instrument_id], tick);
    case TKG_BOOK_L3:
        return slow_book_play_order(&slow->books[tick->instrument_id], tick);
    default:
        return l1_change(tick);
    }
}

/* Field by field; the fields are all there is of a tick. */
static bool is_repeated(const struct slow_simulation *slow, const struct tkg_tick *tick)
{
    const struct tkg_tick *last = &slow->last_tick;
    return slow->account.parameters.duplicates == TKG_REFERENCE_DUPLICATES_REFUSE &&
           slow->account.tick_count > 1 && last->time_ns == tick->time_ns &&
           last->bid_price == tick->bid_price && last->ask_price == tick->ask_price &&
           last->bid_size == tick->bid_size && last->ask_size == tick->ask_size &&
           last->instrument_id == tick->instrument_id && last->kind == tick->kind &&
           last->flags == tick->flags;
}

/* False: refused. */
static bool take_in(struct slow_simulation *slow, const struct tkg_tick *tick)
{
    struct slow_reference *account = &slow->account;
    if (tick->instrument_id >= account->instrument_count ||
        (account->has_time && tick->time_ns < account->last_time_ns)) {
        return false;
    }
    slow->change = change_of(slow, tick);
    if (slow->change.event == TKG_BOOK_REJECTED) {
        return false;
    }
    slow->start_ns = account->has_time ? slow->start_ns : tick->time_ns;
    account->has_time = true;
    account->last_time_ns = tick->time_ns;
    slow->tick = tick;
    slow->accepted_count++;
    return true;
}

/* The mid's two prices, of the last time that there were both. True from then on. */
static bool see_market(struct slow_simulation *slow)
{
    struct slow_instrument *instrument = &slow->account.instruments[slow->tick->instrument_id];
    if (slow->account.parameters.book == TKG_BOOK_L1) {
        if (slow->change.event == TKG_BOOK_QUOTED) {
            instrument->quote = *slow->tick;
            instrument->has_quote = true;
        }
        return instrument->has_quote;
    }
    const struct tkg_book_top top = top_of(slow);
    if (top.bid_price > 0 && top.ask_price < INT32_MAX) {
        instrument->quote.bid_price = top.bid_price;
        instrument->quote.ask_price = top.ask_price;
        instrument->has_quote = true;
    }
    return instrument->has_quote;
}

void slow_simulation_tick(struct slow_simulation *slow, const struct tkg_tick *tick)
{
    slow->account.tick_count++;
    const bool is_again = is_repeated(slow, tick);
    slow->repeated_count += is_again;
    slow->last_tick = *tick;
    if (is_again || !take_in(slow, tick)) {
        slow->account.rejected_count++;
        return;
    }
    struct slow_mind *mind = &slow->minds[tick->instrument_id];
    const bool is_first = !slow->account.instruments[tick->instrument_id].has_quote;
    if (see_market(slow)) {
        if (!is_first) {
            slow_venue_tick(slow);
        }
        listen(slow, mind);
        think(slow, mind, is_first);
    }
    slow_note_equity(&slow->account);
}
