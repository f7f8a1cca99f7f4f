/* SPDX-License-Identifier: Apache-2.0 */
#include "plot_run.h"

#include "plot/plot_panel.h"

struct written {
    struct tkg_text data;
    struct tkg_text frame;
};

static struct written write_panel(enum tkg_plot_panel panel, const struct tkg_plot_input *input)
{
    struct written written = {{0}, {0}};
    struct tkg_plot_sweep sweep;
    assert_status(tkg_plot_sweep_init(&sweep, input->summary, NULL), TKG_OK, NULL);
    tkg_plot_panel_write(panel, input, &sweep, &written.data, &written.frame);
    assert_false(tkg_text_failed(&written.data) || tkg_text_failed(&written.frame));
    return written;
}

static void written_deinit(struct written *written)
{
    tkg_text_deinit(&written->data);
    tkg_text_deinit(&written->frame);
}

/* The seven columns of block 0, the last one apart. */
struct axes {
    double x_min, x_max, y_min, y_max;
    int is_log, has_data;
};

static struct axes read_axes(const struct written *written)
{
    struct axes axes;
    const char *row = strchr(tkg_text_borrow(&written->frame), '\n');
    assert_non_null(row);
    assert_int_equal(sscanf(row, "%lf %lf %lf %lf %d %d", &axes.x_min, &axes.x_max, &axes.y_min,
                            &axes.y_max, &axes.is_log, &axes.has_data),
                     6);
    return axes;
}

/* row: V02 */
static void throughput_has_a_point_and_an_interval_per_size(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    struct written written = write_panel(TKG_PLOT_PANEL_THROUGHPUT, &run.input);
    /* 178e6, 181e6, 182e6, each -+ 0.6 % */
    assert_string_equal(tkg_text_borrow(&written.data),
                        "# ticks\tthroughput\tlow\thigh\tmissed\t# in M ticks/s\n"
                        "10000\t178\t176.932\t179.068\t0\n"
                        "100000\t181\t179.914\t182.086\t0\n"
                        "1000000\t182\t180.908\t183.092\t0\n");
    struct axes axes = read_axes(&written);
    assert_near(axes.y_min, 0.0, 0.0);
    assert_true(axes.y_max > 183.092 && axes.y_max < 230.0); /* not stretched by 100 K ticks/s */
    assert_contains(tkg_text_borrow(&written.frame), "throughput \xe2\x89\xa5 100 K ticks/s");
    written_deinit(&written);
    plot_run_deinit(&run);
}

/* row: V04 */
static void latency_has_four_series(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    struct written written = write_panel(TKG_PLOT_PANEL_LATENCY, &run.input);
    const char *data = tkg_text_borrow(&written.data);
    assert_contains(data,
                    "# ticks\tlatency_mean\tlow\thigh\tmissed\tlatency_p50\tlow\thigh\tmissed\t"
                    "latency_p90\tlow\thigh\tmissed\tlatency_p99\tlow\thigh\tmissed\t# in ns\n");
    /* only p99 of 1M fails, and 12 ns -+ 1.2 % are its interval */
    assert_contains(data, "\t12\t11.856\t12.144\t1\n");
    assert_int_equal(plot_count(data, "\t1\n"), 1);
    assert_int_equal(plot_count(data, "\t12\t11.856\t12.144\t0\n"), 2);
    const char *frame = tkg_text_borrow(&written.frame);
    assert_contains(frame, "mean 5.49 ns");
    assert_contains(frame, "p50 5.10 ns");
    assert_contains(frame, "p90 5.90 ns");
    assert_contains(frame, "p99 12.0 ns");
    assert_contains(frame, "time per tick (ns)");
    assert_int_equal(read_axes(&written).is_log, 1);
    written_deinit(&written);
    plot_run_deinit(&run);
}

