/* SPDX-License-Identifier: Apache-2.0
 *
 * Bars of time, updates and lots: by hand, and 1,000 random streams against bars cut from the whole
 * list of updates.
 */
#include <stdbool.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "signal/bar.h"

enum { STREAMS = 1500, UPDATES_MAX = 200 };

static struct tkg_bar_builder builder;
static struct tkg_bar bar;

static void assert_prices(int64_t open, int64_t high, int64_t low, int64_t close)
{
    assert_int_equal(bar.open, open);
    assert_int_equal(bar.high, high);
    assert_int_equal(bar.low, low);
    assert_int_equal(bar.close, close);
}

static void a_time_bar_ends_with_the_first_update_after_it(void **state)
{
    (void)state;
    tkg_bar_init(&builder, TKG_BAR_TIME, 100);
    assert_false(tkg_bar_update(&builder, 230, 50, 1, &bar)); /* [200, 300) */
    assert_false(tkg_bar_update(&builder, 240, 55, 2, &bar));
    assert_false(tkg_bar_update(&builder, 250, 45, 0, &bar));
    assert_false(tkg_bar_update(&builder, 299, 51, 4, &bar));
    assert_true(tkg_bar_update(&builder, 300, 60, 8, &bar));
    assert_prices(50, 55, 45, 51);
    assert_int_equal(bar.start_ns, 200);
    assert_int_equal(bar.last_ns, 299);
    assert_int_equal(bar.lots, 7);
    assert_int_equal(bar.update_count, 4);
    assert_int_equal(bar.skipped_count, 0);
    assert_false(bar.is_cut);
}

static void empty_stretches_are_counted_in_the_next_bar(void **state)
{
    (void)state;
    tkg_bar_init(&builder, TKG_BAR_TIME, 100);
    assert_false(tkg_bar_update(&builder, 10, 1, 1, &bar));
    assert_true(tkg_bar_update(&builder, 450, 2, 1, &bar)); /* 100 to 399 had nothing */
    assert_int_equal(bar.start_ns, 0);
    assert_true(tkg_bar_update(&builder, 500, 3, 1, &bar));
    assert_int_equal(bar.start_ns, 400);
    assert_int_equal(bar.skipped_count, 3);
    assert_true(tkg_bar_close(&builder, &bar));
    assert_int_equal(bar.skipped_count, 0);
}

static void a_session_gap_cuts_the_bar_and_counts_nothing(void **state)
{
    (void)state;
    tkg_bar_init(&builder, TKG_BAR_TIME, 100);
    assert_false(tkg_bar_close(&builder, &bar)); /* nothing open */
    assert_false(tkg_bar_update(&builder, 10, 1, 1, &bar));
    assert_true(tkg_bar_close(&builder, &bar));
    assert_true(bar.is_cut);
    assert_int_equal(bar.update_count, 1);
    assert_false(tkg_bar_update(&builder, 100000, 9, 1, &bar));
    assert_true(tkg_bar_update(&builder, 100100, 9, 1, &bar));
    assert_int_equal(bar.skipped_count, 0);
    assert_false(bar.is_cut);
}

/* A new session within the stretch that the last one ended in makes a second bar of it. */
static void a_session_gap_within_one_stretch_makes_two_bars(void **state)
{
    (void)state;
    tkg_bar_init(&builder, TKG_BAR_TIME, 100);
    assert_false(tkg_bar_update(&builder, 10, 1, 1, &bar));
    assert_true(tkg_bar_close(&builder, &bar));
    assert_false(tkg_bar_update(&builder, 20, 2, 1, &bar));
    assert_true(tkg_bar_update(&builder, 120, 3, 1, &bar));
    assert_int_equal(bar.start_ns, 0);
    assert_prices(2, 2, 2, 2);
}

static void bars_of_updates_end_with_the_last_of_them(void **state)
{
    (void)state;
    tkg_bar_init(&builder, TKG_BAR_UPDATES, 3);
    assert_false(tkg_bar_update(&builder, 1, 10, 5, &bar));
    assert_false(tkg_bar_update(&builder, 1, 12, 0, &bar));
    assert_true(tkg_bar_update(&builder, 9, 11, 7, &bar));
    assert_prices(10, 12, 10, 11);
    assert_int_equal(bar.start_ns, 1);
    assert_int_equal(bar.last_ns, 9);
    assert_int_equal(bar.lots, 12);
    assert_false(tkg_bar_close(&builder, &bar)); /* the next bar has not begun */
    tkg_bar_init(&builder, TKG_BAR_UPDATES, 1);
    assert_true(tkg_bar_update(&builder, 1, 10, 5, &bar));
    assert_true(tkg_bar_update(&builder, 2, 11, 5, &bar));
    assert_prices(11, 11, 11, 11);
}

