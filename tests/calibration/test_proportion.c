/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "proportion.h"

/* R 4.2, ?binom.test (W. J. Conover 1971, p. 97): 682 of 925 gives [0.7076683, 0.7654066]. */
static void bounds_are_those_of_r(void **state)
{
    (void)state;
    assert_near(tkg_proportion_lower(682, 925, 0.025), 0.7076683, 1e-7);
    assert_near(tkg_proportion_upper(682, 925, 0.025), 0.7654066, 1e-7);
}

/* Without a hit the bound is 1 - error^(1/n), by hand. */
static void nothing_in_three_thousand_is_below_a_tenth_percent(void **state)
{
    (void)state;
    assert_near(tkg_proportion_upper(0, 3000, 0.05), 1.0 - pow(0.05, 1.0 / 3000.0), 1e-12);
    assert_near(tkg_proportion_upper(0, 3000, 0.05), 0.000998, 5e-7);
    assert_near(tkg_proportion_upper(0, 10000, 0.05), 0.00029953, 5e-9);
}

/* All of n: the lower bound is error^(1/n). 299 is the least n for 99 % with 95 % confidence. */
static void all_of_299_is_above_99_percent(void **state)
{
    (void)state;
    assert_near(tkg_proportion_lower(300, 300, 0.05), pow(0.05, 1.0 / 300.0), 1e-12);
    assert_true(tkg_proportion_lower(299, 299, 0.05) >= 0.99);
    assert_true(tkg_proportion_lower(298, 298, 0.05) < 0.99);
}

static void ends_of_the_scale_are_exact(void **state)
{
    (void)state;
    assert_near(tkg_proportion_upper(5, 5, 0.05), 1.0, 0.0);
    assert_near(tkg_proportion_lower(0, 5, 0.05), 0.0, 0.0);
}

/* 1 - 0.9^10, and (by hand) P(X <= 1) of ten coins = 11/1024. */
static void cdf_is_as_by_hand(void **state)
{
    (void)state;
    assert_near(tkg_binomial_cdf(0, 10, 0.1), pow(0.9, 10), 1e-15);
    assert_near(tkg_binomial_cdf(1, 10, 0.5), 11.0 / 1024.0, 1e-15);
    assert_near(tkg_binomial_cdf(3, 10, 0.0), 1.0, 0.0);
    assert_near(tkg_binomial_cdf(3, 10, 1.0), 0.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_are_those_of_r),
        cmocka_unit_test(nothing_in_three_thousand_is_below_a_tenth_percent),
        cmocka_unit_test(all_of_299_is_above_99_percent),
        cmocka_unit_test(ends_of_the_scale_are_exact),
        cmocka_unit_test(cdf_is_as_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
