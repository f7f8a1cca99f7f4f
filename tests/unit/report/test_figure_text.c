/* SPDX-License-Identifier: Apache-2.0 */
#include "report/figure_text.h"

#include "cmocka_all.h"

#include "sample_run.h"

static struct tkg_estimate estimate_of(double low, double value, double high)
{
    struct tkg_estimate estimate = sample_estimate(value, 1.0);
    estimate.low = low;
    estimate.high = high;
    return estimate;
}

static void assert_both(double low, double value, double high, enum tkg_dimension dimension,
                        const char *expected)
{
    char text[TKG_FIGURE_BYTES];
    struct tkg_estimate estimate = estimate_of(low, value, high);
    assert_string_equal(tkg_figure_both(&estimate, dimension, text), expected);
}

static void an_interval_is_written_in_the_unit_of_its_value(void **state)
{
    (void)state;
    assert_both(180e6, 182e6, 184e6, TKG_DIMENSION_RATE, "182 [180, 184] M ticks/s");
    assert_both(46.0, 51.0, 55.0, TKG_DIMENSION_TIME, "51.0 [46.0, 55.0] ns");
    assert_both(900.0, 1500.0, 2100.0, TKG_DIMENSION_TIME, "1.50 [0.90, 2.10] us");
    assert_both(0.012, 0.013, 0.014, TKG_DIMENSION_SHARE, "1.30 [1.20, 1.40] %");
    assert_both(-1e-3, 1e-6, 1e-3, TKG_DIMENSION_SHARE, "0.000 [-0.100, 0.100] %");
    assert_both(1.05, 1.1, 1.15, TKG_DIMENSION_PLAIN, "1.10 [1.05, 1.15]");
    assert_both(-0.001, 0.0, 0.001, TKG_DIMENSION_SHARE, "0.000 [-0.100, 0.100] %");
}

static void a_narrow_interval_gets_more_decimals(void **state)
{
    (void)state;
    assert_both(36.08e6, 36.1e6, 36.12e6, TKG_DIMENSION_BYTES, "36.10 [36.08, 36.12] MB");
    assert_both(100.0, 100.0, 100.0, TKG_DIMENSION_TIME, "100 [100, 100] ns");
    /* three more decimals at most, and then it is narrow enough to look like a point */
    assert_both(99.999999, 100.0, 100.000001, TKG_DIMENSION_TIME, "100.000 [100.000, 100.000] ns");
}

static void huge_figures_get_an_exponent(void **state)
{
    (void)state;
    assert_both(1e300, 1e300, 1e300, TKG_DIMENSION_PLAIN, "1e+300 [1e+300, 1e+300]");
}

/* row: B07 */
static void fewer_than_five_samples_never_print_a_number(void **state)
{
    (void)state;
    char text[TKG_FIGURE_BYTES];
    struct tkg_estimate estimate = estimate_of(1.0, 2.0, 3.0);
    for (uint32_t count = 0; count <= 5; count++) {
        estimate.count = count;
        assert_int_equal(tkg_figure_known(&estimate), count == 5);
        (void)tkg_figure_value(&estimate, TKG_DIMENSION_TIME, text);
        assert_string_equal(text, count == 5 ? "2.00 ns" : "insufficient samples");
        (void)tkg_figure_both(&estimate, TKG_DIMENSION_TIME, text);
        assert_string_equal(text, count == 5 ? "2.00 [1.00, 3.00] ns" : "insufficient samples");
        (void)tkg_figure_interval(&estimate, TKG_DIMENSION_TIME, text);
        assert_int_equal(*text == '\0', count != 5);
    }
}

static void a_value_that_is_not_a_number_is_not_known(void **state)
{
    (void)state;
    struct tkg_estimate estimate = estimate_of(1.0, NAN, 3.0);
    assert_false(tkg_figure_known(&estimate));
    estimate.value = INFINITY;
    assert_false(tkg_figure_known(&estimate));
}

/* The range of 5 samples covers the median with 1 - 2 / 2^5 = 93.75 %. */
static void a_coverage_below_95_percent_is_said(void **state)
{
    (void)state;
    char text[TKG_FIGURE_BYTES];
    struct tkg_estimate estimate = estimate_of(1.0, 2.0, 3.0);
    estimate.coverage_0to1 = 0.9375;
    (void)tkg_figure_interval(&estimate, TKG_DIMENSION_TIME, text);
    assert_string_equal(text, "[1.00, 3.00] ns at 93.8 %");
    estimate.coverage_0to1 = 0.95;
    (void)tkg_figure_interval(&estimate, TKG_DIMENSION_TIME, text);
    assert_string_equal(text, "[1.00, 3.00] ns");
}

static void only_flagged_trials_still_count_as_measured(void **state)
{
    (void)state;
    struct tkg_estimate estimate = sample_estimate_without_value(0);
    assert_false(tkg_figure_measured(&estimate));
    estimate.invalid_count = 1;
    assert_true(tkg_figure_measured(&estimate));
}

static void assert_margin(enum tkg_target_kind kind, double margin, const char *expected)
{
    char text[TKG_FIGURE_BYTES];
    struct tkg_target target = {.kind = kind};
    struct tkg_verdict verdict = {.target = &target, .margin = margin};
    assert_string_equal(tkg_figure_margin(&verdict, text), expected);
}

