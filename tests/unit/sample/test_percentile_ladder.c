/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/percentile_ladder.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static int create(void **state)
{
    *state = tkg_histogram_create();
    return *state ? 0 : -1;
}

static int destroy(void **state)
{
    tkg_histogram_destroy(*state);
    return 0;
}

/* By hand: 1 is reached at 25 % (steps 0 10 20), 2 at 50 % (30 40 50), 3 at 75 % (five steps in the
 * second half: 55 60 65 70 75), 4 has one step, 77.5, and the end. */
static void four_values_have_the_steps_of_the_original(void **state)
{
    struct tkg_histogram *histogram = *state;
    struct tkg_percentile_ladder ladder;
    const double percents[] = {0, 10, 20, 30, 40, 50, 55, 60, 65, 70, 75, 77.5, 100};
    const uint64_t values[] = {1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4};
    for (uint64_t value = 1; value <= 4; value++) {
        tkg_histogram_record(histogram, value);
    }
    tkg_percentile_ladder(histogram, &ladder);
    assert_int_equal(ladder.step_count, 13);
    for (size_t i = 0; i < 13; i++) {
        assert_true(fabs(ladder.steps[i].share_0to1 * 100.0 - percents[i]) < 1e-12);
        assert_true(ladder.steps[i].value == (double)values[i]);
        assert_int_equal(ladder.steps[i].up_to_here, values[i]);
    }
}

static void empty_histogram_has_no_steps(void **state)
{
    struct tkg_percentile_ladder ladder;
    tkg_percentile_ladder(*state, &ladder);
    assert_int_equal(ladder.step_count, 0);
}

static void one_value_has_two_steps(void **state)
{
    struct tkg_percentile_ladder ladder;
    tkg_histogram_record(*state, 5001); /* its bucket holds 5000, too, but not here */
    tkg_percentile_ladder(*state, &ladder);
    assert_int_equal(ladder.step_count, 2);
    assert_true(ladder.steps[0].value == 5001.0 && ladder.steps[0].share_0to1 == 0.0);
    assert_true(ladder.steps[1].value == 5001.0 && ladder.steps[1].share_0to1 == 1.0);
}

/* 1 to 100, once each: value n is reached at n %, so every whole step is the value itself. */
static void a_step_that_is_met_exactly_is_not_passed_over(void **state)
{
    struct tkg_histogram *histogram = *state;
    struct tkg_percentile_ladder ladder;
    for (uint64_t value = 1; value <= 100; value++) {
        tkg_histogram_record(histogram, value);
    }
    tkg_percentile_ladder(histogram, &ladder);
    const double values[] = {1, 10, 20, 30, 40, 50, 55, 60, 65, 70, 75, 78, 80, 83, 85, 88};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        assert_true(ladder.steps[i].value == values[i]);
    }
}

static void two_in_the_highest_bucket_are_its_midpoint_and_then_the_maximum(void **state)
{
    struct tkg_percentile_ladder ladder;
    tkg_histogram_record(*state, 5000);
    tkg_histogram_record(*state, 5001);
    tkg_percentile_ladder(*state, &ladder);
    assert_int_equal(ladder.step_count, 2);
    assert_true(ladder.steps[0].value == 5000.5 && ladder.steps[0].up_to_here == 2);
    assert_true(ladder.steps[1].value == 5001.0);
}

/* The longest ladder: one value behind 2^63 others, 63 halvings. */
static void the_longest_ladder_fits(void **state)
{
    struct tkg_histogram *histogram = *state;
    struct tkg_percentile_ladder ladder;
    assert_true(tkg_histogram_add_to_bucket(histogram, 7, UINT64_MAX - 1));
    tkg_histogram_record(histogram, 900);
    tkg_percentile_ladder(histogram, &ladder);
    assert_true(ladder.step_count > 5 * 50 && ladder.step_count <= TKG_LADDER_STEPS_MAX);
    assert_true(ladder.steps[ladder.step_count - 1].share_0to1 == 1.0);
    assert_true(ladder.steps[ladder.step_count - 1].value == 900.0);
    assert_true(ladder.steps[ladder.step_count - 1].up_to_here == UINT64_MAX);
}

#define WITH_HISTOGRAM(test) cmocka_unit_test_setup_teardown(test, create, destroy)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_HISTOGRAM(four_values_have_the_steps_of_the_original),
        WITH_HISTOGRAM(empty_histogram_has_no_steps),
        WITH_HISTOGRAM(one_value_has_two_steps),
        WITH_HISTOGRAM(a_step_that_is_met_exactly_is_not_passed_over),
        WITH_HISTOGRAM(two_in_the_highest_bucket_are_its_midpoint_and_then_the_maximum),
        WITH_HISTOGRAM(the_longest_ladder_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
