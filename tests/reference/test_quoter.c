/* SPDX-License-Identifier: Apache-2.0
 *
 * The quoter by hand and against exact fractions.
 */
#include "base/random.h"
#include "cmocka_support.h"
#include "slow_account.h"
#include "strategy/quoter.h"

enum { DRAW_COUNT = 100000 };

static struct tkg_quoter quoter(int64_t half_spread_e3, int64_t skew_e3, int64_t size_lots,
                                int64_t max_position_lots)
{
    const struct tkg_reference_parameters parameters = {.half_spread_e3 = half_spread_e3,
                                                        .skew_e3 = skew_e3,
                                                        .size_lots = size_lots,
                                                        .max_position_lots = max_position_lots};
    return tkg_quoter_make(&parameters);
}

static void assert_wanted(struct tkg_quoter asked, int32_t bid, int32_t ask, int64_t position,
                          struct tkg_quoter_prices expected)
{
    const struct tkg_book_top top = {.bid_price = bid, .ask_price = ask};
    const struct tkg_quoter_prices wanted = tkg_quoter_wanted(&asked, &top, position);
    assert_int_equal(wanted.bid_price, expected.bid_price);
    assert_int_equal(wanted.ask_price, expected.ask_price);
}

static void quotes_stand_half_a_spread_from_the_mid(void **state)
{
    (void)state;
    /* Mid 101: 1 tick away. Mid 100.5: 99.5 and 101.5, rounded away from it. */
    assert_wanted(quoter(1000, 0, 1, 10), 100, 102, 0, (struct tkg_quoter_prices){100, 102});
    assert_wanted(quoter(1000, 0, 1, 10), 100, 101, 0, (struct tkg_quoter_prices){99, 102});
    assert_wanted(quoter(500, 0, 1, 10), 100, 101, 0, (struct tkg_quoter_prices){100, 101});
    assert_wanted(quoter(0, 0, 1, 10), 100, 101, 0, (struct tkg_quoter_prices){100, 101});
}

static void inventory_moves_both_quotes_against_itself(void **state)
{
    (void)state;
    /* 1 tick for each 2 lots of position: long 4 lots moves mid 101 to 99, short 4 to 103. */
    assert_wanted(quoter(1000, 1000, 2, 10), 100, 102, 4, (struct tkg_quoter_prices){98, 100});
    assert_wanted(quoter(1000, 1000, 2, 10), 100, 102, -4, (struct tkg_quoter_prices){102, 104});
    /* Half a tick: 101 - 0.5 -+ 1 = 99.5 and 101.5, rounded outward. */
    assert_wanted(quoter(1000, 1000, 2, 10), 100, 102, 1, (struct tkg_quoter_prices){99, 102});
}

static void side_that_would_pass_the_limit_is_not_wanted(void **state)
{
    (void)state;
    const struct tkg_quoter asked = quoter(1000, 0, 3, 10);
    assert_wanted(asked, 100, 102, 7, (struct tkg_quoter_prices){100, 102}); /* 7 + 3 = 10 */
    assert_wanted(asked, 100, 102, 8, (struct tkg_quoter_prices){TKG_BOOK_NO_BID, 102});
    assert_wanted(asked, 100, 102, -7, (struct tkg_quoter_prices){100, 102});
    assert_wanted(asked, 100, 102, -8, (struct tkg_quoter_prices){100, TKG_BOOK_NO_ASK});
}

static void book_with_one_side_has_no_mid(void **state)
{
    (void)state;
    const struct tkg_quoter_prices none = {TKG_BOOK_NO_BID, TKG_BOOK_NO_ASK};
    assert_wanted(quoter(1000, 0, 1, 10), TKG_BOOK_NO_BID, 102, 0, none);
    assert_wanted(quoter(1000, 0, 1, 10), 100, TKG_BOOK_NO_ASK, 0, none);
    assert_wanted(quoter(1000, 0, 1, 10), TKG_BOOK_NO_BID, TKG_BOOK_NO_ASK, 0, none);
}

static void prices_beyond_the_range_are_not_wanted(void **state)
{
    (void)state;
    /* Mid 2, 5 ticks away: a bid at -3 is none, an ask at 7 is one. */
    assert_wanted(quoter(5000, 0, 1, 10), 1, 3, 0, (struct tkg_quoter_prices){0, 7});
    /* Long 9 at 1 tick a lot: mid 2 - 9, ask at -7 + 1: the least price instead. */
    assert_wanted(quoter(1000, 1000, 1, 10), 1, 3, 9, (struct tkg_quoter_prices){0, 1});
    assert_wanted(quoter(5000, 0, 1, 10), INT32_MAX - 3, INT32_MAX - 1, 0,
                  (struct tkg_quoter_prices){INT32_MAX - 7, INT32_MAX});
}

static int32_t clamp(slow_wide price, int32_t least)
{
    return (int32_t)(price < least ? least : price > INT32_MAX ? INT32_MAX : price);
}

static int64_t draw(struct tkg_random *random, int64_t least, int64_t greatest)
{
    return least + tkg_random_below(random, (uint32_t)(greatest - least + 1));
}

/* In 2^17ths of a tick, with 128 bits and a floor that is a division. */
static void quotes_equal_exact_fractions(void **state)
{
    (void)state;
    struct tkg_random random = {1};
    for (int i = 0; i < DRAW_COUNT; i++) {
        const int64_t spread_e3 = draw(&random, 0, 1000000);
        const int64_t skew_e3 = draw(&random, 0, 1000000);
        const int64_t size = draw(&random, 1, 50000);
        const int64_t position = draw(&random, -50000, 50000);
        const int32_t bid = (int32_t)draw(&random, 1, i % 2 ? 3000 : INT32_MAX - 2);
        const int32_t ask = (int32_t)draw(&random, bid + 1, INT32_MAX - 1);
        const slow_wide lot_skew = skew_e3 * 131072 / 1000 / size;
        const slow_wide centre = ((slow_wide)bid + ask) * 65536 - position * lot_skew;
        const slow_wide half_spread = spread_e3 * 131072 / 1000;
        const slow_wide low = slow_floor_divide(centre - half_spread, 131072);
        const slow_wide high = -slow_floor_divide(-(centre + half_spread), 131072);
        assert_wanted(quoter(spread_e3, skew_e3, size, 100000), bid, ask, position,
                      (struct tkg_quoter_prices){clamp(low, 0), clamp(high, 1)});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_stand_half_a_spread_from_the_mid),
        cmocka_unit_test(inventory_moves_both_quotes_against_itself),
        cmocka_unit_test(side_that_would_pass_the_limit_is_not_wanted),
        cmocka_unit_test(book_with_one_side_has_no_mid),
        cmocka_unit_test(prices_beyond_the_range_are_not_wanted),
        cmocka_unit_test(quotes_equal_exact_fractions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
