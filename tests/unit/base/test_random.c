/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"

static void sequence_equals_the_published_splitmix64(void **state)
{
    (void)state;
    /* The first five outputs for seed 1234567, as published for Vigna's splitmix64.c (Rosetta Code,
     * "Pseudo-random numbers/Splitmix64"). */
    static const uint64_t published[] = {
        UINT64_C(6457827717110365317), UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
        UINT64_C(4593380528125082431), UINT64_C(16408922859458223821)};
    struct tkg_random random = {1234567};
    for (size_t i = 0; i < 5; i++) {
        assert_true(tkg_random_next(&random) == published[i]);
    }
}

static void draw_at_an_index_depends_on_seed_and_index_only(void **state)
{
    (void)state;
    uint64_t first = tkg_random_at(42, 1000000);
    (void)tkg_random_at(43, 1);
    assert_true(tkg_random_at(42, 1000000) == first);
    assert_true(tkg_random_at(42, 1000001) != first);
    assert_true(tkg_random_at(43, 1000000) != first);
    /* Stream `seed` is splitmix64 started at hash(seed + g): draw i equals its i-th output. */
    struct tkg_random random = {tkg_hash64(42 + UINT64_C(0x9e3779b97f4a7c15))};
    for (uint64_t i = 1; i < 100; i++) {
        assert_true(tkg_random_at(42, i) == tkg_random_next(&random));
    }
}

static void hash_changes_half_of_the_bits(void **state)
{
    (void)state;
    /* Avalanche: 64 x 1000 flips of one input bit. Each output bit flips with p = 1/2, so the mean
     * is 32 of 64 with a standard error of 4 / sqrt(64000) = 0.016; five of them make 0.08. */
    struct tkg_random random = {7};
    uint64_t flips = 0;
    for (int i = 0; i < 1000; i++) {
        uint64_t value = tkg_random_next(&random);
        for (int bit = 0; bit < 64; bit++) {
            uint64_t difference = tkg_hash64(value) ^ tkg_hash64(value ^ (UINT64_C(1) << bit));
            flips += (uint64_t)__builtin_popcountll(difference);
        }
    }
    double mean = (double)flips / 64000.0;
    assert_true(mean > 31.92 && mean < 32.08);
}

static void draws_below_a_bound_are_even(void **state)
{
    (void)state;
    enum { BOUND = 10, DRAWS = 100000 };
    struct tkg_random random = {99};
    uint32_t counts[BOUND] = {0};
    for (int i = 0; i < DRAWS; i++) {
        uint32_t draw = tkg_random_below(&random, BOUND);
        assert_in_range(draw, 0, BOUND - 1);
        counts[draw]++;
    }
    double chi_square = 0.0;
    for (int i = 0; i < BOUND; i++) {
        double distance = (double)counts[i] - DRAWS / BOUND;
        chi_square += distance * distance / (DRAWS / BOUND);
    }
    assert_true(chi_square < 27.88); /* R: qchisq(0.999, df = 9) = 27.877 */
}

static void a_bound_of_one_leaves_only_zero(void **state)
{
    (void)state;
    struct tkg_random random = {5};
    for (int i = 0; i < 100; i++) {
        assert_int_equal(tkg_random_below(&random, 1), 0);
    }
}

static void unit_draws_stay_in_their_interval_and_average_a_half(void **state)
{
    (void)state;
    struct tkg_random random = {11};
    double sum = 0.0;
    for (int i = 0; i < 100000; i++) {
        double draw = tkg_random_unit(&random);
        assert_true(draw >= 0.0 && draw < 1.0);
        sum += draw;
    }
    /* Standard error of the mean: sqrt(1/12/1e5) = 0.00091; five of them. */
    assert_true(sum / 1e5 > 0.4954 && sum / 1e5 < 0.5046);
}

static void shuffle_is_a_permutation_and_repeats_with_its_seed(void **state)
{
    (void)state;
    enum { COUNT = 257 };
    uint32_t first[COUNT], second[COUNT];
    unsigned char seen[COUNT] = {0};
    for (uint32_t i = 0; i < COUNT; i++) {
        first[i] = second[i] = i;
    }
    struct tkg_random a = {3}, b = {3};
    tkg_random_shuffle(&a, first, COUNT);
    tkg_random_shuffle(&b, second, COUNT);
    assert_memory_equal(first, second, sizeof(first));
    uint32_t moved = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(seen[first[i]], 0);
        seen[first[i]] = 1;
        moved += first[i] != i;
    }
    assert_true(moved > COUNT / 2);
    tkg_random_shuffle(&a, first, 0); /* empty is allowed */
}

static void shuffle_reaches_each_order_equally_often(void **state)
{
    (void)state;
    enum { DRAWS = 60000 };
    struct tkg_random random = {17};
    uint32_t counts[27] = {0};
    for (int i = 0; i < DRAWS; i++) {
        uint32_t order[3] = {0, 1, 2};
        tkg_random_shuffle(&random, order, 3);
        counts[order[0] * 9 + order[1] * 3 + order[2]]++;
    }
    int orders = 0;
    for (int i = 0; i < 27; i++) {
        if (counts[i] > 0) {
            orders++;
            /* Binomial(60000, 1/6): mean 10000, standard deviation 91.3; five of them. */
            assert_in_range(counts[i], 10000 - 457, 10000 + 457);
        }
    }
    assert_int_equal(orders, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sequence_equals_the_published_splitmix64),
        cmocka_unit_test(draw_at_an_index_depends_on_seed_and_index_only),
        cmocka_unit_test(hash_changes_half_of_the_bits),
        cmocka_unit_test(draws_below_a_bound_are_even),
        cmocka_unit_test(a_bound_of_one_leaves_only_zero),
        cmocka_unit_test(unit_draws_stay_in_their_interval_and_average_a_half),
        cmocka_unit_test(shuffle_is_a_permutation_and_repeats_with_its_seed),
        cmocka_unit_test(shuffle_reaches_each_order_equally_often),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
