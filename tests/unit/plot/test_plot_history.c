/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_history.h"

#include "history_series_run.h"

static char folder[64];

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/tkg_plot_history_XXXXXX");
    assert_non_null(mkdtemp(folder));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    plot_folder_remove(folder);
    return 0;
}

static void draw(const struct series_run *run, const char *case_name)
{
    struct tkg_error err = {.text = ""};
    const struct tkg_plot_history_row rows[] = {{case_name, &run->series}, {"b", &run->series}};
    const struct tkg_plot_history input = {
        "0.1.0", "latency_mean",       case_name, &run->series, &run->trend, rows,
        2,       plot_script_folder(), folder};
    assert_status(tkg_plot_history_draw(&input, &err), TKG_OK, &err);
}

/* row: T14 */
static void trend_shows_every_run_and_the_step(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct series_run run;
    series_run_init(&run, "c");
    draw(&run, "replay/1M");
    char *svg = plot_read(folder, "trend.svg");
    assert_contains(svg, "latency_mean over 40 runs");
    assert_contains(svg, "reference \xc2\xb7 synthetic:futures \xc2\xb7 machine 1474acbd");
    assert_contains(svg, " % at c26");
    assert_contains(svg, "replay/1M; points: medians of runs");
    const char *points = strstr(svg, "<title>gnuplot_plot_3c</title>");
    assert_non_null(points);
    const char *end = strstr(points, "<title>gnuplot_plot_4c</title>");
    assert_non_null(end);
    size_t count = 0;
    for (const char *at = strstr(points, "<use "); at && at < end; at = strstr(at + 1, "<use ")) {
        count++;
    }
    assert_int_equal(count, SERIES_RUNS);
    free(svg);
    assert_true(plot_size(folder, "trend.png") > 10000);
    assert_true(plot_size(folder, "heat.png") > 10000);
}

/* row: V10 */
static void heat_map_of_the_history_is_an_image_with_named_rows(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct series_run run;
    series_run_init(&run, "c");
    draw(&run, "replay/1M");
    char *svg = plot_read(folder, "heat.svg");
    assert_contains(svg, "replay/1M");
    assert_contains(svg, "worse than the row");
    free(svg);
    char *data = plot_read(folder, "heat.dat");
    assert_int_equal(plot_count(data, "\n"), 5 + 2 * SERIES_RUNS); /* a line per cell */
    free(data);
}

static void equal_data_gives_equal_pictures(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct series_run run;
    series_run_init(&run, "c");
    draw(&run, "replay/1M");
    char *one = plot_read(folder, "trend.svg"), *heat_one = plot_read(folder, "heat.svg");
    draw(&run, "replay/1M");
    char *two = plot_read(folder, "trend.svg"), *heat_two = plot_read(folder, "heat.svg");
    assert_string_equal(one, two);
    assert_string_equal(heat_one, heat_two);
    free(one);
    free(two);
    free(heat_one);
    free(heat_two);
}

static void names_full_of_traps_are_drawn_as_they_are(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct series_run run;
    char path[128];
    series_run_init(&run, "`touch x`$@_");
    (void)snprintf(run.series.engine, sizeof run.series.engine, "<cat /etc/passwd");
    draw(&run, "`touch pwned`@{/Bold x}");
    char *svg = plot_read(folder, "trend.svg");
    assert_contains(svg, "`touch pwned`@{/Bold x}");
    assert_contains(svg, "&lt;cat /etc/passwd");
    free(svg);
    (void)snprintf(path, sizeof path, "%s/pwned", folder);
    assert_int_equal(access(path, F_OK), -1);
}

static void heat_map_of_functions_over_time_is_drawn_alone(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct tkg_error err = {.text = ""};
    static char names[2][TKG_HEAT_NAME_BYTES] = {"match", "report"};
    static char columns[4][TKG_HEAT_NAME_BYTES] = {"0 ms", "10 ms", "20 ms", "30 ms"};
    double values[8] = {9, 8, 1, 0, 0, 1, 8, 9};
    const struct tkg_plot_heat heat = {names, 2,         columns, 4,    values,
                                       false, "samples", "time",  false};
    const struct tkg_plot_heat_page page = {"Functions over time", "reference", "99 Hz", &heat,
                                            plot_script_folder(),  folder};
    assert_status(tkg_plot_heat_draw(&page, &err), TKG_OK, &err);
    char *svg = plot_read(folder, "heat.svg");
    assert_contains(svg, "Functions over time");
    assert_contains(svg, "match");
    assert_contains(svg, "30 ms");
    free(svg);
}

/* gnuplot 5.4 dies of a last block of nothing, and no step and no drift is the usual case. */
static void quiet_series_of_two_runs_is_drawn(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct series_run run;
    series_run_init(&run, "c");
    run.series.point_count = 2;
    run.trend = (struct tkg_trend){.is_log = true};
    draw(&run, "replay/1M");
    char *svg = plot_read(folder, "trend.svg");
    assert_contains(svg, "no step, no drift");
    free(svg);
}

/* gnuplot 5.4 dies of an image with a single row or column. */
static void map_of_one_cell_is_drawn(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct tkg_error err = {.text = ""};
    static char name[1][TKG_HEAT_NAME_BYTES] = {"match"};
    double value[1] = {9};
    const struct tkg_plot_heat heat = {name, 1, name, 1, value, false, "samples", "time", false};
    const struct tkg_plot_heat_page page = {"t", "s", "f", &heat, plot_script_folder(), folder};
    assert_status(tkg_plot_heat_draw(&page, &err), TKG_OK, &err);
    assert_true(plot_size(folder, "heat.png") > 5000);
}

static void without_a_run_nothing_is_drawn(void **state)
{
    (void)state;
    struct tkg_error err;
    const struct tkg_history_series series = {.point_count = 0};
    const struct tkg_plot_history input = {.series = &series, .output_folder = folder};
    assert_int_equal(tkg_plot_history_draw(&input, &err), TKG_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(trend_shows_every_run_and_the_step, set_up, tear_down),
        cmocka_unit_test_setup_teardown(heat_map_of_the_history_is_an_image_with_named_rows, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(equal_data_gives_equal_pictures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_full_of_traps_are_drawn_as_they_are, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(heat_map_of_functions_over_time_is_drawn_alone, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(quiet_series_of_two_runs_is_drawn, set_up, tear_down),
        cmocka_unit_test_setup_teardown(map_of_one_cell_is_drawn, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_run_nothing_is_drawn, set_up, tear_down),
    };
    return plot_exit_status(cmocka_run_group_tests(tests, NULL, NULL));
}
