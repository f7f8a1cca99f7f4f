/* SPDX-License-Identifier: Apache-2.0
 *
 * The L3 book against the slow one, on random streams: every change, and the whole book with the
 * order of every queue after it.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "book/fifo_book.h"
#include "book_fixture.h"
#include "cmocka_support.h"
#include "random_book.h"

enum { SMALL_STREAM_COUNT = 1500, SMALL_TICK_COUNT = 300, LARGE_STREAM_COUNT = 12 };
enum { LARGE_TICK_COUNT = 3000, SPARE_CHECK = 23 };

/* What the streams exercised, so that agreement is not agreement on nothing. */
struct coverage {
    uint64_t kinds[TKG_TICK_ORDER_EXECUTE + 1]; /* accepted */
    uint64_t rejected;
    uint64_t moved;      /* MODIFY that lost its place */
    uint64_t far_levels; /* seen outside the window */
    uint64_t order_count_max;
    uint64_t slot_mask_max;
};

/* All orders of one level, as the slow book lists them: in the order of their priority. */
static void assert_queue(const struct tkg_fifo_book *book, const struct slow_book *slow,
                         enum tkg_book_side side, int32_t price)
{
    struct tkg_fifo_order queue[SLOW_BOOK_ORDERS_MAX];
    const size_t count = tkg_fifo_book_queue(book, side, price, queue, SLOW_BOOK_ORDERS_MAX);
    size_t seen = 0;
    for (size_t i = 0; i < slow->count; i++) {
        const struct slow_book_order *order = &slow->orders[i];
        if (order->side != side || order->price != price) {
            continue;
        }
        assert_true(seen < count);
        assert_int_equal(queue[seen].id, order->id);
        assert_int_equal(queue[seen].lots, order->lots);
        assert_int_equal(queue[seen].priority, order->priority);
        assert_int_equal(tkg_fifo_book_lots_ahead(book, side, price, order->priority),
                         slow_book_lots_ahead(slow, side, price, order->priority));
        seen++;
    }
    assert_int_equal(count, seen);
    assert_int_equal(tkg_fifo_book_lots_ahead(book, side, price, tkg_fifo_book_next_priority(book)),
                     slow_book_lots(slow, side, price));
}

static void assert_book(const struct tkg_fifo_book *book, const struct slow_book *slow)
{
    book_fixture_assert_levels(book->sides, slow);
    assert_int_equal(book->order_count, slow->count);
    assert_int_equal(tkg_fifo_book_next_priority(book), slow->last_priority + 1);
    for (enum tkg_book_side side = TKG_BOOK_BID; side <= TKG_BOOK_ASK; side++) {
        int64_t prices[SLOW_BOOK_ORDERS_MAX + 1];
        const size_t count = slow_book_levels(slow, side, prices);
        for (size_t i = 0; i < count; i++) {
            assert_queue(book, slow, side, (int32_t)prices[i]);
        }
    }
}

static void note(struct coverage *coverage, const struct tkg_tick *tick,
                 const struct tkg_book_change *change, const struct tkg_fifo_book *book)
{
    if (change->event == TKG_BOOK_REJECTED) {
        coverage->rejected++;
    } else {
        coverage->kinds[tick->kind]++;
    }
    coverage->moved += change->removed_lots > 0;
    coverage->far_levels += book->sides[0].far_count + book->sides[1].far_count > 0;
    coverage->order_count_max = book->order_count > coverage->order_count_max
                                    ? book->order_count
                                    : coverage->order_count_max;
    coverage->slot_mask_max =
        book->slot_mask > coverage->slot_mask_max ? book->slot_mask : coverage->slot_mask_max;
}

