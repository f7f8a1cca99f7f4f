/* SPDX-License-Identifier: Apache-2.0
 *
 * Small flows of orders and the levels that they make, added up by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tick/book_stream_depth.h"

static struct tkg_tick message(uint16_t kind, uint16_t flags, int32_t price, uint32_t lots)
{
    struct tkg_tick tick = {
        .bid_price = price, .bid_size = lots, .instrument_id = 2, .kind = kind, .flags = flags};
    tkg_tick_set_order_id(&tick, UINT64_C(0x100000007));
    return tick;
}

static void expect_level(const struct tkg_tick *tick, uint16_t flags, int32_t price, uint32_t lots)
{
    assert_int_equal(tick->kind, TKG_TICK_DEPTH);
    assert_int_equal(tick->flags, flags);
    assert_int_equal(tick->bid_price, price);
    assert_int_equal(tick->bid_size, lots);
    assert_int_equal(tkg_tick_order_id(tick), 0);
    assert_int_equal(tick->instrument_id, 2);
}

static void orders_at_a_price_add_up(void **state)
{
    (void)state;
    struct tkg_book_depth depth = {0};
    struct tkg_tick ticks[] = {
        message(TKG_TICK_ORDER_ADD, 0, 1000, 5),    message(TKG_TICK_ORDER_ADD, 0, 1000, 7),
        message(TKG_TICK_ORDER_ADD, 0, 999, 3),     message(TKG_TICK_ORDER_REDUCE, 0, 1000, 2),
        message(TKG_TICK_ORDER_DELETE, 0, 1000, 5), message(TKG_TICK_ORDER_DELETE, 0, 999, 3),
    };
    tkg_book_depth_apply(&depth, ticks, 6);
    expect_level(&ticks[0], 0, 1000, 5);
    expect_level(&ticks[1], 0, 1000, 12);
    expect_level(&ticks[2], 0, 999, 3);
    expect_level(&ticks[3], 0, 1000, 10);
    expect_level(&ticks[4], 0, 1000, 5);
    expect_level(&ticks[5], 0, 999, 0); /* the level is gone */
}

static void the_sides_are_apart(void **state)
{
    (void)state;
    struct tkg_book_depth depth = {0};
    struct tkg_tick ticks[] = {
        message(TKG_TICK_ORDER_ADD, 0, 1000, 5),
        message(TKG_TICK_ORDER_ADD, TKG_TICK_ASK_SIDE, 1000, 9),
    };
    tkg_book_depth_apply(&depth, ticks, 2);
    expect_level(&ticks[0], 0, 1000, 5);
    expect_level(&ticks[1], TKG_TICK_ASK_SIDE, 1000, 9);
}

static void the_books_are_apart(void **state)
{
    (void)state;
    struct tkg_book_depth depth = {0};
    struct tkg_tick ticks[] = {
        message(TKG_TICK_ORDER_ADD, 0, 1000, 5),
        message(TKG_TICK_ORDER_ADD, 0, 1000, 9),
    };
    ticks[0].instrument_id = 7;
    tkg_book_depth_apply(&depth, ticks, 2);
    expect_level(&ticks[1], 0, 1000, 9);
}

static void a_bid_that_trades_is_a_sale_and_then_its_level(void **state)
{
    (void)state;
    struct tkg_book_depth depth = {0};
    struct tkg_tick ticks[] = {
        message(TKG_TICK_ORDER_ADD, 0, 1000, 5),
        message(TKG_TICK_ORDER_ADD, 0, 1000, 6),
        message(TKG_TICK_ORDER_EXECUTE, 0, 1000, 2),
        message(TKG_TICK_ORDER_EXECUTE, 0, 1000, 3),
    };
    tkg_book_depth_apply(&depth, ticks, 4);
    assert_int_equal(ticks[2].kind, TKG_TICK_TRADE);
    assert_int_equal(ticks[2].bid_price, 1000);
    assert_int_equal(ticks[2].ask_price, 1000);
    assert_int_equal(ticks[2].bid_size, 5); /* 2 + 3 */
    assert_int_equal(ticks[2].ask_size, 0);
    expect_level(&ticks[3], 0, 1000, 6); /* 5 + 6 - 2 - 3 */
}

static void an_ask_that_trades_in_part_is_a_purchase_of_that_part(void **state)
{
    (void)state;
    struct tkg_book_depth depth = {0};
    struct tkg_tick ticks[] = {
        message(TKG_TICK_ORDER_ADD, TKG_TICK_ASK_SIDE, 1000, 5),
        message(TKG_TICK_ORDER_EXECUTE, TKG_TICK_ASK_SIDE, 1000, 2),
        message(TKG_TICK_ORDER_DELETE, TKG_TICK_ASK_SIDE, 1000, 3),
    };
    tkg_book_depth_apply(&depth, ticks, 3);
    assert_int_equal(ticks[1].kind, TKG_TICK_TRADE);
    assert_int_equal(ticks[1].flags, 0);
    assert_int_equal(ticks[1].bid_size, 0);
    assert_int_equal(ticks[1].ask_size, 2);
    expect_level(&ticks[2], TKG_TICK_ASK_SIDE, 1000, 0);
}

static void prices_a_ring_apart_share_a_place_once_it_is_empty(void **state)
{
    (void)state;
    struct tkg_book_depth depth = {0};
    struct tkg_tick ticks[] = {
        message(TKG_TICK_ORDER_ADD, 0, 1000, 5),
        message(TKG_TICK_ORDER_DELETE, 0, 1000, 5),
        message(TKG_TICK_ORDER_ADD, 0, 1000 + TKG_DEPTH_RING, 4),
    };
    tkg_book_depth_apply(&depth, ticks, 3);
    expect_level(&ticks[2], 0, 1000 + TKG_DEPTH_RING, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_at_a_price_add_up),
        cmocka_unit_test(the_sides_are_apart),
        cmocka_unit_test(the_books_are_apart),
        cmocka_unit_test(a_bid_that_trades_is_a_sale_and_then_its_level),
        cmocka_unit_test(an_ask_that_trades_in_part_is_a_purchase_of_that_part),
        cmocka_unit_test(prices_a_ring_apart_share_a_place_once_it_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
