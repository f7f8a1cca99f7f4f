/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/change_point.h"

#include "cmocka_all.h"
#include "series_noise.h"

static struct tkg_change_points find(const double *values, size_t count)
{
    struct tkg_error err = {.text = ""};
    struct tkg_change_points found;
    assert_status(tkg_change_points_find(values, count, TKG_CHANGE_POINT_P, &found, &err), TKG_OK,
                  &err);
    return found;
}

/* Matteson and James, equations 5 and 7, as they stand there: sums over all pairs, nothing shared
 * from split to split. */
static double energy_by_definition(const double *x, size_t m, size_t count)
{
    const size_t n = count - m;
    double between = 0.0, left = 0.0, right = 0.0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++) {
            double *sum = k < m ? &left : i >= m ? &right : &between;
            *sum += fabs(x[i] - x[k]);
        }
    }
    const double dm = (double)m, dn = (double)n;
    const double e = 2.0 / (dm * dn) * between - left / (dm * (dm - 1.0) / 2.0) -
                     right / (dn * (dn - 1.0) / 2.0);
    return dm * dn / (dm + dn) * e;
}

static void series_without_spread_has_no_step(void **state)
{
    (void)state;
    double values[40] = {0};
    assert_int_equal(find(values, 0).count, 0);
    assert_int_equal(find(values, 1).count, 0);
    assert_int_equal(find(values, 40).count, 0);
}

static void step_between_two_constants_is_found_where_it_is(void **state)
{
    (void)state;
    double values[20];
    for (size_t i = 0; i < 20; i++) {
        values[i] = i < 12 ? 1.0 : 1.5;
    }
    const struct tkg_change_points found = find(values, 20);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.points[0].index, 12);
    assert_near(found.points[0].before, 1.0, 0.0);
    assert_near(found.points[0].after, 1.5, 0.0);
    assert_true(found.points[0].p == 0.0);
}

static void split_is_the_one_of_the_published_definition(void **state)
{
    (void)state;
    struct tkg_random random = {1};
    size_t compared = 0;
    for (int series = 0; series < 200; series++) {
        double values[40];
        size_t best = 0;
        for (size_t i = 0; i < 40; i++) {
            values[i] = noise_next(&random) + (i >= 17 ? 6.0 : 0.0);
        }
        for (size_t m = TKG_SEGMENT_MIN; m + TKG_SEGMENT_MIN <= 40; m++) {
            if (best == 0 ||
                energy_by_definition(values, m, 40) > energy_by_definition(values, best, 40)) {
                best = m;
            }
        }
        const struct tkg_change_points found = find(values, 40);
        if (found.count == 1) { /* with a false second one, the split is not the first */
            assert_int_equal(found.points[0].index, best);
            compared++;
        }
    }
    assert_true(compared >= 195);
}

/* Student's t of {1,2,3,4,5} against {11,12,13,14,15}: difference 10, both variances 2.5, so
 * t = 10 / sqrt(2.5 * 2 / 5) = 10 with 8 degrees: two-sided p = 8.4885e-6 (R: 2 * pt(-10, 8)). */
static void significance_is_that_of_students_t(void **state)
{
    (void)state;
    const double values[] = {1, 2, 3, 4, 5, 11, 12, 13, 14, 15};
    const struct tkg_change_points found = find(values, 10);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.points[0].index, 5);
    assert_near(found.points[0].p, 8.4885e-6, 1e-9);
}

static void two_steps_that_cancel_are_both_found(void **state)
{
    (void)state;
    struct tkg_random random = {3};
    double values[60];
    for (size_t i = 0; i < 60; i++) {
        values[i] = 0.3 * noise_next(&random) + (i >= 25 && i < 35 ? 2.0 : 0.0);
    }
    const struct tkg_change_points found = find(values, 60);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.points[0].index, 25);
    assert_int_equal(found.points[1].index, 35);
}

/* row: T14 */
static void step_of_four_deviations_is_found_within_one_commit(void **state)
{
    (void)state;
    struct tkg_random random = {4};
    size_t near = 0;
    for (int series = 0; series < 500; series++) {
        double values[40];
        for (size_t i = 0; i < 40; i++) {
            values[i] = log1p(0.003 * noise_next(&random) + (i >= 30 ? 0.012 : 0.0));
        }
        const struct tkg_change_points found = find(values, 40);
        near += found.count == 1 && found.points[0].index >= 29 && found.points[0].index <= 31;
    }
    assert_true(near >= 490); /* 98 %; docs/decisions/0136 */
}

static void false_alarms_are_as_rare_as_stated(void **state)
{
    (void)state;
    struct tkg_random random = {5};
    size_t alarms = 0;
    for (int series = 0; series < 2000; series++) {
        double values[50];
        for (size_t i = 0; i < 50; i++) {
            values[i] = noise_next(&random);
        }
        alarms += find(values, 50).count > 0;
    }
    assert_true(alarms > 0);   /* 0.6 % of 2,000 are 12; none at all would be a dead detector */
    assert_true(alarms <= 24); /* P(more | 0.6 %) < 0.001 */
}

static void equal_series_give_equal_answers(void **state)
{
    (void)state;
    struct tkg_random random = {6};
    double values[100];
    for (size_t i = 0; i < 100; i++) {
        values[i] = noise_next(&random) + (i >= 50 ? 3.0 : 0.0);
    }
    const struct tkg_change_points one = find(values, 100), two = find(values, 100);
    assert_int_equal(one.count, two.count);
    assert_memory_equal(one.points, two.points, one.count * sizeof one.points[0]);
}

static void more_steps_than_fit_are_cut_not_overrun(void **state)
{
    (void)state;
    static double values[TKG_SERIES_MAX];
    for (size_t i = 0; i < TKG_SERIES_MAX; i++) {
        values[i] = (double)((i / TKG_SEGMENT_MIN) * (i / TKG_SEGMENT_MIN)); /* 249 steps */
    }
    assert_true(find(values, TKG_SERIES_MAX).count <= TKG_CHANGE_POINT_MAX);
}

static void series_that_is_too_long_is_refused(void **state)
{
    (void)state;
    static double values[TKG_SERIES_MAX + 1];
    struct tkg_change_points found;
    struct tkg_error err;
    assert_int_equal(tkg_change_points_find(values, TKG_SERIES_MAX + 1, 0.001, &found, &err),
                     TKG_USAGE);
    assert_string_equal(err.text, "1001 values; steps are looked for in at most 1000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(series_without_spread_has_no_step),
        cmocka_unit_test(step_between_two_constants_is_found_where_it_is),
        cmocka_unit_test(split_is_the_one_of_the_published_definition),
        cmocka_unit_test(significance_is_that_of_students_t),
        cmocka_unit_test(two_steps_that_cancel_are_both_found),
        cmocka_unit_test(step_of_four_deviations_is_found_within_one_commit),
        cmocka_unit_test(false_alarms_are_as_rare_as_stated),
        cmocka_unit_test(equal_series_give_equal_answers),
        cmocka_unit_test(more_steps_than_fit_are_cut_not_overrun),
        cmocka_unit_test(series_that_is_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
