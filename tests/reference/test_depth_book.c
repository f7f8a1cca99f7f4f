/* SPDX-License-Identifier: Apache-2.0
 *
 * The L2 book by hand: what each tick does, the edges of the price range, late deletes, and windows
 * that have to move.
 */
#include <stdlib.h>

#include "book/depth_book.h"
#include "book_fixture.h"
#include "cmocka_support.h"

enum { LEVEL_MAX = 64 };

static struct tkg_depth_book *book;

static int open_book(void **state)
{
    (void)state;
    book = tkg_depth_book_init(book_fixture_memory(tkg_depth_book_bytes(LEVEL_MAX)), LEVEL_MAX);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    free(book);
    return 0;
}

static struct tkg_book_change play(struct tkg_tick tick)
{
    struct tkg_book_change change;
    tkg_depth_book_apply(book, &tick, &change);
    return change;
}

static struct tkg_book_change bid(int32_t price, uint32_t lots)
{
    return play(book_fixture_depth(TKG_BOOK_BID, price, lots));
}

static struct tkg_book_change ask(int32_t price, uint32_t lots)
{
    return play(book_fixture_depth(TKG_BOOK_ASK, price, lots));
}

static void assert_top(int32_t bid_price, uint32_t bid_lots, int32_t ask_price, uint32_t ask_lots)
{
    const struct tkg_book_top top = tkg_depth_book_top(book);
    assert_int_equal(top.bid_price, bid_price);
    assert_int_equal(top.bid_lots, bid_lots);
    assert_int_equal(top.ask_price, ask_price);
    assert_int_equal(top.ask_lots, ask_lots);
}

static void assert_rejected(struct tkg_book_change change)
{
    const struct tkg_book_change expected = {.event = TKG_BOOK_REJECTED};
    book_fixture_assert_change(&change, &expected);
}

static void empty_book_has_no_best_prices(void **state)
{
    (void)state;
    assert_top(TKG_BOOK_NO_BID, 0, TKG_BOOK_NO_ASK, 0);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_BID, INT32_MAX), TKG_BOOK_NO_BID);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_ASK, INT32_MIN), TKG_BOOK_NO_ASK);
    assert_int_equal(tkg_depth_book_lots(book, TKG_BOOK_BID, 100), 0);
}

static void level_grows_shrinks_and_goes(void **state)
{
    (void)state;
    struct tkg_book_change expected = {
        .event = TKG_BOOK_ADDED, .side = TKG_BOOK_ASK, .price = 105, .lots = 7, .level_lots = 7};
    struct tkg_book_change change = ask(105, 7);
    book_fixture_assert_change(&change, &expected);
    expected.lots = 3; /* 10 - 7 */
    expected.level_lots = 10;
    change = ask(105, 10);
    book_fixture_assert_change(&change, &expected);
    expected.lots = 0; /* the same again */
    change = ask(105, 10);
    book_fixture_assert_change(&change, &expected);
    expected.event = TKG_BOOK_REMOVED;
    expected.lots = 6; /* 10 - 4 */
    expected.level_lots = 4;
    change = ask(105, 4);
    book_fixture_assert_change(&change, &expected);
    assert_top(TKG_BOOK_NO_BID, 0, 105, 4);
    expected.lots = 4;
    expected.level_lots = 0;
    change = ask(105, 0);
    book_fixture_assert_change(&change, &expected);
    assert_top(TKG_BOOK_NO_BID, 0, TKG_BOOK_NO_ASK, 0);
}

static void delete_of_nothing_is_no_contradiction(void **state)
{
    (void)state;
    const struct tkg_book_change change = bid(100, 0);
    assert_int_equal(change.event, TKG_BOOK_REMOVED);
    assert_int_equal(change.lots, 0);
}

static void next_best_steps_in_when_the_best_goes(void **state)
{
    (void)state;
    bid(100, 1);
    bid(98, 2);
    bid(99, 3);
    assert_top(100, 1, TKG_BOOK_NO_ASK, 0);
    bid(100, 0);
    assert_top(99, 3, TKG_BOOK_NO_ASK, 0);
    bid(99, 0);
    assert_top(98, 2, TKG_BOOK_NO_ASK, 0);
}

static void walk_goes_outward_from_any_price(void **state)
{
    (void)state;
    bid(100, 1);
    bid(90, 1);
    ask(103, 1);
    ask(500, 1);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_BID, INT32_MAX), 100);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_BID, 100), 90);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_BID, 95), 90);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_BID, 90), TKG_BOOK_NO_BID);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_ASK, 0), 103);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_ASK, 103), 500);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_ASK, 500), TKG_BOOK_NO_ASK);
}

