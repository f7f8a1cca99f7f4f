/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_functions.h"

#include "plot_run.h"

static char folder[64];
static struct tkg_time_map map;

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/tkg_functions_XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    plot_folder_remove(folder);
    return 0;
}

/* Four buckets: "match" has the first two, "report" the last; nobody looked into the third. */
static void make_map(void)
{
    map = (struct tkg_time_map){.column_count = 4,
                                .row_count = 3,
                                .replay_ns = 8000000,
                                .replay_count = 9,
                                .look_count = 80,
                                .tick_count = 100000,
                                .wall_ns = {1000, 1000, 0, 1000}};
    (void)snprintf(map.rows[0].name, sizeof map.rows[0].name, "match");
    (void)snprintf(map.rows[1].name, sizeof map.rows[1].name,
                   "report_with_a_name_that_is_far_too_long_for_a_row");
    (void)snprintf(map.rows[2].name, sizeof map.rows[2].name, "rare");
    map.rows[0].wall_ns[0] = 900;
    map.rows[0].wall_ns[1] = 800;
    map.rows[1].wall_ns[3] = 1000;
    map.rows[2].wall_ns[1] = 14; /* 0.47 % of all: below the least */
}

static enum tkg_status draw(struct tkg_error *err)
{
    const struct tkg_plot_functions input = {"mine.so", "synthetic:futures", &map,
                                             plot_script_folder(), folder};
    return tkg_plot_functions_draw(&input, err);
}

/* row: V10 */
static void shares_of_buckets_are_drawn_and_gaps_told(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct tkg_error err = {.text = ""};
    make_map();
    assert_status(draw(&err), TKG_OK, &err);
    char *data = plot_read(folder, "heat.dat");
    assert_contains(data, "0\t0\t100\town time of the function, % of the bucket\ttime since the "
                          "replay began, ms\n");
    assert_contains(data, "\n0\t2\t90\n1\t2\t80\n2\t2\tNaN\n3\t2\t0\n"); /* match, on top */
    assert_contains(data, "\n0\t1\t0\n1\t1\t0\n2\t1\tNaN\n3\t1\t100\n");
    assert_contains(data, "\n0\t0\t10\n1\t0\t20\n2\t0\tNaN\n3\t0\t0\n"); /* all others */
    free(data);
    char *svg = plot_read(folder, "heat.svg");
    assert_contains(svg, "match  56.7 %");
    assert_contains(svg, "report_wit...ong_for_a_row  33.3 %");
    assert_contains(svg, "all others  10.0 %");
    assert_contains(svg, "grey: no value");
    assert_contains(svg, "mine.so \xc2\xb7 synthetic:futures \xc2\xb7 100000 ticks");
    assert_contains(svg, "80 looks at 9 replays of 8.00 ms on average");
    assert_null(strstr(svg, "rare"));
    free(svg);
    char *frame = plot_read(folder, "heat_frame.dat");
    assert_contains(frame, "-0.5\t0\n"); /* a bucket's name stands where it begins */
    assert_contains(frame, "2.5\t6\n");
    free(frame);
    assert_true(plot_size(folder, "heat.png") > 10000);
}

static void without_columns_nothing_is_drawn(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    make_map();
    map.column_count = 0;
    map.look_count = 7;
    assert_int_equal(draw(&err), TKG_NOTHING);
    assert_contains(err.text, "too few looks fell into replays (7)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shares_of_buckets_are_drawn_and_gaps_told, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(without_columns_nothing_is_drawn, set_up, tear_down),
    };
    return plot_exit_status(cmocka_run_group_tests(tests, NULL, NULL));
}
