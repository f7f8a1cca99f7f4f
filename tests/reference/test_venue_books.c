/* SPDX-License-Identifier: Apache-2.0
 *
 * Our orders against books with levels, by hand: walking L2 levels, queues at them by both models,
 * and exact places among the single orders of L3.
 */
#include "cmocka_support.h"
#include "venue_fixture.h"

static struct venue_fixture fixture;

#define DEPTH(...) venue_fixture_depth(&fixture, __VA_ARGS__)
#define ORDER(...) venue_fixture_order(&fixture, __VA_ARGS__)
#define TRADE(...) venue_fixture_trade(&fixture, __VA_ARGS__)
#define SEND(request) venue_fixture_send(&fixture, request)
#define HEARS(event, id) venue_fixture_hears(&fixture, TKG_ORDER_##event, id)
#define HEARS_FILL(...) venue_fixture_hears_fill(&fixture, __VA_ARGS__)
#define HEARS_NOTHING() venue_fixture_hears_nothing(&fixture)
#define PAID() venue_fixture_paid(&fixture)

#define BID TKG_BOOK_BID
#define ASK TKG_BOOK_ASK

enum { BUY = true, SELL = false };

/* Bids 100: 10, 98: 20; asks 101: 3, 103: 4, 104: 50. */
static int open_l2(void **state)
{
    (void)state;
    venue_fixture_open(&fixture, TKG_BOOK_L2);
    DEPTH(BID, 100, 10);
    DEPTH(BID, 98, 20);
    DEPTH(ASK, 101, 3);
    DEPTH(ASK, 103, 4);
    DEPTH(ASK, 104, 50);
    return 0;
}

/* The same with single orders: 100 is 1 and 2, with 6 and 4 lots. */
static int open_l3(void **state)
{
    (void)state;
    venue_fixture_open(&fixture, TKG_BOOK_L3);
    ORDER(TKG_TICK_ORDER_ADD, 1, BID, 100, 6);
    ORDER(TKG_TICK_ORDER_ADD, 2, BID, 100, 4);
    ORDER(TKG_TICK_ORDER_ADD, 3, BID, 98, 20);
    ORDER(TKG_TICK_ORDER_ADD, 4, ASK, 101, 3);
    ORDER(TKG_TICK_ORDER_ADD, 5, ASK, 103, 4);
    return 0;
}

static int close_venue(void **state)
{
    (void)state;
    HEARS_NOTHING();
    venue_fixture_close(&fixture);
    return 0;
}

/* ---- taking ---- */

static void market_order_walks_the_levels(void **state)
{
    (void)state;
    SEND(venue_market(1, BUY, 9));
    DEPTH(BID, 98, 21); /* any tick brings the message in */
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 9, 0);
    assert_int_equal(PAID(), 3 * 101 + 4 * 103 + 2 * 104);
}

static void limit_order_walks_to_its_price_and_rests(void **state)
{
    (void)state;
    SEND(venue_limit(1, BUY, 9, 103));
    DEPTH(BID, 98, 21);
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 7, 2);
    assert_int_equal(PAID(), 3 * 101 + 4 * 103);
    assert_int_equal(fixture.venue.watch.best_keys[TKG_BOOK_BID], 103);
}

static void second_order_of_a_tick_takes_what_the_first_one_left(void **state)
{
    (void)state;
    SEND(venue_market(1, BUY, 5));
    SEND(venue_with(venue_limit(2, BUY, 5, 103), TKG_ORDER_IMMEDIATE_OR_CANCEL));
    SEND(venue_with(venue_limit(3, BUY, 1, 103), TKG_ORDER_FILL_OR_KILL));
    DEPTH(BID, 98, 21);
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 5, 0); /* 3 at 101, 2 at 103 */
    HEARS(ACCEPTED, 2);
    HEARS_FILL(2, 2, 3); /* 4 - 2 at 103 */
    HEARS(CANCELLED, 2);
    HEARS(ACCEPTED, 3);
    HEARS(CANCELLED, 3);
    assert_int_equal(PAID(), 3 * 101 + 4 * 103);
}

