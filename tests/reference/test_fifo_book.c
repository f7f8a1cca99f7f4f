/* SPDX-License-Identifier: Apache-2.0
 *
 * The L3 book by hand: every message, every contradiction, and the place of an order of ours.
 */
#include <stdlib.h>

#include "book/fifo_book.h"
#include "book_fixture.h"
#include "cmocka_support.h"

#define BID TKG_BOOK_BID
#define ASK TKG_BOOK_ASK

static const struct tkg_fifo_book_limits limits = {.order_max = 8, .level_max = 3};
static struct tkg_fifo_book *book;

static int open_book(void **state)
{
    (void)state;
    book = tkg_fifo_book_init(book_fixture_memory(tkg_fifo_book_bytes(&limits)), &limits);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    free(book);
    return 0;
}

static struct tkg_book_change play(enum tkg_tick_kind kind, uint64_t id, enum tkg_book_side side,
                                   int32_t price, uint32_t lots)
{
    const struct tkg_tick tick = book_fixture_order(kind, id, side, price, lots);
    struct tkg_book_change change;
    tkg_fifo_book_apply(book, &tick, &change);
    return change;
}

static struct tkg_book_change add(uint64_t id, enum tkg_book_side side, int32_t price,
                                  uint32_t lots)
{
    return play(TKG_TICK_ORDER_ADD, id, side, price, lots);
}

static void assert_rejected(struct tkg_book_change change)
{
    const struct tkg_book_change expected = {.event = TKG_BOOK_REJECTED};
    book_fixture_assert_change(&change, &expected);
}

/* Ids and lots of a queue of three, first in line first. */
static void assert_queue(enum tkg_book_side side, int32_t price, const uint64_t ids[3],
                         const uint32_t lots[3])
{
    struct tkg_fifo_order queue[3];
    assert_int_equal(tkg_fifo_book_queue(book, side, price, queue, 3), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(queue[i].id, ids[i]);
        assert_int_equal(queue[i].lots, lots[i]);
    }
}

/* Orders 1, 2, 3 of 10, 20, 30 lots at bid 100. */
static void add_three(void)
{
    add(1, BID, 100, 10);
    add(2, BID, 100, 20);
    add(3, BID, 100, 30);
}

static void order_joins_the_end_of_the_queue(void **state)
{
    (void)state;
    add_three();
    assert_queue(BID, 100, (uint64_t[]){1, 2, 3}, (uint32_t[]){10, 20, 30});
    const struct tkg_book_change change = add(4, BID, 100, 5);
    const struct tkg_book_change expected = {.event = TKG_BOOK_ADDED,
                                             .side = BID,
                                             .price = 100,
                                             .lots = 5,
                                             .level_lots = 65,
                                             .priority = 8}; /* the fourth even number */
    book_fixture_assert_change(&change, &expected);
    assert_int_equal(tkg_fifo_book_top(book).bid_price, 100);
    assert_int_equal(tkg_fifo_book_top(book).bid_lots, 65);
}

static void reduced_order_keeps_its_place(void **state)
{
    (void)state;
    add_three();
    const struct tkg_book_change change = play(TKG_TICK_ORDER_REDUCE, 1, BID, 100, 4);
    const struct tkg_book_change expected = {.event = TKG_BOOK_REMOVED,
                                             .side = BID,
                                             .price = 100,
                                             .lots = 4,
                                             .level_lots = 56,
                                             .priority = 2};
    book_fixture_assert_change(&change, &expected);
    assert_queue(BID, 100, (uint64_t[]){1, 2, 3}, (uint32_t[]){6, 20, 30});
}

static void execution_takes_lots_and_then_the_order(void **state)
{
    (void)state;
    add_three();
    assert_int_equal(play(TKG_TICK_ORDER_EXECUTE, 1, BID, 100, 9).event, TKG_BOOK_TRADED);
    assert_int_equal(play(TKG_TICK_ORDER_EXECUTE, 1, BID, 100, 1).level_lots, 50);
    assert_rejected(play(TKG_TICK_ORDER_EXECUTE, 1, BID, 100, 1)); /* gone */
    assert_int_equal(tkg_fifo_book_queue(book, BID, 100, NULL, 0), 2);
}

static void order_in_the_middle_can_be_deleted(void **state)
{
    (void)state;
    add_three();
    add(4, BID, 100, 40);
    const struct tkg_book_change change = play(TKG_TICK_ORDER_DELETE, 2, BID, 100, 0);
    assert_int_equal(change.event, TKG_BOOK_REMOVED);
    assert_int_equal(change.lots, 20);
    assert_int_equal(change.level_lots, 80);
    assert_queue(BID, 100, (uint64_t[]){1, 3, 4}, (uint32_t[]){10, 30, 40});
}

