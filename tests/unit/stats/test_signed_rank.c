/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/random.h"
#include "cmocka_all.h"
#include "stats/signed_rank.h"

/* R 4.2.2: q <- qsignrank(error, n), one less where psignrank(q, n) > error; q + 1 and
 * psignrank(q, n) printed with 17 digits. The limits at 2.5 % are those of the printed tables, e.g.
 * Wilcoxon and Wilcox 1964: 5 for n = 9, 52 for n = 20, 137 for n = 30 are the largest sums that
 * reject, one less than these. */
static const struct {
    size_t count;
    double error_0to1;
    uint64_t limit;
    double reached;
} from_r[] = {
    {6, 0.025, 1, 0.015625000000000007},
    {6, 0.005, 0, 0.0},
    {9, 0.025, 6, 0.01953125},
    {10, 0.0025, 2, 0.001953125},
    {12, 0.0006, 2, 0.00048828125000000033},
    {20, 0.025, 53, 0.024220466613769531},
    {20, 0.0006, 23, 0.00050830841064453125},
    {30, 0.025, 138, 0.024855060502886776},
    {60, 0.0025, 538, 0.0024452251867174896},
    {120, 0.005, 2651, 0.0049832918957771494},
    {240, 0.0006, 10989, 0.00059858007452707877},
    {480, 0.025, 51762, 0.024985747494001922},
    {960, 0.005, 208518, 0.0049992542415611008},
    {960, 0.0006, 202840, 0.00059981783750362211},
};

static void limit_and_its_error_equal_those_of_r(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof from_r / sizeof from_r[0]; i++) {
        struct tkg_error err = {0};
        uint64_t limit = 99;
        double reached = 99;
        assert_status(
            tkg_signed_rank_limit(from_r[i].count, from_r[i].error_0to1, &limit, &reached, &err),
            TKG_OK, &err);
        assert_int_equal(limit, from_r[i].limit);
        assert_near(reached, from_r[i].reached, 1e-12);
    }
}

/* Three values, by hand: of the 8 sets of ranks {}, {1}, {2}, {3}, {1,2}, ... one sums to 0, one to
 * 1, one to 2, two to 3. P(W <= 1) = 2/8, P(W <= 2) = 3/8. */
static void three_values_by_hand(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    uint64_t limit = 0;
    double reached = 0;
    assert_status(tkg_signed_rank_limit(3, 0.26, &limit, &reached, &err), TKG_OK, &err);
    assert_int_equal(limit, 2);
    assert_near(reached, 0.25, 1e-15);
    assert_status(tkg_signed_rank_limit(3, 0.4, &limit, &reached, &err), TKG_OK, &err);
    assert_int_equal(limit, 3);
    assert_near(reached, 0.375, 1e-15);
}

static struct tkg_shift shift_of(const double *values, size_t count, double error_0to1)
{
    struct tkg_error err = {0};
    struct tkg_shift shift;
    assert_status(tkg_shift_estimate(values, count, error_0to1, &shift, &err), TKG_OK, &err);
    return shift;
}

/* Hollander and Wolfe, example 3.1 (depression scores, before minus after), as in R's help page of
 * wilcox.test; R 4.2.2 wilcox.test(x - y, conf.int = TRUE): 0.46, [0.010, 0.786]. */
static void depression_scores_of_hollander_and_wolfe(void **state)
{
    (void)state;
    static const double change[] = {1.83 - 0.878, 0.50 - 0.647, 1.62 - 0.598,
                                    2.48 - 2.05,  1.68 - 1.06,  1.88 - 1.29,
                                    1.55 - 1.06,  3.06 - 3.14,  1.30 - 1.29};
    const struct tkg_shift shift = shift_of(change, 9, 0.025);
    assert_near(shift.estimate, 0.46, 1e-12);
    assert_near(shift.low, 0.010, 1e-12);
    assert_near(shift.high, 0.786, 1e-12);
    assert_near(shift.error_0to1, 0.01953125, 1e-15);
}

/* R 4.2.2: wilcox.test(d, conf.int = TRUE, conf.level = 0.99 and 0.90, exact = TRUE). */
static void twelve_values_agree_with_r(void **state)
{
    (void)state;
    static const double values[] = {-0.31, 0.42,  1.73, -1.21, 0.05,  2.44,
                                    0.88,  -0.17, 1.09, 0.63,  -2.02, 0.71};
    const struct tkg_shift wide = shift_of(values, 12, 0.005);
    assert_near(wide.estimate, 0.385, 1e-12);
    assert_near(wide.low, -0.76, 1e-12);
    assert_near(wide.high, 1.43, 1e-12);
    const struct tkg_shift narrow = shift_of(values, 12, 0.05);
    assert_near(narrow.low, -0.25, 1e-12);
    assert_near(narrow.high, 0.985, 1e-12);
}

static void too_few_values_give_an_endless_interval(void **state)
{
    (void)state;
    static const double values[] = {3.0, 1.0, 2.0};
    const struct tkg_shift shift = shift_of(values, 3, 0.005);
    assert_near(shift.estimate, 2.0, 1e-15);
    assert_true(isinf(shift.low) && shift.low < 0);
    assert_true(isinf(shift.high) && shift.high > 0);
    assert_near(shift.error_0to1, 0.0, 0.0);
}

static void one_value_is_its_own_centre(void **state)
{
    (void)state;
    static const double value = -7.5;
    assert_near(shift_of(&value, 1, 0.4).estimate, -7.5, 0.0);
}

/* The promise itself: over 20,000 sets of 12 values around 5 the interval misses on each side about
 * as often as it says. Standard error of the rate: sqrt(0.0212 x 0.979 / 20000) = 0.001; four of
 * them allowed. */
static void interval_misses_as_often_as_it_says(void **state)
{
    (void)state;
    struct tkg_random random = {20261121};
    int missed[2] = {0, 0};
    double said = 0;
    for (int set = 0; set < 20000; set++) {
        double values[12];
        for (size_t i = 0; i < 12; i++) {
            const double uniform = tkg_random_unit(&random);
            values[i] = 5.0 + (uniform - 0.5) * (1 + 9 * (double)(i % 3)); /* spreads differ */
        }
        const struct tkg_shift shift = shift_of(values, 12, 0.025);
        missed[0] += shift.low > 5.0;
        missed[1] += shift.high < 5.0;
        said = shift.error_0to1;
    }
    assert_near(missed[0] / 20000.0, said, 0.004);
    assert_near(missed[1] / 20000.0, said, 0.004);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limit_and_its_error_equal_those_of_r),
        cmocka_unit_test(three_values_by_hand),
        cmocka_unit_test(depression_scores_of_hollander_and_wolfe),
        cmocka_unit_test(twelve_values_agree_with_r),
        cmocka_unit_test(too_few_values_give_an_endless_interval),
        cmocka_unit_test(one_value_is_its_own_centre),
        cmocka_unit_test(interval_misses_as_often_as_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
