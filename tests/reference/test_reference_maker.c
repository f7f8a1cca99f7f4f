/* SPDX-License-Identifier: Apache-2.0
 *
 * The maker by hand: queue, partial fills, replacement, skew, position limit. Money is in ticks x
 * lots x 1e4; fee = price x lots x fee_e6 / 100.
 */
#include "cmocka_support.h"
#include "reference_fixture.h"

/* Quotes one tick from the mid: at the best prices of a market two ticks wide. */
#define AT_BEST "strategy=maker,latency_ns=0,half_spread_e3=1000,"

static struct reference_fixture fixture;

static void open_maker(const char *parameters)
{
    fixture = (struct reference_fixture){0};
    assert_true(reference_fixture_open(&fixture, parameters, 1));
}

static int close_fixture(void **state)
{
    (void)state;
    reference_fixture_close(&fixture);
    return 0;
}

static struct tkg_engine_report after(struct tkg_tick tick)
{
    reference_fixture_feed(&fixture, &tick, 1, 1);
    return reference_fixture_report(&fixture);
}

/* A bid at 100 behind 10 lots, an ask at 102 behind 20. */
static void rest_both(const char *parameters)
{
    open_maker(parameters);
    assert_int_equal(after(reference_quote(0, 100, 102, 10, 20)).order_count, 2);
    assert_int_equal(after(reference_quote(1, 100, 102, 10, 20)).fill_count, 0);
}

/* row: B22 */
static void resting_bid_waits_for_the_queue_and_fills_in_part(void **state)
{
    (void)state;
    rest_both(AT_BEST "size_lots=5,maker_fee_e6=200,skew_e3=0");
    assert_int_equal(after(reference_trade(2, 100, -6)).fill_count, 0); /* 10 - 6 = 4 ahead */
    assert_int_equal(after(reference_trade(3, 100, 50)).fill_count, 0); /* a buyer: not our side */
    const struct tkg_engine_report part = after(reference_trade(4, 100, -7));
    assert_int_equal(part.fill_count, 1); /* 7 - 4 = 3 of 5 lots */
    /* Fee 100 x 3 x 200 / 100 = 600. Worth 3 x 101, paid 3 x 100. */
    assert_int_equal(part.final_equity, 3 * 10000 - 600);
    const struct tkg_engine_report rest = after(reference_trade(5, 100, -9));
    assert_int_equal(rest.fill_count, 2); /* the other 2, not 9 */
    assert_int_equal(rest.final_equity, 5 * 10000 - 1000);
}

static void maker_rebate_is_a_negative_fee_rounded_against_the_strategy(void **state)
{
    (void)state;
    rest_both(AT_BEST "size_lots=1,maker_fee_e6=-15,skew_e3=0");
    /* 100 x 1 x -15 / 100 = -15; at 101: -15.15, of which 15 are paid out. */
    assert_int_equal(after(reference_trade(2, 100, -11)).final_equity, 10000 + 15);
    reference_fixture_close(&fixture);
    open_maker(AT_BEST "size_lots=1,maker_fee_e6=-15,skew_e3=0");
    after(reference_quote(0, 101, 103, 0, 9));
    after(reference_quote(1, 101, 103, 0, 9));
    assert_int_equal(after(reference_trade(2, 101, -1)).final_equity, 10000 + 15);
}

static void queue_shrinks_to_the_size_shown_and_to_nothing_when_alone(void **state)
{
    (void)state;
    rest_both(AT_BEST "size_lots=1,maker_fee_e6=0,skew_e3=0");
    after(reference_quote(2, 100, 102, 3, 20));  /* 3 shown: no more than 3 ahead */
    after(reference_quote(3, 100, 102, 99, 20)); /* newcomers stand behind us */
    assert_int_equal(after(reference_trade(4, 100, -3)).fill_count, 0);
    assert_int_equal(after(reference_trade(5, 100, -1)).fill_count, 1);
}

static void trade_through_the_price_fills_the_whole_order(void **state)
{
    (void)state;
    rest_both(AT_BEST "size_lots=7,maker_fee_e6=0,skew_e3=0");
    const struct tkg_engine_report bought = after(reference_trade(2, 99, -1));
    assert_int_equal(bought.fill_count, 1); /* 7 at 100, worth 101 */
    assert_int_equal(bought.final_equity, 70000);
}

static void quote_that_reaches_the_price_fills_the_whole_order(void **state)
{
    (void)state;
    rest_both(AT_BEST "size_lots=4,maker_fee_e6=0,skew_e3=0");
    const struct tkg_engine_report sold = after(reference_quote(2, 102, 104, 1, 1));
    assert_int_equal(sold.fill_count, 1); /* 4 sold at 102, worth 103 now */
    assert_int_equal(sold.final_equity, -40000);
}

static void order_behind_the_best_price_joins_the_queue_when_the_market_comes(void **state)
{
    (void)state;
    open_maker("strategy=maker,latency_ns=0,half_spread_e3=3000,size_lots=1,maker_fee_e6=0,"
               "skew_e3=0");
    after(reference_quote(0, 100, 102, 10, 20)); /* mid 101: bid 98, ask 104 */
    after(reference_quote(1, 100, 102, 10, 20));
    assert_int_equal(after(reference_trade(2, 98, -50)).fill_count,
                     0); /* who knows what is there */
    /* The next quote moves the mid to 99: replacement at 96 and 102, so look at the old bid now:
     * it is at the best price behind all 6 shown. */
    after(reference_quote(3, 98, 100, 6, 20));
    reference_fixture_close(&fixture);
    open_maker("strategy=maker,latency_ns=1000,half_spread_e3=3000,size_lots=1,maker_fee_e6=0,"
               "skew_e3=0");
    after(reference_quote(0, 100, 102, 10, 20));
    after(reference_quote(1000, 100, 102, 10, 20)); /* both rest: 98 and 104 */
    after(reference_quote(1001, 98, 100, 6, 20));   /* replacement due at 2001 */
    assert_int_equal(after(reference_trade(1002, 98, -6)).fill_count, 0);
    assert_int_equal(after(reference_trade(1003, 98, -1)).fill_count, 1);
}

