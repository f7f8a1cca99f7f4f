/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks of the flow: what they are made of, and that each is the step from one resting book to the
 * next.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tick/book_stream_flow.h"

enum { BLOCK = TKG_FLOW_BLOCK, FIRST = TKG_FLOW_BLOCK_FIRST };

static struct tkg_book_flow *make_flow(const struct tkg_flow_plan *plan, uint64_t seed)
{
    struct tkg_book_flow *flow = malloc(sizeof(*flow));
    assert_non_null(flow);
    tkg_book_flow_init(flow, plan, seed);
    return flow;
}

static int compare_ids(const void *a, const void *b)
{
    uint64_t x = tkg_tick_order_id(a);
    uint64_t y = tkg_tick_order_id(b);
    return (x > y) - (x < y);
}

static int compare_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void books_share_the_messages_as_their_units_say(void **state)
{
    (void)state;
    struct tkg_book_flow *flow = make_flow(&tkg_flow_plan_orders, 1);
    for (uint64_t block = FIRST; block < FIRST + 50; block++) {
        struct tkg_tick ticks[BLOCK];
        unsigned counts[TKG_BOOK_COUNT] = {0};
        unsigned adds = 0;
        tkg_book_flow_block(flow, block, ticks);
        for (size_t i = 0; i < BLOCK; i++) {
            counts[ticks[i].instrument_id]++;
            adds += ticks[i].kind == TKG_TICK_ORDER_ADD;
        }
        /* 512 messages over 16 units: 32 each, of which 14 add. */
        const unsigned expected[TKG_BOOK_COUNT] = {128, 64, 64, 64, 64, 64, 32, 32};
        assert_memory_equal(counts, expected, sizeof(counts));
        assert_int_equal(adds, 224);
    }
    free(flow);
}

static void counts_of_live_orders_follow_from_the_lives(void **state)
{
    (void)state;
    /* By unit: 2 front orders for 2 blocks, 4 quick ones for 1, 2 near for 4, 2 slow for 8. */
    struct tkg_book_flow *orders = make_flow(&tkg_flow_plan_orders, 1);
    assert_int_equal(orders->resting_count, 16 * (2 * 2 + 4 * 1 + 2 * 4 + 2 * 8));
    assert_int_equal(orders->opening_count, 512 + 16 * 4 * 256);
    struct tkg_book_flow *depth = make_flow(&tkg_flow_plan_depth, 1);
    assert_int_equal(depth->resting_count, 16 * (2 * 2 + 4 * 1 + 2 * 4 + 6 * 8));
    assert_int_equal(depth->opening_count, 1024);
    free(depth);
    free(orders);
}

/* The resting orders before a block, its messages, the resting orders before the next one: for the
 * plan without deep orders this is all there is. Order by order, linear. */
static void step(struct tkg_tick *live, size_t *count, const struct tkg_tick *tick)
{
    size_t at = 0;
    while (at < *count && tkg_tick_order_id(&live[at]) != tkg_tick_order_id(tick)) {
        at++;
    }
    assert_true((at == *count) == (tick->kind == TKG_TICK_ORDER_ADD));
    if (tick->kind == TKG_TICK_ORDER_ADD) {
        live[(*count)++] = *tick;
        return;
    }
    assert_int_equal(live[at].bid_price, tick->bid_price);
    live[at].bid_size -= tick->bid_size;
    if (tick->kind == TKG_TICK_ORDER_DELETE || live[at].bid_size == 0) {
        live[at] = live[--*count];
    }
}

static void each_block_leads_from_one_resting_book_to_the_next(void **state)
{
    (void)state;
    struct tkg_book_flow *flow = make_flow(&tkg_flow_plan_depth, 4);
    static struct tkg_tick live[2 * TKG_FLOW_RESTING_MAX];
    static struct tkg_tick next[TKG_FLOW_RESTING_MAX];
    for (uint64_t block = FIRST; block < 5000000; block = block * 2 + 77) {
        struct tkg_tick ticks[BLOCK] = {{0}};
        size_t count = flow->resting_count;
        tkg_book_flow_resting(flow, block, live);
        tkg_book_flow_block(flow, block, ticks);
        for (size_t i = 0; i < BLOCK; i++) {
            step(live, &count, &ticks[i]);
        }
        tkg_book_flow_resting(flow, block + 1, next);
        assert_int_equal(count, flow->resting_count);
        qsort(live, count, sizeof(live[0]), compare_ids);
        qsort(next, count, sizeof(next[0]), compare_ids);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(tkg_tick_order_id(&live[i]), tkg_tick_order_id(&next[i]));
            assert_int_equal(live[i].bid_price, next[i].bid_price);
            assert_int_equal(live[i].bid_size, next[i].bid_size);
            assert_int_equal(live[i].flags, next[i].flags);
        }
    }
    free(flow);
}

static void the_depth_plan_never_modifies(void **state)
{
    (void)state;
    struct tkg_book_flow *flow = make_flow(&tkg_flow_plan_depth, 4);
    for (uint64_t block = FIRST; block < FIRST + 100; block++) {
        struct tkg_tick ticks[BLOCK];
        tkg_book_flow_block(flow, block, ticks);
        for (size_t i = 0; i < BLOCK; i++) {
            assert_int_not_equal(ticks[i].kind, TKG_TICK_ORDER_MODIFY);
        }
    }
    free(flow);
}

