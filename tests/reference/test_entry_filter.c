/* SPDX-License-Identifier: Apache-2.0
 *
 * When the reversion may enter: each filter by hand, alone and within a run. Whole runs against a
 * filter that keeps all ticks: test_simulation_random.
 */
#include <stdio.h>
#include <string.h>

#include "cmocka_support.h"
#include "reference_fixture.h"
#include "strategy/entry_filter.h"

static struct tkg_entry_filter_options options;
static struct tkg_entry_filter filter;

/* Bars of two ticks, averages of two. */
static void start(int32_t rsi_limit_e3, int64_t atr_min_e3, bool has_vwap_side)
{
    options = (struct tkg_entry_filter_options){.has_bars = true,
                                                .bar_kind = TKG_BAR_UPDATES,
                                                .bar_size = 2,
                                                .rsi_length = 2,
                                                .rsi_limit_e3 = rsi_limit_e3,
                                                .atr_length = 2,
                                                .atr_min_e3 = atr_min_e3,
                                                .has_vwap_side = has_vwap_side};
    tkg_entry_filter_init(&filter, &options);
}

static void show(int64_t time_ns, int64_t mid, bool is_session_start)
{
    const struct tkg_entry_filter_tick tick = {
        .time_ns = time_ns, .mid = mid, .is_session_start = is_session_start};
    tkg_entry_filter_update(&filter, &tick);
}

static void show_trade(int64_t mid, int32_t price, uint32_t lots, bool is_session_start)
{
    const struct tkg_entry_filter_tick tick = {
        .mid = mid, .price = price, .lots = lots, .is_session_start = is_session_start};
    tkg_entry_filter_update(&filter, &tick);
}

/* A bar of two ticks that ends at close. */
static void show_bar(int64_t first, int64_t close)
{
    show(0, first, false);
    show(0, close, false);
}

static bool may_buy(int64_t mid)
{
    return tkg_entry_filter_allows(&filter, true, mid);
}

static bool may_sell(int64_t mid)
{
    return tkg_entry_filter_allows(&filter, false, mid);
}

/* Closes 200, 197, 198: rises (0 + 1) / 2, falls (3 + 0) / 2: RSI 25. */
static void rsi_lets_buys_in_below_its_limit(void **state)
{
    (void)state;
    const int32_t limits_e3[] = {25000, 25001};
    for (size_t i = 0; i < 2; i++) {
        start(limits_e3[i], 0, false);
        show_bar(190, 200);
        show_bar(210, 197);
        assert_false(may_buy(1)); /* one change of two: not known */
        show(0, 999, false);
        assert_false(may_buy(1)); /* a bar that is not closed says nothing */
        show(0, 198, false);
        assert_int_equal(may_buy(1), i == 1);
        assert_false(may_sell(1));
    }
}

/* The mirror: closes 200, 203, 202: RSI 75, above 100 - 25.001, not above 100 - 25. */
static void rsi_lets_sells_in_above_a_hundred_less_its_limit(void **state)
{
    (void)state;
    const int32_t limits_e3[] = {25000, 25001};
    for (size_t i = 0; i < 2; i++) {
        start(limits_e3[i], 0, false);
        show_bar(190, 200);
        show_bar(210, 203);
        assert_false(may_sell(1));
        show_bar(999, 202);
        assert_int_equal(may_sell(1), i == 1);
        assert_false(may_buy(1));
    }
}

static void prices_that_never_moved_have_no_rsi_to_enter_by(void **state)
{
    (void)state;
    start(100000, 0, false);
    for (int i = 0; i < 5; i++) {
        show_bar(200, 200);
    }
    assert_false(may_buy(200));
    assert_false(may_sell(200));
}

/* Half ticks. Bars 200 to 206 and, from 206, 190 to 195: ranges 6 and 16, mean 11 half ticks: 5.5
 * ticks. */
static void atr_lets_in_from_its_minimum_on(void **state)
{
    (void)state;
    const int64_t minima_e3[] = {5500, 5501};
    for (size_t i = 0; i < 2; i++) {
        start(0, minima_e3[i], false);
        show_bar(200, 206);
        assert_false(may_buy(1)); /* one bar of two */
        show_bar(190, 195);
        assert_int_equal(may_buy(1), i == 0);
        assert_int_equal(may_sell(1), i == 0);
    }
}

/* Trades of 1 lot at 100 and 3 at 104: 103, which is 206 half ticks. */
static void vwap_parts_buys_from_sells(void **state)
{
    (void)state;
    start(0, 0, true);
    show(0, 200, false);
    assert_false(may_buy(200)); /* nothing traded yet */
    assert_false(may_sell(200));
    show_trade(200, 100, 1, false);
    show_trade(200, 104, 3, false);
    assert_true(may_buy(205));
    assert_false(may_sell(205));
    assert_false(may_buy(206));
    assert_false(may_sell(206));
    assert_false(may_buy(207));
    assert_true(may_sell(207));
}

