/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/summary.h"

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

static void a_run_without_cases_has_an_empty_summary(void **state)
{
    struct tkg_summary summary = summarise(*state);
    assert_int_equal(summary.case_count, 0);
    assert_true(summary.efficiency_reference == SIZE_MAX);
    assert_int_equal(summary.scaling, TKG_SCALING_UNKNOWN);
    assert_true(isnan(summary.time_exponent.slope) && isnan(summary.memory.slope));
    tkg_summary_deinit(&summary);
    tkg_summary_deinit(&summary);
}

/* With an odd number of trials medians of ticks / wall and of wall belong to the same trial. */
/* row: B01 */
static void throughput_times_total_time_is_the_tick_count(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/1M", 1000000);
    const double walls_ns[] = {5.1e6, 5.9e6, 5.0e6, 6.2e6, 5.3e6, 5.2e6, 9.9e6};
    for (uint32_t round = 0; round < 7; round++) {
        add_replay(the_case, round, walls_ns[round]);
    }
    struct tkg_summary summary = summarise(record);
    const struct tkg_estimate *estimates = summary.cases[0].estimates;
    double seconds = estimates[TKG_METRIC_TOTAL_TIME].value * 1e-9;
    assert_near(seconds, 5.3e-3, 1e-12);
    assert_near(estimates[TKG_METRIC_THROUGHPUT].value, 1000000.0 / seconds, 1e-12);
    assert_near(estimates[TKG_METRIC_LATENCY_MEAN].value, 5.3, 1e-12);
    tkg_summary_deinit(&summary);
}

/* Every field of a classic result: total time, ticks, ticks/s, mean, median, min, max. */
/* row: B05 */
static void a_case_summary_has_every_result_field(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/10K", 10000);
    for (uint32_t round = 0; round < 6; round++) {
        add_replay(the_case, round, 50000.0 + round);
    }
    struct tkg_summary summary = summarise(record);
    const struct tkg_estimate *total = &summary.cases[0].estimates[TKG_METRIC_TOTAL_TIME];
    assert_int_equal(summary.cases[0].source->tick_count, 10000);
    assert_true(total->value == 50002.5 && total->mean == 50002.5);
    assert_true(total->min == 50000.0 && total->max == 50005.0);
    assert_near(total->stddev, sqrt(3.5), 1e-12);
    assert_true(total->mad == 1.5);
    tkg_summary_deinit(&summary);
}

static void invalid_trials_are_counted_and_named(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/10K", 10000);
    for (uint32_t round = 0; round < 8; round++) {
        add_replay(the_case, round, round < 2 ? 1.0 : 50000.0);
    }
    the_case->trials[0].invalid = TKG_INVALID_STEAL;
    the_case->trials[1].invalid = TKG_INVALID_MIGRATED;
    struct tkg_summary summary = summarise(record);
    assert_int_equal(summary.cases[0].trial_count, 8);
    assert_int_equal(summary.cases[0].invalid_trial_count, 2);
    assert_int_equal(summary.cases[0].first_invalidity, TKG_INVALID_STEAL | TKG_INVALID_MIGRATED);
    assert_true(summary.cases[0].estimates[TKG_METRIC_TOTAL_TIME].min == 50000.0);
    tkg_summary_deinit(&summary);
}

static void digests_are_compared_over_all_trials_that_replayed(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/10K", 10000);
    add_value(the_case, TKG_PASS_RULER, 0, TKG_METRIC_LATENCY_MEAN, 1.0);
    for (uint32_t round = 0; round < 6; round++) {
        add_replay(the_case, round, 50000.0);
    }
    struct tkg_summary summary = summarise(record);
    assert_true(summary.cases[0].digests_equal);
    assert_int_equal(summary.cases[0].digest, 0xd1);
    tkg_summary_deinit(&summary);

    the_case->trials[6].digest = 0xd2;
    the_case->trials[6].invalid = TKG_INVALID_STEAL;
    summary = summarise(record);
    assert_false(summary.cases[0].digests_equal);
    tkg_summary_deinit(&summary);
}

/* row: B07 */
static void four_rounds_print_no_number_anywhere(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/10K", 10000);
    for (uint32_t round = 0; round < 4; round++) {
        add_replay(the_case, round, 50000.0);
    }
    struct tkg_summary summary = summarise(record);
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        assert_true(isnan(summary.cases[0].estimates[i].value));
        assert_true(isnan(summary.cases[0].estimates[i].mean));
        assert_true(isnan(summary.cases[0].estimates[i].max));
    }
    assert_int_equal(summary.cases[0].estimates[TKG_METRIC_THROUGHPUT].count, 4);
    tkg_summary_deinit(&summary);
}

static void headline_percentiles_are_copied_from_the_chosen_pass(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/10K", 10000);
    for (uint32_t round = 0; round < 6; round++) {
        add_value(the_case, TKG_PASS_BLOCK, round, TKG_METRIC_BLOCK_P50, 5.0);
        add_value(the_case, TKG_PASS_TICK, round, TKG_METRIC_TICK_P50, 31.0);
        add_value(the_case, TKG_PASS_TICK, round, TKG_METRIC_TICK_FLOOR, 26.0);
    }
    struct tkg_summary summary = summarise(record);
    assert_int_equal(summary.cases[0].headline, TKG_HEADLINE_BLOCK);
    assert_true(summary.cases[0].estimates[TKG_METRIC_LATENCY_P50].value == 5.0);
    tkg_summary_deinit(&summary);
}

#define WITH_RECORD(test) cmocka_unit_test_setup_teardown(test, create, destroy)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_RECORD(a_run_without_cases_has_an_empty_summary),
        WITH_RECORD(throughput_times_total_time_is_the_tick_count),
        WITH_RECORD(a_case_summary_has_every_result_field),
        WITH_RECORD(invalid_trials_are_counted_and_named),
        WITH_RECORD(digests_are_compared_over_all_trials_that_replayed),
        WITH_RECORD(four_rounds_print_no_number_anywhere),
        WITH_RECORD(headline_percentiles_are_copied_from_the_chosen_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