static void best_level_goes_with_its_last_order(void **state)
{
    (void)state;
    add(1, ASK, 101, 5);
    add(2, ASK, 104, 6);
    assert_int_equal(play(TKG_TICK_ORDER_REDUCE, 1, ASK, 101, 5).level_lots, 0);
    assert_int_equal(tkg_fifo_book_top(book).ask_price, 104);
    assert_int_equal(tkg_fifo_book_lots(book, ASK, 101), 0);
    assert_int_equal(tkg_fifo_book_next_level(book, ASK, 0), 104);
}

static void modify_to_fewer_lots_keeps_the_place(void **state)
{
    (void)state;
    add_three();
    const struct tkg_book_change change = play(TKG_TICK_ORDER_MODIFY, 2, BID, 100, 15);
    const struct tkg_book_change expected = {.event = TKG_BOOK_REMOVED,
                                             .side = BID,
                                             .price = 100,
                                             .lots = 5,
                                             .level_lots = 55,
                                             .priority = 4};
    book_fixture_assert_change(&change, &expected);
    assert_int_equal(play(TKG_TICK_ORDER_MODIFY, 2, BID, 100, 15).lots, 0); /* the same */
    assert_queue(BID, 100, (uint64_t[]){1, 2, 3}, (uint32_t[]){10, 15, 30});
}

static void modify_to_more_lots_loses_the_place(void **state)
{
    (void)state;
    add_three();
    const struct tkg_book_change change = play(TKG_TICK_ORDER_MODIFY, 1, BID, 100, 11);
    const struct tkg_book_change expected = {.event = TKG_BOOK_ADDED,
                                             .side = BID,
                                             .price = 100,
                                             .lots = 11,
                                             .level_lots = 61,
                                             .priority = 8,
                                             .removed_price = 100,
                                             .removed_lots = 10,
                                             .removed_priority = 2};
    book_fixture_assert_change(&change, &expected);
    assert_queue(BID, 100, (uint64_t[]){2, 3, 1}, (uint32_t[]){20, 30, 11});
}

static void modify_moves_the_order_to_another_price(void **state)
{
    (void)state;
    add_three();
    const struct tkg_book_change change = play(TKG_TICK_ORDER_MODIFY, 3, BID, 103, 7);
    const struct tkg_book_change expected = {.event = TKG_BOOK_ADDED,
                                             .side = BID,
                                             .price = 103,
                                             .lots = 7,
                                             .level_lots = 7,
                                             .priority = 8,
                                             .removed_price = 100,
                                             .removed_lots = 30,
                                             .removed_priority = 6};
    book_fixture_assert_change(&change, &expected);
    assert_int_equal(tkg_fifo_book_top(book).bid_price, 103);
    assert_int_equal(tkg_fifo_book_lots(book, BID, 100), 30);
    assert_int_equal(play(TKG_TICK_ORDER_DELETE, 3, BID, 103, 0).level_lots, 0);
}

static void add_that_contradicts_the_book_is_rejected(void **state)
{
    (void)state;
    add(1, BID, 100, 10);
    add(2, ASK, 102, 10);
    assert_rejected(add(1, BID, 99, 1));  /* id taken */
    assert_rejected(add(3, BID, 99, 0));  /* no lots */
    assert_rejected(add(3, BID, 102, 1)); /* locks */
    assert_rejected(add(3, ASK, 99, 1));  /* crosses */
    assert_rejected(add(3, BID, 0, 1));
    assert_rejected(add(3, ASK, INT32_MAX, 1));
    assert_rejected(add(3, ASK, -5, 1));
    assert_rejected(add(3, BID, 100, UINT32_MAX - 9)); /* 10 more and it were 2^32 */
    assert_int_equal(add(3, BID, 100, UINT32_MAX - 10).level_lots, UINT32_MAX);
    assert_int_equal(book->order_count, 3);
    assert_int_equal(tkg_fifo_book_next_priority(book), 7); /* rejected ones left no gap */
}

