/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/creep.h"

#include "cmocka_all.h"
#include "series_noise.h"

enum { BEFORE = 20, COMMITS = 10 };

/* Twenty quiet runs, then ten commits that cost 0.3 % each; noise of a ratio series 0.3 %. */
static void make_creep(struct tkg_random *random, double per_commit, double *values)
{
    for (size_t i = 0; i < BEFORE + COMMITS; i++) {
        const double drift = i >= BEFORE ? per_commit * (double)(i - BEFORE + 1) : 0.0;
        values[i] = log1p(0.003 * noise_next(random) + drift);
    }
}

static void series_without_spread_raises_nothing(void **state)
{
    (void)state;
    double values[100] = {0};
    struct tkg_creep found;
    tkg_creep_find(values, 0, &found);
    assert_int_equal(found.count, 0);
    tkg_creep_find(values, 100, &found);
    assert_int_equal(found.count, 0);
}

/* Constant values teach a spread of 0: each later one counts 3, less 0.5; three exceed 7. */
static void third_value_off_a_constant_is_an_alarm(void **state)
{
    (void)state;
    const double values[] = {1, 1, 1, 1, 1, 1, 1, 1, 2, 2e6, 2e12, 2e18, 2e24};
    struct tkg_creep found;
    tkg_creep_find(values, 9, &found);
    assert_int_equal(found.count, 0);
    tkg_creep_find(values, 13, &found);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.alarms[0].from, 8);
    assert_near(found.alarms[0].before, 1.0, 0.0);
}

/* row: T14 */
static void ten_commits_of_a_third_of_a_percent_are_told_by_the_sixth(void **state)
{
    (void)state;
    struct tkg_random random = {11};
    size_t by_sixth = 0, by_tenth = 0;
    for (int series = 0; series < 1000; series++) {
        double values[BEFORE + COMMITS];
        struct tkg_creep found;
        make_creep(&random, 0.003, values);
        tkg_creep_find(values, BEFORE + 6, &found);
        by_sixth += found.count > 0 && found.alarms[0].at >= BEFORE;
        tkg_creep_find(values, BEFORE + COMMITS, &found);
        by_tenth += found.count > 0 && found.alarms[0].at >= BEFORE;
    }
    assert_true(by_sixth >= 980); /* 99.3 % in 20,000 series: docs/decisions/0137 */
    assert_true(by_tenth >= 990);
}

static void drift_to_the_better_is_told_as_well(void **state)
{
    (void)state;
    struct tkg_random random = {12};
    double values[BEFORE + COMMITS];
    struct tkg_creep found;
    make_creep(&random, -0.003, values);
    tkg_creep_find(values, BEFORE + COMMITS, &found);
    assert_int_equal(found.count, 1);
    assert_true(found.alarms[0].now < found.alarms[0].before - 0.006);
}

static void drift_begins_where_it_was_planted(void **state)
{
    (void)state;
    struct tkg_random random = {13};
    size_t near = 0;
    for (int series = 0; series < 500; series++) {
        double values[BEFORE + COMMITS];
        struct tkg_creep found;
        make_creep(&random, 0.006, values);
        tkg_creep_find(values, BEFORE + COMMITS, &found);
        near += found.count > 0 && found.alarms[0].from + 5 >= BEFORE &&
                found.alarms[0].from <= BEFORE + 2;
    }
    assert_true(near >= 450); /* 90 % */
}

/* The in-control run length that docs/decisions/0137 states: one alarm in 4,000 values. */
static void false_alarms_are_as_rare_as_stated(void **state)
{
    (void)state;
    enum { LENGTH = 200, SERIES = 2000 };
    struct tkg_random random = {14};
    size_t alarms = 0;
    for (int series = 0; series < SERIES; series++) {
        double values[LENGTH];
        struct tkg_creep found;
        for (size_t i = 0; i < LENGTH; i++) {
            values[i] = noise_next(&random);
        }
        tkg_creep_find(values, LENGTH, &found);
        alarms += found.count;
    }
    const double run_length = (double)(LENGTH - TKG_CREEP_START) * SERIES / (double)alarms;
    assert_true(run_length > 3000.0);
    assert_true(run_length < 6000.0);
}

static void single_wild_run_is_no_alarm(void **state)
{
    (void)state;
    struct tkg_random random = {15};
    double values[40];
    struct tkg_creep found;
    for (size_t i = 0; i < 40; i++) {
        values[i] = noise_next(&random);
    }
    values[25] = 1000.0;
    tkg_creep_find(values, 40, &found);
    assert_int_equal(found.count, 0);
}

static void alarms_that_do_not_fit_are_left_out(void **state)
{
    (void)state;
    static double values[4000];
    struct tkg_creep found;
    for (size_t i = 0; i < 4000; i++) {
        values[i] = i % 11 < 8 ? 0.0 : pow(10.0, 6.0 * (double)(i % 11)); /* an alarm in each 11 */
    }
    tkg_creep_find(values, 4000, &found);
    assert_int_equal(found.count, TKG_CREEP_ALARM_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(series_without_spread_raises_nothing),
        cmocka_unit_test(third_value_off_a_constant_is_an_alarm),
        cmocka_unit_test(ten_commits_of_a_third_of_a_percent_are_told_by_the_sixth),
        cmocka_unit_test(drift_to_the_better_is_told_as_well),
        cmocka_unit_test(drift_begins_where_it_was_planted),
        cmocka_unit_test(false_alarms_are_as_rare_as_stated),
        cmocka_unit_test(single_wild_run_is_no_alarm),
        cmocka_unit_test(alarms_that_do_not_fit_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
