/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/outcome.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "stats/estimate.h"

/* An estimate of twenty valid trials. */
static struct tkg_estimate interval(double low, double value, double high)
{
    struct tkg_estimate estimate = tkg_estimate_none();
    estimate.low = low;
    estimate.value = value;
    estimate.high = high;
    estimate.count = 20;
    return estimate;
}

static enum tkg_outcome judge(enum tkg_target_kind kind, double limit, double low, double high)
{
    struct tkg_target target = {.kind = kind, .limit = limit, .tolerance = 2.0};
    struct tkg_estimate estimate = interval(low, (low + high) / 2.0, high);
    return tkg_outcome_of(&target, &estimate);
}

static double above(double value)
{
    return nextafter(value, INFINITY);
}

static double below(double value)
{
    return nextafter(value, -INFINITY);
}

/* Throughput, T01: the floor of 100,000 ticks/s, to the last bit of a double. */
/* row: T01 T06 */
static void min_is_met_at_the_limit_and_missed_below_it(void **state)
{
    (void)state;
    assert_int_equal(judge(TKG_TARGET_MIN, 1e5, 1e5, 2e5), TKG_OUTCOME_PASS);
    assert_int_equal(judge(TKG_TARGET_MIN, 1e5, below(1e5), 2e5), TKG_OUTCOME_INCONCLUSIVE);
    assert_int_equal(judge(TKG_TARGET_MIN, 1e5, 9e4, 1e5), TKG_OUTCOME_INCONCLUSIVE);
    assert_int_equal(judge(TKG_TARGET_MIN, 1e5, 9e4, below(1e5)), TKG_OUTCOME_FAIL);
}

/* Mean latency, T02: 10 us; memory, T03: 500 MB; paced CPU share, T04: 50 %. */
/* row: T02 T03 T04 T06 */
static void max_is_met_at_the_limit_and_missed_above_it(void **state)
{
    (void)state;
    const double limits[] = {10000.0, 500e6, 0.5};
    for (size_t i = 0; i < 3; i++) {
        double limit = limits[i];
        assert_int_equal(judge(TKG_TARGET_MAX, limit, limit / 2, limit), TKG_OUTCOME_PASS);
        assert_int_equal(judge(TKG_TARGET_MAX, limit, limit / 2, above(limit)),
                         TKG_OUTCOME_INCONCLUSIVE);
        assert_int_equal(judge(TKG_TARGET_MAX, limit, limit, limit * 2), TKG_OUTCOME_INCONCLUSIVE);
        assert_int_equal(judge(TKG_TARGET_MAX, limit, above(limit), limit * 2), TKG_OUTCOME_FAIL);
    }
}

/* 100 with a tolerance of 2: the band is [98, 102], its edges included. */
/* row: T06 */
static void equals_is_met_inside_the_band_and_missed_outside(void **state)
{
    (void)state;
    assert_int_equal(judge(TKG_TARGET_EQUALS, 100, 98, 102), TKG_OUTCOME_PASS);
    assert_int_equal(judge(TKG_TARGET_EQUALS, 100, below(98), 102), TKG_OUTCOME_INCONCLUSIVE);
    assert_int_equal(judge(TKG_TARGET_EQUALS, 100, 98, above(102)), TKG_OUTCOME_INCONCLUSIVE);
    assert_int_equal(judge(TKG_TARGET_EQUALS, 100, 90, 110), TKG_OUTCOME_INCONCLUSIVE);
    assert_int_equal(judge(TKG_TARGET_EQUALS, 100, 90, 98), TKG_OUTCOME_INCONCLUSIVE);
    assert_int_equal(judge(TKG_TARGET_EQUALS, 100, 90, below(98)), TKG_OUTCOME_FAIL);
    assert_int_equal(judge(TKG_TARGET_EQUALS, 100, above(102), 110), TKG_OUTCOME_FAIL);
}

/* The median is well below the limit, but the interval is not. */
static void a_clear_median_with_a_wide_interval_is_inconclusive(void **state)
{
    (void)state;
    struct tkg_target target = {.kind = TKG_TARGET_MAX, .limit = 100.0};
    struct tkg_estimate estimate = interval(40.0, 50.0, 101.0);
    assert_int_equal(tkg_outcome_of(&target, &estimate), TKG_OUTCOME_INCONCLUSIVE);
}

/* row: B07 */
static void no_value_is_insufficient_and_never_a_pass(void **state)
{
    (void)state;
    struct tkg_target target = {.kind = TKG_TARGET_MAX, .limit = 100.0};
    struct tkg_estimate estimate = tkg_estimate_none();
    estimate.count = 4;
    assert_int_equal(tkg_outcome_of(&target, &estimate), TKG_OUTCOME_INSUFFICIENT);
    target.kind = TKG_TARGET_MIN;
    assert_int_equal(tkg_outcome_of(&target, &estimate), TKG_OUTCOME_INSUFFICIENT);
    target.kind = TKG_TARGET_EQUALS;
    assert_int_equal(tkg_outcome_of(&target, &estimate), TKG_OUTCOME_INSUFFICIENT);
}

