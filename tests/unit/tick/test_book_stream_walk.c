/* SPDX-License-Identifier: Apache-2.0
 *
 * The walk of the books' middles against the formulas that it stands for, in floating point, and
 * its ranges against looking at every block.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "tick/book_stream_walk.h"

static struct tkg_book_walk *make_walk(uint64_t seed)
{
    struct tkg_book_walk *walk = malloc(sizeof(*walk));
    assert_non_null(walk);
    tkg_book_walk_init(walk, seed);
    return walk;
}

static int32_t mid_at(struct tkg_book_walk *walk, uint64_t block, unsigned book)
{
    tkg_book_walk_prepare(walk, block);
    return tkg_book_walk_mids(walk, block)[book];
}

static void displacements_are_those_of_a_brownian_bridge(void **state)
{
    (void)state;
    for (unsigned level = 0; level < TKG_BOOK_WALK_LEVELS; level++) {
        /* The middle of n = 2^(level+1) blocks: 0.15 * sqrt(n) / 2 price ticks; a uniform draw has
         * its half width over sqrt(3). From level 14 on it stays. */
        double deviation = (double)tkg_book_walk_scale(level) / 4096 / sqrt(3);
        double blocks = pow(2, (level < 14 ? level : 14) + 1);
        assert_true(fabs(deviation / (0.15 * sqrt(blocks) / 2) - 1) < 0.01);
    }
}

static void no_draw_can_bring_a_price_near_zero(void **state)
{
    (void)state;
    double fall = 0;
    for (unsigned level = 0; level < TKG_BOOK_WALK_LEVELS; level++) {
        fall += (double)tkg_book_walk_scale(level) / 4096;
    }
    /* Books start at 12,000 or above; the deepest order lies 1 + 8 * 2^8 below. */
    assert_true(12000 - fall - 2049 > 1000);
}

static void a_block_moves_a_middle_by_at_most_one_tick(void **state)
{
    (void)state;
    /* Neighbours 2^level apart differ by half of what their parents differ and a displacement. */
    double greatest = 0;
    for (unsigned level = TKG_BOOK_WALK_LEVELS; level-- > 0;) {
        greatest = greatest / 2 + (double)tkg_book_walk_scale(level) / 4096;
    }
    assert_true(greatest < 1);
    struct tkg_book_walk *walk = make_walk(5);
    for (uint64_t block = 256; block < 20000; block++) {
        assert_true(abs(mid_at(walk, block + 1, 3) - mid_at(walk, block, 3)) <= 1);
    }
    free(walk);
}

static void moves_grow_with_the_square_root_of_time(void **state)
{
    (void)state;
    enum { STEP = 64, COUNT = 4000 };
    struct tkg_book_walk *walk = make_walk(11);
    double squares = 0;
    for (uint64_t i = 0; i < COUNT; i++) {
        for (unsigned book = 0; book < TKG_BOOK_COUNT; book++) {
            double move =
                mid_at(walk, 256 + (i + 1) * STEP, book) - mid_at(walk, 256 + i * STEP, book);
            squares += move * move;
        }
    }
    /* 64 blocks: 0.15^2 * 64 = 1.44, and 1/6 from rounding both ends down (2 * 1/12). n = 32,000:
     * standard error below 2 %. */
    double variance = squares / (COUNT * TKG_BOOK_COUNT);
    assert_true(variance > 1.45 && variance < 1.77);
    free(walk);
}

static void books_move_apart_from_each_other(void **state)
{
    (void)state;
    enum { STEP = 256, COUNT = 2000 };
    struct tkg_book_walk *walk = make_walk(12);
    for (unsigned other = 1; other < TKG_BOOK_COUNT; other++) {
        double product = 0;
        double squares[2] = {0};
        for (uint64_t i = 1; i <= COUNT; i++) {
            double a = mid_at(walk, (i + 1) * STEP, 0) - mid_at(walk, i * STEP, 0);
            double b = mid_at(walk, (i + 1) * STEP, other) - mid_at(walk, i * STEP, other);
            product += a * b;
            squares[0] += a * a;
            squares[1] += b * b;
        }
        /* Standard error of a correlation of 2,000 pairs: 0.022. */
        assert_true(fabs(product / sqrt(squares[0] * squares[1])) < 0.11);
    }
    free(walk);
}

static void jumps_give_what_walking_gives(void **state)
{
    (void)state;
    enum { FIRST = 40000, COUNT = 3000 };
    static int32_t walked[COUNT];
    struct tkg_book_walk *walk = make_walk(7);
    for (uint64_t i = 0; i < COUNT; i++) {
        walked[i] = mid_at(walk, FIRST + i, 2);
    }
    struct tkg_book_walk *jumping = make_walk(7);
    struct tkg_random random = {3};
    for (unsigned i = 0; i < 500; i++) {
        uint32_t at = tkg_random_below(&random, COUNT);
        (void)mid_at(jumping, (uint64_t)tkg_random_below(&random, 1U << 31), 2);
        assert_int_equal(mid_at(jumping, FIRST + at, 2), walked[at]);
    }
    free(jumping);
    free(walk);
}

static void ranges_lie_beyond_every_middle(void **state)
{
    (void)state;
    struct tkg_book_walk *walk = make_walk(9);
    struct tkg_random random = {4};
    for (unsigned i = 0; i < 2000; i++) {
        uint64_t first = 300 + tkg_random_below(&random, 100000);
        uint64_t last = first + tkg_random_below(&random, 9);
        struct tkg_book_range range;
        tkg_book_walk_prepare(walk, first);
        tkg_book_walk_range(walk, first, last, &range);
        for (unsigned book = 0; book < TKG_BOOK_COUNT; book++) {
            int32_t low = INT32_MAX;
            int32_t high = INT32_MIN;
            for (uint64_t block = first; block <= last; block++) {
                int32_t mid = tkg_book_walk_mids(walk, block)[book];
                low = mid < low ? mid : low;
                high = mid > high ? mid : high;
            }
            assert_int_equal(range.edge[0][book], low - 1);
            assert_int_equal(range.edge[1][book], high);
        }
    }
    free(walk);
}

static void ranges_of_eras_hold_both(void **state)
{
    (void)state;
    struct tkg_book_walk *walk = make_walk(9);
    for (uint64_t era = 0; era < 50; era++) {
        struct tkg_book_range whole;
        struct tkg_book_range by_blocks;
        tkg_book_walk_prepare(walk, era * TKG_BOOK_ERA_BLOCKS);
        tkg_book_walk_era_range(walk, era, &whole);
        tkg_book_walk_range(walk, era * TKG_BOOK_ERA_BLOCKS, (era + 2) * TKG_BOOK_ERA_BLOCKS - 1,
                            &by_blocks);
        assert_memory_equal(&whole, &by_blocks, sizeof(whole));
    }
    free(walk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(displacements_are_those_of_a_brownian_bridge),
        cmocka_unit_test(no_draw_can_bring_a_price_near_zero),
        cmocka_unit_test(a_block_moves_a_middle_by_at_most_one_tick),
        cmocka_unit_test(moves_grow_with_the_square_root_of_time),
        cmocka_unit_test(books_move_apart_from_each_other),
        cmocka_unit_test(jumps_give_what_walking_gives),
        cmocka_unit_test(ranges_lie_beyond_every_middle),
        cmocka_unit_test(ranges_of_eras_hold_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
