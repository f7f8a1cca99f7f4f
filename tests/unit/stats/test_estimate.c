/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/estimate.h"

#include <stdlib.h>

#include "record_builder.h"

static void assert_no_number(const struct tkg_estimate *estimate)
{
    assert_true(isnan(estimate->value) && isnan(estimate->low) && isnan(estimate->high));
    assert_true(isnan(estimate->coverage_0to1) && isnan(estimate->mean));
    assert_true(isnan(estimate->stddev) && isnan(estimate->mad));
    assert_true(isnan(estimate->min) && isnan(estimate->max));
}

/* 1..20 shuffled. Hand: median 10.5; ranks 6 and 15; mean 10.5; variance (20^2 - 1) / 12 * 20 / 19
 * = 35; distances from 10.5 are 0.5, 0.5, 1.5, ... 9.5, 9.5: their median is (4.5 + 5.5) / 2 = 5.
 */
/* row: B05 */
static void twenty_values_give_every_field(void **state)
{
    (void)state;
    double values[] = {7, 20, 3, 14, 1, 18, 11, 5, 9, 16, 2, 13, 6, 19, 4, 10, 17, 8, 15, 12};
    struct tkg_estimate estimate = tkg_estimate_from_values(values, 20, 3);
    assert_near(estimate.value, 10.5, 1e-15);
    assert_true(estimate.low == 6.0 && estimate.high == 15.0);
    assert_near(estimate.coverage_0to1, 0.9586105347, 1e-9);
    assert_near(estimate.mean, 10.5, 1e-15);
    assert_near(estimate.stddev, sqrt(35.0), 1e-14);
    assert_near(estimate.mad, 5.0, 1e-15);
    assert_true(estimate.min == 1.0 && estimate.max == 20.0);
    assert_int_equal(estimate.count, 20);
    assert_int_equal(estimate.invalid_count, 3);
}

static void five_values_are_the_first_to_give_a_number(void **state)
{
    (void)state;
    double values[] = {30, 10, 50, 20, 40};
    struct tkg_estimate estimate = tkg_estimate_from_values(values, 5, 0);
    assert_true(estimate.value == 30.0 && estimate.low == 10.0 && estimate.high == 50.0);
    assert_near(estimate.coverage_0to1, 0.9375, 1e-12);
}

/* row: B07 */
static void four_values_give_no_number_at_all(void **state)
{
    (void)state;
    double values[] = {1, 2, 3, 4};
    struct tkg_estimate estimate = tkg_estimate_from_values(values, 4, 2);
    assert_no_number(&estimate);
    assert_int_equal(estimate.count, 4);
    assert_int_equal(estimate.invalid_count, 2);
}

static void nothing_gives_nothing(void **state)
{
    (void)state;
    struct tkg_estimate none = tkg_estimate_from_values(NULL, 0, 0);
    assert_no_number(&none);
    assert_int_equal(none.count, 0);
}

static void one_wild_trial_does_not_move_the_median_beyond_the_interval(void **state)
{
    (void)state;
    double values[] = {100, 101, 102, 103, 104, 105, 106, 107, 108, 1e9};
    struct tkg_estimate estimate = tkg_estimate_from_values(values, 10, 0);
    assert_true(estimate.value == 104.5);
    assert_true(estimate.low == 101.0 && estimate.high == 108.0);
    assert_true(estimate.max == 1e9);
}

/* A large offset must not cost digits: the deviations are 1 and 2. */
static void stddev_survives_a_large_mean(void **state)
{
    (void)state;
    double values[] = {1e12 - 2, 1e12 - 1, 1e12, 1e12 + 1, 1e12 + 2};
    assert_near(tkg_estimate_from_values(values, 5, 0).stddev, sqrt(2.5), 1e-12);
}

/* row: B07 */
static void flagged_trials_and_missing_values_do_not_count(void **state)
{
    (void)state;
    struct tkg_case the_case = {.name = "replay/1M", .tick_count = 1000000};
    for (uint32_t i = 0; i < 6; i++) {
        add_value(&the_case, TKG_PASS_THROUGHPUT, i, TKG_METRIC_THROUGHPUT, 10.0 + i);
        add_flagged(&the_case, TKG_PASS_THROUGHPUT, i, TKG_METRIC_THROUGHPUT, 1.0);
        add_value(&the_case, TKG_PASS_MEMORY, i, TKG_METRIC_PEAK_MEMORY, 5.0);
    }
    double scratch[18];
    struct tkg_estimate estimate =
        tkg_estimate_from_case(&the_case, TKG_METRIC_THROUGHPUT, scratch);
    assert_true(estimate.value == 12.5 && estimate.min == 10.0);
    assert_int_equal(estimate.count, 6);
    assert_int_equal(estimate.invalid_count, 6);
    free(the_case.trials);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_values_give_every_field),
        cmocka_unit_test(five_values_are_the_first_to_give_a_number),
        cmocka_unit_test(four_values_give_no_number_at_all),
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(one_wild_trial_does_not_move_the_median_beyond_the_interval),
        cmocka_unit_test(stddev_survives_a_large_mean),
        cmocka_unit_test(flagged_trials_and_missing_values_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
