/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "sample/stage_table.h"
#include "stats/stage_estimate.h"

enum { TRIALS = 5, TICKS = 1000 };

/* Five trials of 1000 ticks; in trial i md.handle takes 100 + i ns, the wall is 1000 ns; settle is
 * entered in trials 0 and 1 only. A ruler-like trial without stages stands among them. */
static void make_case(struct tkg_run_record *record)
{
    tkg_run_record_init(record);
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/1K", TICKS);
    const struct tkg_trial plain = tkg_trial_empty(TKG_PASS_THROUGHPUT);
    assert_int_equal(tkg_case_add_trial(the_case, &plain, NULL), TKG_OK);
    for (uint32_t i = 0; i < TRIALS; i++) {
        struct tkg_stage_table table = {.wall_ns = 1000.0};
        struct tkg_trial trial = tkg_trial_empty(TKG_PASS_STAGES);
        assert_true(tkg_stage_table_add(&table, "other", 0, 900.0 - i));
        assert_true(tkg_stage_table_add(&table, "md.handle", 7, 100.0 + i));
        if (i < 2) {
            assert_true(tkg_stage_table_add(&table, "settle", 2, 50.0));
        }
        trial.stages = &table;
        assert_int_equal(tkg_case_add_trial(the_case, &trial, NULL), TKG_OK);
    }
}

static void summarise(struct tkg_run_record *record, struct tkg_case_summary *summary)
{
    double scratch[TRIALS + 1];
    *summary = (struct tkg_case_summary){.source = &record->cases[0]};
    assert_int_equal(tkg_stages_fill(summary, scratch, NULL), TKG_OK);
}

/* The median of 100 .. 104 is 102, its range [100, 104]. */
static void each_stage_has_a_median_and_an_interval(void **state)
{
    (void)state;
    struct tkg_run_record record;
    struct tkg_case_summary summary;
    make_case(&record);
    summarise(&record, &summary);
    assert_int_equal(summary.stage_count, 3);
    const struct tkg_stage_estimate *handle = &summary.stages[0];
    assert_string_equal(handle->name, "md.handle");
    assert_int_equal(handle->entry_count, 7);
    assert_int_equal(handle->time.count, TRIALS);
    assert_near(handle->time.value, 102.0, 0.0);
    assert_near(handle->time.low, 100.0, 0.0);
    assert_near(handle->time.high, 104.0, 0.0);
    assert_near(handle->per_tick.value, 0.102, 1e-15);
    assert_near(handle->share_0to1.value, 0.102, 1e-15);
    assert_near(summary.stage_wall.value, 1000.0, 0.0);
    free(summary.stages);
    tkg_run_record_deinit(&record);
}

static void the_residual_is_last(void **state)
{
    (void)state;
    struct tkg_run_record record;
    struct tkg_case_summary summary;
    make_case(&record);
    summarise(&record, &summary);
    assert_string_equal(summary.stages[1].name, "settle");
    assert_string_equal(summary.stages[2].name, "other");
    assert_near(summary.stages[2].time.value, 898.0, 0.0);
    free(summary.stages);
    tkg_run_record_deinit(&record);
}

/* 50, 50, 0, 0, 0: left out of the trials without it, its median would be 50. */
static void a_stage_that_most_trials_skip_has_the_median_zero(void **state)
{
    (void)state;
    struct tkg_run_record record;
    struct tkg_case_summary summary;
    make_case(&record);
    summarise(&record, &summary);
    assert_int_equal(summary.stages[1].time.count, TRIALS);
    assert_near(summary.stages[1].time.value, 0.0, 0.0);
    assert_near(summary.stages[1].time.max, 50.0, 0.0);
    free(summary.stages);
    tkg_run_record_deinit(&record);
}

static void flagged_trials_are_counted_and_left_out(void **state)
{
    (void)state;
    struct tkg_run_record record;
    struct tkg_case_summary summary;
    make_case(&record);
    record.cases[0].trials[3].invalid = TKG_INVALID_STAGE_GAP;
    summarise(&record, &summary);
    assert_int_equal(summary.stages[0].time.count, TRIALS - 1);
    assert_int_equal(summary.stages[0].time.invalid_count, 1);
    assert_nan(summary.stages[0].time.value);
    free(summary.stages);
    tkg_run_record_deinit(&record);
}

static void without_pass_t_there_are_no_stages(void **state)
{
    (void)state;
    struct tkg_run_record record;
    struct tkg_case_summary summary;
    tkg_run_record_init(&record);
    assert_non_null(tkg_run_record_add_case(&record, "replay/1K", TICKS));
    summarise(&record, &summary);
    assert_null(summary.stages);
    assert_int_equal(summary.stage_count, 0);
    assert_nan(summary.stage_wall.value);
    tkg_run_record_deinit(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_stage_has_a_median_and_an_interval),
        cmocka_unit_test(the_residual_is_last),
        cmocka_unit_test(a_stage_that_most_trials_skip_has_the_median_zero),
        cmocka_unit_test(flagged_trials_are_counted_and_left_out),
        cmocka_unit_test(without_pass_t_there_are_no_stages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
