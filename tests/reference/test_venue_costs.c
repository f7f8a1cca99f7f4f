/* SPDX-License-Identifier: Apache-2.0
 *
 * Latency, slippage, impact and fees by hand.
 */
#include <stdio.h>

#include "cmocka_support.h"
#include "reference_fixture.h"
#include "venue/market_impact.h"
#include "venue_fixture.h"

static struct venue_fixture fixture;

#define QUOTE(...) venue_fixture_quote(&fixture, __VA_ARGS__)
#define SEND(request) venue_fixture_send(&fixture, request)
#define HEARS(event, id) venue_fixture_hears(&fixture, TKG_ORDER_##event, id)
#define HEARS_NOTHING() venue_fixture_hears_nothing(&fixture)

enum { BUY = true, SELL = false };

static int open_l1(void **state)
{
    (void)state;
    venue_fixture_open(&fixture, TKG_BOOK_L1);
    QUOTE(100, 104, 50, 50);
    return 0;
}

static int close_venue(void **state)
{
    (void)state;
    venue_fixture_close(&fixture);
    return 0;
}

/* ---- latency ---- */

static void constant_latency_adds_nothing_to_the_fixed_part(void **state)
{
    (void)state;
    const struct tkg_latency_model model = {.kind = TKG_LATENCY_CONSTANT, .jitter_ns = 9};
    assert_int_equal(tkg_latency_extra(&model, 5, 1), 0);
    assert_int_equal(tkg_latency_due(10, 7), 17);
    assert_int_equal(tkg_latency_due(INT64_MAX - 3, 7), INT64_MAX - 1); /* never is INT64_MAX */
    assert_int_equal(tkg_latency_due(INT64_MIN, 7), INT64_MIN + 7);
}

/* Draws of splitmix64: state 1234567 gives 6457827717110365317, 3203168211198807973, ... (the
 * reference values of Vigna's splitmix64.c, as Rosetta Code lists them): modulo 1001. */
static void jitter_is_a_seeded_draw_by_number(void **state)
{
    (void)state;
    const struct tkg_latency_model model = {
        .kind = TKG_LATENCY_JITTER, .jitter_ns = 1000, .seed = 1234567};
    assert_int_equal(tkg_latency_extra(&model, 0, 0), UINT64_C(6457827717110365317) % 1001);
    assert_int_equal(tkg_latency_extra(&model, 0, 1), UINT64_C(3203168211198807973) % 1001);
    assert_int_equal(tkg_latency_extra(&model, 99, 1), tkg_latency_extra(&model, 0, 1));
}

static void jitter_covers_its_range_evenly(void **state)
{
    (void)state;
    const struct tkg_latency_model model = {.kind = TKG_LATENCY_JITTER, .jitter_ns = 3, .seed = 7};
    int counts[4] = {0};
    for (uint64_t draw = 0; draw < 40000; draw++) {
        counts[tkg_latency_extra(&model, 0, draw)]++;
    }
    for (int i = 0; i < 4; i++) { /* 10,000 expected, standard deviation sqrt(7500) = 87 */
        assert_in_range(counts[i], 10000 - 5 * 87, 10000 + 5 * 87);
    }
}

static void table_latency_is_a_line_between_rows(void **state)
{
    (void)state;
    struct tkg_latency_model model = {.kind = TKG_LATENCY_TABLE};
    assert_int_equal(tkg_latency_extra(&model, 50, 0), 0); /* no rows */
    model.table =
        (struct tkg_latency_table){.row_count = 3, .rows = {{100, 10}, {200, 40}, {1000, 0}}};
    assert_int_equal(tkg_latency_extra(&model, 0, 0), 10); /* before the first */
    assert_int_equal(tkg_latency_extra(&model, 100, 0), 10);
    assert_int_equal(tkg_latency_extra(&model, 150, 0), 25); /* halfway */
    assert_int_equal(tkg_latency_extra(&model, 199, 0), 39); /* 10 + 30 x 99 / 100 = 39.7 */
    assert_int_equal(tkg_latency_extra(&model, 200, 0), 40);
    assert_int_equal(tkg_latency_extra(&model, 600, 0), 20); /* 40 - 40 x 400 / 800 */
    assert_int_equal(tkg_latency_extra(&model, 5000, 0), 0); /* after the last */
    model.table = (struct tkg_latency_table){
        .row_count = 2, .rows = {{0, 0}, {INT64_C(1) << 60, INT64_C(10000000000)}}};
    assert_int_equal(tkg_latency_extra(&model, INT64_C(1) << 59, 0), INT64_C(5000000000));
}

