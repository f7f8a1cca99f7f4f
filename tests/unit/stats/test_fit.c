/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/fit.h"

#include "record_builder.h"

/* NIST Statistical Reference Datasets, linear regression, "Norris" (36 points, certified values).
 */
static const double NORRIS_X[] = {0.2,   337.4, 118.2, 884.6, 10.1,  226.5, 666.3, 996.3, 448.6,
                                  777.0, 558.2, 0.4,   0.6,   775.5, 666.9, 338.0, 447.5, 11.6,
                                  556.0, 228.1, 995.8, 887.6, 120.2, 0.3,   0.3,   556.8, 339.1,
                                  887.2, 999.0, 779.0, 11.1,  118.3, 229.2, 669.1, 448.9, 0.5};
static const double NORRIS_Y[] = {0.1,   338.8, 118.1, 888.0, 9.2,   228.1, 668.5, 998.5, 449.1,
                                  778.9, 559.2, 0.3,   0.1,   778.1, 668.8, 339.3, 448.9, 10.8,
                                  557.7, 228.3, 998.0, 888.8, 119.6, 0.3,   0.6,   557.6, 339.3,
                                  888.0, 998.5, 778.9, 10.2,  117.6, 228.9, 668.4, 449.2, 0.2};

static void norris_data_give_the_certified_line(void **state)
{
    (void)state;
    struct tkg_line_fit fit = tkg_line_fit(NORRIS_X, NORRIS_Y, 36);
    assert_near(fit.slope, 1.00211681802045, 1e-13);
    assert_near(fit.intercept, -0.262323073774029, 1e-10);
    assert_int_equal(fit.count, 36);
}

/* Certified standard deviations times t(0.975, 34) = 2.032245 (R: qt(0.975, 34)). */
static void norris_intervals_are_two_standard_deviations_wide(void **state)
{
    (void)state;
    struct tkg_line_fit fit = tkg_line_fit(NORRIS_X, NORRIS_Y, 36);
    double slope_half = 2.032245 * 0.429796848199937e-3;
    double intercept_half = 2.032245 * 0.232818234301152;
    assert_near(fit.slope_high - fit.slope, slope_half, 1e-6);
    assert_near(fit.slope - fit.slope_low, slope_half, 1e-6);
    assert_near(fit.intercept_high - fit.intercept, intercept_half, 1e-6);
    assert_near(fit.intercept - fit.intercept_low, intercept_half, 1e-6);
}

static void points_on_a_line_have_no_spread(void **state)
{
    (void)state;
    const double x[] = {1e4, 1e5, 1e6};
    const double y[] = {3e6 + 16e4, 3e6 + 16e5, 3e6 + 16e6};
    struct tkg_line_fit fit = tkg_line_fit(x, y, 3);
    assert_near(fit.slope, 16.0, 1e-12);
    assert_near(fit.intercept, 3e6, 1e-9);
    assert_true(fit.slope_high - fit.slope_low < 1e-6);
}

static void two_points_are_too_few(void **state)
{
    (void)state;
    struct tkg_line_fit fit = tkg_line_fit(NORRIS_X, NORRIS_Y, 2);
    assert_true(isnan(fit.slope) && isnan(fit.slope_low) && isnan(fit.slope_high));
    assert_true(isnan(fit.intercept) && isnan(fit.intercept_low) && isnan(fit.intercept_high));
    assert_int_equal(fit.count, 2);
    assert_true(isnan(tkg_line_fit(NULL, NULL, 0).slope));
}

static void points_above_one_another_have_no_slope(void **state)
{
    (void)state;
    const double x[] = {5, 5, 5, 5};
    const double y[] = {1, 2, 3, 4};
    assert_true(isnan(tkg_line_fit(x, y, 4).slope));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(norris_data_give_the_certified_line),
        cmocka_unit_test(norris_intervals_are_two_standard_deviations_wide),
        cmocka_unit_test(points_on_a_line_have_no_spread),
        cmocka_unit_test(two_points_are_too_few),
        cmocka_unit_test(points_above_one_another_have_no_slope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