static void a_trade_is_not_split_between_bars_of_lots(void **state)
{
    (void)state;
    tkg_bar_init(&builder, TKG_BAR_LOTS, 100);
    assert_false(tkg_bar_update(&builder, 1, 10, 99, &bar));
    assert_false(tkg_bar_update(&builder, 2, 11, 0, &bar));
    assert_true(tkg_bar_update(&builder, 3, 12, 250, &bar)); /* one bar of 349, not three */
    assert_int_equal(bar.lots, 349);
    assert_true(tkg_bar_update(&builder, 4, 13, 100, &bar));
    assert_int_equal(bar.lots, 100);
    assert_int_equal(bar.update_count, 1);
}

static void times_before_1970_lie_on_the_same_grid(void **state)
{
    (void)state;
    tkg_bar_init(&builder, TKG_BAR_TIME, 100);
    assert_false(tkg_bar_update(&builder, -101, 1, 1, &bar)); /* [-200, -100) */
    assert_true(tkg_bar_update(&builder, -100, 2, 1, &bar));
    assert_int_equal(bar.start_ns, -200);
    assert_false(tkg_bar_update(&builder, -1, 2, 1, &bar));
    assert_true(tkg_bar_update(&builder, 0, 2, 1, &bar));
    assert_int_equal(bar.start_ns, -100);
}

static void both_ends_of_time_are_safe(void **state)
{
    (void)state;
    const uint64_t sizes[] = {1, 2, 1000, INT64_MAX};
    for (size_t i = 0; i < 4; i++) {
        tkg_bar_init(&builder, TKG_BAR_TIME, sizes[i]);
        assert_false(tkg_bar_update(&builder, INT64_MIN, 1, 1, &bar));
        assert_true(tkg_bar_update(&builder, INT64_MAX, 2, 1, &bar));
        assert_int_equal(bar.start_ns, INT64_MIN);
        assert_false(tkg_bar_update(&builder, INT64_MAX, 3, 1, &bar));
        assert_true(tkg_bar_close(&builder, &bar));
        /* What lies between the two: all whole stretches but theirs. With 1,000 the grid has
         * 2^64 / 1000 of them and both ends are cut. */
        const uint64_t skipped[] = {UINT64_MAX - 1, (UINT64_MAX >> 1) - 1, UINT64_MAX / 1000 - 1,
                                    2};
        assert_true(bar.skipped_count == skipped[i]);
    }
}

/* --- bars cut from the whole list ------------------------------------------------------------ */

struct update {
    int64_t time_ns;
    int64_t price;
    uint32_t lots;
    bool is_session_start;
};

static struct update updates[UPDATES_MAX];

/* The bar of updates[first .. last]. */
static struct tkg_bar slow_bar(size_t first, size_t last)
{
    struct tkg_bar made = {.start_ns = updates[first].time_ns,
                           .last_ns = updates[last].time_ns,
                           .open = updates[first].price,
                           .high = INT64_MIN,
                           .low = INT64_MAX,
                           .close = updates[last].price,
                           .update_count = last - first + 1};
    for (size_t i = first; i <= last; i++) {
        made.high = updates[i].price > made.high ? updates[i].price : made.high;
        made.low = updates[i].price < made.low ? updates[i].price : made.low;
        made.lots += updates[i].lots;
    }
    return made;
}

static int64_t stretch_of(size_t i, uint64_t size)
{
    int64_t start = 0;
    while (start > updates[i].time_ns) {
        start -= (int64_t)size;
    }
    while (start + (int64_t)size <= updates[i].time_ns) {
        start += (int64_t)size;
    }
    return start;
}