static void trade_is_told_and_leaves_the_level(void **state)
{
    (void)state;
    bid(100, 9);
    struct tkg_tick sale = {
        .kind = TKG_TICK_TRADE, .bid_price = 100, .ask_price = 100, .bid_size = 4};
    const struct tkg_book_change expected = {
        .event = TKG_BOOK_TRADED, .side = TKG_BOOK_BID, .price = 100, .lots = 4, .level_lots = 9};
    const struct tkg_book_change change = play(sale);
    book_fixture_assert_change(&change, &expected);
    assert_top(100, 9, TKG_BOOK_NO_ASK, 0);
    struct tkg_tick bought = sale;
    bought.bid_size = 0;
    bought.ask_size = 2;
    assert_int_equal(play(bought).side, TKG_BOOK_ASK);
}

static void late_deletes_give_way_to_the_new_level(void **state)
{
    (void)state;
    ask(101, 5);
    ask(102, 6);
    ask(103, 7);
    bid(100, 1);
    const struct tkg_book_change change = bid(102, 2); /* crosses 101, reaches 102 */
    const struct tkg_book_change expected = {.event = TKG_BOOK_ADDED,
                                             .side = TKG_BOOK_BID,
                                             .price = 102,
                                             .lots = 2,
                                             .level_lots = 2,
                                             .removed_price = 101,
                                             .removed_lots = 5 + 6};
    book_fixture_assert_change(&change, &expected);
    assert_top(102, 2, 103, 7);
    assert_int_equal(book->crossed_level_count, 2);
    assert_int_equal(ask(101, 0).lots, 0); /* the delete that was late */
    assert_top(102, 2, 103, 7);
}

static void lots_of_late_deletes_stop_at_the_greatest_number(void **state)
{
    (void)state;
    bid(99, UINT32_MAX);
    bid(100, 5);
    assert_int_equal(ask(99, 1).removed_lots, UINT32_MAX);
    assert_top(TKG_BOOK_NO_BID, 0, 99, 1);
}

static void ticks_that_make_no_sense_change_nothing(void **state)
{
    (void)state;
    bid(100, 9);
    ask(101, 8);
    const int32_t prices[] = {0, -1, INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < 4; i++) {
        assert_rejected(bid(prices[i], 1));
        assert_rejected(ask(prices[i], 0));
    }
    struct tkg_tick tick = {
        .kind = TKG_TICK_TRADE, .bid_price = 100, .ask_price = 101, .bid_size = 4};
    assert_rejected(play(tick)); /* two prices */
    tick.ask_price = 100;
    tick.bid_size = 0;
    assert_rejected(play(tick)); /* no lots */
    tick.bid_size = tick.ask_size = 3;
    assert_rejected(play(tick)); /* lots on both sides */
    tick.kind = TKG_TICK_QUOTE;
    assert_rejected(play(tick));
    tick.kind = UINT16_MAX;
    assert_rejected(play(tick));
    assert_top(100, 9, 101, 8);
}

static void both_ends_of_the_price_range_work(void **state)
{
    (void)state;
    bid(1, 3);
    ask(INT32_MAX - 1, 4);
    assert_top(1, 3, INT32_MAX - 1, 4);
    ask(2, 5);
    assert_top(1, 3, 2, 5);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_ASK, 2), INT32_MAX - 1);
    bid(INT32_MAX - 2, 6); /* takes the ask at 2 with it, leaves the other */
    assert_top(INT32_MAX - 2, 6, INT32_MAX - 1, 4);
    bid(INT32_MAX - 2, 0);
    assert_top(1, 3, INT32_MAX - 1, 4);
}

/* 4,096 keys lie in the window; levels at 100,000 ticks from each other never share it. */
static void best_may_jump_by_more_than_the_window_and_back(void **state)
{
    (void)state;
    for (int32_t i = 1; i <= 10; i++) {
        bid(i * 100000, (uint32_t)i);
        assert_top(i * 100000, (uint32_t)i, TKG_BOOK_NO_ASK, 0);
    }
    assert_int_equal(book->sides[TKG_BOOK_BID].far_count, 9);
    assert_int_equal(tkg_depth_book_lots(book, TKG_BOOK_BID, 300000), 3);
    assert_int_equal(bid(300000, 5).lots, 2); /* 5 - 3, far below the window */
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_BID, 400000), 300000);
    bid(200000, 0); /* out of the middle of the far ones */
    for (int32_t i = 10; i > 3; i--) {
        bid(i * 100000, 0);
        assert_top((i - 1) * 100000, i == 4 ? 5 : (uint32_t)i - 1, TKG_BOOK_NO_ASK, 0);
    }
    bid(300000, 0);
    assert_top(100000, 1, TKG_BOOK_NO_ASK, 0);
}