/* row: V03 */
static void total_time_is_logarithmic_with_its_fit(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    struct written written = write_panel(TKG_PLOT_PANEL_TIME, &run.input);
    const char *frame = tkg_text_borrow(&written.frame);
    const char *fit = strstr(frame, "# 7 fitted curve: x y\n");
    double x, y;
    assert_int_equal(read_axes(&written).is_log, 1);
    assert_contains(frame, "grows like ticks^0.995, 95 % interval [0.990, 1.000]: linear");
    assert_non_null(fit);
    /* exp(1.77 + 0.9952 * 9.210340) = exp(10.936131) = 56,169.6 ns */
    assert_int_equal(sscanf(strchr(fit, '\n'), "%lf %lf", &x, &y), 2);
    assert_near(x, 10000.0, 1e-6);
    assert_near(y, 0.0561698, 2e-6);
    assert_int_equal(plot_count(fit, "\n"), 1 + 41 + 2); /* header, points, end of block */
    written_deinit(&written);
    plot_run_deinit(&run);
}

static void memory_is_shown_from_zero_with_its_fit(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    struct written written = write_panel(TKG_PLOT_PANEL_MEMORY, &run.input);
    const char *frame = tkg_text_borrow(&written.frame);
    struct axes axes = read_axes(&written);
    assert_near(axes.y_min, 0.0, 0.0);
    assert_int_equal(axes.is_log, 0);
    assert_true(axes.y_max < 60.0); /* 36 MB; the limit of 500 MB is an arrow */
    assert_contains(frame, "peak memory \xe2\x89\xa4 500 MB");
    assert_contains(frame, "\n10000\t35.704\n"); /* 35.7 MB + 0.4 * 10,000 bytes */
    assert_contains(frame, "\n1000000\t36.1\n");
    written_deinit(&written);
    plot_run_deinit(&run);
}

static void memory_that_grows_a_thousandfold_is_logarithmic(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    run.sample.summary.cases[2].estimates[TKG_METRIC_PEAK_MEMORY] = sample_estimate(36e9, 1.0);
    struct written written = write_panel(TKG_PLOT_PANEL_MEMORY, &run.input);
    assert_int_equal(read_axes(&written).is_log, 1);
    written_deinit(&written);
    plot_run_deinit(&run);
}

/* row: V05 */
static void efficiency_begins_at_zero_and_holds_100_percent(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    for (size_t i = 0; i < 3; i++) { /* even when all sizes are far below it */
        run.sample.summary.cases[i].estimates[TKG_METRIC_EFFICIENCY] = sample_estimate(0.3, 2.0);
    }
    struct written written = write_panel(TKG_PLOT_PANEL_EFFICIENCY, &run.input);
    struct axes axes = read_axes(&written);
    assert_near(axes.y_min, 0.0, 0.0);
    assert_near(axes.y_max, 115.0, 1e-9);
    assert_int_equal(axes.is_log, 0);
    assert_contains(tkg_text_borrow(&written.data),
                    "\n10000\t30\t29.64\t30.36\t0\n"); /* -+ 1.2 % */
    assert_contains(tkg_text_borrow(&written.frame), "efficiency (%)");
    assert_contains(tkg_text_borrow(&written.frame), "\n100\t100\n");
    written_deinit(&written);
    plot_run_deinit(&run);
}

static void efficiency_above_100_percent_is_not_cut_off(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    run.sample.summary.cases[0].estimates[TKG_METRIC_EFFICIENCY] = sample_estimate(1.4, 2.0);
    struct written written = write_panel(TKG_PLOT_PANEL_EFFICIENCY, &run.input);
    assert_true(read_axes(&written).y_max > 140.0);
    written_deinit(&written);
    plot_run_deinit(&run);
}

