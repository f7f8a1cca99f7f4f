/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "plot/plot_layout.h"
#include "plot/plot_space.h"

/* Three sizes, one or more flat series, axes from 1,000 to 1,000,000 and 1 to 100 ns. */
struct fixture {
    struct tkg_plot_frame frame;
    struct tkg_plot_series series[TKG_PLOT_SERIES_MAX];
    struct tkg_plot_layout layout;
    struct tkg_plot_limits limits;
    struct tkg_target target;
};

static const enum tkg_metric metrics[] = {TKG_METRIC_LATENCY_MEAN, TKG_METRIC_LATENCY_P50,
                                          TKG_METRIC_LATENCY_P90, TKG_METRIC_LATENCY_P99};

static struct fixture *fixture_create(const double *values, size_t series_count)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    fixture->frame.x = (struct tkg_plot_axis){
        .is_log = true, .has_data = true, .min = 1e3, .max = 1e6, .factor = 1.0};
    fixture->frame.y = (struct tkg_plot_axis){
        .is_log = true, .has_data = true, .min = 1.0, .max = 100.0, .factor = 1.0, .unit = "ns"};
    for (size_t k = 0; k < series_count; k++) {
        fixture->series[k].point_count = 3;
        fixture->series[k].last = 2;
        for (size_t i = 0; i < 3; i++) {
            fixture->series[k].points[i] = (struct tkg_plot_point){
                .ticks = pow(10.0, 3.5 + (double)i), .value = values[k], .low = NAN, .high = NAN};
        }
    }
    fixture->layout = (struct tkg_plot_layout){.metrics = metrics,
                                               .series = fixture->series,
                                               .series_count = series_count,
                                               .row_share = 0.07,
                                               .height_over_width = 0.6};
    fixture->target = (struct tkg_target){.metric = TKG_METRIC_LATENCY_P99};
    return fixture;
}

static void add_limit(struct fixture *fixture, double value, int fails_above, size_t first,
                      size_t last, bool near)
{
    fixture->limits.items[fixture->limits.count++] =
        (struct tkg_plot_limit){.target = &fixture->target,
                                .value = value,
                                .first = first,
                                .last = last,
                                .fails_above = fails_above,
                                .is_near = near};
}

static void lay_out(struct fixture *fixture)
{
    tkg_plot_layout_limits(&fixture->frame, &fixture->layout, &fixture->limits);
}

static void a_line_covers_the_cells_of_its_sizes(void **state)
{
    (void)state;
    const double values[] = {10.0};
    struct fixture *fixture = fixture_create(values, 1);
    add_limit(fixture, 50.0, 1, 0, 2, true);
    add_limit(fixture, 60.0, 1, 1, 1, true);
    lay_out(fixture);
    const struct tkg_plot_line *lines = fixture->frame.lines;
    assert_int_equal(fixture->frame.line_count, 2);
    assert_near(lines[0].x_low, 1e3, 0.0); /* to the ends of the axis */
    assert_near(lines[0].x_high, 1e6, 0.0);
    assert_near(lines[1].x_low, 1e4, 1e-6); /* halfway between 10^3.5 and 10^4.5 */
    assert_near(lines[1].x_high, 1e5, 1e-5);
    assert_near(lines[0].y, 50.0, 1e-9);
    free(fixture);
}

static void one_limit_is_shaded_to_the_edge_on_its_failing_side(void **state)
{
    (void)state;
    const double values[] = {10.0};
    const int sides[] = {1, -1, 0};
    const double ends[] = {100.0, 1.0, 50.0};
    for (size_t i = 0; i < 3; i++) {
        struct fixture *fixture = fixture_create(values, 1);
        add_limit(fixture, 50.0, sides[i], 0, 2, true);
        lay_out(fixture);
        assert_near(fixture->frame.lines[0].shade_to, ends[i], 1e-9);
        free(fixture);
    }
}

static void several_limits_are_shaded_by_a_band(void **state)
{
    (void)state;
    const double values[] = {10.0};
    struct fixture *fixture = fixture_create(values, 1);
    add_limit(fixture, 50.0, 1, 0, 2, true);
    add_limit(fixture, 2.0, -1, 0, 2, true);
    lay_out(fixture);
    /* 5 % of two decades: a factor of 10^0.1 */
    assert_near(fixture->frame.lines[0].shade_to, 50.0 * pow(10.0, 0.1), 1e-9);
    assert_near(fixture->frame.lines[1].shade_to, 2.0 / pow(10.0, 0.1), 1e-9);
    free(fixture);
}