/* Sent at 1 with 5 ns each way: at the exchange at 6, heard at 11. */
static void message_and_report_take_their_time(void **state)
{
    (void)state;
    fixture.rules.entry_ns = 5;
    fixture.rules.response_ns = 5;
    SEND(venue_market(1, BUY, 1));
    for (int64_t now_ns = 2; now_ns <= 5; now_ns++) {
        QUOTE(100, 104, 50, 50);
    }
    assert_int_equal(fixture.core.fill_count, 0);
    QUOTE(100, 104, 50, 50);
    assert_int_equal(fixture.core.fill_count, 1);
    for (int64_t now_ns = 7; now_ns <= 10; now_ns++) {
        QUOTE(100, 104, 50, 50);
        HEARS_NOTHING();
    }
    QUOTE(100, 104, 50, 50);
    HEARS(ACCEPTED, 1);
    venue_fixture_hears_fill(&fixture, 1, 1, 0);
}

/* The table shrinks the latency by more than the time between two messages: the second waits. */
static void messages_of_one_side_never_overtake_each_other(void **state)
{
    (void)state;
    fixture.rules.latency = (struct tkg_latency_model){
        .kind = TKG_LATENCY_TABLE, .table = {.row_count = 2, .rows = {{1, 6}, {3, 0}}}};
    SEND(venue_limit(1, BUY, 1, 90)); /* sent at 1, due at 7 */
    QUOTE(100, 104, 50, 50);
    QUOTE(100, 104, 50, 50);
    SEND(venue_limit(2, BUY, 1, 90));   /* sent at 3, would be due at 3: waits for 7 */
    SEND(venue_limit(3, SELL, 1, 110)); /* the other side does not wait */
    QUOTE(100, 104, 50, 50);
    HEARS(ACCEPTED, 3);
    QUOTE(100, 104, 50, 50);
    QUOTE(100, 104, 50, 50);
    HEARS_NOTHING();
    QUOTE(100, 104, 50, 50); /* 7 */
    HEARS(ACCEPTED, 1);
    HEARS(ACCEPTED, 2);
}

/* ---- what taking costs ---- */

static void square_root_is_the_floor_of_the_root(void **state)
{
    (void)state;
    assert_int_equal(tkg_square_root(0), 0);
    assert_int_equal(tkg_square_root(1), 1);
    assert_int_equal(tkg_square_root(99), 9);
    assert_int_equal(tkg_square_root(100), 10);
    assert_int_equal(tkg_square_root(UINT64_C(18446744065119617025)), UINT32_MAX); /* its square */
    assert_int_equal(tkg_square_root(UINT64_C(18446744065119617024)), UINT32_MAX - 1);
    assert_int_equal(tkg_square_root(UINT64_MAX), UINT32_MAX);
    for (uint64_t root = 1; root < 70000; root += 7) {
        assert_int_equal(tkg_square_root(root * root), root);
        assert_int_equal(tkg_square_root(root * root - 1), root - 1);
    }
}

