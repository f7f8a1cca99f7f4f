/* SPDX-License-Identifier: Apache-2.0 */
#include "creep_trial.h"

#include "cmocka_all.h"

/* docs/decisions/0137: 80, 99.3 and 99.9 % by the fifth, sixth and seventh in 20,000 series, an
 * alarm in 4,094 quiet values; five standard errors of 2,000 series and of some 94 alarms. */
static void drawn_noise_gives_the_published_rates(void **state)
{
    (void)state;
    const struct tkg_creep_score score = tkg_creep_simulate(3, 2000);
    assert_int_equal(score.series_count, 2000);
    assert_near((double)score.told_by[4] / 2000.0, 0.80, 0.045);
    assert_near((double)score.told_by[5] / 2000.0, 0.993, 0.0093);
    assert_near((double)score.told_by[6] / 2000.0, 0.999, 0.0036);
    assert_true(score.told_by[0] <= score.told_by[4]);
    const double run_length = (double)score.quiet_count / (double)score.alarm_count;
    assert_true(run_length > 2600.0 && run_length < 8500.0);
    assert_near((double)score.quiet_count, 2000.0 * 192.0, 2000.0);
}

static void same_seed_gives_the_same_rates(void **state)
{
    (void)state;
    const struct tkg_creep_score first = tkg_creep_simulate(9, 100);
    const struct tkg_creep_score again = tkg_creep_simulate(9, 100);
    assert_memory_equal(&first, &again, sizeof first);
}

/* Readings that alternate by 0.01 %: beside them every commit is thirty spreads, each score is 3,
 * and the third takes the sum from 5 to above 7. Rows lie in the file in the reverse order of time;
 * a run that failed has no reading. */
static void real_readings_are_tried_in_the_order_of_time(void **state)
{
    (void)state;
    enum { COUNT = 2 * 30 + 5 };
    struct tkg_run_row rows[COUNT + 1];
    struct tkg_run_rows equal = {.rows = rows, .count = COUNT + 1};
    for (uint32_t i = 0; i <= COUNT; i++) {
        rows[i] = (struct tkg_run_row){.run = i, .start_s = 1000 - (int64_t)i};
        rows[i].head = i == 7 ? (double)NAN : i % 2 ? 0.01 : -0.01;
    }
    const struct tkg_creep_score score = tkg_creep_replay(&equal);
    assert_int_equal(score.series_count, 2);
    assert_int_equal(score.told_by[1], 0);
    assert_int_equal(score.told_by[2], 2);
    assert_int_equal(score.told_by[9], 2);
    assert_int_equal(score.alarm_count, 0);
    assert_int_equal(score.quiet_count, COUNT - 8);
    assert_near(score.noise_percent, 0.01, 0.001);
}

/* In the order of time the readings fall; in the order of runs they would rise. */
static void fall_is_not_told_as_slower(void **state)
{
    (void)state;
    enum { COUNT = 30 };
    struct tkg_run_row rows[COUNT];
    struct tkg_run_rows equal = {.rows = rows, .count = COUNT};
    for (uint32_t i = 0; i < COUNT; i++) {
        const double fall = i < 10 ? 1.0 * (10.0 - i) : 0.0; /* more than the commits add */
        rows[i] = (struct tkg_run_row){.run = i, .start_s = 1000 - (int64_t)i};
        rows[i].head = (i % 2 ? 0.01 : -0.01) - fall;
    }
    const struct tkg_creep_score score = tkg_creep_replay(&equal);
    assert_int_equal(score.series_count, 1);
    assert_int_equal(score.told_by[9], 0);
    assert_true(score.alarm_count > 0);
}

static void too_few_readings_make_no_series(void **state)
{
    (void)state;
    struct tkg_text text;
    const struct tkg_run_rows none = {.rows = NULL};
    assert_int_equal(tkg_creep_replay(&none).series_count, 0);
    tkg_text_init(&text);
    tkg_creep_write_section(&none, &text);
    assert_contains(tkg_text_borrow(&text), "| drawn | 0.3 % | 20000 |");
    assert_null(strstr(tkg_text_borrow(&text), "| real |"));
    tkg_text_deinit(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawn_noise_gives_the_published_rates),
        cmocka_unit_test(same_seed_gives_the_same_rates),
        cmocka_unit_test(real_readings_are_tried_in_the_order_of_time),
        cmocka_unit_test(fall_is_not_told_as_slower),
        cmocka_unit_test(too_few_readings_make_no_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
