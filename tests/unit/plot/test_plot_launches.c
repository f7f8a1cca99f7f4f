/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_launches.h"

#include "plot_run.h"
#include "sample_launches.h"

static void launches_stand_in_their_order_and_slow_ones_are_marked(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_text data = {0}, frame = {0}, speed = {0};
    make_launches(&record, 21);
    assert_true(tkg_plot_launches_write(&record, &data, &frame, &speed));
    assert_int_equal(plot_count(tkg_text_borrow(&data), "\n"), 1 + 21);
    assert_contains(tkg_text_borrow(&data), "\n1\t2\tNaN\t0\t5\n"); /* +2 %, no plant */
    assert_contains(tkg_text_borrow(&data), "\n2\t2\t2\t0\t5\n");
    /* the fifth is slow: 40 % off, at the edge of an axis that is made for the others */
    double value = 0.0, x;
    int is_slow = 0;
    const char *slow = strstr(tkg_text_borrow(&data), "\n5\t");
    assert_int_equal(sscanf(slow + 1, "%lf\t%lf\t%*s\t%d", &x, &value, &is_slow), 3);
    assert_int_equal(is_slow, 1);
    assert_true(value < 3.0);
    tkg_comparison_record_deinit(&record);
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
    tkg_text_deinit(&speed);
}

static void many_launches_are_thinned(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_text data = {0}, frame = {0}, speed = {0};
    make_launches(&record, 1200);
    assert_true(tkg_plot_launches_write(&record, &data, &frame, &speed));
    assert_int_equal(plot_count(tkg_text_borrow(&data), "\n"), 1 + 600);
    tkg_comparison_record_deinit(&record);
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
    tkg_text_deinit(&speed);
}

static void without_a_launch_nothing_is_drawn(void **state)
{
    (void)state;
    const struct tkg_comparison_record record = {.launch_count = 0};
    struct tkg_text data = {0}, frame = {0}, speed = {0};
    assert_false(tkg_plot_launches_write(&record, &data, &frame, &speed));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(launches_stand_in_their_order_and_slow_ones_are_marked),
        cmocka_unit_test(many_launches_are_thinned),
        cmocka_unit_test(without_a_launch_nothing_is_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