/* The best sinks a step at a time until levels that were far are near: the window follows. */
static void window_follows_a_best_that_sinks(void **state)
{
    (void)state;
    bid(20000, 1);
    bid(17000, 1);
    bid(16000, 1); /* the window starts at 16,896: 3,072 below the best, to 64 */
    assert_int_equal(book->sides[TKG_BOOK_BID].far_count, 1);
    bid(20000, 0);
    bid(16500, 1); /* 500 below the best: in reach again, and 16,000 with it */
    assert_int_equal(book->sides[TKG_BOOK_BID].far_count, 0);
    assert_top(17000, 1, TKG_BOOK_NO_ASK, 0);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_BID, 16500), 16000);
}

/* 9,216 - 3,072 = 6,144 = 96 x 64: the first price of the window that follows the best to 9,216. */
static void first_price_of_a_window_belongs_to_it(void **state)
{
    (void)state;
    bid(20000, 1);
    bid(9216, 2);
    bid(6144, 3);
    bid(6143, 4);
    bid(20000, 0);
    assert_int_equal(book->sides[TKG_BOOK_BID].far_count, 1);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_BID, 9216), 6144);
    assert_int_equal(tkg_depth_book_lots(book, TKG_BOOK_BID, 6144), 3);
    assert_int_equal(tkg_depth_book_lots(book, TKG_BOOK_BID, 6143), 4);
}

static void level_too_many_is_rejected_and_no_other_lost(void **state)
{
    (void)state;
    for (int32_t i = 0; i < LEVEL_MAX; i++) {
        bid(1000000 - i * 1000, 1);
    }
    assert_rejected(bid(2000000, 1));
    assert_rejected(bid(5, 1));
    assert_int_equal(bid(1000000 - 63 * 1000, 4).lots, 3); /* one that is there */
    assert_int_equal(ask(2000001, 1).event, TKG_BOOK_ADDED);
    bid(1000000, 0);
    assert_int_equal(bid(2000000, 1).event, TKG_BOOK_ADDED);
    assert_int_equal(book->sides[TKG_BOOK_BID].level_count, LEVEL_MAX);
}

static void full_book_keeps_the_levels_that_a_rejected_one_would_cross(void **state)
{
    (void)state;
    for (int32_t i = 1; i <= LEVEL_MAX; i++) {
        bid(i, 1);
    }
    ask(100, 2);
    assert_rejected(bid(100, 1));
    assert_top(LEVEL_MAX, 1, 100, 2);
    assert_int_equal(book->crossed_level_count, 0);
}

static void reset_book_is_as_new(void **state)
{
    (void)state;
    bid(100, 9);
    bid(90000, 9);
    ask(80000, 9);
    tkg_depth_book_reset(book);
    empty_book_has_no_best_prices(state);
    assert_int_equal(book->crossed_level_count, 0);
    assert_int_equal(bid(100, 1).lots, 1);
    assert_int_equal(tkg_depth_book_next_level(book, TKG_BOOK_BID, 100), TKG_BOOK_NO_BID);
}

static void limits_out_of_range_ask_for_no_memory(void **state)
{
    (void)state;
    assert_int_equal(tkg_depth_book_bytes(0), 0);
    assert_int_equal(tkg_depth_book_bytes(TKG_PRICE_LADDER_LEVELS_MAX + 1), 0);
    assert_true(tkg_depth_book_bytes(TKG_PRICE_LADDER_LEVELS_MAX) > 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_book, close_book)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(empty_book_has_no_best_prices),
        CASE(level_grows_shrinks_and_goes),
        CASE(delete_of_nothing_is_no_contradiction),
        CASE(next_best_steps_in_when_the_best_goes),
        CASE(walk_goes_outward_from_any_price),
        CASE(trade_is_told_and_leaves_the_level),
        CASE(late_deletes_give_way_to_the_new_level),
        CASE(lots_of_late_deletes_stop_at_the_greatest_number),
        CASE(ticks_that_make_no_sense_change_nothing),
        CASE(both_ends_of_the_price_range_work),
        CASE(best_may_jump_by_more_than_the_window_and_back),
        CASE(window_follows_a_best_that_sinks),
        CASE(first_price_of_a_window_belongs_to_it),
        CASE(level_too_many_is_rejected_and_no_other_lost),
        CASE(full_book_keeps_the_levels_that_a_rejected_one_would_cross),
        CASE(reset_book_is_as_new),
        CASE(limits_out_of_range_ask_for_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
