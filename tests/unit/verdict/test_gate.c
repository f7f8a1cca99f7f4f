/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of samples with a planted difference, whose signed-rank intervals are known by hand: n pairs
 * with the same sign have the one-sided chance 2^-n.
 */
#include "verdict/gate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cmocka_all.h"
#include "config/target.h"

static struct tkg_gate_record record;
static struct tkg_gate_result result;
static struct tkg_error err;

static int begin(void **state)
{
    const struct tkg_gate_case the_case = {.name = "a"};
    (void)state;
    tkg_gate_record_init(&record);
    record.error_0to1 = 0.005;
    record.is_complete = true;
    record.today = 20000;
    return tkg_gate_record_set_cases(&record, &the_case, 1, &err);
}

static int end(void **state)
{
    (void)state;
    tkg_gate_result_deinit(&result);
    tkg_gate_record_deinit(&record);
    return 0;
}

static struct tkg_gate_row *add_row(enum tkg_gate_metric kind, double tolerance)
{
    const struct tkg_gate_question question = {
        .kind = kind,
        .stored_metric = TKG_METRIC_PEAK_MEMORY,
        .tolerance = tolerance,
        .margin = 2.0 * tolerance,
        .stored_tolerance = NAN,
        .maximum = NAN,
        .waived_to_day = -1,
    };
    struct tkg_gate_row *row = tkg_gate_record_add_row(&record, &question);
    assert_non_null(row);
    return row;
}

/* count pairs; head is `share` above base, and every pair differs a little from the others. */
static struct tkg_gate_row *add_samples(size_t count, double share)
{
    struct tkg_gate_row *row = add_row(TKG_GATE_PEAK_MEMORY, 0.02);
    row->evidence = TKG_GATE_EVIDENCE_SAMPLES;
    row->samples.base = calloc(count + 1, sizeof(double));
    row->samples.head = calloc(count + 1, sizeof(double));
    for (size_t i = 0; i < count; i++) {
        row->samples.base[i] = 1e6;
        row->samples.head[i] = 1e6 * (1.0 + share + 1e-5 * (double)i);
    }
    row->samples.base_count = count;
    row->samples.head_count = count;
    return row;
}

static void judge(void)
{
    tkg_gate_result_deinit(&result);
    assert_int_equal(tkg_gate_judge(&record, &result, &err), TKG_OK);
}

static enum tkg_gate_class outcome(size_t row)
{
    return result.verdicts[row].outcome;
}

static void each_class_has_its_side_of_the_tolerance(void **state)
{
    (void)state;
    (void)add_samples(16, 0.05);
    (void)add_samples(16, 0.0);
    (void)add_samples(16, -0.05);
    judge();
    assert_int_equal(outcome(0), TKG_GATE_CLASS_REGRESSION);
    assert_int_equal(outcome(1), TKG_GATE_CLASS_PASS);
    assert_int_equal(outcome(2), TKG_GATE_CLASS_IMPROVEMENT);
    assert_int_equal(result.exit_code, 1);
    assert_string_equal(tkg_gate_result_word(&result), "regression");
    assert_near(result.verdicts[0].change, 0.05, 2e-4);
}

/* Ten pairs have a chance of 2^-10 = 0.098 %. Shared by ten rows the error is 0.05 %, and no row of
 * ten pairs can be shown; alone it is 0.5 %, and one can. */
static void error_is_shared_by_the_rows(void **state)
{
    (void)state;
    (void)add_samples(10, 0.05);
    judge();
    assert_int_equal(outcome(0), TKG_GATE_CLASS_REGRESSION);
    for (int i = 0; i < 9; i++) {
        (void)add_samples(16, 0.0);
    }
    judge();
    assert_int_equal(result.tested_count, 10);
    assert_int_equal(outcome(0), TKG_GATE_CLASS_INCONCLUSIVE);
}

/* Holm: with three rows the open one is judged at 0.5 %/3 = 0.167 %, then, after two others are
 * confirmed, at 0.5 %. Nine pairs have 2^-9 = 0.195 %: not enough at first, enough at the end. */
