/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "stats/growth_law.h"

/* n log n over 1e4 .. 1e6 by hand: 1 + ln(ln 1e6 / ln 1e4) / ln 100. */
static const double n_log_n = 1.088046;

static struct tkg_growth nearest(double slope, double low, double high)
{
    struct tkg_line_fit fit = {.slope = slope, .slope_low = low, .slope_high = high};
    return tkg_growth_nearest(&fit, n_log_n);
}

static void planted_laws_get_their_names(void **state)
{
    (void)state;
    static const struct {
        double slope;
        const char *name;
    } cases[] = {{1.09, "n log n"}, {1.5, "n^1.5"}, {1.97, "n^2"}, {2.9, "n^3"}, {7.0, "n^3"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tkg_growth growth =
            nearest(cases[i].slope, cases[i].slope - 0.01, cases[i].slope + 0.01);
        assert_string_equal(tkg_growth_law_name(growth.law), cases[i].name);
    }
}

/* (1.088046 + 1.5) / 2 = 1.294023. */
static void the_nearer_of_two_laws_is_named(void **state)
{
    (void)state;
    assert_int_equal(nearest(1.2940, 1.2, 1.4).law, TKG_GROWTH_N_LOG_N);
    assert_int_equal(nearest(1.2941, 1.2, 1.4).law, TKG_GROWTH_N_SQRT_N);
}

/* A law's exponent is its own, exactly: whether it fits is asked of that. */
static void named_laws_have_their_exponents(void **state)
{
    (void)state;
    const double exponents[] = {n_log_n, 1.5, 2.0, 3.0};
    for (size_t i = 0; i < sizeof(exponents) / sizeof(exponents[0]); i++) {
        const double at = exponents[i];
        struct tkg_growth growth = nearest(at, at - 0.001, at + 0.001);
        assert_near(growth.exponent, at, 0.0);
        assert_true(growth.fits);
    }
}

/* n + n^2/1e6 over the same sizes has 1.148: no law of the list, and the report says so. */
static void a_law_outside_the_interval_does_not_fit(void **state)
{
    (void)state;
    struct tkg_growth growth = nearest(1.148, 1.139, 1.158);
    assert_int_equal(growth.law, TKG_GROWTH_N_LOG_N);
    assert_near(growth.exponent, n_log_n, 0.0);
    assert_false(growth.fits);
    assert_true(nearest(1.10, n_log_n, 1.12).fits);
    assert_true(nearest(1.07, 1.06, n_log_n).fits);
}

static void no_law_has_no_name(void **state)
{
    (void)state;
    assert_string_equal(tkg_growth_law_name(TKG_GROWTH_NONE), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(planted_laws_get_their_names),
        cmocka_unit_test(the_nearer_of_two_laws_is_named),
        cmocka_unit_test(named_laws_have_their_exponents),
        cmocka_unit_test(a_law_outside_the_interval_does_not_fit),
        cmocka_unit_test(no_law_has_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
