/* SPDX-License-Identifier: Apache-2.0
 *
 * Order types, lives and messages by hand, on quotes and trades. Paid is in ticks x lots: the
 * arithmetic stands beside each number.
 */
#include "cmocka_support.h"
#include "venue_fixture.h"

static struct venue_fixture fixture;

#define QUOTE(...) venue_fixture_quote(&fixture, __VA_ARGS__)
#define TRADE(...) venue_fixture_trade(&fixture, __VA_ARGS__)
#define SEND(request) venue_fixture_send(&fixture, request)
#define HEARS(event, id) venue_fixture_hears(&fixture, TKG_ORDER_##event, id)
#define HEARS_FILL(...) venue_fixture_hears_fill(&fixture, __VA_ARGS__)
#define HEARS_NOTHING() venue_fixture_hears_nothing(&fixture)
#define PAID() venue_fixture_paid(&fixture)

enum { BUY = true, SELL = false };

static int open_l1(void **state)
{
    (void)state;
    venue_fixture_open(&fixture, TKG_BOOK_L1);
    QUOTE(100, 101, 5, 4);
    return 0;
}

static int close_venue(void **state)
{
    (void)state;
    HEARS_NOTHING();
    venue_fixture_close(&fixture);
    return 0;
}

/* row: D14 */
static void market_order_takes_what_is_shown_and_waits_for_the_next_quote(void **state)
{
    (void)state;
    SEND(venue_market(1, BUY, 6));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 4, 2);
    TRADE(101, 9); /* shows no new size */
    HEARS_NOTHING();
    QUOTE(102, 103, 1, 9);
    HEARS_FILL(1, 2, 0);
    assert_int_equal(PAID(), 4 * 101 + 2 * 103);
}

static void market_order_of_one_moment_is_cancelled_for_the_rest(void **state)
{
    (void)state;
    SEND(venue_with(venue_market(1, SELL, 6), TKG_ORDER_IMMEDIATE_OR_CANCEL));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, -5, 1);
    HEARS(CANCELLED, 1);
    assert_int_equal(PAID(), -5 * 100);
}

static void limit_order_takes_up_to_its_price_and_rests_with_the_remainder(void **state)
{
    (void)state;
    SEND(venue_limit(1, BUY, 6, 101));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 4, 2); /* taken at 101 */
    assert_int_equal(fixture.venue.watch.best_keys[TKG_BOOK_BID], 101);
    QUOTE(100, 102, 5, 4); /* 2 rest at 101, alone */
    HEARS_NOTHING();
    TRADE(101, -1); /* a seller meets it */
    HEARS_FILL(1, 1, 1);
    QUOTE(99, 101, 5, 4); /* the ask stands at its price: it is gone */
    HEARS_FILL(1, 1, 0);
    assert_int_equal(PAID(), 6 * 101);
}

static void resting_order_waits_behind_the_size_shown_at_its_price(void **state)
{
    (void)state;
    SEND(venue_limit(1, BUY, 3, 100));
    QUOTE(100, 101, 5, 4); /* 5 ahead */
    HEARS(ACCEPTED, 1);
    TRADE(100, -4); /* 1 ahead */
    TRADE(100, 7);  /* a buyer at our bid: not our side */
    HEARS_NOTHING();
    TRADE(100, -3); /* 1 to the queue, 2 to us */
    HEARS_FILL(1, 2, 1);
    TRADE(99, -1); /* through our price */
    HEARS_FILL(1, 1, 0);
    assert_int_equal(PAID(), 3 * 100);
}

static void immediate_order_never_rests(void **state)
{
    (void)state;
    SEND(venue_with(venue_limit(1, BUY, 6, 101), TKG_ORDER_IMMEDIATE_OR_CANCEL));
    SEND(venue_with(venue_limit(2, SELL, 6, 101), TKG_ORDER_IMMEDIATE_OR_CANCEL));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 4, 2);
    HEARS(CANCELLED, 1);
    HEARS(ACCEPTED, 2);
    HEARS(CANCELLED, 2); /* the bid is at 100, below its price */
    assert_int_equal(PAID(), 4 * 101);
}