static void a_session_forgets_the_vwap_and_counts_its_first_trade(void **state)
{
    (void)state;
    start(0, 0, true);
    show_trade(200, 100, 9, false);
    assert_true(may_buy(199));
    show(0, 180, true);
    assert_false(may_buy(1));
    show_trade(180, 90, 1, true);
    assert_true(may_buy(179));
    assert_true(may_sell(181));
}

/* The open bar closes with one tick of two, and the tick that starts the session begins the next:
 * closes 200, 197, then 190 (cut), 198. */
static void a_session_closes_the_bar(void **state)
{
    (void)state;
    start(100000, 0, false);
    show_bar(200, 200);
    show_bar(200, 197);
    show(0, 190, false);
    assert_false(may_buy(1));
    show(0, 300, true); /* changes -3, -7: RSI 0 */
    assert_true(may_buy(1));
    assert_false(may_sell(1));
    assert_int_equal(filter.rsi.last_price, 190);
    show(0, 198, false);
    assert_int_equal(filter.rsi.last_price, 198);
}

static void every_kind_of_bar_ends_where_its_size_says(void **state)
{
    (void)state;
    start(50000, 0, false);
    options.bar_kind = TKG_BAR_TIME;
    options.bar_size = 100;
    tkg_entry_filter_init(&filter, &options);
    show(150, 7, false);
    show(199, 8, false);
    assert_int_equal(filter.rsi.missing, 3);
    show(200, 9, false);
    assert_int_equal(filter.rsi.last_price, 8);
    options.bar_kind = TKG_BAR_LOTS;
    options.bar_size = 5;
    tkg_entry_filter_init(&filter, &options);
    show_trade(7, 1, 4, false);
    show_trade(8, 1, 0, false);
    assert_int_equal(filter.rsi.missing, 3);
    show_trade(9, 1, 1, false);
    assert_int_equal(filter.rsi.last_price, 9);
}

static void all_filters_must_agree(void **state)
{
    (void)state;
    start(40000, 1000, true);
    show_bar(200, 200);
    show_bar(200, 197);
    show_bar(200, 198); /* RSI 25 as above; ATR (3 + 3) / 2 after 0 and 3: more than 1 tick */
    assert_false(may_buy(100));
    show_trade(198, 100, 1, false);
    assert_true(may_buy(199));
    assert_false(may_buy(201));
    options.atr_min_e3 = 5000;
    assert_false(may_buy(199));
    options.atr_min_e3 = 1000;
    options.rsi_limit_e3 = 20000;
    assert_false(may_buy(199));
}

/* ---- within a run ---- */

/* A window of four mids: 100, 101 and 100 ticks, then far below. */
#define BUYS "strategy=reversion,window_samples=4,sample_ns=0,entry_e3=1500,latency_ns=0"

/* Orders after a fall to last_price; lots are traded at 100 before it. */
static uint64_t orders_of(const char *filters, int32_t last_price, uint16_t last_flags)
{
    struct reference_fixture fixture = {0};
    char text[256];
    snprintf(text, sizeof text, "%s%s", BUYS, filters);
    assert_true(reference_fixture_open(&fixture, text, 1));
    struct tkg_tick ticks[] = {
        reference_quote(0, 100, 100, 5, 5),
        reference_quote(1, 101, 101, 5, 5),
        reference_trade(2, 100, -3),
        reference_quote(3, 100, 100, 5, 5),
        reference_quote(4, last_price, last_price, 5, 5),
    };
    ticks[4].flags = last_flags;
    reference_fixture_feed(&fixture, ticks, 5, 5);
    const uint64_t order_count = reference_fixture_report(&fixture).order_count;
    reference_fixture_close(&fixture);
    return order_count;
}

/* Mids 101, 101, 100, 90 at the fall: mean 98, deviations 3, 3, 2, -8: variance 86 / 4 = 21.5, z =
 * -8 / 4.64 = -1.73. Bars of one tick close at 100, 101, 101, 100, 90: three changes and then -10;
 * Wilder of 4: rises 1 / 4, falls (1 + 10) / 4: RSI 1 / 12 = 8.33. The four ranges 0, 1, 0, 1 have
 * a mean of half a tick, and the fifth, 10, makes it (3 x 0.5 + 10) / 4 = 2.875. */