/* Whether a bar that began with updates[first] ends before updates[next]. */
static bool ends_before(enum tkg_bar_kind kind, uint64_t size, size_t first, size_t next)
{
    if (kind == TKG_BAR_TIME) {
        return stretch_of(first, size) != stretch_of(next, size);
    }
    const struct tkg_bar made = slow_bar(first, next - 1);
    return kind == TKG_BAR_UPDATES ? made.update_count >= size : made.lots >= size;
}

static void assert_same_bar(const struct tkg_bar *expected)
{
    assert_prices(expected->open, expected->high, expected->low, expected->close);
    assert_int_equal(bar.start_ns, expected->start_ns);
    assert_int_equal(bar.last_ns, expected->last_ns);
    assert_int_equal(bar.lots, expected->lots);
    assert_int_equal(bar.update_count, expected->update_count);
    assert_int_equal(bar.skipped_count, expected->skipped_count);
}

static void make_updates(struct tkg_random *random, size_t count)
{
    const uint32_t step = 1 + tkg_random_below(random, 60);
    int64_t time_ns = (int64_t)tkg_random_below(random, 4000) - 2000;
    for (size_t i = 0; i < count; i++) {
        updates[i] = (struct update){.time_ns = time_ns,
                                     .price = (int64_t)tkg_random_below(random, 50) - 5,
                                     .lots = tkg_random_below(random, 9),
                                     .is_session_start = tkg_random_below(random, 25) == 0};
        time_ns += tkg_random_below(random, step);
    }
}

/* Where the bar that begins with updates[first] ends: one past its last update. */
static size_t slow_end(enum tkg_bar_kind kind, uint64_t size, size_t first, size_t count)
{
    size_t next = first + 1;
    while (next < count && !updates[next].is_session_start &&
           !ends_before(kind, size, first, next)) {
        next++;
    }
    return next;
}

/* All bars, in order; returns their number. */
static size_t slow_bars(enum tkg_bar_kind kind, uint64_t size, size_t count, struct tkg_bar *bars)
{
    size_t made = 0;
    for (size_t first = 0; first < count;) {
        const size_t next = slow_end(kind, size, first, count);
        bars[made] = slow_bar(first, next - 1);
        if (kind == TKG_BAR_TIME) {
            bars[made].start_ns = stretch_of(first, size);
            if (first > 0 && !updates[first].is_session_start) {
                const int64_t apart = bars[made].start_ns - bars[made - 1].start_ns;
                bars[made].skipped_count = (uint64_t)apart / size - 1;
            }
        }
        made++;
        first = next;
    }
    return made;
}

static void random_streams_agree_with_bars_cut_from_the_list(void **state)
{
    (void)state;
    struct tkg_random random = {39};
    static struct tkg_bar expected[UPDATES_MAX];
    for (int stream = 0; stream < STREAMS; stream++) {
        const enum tkg_bar_kind kind = (enum tkg_bar_kind)tkg_random_below(&random, 3);
        const uint64_t size = 1 + tkg_random_below(&random, 40);
        const size_t count = 1 + tkg_random_below(&random, UPDATES_MAX);
        make_updates(&random, count);
        const size_t bar_count = slow_bars(kind, size, count, expected);
        size_t seen = 0;
        tkg_bar_init(&builder, kind, size);
        for (size_t i = 0; i < count; i++) {
            const struct update *update = &updates[i];
            if (update->is_session_start && tkg_bar_close(&builder, &bar)) {
                assert_same_bar(&expected[seen++]);
            }
            if (tkg_bar_update(&builder, update->time_ns, update->price, update->lots, &bar)) {
                assert_same_bar(&expected[seen++]);
            }
        }
        if (tkg_bar_close(&builder, &bar)) {
            assert_same_bar(&expected[seen++]);
        }
        assert_int_equal(seen, bar_count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_bar_ends_with_the_first_update_after_it),
        cmocka_unit_test(empty_stretches_are_counted_in_the_next_bar),
        cmocka_unit_test(a_session_gap_cuts_the_bar_and_counts_nothing),
        cmocka_unit_test(a_session_gap_within_one_stretch_makes_two_bars),
        cmocka_unit_test(bars_of_updates_end_with_the_last_of_them),
        cmocka_unit_test(a_trade_is_not_split_between_bars_of_lots),
        cmocka_unit_test(times_before_1970_lie_on_the_same_grid),
        cmocka_unit_test(both_ends_of_time_are_safe),
        cmocka_unit_test(random_streams_agree_with_bars_cut_from_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