static void message_about_no_such_order_is_rejected(void **state)
{
    (void)state;
    add(1, BID, 100, 10);
    for (enum tkg_tick_kind kind = TKG_TICK_ORDER_MODIFY; kind <= TKG_TICK_ORDER_EXECUTE; kind++) {
        assert_rejected(play(kind, 2, BID, 100, 1));
        assert_rejected(play(kind, 1, ASK, 100, 1));
        assert_rejected(play(kind, 1, ASK, ~100, 1)); /* the ask side's key of bid 100 */
    }
    for (enum tkg_tick_kind kind = TKG_TICK_ORDER_REDUCE; kind <= TKG_TICK_ORDER_EXECUTE; kind++) {
        assert_rejected(play(kind, 1, BID, 99, 1));
    }
    assert_rejected(play(TKG_TICK_ORDER_REDUCE, 1, BID, 100, 11));
    assert_rejected(play(TKG_TICK_ORDER_REDUCE, 1, BID, 100, 0));
    assert_rejected(play(TKG_TICK_ORDER_EXECUTE, 1, BID, 100, 11));
    assert_rejected(play(TKG_TICK_ORDER_MODIFY, 1, BID, 100, 0));
    assert_rejected(play(TKG_TICK_TRADE, 1, BID, 100, 1));
    assert_rejected(play(TKG_TICK_DEPTH, 1, BID, 100, 1));
    assert_rejected(play(TKG_TICK_QUOTE, 1, BID, 100, 1));
    assert_int_equal(tkg_fifo_book_lots(book, BID, 100), 10);
}

static void modify_that_would_cross_leaves_the_order_alone(void **state)
{
    (void)state;
    add(1, BID, 100, 10);
    add(2, ASK, 102, 10);
    assert_rejected(play(TKG_TICK_ORDER_MODIFY, 1, BID, 102, 1));
    assert_rejected(play(TKG_TICK_ORDER_MODIFY, 2, ASK, 50, 1));
    assert_rejected(play(TKG_TICK_ORDER_MODIFY, 2, ASK, INT32_MIN, 1));
    assert_int_equal(tkg_fifo_book_lots(book, BID, 100), 10);
    assert_int_equal(tkg_fifo_book_lots(book, ASK, 102), 10);
}

static void order_too_many_is_rejected_until_one_goes(void **state)
{
    (void)state;
    for (uint64_t id = 1; id <= 8; id++) {
        assert_int_equal(add(id, ASK, 200, 1).event, TKG_BOOK_ADDED);
    }
    assert_rejected(add(9, ASK, 200, 1));
    play(TKG_TICK_ORDER_DELETE, 4, ASK, 200, 0);
    assert_int_equal(add(9, ASK, 200, 1).event, TKG_BOOK_ADDED);
}

static void level_too_many_is_rejected_for_adds_and_moves(void **state)
{
    (void)state;
    add(1, BID, 100, 1);
    add(2, BID, 100, 1);
    add(3, BID, 99, 1);
    add(4, BID, 98, 1);
    assert_rejected(add(5, BID, 97, 1));
    assert_rejected(play(TKG_TICK_ORDER_MODIFY, 1, BID, 97, 1)); /* 2 would stay: four levels */
    assert_int_equal(play(TKG_TICK_ORDER_MODIFY, 3, BID, 97, 1).event, TKG_BOOK_ADDED);
    assert_int_equal(tkg_fifo_book_next_level(book, BID, 100), 98);
}

/* The header's promise: position from lots_ahead() once, and from changes ever after. */
static void place_of_our_order_follows_from_changes(void **state)
{
    (void)state;
    add_three();
    const uint64_t ours = tkg_fifo_book_next_priority(book);
    assert_int_equal(tkg_fifo_book_lots_ahead(book, BID, 100, ours), 60);
    const uint64_t later = add(4, BID, 100, 9).priority;
    assert_true(later > ours);
    assert_int_equal(tkg_fifo_book_lots_ahead(book, BID, 100, ours), 60);
    assert_int_equal(tkg_fifo_book_lots_ahead(book, BID, 100, 4), 10); /* ahead of order 2 */
    const struct tkg_book_change traded = play(TKG_TICK_ORDER_EXECUTE, 1, BID, 100, 10);
    assert_true(traded.priority < ours); /* 60 - 10 */
    const struct tkg_book_change requeued = play(TKG_TICK_ORDER_MODIFY, 2, BID, 100, 21);
    assert_true(requeued.removed_priority < ours && requeued.priority > ours); /* 50 - 20 */
    assert_int_equal(tkg_fifo_book_lots_ahead(book, BID, 100, ours), 30);
    assert_true(play(TKG_TICK_ORDER_DELETE, 4, BID, 100, 0).priority > ours); /* behind us */
    assert_int_equal(tkg_fifo_book_lots_ahead(book, BID, 100, ours), 30);
    assert_int_equal(tkg_fifo_book_lots_ahead(book, BID, 99, ours), 0);
    assert_int_equal(tkg_fifo_book_lots_ahead(book, BID, -7, ours), 0);
}

