/* SPDX-License-Identifier: Apache-2.0 */
#include "book_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_support.h"

void *book_fixture_memory(size_t bytes)
{
    void *memory = aligned_alloc(64, bytes);
    assert_non_null(memory);
    memset(memory, 0, bytes);
    return memory;
}

struct tkg_tick book_fixture_depth(enum tkg_book_side side, int32_t price, uint32_t lots)
{
    return (struct tkg_tick){.kind = TKG_TICK_DEPTH,
                             .bid_price = price,
                             .bid_size = lots,
                             .flags = side == TKG_BOOK_ASK ? TKG_TICK_ASK_SIDE : 0};
}

struct tkg_tick book_fixture_order(enum tkg_tick_kind kind, uint64_t id, enum tkg_book_side side,
                                   int32_t price, uint32_t lots)
{
    struct tkg_tick tick = book_fixture_depth(side, price, lots);
    tick.kind = (uint16_t)kind;
    tkg_tick_set_order_id(&tick, id);
    return tick;
}

void book_fixture_assert_change(const struct tkg_book_change *change,
                                const struct tkg_book_change *expected)
{
    assert_int_equal(change->event, expected->event);
    assert_int_equal(change->side, expected->side);
    assert_int_equal(change->price, expected->price);
    assert_int_equal(change->lots, expected->lots);
    assert_int_equal(change->level_lots, expected->level_lots);
    assert_int_equal(change->priority, expected->priority);
    assert_int_equal(change->removed_price, expected->removed_price);
    assert_int_equal(change->removed_lots, expected->removed_lots);
    assert_int_equal(change->removed_priority, expected->removed_priority);
}

static int32_t none(enum tkg_book_side side)
{
    return side == TKG_BOOK_BID ? 0 : INT32_MAX;
}

static void assert_side(const struct tkg_price_ladder sides[2], const struct slow_book *expected,
                        enum tkg_book_side side)
{
    int64_t prices[SLOW_BOOK_ORDERS_MAX + 1];
    const size_t count = slow_book_levels(expected, side, prices);
    const struct tkg_book_top top = tkg_price_ladders_top(sides);
    const int32_t best = side == TKG_BOOK_BID ? top.bid_price : top.ask_price;
    const uint32_t best_lots = side == TKG_BOOK_BID ? top.bid_lots : top.ask_lots;
    assert_int_equal(best, count ? prices[0] : none(side));
    assert_int_equal(best_lots, count ? slow_book_lots(expected, side, prices[0]) : 0);
    int32_t price = side == TKG_BOOK_BID ? INT32_MAX : 0;
    for (size_t i = 0; i < count; i++) {
        price = tkg_price_ladders_next(sides, side, price);
        assert_int_equal(price, prices[i]);
        assert_int_equal(tkg_price_ladders_lots(sides, side, price),
                         slow_book_lots(expected, side, price));
    }
    assert_int_equal(tkg_price_ladders_next(sides, side, price), none(side));
    assert_int_equal(sides[side].level_count, count);
}

void book_fixture_assert_levels(const struct tkg_price_ladder sides[2],
                                const struct slow_book *expected)
{
    assert_side(sides, expected, TKG_BOOK_BID);
    assert_side(sides, expected, TKG_BOOK_ASK);
}

void book_fixture_assert_price(const struct tkg_price_ladder sides[2],
                               const struct slow_book *expected, int32_t price)
{
    for (enum tkg_book_side side = TKG_BOOK_BID; side <= TKG_BOOK_ASK; side++) {
        int64_t prices[SLOW_BOOK_ORDERS_MAX + 1];
        const size_t count = slow_book_levels(expected, side, prices);
        size_t i = 0;
        while (i < count && (side == TKG_BOOK_BID ? prices[i] >= price : prices[i] <= price)) {
            i++;
        }
        assert_int_equal(tkg_price_ladders_next(sides, side, price),
                         i < count ? prices[i] : none(side));
        assert_int_equal(tkg_price_ladders_lots(sides, side, price),
                         slow_book_lots(expected, side, price));
    }
}