/* row: D17 */
static void slippage_is_fixed_ticks_and_a_share_of_the_spread_rounded_up(void **state)
{
    (void)state;
    assert_int_equal(tkg_slippage_ticks(2, 4, 0), 2);
    assert_int_equal(tkg_slippage_ticks(2, 4, 250), 3);  /* 4 x 0.25 = 1 */
    assert_int_equal(tkg_slippage_ticks(0, 4, 260), 2);  /* 1.04 */
    assert_int_equal(tkg_slippage_ticks(1, 0, 1000), 1); /* locked */
    fixture.rules.slippage_ticks = 1;
    fixture.rules.slippage_spread_e3 = 500;
    SEND(venue_market(1, BUY, 2));
    SEND(venue_market(2, SELL, 1));
    QUOTE(100, 104, 50, 50);
    /* 1 + 4 / 2 = 3 ticks: bought 2 at 107, sold 1 at 97. */
    assert_int_equal(venue_fixture_paid(&fixture), 2 * 107 - 97);
    SEND(venue_limit(3, BUY, 2, 104)); /* its price is its protection */
    QUOTE(100, 104, 50, 50);
    assert_int_equal(venue_fixture_paid(&fixture), 2 * 104);
}

static void slippage_never_leaves_the_price_range(void **state)
{
    (void)state;
    fixture.rules.slippage_ticks = 1000;
    SEND(venue_market(1, SELL, 1));
    QUOTE(5, 6, 50, 50);
    assert_int_equal(venue_fixture_paid(&fixture), -1);
    SEND(venue_market(2, BUY, 1));
    QUOTE(INT32_MAX - 1, INT32_MAX, 50, 50);
    assert_int_equal(venue_fixture_paid(&fixture), INT32_MAX);
}

/* row: D16 */
static void impact_grows_with_the_square_root_of_the_lots(void **state)
{
    (void)state;
    assert_int_equal(tkg_impact_ticks(0, 100), 0);
    assert_int_equal(tkg_impact_ticks(500, 100), 5);            /* 0.5 x 10 */
    assert_int_equal(tkg_impact_ticks(500, 101), 6);            /* 5.02, rounded up */
    assert_int_equal(tkg_impact_ticks(1000, 2), 2);             /* 1.414 */
    assert_int_equal(tkg_impact_ticks(1, 1), 1);                /* 0.001 */
    assert_int_equal(tkg_impact_ticks(1000000, 50000), 223607); /* 1000 x 223.6068 */
    assert_int_equal(tkg_impact_ticks(1000, 9000000), 3000);
    assert_int_equal(tkg_impact_ticks(1000, 9000001), 3001); /* 3000.0002 */
    fixture.rules.impact_e3 = 500;
    SEND(venue_market(1, SELL, 36));
    QUOTE(100, 104, 50, 50);
    assert_int_equal(venue_fixture_paid(&fixture), -36 * 97); /* 0.5 x 6 = 3 */
    SEND(venue_limit(2, BUY, 36, 105));
    QUOTE(100, 104, 50, 50);
    assert_int_equal(venue_fixture_paid(&fixture), 36 * 105); /* 107, but for its price */
}

/* The impact of each level is that of all lots taken by then. */
static void impact_of_a_walk_adds_up(void **state)
{
    (void)state;
    struct venue_fixture walk;
    venue_fixture_open(&walk, TKG_BOOK_L2);
    venue_fixture_depth(&walk, TKG_BOOK_BID, 90, 1);
    venue_fixture_depth(&walk, TKG_BOOK_ASK, 100, 4);
    venue_fixture_depth(&walk, TKG_BOOK_ASK, 110, 12);
    walk.rules.impact_e3 = 1000;
    venue_fixture_send(&walk, venue_market(1, BUY, 9));
    venue_fixture_depth(&walk, TKG_BOOK_BID, 90, 2);
    /* 4 at 100 + sqrt(4), then 5 at 110 + sqrt(9). */
    assert_int_equal(venue_fixture_paid(&walk), 4 * 102 + 5 * 113);
    venue_fixture_close(&walk);
}

/* ---- fees ---- */