static void fill_or_kill_takes_all_or_nothing(void **state)
{
    (void)state;
    SEND(venue_with(venue_limit(1, BUY, 5, 101), TKG_ORDER_FILL_OR_KILL));
    SEND(venue_with(venue_limit(2, BUY, 4, 101), TKG_ORDER_FILL_OR_KILL));
    SEND(venue_with(venue_market(3, BUY, 1), TKG_ORDER_FILL_OR_KILL));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    HEARS(CANCELLED, 1); /* 5 wanted, 4 shown */
    HEARS(ACCEPTED, 2);
    HEARS_FILL(2, 4, 0);
    HEARS(ACCEPTED, 3);
    HEARS(CANCELLED, 3); /* order 2 has taken what there was at this tick */
    assert_int_equal(PAID(), 4 * 101);
}

static void post_only_order_is_cancelled_when_it_would_take(void **state)
{
    (void)state;
    SEND(venue_with(venue_limit(1, SELL, 2, 100), TKG_ORDER_POST_ONLY));
    SEND(venue_with(venue_limit(2, SELL, 2, 101), TKG_ORDER_POST_ONLY));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    HEARS(CANCELLED, 1);
    HEARS(ACCEPTED, 2);
    TRADE(102, 1); /* through 101 */
    HEARS_FILL(2, -2, 0);
    assert_int_equal(PAID(), -2 * 101);
}

static void two_orders_of_one_tick_share_what_is_shown(void **state)
{
    (void)state;
    SEND(venue_market(1, BUY, 3));
    SEND(venue_with(venue_market(2, BUY, 3), TKG_ORDER_IMMEDIATE_OR_CANCEL));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 3, 0);
    HEARS(ACCEPTED, 2);
    HEARS_FILL(2, 1, 2); /* 4 - 3 */
    HEARS(CANCELLED, 2);
    assert_int_equal(PAID(), 4 * 101);
}

static void buy_stop_fires_at_a_trade_at_its_trigger(void **state)
{
    (void)state;
    SEND(venue_stop(1, BUY, 2, 103));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    TRADE(102, 1);
    HEARS_NOTHING();
    TRADE(103, 1); /* fires: takes the ask that is shown */
    HEARS_FILL(1, 2, 0);
    assert_int_equal(PAID(), 2 * 101);
}

static void sell_stop_fires_when_the_bid_falls_to_its_trigger(void **state)
{
    (void)state;
    SEND(venue_stop(1, SELL, 6, 98));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    QUOTE(99, 100, 5, 4);
    HEARS_NOTHING();
    QUOTE(97, 99, 5, 4); /* fires: 5 at 97, 1 waits */
    HEARS_FILL(1, -5, 1);
    QUOTE(96, 99, 5, 4);
    HEARS_FILL(1, -1, 0);
    assert_int_equal(PAID(), -5 * 97 - 96);
}

static void stop_beyond_its_trigger_fires_on_arrival(void **state)
{
    (void)state;
    SEND(venue_stop(1, BUY, 1, 101));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 1, 0);
    assert_int_equal(PAID(), 101);
}

static void stop_limit_becomes_a_limit_order_that_no_event_of_its_tick_meets(void **state)
{
    (void)state;
    SEND(venue_stop_limit(1, BUY, 2, 102, 101));
    QUOTE(99, 100, 5, 4);
    HEARS(ACCEPTED, 1);
    QUOTE(101, 102, 3, 4); /* fires: a bid at 101 behind 3 */
    HEARS_NOTHING();
    TRADE(101, -4);
    HEARS_FILL(1, 1, 1);
    SEND(venue_with(venue_stop_limit(2, SELL, 1, 100, 100), TKG_ORDER_POST_ONLY));
    QUOTE(101, 102, 3, 4);
    HEARS(ACCEPTED, 2);
    QUOTE(100, 102, 3, 4); /* fires, would take: cancelled. Order 1 is alone in front */
    HEARS(CANCELLED, 2);
    TRADE(101, -9);
    HEARS_FILL(1, 1, 0);
    assert_int_equal(PAID(), 2 * 101);
}

static void cancel_takes_an_order_out_wherever_it_is(void **state)
{
    (void)state;
    SEND(venue_limit(1, BUY, 2, 100));
    SEND(venue_stop(2, BUY, 2, 110));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    HEARS(ACCEPTED, 2);
    SEND(venue_cancel(1, BUY));
    SEND(venue_cancel(2, BUY));
    SEND(venue_cancel(1, BUY));
    SEND(venue_cancel(7, SELL));
    TRADE(100, -1);
    HEARS(CANCELLED, 1);
    HEARS(CANCELLED, 2);
    HEARS(REJECTED, 1);
    HEARS(REJECTED, 7);
    TRADE(90, -9);
    QUOTE(120, 121, 5, 4);
    assert_int_equal(PAID(), 0);
}

