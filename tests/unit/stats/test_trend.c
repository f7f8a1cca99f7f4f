/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/trend.h"

#include "cmocka_all.h"
#include "series_noise.h"

static struct tkg_trend find(const double *values, size_t count)
{
    struct tkg_error err = {.text = ""};
    struct tkg_trend trend;
    assert_status(tkg_trend_find(values, count, &trend, &err), TKG_OK, &err);
    return trend;
}

static void steps_of_positive_values_are_shares(void **state)
{
    (void)state;
    double values[30];
    for (size_t i = 0; i < 30; i++) {
        values[i] = (i % 2 ? 1.001 : 1.0) * (i >= 20 ? 5.5 : 5.0);
    }
    const struct tkg_trend trend = find(values, 30);
    assert_true(trend.is_log);
    assert_int_equal(trend.steps.count, 1);
    const struct tkg_change_point *step = &trend.steps.points[0];
    assert_int_equal(step->index, 20);
    assert_near(tkg_trend_change(&trend, step->before, step->after), 0.1, 1e-12);
    assert_near(tkg_trend_level(&trend, step->after), 5.5, 0.01);
}

static void steps_around_zero_are_differences(void **state)
{
    (void)state;
    double values[30];
    for (size_t i = 0; i < 30; i++) {
        values[i] = (i % 2 ? 0.1 : -0.1) + (i >= 10 ? 3.0 : 0.0);
    }
    const struct tkg_trend trend = find(values, 30);
    assert_false(trend.is_log);
    assert_int_equal(trend.steps.count, 1);
    const struct tkg_change_point *step = &trend.steps.points[0];
    assert_near(tkg_trend_change(&trend, step->before, step->after), 3.0, 1e-12);
    assert_near(tkg_trend_level(&trend, step->after), 3.0, 1e-12);
}

static void only_the_newest_values_are_looked_at(void **state)
{
    (void)state;
    enum { COUNT = TKG_SERIES_MAX + 500 };
    static double values[COUNT];
    struct tkg_random random = {8};
    for (size_t i = 0; i < COUNT; i++) {
        values[i] =
            1.0 + 0.001 * noise_next(&random) + (i < 400 ? 1.0 : 0.0) + (i >= 1300 ? 0.5 : 0.0);
    }
    const struct tkg_trend trend = find(values, COUNT);
    assert_int_equal(trend.first, 500);
    assert_int_equal(trend.steps.count, 1); /* the old one at 400 is out of sight */
    assert_int_equal(trend.steps.points[0].index, 1300);
    assert_true(trend.drifts.count >= 1);
    assert_true(trend.drifts.alarms[0].at >= 1300);
}

static void empty_series_has_no_trend(void **state)
{
    (void)state;
    const struct tkg_trend trend = find(NULL, 0);
    assert_int_equal(trend.steps.count + trend.drifts.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_of_positive_values_are_shares),
        cmocka_unit_test(steps_around_zero_are_differences),
        cmocka_unit_test(only_the_newest_values_are_looked_at),
        cmocka_unit_test(empty_series_has_no_trend),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