static void a_far_limit_is_an_arrow_towards_its_edge(void **state)
{
    (void)state;
    const double values[] = {10.0};
    struct fixture *fixture = fixture_create(values, 1);
    add_limit(fixture, 5e6, 1, 0, 2, false);
    add_limit(fixture, 1e-3, -1, 0, 2, false);
    add_limit(fixture, 6e6, 1, 0, 2, false);
    lay_out(fixture);
    const struct tkg_plot_edge *edges = fixture->frame.edges;
    assert_int_equal(fixture->frame.line_count, 0);
    assert_int_equal(fixture->frame.edge_count, 3);
    assert_true(edges[0].y_to > edges[0].y_from && edges[0].y_to <= 100.0);
    assert_true(edges[1].y_to < edges[1].y_from && edges[1].y_to >= 1.0);
    assert_true(edges[2].y_to < edges[0].y_from * 1.001); /* a row of its own */
    assert_string_equal(edges[0].text, "p99 \xe2\x89\xa4 5.00 ms");
    assert_contains(edges[1].text, "p99 \xe2\x89\xa5 0.001");
    free(fixture);
}

static void the_text_of_a_limit_names_metric_limit_and_ruler(void **state)
{
    (void)state;
    const double values[] = {10.0};
    struct fixture *fixture = fixture_create(values, 1);
    (void)tkg_string_copy(fixture->target.ruler, sizeof(fixture->target.ruler), "ruler/walk");
    (void)tkg_string_copy(fixture->target.limit_text, sizeof(fixture->target.limit_text),
                          "6.5 x ruler/walk");
    add_limit(fixture, 41.6, 0, 0, 2, true);
    lay_out(fixture);
    assert_string_equal(fixture->frame.lines[0].text, "p99 = 41.6 ns = 6.5 x ruler/walk");
    free(fixture);
}

static void the_text_of_a_limit_keeps_off_the_series(void **state)
{
    (void)state;
    for (double value = 2.0; value < 60.0; value *= 1.3) {
        struct fixture *fixture = fixture_create(&value, 1);
        add_limit(fixture, 12.0, 1, 0, 2, true);
        lay_out(fixture);
        const struct tkg_plot_line *line = &fixture->frame.lines[0];
        double y = tkg_plot_axis_fraction(&fixture->frame.y, line->text_y);
        double x = tkg_plot_axis_fraction(&fixture->frame.x, line->text_x);
        /* the flat series leaves the place above or the place below free, 0.049 from the limit */
        assert_true(fabs(y - tkg_plot_axis_fraction(&fixture->frame.y, value)) >= 0.03);
        assert_true(x > 0.05 && x < 0.95 && y > 0.0 && y < 1.0);
        free(fixture);
    }
}

/* Places beside the line lie 0.7 rows, 0.049, above and below it: at 15.0 and 9.6 ns. */
static void between_two_series_the_text_of_a_limit_moves_a_row_away(void **state)
{
    (void)state;
    const double values[] = {15.0, 9.6};
    struct fixture *fixture = fixture_create(values, 2);
    add_limit(fixture, 12.0, 1, 0, 2, true);
    lay_out(fixture);
    double y = tkg_plot_axis_fraction(&fixture->frame.y, fixture->frame.lines[0].text_y);
    for (size_t k = 0; k < 2; k++) {
        /* 15 pixels of 330, the height of the panel */
        assert_true(fabs(y - tkg_plot_axis_fraction(&fixture->frame.y, values[k])) > 15.0 / 345.0);
    }
    free(fixture);
}

static void the_text_of_a_limit_keeps_off_whiskers(void **state)
{
    (void)state;
    const double values[] = {2.0};
    struct fixture *fixture = fixture_create(values, 1);
    fixture->series[0].points[0].low = 2.0; /* from the point to right above the line */
    fixture->series[0].points[0].high = 15.0;
    add_limit(fixture, 12.0, 1, 0, 2, true);
    lay_out(fixture);
    double x = tkg_plot_axis_fraction(&fixture->frame.x, fixture->frame.lines[0].text_x);
    double y = tkg_plot_axis_fraction(&fixture->frame.y, fixture->frame.lines[0].text_y);
    /* the text is 0.2 wide, the whisker at 1/6 of the axis ends at log10(15) / 2 = 0.588 */
    assert_true(fabs(x - 1.0 / 6.0) > 0.1 || y > 0.588 + 0.04);
    free(fixture);
}