static void each_filter_stops_an_entry_of_a_run(void **state)
{
    (void)state;
    assert_int_equal(orders_of("", 90, 0), 1);
    assert_int_equal(orders_of(",bar=tick,bar_size=1", 90, 0), 1);
    assert_int_equal(orders_of(",bar=tick,bar_size=1,rsi_length=4,rsi_limit_e3=8334", 90, 0), 1);
    assert_int_equal(orders_of(",bar=tick,bar_size=1,rsi_length=4,rsi_limit_e3=8333", 90, 0), 0);
    assert_int_equal(orders_of(",bar=tick,bar_size=1,rsi_length=5,rsi_limit_e3=90000", 90, 0), 0);
    assert_int_equal(orders_of(",bar=tick,bar_size=1,atr_length=4,atr_min_e3=2875", 90, 0), 1);
    assert_int_equal(orders_of(",bar=tick,bar_size=1,atr_length=4,atr_min_e3=2876", 90, 0), 0);
    assert_int_equal(orders_of(",vwap_side=1", 90, 0), 1);
}

/* Up to 112 instead: a sale. */
static void a_sale_meets_the_other_side_of_each_filter(void **state)
{
    (void)state;
    /* Rises (1 + 12) / 4, falls 1 / 4: RSI 92.86. */
    assert_int_equal(orders_of(",bar=tick,bar_size=1,rsi_length=4,rsi_limit_e3=7143", 112, 0), 1);
    assert_int_equal(orders_of(",bar=tick,bar_size=1,rsi_length=4,rsi_limit_e3=7142", 112, 0), 0);
    assert_int_equal(orders_of(",vwap_side=1", 112, 0), 1);
}

/* Bars of 2 ns by the ticks' own time: 200 to 202 and 202 to 200 half ticks are closed at 4: two
 * ranges of one tick. */
static void time_bars_of_a_run_stand_on_the_ticks_time(void **state)
{
    (void)state;
    assert_int_equal(
        orders_of(",bar=time,bar_size=2,feed_latency_ns=1,atr_length=2,atr_min_e3=1000", 90, 0), 1);
    assert_int_equal(
        orders_of(",bar=time,bar_size=2,feed_latency_ns=1,atr_length=2,atr_min_e3=1001", 90, 0), 0);
}

/* The VWAP is gone with the old session, whose only trade it was. A bar of three ticks is full at
 * 101, the quote of 100 opens another: that counts when the flag closes it. */
static void the_flag_of_a_tick_starts_a_session_in_a_run(void **state)
{
    (void)state;
    const uint16_t flag = TKG_TICK_SESSION_START;
    assert_int_equal(orders_of(",vwap_side=1", 90, flag), 0);
    assert_int_equal(orders_of(",vwap_side=1", 90, (uint16_t)~flag), 1);
    assert_int_equal(orders_of(",bar=tick,bar_size=3,atr_length=2,atr_min_e3=1", 90, 0), 0);
    assert_int_equal(orders_of(",bar=tick,bar_size=3,atr_length=2,atr_min_e3=1", 90, flag), 1);
}

/* A filter refuses entries, never the way out; nor does it hold back what the strategy has left. */
static void leaving_is_never_filtered(void **state)
{
    (void)state;
    struct reference_fixture fixture = {0};
    assert_true(reference_fixture_open(&fixture, BUYS ",vwap_side=1", 1));
    struct tkg_tick ticks[] = {
        reference_quote(0, 100, 100, 5, 5), reference_quote(1, 101, 101, 5, 5),
        reference_trade(2, 100, -3),        reference_quote(3, 100, 100, 5, 5),
        reference_quote(4, 90, 90, 5, 5), /* buys below 100 */
        reference_quote(5, 91, 91, 5, 5), /* filled */
        reference_quote(6, 99, 99, 5, 5), /* 100, 90, 91, 99: mean 95: past it, and below the VWAP
                                           */
        reference_quote(7, 99, 99, 5, 5),
    };
    reference_fixture_feed(&fixture, ticks, 8, 1);
    const struct tkg_engine_report report = reference_fixture_report(&fixture);
    assert_int_equal(report.order_count, 2);
    assert_int_equal(report.fill_count, 2);
    reference_fixture_close(&fixture);
}

/* What was refused is forgotten: the filter opens later, when z is within entry again. */
static void a_refused_entry_is_not_made_up_for(void **state)
{
    (void)state;
    struct reference_fixture fixture = {0};
    assert_true(reference_fixture_open(&fixture, BUYS ",vwap_side=1", 1));
    struct tkg_tick ticks[] = {
        reference_quote(0, 100, 100, 5, 5), reference_quote(1, 101, 101, 5, 5),
        reference_quote(2, 101, 101, 5, 5), reference_quote(3, 100, 100, 5, 5),
        reference_quote(4, 90, 90, 5, 5), /* no trade yet: refused */
        reference_trade(5, 100, 1),       /* 101, 100, 90, 90: z = -1.0, above exit: no entry */
    };
    reference_fixture_feed(&fixture, ticks, 6, 1);
    assert_int_equal(reference_fixture_report(&fixture).order_count, 0);
    reference_fixture_close(&fixture);
}

