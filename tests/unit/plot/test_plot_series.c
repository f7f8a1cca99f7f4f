/* SPDX-License-Identifier: Apache-2.0 */
#include "plot_run.h"

#include "plot/plot_series.h"

static void a_sweep_holds_the_replay_cases_by_size(void **state)
{
    (void)state;
    struct plot_run run;
    struct tkg_plot_sweep sweep;
    struct tkg_error err = {.text = ""};
    plot_run_init(&run);
    struct tkg_case_summary first = run.sample.summary.cases[0];
    run.sample.summary.cases[0] = run.sample.summary.cases[2]; /* 1M, 100K, 10K */
    run.sample.summary.cases[2] = first;
    assert_status(tkg_plot_sweep_init(&sweep, &run.sample.summary, &err), TKG_OK, &err);
    assert_int_equal(sweep.case_count, 3);
    assert_int_equal(sweep.left_out_count, 0);
    assert_int_equal(sweep.sizes[0], 10000);
    assert_int_equal(sweep.sizes[1], 100000);
    assert_int_equal(sweep.sizes[2], 1000000);
    assert_ptr_equal(sweep.cases[0], &run.sample.summary.cases[2]);
    plot_run_deinit(&run);
}

static void equal_sizes_keep_the_order_of_the_run(void **state)
{
    (void)state;
    static struct plot_sweep_run run;
    struct tkg_plot_sweep sweep;
    plot_sweep_run_init(&run, 40, 1000.0);
    assert_status(tkg_plot_sweep_init(&sweep, &run.summary, NULL), TKG_OK, NULL);
    for (size_t i = 0; i < 40; i++) {
        assert_ptr_equal(sweep.cases[i], &run.summaries[i]);
    }
    plot_sweep_run_deinit(&run);
}

static void too_many_sizes_are_thinned_and_both_ends_are_kept(void **state)
{
    (void)state;
    static struct plot_sweep_run run;
    struct tkg_plot_sweep sweep;
    plot_sweep_run_init(&run, 600, 1e9);
    assert_status(tkg_plot_sweep_init(&sweep, &run.summary, NULL), TKG_OK, NULL);
    assert_int_equal(sweep.case_count, TKG_PLOT_SIZES_MAX);
    assert_int_equal(sweep.left_out_count, 350);
    assert_int_equal(sweep.sizes[0], 1000);
    assert_int_equal(sweep.sizes[TKG_PLOT_SIZES_MAX - 1], 1000000000);
    for (size_t i = 1; i < sweep.case_count; i++) {
        assert_true(sweep.cases[i] > sweep.cases[i - 1]); /* none is taken twice */
    }
    plot_sweep_run_deinit(&run);
}

static void without_a_throughput_there_is_nothing_to_plot(void **state)
{
    (void)state;
    struct plot_run run;
    struct tkg_plot_sweep sweep;
    struct tkg_error err = {.text = ""};
    plot_run_init(&run);
    for (size_t i = 0; i < 3; i++) {
        run.sample.summary.cases[i].estimates[TKG_METRIC_THROUGHPUT] =
            sample_estimate_without_value(4);
    }
    assert_status(tkg_plot_sweep_init(&sweep, &run.sample.summary, &err), TKG_NOTHING, &err);
    assert_contains(err.text, "none of the 6 cases is a replay with a throughput");
    assert_contains(err.text, "at least 5 valid trials");
    assert_contains(err.text, "run 'replay/' cases with more rounds");
    plot_run_deinit(&run);
}

static void a_summary_without_cases_is_nothing_too(void **state)
{
    (void)state;
    struct tkg_summary summary = {0};
    struct tkg_plot_sweep sweep;
    assert_status(tkg_plot_sweep_init(&sweep, &summary, NULL), TKG_NOTHING, NULL);
    assert_int_equal(sweep.case_count, 0);
}

static void a_point_has_its_value_its_interval_and_its_failure(void **state)
{
    (void)state;
    struct plot_run run;
    struct tkg_plot_sweep sweep;
    struct tkg_plot_series series;
    plot_run_init(&run);
    assert_status(tkg_plot_sweep_init(&sweep, &run.sample.summary, NULL), TKG_OK, NULL);
    tkg_plot_series_init(&series, &sweep, &run.sample.verdicts, TKG_METRIC_LATENCY_P99);
    assert_int_equal(series.point_count, 3);
    assert_int_equal(series.last, 2);
    assert_near(series.points[2].value, 12.0, 0.0);
    assert_near(series.points[2].low, 12.0 * (1.0 - 0.006 * 2.0), 1e-12);
    assert_near(series.points[2].high, 12.0 * (1.0 + 0.006 * 2.0), 1e-12);
    assert_true(series.points[2].has_failed);
    assert_false(series.points[1].has_failed);
    /* unsure and ok are no failures */
    tkg_plot_series_init(&series, &sweep, &run.sample.verdicts, TKG_METRIC_LATENCY_P50);
    assert_false(series.points[2].has_failed);
    tkg_plot_series_init(&series, &sweep, NULL, TKG_METRIC_LATENCY_P99);
    assert_false(series.points[2].has_failed);
    plot_run_deinit(&run);
}

static void a_gap_is_no_part_of_the_range(void **state)
{
    (void)state;
    struct plot_run run;
    struct tkg_plot_sweep sweep;
    struct tkg_plot_series series;
    struct tkg_plot_range range = tkg_plot_range_empty();
    plot_run_init(&run);
    struct tkg_estimate *p90 = &run.sample.summary.cases[2].estimates[TKG_METRIC_LATENCY_P90];
    *p90 = sample_estimate_without_value(0);
    assert_status(tkg_plot_sweep_init(&sweep, &run.sample.summary, NULL), TKG_OK, NULL);
    tkg_plot_series_init(&series, &sweep, NULL, TKG_METRIC_LATENCY_P90);
    assert_int_equal(series.last, 1);
    tkg_plot_series_range(&series, &range);
    assert_near(range.low, 5.9 * 0.994, 1e-12);
    assert_near(range.high, 5.9 * 1.006, 1e-12);
    plot_run_deinit(&run);
}

static void a_series_that_nothing_measured_has_no_last_point(void **state)
{
    (void)state;
    struct plot_run run;
    struct tkg_plot_sweep sweep;
    struct tkg_plot_series series;
    struct tkg_plot_range range = tkg_plot_range_empty();
    plot_run_init(&run);
    assert_status(tkg_plot_sweep_init(&sweep, &run.sample.summary, NULL), TKG_OK, NULL);
    tkg_plot_series_init(&series, &sweep, NULL, TKG_METRIC_CPU_PACED);
    tkg_plot_series_range(&series, &range);
    assert_true(series.last == SIZE_MAX);
    assert_nan(range.high);
    plot_run_deinit(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sweep_holds_the_replay_cases_by_size),
        cmocka_unit_test(equal_sizes_keep_the_order_of_the_run),
        cmocka_unit_test(too_many_sizes_are_thinned_and_both_ends_are_kept),
        cmocka_unit_test(without_a_throughput_there_is_nothing_to_plot),
        cmocka_unit_test(a_summary_without_cases_is_nothing_too),
        cmocka_unit_test(a_point_has_its_value_its_interval_and_its_failure),
        cmocka_unit_test(a_gap_is_no_part_of_the_range),
        cmocka_unit_test(a_series_that_nothing_measured_has_no_last_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