/* How many blocks an order has lived; ids are block * 256 + a number below 256, and 1. */
static uint64_t age_of(const struct tkg_tick *tick, uint64_t block)
{
    return block - (tkg_tick_order_id(tick) - 1) / 256;
}

static void deep_orders_of_an_era_end_in_the_next_one_each_once(void **state)
{
    (void)state;
    enum { DEEP = 64 * TKG_BOOK_ERA_BLOCKS };
    struct tkg_book_flow *flow = make_flow(&tkg_flow_plan_orders, 6);
    uint64_t *ended = calloc(DEEP + 1, sizeof(*ended));
    assert_non_null(ended);
    size_t count = 0;
    double age_sum = 0;
    for (uint64_t block = 3 * 256; block < 4 * 256; block++) {
        struct tkg_tick ticks[BLOCK];
        tkg_book_flow_block(flow, block, ticks);
        for (size_t i = 0; i < BLOCK; i++) {
            /* Deep orders have the last 64 numbers of each block's 224. */
            uint64_t number = (tkg_tick_order_id(&ticks[i]) - 1) % 256;
            if (ticks[i].kind == TKG_TICK_ORDER_DELETE && number >= 224 - 64) {
                uint64_t birth = (tkg_tick_order_id(&ticks[i]) - 1) / 256;
                assert_int_equal(birth / 256, 2);
                assert_true(count < DEEP);
                ended[count++] = tkg_tick_order_id(&ticks[i]);
                age_sum += (double)age_of(&ticks[i], block);
            }
        }
    }
    assert_int_equal(count, DEEP);
    /* All different and as many as there were: every one of them. */
    qsort(ended, count, sizeof(*ended), compare_u64);
    for (size_t i = 1; i < count; i++) {
        assert_true(ended[i - 1] < ended[i]);
    }
    /* Uniform births and ends in neighbouring eras: 256 blocks apart on average. */
    assert_true(age_sum / DEEP > 250 && age_sum / DEEP < 262);
    free(ended);
    free(flow);
}

static void front_orders_end_in_the_order_in_which_they_came(void **state)
{
    (void)state;
    struct tkg_book_flow *flow = make_flow(&tkg_flow_plan_orders, 8);
    uint64_t came[TKG_BOOK_COUNT][2][64];
    size_t came_count[TKG_BOOK_COUNT][2] = {{0}};
    size_t ended_count[TKG_BOOK_COUNT][2] = {{0}};
    for (uint64_t block = FIRST; block < FIRST + 8; block++) {
        struct tkg_tick ticks[BLOCK];
        tkg_book_flow_block(flow, block, ticks);
        for (size_t i = 0; i < BLOCK; i++) {
            const struct tkg_tick *tick = &ticks[i];
            const unsigned side = tick->flags != 0;
            /* The first 32 numbers are front orders'. */
            if ((tkg_tick_order_id(tick) - 1) % 256 >= 32) {
                continue;
            }
            if (tick->kind == TKG_TICK_ORDER_ADD) {
                size_t at = came_count[tick->instrument_id][side]++;
                came[tick->instrument_id][side][at] = tkg_tick_order_id(tick);
            } else if (age_of(tick, block) + FIRST <= block) {
                /* Two messages end each. */
                size_t at = ended_count[tick->instrument_id][side]++ / 2;
                assert_int_equal(came[tick->instrument_id][side][at], tkg_tick_order_id(tick));
                assert_int_equal(age_of(tick, block), 2);
            }
        }
    }
    assert_int_equal(came_count[0][0], 8 * 4);
    assert_int_equal(ended_count[0][0], 2 * 6 * 4); /* two messages, and none in two blocks */
    free(flow);
}

static void the_opening_is_what_the_first_block_finds(void **state)
{
    (void)state;
    struct tkg_book_flow *flow = make_flow(&tkg_flow_plan_orders, 3);
    struct tkg_tick *opening = calloc(flow->opening_count, sizeof(*opening));
    struct tkg_tick *resting = calloc(flow->resting_count, sizeof(*resting));
    assert_true(opening != NULL && resting != NULL);
    for (uint32_t part = 0; part < flow->opening_count / BLOCK; part++) {
        tkg_book_flow_opening(flow, part, &opening[part * BLOCK]);
    }
    tkg_book_flow_resting(flow, FIRST, resting);
    assert_memory_equal(opening, resting, flow->resting_count * sizeof(*resting));
    for (uint32_t i = 0; i < flow->opening_count; i++) {
        assert_int_equal(opening[i].kind, TKG_TICK_ORDER_ADD);
        assert_true((tkg_tick_order_id(&opening[i]) - 1) / 256 < FIRST);
    }
    qsort(opening, flow->opening_count, sizeof(*opening), compare_ids);
    for (uint32_t i = 1; i < flow->opening_count; i++) {
        assert_true(tkg_tick_order_id(&opening[i - 1]) < tkg_tick_order_id(&opening[i]));
    }
    free(resting);
    free(opening);
    free(flow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(books_share_the_messages_as_their_units_say),
        cmocka_unit_test(counts_of_live_orders_follow_from_the_lives),
        cmocka_unit_test(each_block_leads_from_one_resting_book_to_the_next),
        cmocka_unit_test(the_depth_plan_never_modifies),
        cmocka_unit_test(deep_orders_of_an_era_end_in_the_next_one_each_once),
        cmocka_unit_test(front_orders_end_in_the_order_in_which_they_came),
        cmocka_unit_test(the_opening_is_what_the_first_block_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