/* 2^32 - 1 lots and one more in the same trade: not none. */
static void lots_of_both_sides_of_a_trade_end_at_32_bits(void **state)
{
    (void)state;
    struct reference_fixture fixture = {0};
    assert_true(reference_fixture_open(&fixture, BUYS ",vwap_side=1", 1));
    struct tkg_tick ticks[] = {
        reference_quote(0, 100, 100, 5, 5), reference_quote(1, 101, 101, 5, 5),
        reference_trade(2, 100, -1),        reference_quote(3, 100, 100, 5, 5),
        reference_quote(4, 90, 90, 5, 5),
    };
    ticks[2].bid_size = UINT32_MAX;
    ticks[2].ask_size = 1;
    reference_fixture_feed(&fixture, ticks, 5, 1);
    assert_int_equal(reference_fixture_report(&fixture).order_count, 1);
    reference_fixture_close(&fixture);
}

/* Orders after six and after eight ticks of a depth book, whose fifth tick says three lots at 101.
 * Mids in half ticks: 202, 203, 203, 203, then 202: z = -0.75 / 0.43 = -1.73; 202, and 152: mean
 * 189.75, z = -37.75 / 21.8 = -1.73. */
static void depth_orders(struct tkg_tick fifth, uint64_t counts[2])
{
    const uint16_t ask = TKG_TICK_ASK_SIDE;
    struct reference_fixture fixture = {0};
    struct tkg_tick ticks[] = {
        {.time_ns = 0, .kind = TKG_TICK_DEPTH, .bid_price = 100, .bid_size = 9},
        {.time_ns = 1, .kind = TKG_TICK_DEPTH, .bid_price = 102, .bid_size = 9, .flags = ask},
        {.time_ns = 2, .kind = TKG_TICK_DEPTH, .bid_price = 101, .bid_size = 9},
        {.time_ns = 3, .kind = TKG_TICK_DEPTH, .bid_price = 101, .bid_size = 8},
        fifth,
        {.time_ns = 5, .kind = TKG_TICK_DEPTH, .bid_price = 101, .bid_size = 0},
        {.time_ns = 6, .kind = TKG_TICK_DEPTH, .bid_price = 100, .bid_size = 0},
        {.time_ns = 7, .kind = TKG_TICK_DEPTH, .bid_price = 50, .bid_size = 5},
    };
    assert_true(reference_fixture_open(&fixture, BUYS ",book=l2,vwap_side=1", 1));
    reference_fixture_feed(&fixture, ticks, 6, 1);
    counts[0] = reference_fixture_report(&fixture).order_count;
    reference_fixture_feed(&fixture, ticks + 6, 2, 1);
    counts[1] = reference_fixture_report(&fixture).order_count;
    assert_int_equal(reference_fixture_report(&fixture).rejected_tick_count, 0);
    reference_fixture_close(&fixture);
}

/* Traded at 101 the VWAP is 202 half ticks: the first z is not below it, the second is. Lots that
 * only joined make no VWAP. */
static void trades_of_a_depth_book_make_the_vwap(void **state)
{
    (void)state;
    uint64_t counts[2];
    struct tkg_tick fifth = {
        .time_ns = 4, .kind = TKG_TICK_TRADE, .bid_price = 101, .ask_price = 101, .bid_size = 3};
    depth_orders(fifth, counts);
    assert_int_equal(counts[0], 0);
    assert_int_equal(counts[1], 1);
    fifth.kind = TKG_TICK_DEPTH;
    depth_orders(fifth, counts);
    assert_int_equal(counts[1], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rsi_lets_buys_in_below_its_limit),
        cmocka_unit_test(rsi_lets_sells_in_above_a_hundred_less_its_limit),
        cmocka_unit_test(prices_that_never_moved_have_no_rsi_to_enter_by),
        cmocka_unit_test(atr_lets_in_from_its_minimum_on),
        cmocka_unit_test(vwap_parts_buys_from_sells),
        cmocka_unit_test(a_session_forgets_the_vwap_and_counts_its_first_trade),
        cmocka_unit_test(a_session_closes_the_bar),
        cmocka_unit_test(every_kind_of_bar_ends_where_its_size_says),
        cmocka_unit_test(all_filters_must_agree),
        cmocka_unit_test(each_filter_stops_an_entry_of_a_run),
        cmocka_unit_test(a_sale_meets_the_other_side_of_each_filter),
        cmocka_unit_test(time_bars_of_a_run_stand_on_the_ticks_time),
        cmocka_unit_test(the_flag_of_a_tick_starts_a_session_in_a_run),
        cmocka_unit_test(leaving_is_never_filtered),
        cmocka_unit_test(a_refused_entry_is_not_made_up_for),
        cmocka_unit_test(lots_of_both_sides_of_a_trade_end_at_32_bits),
        cmocka_unit_test(trades_of_a_depth_book_make_the_vwap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
