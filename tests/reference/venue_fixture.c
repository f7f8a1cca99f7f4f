/* SPDX-License-Identifier: Apache-2.0 */
#include "venue_fixture.h"

#include <stdlib.h>

#include "cmocka_support.h"

static const struct tkg_fifo_book_limits fifo_limits = {.order_max = 64, .level_max = 64};

static void *aligned(size_t bytes)
{
    const size_t rounded = (bytes + 63) / 64 * 64;
    void *memory = aligned_alloc(64, rounded);
    assert_non_null(memory);
    for (size_t i = 0; i < rounded; i++) {
        ((char *)memory)[i] = 0;
    }
    return memory;
}

void venue_fixture_open(struct venue_fixture *fixture, enum tkg_book_kind kind)
{
    *fixture = (struct venue_fixture){.book = {.kind = kind}, .rules = {.queue = {.power = 1}}};
    fixture->venue_memory = aligned(tkg_venue_bytes(VENUE_FIXTURE_ORDERS));
    tkg_venue_init(&fixture->venue, fixture->venue_memory, VENUE_FIXTURE_ORDERS, 0);
    if (kind == TKG_BOOK_L2) {
        fixture->book_memory = aligned(tkg_depth_book_bytes(64));
        fixture->depth = tkg_depth_book_init(fixture->book_memory, 64);
    } else if (kind == TKG_BOOK_L3) {
        fixture->book_memory = aligned(tkg_fifo_book_bytes(&fifo_limits));
        fixture->fifo = tkg_fifo_book_init(fixture->book_memory, &fifo_limits);
    }
    fixture->book.depth = fixture->depth;
    fixture->book.fifo = fixture->fifo;
}

void venue_fixture_close(struct venue_fixture *fixture)
{
    free(fixture->venue_memory);
    free(fixture->book_memory);
}

static void attend(struct venue_fixture *fixture, const struct tkg_tick *tick,
                   const struct tkg_book_change *change)
{
    const bool is_l1 = fixture->book.kind == TKG_BOOK_L1;
    const bool is_trade = change->event == TKG_BOOK_TRADED;
    struct tkg_venue_moment moment = {.core = &fixture->core,
                                      .market = &fixture->market,
                                      .venue = &fixture->venue,
                                      .rules = &fixture->rules,
                                      .book = fixture->book,
                                      .change = *change,
                                      .time_ns = tick->time_ns};
    if (is_l1) {
        moment.traded_lots[TKG_BOOK_BID] = tick->bid_size;
        moment.traded_lots[TKG_BOOK_ASK] = tick->ask_size;
    } else if (is_trade) {
        moment.traded_lots[change->side] = change->lots;
    }
    tkg_venue_attend(&moment);
}

void venue_fixture_quote(struct venue_fixture *fixture, int32_t bid, int32_t ask, uint32_t bid_lots,
                         uint32_t ask_lots)
{
    const struct tkg_tick tick = {.time_ns = ++fixture->now_ns,
                                  .bid_price = bid,
                                  .ask_price = ask,
                                  .bid_size = bid_lots,
                                  .ask_size = ask_lots};
    const struct tkg_book_change change = {.event = TKG_BOOK_QUOTED, .price = bid};
    fixture->book.top = (struct tkg_book_top){bid, ask, bid_lots, ask_lots};
    attend(fixture, &tick, &change);
}

static struct tkg_tick trade_tick(struct venue_fixture *fixture, int32_t price, int32_t lots)
{
    return (struct tkg_tick){.time_ns = ++fixture->now_ns,
                             .kind = TKG_TICK_TRADE,
                             .bid_price = price,
                             .ask_price = price,
                             .bid_size = lots < 0 ? (uint32_t)-lots : 0,
                             .ask_size = lots > 0 ? (uint32_t)lots : 0};
}

static void play_depth(struct venue_fixture *fixture, const struct tkg_tick *tick)
{
    struct tkg_book_change change = {0};
    tkg_depth_book_apply(fixture->depth, tick, &change);
    assert_int_not_equal(change.event, TKG_BOOK_REJECTED);
    fixture->book.top = tkg_depth_book_top(fixture->depth);
    attend(fixture, tick, &change);
}

void venue_fixture_trade(struct venue_fixture *fixture, int32_t price, int32_t lots)
{
    const struct tkg_tick tick = trade_tick(fixture, price, lots);
    const struct tkg_book_change change = {.event = TKG_BOOK_TRADED, .price = price};
    if (fixture->depth) {
        play_depth(fixture, &tick);
    } else {
        attend(fixture, &tick, &change);
    }
}