static void any_id_will_do(void **state)
{
    (void)state;
    const uint64_t ids[] = {0, UINT64_MAX, UINT64_C(1) << 63, 1};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(add(ids[i], BID, 10, 1).event, TKG_BOOK_ADDED);
        assert_rejected(add(ids[i], BID, 10, 1));
    }
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(play(TKG_TICK_ORDER_DELETE, ids[i], BID, 10, 0).level_lots, 3 - i);
    }
}

/* The book's hash, upside down: an id whose product with 2^64 over the golden ratio is given. */
static uint64_t id_of_product(uint64_t product)
{
    const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t inverse = factor; /* Newton: right bits double, from 3 to 96 */
    for (int i = 0; i < 5; i++) {
        inverse *= 2 - factor * inverse;
    }
    const uint64_t folded = product * inverse;
    return folded ^ folded >> 32;
}

static void ids_of_one_hash_are_told_apart(void **state)
{
    (void)state;
    const uint64_t product = UINT64_C(0x1234567800000000); /* the hash is its upper half */
    for (uint32_t i = 1; i <= 4; i++) {
        assert_int_equal(add(id_of_product(product + i), BID, 100, i).event, TKG_BOOK_ADDED);
    }
    for (uint32_t i = 4; i >= 1; i--) {
        const uint64_t id = id_of_product(product + i);
        assert_int_equal(play(TKG_TICK_ORDER_DELETE, id, BID, 100, 0).lots, i);
    }
    assert_rejected(play(TKG_TICK_ORDER_DELETE, id_of_product(product + 1), BID, 100, 0));
}

static void reset_book_is_as_new(void **state)
{
    (void)state;
    add_three();
    add(4, ASK, 50000, 1);
    tkg_fifo_book_reset(book);
    assert_int_equal(tkg_fifo_book_top(book).bid_price, TKG_BOOK_NO_BID);
    assert_int_equal(tkg_fifo_book_top(book).ask_price, TKG_BOOK_NO_ASK);
    assert_int_equal(tkg_fifo_book_next_priority(book), 1);
    assert_rejected(play(TKG_TICK_ORDER_DELETE, 1, BID, 100, 0));
    assert_int_equal(add(1, ASK, 100, 3).priority, 2);
}

static void limits_out_of_range_ask_for_no_memory(void **state)
{
    (void)state;
    const struct tkg_fifo_book_limits bad[] = {
        {.order_max = 0, .level_max = 1},
        {.order_max = 1, .level_max = 0},
        {.order_max = TKG_FIFO_BOOK_ORDERS_MAX + 1, .level_max = 1},
        {.order_max = 1, .level_max = TKG_PRICE_LADDER_LEVELS_MAX + 1}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(tkg_fifo_book_bytes(&bad[i]), 0);
    }
    const struct tkg_fifo_book_limits greatest = {.order_max = TKG_FIFO_BOOK_ORDERS_MAX,
                                                  .level_max = TKG_PRICE_LADDER_LEVELS_MAX};
    assert_true(tkg_fifo_book_bytes(&greatest) > 0);
}

/* The goal of the design: eight books that hold 16 K orders in all, each of them if need be. */
static void eight_books_of_16384_orders_fit_64_mib(void **state)
{
    (void)state;
    const struct tkg_fifo_book_limits large = {.order_max = 16384, .level_max = 4096};
    assert_true(8 * tkg_fifo_book_bytes(&large) < 64u << 20);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_book, close_book)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(order_joins_the_end_of_the_queue),
        CASE(reduced_order_keeps_its_place),
        CASE(execution_takes_lots_and_then_the_order),
        CASE(order_in_the_middle_can_be_deleted),
        CASE(best_level_goes_with_its_last_order),
        CASE(modify_to_fewer_lots_keeps_the_place),
        CASE(modify_to_more_lots_loses_the_place),
        CASE(modify_moves_the_order_to_another_price),
        CASE(add_that_contradicts_the_book_is_rejected),
        CASE(message_about_no_such_order_is_rejected),
        CASE(modify_that_would_cross_leaves_the_order_alone),
        CASE(order_too_many_is_rejected_until_one_goes),
        CASE(level_too_many_is_rejected_for_adds_and_moves),
        CASE(place_of_our_order_follows_from_changes),
        CASE(any_id_will_do),
        CASE(ids_of_one_hash_are_told_apart),
        CASE(reset_book_is_as_new),
        CASE(limits_out_of_range_ask_for_no_memory),
        CASE(eight_books_of_16384_orders_fit_64_mib),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