static void a_panel_that_nothing_measured_says_so_in_every_form(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    for (size_t i = 0; i < 3; i++) {
        for (int metric = TKG_METRIC_LATENCY_MEAN; metric < TKG_METRIC_COUNT; metric++) {
            run.sample.summary.cases[i].estimates[metric] = sample_estimate_without_value(0);
        }
    }
    for (int panel = TKG_PLOT_PANEL_LATENCY; panel < TKG_PLOT_PANEL_COUNT; panel++) {
        struct written written = write_panel((enum tkg_plot_panel)panel, &run.input);
        assert_int_equal(read_axes(&written).has_data, 0);
        assert_contains(tkg_text_borrow(&written.data), "\n1000000\tNaN\tNaN\tNaN\t");
        assert_null(strstr(tkg_text_borrow(&written.data), "nan"));
        /* no limit, no note, no curve */
        assert_contains(tkg_text_borrow(&written.frame), "text\nNaN\tNaN\tNaN\tNaN\tNaN\tNaN\t\n");
        assert_contains(tkg_text_borrow(&written.frame), "row text\n1\t\n");
        assert_contains(tkg_text_borrow(&written.frame), "curve: x y\nNaN\tNaN\n");
        written_deinit(&written);
    }
    plot_run_deinit(&run);
}

static void infinite_and_missing_interval_ends_are_nan(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    struct tkg_estimate *rate = &run.sample.summary.cases[0].estimates[TKG_METRIC_THROUGHPUT];
    rate->low = -INFINITY;
    rate->high = -NAN;
    struct written written = write_panel(TKG_PLOT_PANEL_THROUGHPUT, &run.input);
    assert_contains(tkg_text_borrow(&written.data), "\n10000\t178\tNaN\tNaN\t0\n");
    written_deinit(&written);
    plot_run_deinit(&run);
}

static void far_limits_do_not_sit_on_the_data(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    struct written written = write_panel(TKG_PLOT_PANEL_MEMORY, &run.input);
    const char *block = strstr(tkg_text_borrow(&written.frame), "# 4 limits beyond");
    double x, from, to;
    assert_non_null(block);
    assert_int_equal(sscanf(strchr(block, '\n'), "%lf %lf %lf", &x, &from, &to), 3);
    assert_true(from > 36.1 * 1.006 && to > from); /* above the highest point with its whisker */
    written_deinit(&written);
    plot_run_deinit(&run);
}

static void equal_runs_give_equal_bytes(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    for (int panel = 0; panel < TKG_PLOT_PANEL_COUNT; panel++) {
        struct written first = write_panel((enum tkg_plot_panel)panel, &run.input);
        struct written second = write_panel((enum tkg_plot_panel)panel, &run.input);
        assert_string_equal(tkg_text_borrow(&first.data), tkg_text_borrow(&second.data));
        assert_string_equal(tkg_text_borrow(&first.frame), tkg_text_borrow(&second.frame));
        written_deinit(&first);
        written_deinit(&second);
    }
    plot_run_deinit(&run);
}

static void panels_are_named_after_their_files(void **state)
{
    (void)state;
    assert_string_equal(tkg_plot_panel_name(TKG_PLOT_PANEL_THROUGHPUT), "throughput");
    assert_string_equal(tkg_plot_panel_name(TKG_PLOT_PANEL_LATENCY), "latency");
    assert_string_equal(tkg_plot_panel_name(TKG_PLOT_PANEL_TIME), "time");
    assert_string_equal(tkg_plot_panel_name(TKG_PLOT_PANEL_MEMORY), "memory");
    assert_string_equal(tkg_plot_panel_name(TKG_PLOT_PANEL_EFFICIENCY), "efficiency");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(throughput_has_a_point_and_an_interval_per_size),
        cmocka_unit_test(latency_has_four_series),
        cmocka_unit_test(total_time_is_logarithmic_with_its_fit),
        cmocka_unit_test(memory_is_shown_from_zero_with_its_fit),
        cmocka_unit_test(memory_that_grows_a_thousandfold_is_logarithmic),
        cmocka_unit_test(efficiency_begins_at_zero_and_holds_100_percent),
        cmocka_unit_test(efficiency_above_100_percent_is_not_cut_off),
        cmocka_unit_test(a_panel_that_nothing_measured_says_so_in_every_form),
        cmocka_unit_test(infinite_and_missing_interval_ends_are_nan),
        cmocka_unit_test(far_limits_do_not_sit_on_the_data),
        cmocka_unit_test(equal_runs_give_equal_bytes),
        cmocka_unit_test(panels_are_named_after_their_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
