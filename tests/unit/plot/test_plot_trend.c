/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_trend.h"

#include "history_series_run.h"

static void steps_are_marked_where_the_detector_found_them(void **state)
{
    (void)state;
    struct series_run run;
    struct tkg_text data = {0}, frame = {0};
    series_run_init(&run, "c");
    assert_true(
        tkg_plot_trend_write(&run.series, &run.trend, "latency_mean", "replay/1M", &data, &frame));
    const char *steps = strstr(tkg_text_borrow(&data), "# 2 steps");
    assert_non_null(steps);
    assert_contains(steps, "\n24.5\t1\t"); /* before index 25, worse */
    assert_contains(steps, " % at c26\n");
    assert_int_equal(plot_count(tkg_text_borrow(&data), "\n24.6\t"), 1); /* a segment begins */
    assert_contains(tkg_text_borrow(&frame), "latency_mean (ns)");
    assert_contains(tkg_text_borrow(&frame), "replay/1M; points: medians");
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

static void more_is_better_for_rates_and_worse_for_times(void **state)
{
    (void)state;
    assert_false(tkg_plot_more_is_worse("throughput"));
    assert_true(tkg_plot_more_is_worse("latency_p99"));
    assert_true(tkg_plot_more_is_worse("time")); /* of comparisons */
}

static void quiet_series_has_blocks_all_the_same(void **state)
{
    (void)state;
    struct series_run run;
    struct tkg_text data = {0}, frame = {0};
    series_run_init(&run, "");
    run.series.point_count = 3;
    run.trend = (struct tkg_trend){.is_log = true};
    assert_true(tkg_plot_trend_write(&run.series, &run.trend, "x", "y", &data, &frame));
    assert_int_equal(plot_count(tkg_text_borrow(&data), "\nNaN\t0\t0\t\n"), 2);
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

static void long_series_shows_its_newest_runs(void **state)
{
    (void)state;
    static struct tkg_history_point points[800];
    for (size_t i = 0; i < 800; i++) {
        points[i] = (struct tkg_history_point){.run_id = (int64_t)i + 1, .value = 1.0 + (double)i};
        points[i].low = points[i].high = points[i].value;
    }
    const struct tkg_history_series series = {
        .points = points, .point_count = 800, .unit = "ratio"};
    const struct tkg_trend trend = {.is_log = true};
    struct tkg_text data = {0}, frame = {0};
    assert_true(tkg_plot_trend_write(&series, &trend, "x", "y", &data, &frame));
    assert_contains(tkg_text_borrow(&data), "\n0\t301\t301\t301\n");
    assert_contains(tkg_text_borrow(&data), "\n499\t800\t800\t800\n");
    assert_null(strstr(tkg_text_borrow(&data), "\n500\t"));
    assert_contains(tkg_text_borrow(&frame), "#301");
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_marked_where_the_detector_found_them),
        cmocka_unit_test(more_is_better_for_rates_and_worse_for_times),
        cmocka_unit_test(quiet_series_has_blocks_all_the_same),
        cmocka_unit_test(long_series_shows_its_newest_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
