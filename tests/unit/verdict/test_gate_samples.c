/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "cmocka_all.h"
#include "verdict/gate_row.h"

static struct tkg_gate_record record = {.error_0to1 = 0.005};
static struct tkg_error err;

static struct tkg_gate_verdict judge(struct tkg_gate_row *row, double error_0to1)
{
    struct tkg_gate_verdict verdict = {.row = row};
    assert_int_equal(tkg_gate_samples_judge(&record, row, error_0to1, &verdict, &err), TKG_OK);
    return verdict;
}

static struct tkg_gate_row row_of(double *base, size_t base_count, double *head, size_t head_count)
{
    return (struct tkg_gate_row){
        .question = {.tolerance = 0.0, .margin = 0.0, .maximum = NAN},
        .samples = {
            .base = base, .base_count = base_count, .head = head, .head_count = head_count}};
}

static void counts_without_spread_are_compared_as_numbers(void **state)
{
    double two[] = {2.0, 2.0};
    double three[] = {3.0, 3.0};
    double none[] = {0.0, 0.0};
    (void)state;
    struct tkg_gate_row more = row_of(two, 2, three, 2);
    struct tkg_gate_verdict verdict = judge(&more, 0.001);
    assert_int_equal(verdict.outcome, TKG_GATE_CLASS_REGRESSION);
    assert_near(verdict.change, 0.5, 1e-12);
    assert_true(verdict.error_0to1 == 0.0);
    struct tkg_gate_row same = row_of(none, 2, none, 2);
    assert_int_equal(judge(&same, 0.001).outcome, TKG_GATE_CLASS_PASS);
    struct tkg_gate_row first = row_of(none, 2, two, 2);
    assert_int_equal(judge(&first, 0.001).outcome, TKG_GATE_CLASS_REGRESSION);
    struct tkg_gate_row gone = row_of(two, 2, none, 2);
    assert_int_equal(judge(&gone, 0.001).outcome, TKG_GATE_CLASS_IMPROVEMENT);
}

static void one_value_a_side_is_exact_only_where_it_is_a_count(void **state)
{
    double two[] = {2.0};
    (void)state;
    struct tkg_gate_row row = row_of(two, 1, two, 1);
    row.question.tolerance = 0.1;
    row.question.margin = 0.1;
    const struct tkg_gate_verdict verdict = judge(&row, 0.001);
    assert_int_equal(verdict.outcome, TKG_GATE_CLASS_INCONCLUSIVE);
    assert_non_null(strstr(verdict.text, "1 sample a side is too few"));
    row.question.kind = TKG_GATE_ALLOCATIONS;
    assert_int_equal(judge(&row, 0.001).outcome, TKG_GATE_CLASS_PASS);
}

static void more_is_better_turns_the_verdict(void **state)
{
    double two[] = {2.0, 2.0};
    double three[] = {3.0, 3.0};
    (void)state;
    struct tkg_gate_row row = row_of(two, 2, three, 2);
    row.question.better = TKG_BETTER_MORE;
    const struct tkg_gate_verdict verdict = judge(&row, 0.001);
    assert_int_equal(verdict.outcome, TKG_GATE_CLASS_IMPROVEMENT);
    assert_near(verdict.change, 0.5, 1e-12); /* as measured */
}

static void nothing_and_no_number_are_told_apart(void **state)
{
    double values[] = {1.0, NAN};
    double good[] = {1.0, 1.0};
    (void)state;
    struct tkg_gate_row none = row_of(values, 0, good, 2);
    assert_int_equal(judge(&none, 0.001).outcome, TKG_GATE_CLASS_NO_SAMPLES);
    struct tkg_gate_row bad = row_of(good, 2, values, 2);
    assert_int_equal(judge(&bad, 0.001).outcome, TKG_GATE_CLASS_NOT_A_NUMBER);
}

/* Three pairs have no interval at 0.1 %: 2^-3 is 12.5 %. */
static void too_few_pairs_show_nothing(void **state)
{
    double base[] = {1.0, 1.1, 1.2};
    double head[] = {2.0, 2.3, 2.4};
    (void)state;
    struct tkg_gate_row row = row_of(base, 3, head, 3);
    const struct tkg_gate_verdict verdict = judge(&row, 0.001);
    assert_int_equal(verdict.outcome, TKG_GATE_CLASS_INCONCLUSIVE);
    assert_non_null(strstr(verdict.text, "3 samples a side are too few"));
}

static void some_zeros_have_no_ratio(void **state)
{
    double base[] = {0.0, 1.0};
    double head[] = {1.0, 1.0};
    (void)state;
    struct tkg_gate_row row = row_of(base, 2, head, 2);
    assert_int_equal(judge(&row, 0.001).outcome, TKG_GATE_CLASS_INCONCLUSIVE);
}