static void fill_or_kill_counts_all_levels_within_its_price(void **state)
{
    (void)state;
    SEND(venue_with(venue_limit(1, SELL, 31, 98), TKG_ORDER_FILL_OR_KILL));
    SEND(venue_with(venue_limit(2, SELL, 30, 98), TKG_ORDER_FILL_OR_KILL));
    DEPTH(ASK, 104, 51);
    HEARS(ACCEPTED, 1);
    HEARS(CANCELLED, 1); /* 10 + 20 shown */
    HEARS(ACCEPTED, 2);
    HEARS_FILL(2, -30, 0);
    assert_int_equal(PAID(), -(10 * 100 + 20 * 98));
}

/* A market order that emptied the side waits for lots that join it, wherever. */
static void market_order_takes_lots_that_join_an_empty_side(void **state)
{
    (void)state;
    SEND(venue_market(1, BUY, 60));
    DEPTH(BID, 98, 21);
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 57, 3); /* 3 + 4 + 50 */
    DEPTH(BID, 99, 8);    /* not asks */
    DEPTH(ASK, 103, 1);   /* asks that leave */
    TRADE(101, 2);
    HEARS_NOTHING();
    DEPTH(ASK, 105, 2);
    HEARS_FILL(1, 2, 1);
    DEPTH(ASK, 104, 53); /* three more */
    HEARS_FILL(1, 1, 0);
    assert_int_equal(PAID(), 3 * 101 + 4 * 103 + 50 * 104 + 2 * 105 + 104);
}

/* ---- resting on L2 ---- */

static void conservative_queue_counts_trades_and_a_level_that_gets_shorter(void **state)
{
    (void)state;
    SEND(venue_limit(1, BUY, 3, 98));
    DEPTH(BID, 100, 11);
    HEARS(ACCEPTED, 1); /* 20 ahead, although 98 is not the best price */
    DEPTH(BID, 98, 26); /* 6 join behind */
    DEPTH(BID, 98, 22); /* 4 cancels: behind us, as far as we know */
    DEPTH(BID, 98, 15); /* no more than 15 can be ahead */
    DEPTH(BID, 100, 0);
    TRADE(98, -14); /* 1 ahead */
    HEARS_NOTHING();
    TRADE(98, -2);
    HEARS_FILL(1, 1, 2);
    assert_int_equal(PAID(), 98);
}

/* n = 1: cancels are ahead in proportion, rounded down. */
static void power_queue_shares_cancels_between_ahead_and_behind(void **state)
{
    (void)state;
    fixture.rules.queue = (struct tkg_queue_model){TKG_QUEUE_POWER, 1};
    SEND(venue_limit(1, BUY, 3, 98));
    DEPTH(BID, 100, 11);
    HEARS(ACCEPTED, 1); /* 20 ahead */
    DEPTH(BID, 98, 30); /* 10 join behind */
    DEPTH(BID, 98, 24); /* 6 gone: 6 x 20 / (20 + 10) = 4 were ahead, 16 are */
    DEPTH(BID, 100, 0);
    TRADE(98, -5);      /* 11 ahead, 8 behind */
    DEPTH(BID, 98, 19); /* that trade: nothing else is gone */
    DEPTH(BID, 98, 12); /* 7 gone: 7 x 11 / 19 = 4.05: 4 ahead; 7 remain */
    TRADE(98, -7);
    HEARS_NOTHING();
    TRADE(98, -1);
    HEARS_FILL(1, 1, 2);
    assert_int_equal(PAID(), 98);
}

/* gone x ahead^n / (ahead^n + behind^n), by hand and at the ends of the range. */
static void power_share_follows_its_formula(void **state)
{
    (void)state;
    assert_int_equal(tkg_queue_power_share(9, 10, 20, 1), 3);  /* 90 / 30 */
    assert_int_equal(tkg_queue_power_share(10, 10, 20, 2), 2); /* 1000 / 500 */
    assert_int_equal(tkg_queue_power_share(9, 10, 20, 3), 1);  /* 9000 / 9000 */
    assert_int_equal(tkg_queue_power_share(8, 10, 20, 3), 0);  /* 8000 / 9000 */
    assert_int_equal(tkg_queue_power_share(5, 7, 0, 2), 5);    /* nobody behind */
    assert_int_equal(tkg_queue_power_share(5, 0, 7, 2), 0);    /* nobody ahead */
    assert_int_equal(tkg_queue_power_share(5, 0, 0, 1), 0);
    assert_int_equal(tkg_queue_power_share(UINT32_MAX, UINT32_MAX, UINT32_MAX, 3), UINT32_MAX / 2);
}

