/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "base/random.h"
#include "plot/plot_space.h"

static void an_empty_panel_has_room_everywhere(void **state)
{
    (void)state;
    struct tkg_plot_space space;
    tkg_plot_space_init(&space, 0.5);
    assert_near(tkg_plot_space_clearance(&space, 0.5, 0.5, 0.2), 1.0, 0.0);
}

static void distance_is_measured_to_the_nearest_end_of_the_text(void **state)
{
    (void)state;
    const double at[] = {0.5, 0.5};
    struct tkg_plot_space space;
    tkg_plot_space_init(&space, 0.5);
    tkg_plot_space_add_line(&space, at, at, 1);
    /* beside: 0.3 to the centre, half of 0.2 is text */
    assert_near(tkg_plot_space_clearance(&space, 0.8, 0.5, 0.2), 0.2, 1e-12);
    /* above: 0.2 of a height that is half of the width */
    assert_near(tkg_plot_space_clearance(&space, 0.5, 0.7, 0.2), 0.1, 1e-12);
    /* both: the 3-4-5 triangle, 0.03 beyond the text's end and 0.08 * 0.5 up */
    assert_near(tkg_plot_space_clearance(&space, 0.63, 0.58, 0.2), 0.05, 1e-12);
    assert_near(tkg_plot_space_clearance(&space, 0.55, 0.5, 0.2), 0.0, 1e-12);
}

static void a_line_is_in_the_way_between_its_ends(void **state)
{
    (void)state;
    const double from[] = {0.0, 0.0}, to[] = {1.0, 1.0};
    struct tkg_plot_space space;
    tkg_plot_space_init(&space, 1.0);
    tkg_plot_space_add_line(&space, from, to, 100);
    assert_true(tkg_plot_space_clearance(&space, 0.5, 0.5, 0.1) < 0.01);
    assert_near(tkg_plot_space_clearance(&space, 0.2, 0.8, 0.0), sqrt(0.18), 0.01);
}

static void a_text_is_in_the_way_along_its_width(void **state)
{
    (void)state;
    struct tkg_plot_space space;
    tkg_plot_space_init(&space, 1.0);
    tkg_plot_space_add_text(&space, 0.5, 0.5, 0.4);
    assert_true(tkg_plot_space_clearance(&space, 0.68, 0.5, 0.02) < 0.02);
    assert_near(tkg_plot_space_clearance(&space, 0.9, 0.5, 0.2), 0.1, 1e-12);
}

static void points_without_a_place_are_not_in_the_way(void **state)
{
    (void)state;
    const double from[] = {0.5, NAN}, to[] = {INFINITY, 0.5};
    struct tkg_plot_space space;
    tkg_plot_space_init(&space, 1.0);
    tkg_plot_space_add_line(&space, from, from, 1);
    tkg_plot_space_add_line(&space, to, to, 1);
    assert_int_equal(space.point_count, 0);
}

static void a_full_panel_takes_no_more(void **state)
{
    (void)state;
    const double at[] = {0.1, 0.1};
    struct tkg_plot_space space;
    tkg_plot_space_init(&space, 1.0);
    for (int i = 0; i < 3; i++) {
        tkg_plot_space_add_line(&space, at, at, TKG_PLOT_SPACE_POINTS_MAX - 10);
    }
    assert_int_equal(space.point_count, TKG_PLOT_SPACE_POINTS_MAX);
}

static void labels_with_room_stay_where_they_are(void **state)
{
    (void)state;
    double positions[] = {0.9, 0.1, 0.5};
    tkg_plot_spread(positions, 3, 0.1);
    assert_near(positions[0], 0.9, 0.0);
    assert_near(positions[1], 0.1, 0.0);
    assert_near(positions[2], 0.5, 0.0);
    tkg_plot_spread(positions, 0, 0.1);
}

static void two_labels_on_one_spot_part_evenly(void **state)
{
    (void)state;
    double positions[] = {0.5, 0.5};
    tkg_plot_spread(positions, 2, 0.1);
    assert_near(positions[0], 0.45, 1e-9);
    assert_near(positions[1], 0.55, 1e-9);
}

static void labels_are_kept_inside(void **state)
{
    (void)state;
    double low[] = {0.0, 0.01, 0.02}, high[] = {0.99, 1.0, 0.98};
    tkg_plot_spread(low, 3, 0.1);
    tkg_plot_spread(high, 3, 0.1);
    assert_true(low[0] >= 0.0 && low[1] >= low[0] + 0.0999 && low[2] >= low[1] + 0.0999);
    assert_true(high[1] <= 1.0 && high[0] <= high[1] - 0.0999 && high[2] <= high[0] - 0.0999);
}

static void spread_labels_keep_their_order_and_their_distance(void **state)
{
    (void)state;
    struct tkg_random random = {42};
    for (int round = 0; round < 500; round++) {
        double before[8], after[8];
        size_t count = 1 + tkg_random_below(&random, 8);
        for (size_t i = 0; i < count; i++) {
            before[i] = after[i] = tkg_random_unit(&random);
        }
        tkg_plot_spread(after, count, 0.1);
        for (size_t i = 0; i < count; i++) {
            assert_true(after[i] >= -1e-9 && after[i] <= 1.0 + 1e-9);
            for (size_t k = 0; k < count; k++) {
                if (before[i] < before[k]) {
                    assert_true(after[k] - after[i] >= 0.1 - 1e-9);
                }
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_panel_has_room_everywhere),
        cmocka_unit_test(distance_is_measured_to_the_nearest_end_of_the_text),
        cmocka_unit_test(a_line_is_in_the_way_between_its_ends),
        cmocka_unit_test(a_text_is_in_the_way_along_its_width),
        cmocka_unit_test(points_without_a_place_are_not_in_the_way),
        cmocka_unit_test(a_full_panel_takes_no_more),
        cmocka_unit_test(labels_with_room_stay_where_they_are),
        cmocka_unit_test(two_labels_on_one_spot_part_evenly),
        cmocka_unit_test(labels_are_kept_inside),
        cmocka_unit_test(spread_labels_keep_their_order_and_their_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