static struct tkg_engine_report play_maker(const char *fees)
{
    struct reference_fixture engine = {0};
    char text[256];
    snprintf(text, sizeof text, "strategy=maker,latency_ns=0,size_lots=2,loop=general,%s", fees);
    assert_true(reference_fixture_open(&engine, text, 1));
    const struct tkg_tick ticks[] = {
        reference_quote(1, 100, 102, 9, 9), /* quotes 100 and 102 */
        reference_quote(2, 100, 102, 9, 9), /* both rest behind 9 */
        reference_trade(3, 99, -1),         /* through the bid: bought 2 at 100 */
    };
    reference_fixture_feed(&engine, ticks, 3, 3);
    const struct tkg_engine_report report = reference_fixture_report(&engine);
    assert_int_equal(report.fill_count, 1);
    reference_fixture_close(&engine);
    return report;
}

/* Bought 2 at 100, worth 101: 20,000 before fees. */
/* row: D15 */
static void fees_are_a_share_of_the_value_and_so_much_for_each_lot(void **state)
{
    (void)state;
    assert_int_equal(play_maker("maker_fee_e6=0").final_equity, 20000);
    /* 200 x 1e4 x 300 / 1e6 = 600. */
    assert_int_equal(play_maker("maker_fee_e6=300").final_equity, 20000 - 600);
    /* 2 lots x 0.125 ticks = 0.25 tick-lots = 2,500. */
    assert_int_equal(play_maker("maker_fee_e6=0,maker_fee_lot_e3=125").final_equity, 20000 - 2500);
    /* A rebate by value, a fee by lot: 20,000 + 600 - 2,500. */
    assert_int_equal(play_maker("maker_fee_e6=-300,maker_fee_lot_e3=125").final_equity, 18100);
    /* A rebate by lot; taker fees do not matter to a maker. */
    assert_int_equal(
        play_maker("maker_fee_e6=0,maker_fee_lot_e3=-50,taker_fee_lot_e3=900").final_equity, 21000);
}

/* The strategy's clock runs feed_latency_ns late: a quote of time 2 is acted on at 12, and with 5
 * ns to the exchange that arrives at 17. */
static void feed_latency_delays_what_the_strategy_does(void **state)
{
    (void)state;
    struct reference_fixture engine = {0};
    assert_true(reference_fixture_open(
        &engine,
        "strategy=taker,fast_shift=1,slow_shift=2,threshold_e3=0,latency_ns=5,feed_latency_ns=10",
        1));
    const struct tkg_tick ticks[] = {
        reference_quote(1, 100, 102, 9, 9), reference_quote(2, 110, 112, 9, 9),
        reference_quote(16, 110, 112, 9, 9), reference_quote(17, 110, 112, 9, 9)};
    reference_fixture_feed(&engine, ticks, 3, 1);
    assert_int_equal(reference_fixture_report(&engine).order_count, 1);
    assert_int_equal(reference_fixture_report(&engine).fill_count, 0);
    reference_fixture_feed(&engine, ticks + 3, 1, 1);
    assert_int_equal(reference_fixture_report(&engine).fill_count, 1);
    reference_fixture_close(&engine);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_l1, close_venue)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constant_latency_adds_nothing_to_the_fixed_part),
        cmocka_unit_test(jitter_is_a_seeded_draw_by_number),
        cmocka_unit_test(jitter_covers_its_range_evenly),
        cmocka_unit_test(table_latency_is_a_line_between_rows),
        TEST(message_and_report_take_their_time),
        TEST(messages_of_one_side_never_overtake_each_other),
        cmocka_unit_test(square_root_is_the_floor_of_the_root),
        TEST(slippage_is_fixed_ticks_and_a_share_of_the_spread_rounded_up),
        TEST(slippage_never_leaves_the_price_range),
        TEST(impact_grows_with_the_square_root_of_the_lots),
        cmocka_unit_test(impact_of_a_walk_adds_up),
        cmocka_unit_test(fees_are_a_share_of_the_value_and_so_much_for_each_lot),
        cmocka_unit_test(feed_latency_delays_what_the_strategy_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