static void play(struct tkg_fifo_book *book, struct slow_book *slow, struct random_book *stream,
                 int tick_count, struct coverage *coverage)
{
    for (int i = 0; i < tick_count; i++) {
        const struct tkg_tick tick = random_book_order(stream, slow);
        const struct tkg_book_change expected = slow_book_play_order(slow, &tick);
        struct tkg_book_change change;
        tkg_fifo_book_prefetch_slot(book, &tick);
        tkg_fifo_book_prefetch_order(book, &tick);
        tkg_fifo_book_apply(book, &tick, &change);
        book_fixture_assert_change(&change, &expected);
        if (tick_count == SMALL_TICK_COUNT || i % SPARE_CHECK == 0) {
            assert_book(book, slow);
        }
        book_fixture_assert_price(book->sides, slow, random_book_price(stream, change.side));
        note(coverage, &tick, &change, book);
    }
    assert_book(book, slow);
}

/* One book for two streams, for the second must not see anything of the first. */
static void play_seed(uint64_t seed, struct tkg_fifo_book_limits limits, int tick_count,
                      struct coverage *coverage)
{
    struct tkg_fifo_book *book =
        tkg_fifo_book_init(book_fixture_memory(tkg_fifo_book_bytes(&limits)), &limits);
    for (uint64_t round = 0; round < 2; round++) {
        struct random_book stream;
        struct slow_book slow;
        random_book_init(&stream, 2 * seed + round);
        stream.add_percent += tick_count == LARGE_TICK_COUNT ? 25 : 0;
        slow_book_init(&slow, limits.order_max, limits.level_max);
        play(book, &slow, &stream, tick_count, coverage);
        tkg_fifo_book_reset(book);
    }
    free(book);
}

/* row: B22 */
static void book_equals_the_slow_one_on_random_streams(void **state)
{
    (void)state;
    struct coverage coverage = {0};
    for (uint64_t seed = 0; seed < SMALL_STREAM_COUNT / 2; seed++) {
        const struct tkg_fifo_book_limits limits = {
            .order_max = seed % 4 == 0 ? 1 + (uint32_t)(seed / 4 % 30) : 300,
            .level_max = seed % 5 == 0 ? 1 + (uint32_t)(seed / 5 % 8) : 300};
        play_seed(seed, limits, SMALL_TICK_COUNT, &coverage);
    }
    print_message("%d streams: %" PRIu64 " adds, %" PRIu64 " modifies (%" PRIu64
                  " lost their place), %" PRIu64 " reduces, %" PRIu64 " deletes, %" PRIu64
                  " executions, %" PRIu64 " rejected, far levels beside the window after %" PRIu64
                  " ticks\n",
                  SMALL_STREAM_COUNT, coverage.kinds[TKG_TICK_ORDER_ADD],
                  coverage.kinds[TKG_TICK_ORDER_MODIFY], coverage.moved,
                  coverage.kinds[TKG_TICK_ORDER_REDUCE], coverage.kinds[TKG_TICK_ORDER_DELETE],
                  coverage.kinds[TKG_TICK_ORDER_EXECUTE], coverage.rejected, coverage.far_levels);
    for (int kind = TKG_TICK_ORDER_ADD; kind <= TKG_TICK_ORDER_EXECUTE; kind++) {
        assert_true(coverage.kinds[kind] > 20000);
    }
    assert_true(coverage.moved > 10000);
    assert_true(coverage.rejected > 50000);
    assert_true(coverage.far_levels > 20000);
}

static void book_equals_the_slow_one_while_its_id_table_grows(void **state)
{
    (void)state;
    struct coverage coverage = {0};
    for (uint64_t seed = 0; seed < LARGE_STREAM_COUNT / 2; seed++) {
        const struct tkg_fifo_book_limits limits = {.order_max = SLOW_BOOK_ORDERS_MAX,
                                                    .level_max = SLOW_BOOK_ORDERS_MAX};
        play_seed(seed, limits, LARGE_TICK_COUNT, &coverage);
    }
    print_message("up to %" PRIu64 " orders in %" PRIu64 " slots\n", coverage.order_count_max,
                  coverage.slot_mask_max + 1);
    assert_true(coverage.order_count_max > 512);
    assert_int_equal(coverage.slot_mask_max, 4095); /* 256, doubled four times */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(book_equals_the_slow_one_on_random_streams),
        cmocka_unit_test(book_equals_the_slow_one_while_its_id_table_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