/* Lots that traded since the level was told are never more than 32 bits hold, in data that lies,
 * and no more are then taken for cancelled than are missing from the level. */
static void trades_beyond_32_bits_explain_all_that_is_gone(void **state)
{
    (void)state;
    const struct tkg_queue_model model = {TKG_QUEUE_POWER, 1};
    struct tkg_order order = {.ahead_lots = 10, .level_lots = 100, .traded_lots = UINT32_MAX - 3};
    assert_int_equal(tkg_queue_trade(&order, 4), 0); /* one more than fits */
    assert_int_equal(order.traded_lots, UINT32_MAX);
    assert_int_equal(order.ahead_lots, 6);
    tkg_queue_set_level(&model, &order, 50); /* 50 gone, all of it traded: nobody cancelled */
    assert_int_equal(order.ahead_lots, 6);
    assert_int_equal(order.traded_lots, 0); /* counts anew from here */
}

static void order_better_than_every_level_is_first(void **state)
{
    (void)state;
    SEND(venue_limit(1, SELL, 3, 102));
    DEPTH(ASK, 101, 0); /* 103 is the best ask now */
    HEARS(ACCEPTED, 1);
    TRADE(102, 1);
    HEARS_FILL(1, -1, 2);
    TRADE(103, 1); /* would have met us first: its lots, at our price */
    HEARS_FILL(1, -1, 1);
    assert_int_equal(PAID(), -2 * 102);
}

/* A bid that joins at our ask's price would have traded with it. */
static void lots_that_join_the_opposite_side_at_our_price_fill_us(void **state)
{
    (void)state;
    SEND(venue_limit(1, SELL, 3, 102));
    DEPTH(ASK, 101, 0);
    HEARS(ACCEPTED, 1);
    DEPTH(BID, 101, 9); /* below our ask */
    HEARS_NOTHING();
    DEPTH(BID, 102, 2);
    HEARS_FILL(1, -2, 1);
    DEPTH(BID, 102, 1); /* lots that leave */
    HEARS_NOTHING();
    DEPTH(BID, 102, 7);
    HEARS_FILL(1, -1, 0);
    assert_int_equal(PAID(), -3 * 102);
}

/* The bids at 100 and above are gone when an ask comes there, though nobody told of them. */
static void nobody_stands_ahead_where_the_opposite_side_has_come(void **state)
{
    (void)state;
    SEND(venue_limit(1, BUY, 5, 100));
    DEPTH(BID, 98, 21);
    HEARS(ACCEPTED, 1); /* 10 ahead */
    DEPTH(ASK, 100, 2);
    HEARS_FILL(1, 2, 3);
    TRADE(100, -1);
    HEARS_FILL(1, 1, 2);
    assert_int_equal(PAID(), 3 * 100);
}

/* What joins goes to the market order that waits first, then to the limit order. */
static void waiting_and_resting_orders_share_what_joins(void **state)
{
    (void)state;
    SEND(venue_market(1, BUY, 58));
    SEND(venue_limit(2, BUY, 4, 105));
    DEPTH(BID, 98, 21);
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 57, 1);
    HEARS(ACCEPTED, 2); /* nothing left to take: rests */
    DEPTH(ASK, 102, 3);
    HEARS_FILL(1, 1, 0);
    HEARS_FILL(2, 2, 2); /* at its own price */
    assert_int_equal(PAID(), 3 * 101 + 4 * 103 + 50 * 104 + 102 + 2 * 105);
}

/* ---- exact places on L3 ---- */

