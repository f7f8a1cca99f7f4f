/* SPDX-License-Identifier: Apache-2.0
 *
 * The taker by hand: every expected number stands beside its arithmetic. Money is in ticks x lots x
 * 1e4; fee = price x lots x fee_e6 / 100.
 */
#include "cmocka_support.h"
#include "reference_fixture.h"

/* EMAs with shifts 1 and 2 and threshold 0: the first move of the mid is a signal. */
#define EAGER "strategy=taker,fast_shift=1,slow_shift=2,threshold_e3=0,"

static struct reference_fixture fixture;

static void open_eager(const char *parameters)
{
    fixture = (struct reference_fixture){0};
    assert_true(reference_fixture_open(&fixture, parameters, 2));
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

/* row: B22 */
static void market_buy_pays_ask_slippage_and_fee(void **state)
{
    (void)state;
    open_eager(EAGER "latency_ns=100,taker_fee_e6=500,slippage_ticks=2,size_lots=3");
    after(reference_quote(1000, 100, 102, 9, 9)); /* EMAs begin at 202 half ticks */
    /* Mid 222: fast 202 + 20/2 = 212, slow 202 + 20/4 = 207. Buy 3, due at 1110. */
    assert_int_equal(after(reference_quote(1010, 110, 112, 9, 9)).order_count, 1);
    assert_int_equal(after(reference_quote(1109, 118, 119, 9, 9)).fill_count, 0);
    const struct tkg_engine_report bought = after(reference_quote(1110, 120, 121, 9, 9));
    assert_int_equal(bought.fill_count, 1);
    /* 3 lots at 121 + 2 = 123: 3 x 123 x 1e4 = 3,690,000; fee 123 x 3 x 500 / 100 = 1,845.
     * Worth 3 x 120.5 x 1e4 = 3,615,000. */
    assert_int_equal(bought.final_equity, 3615000 - 3690000 - 1845);
    assert_int_equal(bought.max_drawdown, 76845);
    const struct tkg_engine_report risen = after(reference_quote(1200, 130, 131, 9, 9));
    assert_int_equal(risen.final_equity, 3 * 1305000 - 3690000 - 1845); /* 223,155 */
    assert_int_equal(risen.max_drawdown, 76845);
    assert_int_equal(risen.order_count, 1);
}

static void market_sell_gets_bid_less_slippage_and_flips_the_position(void **state)
{
    (void)state;
    open_eager(EAGER "latency_ns=0,taker_fee_e6=0,slippage_ticks=1,size_lots=2");
    after(reference_quote(0, 100, 102, 9, 9));
    after(reference_quote(1, 90, 92, 9, 9)); /* falling: sell 2 */
    /* 2 sold at 90 - 1 = 89, worth -2 x 91: equity 2 x (89 - 91) x 1e4. */
    const struct tkg_engine_report sold = after(reference_quote(2, 90, 92, 9, 9));
    assert_int_equal(sold.final_equity, -40000);
    after(reference_quote(3, 200, 202, 9, 9)); /* rising: buy 4, from -2 to +2 */
    const struct tkg_engine_report flipped = after(reference_quote(4, 200, 202, 9, 9));
    assert_int_equal(flipped.order_count, 2);
    assert_int_equal(flipped.fill_count, 2);
    /* Cash 2 x 89 - 4 x 203 = -634 ticks; 2 lots worth 201 each: -634 + 402 = -232. */
    assert_int_equal(flipped.final_equity, -2320000);
}

static void market_order_fills_what_is_shown_and_waits_for_the_next_quote(void **state)
{
    (void)state;
    open_eager(EAGER "latency_ns=0,taker_fee_e6=0,slippage_ticks=0,size_lots=5");
    after(reference_quote(0, 100, 101, 9, 9));
    after(reference_quote(1, 110, 111, 9, 9));                                 /* buy 5 */
    assert_int_equal(after(reference_quote(2, 110, 111, 9, 0)).fill_count, 0); /* nothing shown */
    assert_int_equal(after(reference_quote(3, 110, 111, 9, 2)).fill_count, 1); /* 2 at 111 */
    assert_int_equal(after(reference_trade(4, 111, 7)).fill_count, 1); /* shows no new size */
    const struct tkg_engine_report rest = after(reference_quote(5, 112, 113, 9, 8));
    assert_int_equal(rest.fill_count, 2); /* 3 at 113 */
    assert_int_equal(rest.order_count, 1);
    /* Paid 2 x 111 + 3 x 113 = 561; worth 5 x 112.5 = 562.5. */
    assert_int_equal(rest.final_equity, 15000);
}

static void order_that_arrives_with_a_trade_meets_the_last_quote(void **state)
{
    (void)state;
    open_eager(EAGER "latency_ns=10,taker_fee_e6=0,slippage_ticks=0,size_lots=1");
    after(reference_quote(0, 100, 101, 9, 9));
    after(reference_quote(1, 110, 111, 9, 9)); /* buy 1, due at 11 */
    const struct tkg_engine_report bought = after(reference_trade(11, 120, 1));
    assert_int_equal(bought.fill_count, 1);
    assert_int_equal(bought.final_equity, -5000); /* 110.5 - 111 */
}

static void order_arrives_at_a_tick_of_its_own_instrument_only(void **state)
{
    (void)state;
    open_eager(EAGER "latency_ns=10");
    after(reference_quote(0, 100, 101, 9, 9));
    after(reference_quote(1, 110, 111, 9, 9));
    struct tkg_tick other = reference_quote(50, 500, 501, 9, 9);
    other.instrument_id = 1;
    assert_int_equal(after(other).fill_count, 0);
    assert_int_equal(after(reference_quote(51, 110, 111, 9, 9)).fill_count, 1);
}

static void drawdown_is_the_greatest_fall_from_the_peak(void **state)
{
    (void)state;
    open_eager(EAGER "latency_ns=0,taker_fee_e6=0,slippage_ticks=0,size_lots=1");
    after(reference_quote(0, 100, 100, 9, 9)); /* locked quotes are quotes: no spread to pay */
    after(reference_quote(1, 110, 110, 9, 9));
    after(reference_quote(2, 110, 110, 9, 9)); /* bought at 110: equity 0 */
    assert_int_equal(after(reference_quote(3, 150, 150, 9, 9)).max_drawdown, 0);
    assert_int_equal(after(reference_quote(4, 145, 145, 9, 9)).max_drawdown, 50000);
    assert_int_equal(after(reference_quote(5, 152, 152, 9, 9)).max_drawdown, 50000);
    const struct tkg_engine_report last = after(reference_quote(6, 146, 146, 9, 9));
    assert_int_equal(last.max_drawdown, 60000);  /* 152 - 146 */
    assert_int_equal(last.final_equity, 360000); /* 146 - 110 */
}

static void slippage_never_leaves_the_price_range(void **state)
{
    (void)state;
    open_eager(EAGER "latency_ns=0,taker_fee_e6=0,slippage_ticks=1000,size_lots=1");
    after(reference_quote(0, 9, 9, 9, 9));
    after(reference_quote(1, 5, 5, 9, 9)); /* sell at 5 - 1000: becomes 1 */
    assert_int_equal(after(reference_quote(2, 5, 5, 9, 9)).final_equity, -40000);
    after(reference_quote(3, INT32_MAX, INT32_MAX, 9, 9)); /* buy 2 at the greatest price */
    const struct tkg_engine_report last = after(reference_quote(4, INT32_MAX, INT32_MAX, 9, 9));
    /* 1 - 2 x 2147483647 + 2147483647 = -2147483646 ticks. */
    assert_int_equal(last.final_equity, INT64_C(-21474836460000));
}

/* Ten kinds of bad ticks between two good ones: counted, and nothing else happens. */
static void bad_ticks_are_counted_and_change_nothing_else(void **state)
{
    (void)state;
    open_eager(EAGER "latency_ns=0");
    struct tkg_tick unknown_instrument = reference_quote(10, 100, 101, 1, 1);
    struct tkg_tick unknown_kind = reference_quote(10, 100, 101, 1, 1);
    struct tkg_tick two_prices = reference_trade(10, 100, 1);
    unknown_instrument.instrument_id = 2; /* the engine was created with two */
    unknown_kind.kind = 2;
    two_prices.ask_price = 101;
    const struct tkg_tick bad[] = {
        reference_quote(10, 102, 101, 1, 1), /* crossed */
        reference_quote(10, 0, 101, 1, 1),
        reference_quote(10, -5, -4, 1, 1),
        reference_trade(10, 0, 1),
        reference_trade(10, -1, 1),
        reference_quote(9, 100, 101, 1, 1), /* before 10 */
        unknown_instrument,
        unknown_kind,
        two_prices,
        reference_quote(10, INT32_MAX, INT32_MIN, 1, 1),
    };
    enum { BAD_COUNT = sizeof bad / sizeof bad[0] };
    after(reference_quote(10, 100, 101, 1, 1));
    for (size_t i = 0; i < BAD_COUNT; i++) {
        const struct tkg_engine_report report = after(bad[i]);
        assert_int_equal(report.rejected_tick_count, i + 1);
        assert_int_equal(report.processed_tick_count, i + 2);
        assert_int_equal(report.order_count, 0);
    }
    /* The market is still where it was: the next quote is no move, the same time is not back. */
    const struct tkg_engine_report last = after(reference_quote(10, 100, 101, 1, 1));
    assert_int_equal(last.order_count, 0);
    assert_int_equal(last.rejected_tick_count, BAD_COUNT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(market_buy_pays_ask_slippage_and_fee),
        TEST(market_sell_gets_bid_less_slippage_and_flips_the_position),
        TEST(market_order_fills_what_is_shown_and_waits_for_the_next_quote),
        TEST(order_that_arrives_with_a_trade_meets_the_last_quote),
        TEST(order_arrives_at_a_tick_of_its_own_instrument_only),
        TEST(drawdown_is_the_greatest_fall_from_the_peak),
        TEST(slippage_never_leaves_the_price_range),
        TEST(bad_ticks_are_counted_and_change_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