/* An order fills before the message that would have cancelled it arrives at the same tick only when
 * the message comes later: messages go first. */
static void cancel_that_arrives_with_a_trade_comes_before_it(void **state)
{
    (void)state;
    SEND(venue_limit(1, BUY, 2, 101));
    QUOTE(100, 102, 5, 4);
    HEARS(ACCEPTED, 1);
    SEND(venue_cancel(1, BUY));
    TRADE(101, -9);
    HEARS(CANCELLED, 1);
    assert_int_equal(PAID(), 0);
}

static void modify_that_shrinks_keeps_the_place(void **state)
{
    (void)state;
    SEND(venue_limit(1, BUY, 3, 100));
    QUOTE(100, 101, 5, 4); /* 5 ahead */
    HEARS(ACCEPTED, 1);
    TRADE(100, -4); /* 1 ahead */
    SEND(venue_as(venue_limit(1, BUY, 2, 100), TKG_ORDER_MODIFY));
    SEND(venue_as(venue_limit(1, BUY, 2, 100), TKG_ORDER_MODIFY)); /* nothing new: no harm */
    TRADE(100, -2);                                                /* 1 to the queue, 1 to us */
    HEARS(ACCEPTED, 1);
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 1, 1);
    assert_int_equal(PAID(), 100);
}

static void modify_that_grows_or_moves_goes_to_the_end(void **state)
{
    (void)state;
    SEND(venue_limit(1, BUY, 3, 100));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    TRADE(100, -4); /* 1 ahead */
    SEND(venue_as(venue_limit(1, BUY, 4, 100), TKG_ORDER_MODIFY));
    TRADE(100, -4); /* 5 shown are ahead again; 1 after this */
    HEARS(ACCEPTED, 1);
    TRADE(100, -2);
    HEARS_FILL(1, 1, 3);
    SEND(venue_as(venue_limit(1, BUY, 3, 101), TKG_ORDER_MODIFY));
    QUOTE(100, 101, 5, 2); /* moved to the ask: takes 2, rests with 1 */
    HEARS(ACCEPTED, 1);
    HEARS_FILL(1, 2, 1);
    assert_int_equal(PAID(), 100 + 2 * 101);
}

static void modify_moves_the_trigger_of_a_stop(void **state)
{
    (void)state;
    SEND(venue_stop(1, BUY, 2, 103));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    SEND(venue_as(venue_stop(1, BUY, 1, 105), TKG_ORDER_MODIFY));
    TRADE(104, 1);
    HEARS(ACCEPTED, 1);
    HEARS_NOTHING();
    TRADE(105, 1);
    HEARS_FILL(1, 1, 0);
    SEND(venue_as(venue_stop(1, BUY, 1, 105), TKG_ORDER_MODIFY));
    TRADE(105, 1);
    HEARS(REJECTED, 1); /* it is gone */
    assert_int_equal(PAID(), 101);
}

static void modify_to_nonsense_is_rejected_and_changes_nothing(void **state)
{
    (void)state;
    SEND(venue_limit(1, SELL, 2, 101));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    SEND(venue_as(venue_limit(1, SELL, 0, 101), TKG_ORDER_MODIFY));
    SEND(venue_as(venue_limit(1, SELL, 2, 0), TKG_ORDER_MODIFY));
    TRADE(101, 5); /* 4 ahead, 1 to us */
    HEARS(REJECTED, 1);
    HEARS(REJECTED, 1);
    HEARS_FILL(1, -1, 1);
    assert_int_equal(PAID(), -101);
}

static void replacement_is_one_message(void **state)
{
    (void)state;
    SEND(venue_limit(1, BUY, 2, 99));
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 1);
    struct tkg_order_request request = venue_as(venue_limit(2, BUY, 2, 101), TKG_ORDER_REPLACE);
    request.replaced_id = 1;
    SEND(request);
    QUOTE(100, 101, 5, 4);
    HEARS(CANCELLED, 1);
    HEARS(ACCEPTED, 2);
    HEARS_FILL(2, 2, 0);
    request.order_id = 3; /* order 1 is long gone: the new one enters all the same */
    SEND(request);
    QUOTE(100, 101, 5, 4);
    HEARS(ACCEPTED, 3);
    HEARS_FILL(3, 2, 0);
    assert_int_equal(PAID(), 4 * 101);
}