static void margins_read_as_multiples_or_percent_of_the_limit(void **state)
{
    (void)state;
    assert_margin(TKG_TARGET_MIN, 1820.0, "x1820");
    assert_margin(TKG_TARGET_MIN, 2.0, "x2.0");
    assert_margin(TKG_TARGET_MIN, 12.6, "x13");
    assert_margin(TKG_TARGET_MIN, 1.82, "+82 %");
    assert_margin(TKG_TARGET_MIN, 1234567.0, "x1.2e+06");
    assert_margin(TKG_TARGET_MAX, NAN, "");
    assert_margin(TKG_TARGET_MAX, INFINITY, "");
}

/* 52 ns against at most 40 ns is 30 % above the limit; 80 against at least 100 is 20 % below. */
static void a_missed_limit_is_negative_in_percent_of_the_limit(void **state)
{
    (void)state;
    assert_margin(TKG_TARGET_MAX, 40.0 / 52.0, "-30 %");
    assert_margin(TKG_TARGET_MIN, 80.0 / 100.0, "-20 %");
    assert_margin(TKG_TARGET_MAX, 1e-9, "-1e+11 %");
}

static void a_fit_without_parameters_is_not_available(void **state)
{
    (void)state;
    char text[TKG_FIGURE_BYTES];
    (void)tkg_figure_fit(NAN, NAN, NAN, TKG_DIMENSION_PLAIN, text);
    assert_string_equal(text, "n/a");
    (void)tkg_figure_fit(0.995, 0.990, 1.0, TKG_DIMENSION_PLAIN, text);
    assert_string_equal(text, "0.995 [0.990, 1.000]");
}

static void a_metric_names_the_pass_it_came_from(void **state)
{
    (void)state;
    struct sample_run run;
    sample_run_init(&run);
    struct tkg_case_summary *one = &run.summary.cases[2];
    assert_int_equal(tkg_figure_pass(one, TKG_METRIC_THROUGHPUT), 'A');
    assert_int_equal(tkg_figure_pass(one, TKG_METRIC_TICK_P99), 'C');
    assert_int_equal(tkg_figure_pass(one, TKG_METRIC_PEAK_MEMORY), 'M');
    assert_int_equal(tkg_figure_pass(one, TKG_METRIC_LATENCY_P99), 'B');
    one->headline = TKG_HEADLINE_TICK;
    assert_int_equal(tkg_figure_pass(one, TKG_METRIC_LATENCY_P99), 'C');
    one->headline = TKG_HEADLINE_NONE;
    assert_int_equal(tkg_figure_pass(one, TKG_METRIC_LATENCY_P99), '-');
    assert_int_equal(tkg_figure_pass(one, TKG_METRIC_EFFICIENCY), '-');
    sample_run_deinit(&run);
}

static void a_multiple_of_a_ruler_has_no_unit(void **state)
{
    (void)state;
    struct sample_run run;
    sample_run_init(&run);
    assert_int_equal(tkg_verdict_dimension(&run.verdicts.verdicts[1]), TKG_DIMENSION_TIME);
    assert_int_equal(tkg_verdict_dimension(&run.verdicts.verdicts[5]), TKG_DIMENSION_PLAIN);
    sample_run_deinit(&run);
}

static void flat_out_cases_are_neither_paced_nor_rulers(void **state)
{
    (void)state;
    struct tkg_case one = {.name = "ticks/btcusdt", .tick_count = 5};
    assert_true(tkg_case_is_flat_out(&one));
    one.pace_ticks_per_s = 1e5;
    assert_false(tkg_case_is_flat_out(&one));
    one = (struct tkg_case){.name = "ruler/walk", .tick_count = 1000000};
    assert_false(tkg_case_is_flat_out(&one));
}

static void classes_and_headlines_have_names(void **state)
{
    (void)state;
    assert_string_equal(tkg_scaling_name(TKG_SCALING_LINEAR), "linear");
    assert_string_equal(tkg_scaling_name(TKG_SCALING_SUBLINEAR), "sublinear");
    assert_string_equal(tkg_scaling_name(TKG_SCALING_SUPERLINEAR), "superlinear");
    assert_string_equal(tkg_scaling_name(TKG_SCALING_UNKNOWN), "unknown");
    assert_string_equal(tkg_headline_name(TKG_HEADLINE_BLOCK), "block");
    assert_string_equal(tkg_headline_name(TKG_HEADLINE_TICK), "tick");
    assert_string_equal(tkg_headline_name(TKG_HEADLINE_NONE), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interval_is_written_in_the_unit_of_its_value),
        cmocka_unit_test(a_narrow_interval_gets_more_decimals),
        cmocka_unit_test(huge_figures_get_an_exponent),
        cmocka_unit_test(fewer_than_five_samples_never_print_a_number),
        cmocka_unit_test(a_value_that_is_not_a_number_is_not_known),
        cmocka_unit_test(a_coverage_below_95_percent_is_said),
        cmocka_unit_test(only_flagged_trials_still_count_as_measured),
        cmocka_unit_test(margins_read_as_multiples_or_percent_of_the_limit),
        cmocka_unit_test(a_missed_limit_is_negative_in_percent_of_the_limit),
        cmocka_unit_test(a_fit_without_parameters_is_not_available),
        cmocka_unit_test(a_metric_names_the_pass_it_came_from),
        cmocka_unit_test(a_multiple_of_a_ruler_has_no_unit),
        cmocka_unit_test(flat_out_cases_are_neither_paced_nor_rulers),
        cmocka_unit_test(classes_and_headlines_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
