/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/tail_ratio.h"

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

/* One trial with the percentiles of its pass. */
static void add_tail(struct tkg_case *the_case, enum tkg_pass pass, uint32_t round, double p50,
                     double p99, double p999)
{
    bool block = pass == TKG_PASS_BLOCK;
    struct tkg_trial trial = tkg_trial_empty(pass);
    trial.round = round;
    trial.values[block ? TKG_METRIC_BLOCK_P50 : TKG_METRIC_TICK_P50] = p50;
    trial.values[block ? TKG_METRIC_BLOCK_P99 : TKG_METRIC_TICK_P99] = p99;
    trial.values[block ? TKG_METRIC_BLOCK_P999 : TKG_METRIC_TICK_P999] = p999;
    if (!block) {
        trial.values[TKG_METRIC_TICK_FLOOR] = 20.0;
    }
    assert_int_equal(tkg_case_add_trial(the_case, &trial, NULL), TKG_OK);
}

/* One tick in 200 takes ten times as long: p99 is the usual time, p99.9 ten times that. The
 * machine's level, different in each round, must cancel: the ratios have no width.
 * row: B13 */
static void one_tick_in_200_shows_in_the_second_ratio(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/1M", 1000000);
    for (uint32_t round = 0; round < 8; round++) {
        double usual = 1000.0 * (1.0 + 0.1 * round);
        add_tail(the_case, TKG_PASS_TICK, round, usual, usual, 10.0 * usual);
    }
    struct tkg_summary summary = summarise(record);
    const struct tkg_estimate *estimates = summary.cases[0].estimates;
    assert_near(estimates[TKG_METRIC_TAIL_RATIO_P99].value, 1.0, 1e-12);
    assert_near(estimates[TKG_METRIC_TAIL_RATIO_P999].value, 10.0, 1e-12);
    assert_near(estimates[TKG_METRIC_TAIL_RATIO_P999].low, 10.0, 1e-12);
    assert_near(estimates[TKG_METRIC_TAIL_RATIO_P999].high, 10.0, 1e-12);
    assert_int_equal(estimates[TKG_METRIC_TAIL_RATIO_P999].count, 8);
    tkg_summary_deinit(&summary);
}

/* Ticks at the floor: the headline, and with it the ratio, is that of blocks. */
static void ratios_are_of_the_pass_that_makes_the_headline(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/1M", 1000000);
    for (uint32_t round = 0; round < 6; round++) {
        add_tail(the_case, TKG_PASS_TICK, round, 30.0, 90.0, 900.0);
        add_tail(the_case, TKG_PASS_BLOCK, round, 5.0, 6.0, 20.0);
    }
    struct tkg_summary summary = summarise(record);
    const struct tkg_estimate *estimates = summary.cases[0].estimates;
    assert_int_equal(summary.cases[0].headline, TKG_HEADLINE_BLOCK);
    assert_near(estimates[TKG_METRIC_TAIL_RATIO_P99].value, 1.2, 1e-12);
    assert_near(estimates[TKG_METRIC_TAIL_RATIO_P999].value, 4.0, 1e-12);
    tkg_summary_deinit(&summary);
}

static void flagged_and_few_trials_give_counts_and_no_ratio(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/1M", 1000000);
    for (uint32_t round = 0; round < 6; round++) {
        add_tail(the_case, TKG_PASS_BLOCK, round, 5.0, 6.0, 20.0);
    }
    the_case->trials[0].invalid = TKG_INVALID_WAITED;
    the_case->trials[1].invalid = TKG_INVALID_WAITED;
    struct tkg_summary summary = summarise(record);
    const struct tkg_estimate *ratio = &summary.cases[0].estimates[TKG_METRIC_TAIL_RATIO_P99];
    assert_true(isnan(ratio->value));
    assert_int_equal(ratio->count, 4);
    assert_int_equal(ratio->invalid_count, 2);
    tkg_summary_deinit(&summary);
}

static void without_percentiles_there_is_no_ratio(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/1M", 1000000);
    for (uint32_t round = 0; round < 6; round++) {
        add_replay(the_case, round, 1e6);
    }
    struct tkg_summary summary = summarise(record);
    const struct tkg_estimate *ratio = &summary.cases[0].estimates[TKG_METRIC_TAIL_RATIO_P999];
    assert_true(isnan(ratio->value));
    assert_int_equal(ratio->count + ratio->invalid_count, 0);
    tkg_summary_deinit(&summary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_tick_in_200_shows_in_the_second_ratio, create, destroy),
        cmocka_unit_test_setup_teardown(ratios_are_of_the_pass_that_makes_the_headline, create,
                                        destroy),
        cmocka_unit_test_setup_teardown(flagged_and_few_trials_give_counts_and_no_ratio, create,
                                        destroy),
        cmocka_unit_test_setup_teardown(without_percentiles_there_is_no_ratio, create, destroy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