static void a_maximum_binds_whatever_the_base(void **state)
{
    double two[] = {2.0, 2.0};
    (void)state;
    struct tkg_gate_row row = row_of(two, 2, two, 2);
    row.question.maximum = 2.0;
    assert_int_equal(judge(&row, 0.001).outcome, TKG_GATE_CLASS_PASS);
    row.question.maximum = 1.9;
    assert_int_equal(judge(&row, 0.001).outcome, TKG_GATE_CLASS_ABOVE_MAXIMUM);
}

/* Twelve ratios from 1.05 to 1.061, so that nothing is exact. */
static void fill(double *base, double *head, double ratio)
{
    for (int i = 0; i < 12; i++) {
        base[i] = 100.0;
        head[i] = 100.0 * (ratio + 0.001 * i);
    }
}

static void spread_values_turn_with_what_is_better(void **state)
{
    double base[12];
    double head[12];
    (void)state;
    fill(base, head, 1.05);
    struct tkg_gate_row row = row_of(base, 12, head, 12);
    row.question.tolerance = 0.01;
    row.question.margin = 0.02;
    assert_int_equal(judge(&row, 0.001).outcome, TKG_GATE_CLASS_REGRESSION);
    row.question.better = TKG_BETTER_MORE;
    const struct tkg_gate_verdict more = judge(&row, 0.001);
    assert_int_equal(more.outcome, TKG_GATE_CLASS_IMPROVEMENT);
    assert_true(more.change_low > 0.04 && more.change_low < more.change); /* as measured */
    assert_true(more.change_high > more.change && more.change_high < 0.07);
    struct tkg_gate_row fewer = row_of(head, 12, base, 12);
    fewer.question = row.question;
    assert_int_equal(judge(&fewer, 0.001).outcome, TKG_GATE_CLASS_REGRESSION);
}

/* 2^-12 is 0.024 %: no interval at a row's share of 0.01 %, one at the whole 0.5 %. */
static void a_pass_needs_no_share_of_the_error(void **state)
{
    double base[12];
    double head[12];
    (void)state;
    fill(base, head, 0.999);
    struct tkg_gate_row row = row_of(base, 12, head, 12);
    row.question.tolerance = 0.05;
    row.question.margin = 0.1;
    assert_int_equal(judge(&row, 0.0001).outcome, TKG_GATE_CLASS_PASS);
}

static void a_maximum_inside_the_interval_is_no_pass(void **state)
{
    double base[12];
    double head[12];
    (void)state;
    fill(base, head, 0.999);
    struct tkg_gate_row row = row_of(base, 12, head, 12);
    row.question.tolerance = 0.05;
    row.question.margin = 0.1;
    row.question.maximum = 100.5; /* heads lie from 99.9 to 101 */
    const struct tkg_gate_verdict inside = judge(&row, 0.005);
    assert_int_equal(inside.outcome, TKG_GATE_CLASS_INCONCLUSIVE);
    assert_string_equal(inside.text, "the maximum lies inside the interval of head");
    row.question.maximum = 102.0;
    assert_int_equal(judge(&row, 0.005).outcome, TKG_GATE_CLASS_PASS);
}

static void a_value_below_zero_is_none(void **state)
{
    double good[] = {1.0, 1.0};
    double bad[] = {1.0, -1.0};
    (void)state;
    struct tkg_gate_row row = row_of(good, 2, bad, 2);
    assert_int_equal(judge(&row, 0.005).outcome, TKG_GATE_CLASS_NOT_A_NUMBER);
}

static void an_extrapolated_base_is_said(void **state)
{
    double two[] = {2.0, 2.0};
    (void)state;
    struct tkg_gate_row row = row_of(two, 2, two, 2);
    row.samples.is_extrapolated = true;
    assert_string_equal(judge(&row, 0.001).text,
                        "the base is EXTRAPOLATED: its size was never run");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_without_spread_are_compared_as_numbers),
        cmocka_unit_test(one_value_a_side_is_exact_only_where_it_is_a_count),
        cmocka_unit_test(more_is_better_turns_the_verdict),
        cmocka_unit_test(nothing_and_no_number_are_told_apart),
        cmocka_unit_test(too_few_pairs_show_nothing),
        cmocka_unit_test(some_zeros_have_no_ratio),
        cmocka_unit_test(a_maximum_binds_whatever_the_base),
        cmocka_unit_test(spread_values_turn_with_what_is_better),
        cmocka_unit_test(a_pass_needs_no_share_of_the_error),
        cmocka_unit_test(a_maximum_inside_the_interval_is_no_pass),
        cmocka_unit_test(a_value_below_zero_is_none),
        cmocka_unit_test(an_extrapolated_base_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