static void confirmed_regressions_give_their_share_to_the_rest(void **state)
{
    (void)state;
    (void)add_samples(9, 0.05);
    (void)add_samples(16, 0.05);
    (void)add_samples(16, 0.05);
    judge();
    assert_int_equal(outcome(0), TKG_GATE_CLASS_REGRESSION);
    assert_near(result.verdicts[0].error_0to1, 0.005, 1e-12);
    assert_near(result.verdicts[1].error_0to1, 0.005 / 3.0, 1e-12);
    tkg_gate_record_deinit(&record);
    assert_int_equal(begin(NULL), TKG_OK);
    (void)add_samples(9, 0.05);
    (void)add_samples(16, 0.0);
    (void)add_samples(16, 0.0);
    judge();
    assert_int_equal(outcome(0), TKG_GATE_CLASS_INCONCLUSIVE);
}

static void exact_counts_share_no_error(void **state)
{
    (void)state;
    struct tkg_gate_row *row = add_row(TKG_GATE_INSTRUCTIONS, 0.005);
    row->evidence = TKG_GATE_EVIDENCE_COUNTS;
    row->counts = (struct tkg_gate_counts){.base = {1000, 1000}, .head = {1011, 1011}};
    (void)add_samples(16, 0.0);
    judge();
    assert_int_equal(result.tested_count, 1);
    assert_int_equal(outcome(0), TKG_GATE_CLASS_REGRESSION);
    assert_near(result.verdicts[0].change, 0.011, 1e-12);
}

static void close_row(enum tkg_gate_class found)
{
    tkg_gate_row_close(add_row(TKG_GATE_TIME, 0.01), found, TKG_GATE_SIDE_HEAD, "why");
}

/* 4 over 5 over 1 over 3 over 0. */
static void worst_row_gives_the_exit_code(void **state)
{
    static const struct {
        enum tkg_gate_class added;
        int exit_code;
    } steps[] = {{TKG_GATE_CLASS_PASS, 0},         {TKG_GATE_CLASS_SKIPPED, 0},
                 {TKG_GATE_CLASS_CANNOT_TELL, 3},  {TKG_GATE_CLASS_REGRESSION, 1},
                 {TKG_GATE_CLASS_INCONCLUSIVE, 1}, {TKG_GATE_CLASS_ABSENT, 5},
                 {TKG_GATE_CLASS_CRASHED, 4},      {TKG_GATE_CLASS_STALE, 4}};
    (void)state;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        close_row(steps[i].added);
        judge();
        assert_int_equal(result.exit_code, steps[i].exit_code);
        assert_string_equal(result.verdicts[i].text, "why");
    }
    assert_string_equal(tkg_gate_result_word(&result), "crashed");
}

static void silence_is_not_green(void **state)
{
    (void)state;
    judge();
    assert_int_equal(result.exit_code, 5);
    close_row(TKG_GATE_CLASS_SKIPPED);
    judge();
    assert_int_equal(result.exit_code, 5);
    assert_string_equal(tkg_gate_result_word(&result), "nothing measured");
    struct tkg_gate_row *row = add_row(TKG_GATE_TIME, 0.01); /* open, and nothing was measured */
    row->evidence = TKG_GATE_EVIDENCE_NONE;
    judge();
    assert_int_equal(outcome(1), TKG_GATE_CLASS_NO_SAMPLES);
    assert_int_equal(result.exit_code, 5);
}

static void an_interrupted_gate_has_no_verdict(void **state)
{
    (void)state;
    close_row(TKG_GATE_CLASS_PASS);
    record.is_complete = false;
    judge();
    assert_int_equal(result.exit_code, 130);
    assert_string_equal(tkg_gate_result_word(&result), "incomplete");
}

static void a_waiver_holds_up_to_its_day(void **state)
{
    (void)state;
    struct tkg_gate_row *row = add_samples(16, 0.05);
    row->question.waived_to_day = record.today;
    (void)snprintf(row->question.waived_until, sizeof row->question.waived_until, "2024-10-04");
    (void)snprintf(row->question.waiver_reason, sizeof row->question.waiver_reason, "known");
    judge();
    assert_int_equal(outcome(0), TKG_GATE_CLASS_WAIVED);
    assert_string_equal(result.verdicts[0].text, "regression, waived until 2024-10-04: known");
    assert_int_equal(result.exit_code, 0);
    record.today++;
    judge();
    assert_int_equal(outcome(0), TKG_GATE_CLASS_REGRESSION);
    assert_true(result.verdicts[0].waiver_is_due);
    assert_string_equal(result.verdicts[0].text, "its waiver ended on 2024-10-04");
}

