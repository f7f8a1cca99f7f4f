/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "stats/theil_sen.h"

static struct tkg_theil_sen fit_of(const double *x, const double *y, size_t count)
{
    struct tkg_theil_sen fit;
    struct tkg_error err = {0};
    assert_status(tkg_theil_sen(x, y, count, &fit, &err), TKG_OK, &err);
    return fit;
}

/* Hollander and Wolfe 1999, example 9.3, cloud seeding, has five points. Their ten slopes by hand:
 * .01 -.07 -.0333 -.0575 -.15 -.055 -.08 .04 -.045 -.13; in the middle stand -.0575 and -.055. */
static void textbook_slope_is_the_middle_of_ten_pairs(void **state)
{
    (void)state;
    static const double x[] = {1, 2, 3, 4, 5};
    static const double y[] = {1.26, 1.27, 1.12, 1.16, 1.03};
    struct tkg_theil_sen fit = fit_of(x, y, 5);
    assert_near(fit.slope, -0.05625, 1e-12);
    assert_int_equal(fit.pair_count, 10);
}

/* scipy 1.10.1: scipy.stats.theilslopes(y, x, 0.95). */
static void uneven_points_agree_with_scipy(void **state)
{
    (void)state;
    static const double x[] = {0, 1, 2, 3, 4, 10, 12, 18};
    static const double y[] = {8.98, 8.14, 6.67, 7.5, 6.28, 5.99, 4.2, 3.1};
    struct tkg_theil_sen fit = fit_of(x, y, 8);
    assert_near(fit.slope, -0.30950000000000016, 1e-12);
    assert_near(fit.low, -0.675, 1e-12);
    assert_near(fit.high, -0.2157142857142857, 1e-12);
}

/* scipy, too: ties in y narrow the interval; 30 is a wild point and moves nothing. */
static void tied_values_agree_with_scipy(void **state)
{
    (void)state;
    static const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    static const double y[] = {5, 5, 5, 7, 7, 9, 4, 9, 9, 12, 30, 12};
    struct tkg_theil_sen fit = fit_of(x, y, 12);
    assert_near(fit.slope, 0.75, 1e-12);
    assert_near(fit.low, 0.5, 1e-12);
    assert_near(fit.high, 1.3333333333333333, 1e-12);
}

/* scipy 1.10.1: 0 [-0.25, 0]; as if no values were tied its formula would give [-0.3333, 0]. */
static void ties_narrow_the_interval_as_scipy_has_it(void **state)
{
    (void)state;
    static const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    static const double y[] = {4, 8, 2, 4, 2, 4, 4, 4, 9, 4, 4, 2, 4, 2};
    struct tkg_theil_sen fit = fit_of(x, y, 14);
    assert_near(fit.slope, 0.0, 1e-12);
    assert_near(fit.low, -0.25, 1e-12);
    assert_near(fit.high, 0.0, 1e-12);
}

/* y = 3 i + (7919 i mod 101) / 3 - 10, to cents; scipy: 3.2 [2.6391666666666667, 3.49304...]. */
static void thirty_points_agree_with_scipy(void **state)
{
    (void)state;
    double x[30];
    double y[30];
    for (int i = 1; i <= 30; i++) {
        x[i - 1] = i;
        y[i - 1] = round(100.0 * (3.0 * i + (i * 7919 % 101) / 3.0 - 10.0)) / 100.0;
    }
    struct tkg_theil_sen fit = fit_of(x, y, 30);
    assert_near(fit.slope, 3.2, 1e-9);
    assert_near(fit.low, 2.6391666666666667, 1e-9);
    assert_near(fit.high, 3.4930434782608697, 1e-9);
}

/* scipy: 2 [-1, 5] over the 13 pairs whose x differ. */
static void pairs_of_one_x_have_no_slope(void **state)
{
    (void)state;
    static const double x[] = {1, 1, 2, 2, 3, 4};
    static const double y[] = {1, 2, 3, 5, 4, 9};
    struct tkg_theil_sen fit = fit_of(x, y, 6);
    assert_int_equal(fit.pair_count, 13);
    assert_near(fit.slope, 2.0, 1e-12);
    assert_near(fit.low, -1.0, 1e-12);
    assert_near(fit.high, 5.0, 1e-12);
}

/* A heap that does not move must not be given a slope by rounding. */
static void flat_line_is_zero_exactly(void **state)
{
    (void)state;
    double x[200];
    double y[200];
    for (size_t i = 0; i < 200; i++) {
        x[i] = (double)i * 4999.0;
        y[i] = 123456789.0;
    }
    struct tkg_theil_sen fit = fit_of(x, y, 200);
    assert_near(fit.slope, 0.0, 0.0);
    assert_near(fit.low, 0.0, 0.0);
    assert_near(fit.high, 0.0, 0.0);
}

/* One step of a page or a pool in 200 samples: most pairs lie on one side of it or span it. Pairs
 * on one side: 2 x 4950 of 19,900 are flat, less than half; hence a step in the first fifth is the
 * test: 780 + 12,720 flat pairs are 68 %. */
static void early_step_is_no_growth(void **state)
{
    (void)state;
    double x[200];
    double y[200];
    for (size_t i = 0; i < 200; i++) {
        x[i] = (double)i;
        y[i] = i < 40 ? 0.0 : 65536.0;
    }
    struct tkg_theil_sen fit = fit_of(x, y, 200);
    assert_near(fit.slope, 0.0, 0.0);
    assert_near(fit.low, 0.0, 0.0);
}

static void exact_line_of_as_many_points_as_fit_has_its_slope(void **state)
{
    (void)state;
    double x[TKG_THEIL_SEN_POINTS_MAX];
    double y[TKG_THEIL_SEN_POINTS_MAX];
    for (size_t i = 0; i < TKG_THEIL_SEN_POINTS_MAX; i++) {
        x[i] = 1000.0 * (double)i;
        y[i] = 4096.0 + 24.0 * x[i];
    }
    struct tkg_theil_sen fit = fit_of(x, y, TKG_THEIL_SEN_POINTS_MAX);
    assert_near(fit.slope, 24.0, 0.0);
    assert_near(fit.low, 24.0, 0.0);
    assert_near(fit.high, 24.0, 0.0);
}

static void too_few_points_or_one_x_give_no_number(void **state)
{
    (void)state;
    static const double same[] = {4, 4, 4, 4, 4};
    static const double y[] = {1, 2, 3, 4, 5};
    struct tkg_theil_sen fit = fit_of(y, y, 4);
    assert_nan(fit.slope);
    assert_nan(fit.low);
    assert_nan(fit.high);
    fit = fit_of(same, y, 5);
    assert_nan(fit.slope);
    assert_int_equal(fit.pair_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(textbook_slope_is_the_middle_of_ten_pairs),
        cmocka_unit_test(uneven_points_agree_with_scipy),
        cmocka_unit_test(tied_values_agree_with_scipy),
        cmocka_unit_test(ties_narrow_the_interval_as_scipy_has_it),
        cmocka_unit_test(thirty_points_agree_with_scipy),
        cmocka_unit_test(pairs_of_one_x_have_no_slope),
        cmocka_unit_test(flat_line_is_zero_exactly),
        cmocka_unit_test(early_step_is_no_growth),
        cmocka_unit_test(exact_line_of_as_many_points_as_fit_has_its_slope),
        cmocka_unit_test(too_few_points_or_one_x_give_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
