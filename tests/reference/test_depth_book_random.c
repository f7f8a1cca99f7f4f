/* SPDX-License-Identifier: Apache-2.0
 *
 * The L2 book against the slow one, on random streams: every change, and the whole book after it.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "book/depth_book.h"
#include "book_fixture.h"
#include "cmocka_support.h"
#include "random_book.h"

enum { STREAM_COUNT = 1500, TICK_COUNT = 700 };

/* What the streams exercised, so that agreement is not agreement on nothing. */
struct coverage {
    uint64_t events[TKG_BOOK_REJECTED + 1];
    uint64_t crossed_levels;
    uint64_t full;       /* rejected for one level too many */
    uint64_t far_levels; /* seen outside the window */
};

static void play_tick(struct tkg_depth_book *book, struct slow_book *slow,
                      struct random_book *stream, struct coverage *coverage)
{
    const struct tkg_tick tick = random_book_depth(stream, slow);
    const struct tkg_book_change expected = slow_book_play_depth(slow, &tick);
    struct tkg_book_change change;
    tkg_depth_book_apply(book, &tick, &change);
    book_fixture_assert_change(&change, &expected);
    book_fixture_assert_levels(book->sides, slow);
    book_fixture_assert_price(book->sides, slow, random_book_price(stream, change.side));
    assert_int_equal(book->crossed_level_count, slow->crossed_level_count);
    coverage->events[change.event]++;
    coverage->far_levels += book->sides[0].far_count + book->sides[1].far_count > 0;
    coverage->full += change.event == TKG_BOOK_REJECTED && tick.kind == TKG_TICK_DEPTH &&
                      tkg_price_is_valid(tick.bid_price);
}

/* One book for two streams, for the second must not see anything of the first. */
static void play_seed(uint64_t seed, struct coverage *coverage)
{
    const uint32_t level_max = seed % 3 == 0 ? 1 + (uint32_t)(seed / 3 % 12) : 400;
    struct tkg_depth_book *book =
        tkg_depth_book_init(book_fixture_memory(tkg_depth_book_bytes(level_max)), level_max);
    for (uint64_t round = 0; round < 2; round++) {
        struct random_book stream;
        struct slow_book slow;
        random_book_init(&stream, 2 * seed + round);
        slow_book_init(&slow, SLOW_BOOK_ORDERS_MAX, level_max);
        for (int i = 0; i < TICK_COUNT; i++) {
            play_tick(book, &slow, &stream, coverage);
        }
        coverage->crossed_levels += book->crossed_level_count;
        tkg_depth_book_reset(book);
    }
    free(book);
}

/* row: B22 */
static void book_equals_the_slow_one_on_random_streams(void **state)
{
    (void)state;
    struct coverage coverage = {0};
    for (uint64_t seed = 0; seed < STREAM_COUNT / 2; seed++) {
        play_seed(seed, &coverage);
    }
    print_message("%d streams: %" PRIu64 " added, %" PRIu64 " removed, %" PRIu64 " traded, %" PRIu64
                  " rejected (%" PRIu64 " for want of a level), %" PRIu64
                  " late deletes, far levels beside the window after %" PRIu64 " ticks\n",
                  STREAM_COUNT, coverage.events[TKG_BOOK_ADDED], coverage.events[TKG_BOOK_REMOVED],
                  coverage.events[TKG_BOOK_TRADED], coverage.events[TKG_BOOK_REJECTED],
                  coverage.full, coverage.crossed_levels, coverage.far_levels);
    assert_true(coverage.events[TKG_BOOK_ADDED] > 100000);
    assert_true(coverage.events[TKG_BOOK_REMOVED] > 100000);
    assert_true(coverage.events[TKG_BOOK_TRADED] > 30000);
    assert_true(coverage.events[TKG_BOOK_REJECTED] > 10000);
    assert_true(coverage.full > 1000);
    assert_true(coverage.crossed_levels > 10000);
    assert_true(coverage.far_levels > 20000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(book_equals_the_slow_one_on_random_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
