/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/gate_row.h"

#include "cmocka_all.h"
#include "sample_comparison.h"

static struct tkg_gate_record record = {.error_0to1 = 0.005};
static struct tkg_error err;

static struct tkg_gate_verdict judge(const struct tkg_gate_row *row, double error_0to1)
{
    struct tkg_gate_verdict verdict = {.row = row};
    assert_int_equal(tkg_gate_row_judge(&record, row, error_0to1, &verdict, &err), TKG_OK);
    return verdict;
}

/* The made-up comparison: 20 launches, 2 % slower, tolerance 1 %. */
static struct tkg_gate_row launches(void)
{
    struct tkg_gate_row row = {.question = {.tolerance = 0.01, .margin = 0.02, .maximum = NAN},
                               .found = TKG_GATE_CLASS_OPEN,
                               .evidence = TKG_GATE_EVIDENCE_COMPARISON};
    make_sample_comparison(&row.comparison);
    return row;
}

static void launches_are_judged_with_their_values(void **state)
{
    struct tkg_gate_row row = launches();
    (void)state;
    const struct tkg_gate_verdict verdict = judge(&row, 0.005);
    assert_int_equal(verdict.outcome, TKG_GATE_CLASS_REGRESSION);
    assert_near(verdict.change, 0.02, 1e-4);
    assert_near(verdict.base_value, 5.0, 1e-12); /* as every launch of the sample has it */
    assert_near(verdict.head_value, 5.1, 1e-12);
    assert_int_equal(verdict.sample_count, 20);
    tkg_comparison_record_deinit(&row.comparison);
}

/* Launch i takes 1 + i times as long. The first three say nothing about their base, the one of 5 is
 * slow: of the 17 that are left, 4, 6, 7 .. 21, the ninth is 13. */
static void arms_without_a_time_are_no_values(void **state)
{
    struct tkg_gate_row row = launches();
    (void)state;
    for (size_t i = 0; i < row.comparison.launch_count; i++) {
        for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
            row.comparison.launches[i].arm_ns[arm] *= 1.0 + (double)i;
        }
    }
    row.comparison.launches[0].arm_ns[0] = NAN;
    row.comparison.launches[1].arm_ns[0] = INFINITY;
    row.comparison.launches[2].arm_ns[0] = INFINITY;
    assert_near(judge(&row, 0.005).base_value, 5.0 * 13.0, 1e-12);
    tkg_comparison_record_deinit(&row.comparison);
}

/* Its upper bound is the one that the pass stands on. */
static void bound_of_a_pass_lies_below_the_margin(void **state)
{
    struct tkg_gate_row row = launches();
    (void)state;
    row.question.tolerance = row.comparison.tolerance = 0.03;
    row.question.margin = row.comparison.margin = 0.04;
    const struct tkg_gate_verdict verdict = judge(&row, 0.0001);
    assert_int_equal(verdict.outcome, TKG_GATE_CLASS_PASS);
    assert_near(verdict.change_high, expm1(verdict.comparison.head_high_pass), 1e-15);
    assert_true(verdict.change_high < 0.04);
    assert_true(verdict.comparison.head_high_pass <= verdict.comparison.head.high);
    tkg_comparison_record_deinit(&row.comparison);
}

/* Twenty launches have no interval at an error of 1e-7: 2^-20 is 1e-6. */
static void a_stricter_error_needs_more_launches(void **state)
{
    struct tkg_gate_row row = launches();
    (void)state;
    const struct tkg_gate_verdict verdict = judge(&row, 1e-7);
    assert_int_equal(verdict.outcome, TKG_GATE_CLASS_INCONCLUSIVE);
    assert_non_null(strstr(verdict.text, "20 launches showed neither"));
    tkg_comparison_record_deinit(&row.comparison);
}

static void too_few_launches_are_inconclusive(void **state)
{
    struct tkg_gate_row row = launches();
    (void)state;
    row.comparison.launch_count = 5;
    assert_int_equal(judge(&row, 0.005).outcome, TKG_GATE_CLASS_INCONCLUSIVE);
    tkg_comparison_record_deinit(&row.comparison);
}

static void counts_are_judged_by_the_tripwire(void **state)
{
    struct tkg_gate_row row = {.question = {.kind = TKG_GATE_INSTRUCTIONS,
                                            .tolerance = 0.005,
                                            .margin = 0.01,
                                            .maximum = NAN},
                               .found = TKG_GATE_CLASS_OPEN,
                               .evidence = TKG_GATE_EVIDENCE_COUNTS,
                               .counts = {.base = {1000, 1000}, .head = {1000, 1000}}};
    (void)state;
    assert_int_equal(judge(&row, 0.005).outcome, TKG_GATE_CLASS_PASS);
    row.counts.head[0] = row.counts.head[1] = 1020;
    assert_int_equal(judge(&row, 0.005).outcome, TKG_GATE_CLASS_REGRESSION);
    row.counts.head[0] = row.counts.head[1] = 900;
    assert_int_equal(judge(&row, 0.005).outcome, TKG_GATE_CLASS_IMPROVEMENT);
    row.counts.head[1] = 901;
    assert_int_equal(judge(&row, 0.005).outcome, TKG_GATE_CLASS_INCONCLUSIVE);
    assert_false(tkg_gate_row_is_tested(&record, &row));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(launches_are_judged_with_their_values),
        cmocka_unit_test(arms_without_a_time_are_no_values),
        cmocka_unit_test(bound_of_a_pass_lies_below_the_margin),
        cmocka_unit_test(a_stricter_error_needs_more_launches),
        cmocka_unit_test(too_few_launches_are_inconclusive),
        cmocka_unit_test(counts_are_judged_by_the_tripwire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