static void texts_of_neighbouring_limits_do_not_cover_each_other(void **state)
{
    (void)state;
    const double values[] = {2.0};
    struct fixture *fixture = fixture_create(values, 1);
    add_limit(fixture, 20.0, 1, 0, 2, true);
    add_limit(fixture, 20.5, 1, 0, 2, true);
    lay_out(fixture);
    const struct tkg_plot_line *lines = fixture->frame.lines;
    double up = tkg_plot_axis_fraction(&fixture->frame.y, lines[0].text_y) -
                tkg_plot_axis_fraction(&fixture->frame.y, lines[1].text_y);
    double across = tkg_plot_axis_fraction(&fixture->frame.x, lines[0].text_x) -
                    tkg_plot_axis_fraction(&fixture->frame.x, lines[1].text_x);
    assert_true(fabs(up) > 0.05 || fabs(across) > 0.2);
    free(fixture);
}

static void without_data_no_limit_is_drawn(void **state)
{
    (void)state;
    const double values[] = {NAN};
    struct fixture *fixture = fixture_create(values, 1);
    fixture->frame.y.has_data = false;
    add_limit(fixture, 20.0, 1, 0, 2, true);
    lay_out(fixture);
    assert_int_equal(fixture->frame.line_count + fixture->frame.edge_count, 0);
    free(fixture);
}

/* row: V04 */
static void four_series_end_in_four_labels_that_do_not_touch(void **state)
{
    (void)state;
    const double values[] = {5.5, 5.1, 5.9, 51.0};
    const char *texts[] = {"mean 5.50 ns", "p50 5.10 ns", "p90 5.90 ns", "p99 51.0 ns"};
    struct fixture *fixture = fixture_create(values, 4);
    double at[4];
    tkg_plot_layout_ends(&fixture->frame, &fixture->layout);
    assert_int_equal(fixture->frame.end_count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct tkg_plot_end *end = &fixture->frame.ends[i];
        assert_int_equal(end->series, i);
        assert_string_equal(end->text, texts[i]);
        assert_near(end->y, values[i], 1e-12);
        assert_near(end->x, pow(10.0, 5.5), 1e-6);
        at[i] = tkg_plot_axis_fraction(&fixture->frame.y, end->label_y);
    }
    assert_true(at[2] - at[0] >= 0.0699 && at[0] - at[1] >= 0.0699 && at[3] - at[2] >= 0.0699);
    assert_near(fixture->frame.ends[3].label_y, 51.0, 1e-9); /* alone: not moved */
    free(fixture);
}

static void a_single_series_needs_no_name(void **state)
{
    (void)state;
    const double values[] = {5.5};
    struct fixture *fixture = fixture_create(values, 1);
    tkg_plot_layout_ends(&fixture->frame, &fixture->layout);
    assert_string_equal(fixture->frame.ends[0].text, "5.50 ns");
    free(fixture);
}

static void a_series_without_values_has_no_label(void **state)
{
    (void)state;
    const double values[] = {5.5, NAN};
    struct fixture *fixture = fixture_create(values, 2);
    fixture->series[1].last = SIZE_MAX;
    tkg_plot_layout_ends(&fixture->frame, &fixture->layout);
    assert_int_equal(fixture->frame.end_count, 1);
    assert_int_equal(fixture->frame.ends[0].series, 0);
    free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_covers_the_cells_of_its_sizes),
        cmocka_unit_test(one_limit_is_shaded_to_the_edge_on_its_failing_side),
        cmocka_unit_test(several_limits_are_shaded_by_a_band),
        cmocka_unit_test(a_far_limit_is_an_arrow_towards_its_edge),
        cmocka_unit_test(the_text_of_a_limit_names_metric_limit_and_ruler),
        cmocka_unit_test(the_text_of_a_limit_keeps_off_the_series),
        cmocka_unit_test(between_two_series_the_text_of_a_limit_moves_a_row_away),
        cmocka_unit_test(the_text_of_a_limit_keeps_off_whiskers),
        cmocka_unit_test(texts_of_neighbouring_limits_do_not_cover_each_other),
        cmocka_unit_test(without_data_no_limit_is_drawn),
        cmocka_unit_test(four_series_end_in_four_labels_that_do_not_touch),
        cmocka_unit_test(a_single_series_needs_no_name),
        cmocka_unit_test(a_series_without_values_has_no_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