static void a_waiver_covers_what_lies_above_the_maximum(void **state)
{
    (void)state;
    struct tkg_gate_row *row = add_samples(16, 0.0);
    row->question.maximum = 0.9e6;
    judge();
    assert_int_equal(outcome(0), TKG_GATE_CLASS_ABOVE_MAXIMUM);
    row->question.waived_to_day = record.today;
    judge();
    assert_int_equal(outcome(0), TKG_GATE_CLASS_WAIVED);
}

/* Counts of stored results are two numbers of two runs, and share the error like all others. */
static void stored_counts_share_the_error(void **state)
{
    (void)state;
    struct tkg_gate_row *row = add_samples(16, 0.0);
    row->question.kind = TKG_GATE_ALLOCATIONS;
    judge();
    assert_int_equal(result.tested_count, 0);
    record.mode = TKG_GATE_MODE_STORED;
    judge();
    assert_int_equal(result.tested_count, 1);
    record.mode = TKG_GATE_MODE_PAIRED;
}

static void an_ended_waiver_does_not_hide_why_a_row_failed(void **state)
{
    (void)state;
    close_row(TKG_GATE_CLASS_CRASHED);
    struct tkg_gate_row *row = &record.rows[0];
    row->question.waived_to_day = record.today - 1;
    (void)snprintf(row->question.waived_until, sizeof row->question.waived_until, "2024-10-03");
    judge();
    assert_int_equal(outcome(0), TKG_GATE_CLASS_CRASHED);
    assert_string_equal(result.verdicts[0].text, "why; its waiver ended on 2024-10-03");
}

static void rails_are_judged_on_their_interval(void **state)
{
    struct tkg_gate_rail rail = {.metric = TKG_METRIC_LATENCY_P99,
                                 .kind = TKG_TARGET_MAX,
                                 .limit = 40.0,
                                 .value = 51.0,
                                 .low = 46.0,
                                 .high = 55.0,
                                 .sample_count = 20};
    (void)state;
    close_row(TKG_GATE_CLASS_SKIPPED);
    assert_int_equal(tkg_gate_record_add_rail(&record, &rail, &err), TKG_OK);
    rail.low = 39.0;
    assert_int_equal(tkg_gate_record_add_rail(&record, &rail, &err), TKG_OK);
    rail.high = 39.5;
    rail.low = 38.0;
    assert_int_equal(tkg_gate_record_add_rail(&record, &rail, &err), TKG_OK);
    rail.sample_count = 0;
    rail.value = NAN;
    assert_int_equal(tkg_gate_record_add_rail(&record, &rail, &err), TKG_OK);
    judge();
    assert_int_equal(result.rails[0].outcome, TKG_GATE_CLASS_TARGET_MISSED);
    assert_int_equal(result.rails[1].outcome, TKG_GATE_CLASS_INCONCLUSIVE);
    assert_int_equal(result.rails[2].outcome, TKG_GATE_CLASS_PASS);
    assert_int_equal(result.rails[3].outcome, TKG_GATE_CLASS_NO_SAMPLES);
    assert_int_equal(result.exit_code, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_class_has_its_side_of_the_tolerance, begin, end),
        cmocka_unit_test_setup_teardown(error_is_shared_by_the_rows, begin, end),
        cmocka_unit_test_setup_teardown(confirmed_regressions_give_their_share_to_the_rest, begin,
                                        end),
        cmocka_unit_test_setup_teardown(exact_counts_share_no_error, begin, end),
        cmocka_unit_test_setup_teardown(worst_row_gives_the_exit_code, begin, end),
        cmocka_unit_test_setup_teardown(silence_is_not_green, begin, end),
        cmocka_unit_test_setup_teardown(an_interrupted_gate_has_no_verdict, begin, end),
        cmocka_unit_test_setup_teardown(a_waiver_holds_up_to_its_day, begin, end),
        cmocka_unit_test_setup_teardown(a_waiver_covers_what_lies_above_the_maximum, begin, end),
        cmocka_unit_test_setup_teardown(stored_counts_share_the_error, begin, end),
        cmocka_unit_test_setup_teardown(an_ended_waiver_does_not_hide_why_a_row_failed, begin, end),
        cmocka_unit_test_setup_teardown(rails_are_judged_on_their_interval, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
