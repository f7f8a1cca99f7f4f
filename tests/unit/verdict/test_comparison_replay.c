/* SPDX-License-Identifier: Apache-2.0
 *
 * Recorded launches judged again; the launches are made up (sample_comparison.h).
 */
#include "cmocka_all.h"
#include "sample_comparison.h"
#include "verdict/comparison_replay.h"

static enum tkg_status judge(const struct tkg_comparison_record *record,
                             struct tkg_comparison *comparison, struct tkg_error *err)
{
    const struct tkg_comparison_question question = tkg_comparison_question_of(record);
    return tkg_comparison_judge_record(record, &question, comparison, err);
}

static void recorded_launches_are_judged_look_by_look(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    /* 2 % slower with hardly any spread; six plants at the first look are too few for its proof, so
     * the second decides. */
    assert_int_equal(comparison.outcome, TKG_COMPARISON_REGRESSION);
    assert_int_equal(comparison.look, 1);
    assert_int_equal(comparison.launch_count, 20); /* the slow one is left out */
    assert_near(comparison.head.estimate, log1p(0.02), 1e-4);
    tkg_comparison_record_deinit(&record);
}

static void too_few_launches_are_no_verdict(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    record.launch_count = 12; /* eleven without the slow one */
    assert_status(judge(&record, &comparison, &err), TKG_TOO_FEW, &err);
    assert_string_equal(err.text, "11 launches; the first look needs 12");
    tkg_comparison_record_deinit(&record);
}

/* As for Holm over very many metrics: 2^-20 = 9.5e-7 is all that twenty launches reach. */
static void stricter_error_asks_for_more_launches(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    struct tkg_comparison_question question = tkg_comparison_question_of(&record);
    question.error_regression_0to1 = 1e-6; /* times 0.08 is below 2^-20 */
    assert_status(tkg_comparison_judge_record(&record, &question, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.outcome, TKG_COMPARISON_INCONCLUSIVE);
    assert_true(isinf(comparison.head.low));
    assert_true(isfinite(comparison.head_high_pass)); /* the pass side keeps its own error */
    tkg_comparison_record_deinit(&record);
}

/* Sixteen layouts a side that differ from each other by `spread`. */
static void spread_layouts(struct tkg_comparison_record *record, double spread)
{
    record->base.layout_count = TKG_PROMISE_LAYOUTS;
    record->head.layout_count = TKG_PROMISE_LAYOUTS;
    for (size_t i = 0; i < record->launch_count; i++) {
        record->launches[i].layouts[1] = 1 + (uint32_t)i % 15;
        record->launches[i].arm_ns[1] = 5.0 * (1.0 + spread * (double)(i % 3));
    }
}

/* Far more than 0.1 %, and more than the 2 % by which head is slower: held back to the end. */
static void tolerance_finer_than_the_layouts_is_no_verdict(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    spread_layouts(&record, 0.05);
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.outcome, TKG_COMPARISON_TOO_FINE);
    assert_false(comparison.layouts.is_carried);
    assert_true(comparison.layouts.tolerance_min > record.tolerance);
    tkg_comparison_record_deinit(&record);
}

/* 30 % slower: no layouts make that, however much finer than they carry was asked. */
static void change_beyond_all_layouts_is_a_verdict(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    spread_layouts(&record, 0.02);
    for (size_t i = 0; i < record.launch_count; i++) {
        record.launches[i].head += 0.26;
    }
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.outcome, TKG_COMPARISON_REGRESSION);
    assert_false(comparison.layouts.is_carried);
    for (size_t i = 0; i < record.launch_count; i++) {
        record.launches[i].head = -record.launches[i].head;
    }
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.outcome, TKG_COMPARISON_IMPROVEMENT);
    tkg_comparison_record_deinit(&record);
}

/* What comes after the deciding look was not known then. */
static void layouts_are_seen_by_the_launches_of_the_look(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    spread_layouts(&record, 0.0);
    const struct tkg_launch_record last = record.launches[record.launch_count - 1];
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    const size_t contrasts = comparison.floor.contrast_count;
    for (int i = 0; i < 15; i++) {
        assert_status(tkg_comparison_add(&record, &last, &err), TKG_OK, &err);
    }
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.launch_count, 20);
    assert_int_equal(comparison.floor.contrast_count, contrasts);
    tkg_comparison_record_deinit(&record);
}

/* 2 % faster where layouts carry no less than that: no improvement. */
static void gain_within_the_layouts_is_no_verdict(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    spread_layouts(&record, 0.05);
    for (size_t i = 0; i < record.launch_count; i++) {
        record.launches[i].head = -record.launches[i].head;
    }
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.outcome, TKG_COMPARISON_TOO_FINE);
    tkg_comparison_record_deinit(&record);
}

/* All launches read the head 1 % slower to the digit: what is left of the bound is the layouts',
 * 2.5 of their floors. */
static void pass_by_luck_of_the_layouts_is_none(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    spread_layouts(&record, 0.01);
    for (size_t i = 0; i < record.launch_count; i++) {
        record.launches[i].head = 0.01;
    }
    record.tolerance = 0.2;
    record.margin = 0.5;
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.outcome, TKG_COMPARISON_PASS);
    const double allowance = 2.5 * comparison.floor.floor;
    assert_true(allowance > 0.001);
    assert_near(comparison.head_high_pass, 0.01 + allowance, 1e-12);

    record.margin = expm1(0.01 + 0.99 * allowance);
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.outcome, TKG_COMPARISON_INCONCLUSIVE);
    record.margin = expm1(0.01 + 1.01 * allowance);
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.outcome, TKG_COMPARISON_PASS);

    record.base.layout_count = record.head.layout_count = 512; /* each is met once, if at all */
    record.margin = expm1(0.01 + 0.01 * allowance);
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.layouts.limit, TKG_LAYOUT_LIMIT_FRESH);
    assert_int_equal(comparison.outcome, TKG_COMPARISON_PASS);
    tkg_comparison_record_deinit(&record);
}

static void slow_launches_reach_no_judge(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    for (size_t i = 0; i < record.launch_count; i++) {
        if (record.launches[i].is_slow) {
            record.launches[i].head = NAN; /* would be one launch less */
        }
    }
    assert_status(judge(&record, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.launch_count, 20);
    tkg_comparison_record_deinit(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_launches_are_judged_look_by_look),
        cmocka_unit_test(too_few_launches_are_no_verdict),
        cmocka_unit_test(stricter_error_asks_for_more_launches),
        cmocka_unit_test(tolerance_finer_than_the_layouts_is_no_verdict),
        cmocka_unit_test(change_beyond_all_layouts_is_a_verdict),
        cmocka_unit_test(layouts_are_seen_by_the_launches_of_the_look),
        cmocka_unit_test(gain_within_the_layouts_is_no_verdict),
        cmocka_unit_test(pass_by_luck_of_the_layouts_is_none),
        cmocka_unit_test(slow_launches_reach_no_judge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