static void our_order_trades_when_one_behind_it_does(void **state)
{
    (void)state;
    SEND(venue_limit(9, BUY, 3, 100));
    ORDER(TKG_TICK_ORDER_ADD, 6, BID, 98, 1); /* we arrive behind 1 and 2 */
    HEARS(ACCEPTED, 9);
    ORDER(TKG_TICK_ORDER_ADD, 7, BID, 100, 8);     /* behind us */
    ORDER(TKG_TICK_ORDER_EXECUTE, 1, BID, 100, 6); /* ahead of us */
    ORDER(TKG_TICK_ORDER_DELETE, 2, BID, 100, 4);  /* nobody is ahead any more */
    HEARS_NOTHING();
    ORDER(TKG_TICK_ORDER_EXECUTE, 7, BID, 100, 2); /* it would have been ours */
    HEARS_FILL(9, 2, 1);
    ORDER(TKG_TICK_ORDER_EXECUTE, 3, BID, 98, 5); /* beyond our price */
    HEARS_FILL(9, 1, 0);
    assert_int_equal(PAID(), 3 * 100);
}

static void order_modified_to_the_end_of_its_queue_falls_behind_ours(void **state)
{
    (void)state;
    SEND(venue_limit(9, BUY, 3, 100));
    ORDER(TKG_TICK_ORDER_ADD, 6, BID, 98, 1);
    HEARS(ACCEPTED, 9);
    ORDER(TKG_TICK_ORDER_MODIFY, 1, BID, 100, 5); /* smaller: keeps its place */
    ORDER(TKG_TICK_ORDER_EXECUTE, 1, BID, 100, 1);
    HEARS_NOTHING();
    ORDER(TKG_TICK_ORDER_MODIFY, 2, BID, 100, 9); /* larger: behind us now */
    ORDER(TKG_TICK_ORDER_EXECUTE, 2, BID, 100, 1);
    HEARS_FILL(9, 1, 2);
    assert_int_equal(PAID(), 100);
}

/* The book shows the execution already when our order arrives with it. */
static void order_that_arrives_with_an_execution_does_not_meet_it(void **state)
{
    (void)state;
    SEND(venue_limit(9, BUY, 3, 100));
    ORDER(TKG_TICK_ORDER_EXECUTE, 3, BID, 98, 5);
    HEARS(ACCEPTED, 9);
    HEARS_NOTHING();
    ORDER(TKG_TICK_ORDER_ADD, 6, ASK, 101, 1);
    assert_int_equal(PAID(), 0);
}

static void new_order_of_others_meets_ours_inside_the_spread(void **state)
{
    (void)state;
    SEND(venue_limit(9, BUY, 3, 102)); /* takes 3 of order 4 at 101 */
    SEND(venue_limit(8, SELL, 5, 101));
    ORDER(TKG_TICK_ORDER_ADD, 6, BID, 98, 1);
    HEARS(ACCEPTED, 9);
    HEARS_FILL(9, 3, 0);
    HEARS(ACCEPTED, 8); /* our own orders do not meet */
    ORDER(TKG_TICK_ORDER_DELETE, 4, ASK, 101, 3);
    ORDER(TKG_TICK_ORDER_ADD, 7, BID, 102, 2); /* pays our price, 101 */
    HEARS_FILL(8, -2, 3);
    assert_int_equal(PAID(), 3 * 101 - 2 * 101);
}

int main(void)
{
#define L2(name) cmocka_unit_test_setup_teardown(name, open_l2, close_venue)
#define L3(name) cmocka_unit_test_setup_teardown(name, open_l3, close_venue)
    const struct CMUnitTest tests[] = {
        L2(market_order_walks_the_levels),
        L2(limit_order_walks_to_its_price_and_rests),
        L2(second_order_of_a_tick_takes_what_the_first_one_left),
        L2(fill_or_kill_counts_all_levels_within_its_price),
        L2(market_order_takes_lots_that_join_an_empty_side),
        L2(conservative_queue_counts_trades_and_a_level_that_gets_shorter),
        L2(power_queue_shares_cancels_between_ahead_and_behind),
        cmocka_unit_test(power_share_follows_its_formula),
        L2(trades_beyond_32_bits_explain_all_that_is_gone),
        L2(order_better_than_every_level_is_first),
        L2(lots_that_join_the_opposite_side_at_our_price_fill_us),
        L2(nobody_stands_ahead_where_the_opposite_side_has_come),
        L2(waiting_and_resting_orders_share_what_joins),
        L3(our_order_trades_when_one_behind_it_does),
        L3(order_modified_to_the_end_of_its_queue_falls_behind_ours),
        L3(order_that_arrives_with_an_execution_does_not_meet_it),
        L3(new_order_of_others_meets_ours_inside_the_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
