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
        cmocka_unit_test(more_is_better_turns_the_verdict),
        cmocka_unit_test(nothing_and_no_number_are_told_apart),
        cmocka_unit_test(too_few_pairs_show_nothing),
        cmocka_unit_test(some_zeros_have_no_ratio),
        cmocka_unit_test(a_maximum_binds_whatever_the_base),
        cmocka_unit_test(an_extrapolated_base_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
