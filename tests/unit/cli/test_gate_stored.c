/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gate_stored.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"

enum { ROUNDS = 3 };

static struct tkg_gate_stored base;
static struct tkg_gate_stored head;
static struct tkg_error err;

static void add_trials(struct tkg_case *the_case, enum tkg_pass pass, enum tkg_metric metric,
                       double first, uint32_t count)
{
    for (uint32_t round = 0; round < count; round++) {
        struct tkg_trial trial = tkg_trial_empty(pass);
        trial.round = round;
        trial.values[metric] = first + round;
        trial.digest = 7;
        trial.processed_tick_count = 1000;
        assert_int_equal(tkg_case_add_trial(the_case, &trial, &err), TKG_OK);
    }
}

static void add_case(struct tkg_gate_stored *stored, const char *name, enum tkg_pass pass,
                     enum tkg_metric metric, double first)
{
    struct tkg_case *the_case = tkg_run_record_add_case(&stored->record, name, 1000);
    assert_non_null(the_case);
    add_trials(the_case, pass, metric, first, ROUNDS);
}

static int begin(void **state)
{
    (void)state;
    tkg_run_record_init(&base.record);
    tkg_run_record_init(&head.record);
    add_case(&base, "replay/1K", TKG_PASS_THROUGHPUT, TKG_METRIC_LATENCY_MEAN, 10.0);
    add_case(&head, "replay/1K", TKG_PASS_THROUGHPUT, TKG_METRIC_LATENCY_MEAN, 20.0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    tkg_gate_stored_deinit(&base);
    tkg_gate_stored_deinit(&head);
    return 0;
}

static struct tkg_gate_row collect(const char *case_name, enum tkg_metric metric)
{
    const struct tkg_gate_stored_pair pair = {&base, &head, false};
    struct tkg_gate_case the_case = {0};
    struct tkg_gate_row row = {.question = {.stored_metric = (uint32_t)metric},
                               .found = TKG_GATE_CLASS_OPEN};
    (void)snprintf(the_case.name, sizeof the_case.name, "%s", case_name);
    tkg_summary_deinit(&base.summary);
    tkg_summary_deinit(&head.summary);
    assert_int_equal(tkg_summary_create(&base.record, &base.summary, &err), TKG_OK);
    assert_int_equal(tkg_summary_create(&head.record, &head.summary, &err), TKG_OK);
    assert_int_equal(tkg_gate_stored_collect(&pair, &the_case, &row, &err), TKG_OK);
    return row;
}

static void drop(struct tkg_gate_row *row)
{
    free(row->samples.base);
    free(row->samples.head);
}

static void values_of_both_sides_come_round_by_round(void **state)
{
    (void)state;
    struct tkg_gate_row row = collect("replay/1K", TKG_METRIC_LATENCY_MEAN);
    assert_int_equal(row.found, TKG_GATE_CLASS_OPEN);
    assert_int_equal(row.evidence, TKG_GATE_EVIDENCE_RESULTS);
    assert_int_equal(row.samples.base_count, ROUNDS);
    assert_true(row.samples.base[2] == 12.0 && row.samples.head[2] == 22.0);
    assert_string_equal(row.samples.ruler, "");
    drop(&row);
}

/* A machine at half its speed has slower rulers, too: the multiples are the same. */
static void a_ruler_of_both_runs_takes_the_drift_out(void **state)
{
    (void)state;
    add_case(&base, "ruler/walk", TKG_PASS_RULER, TKG_METRIC_LATENCY_MEAN, 5.0);
    add_case(&head, "ruler/walk", TKG_PASS_RULER, TKG_METRIC_LATENCY_MEAN, 10.0);
    struct tkg_gate_row row = collect("replay/1K", TKG_METRIC_LATENCY_MEAN);
    assert_string_equal(row.samples.ruler, "ruler/walk");
    assert_true(row.samples.base[0] == 2.0 && row.samples.head[0] == 2.0);
    drop(&row);
}

static void what_a_side_lacks_is_absent(void **state)
{
    (void)state;
    struct tkg_gate_row row = collect("replay/2K", TKG_METRIC_LATENCY_MEAN);
    assert_int_equal(row.found, TKG_GATE_CLASS_ABSENT);
    assert_int_equal(row.failing_side, TKG_GATE_SIDE_HEAD);
    assert_string_equal(row.text,
                        "the results of head have no case 'replay/2K'; did you mean 'replay/1K'?");
    drop(&row);
}

static void other_work_is_incompatible(void **state)
{
    (void)state;
    head.record.cases[0].trials[0].digest = 8;
    struct tkg_gate_row row = collect("replay/1K", TKG_METRIC_LATENCY_MEAN);
    assert_int_equal(row.found, TKG_GATE_CLASS_INCOMPATIBLE);
    drop(&row);
    head.record.cases[0].trials[0].digest = 7;
    head.record.cases[0].tick_count = 999;
    row = collect("replay/1K", TKG_METRIC_LATENCY_MEAN);
    assert_int_equal(row.found, TKG_GATE_CLASS_INCOMPATIBLE);
    assert_string_equal(row.text, "the baseline replayed 1000 ticks, head 999");
    drop(&row);
}

/* Single ticks of 300 ns stand clear of a floor of 20 ns, so the base's percentiles are theirs; the
 * head has blocks only. Five trials are the fewest with an estimate. */
static void percentiles_of_blocks_and_of_ticks_are_not_compared(void **state)
{
    (void)state;
    add_trials(&base.record.cases[0], TKG_PASS_BLOCK, TKG_METRIC_BLOCK_P50, 30.0, 5);
    add_trials(&head.record.cases[0], TKG_PASS_BLOCK, TKG_METRIC_BLOCK_P50, 30.0, 5);
    struct tkg_gate_row row = collect("replay/1K", TKG_METRIC_LATENCY_P50);
    assert_int_equal(row.found, TKG_GATE_CLASS_OPEN);
    drop(&row);
    add_trials(&base.record.cases[0], TKG_PASS_TICK, TKG_METRIC_TICK_P50, 300.0, 5);
    add_trials(&base.record.cases[0], TKG_PASS_TICK, TKG_METRIC_TICK_FLOOR, 20.0, 5);
    row = collect("replay/1K", TKG_METRIC_LATENCY_P50);
    assert_int_equal(row.found, TKG_GATE_CLASS_INCOMPATIBLE);
    assert_string_equal(
        row.text, "percentiles of the two are of blocks on one side and of ticks on the other");
    drop(&row);
}

/* Of two sizes that were run the larger is nearer to what was asked. */
static void a_missing_size_names_the_largest_that_was_run(void **state)
{
    (void)state;
    base.record.cases[0].tick_count = 500;
    struct tkg_case *larger = tkg_run_record_add_case(&base.record, "replay/900", 900);
    assert_non_null(larger);
    add_case(&head, "replay/4K", TKG_PASS_THROUGHPUT, TKG_METRIC_LATENCY_MEAN, 20.0);
    struct tkg_gate_row row = collect("replay/4K", TKG_METRIC_LATENCY_MEAN);
    assert_int_equal(row.found, TKG_GATE_CLASS_EXTRAPOLATED);
    assert_contains(row.text, "the baseline never ran 'replay/4K', only 'replay/900'");
    drop(&row);
}

static void a_value_that_is_no_number_is_kept(void **state)
{
    (void)state;
    head.record.cases[0].trials[1].values[TKG_METRIC_LATENCY_MEAN] = NAN;
    struct tkg_gate_row row = collect("replay/1K", TKG_METRIC_LATENCY_MEAN);
    assert_int_equal(row.samples.head_count, ROUNDS);
    assert_true(isnan(row.samples.head[1]));
    drop(&row);
}

static void flagged_trials_do_not_count(void **state)
{
    (void)state;
    head.record.cases[0].trials[1].invalid = TKG_INVALID_STEAL;
    struct tkg_gate_row row = collect("replay/1K", TKG_METRIC_LATENCY_MEAN);
    assert_int_equal(row.samples.head_count, ROUNDS - 1);
    drop(&row);
}

static void trials_that_are_all_flagged_tell_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        head.record.cases[0].trials[i].invalid = TKG_INVALID_STEAL;
    }
    struct tkg_gate_row row = collect("replay/1K", TKG_METRIC_LATENCY_MEAN);
    assert_int_equal(row.found, TKG_GATE_CLASS_INCONCLUSIVE);
    assert_int_equal(row.failing_side, TKG_GATE_SIDE_HEAD);
    drop(&row);
}

static void a_file_that_is_none_leaves_nothing(void **state)
{
    struct tkg_gate_stored stored;
    (void)state;
    assert_int_equal(tkg_gate_stored_load(&stored, "/nowhere/r.json", &err), TKG_INPUT);
    assert_null(stored.record.cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_of_both_sides_come_round_by_round, begin, end),
        cmocka_unit_test_setup_teardown(a_ruler_of_both_runs_takes_the_drift_out, begin, end),
        cmocka_unit_test_setup_teardown(what_a_side_lacks_is_absent, begin, end),
        cmocka_unit_test_setup_teardown(other_work_is_incompatible, begin, end),
        cmocka_unit_test_setup_teardown(percentiles_of_blocks_and_of_ticks_are_not_compared, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_missing_size_names_the_largest_that_was_run, begin, end),
        cmocka_unit_test_setup_teardown(a_value_that_is_no_number_is_kept, begin, end),
        cmocka_unit_test_setup_teardown(flagged_trials_do_not_count, begin, end),
        cmocka_unit_test_setup_teardown(trials_that_are_all_flagged_tell_nothing, begin, end),
        cmocka_unit_test(a_file_that_is_none_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
