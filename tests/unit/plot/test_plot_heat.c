/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_heat.h"

#include "plot_run.h"

enum { ROWS = 3, COLUMNS = 10 };

/* Functions over time: "match" is hot in the first half, "report" in the second. */
static void make_phases(char names[ROWS][TKG_HEAT_NAME_BYTES],
                        char columns[COLUMNS][TKG_HEAT_NAME_BYTES], double *values)
{
    static const char *const functions[ROWS] = {"match", "report", "decode"};
    for (size_t row = 0; row < ROWS; row++) {
        (void)snprintf(names[row], TKG_HEAT_NAME_BYTES, "%s", functions[row]);
        for (size_t column = 0; column < COLUMNS; column++) {
            (void)snprintf(columns[column], TKG_HEAT_NAME_BYTES, "%zu ms", 10 * column);
            const bool is_early = column < COLUMNS / 2;
            values[row * COLUMNS + column] = row == 0   ? (is_early ? 70.0 : 10.0)
                                             : row == 1 ? (is_early ? 10.0 : 70.0)
                                                        : 20.0;
        }
    }
}

/* The row, counted from the top, of the hottest cell in a column of heat.dat. */
static size_t hottest_row(const char *data, size_t wanted, size_t row_count)
{
    size_t hottest = SIZE_MAX;
    double most = -INFINITY;
    const char *at = strstr(data, "# 1 cells");
    assert_non_null(at);
    for (at = strchr(at, '\n') + 1; *at; at = strchr(at, '\n') + 1) {
        size_t column, row;
        double value;
        assert_int_equal(sscanf(at, "%zu\t%zu\t%lf", &column, &row, &value), 3);
        if (column == wanted && value > most) {
            most = value;
            hottest = row_count - 1 - row;
        }
    }
    return hottest;
}

/* row: V10 */
static void planted_phase_change_moves_the_hottest_cell(void **state)
{
    (void)state;
    static char names[ROWS][TKG_HEAT_NAME_BYTES], columns[COLUMNS][TKG_HEAT_NAME_BYTES];
    double values[ROWS * COLUMNS];
    struct tkg_text data = {0}, frame = {0};
    make_phases(names, columns, values);
    const struct tkg_plot_heat heat = {names, ROWS,      columns, COLUMNS, values,
                                       false, "samples", "time",  false};
    assert_true(tkg_plot_heat_write(&heat, &data, &frame));
    for (size_t column = 0; column < COLUMNS; column++) {
        assert_int_equal(hottest_row(tkg_text_borrow(&data), column, ROWS),
                         column < COLUMNS / 2 ? 0 : 1);
    }
    assert_contains(tkg_text_borrow(&data), "0\t0\t70\tsamples\ttime\n");
    assert_contains(tkg_text_borrow(&frame), "2\tmatch\n");
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

static void small_changes_do_not_look_like_large_ones(void **state)
{
    (void)state;
    static char names[1][TKG_HEAT_NAME_BYTES] = {"a"}, columns[2][TKG_HEAT_NAME_BYTES];
    double values[2] = {0.001, -0.001};
    struct tkg_text data = {0}, frame = {0};
    const struct tkg_plot_heat heat = {names, 1,           columns, 2,    values,
                                       true,  "change, %", "run",   false};
    assert_true(tkg_plot_heat_write(&heat, &data, &frame));
    assert_contains(tkg_text_borrow(&data), "1\t-2\t2\tchange, %\trun\n"); /* +-2 % at least */
    assert_contains(tkg_text_borrow(&data), "0\t-0.25\t0.1\n1\t-0.25\t-0.1\n0\t0.25\t0.1\n");
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

/* Nothing measured is drawn otherwise than a measured nothing, and the note says how. */
static void gaps_are_told(void **state)
{
    (void)state;
    static char names[1][TKG_HEAT_NAME_BYTES] = {"a"}, columns[2][TKG_HEAT_NAME_BYTES];
    double values[2] = {5.0, NAN};
    struct tkg_text data = {0}, frame = {0};
    const struct tkg_plot_heat heat = {names, 1,          columns, 2,    values,
                                       false, "share, %", "time",  false};
    assert_true(tkg_plot_heat_write(&heat, &data, &frame));
    assert_contains(tkg_text_borrow(&data), "1\t-0.25\tNaN\n");
    assert_contains(tkg_text_borrow(&frame), "colour: share, %; grey: no value\n");
    tkg_text_reset(&frame);
    values[1] = 0.0;
    assert_true(tkg_plot_heat_write(&heat, &data, &frame));
    assert_null(strstr(tkg_text_borrow(&frame), "grey"));
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

static void large_maps_stay_below_two_thousand_points(void **state)
{
    (void)state;
    enum { MANY = 60, LONG = 700 };
    static char names[MANY][TKG_HEAT_NAME_BYTES], columns[LONG][TKG_HEAT_NAME_BYTES];
    static double values[MANY * LONG];
    struct tkg_text data = {0}, frame = {0};
    for (size_t i = 0; i < (size_t)MANY * LONG; i++) {
        values[i] = i % 3 ? (double)(i % LONG) : NAN;
    }
    const struct tkg_plot_heat heat = {names, MANY, columns, LONG, values, false, "m", "t", false};
    assert_true(tkg_plot_heat_write(&heat, &data, &frame));
    assert_true(plot_count(tkg_text_borrow(&data), "\n") <= TKG_HEAT_CELLS_MAX + 6);
    assert_contains(tkg_text_borrow(&frame), "20 further rows are not drawn");
    assert_contains(tkg_text_borrow(&data), "\n0\t39\t"); /* forty rows */
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(planted_phase_change_moves_the_hottest_cell),
        cmocka_unit_test(small_changes_do_not_look_like_large_ones),
        cmocka_unit_test(gaps_are_told),
        cmocka_unit_test(large_maps_stay_below_two_thousand_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
