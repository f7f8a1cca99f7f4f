/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "rank_sum.h"

/* The example of scipy.stats.mannwhitneyu (scipy 1.9): ages of men and women at a diagnosis. */
static const double men[] = {19, 22, 16, 29, 24};
static const double women[] = {20, 11, 17, 12};

static void example_of_scipy_is_reproduced(void **state)
{
    (void)state;
    assert_near(tkg_rank_sum_u(men, 5, women, 4), 17.0, 0.0);
    assert_near(tkg_rank_sum_p_exact(men, 5, women, 4), 0.1111111111111111, 1e-15);
    assert_near(tkg_rank_sum_p_exact(women, 4, men, 5), 0.1111111111111111, 1e-15);
    assert_near(tkg_rank_sum_p_normal(men, 5, women, 4), 0.11134688653314041, 1e-15);
}

/* `inversions` pairs in which a is above b, for two sets of `count`. */
static double p_at(size_t count, size_t inversions)
{
    double a[TKG_RANK_SUM_MAX];
    double b[TKG_RANK_SUM_MAX];
    for (size_t i = 0; i < count; i++) {
        const size_t above = inversions < count ? inversions : count;
        a[i] = (double)above + 0.001 * (double)i;
        b[i] = (double)i + 0.5;
        inversions -= above;
    }
    return tkg_rank_sum_p_exact(a, count, b, count);
}

/* Mann and Whitney's tables, two-sided 5 %: U <= 0, 17, 23, 127 at 4, 9, 10 and 20 a side. */
static void critical_values_are_those_of_the_tables(void **state)
{
    (void)state;
    const size_t table[][2] = {{4, 0}, {9, 17}, {10, 23}, {20, 127}};
    for (size_t i = 0; i < 4; i++) {
        assert_true(p_at(table[i][0], table[i][1]) <= 0.05);
        assert_true(p_at(table[i][0], table[i][1] + 1) > 0.05);
    }
}

/* Complete separation of 3 and 3 is one order of twenty, twice. */
static void separation_of_three_and_three_is_one_tenth(void **state)
{
    (void)state;
    const double low[] = {1, 2, 3};
    const double high[] = {4, 5, 6};
    assert_near(tkg_rank_sum_p_exact(low, 3, high, 3), 0.1, 1e-15);
}

static void equal_values_tell_nothing(void **state)
{
    (void)state;
    const double same[] = {5, 5, 5, 5};
    assert_near(tkg_rank_sum_p_normal(same, 4, same, 4), 1.0, 0.0);
    assert_near(tkg_rank_sum_u(same, 4, same, 4), 8.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(example_of_scipy_is_reproduced),
        cmocka_unit_test(critical_values_are_those_of_the_tables),
        cmocka_unit_test(separation_of_three_and_three_is_one_tenth),
        cmocka_unit_test(equal_values_tell_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
