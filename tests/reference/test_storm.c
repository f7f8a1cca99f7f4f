/* SPDX-License-Identifier: Apache-2.0 */
#include "strategy/storm.h"

#include <stdlib.h>

#include "base/random.h"
#include "cmocka_support.h"

static const struct tkg_storm_view view = {
    .bid_price = 100, .ask_price = 101, .position_lots_max = 40, .size_lots = 7, .every = 1};

static struct tkg_order_report report_of(uint32_t id, bool is_buy, enum tkg_order_event event)
{
    return (struct tkg_order_report){.order_id = id, .is_buy = is_buy, .event = (uint8_t)event};
}

/* An exchange that accepts everything and cancels it at once. */
static void answer(struct tkg_storm *storm, const struct tkg_order_request *request)
{
    struct tkg_order_report report =
        report_of(request->order_id, request->is_buy, TKG_ORDER_ACCEPTED);
    tkg_storm_hear(storm, &report);
    if (request->action == TKG_ORDER_CANCEL) {
        report.event = TKG_ORDER_CANCELLED;
        tkg_storm_hear(storm, &report);
    }
}

static void same_seed_draws_the_same_storm(void **state)
{
    (void)state;
    struct tkg_storm storms[3];
    size_t differences = 0;
    for (uint64_t i = 0; i < 3; i++) {
        tkg_storm_init(&storms[i], i / 2); /* seeds 0, 0, 1 */
    }
    for (int i = 0; i < 1000; i++) {
        struct tkg_order_request requests[3] = {{0}};
        bool wishes[3];
        for (size_t j = 0; j < 3; j++) {
            wishes[j] = tkg_storm_wish(&storms[j], &view, &requests[j]);
            if (wishes[j]) {
                answer(&storms[j], &requests[j]);
            }
        }
        assert_int_equal(wishes[0], wishes[1]);
        assert_memory_equal(&requests[0], &requests[1], sizeof requests[0]);
        differences += requests[0].price != requests[2].price;
    }
    assert_true(differences > 500);
}

static void every_kind_of_message_is_drawn(void **state)
{
    (void)state;
    size_t actions[4] = {0};
    size_t kinds[4][4] = {{0}};
    struct tkg_storm storm;
    tkg_storm_init(&storm, 3);
    for (int i = 0; i < 20000; i++) {
        struct tkg_order_request request;
        if (tkg_storm_wish(&storm, &view, &request)) {
            actions[request.action]++;
            kinds[request.type][request.life]++;
            answer(&storm, &request);
        }
    }
    for (size_t i = 0; i < 4; i++) {
        assert_true(actions[i] > 200);
        for (size_t j = 0; j < 4; j++) {
            assert_true(kinds[i][j] > 20);
        }
    }
}

static void one_message_in_every_so_many_calls(void **state)
{
    (void)state;
    struct tkg_storm storm;
    struct tkg_storm_view seldom = view;
    size_t count = 0;
    seldom.every = 50;
    seldom.position_lots_max = 1000000;
    tkg_storm_init(&storm, 3);
    for (int i = 0; i < 50000; i++) {
        struct tkg_order_request request;
        if (tkg_storm_wish(&storm, &seldom, &request)) {
            tkg_storm_take_back(&storm, &request);
            count += request.action == TKG_ORDER_NEW;
        }
    }
    /* 1,000 draws, six in ten of them new orders: 600, standard deviation sqrt(240) = 15.5. */
    assert_in_range(count, 600 - 78, 600 + 78);
}

/* Fills of anything that may still trade, at any time, as an unkind exchange would. */
static void fill_something(struct tkg_storm *storm, struct tkg_random *random, int64_t *position)
{
    const bool is_buy = tkg_random_below(random, 2);
    if (storm->counts[is_buy] == 0) {
        return;
    }
    const uint32_t i = tkg_random_below(random, storm->counts[is_buy]);
    const struct tkg_storm_order *order = &storm->orders[is_buy][i];
    const uint32_t lots = 1 + tkg_random_below(random, order->lots_max);
    struct tkg_order_report report = report_of(order->order_id, is_buy, TKG_ORDER_FILLED);
    report.lots = is_buy ? (int32_t)lots : -(int32_t)lots;
    report.lots_left = order->lots_max - lots;
    *position += report.lots;
    tkg_storm_hear(storm, &report);
}

static void position_never_passes_its_limit_whatever_fills(void **state)
{
    (void)state;
    struct tkg_random random = {11};
    struct tkg_storm storm;
    int64_t position = 0;
    int64_t greatest = 0;
    tkg_storm_init(&storm, 5);
    for (int i = 0; i < 50000; i++) {
        struct tkg_order_request request;
        struct tkg_storm_view now = view;
        now.position_lots = position;
        if (tkg_storm_wish(&storm, &now, &request) && tkg_random_below(&random, 4) == 0) {
            tkg_storm_take_back(&storm, &request);
        }
        fill_something(&storm, &random, &position);
        const int64_t size = position < 0 ? -position : position;
        greatest = size > greatest ? size : greatest;
        assert_true(size <= view.position_lots_max);
        assert_true(position + tkg_storm_working_lots(&storm, true) <= view.position_lots_max);
        assert_true(-position + tkg_storm_working_lots(&storm, false) <= view.position_lots_max);
    }
    assert_true(greatest > 30); /* the limit was near */
}

static void message_taken_back_leaves_nothing_behind(void **state)
{
    (void)state;
    struct tkg_storm storm;
    struct tkg_order_request request;
    tkg_storm_init(&storm, 3);
    for (int i = 0; i < 1000; i++) {
        if (tkg_storm_wish(&storm, &view, &request)) {
            tkg_storm_take_back(&storm, &request);
        }
        assert_int_equal(storm.counts[0] + storm.counts[1], 0);
    }
}

static void prices_stay_in_range_at_both_ends(void **state)
{
    (void)state;
    struct tkg_storm storm;
    struct tkg_storm_view edge = view;
    edge.bid_price = 0;
    edge.ask_price = INT32_MAX;
    tkg_storm_init(&storm, 3);
    for (int i = 0; i < 5000; i++) {
        struct tkg_order_request request;
        if (tkg_storm_wish(&storm, &edge, &request)) {
            const bool has_lots = request.action != TKG_ORDER_CANCEL;
            assert_true(!has_lots || (request.price >= 1 && request.trigger_price >= 1));
            assert_true(!has_lots || (request.lots >= 1 && request.lots <= edge.size_lots));
            answer(&storm, &request);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_seed_draws_the_same_storm),
        cmocka_unit_test(every_kind_of_message_is_drawn),
        cmocka_unit_test(one_message_in_every_so_many_calls),
        cmocka_unit_test(position_never_passes_its_limit_whatever_fills),
        cmocka_unit_test(message_taken_back_leaves_nothing_behind),
        cmocka_unit_test(prices_stay_in_range_at_both_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
