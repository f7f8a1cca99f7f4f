/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/sweep.h"

#include "record_builder.h"

static int create(void **state)
{
    static struct tkg_run_record record;
    tkg_run_record_init(&record);
    *state = &record;
    return 0;
}

static int destroy(void **state)
{
    tkg_run_record_deinit(*state);
    return 0;
}

/* total_time = 1000 * size index + round */
static struct tkg_case *add_case(struct tkg_run_record *record, const char *name, uint64_t ticks,
                                 double base)
{
    struct tkg_case *the_case = tkg_run_record_add_case(record, name, ticks);
    for (uint32_t round = 0; round < 6; round++) {
        add_replay(the_case, round, base + round);
    }
    return the_case;
}

static struct tkg_sweep sweep_of(const struct tkg_run_record *record)
{
    struct tkg_summary summary = summarise(record);
    struct tkg_sweep sweep;
    assert_int_equal(tkg_sweep_init(&sweep, &summary, NULL), TKG_OK);
    tkg_summary_deinit(&summary);
    return sweep;
}

static void rows_are_rounds_and_columns_rising_sizes(void **state)
{
    (void)add_case(*state, "replay/1M", 1000000, 2000.0);
    (void)add_case(*state, "replay/10K", 10000, 1000.0);
    struct tkg_sweep sweep = sweep_of(*state);
    assert_int_equal(sweep.size_count, 2);
    assert_int_equal(sweep.row_count, 6);
    assert_near(sweep.log_ticks[0], log(1e4), 1e-15);
    assert_near(sweep.log_ticks[1], log(1e6), 1e-15);
    for (size_t row = 0; row < 6; row++) {
        assert_near(sweep.log_times[row * 2], log(1000.0 + (double)row), 1e-15);
        assert_near(sweep.log_times[row * 2 + 1], log(2000.0 + (double)row), 1e-15);
    }
    tkg_sweep_deinit(&sweep);
}

/* Rounds 1 and 4 lack a size each; the table closes up without mixing rounds. */
static void incomplete_rounds_are_closed_up(void **state)
{
    (void)add_case(*state, "replay/10K", 10000, 1000.0);
    (void)add_case(*state, "replay/100K", 100000, 2000.0);
    (void)add_case(*state, "replay/1M", 1000000, 3000.0);
    struct tkg_run_record *record = *state;
    record->cases[1].trials[1].invalid = TKG_INVALID_STEAL;
    record->cases[2].trials[4].round = 17;
    struct tkg_sweep sweep = sweep_of(record);
    const double rounds[] = {0, 2, 3, 5};
    assert_int_equal(sweep.row_count, 4);
    for (size_t row = 0; row < 4; row++) {
        for (size_t i = 0; i < 3; i++) {
            double expected = log(1000.0 * ((double)i + 1.0) + rounds[row]);
            assert_near(sweep.log_times[row * 3 + i], expected, 1e-15);
        }
    }
    tkg_sweep_deinit(&sweep);
}

static void tiny_and_foreign_cases_are_left_out(void **state)
{
    (void)add_case(*state, "replay/99", 99, 10.0);
    (void)add_case(*state, "ticks/day", 5000, 10.0);
    (void)add_case(*state, "replay/100", 100, 10.0);
    struct tkg_sweep sweep = sweep_of(*state);
    assert_int_equal(sweep.size_count, 1);
    assert_near(sweep.log_ticks[0], log(100.0), 1e-15);
    tkg_sweep_deinit(&sweep);
}

static void a_time_of_zero_is_left_out(void **state)
{
    struct tkg_case *the_case = add_case(*state, "replay/10K", 10000, 1000.0);
    the_case->trials[2].values[TKG_METRIC_TOTAL_TIME] = 0.0;
    struct tkg_sweep sweep = sweep_of(*state);
    assert_int_equal(sweep.size_count, 0);
    assert_int_equal(sweep.row_count, 0);
    tkg_sweep_deinit(&sweep);
}

#define WITH_RECORD(test) cmocka_unit_test_setup_teardown(test, create, destroy)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_RECORD(rows_are_rounds_and_columns_rising_sizes),
        WITH_RECORD(incomplete_rounds_are_closed_up),
        WITH_RECORD(tiny_and_foreign_cases_are_left_out),
        WITH_RECORD(a_time_of_zero_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
