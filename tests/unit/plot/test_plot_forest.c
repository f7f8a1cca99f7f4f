/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_forest.h"

#include "plot_run.h"

static struct tkg_forest_row head_of(double change)
{
    return (struct tkg_forest_row){.name = "time replay/1M",
                                   .kind = TKG_FOREST_HEAD,
                                   .change = change,
                                   .low = change - 0.001,
                                   .high = change + 0.001,
                                   .tolerance = 0.005,
                                   .margin = 0.01,
                                   .colour = 1,
                                   .word = "pass"};
}

static void effect_stands_with_its_limits_and_its_word(void **state)
{
    (void)state;
    const struct tkg_forest_row row = head_of(0.002);
    struct tkg_text data = {0}, frame = {0};
    assert_true(tkg_plot_forest_write(&row, 1, &data, &frame));
    assert_contains(tkg_text_borrow(&data),
                    "\n0\t0.2\t0.1\t0.3\t0\t0.5\t1\t0\t1\t+0.20 [+0.10, +0.30] %  pass\n");
    assert_contains(tkg_text_borrow(&frame), "0\ttime replay/1M\n");
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

static void limits_of_a_rate_lie_below_zero(void **state)
{
    (void)state;
    struct tkg_forest_row row = head_of(0.0);
    struct tkg_text data = {0}, frame = {0};
    row.is_worse_down = true;
    assert_true(tkg_plot_forest_write(&row, 1, &data, &frame));
    assert_contains(tkg_text_borrow(&data), "\t-0.5\t-1\t0\t");
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

/* 97 % would leave nothing to see of a tolerance of 0.5 %. */
static void effect_far_beyond_is_an_arrow_at_the_edge(void **state)
{
    (void)state;
    const struct tkg_forest_row rows[] = {head_of(0.97), head_of(0.0)};
    struct tkg_text data = {0}, frame = {0};
    assert_true(tkg_plot_forest_write(rows, 2, &data, &frame));
    assert_contains(tkg_text_borrow(&data), "\t0.5\t1\t1\t1\t+97.00 [+96.90, +97.10] %");
    double x_min, x_max;
    assert_int_equal(sscanf(strchr(tkg_text_borrow(&frame), '\n') + 1, "%lf\t%lf", &x_min, &x_max),
                     2);
    assert_true(x_max < 6.0);
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

static void row_without_a_value_has_its_word_alone(void **state)
{
    (void)state;
    struct tkg_forest_row row = head_of(NAN);
    struct tkg_text data = {0}, frame = {0};
    (void)snprintf(row.word, sizeof row.word, "crashed");
    assert_true(tkg_plot_forest_write(&row, 1, &data, &frame));
    assert_contains(tkg_text_borrow(&data), "\n0\tNaN\tNaN\tNaN\t0\t0.5\t1\t0\t1\tcrashed\n");
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effect_stands_with_its_limits_and_its_word),
        cmocka_unit_test(limits_of_a_rate_lie_below_zero),
        cmocka_unit_test(effect_far_beyond_is_an_arrow_at_the_edge),
        cmocka_unit_test(row_without_a_value_has_its_word_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