void venue_fixture_depth(struct venue_fixture *fixture, enum tkg_book_side side, int32_t price,
                         uint32_t lots)
{
    const struct tkg_tick tick = {.time_ns = ++fixture->now_ns,
                                  .kind = TKG_TICK_DEPTH,
                                  .bid_price = price,
                                  .bid_size = lots,
                                  .flags = side == TKG_BOOK_ASK ? TKG_TICK_ASK_SIDE : 0};
    play_depth(fixture, &tick);
}

void venue_fixture_order(struct venue_fixture *fixture, enum tkg_tick_kind kind, uint64_t id,
                         enum tkg_book_side side, int32_t price, uint32_t lots)
{
    struct tkg_book_change change = {0};
    struct tkg_tick tick = {.time_ns = ++fixture->now_ns,
                            .kind = (uint16_t)kind,
                            .bid_price = price,
                            .bid_size = lots,
                            .flags = side == TKG_BOOK_ASK ? TKG_TICK_ASK_SIDE : 0};
    tkg_tick_set_order_id(&tick, id);
    tkg_fifo_book_apply(fixture->fifo, &tick, &change);
    assert_int_not_equal(change.event, TKG_BOOK_REJECTED);
    fixture->book.top = tkg_fifo_book_top(fixture->fifo);
    attend(fixture, &tick, &change);
}

void venue_fixture_send(struct venue_fixture *fixture, struct tkg_order_request request)
{
    assert_true(tkg_venue_send(&fixture->venue, &fixture->rules, request, fixture->now_ns, 0));
}

void venue_fixture_hears(struct venue_fixture *fixture, enum tkg_order_event event, uint32_t id)
{
    const struct tkg_order_report *report = tkg_venue_hear(&fixture->venue, fixture->now_ns);
    assert_non_null(report);
    assert_int_equal(report->event, event);
    assert_int_equal(report->order_id, id);
}

void venue_fixture_hears_fill(struct venue_fixture *fixture, uint32_t id, int32_t lots,
                              uint32_t lots_left)
{
    const struct tkg_order_report *report = tkg_venue_hear(&fixture->venue, fixture->now_ns);
    assert_non_null(report);
    assert_int_equal(report->event, TKG_ORDER_FILLED);
    assert_int_equal(report->order_id, id);
    assert_int_equal(report->lots, lots);
    assert_int_equal(report->lots_left, lots_left);
}

void venue_fixture_hears_nothing(struct venue_fixture *fixture)
{
    assert_null(tkg_venue_hear(&fixture->venue, fixture->now_ns));
}

int64_t venue_fixture_paid(struct venue_fixture *fixture)
{
    const int64_t paid = fixture->told_cash - fixture->core.cash;
    fixture->told_cash = fixture->core.cash;
    assert_int_equal(paid % TKG_REFERENCE_MONEY_PER_TICK_LOT, 0);
    return paid / TKG_REFERENCE_MONEY_PER_TICK_LOT;
}

struct tkg_order_request venue_market(uint32_t id, bool is_buy, uint32_t lots)
{
    return (struct tkg_order_request){
        .order_id = id, .type = TKG_ORDER_MARKET, .is_buy = is_buy, .lots = lots};
}

struct tkg_order_request venue_limit(uint32_t id, bool is_buy, uint32_t lots, int32_t price)
{
    return (struct tkg_order_request){
        .order_id = id, .type = TKG_ORDER_LIMIT, .is_buy = is_buy, .lots = lots, .price = price};
}

struct tkg_order_request venue_stop(uint32_t id, bool is_buy, uint32_t lots, int32_t trigger)
{
    return (struct tkg_order_request){.order_id = id,
                                      .type = TKG_ORDER_STOP,
                                      .is_buy = is_buy,
                                      .lots = lots,
                                      .trigger_price = trigger};
}

struct tkg_order_request venue_stop_limit(uint32_t id, bool is_buy, uint32_t lots, int32_t trigger,
                                          int32_t price)
{
    return (struct tkg_order_request){.order_id = id,
                                      .type = TKG_ORDER_STOP_LIMIT,
                                      .is_buy = is_buy,
                                      .lots = lots,
                                      .trigger_price = trigger,
                                      .price = price};
}

struct tkg_order_request venue_cancel(uint32_t id, bool is_buy)
{
    return (struct tkg_order_request){.order_id = id, .action = TKG_ORDER_CANCEL, .is_buy = is_buy};
}

struct tkg_order_request venue_with(struct tkg_order_request request, enum tkg_order_life life)
{
    request.life = (uint8_t)life;
    return request;
}

struct tkg_order_request venue_as(struct tkg_order_request request, enum tkg_order_action action)
{
    request.action = (uint8_t)action;
    return request;
}