static void orders_that_make_no_sense_are_rejected(void **state)
{
    (void)state;
    SEND(venue_market(1, BUY, 0));
    SEND(venue_limit(2, BUY, 1, 0));
    SEND(venue_stop(3, BUY, 1, 0));
    SEND(venue_stop_limit(4, BUY, 1, 1, 0));
    SEND(venue_with(venue_market(5, BUY, 1), TKG_ORDER_POST_ONLY));
    SEND(venue_with(venue_stop(6, BUY, 1, 200), TKG_ORDER_POST_ONLY));
    QUOTE(100, 101, 5, 4);
    for (uint32_t id = 1; id <= 6; id++) {
        HEARS(REJECTED, id);
    }
    assert_int_equal(PAID(), 0);
}

/* The fixture's venue has room for three orders a side and six messages. */
static void order_beyond_the_room_is_rejected_and_message_beyond_it_not_sent(void **state)
{
    (void)state;
    for (uint32_t id = 1; id <= 6; id++) {
        SEND(id == 2 ? venue_stop(id, BUY, 1, 150) : venue_limit(id, BUY, 1, 90));
    }
    assert_false(tkg_venue_send(&fixture.venue, &fixture.rules, venue_limit(7, BUY, 1, 90), 0, 0));
    QUOTE(100, 101, 5, 4);
    for (uint32_t id = 1; id <= 6; id++) {
        venue_fixture_hears(&fixture, id <= 3 ? TKG_ORDER_ACCEPTED : TKG_ORDER_REJECTED, id);
    }
}

static void better_price_fills_first_and_at_one_price_the_older_order(void **state)
{
    (void)state;
    SEND(venue_limit(1, SELL, 2, 102));
    SEND(venue_limit(2, SELL, 2, 101));
    SEND(venue_limit(3, SELL, 2, 102));
    QUOTE(99, 103, 5, 4);
    HEARS(ACCEPTED, 1);
    HEARS(ACCEPTED, 2);
    HEARS(ACCEPTED, 3);
    TRADE(102, 3); /* through 101: order 2 whole; at 102: 3 lots, 2 to the first, 1 to the second */
    HEARS_FILL(2, -2, 0);
    HEARS_FILL(1, -2, 0);
    HEARS_FILL(3, -1, 1);
    assert_int_equal(PAID(), -2 * 101 - 3 * 102);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_l1, close_venue)
    const struct CMUnitTest tests[] = {
        TEST(market_order_takes_what_is_shown_and_waits_for_the_next_quote),
        TEST(market_order_of_one_moment_is_cancelled_for_the_rest),
        TEST(limit_order_takes_up_to_its_price_and_rests_with_the_remainder),
        TEST(resting_order_waits_behind_the_size_shown_at_its_price),
        TEST(immediate_order_never_rests),
        TEST(fill_or_kill_takes_all_or_nothing),
        TEST(post_only_order_is_cancelled_when_it_would_take),
        TEST(two_orders_of_one_tick_share_what_is_shown),
        TEST(buy_stop_fires_at_a_trade_at_its_trigger),
        TEST(sell_stop_fires_when_the_bid_falls_to_its_trigger),
        TEST(stop_beyond_its_trigger_fires_on_arrival),
        TEST(stop_limit_becomes_a_limit_order_that_no_event_of_its_tick_meets),
        TEST(cancel_takes_an_order_out_wherever_it_is),
        TEST(cancel_that_arrives_with_a_trade_comes_before_it),
        TEST(modify_that_shrinks_keeps_the_place),
        TEST(modify_that_grows_or_moves_goes_to_the_end),
        TEST(modify_moves_the_trigger_of_a_stop),
        TEST(modify_to_nonsense_is_rejected_and_changes_nothing),
        TEST(replacement_is_one_message),
        TEST(orders_that_make_no_sense_are_rejected),
        TEST(order_beyond_the_room_is_rejected_and_message_beyond_it_not_sent),
        TEST(better_price_fills_first_and_at_one_price_the_older_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
