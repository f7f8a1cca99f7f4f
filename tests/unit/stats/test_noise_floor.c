/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "base/random.h"
#include "stats/noise_floor.h"

enum { PAIR_COUNT = 4000 };

static double first[PAIR_COUNT];
static double second[PAIR_COUNT];

/* Standard normal by Box and Muller (1958). */
static double draw_normal(struct tkg_random *random)
{
    const double radius = sqrt(-2.0 * log(1.0 - tkg_random_unit(random)));
    return radius * cos(6.283185307179586 * tkg_random_unit(random));
}

/* Pairs of 5 ns with normal noise of a share, the second moved by another. */
static void draw_pairs(double noise, double shift)
{
    struct tkg_random random = {1};
    for (size_t i = 0; i < PAIR_COUNT; i++) {
        first[i] = 5.0 * exp(noise * draw_normal(&random));
        second[i] = 5.0 * exp(shift + noise * draw_normal(&random));
    }
}

static struct tkg_noise_floor floor_of(size_t pair_count)
{
    struct tkg_noise_floor floor;
    struct tkg_error err = {.text = ""};
    assert_status(tkg_noise_floor_of(first, second, pair_count, 42, &floor, &err), TKG_OK, &err);
    return floor;
}

/* The standard error of a median absolute deviation of 8,000 normal values is 1.3 % of it. */
static void noise_of_a_trial_is_the_standard_deviation_where_noise_is_normal(void **state)
{
    (void)state;
    draw_pairs(0.01, 0.0);
    assert_near(floor_of(PAIR_COUNT).trial_noise, 0.01, 0.0005);
}

/* The interval of 20 values reaches from rank 6 to rank 15. The sixth smallest of 20 is below p
 * with P(Binomial(20, p) >= 6), which is 0.1 at p = 0.165872 (bisection in Python), where a
 * standard normal stands at -0.970606. Differences of two trials of noise s have s * sqrt(2), so
 * with s = 1 % the effect seen by 90 % of runs is 0.01 * 1.414214 * 0.970606 = 1.3726 %. */
static void smallest_effect_is_what_order_statistics_say(void **state)
{
    (void)state;
    draw_pairs(0.01, 0.0);
    assert_near(floor_of(PAIR_COUNT).effect_min, 0.013726, 0.0007);
}

/* Twice the noise, twice the effect. */
static void smallest_effect_grows_with_the_noise(void **state)
{
    (void)state;
    draw_pairs(0.01, 0.0);
    const double once = floor_of(PAIR_COUNT).effect_min;
    draw_pairs(0.02, 0.0);
    assert_near(floor_of(PAIR_COUNT).effect_min / once, 2.0, 0.02);
}

/* A real difference between the two sides moves the shift, not what can be seen. */
static void shift_is_told_and_does_not_change_the_smallest_effect(void **state)
{
    (void)state;
    draw_pairs(0.01, 0.0);
    const struct tkg_noise_floor still = floor_of(PAIR_COUNT);
    assert_true(still.shift_low < 0.0 && still.shift_high > 0.0);
    draw_pairs(0.01, 0.03);
    const struct tkg_noise_floor moved = floor_of(PAIR_COUNT);
    assert_near(moved.shift, expm1(0.03), 0.001);
    assert_true(moved.shift_low > 0.0);
    assert_near(moved.effect_min, still.effect_min, 1e-9);
}

/* No noise: every effect is seen. */
static void equal_times_have_no_floor(void **state)
{
    (void)state;
    draw_pairs(0.0, 0.0);
    const struct tkg_noise_floor floor = floor_of(20);
    assert_near(floor.trial_noise, 0.0, 0.0);
    assert_near(floor.effect_min, 0.0, 0.0);
    assert_int_equal(floor.pair_count, 20);
}

static void same_seed_gives_the_same_floor(void **state)
{
    (void)state;
    draw_pairs(0.01, 0.0);
    const struct tkg_noise_floor one = floor_of(50);
    const struct tkg_noise_floor again = floor_of(50);
    assert_true(one.effect_min == again.effect_min);
}

static void too_few_pairs_give_no_number(void **state)
{
    struct tkg_noise_floor floor;
    struct tkg_error err = {.text = ""};
    (void)state;
    draw_pairs(0.01, 0.0);
    assert_int_equal(tkg_noise_floor_of(first, second, 9, 42, &floor, &err), TKG_TOO_FEW);
    assert_string_equal(err.text, "9 pairs of trials; a noise floor needs 10");
    assert_nan(floor.effect_min);
    assert_nan(floor.trial_noise);
    assert_int_equal(floor.pair_count, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_of_a_trial_is_the_standard_deviation_where_noise_is_normal),
        cmocka_unit_test(smallest_effect_is_what_order_statistics_say),
        cmocka_unit_test(smallest_effect_grows_with_the_noise),
        cmocka_unit_test(shift_is_told_and_does_not_change_the_smallest_effect),
        cmocka_unit_test(equal_times_have_no_floor),
        cmocka_unit_test(same_seed_gives_the_same_floor),
        cmocka_unit_test(too_few_pairs_give_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