static void price_change_replaces_the_order_and_loses_the_queue(void **state)
{
    (void)state;
    rest_both(AT_BEST "size_lots=1,skew_e3=0");
    after(reference_trade(2, 100, -10)); /* the bid is first in its queue */
    assert_int_equal(after(reference_quote(3, 101, 103, 8, 8)).order_count, 4); /* both move up */
    assert_int_equal(after(reference_quote(4, 101, 103, 8, 8)).order_count, 4);
    assert_int_equal(after(reference_trade(5, 101, -8)).fill_count, 0); /* 8 ahead again */
    assert_int_equal(after(reference_trade(6, 101, -1)).fill_count, 1);
}

static void old_order_still_fills_while_its_replacement_is_under_way(void **state)
{
    (void)state;
    open_maker("strategy=maker,latency_ns=100,half_spread_e3=1000,size_lots=1,maker_fee_e6=0,"
               "skew_e3=0");
    after(reference_quote(0, 100, 102, 0, 0));
    after(reference_quote(100, 100, 102, 0, 0)); /* both rest, nothing ahead */
    after(reference_quote(150, 101, 103, 5, 5)); /* replacements due at 250 */
    assert_int_equal(after(reference_trade(200, 100, -1)).fill_count, 1); /* the old bid at 100 */
    assert_int_equal(after(reference_quote(250, 101, 103, 5, 5)).fill_count, 1);
    assert_int_equal(after(reference_trade(260, 101, -6)).fill_count, 2); /* the new one at 101 */
}

static void marketable_order_takes_what_is_shown_at_the_better_price(void **state)
{
    (void)state;
    open_maker("strategy=maker,latency_ns=100,half_spread_e3=0,size_lots=5,taker_fee_e6=500,"
               "maker_fee_e6=0,skew_e3=0");
    after(reference_quote(0, 100, 102, 9, 9)); /* bid 101 and ask 101 under way */
    const struct tkg_engine_report taken = after(reference_quote(100, 98, 99, 9, 3));
    /* The bid takes 3 at 99: fee 99 x 3 x 500 / 100 = 1,485; worth 98.5. The ask rests. */
    assert_int_equal(taken.fill_count, 1);
    assert_int_equal(taken.final_equity, -3 * 5000 - 1485);
    /* 2 are left at 101. The next quote at or under 101 meets them as a resting order. */
    const struct tkg_engine_report rest = after(reference_quote(101, 98, 99, 9, 1));
    assert_int_equal(rest.fill_count, 2); /* 2 at 101, worth 98.5: -2 x 2.5 ticks, no fee */
    assert_int_equal(rest.final_equity, -3 * 5000 - 1485 - 50000);
}

static void inventory_moves_both_quotes_against_itself(void **state)
{
    (void)state;
    rest_both(AT_BEST "size_lots=1,maker_fee_e6=0,skew_e3=1000");
    const struct tkg_engine_report bought = after(reference_trade(2, 100, -11));
    assert_int_equal(bought.fill_count, 1);
    assert_int_equal(bought.order_count, 4); /* centre 101 - 1: bid to 99, ask from 102 to 101 */
    after(reference_quote(3, 100, 102, 10, 20));
    /* The ask at 101 is better than the market: alone, first in its queue. */
    const struct tkg_engine_report sold = after(reference_trade(4, 101, 1));
    assert_int_equal(sold.fill_count, 2);
    assert_int_equal(sold.final_equity, 10000); /* 101 - 100 */
}

static void position_limit_stops_one_side(void **state)
{
    (void)state;
    rest_both(AT_BEST "size_lots=2,maker_fee_e6=0,skew_e3=0,max_position_lots=2");
    const struct tkg_engine_report full = after(reference_trade(2, 100, -99));
    assert_int_equal(full.fill_count, 1);
    assert_int_equal(full.order_count, 2); /* no new bid: 2 + 2 > 2 */
    after(reference_quote(3, 100, 102, 0, 0));
    assert_int_equal(after(reference_trade(4, 90, -99)).fill_count, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(resting_bid_waits_for_the_queue_and_fills_in_part),
        TEST(maker_rebate_is_a_negative_fee_rounded_against_the_strategy),
        TEST(queue_shrinks_to_the_size_shown_and_to_nothing_when_alone),
        TEST(trade_through_the_price_fills_the_whole_order),
        TEST(quote_that_reaches_the_price_fills_the_whole_order),
        TEST(order_behind_the_best_price_joins_the_queue_when_the_market_comes),
        TEST(price_change_replaces_the_order_and_loses_the_queue),
        TEST(old_order_still_fills_while_its_replacement_is_under_way),
        TEST(marketable_order_takes_what_is_shown_at_the_better_price),
        TEST(inventory_moves_both_quotes_against_itself),
        TEST(position_limit_stops_one_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