/* row: T04 */
static void more_than_half_flagged_is_invalid_and_half_is_not(void **state)
{
    (void)state;
    struct tkg_target target = {.kind = TKG_TARGET_MAX, .limit = 100.0};
    struct tkg_estimate estimate = interval(200.0, 200.0, 200.0);
    estimate.invalid_count = 20;
    assert_int_equal(tkg_outcome_of(&target, &estimate), TKG_OUTCOME_FAIL);
    estimate.invalid_count = 21;
    assert_int_equal(tkg_outcome_of(&target, &estimate), TKG_OUTCOME_INVALID);
}

/* Twenty trials, all but two flagged: the cause is the machine, not the number of rounds. */
static void few_because_flagged_is_invalid_rather_than_insufficient(void **state)
{
    (void)state;
    struct tkg_target target = {.kind = TKG_TARGET_MAX, .limit = 100.0};
    struct tkg_estimate estimate = tkg_estimate_none();
    estimate.count = 2;
    estimate.invalid_count = 18;
    assert_int_equal(tkg_outcome_of(&target, &estimate), TKG_OUTCOME_INVALID);
}

static void margin_says_how_many_times_better(void **state)
{
    (void)state;
    struct tkg_target target = {.kind = TKG_TARGET_MIN, .limit = 1e5};
    assert_true(tkg_outcome_margin(&target, 182e6) == 1820.0);
    target = (struct tkg_target){.kind = TKG_TARGET_MAX, .limit = 40.0};
    assert_true(tkg_outcome_margin(&target, 20.0) == 2.0);
    assert_true(tkg_outcome_margin(&target, 50.0) == 0.8);
    target = (struct tkg_target){.kind = TKG_TARGET_EQUALS, .limit = 100.0, .tolerance = 2.0};
    assert_true(tkg_outcome_margin(&target, 99.0) == 2.0);
    assert_true(tkg_outcome_margin(&target, 104.0) == 0.5);
}

/* An engine that may allocate nothing: met by nothing, missed by anything. */
static void a_maximum_of_zero_has_no_margin(void **state)
{
    (void)state;
    struct tkg_target target = {.kind = TKG_TARGET_MAX, .limit = 0.0};
    struct tkg_estimate none = {.count = 6};
    struct tkg_estimate some = {.value = 0.5, .low = 0.5, .high = 0.5, .count = 6};
    assert_int_equal(tkg_outcome_of(&target, &none), TKG_OUTCOME_PASS);
    assert_int_equal(tkg_outcome_of(&target, &some), TKG_OUTCOME_FAIL);
    assert_true(isnan(tkg_outcome_margin(&target, 0.0)));
    assert_true(isnan(tkg_outcome_margin(&target, 0.5)));
}

static void margin_is_no_number_where_it_would_divide_by_zero(void **state)
{
    (void)state;
    struct tkg_target target = {.kind = TKG_TARGET_MIN, .limit = 0.0};
    assert_true(isnan(tkg_outcome_margin(&target, 5.0)));
    target.kind = TKG_TARGET_MAX;
    assert_true(isnan(tkg_outcome_margin(&target, 0.0)));
    assert_true(isnan(tkg_outcome_margin(&target, NAN)));
    target.kind = TKG_TARGET_EQUALS;
    assert_true(isnan(tkg_outcome_margin(&target, 0.0)));
}

static void names_and_marks_are_those_of_the_table(void **state)
{
    (void)state;
    assert_string_equal(tkg_outcome_name(TKG_OUTCOME_PASS), "pass");
    assert_string_equal(tkg_outcome_mark(TKG_OUTCOME_PASS), "ok");
    assert_string_equal(tkg_outcome_mark(TKG_OUTCOME_FAIL), "FAIL");
    assert_string_equal(tkg_outcome_name(TKG_OUTCOME_INSUFFICIENT), "insufficient samples");
    assert_string_equal(tkg_outcome_mark(TKG_OUTCOME_INCONCLUSIVE), "unsure");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(min_is_met_at_the_limit_and_missed_below_it),
        cmocka_unit_test(max_is_met_at_the_limit_and_missed_above_it),
        cmocka_unit_test(equals_is_met_inside_the_band_and_missed_outside),
        cmocka_unit_test(a_clear_median_with_a_wide_interval_is_inconclusive),
        cmocka_unit_test(no_value_is_insufficient_and_never_a_pass),
        cmocka_unit_test(more_than_half_flagged_is_invalid_and_half_is_not),
        cmocka_unit_test(few_because_flagged_is_invalid_rather_than_insufficient),
        cmocka_unit_test(margin_says_how_many_times_better),
        cmocka_unit_test(a_maximum_of_zero_has_no_margin),
        cmocka_unit_test(margin_is_no_number_where_it_would_divide_by_zero),
        cmocka_unit_test(names_and_marks_are_those_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
