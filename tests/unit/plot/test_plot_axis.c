/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "plot/plot_axis.h"

static struct tkg_plot_axis fit(enum tkg_dimension dimension, enum tkg_plot_shape shape, double low,
                                double high, size_t tick_count_max)
{
    struct tkg_plot_axis axis;
    tkg_plot_axis_fit(&axis, dimension, shape, (struct tkg_plot_range){low, high}, tick_count_max);
    return axis;
}

/* The labels joined by blanks. */
static const char *labels(const struct tkg_plot_axis *axis)
{
    static char joined[1024];
    joined[0] = '\0';
    for (size_t i = 0; i < axis->tick_count; i++) {
        size_t used = strlen(joined);
        (void)snprintf(joined + used, sizeof(joined) - used, "%s%s", i ? " " : "",
                       axis->ticks[i].label);
    }
    return joined;
}

static void assert_ticks_lie_inside(const struct tkg_plot_axis *axis)
{
    for (size_t i = 0; i < axis->tick_count; i++) {
        double at = tkg_plot_axis_fraction(axis, axis->ticks[i].at);
        assert_true(at >= -1e-9 && at <= 1.0 + 1e-9);
        assert_true(i == 0 || axis->ticks[i].at > axis->ticks[i - 1].at);
    }
}

static void a_range_takes_numbers_and_leaves_the_rest(void **state)
{
    (void)state;
    struct tkg_plot_range range = tkg_plot_range_empty();
    tkg_plot_range_add(&range, NAN);
    tkg_plot_range_add(&range, INFINITY);
    assert_nan(range.low);
    assert_nan(range.high);
    tkg_plot_range_add(&range, 3.0);
    tkg_plot_range_add(&range, -1.0);
    tkg_plot_range_add(&range, 2.0);
    assert_near(range.low, -1.0, 0.0);
    assert_near(range.high, 3.0, 0.0);
}

static void a_wide_span_turns_from_zero_into_logarithmic(void **state)
{
    (void)state;
    const struct tkg_plot_range near = {1.0, 30.0}, far = {1.0, 30.1}, zero = {0.0, 1e9};
    const enum tkg_plot_shape wish = TKG_PLOT_FROM_ZERO_OR_LOG;
    assert_int_equal(tkg_plot_axis_shape(wish, near), TKG_PLOT_FROM_ZERO);
    assert_int_equal(tkg_plot_axis_shape(wish, far), TKG_PLOT_LOG);
    assert_int_equal(tkg_plot_axis_shape(wish, zero), TKG_PLOT_FROM_ZERO);
    assert_int_equal(tkg_plot_axis_shape(wish, tkg_plot_range_empty()), TKG_PLOT_FROM_ZERO);
    assert_int_equal(tkg_plot_axis_shape(TKG_PLOT_FROM_ZERO, far), TKG_PLOT_FROM_ZERO);
    assert_int_equal(tkg_plot_axis_shape(TKG_PLOT_LOG, near), TKG_PLOT_LOG);
}

static void an_axis_from_zero_begins_at_zero_and_leaves_15_percent_free(void **state)
{
    (void)state;
    struct tkg_plot_axis axis = fit(TKG_DIMENSION_RATE, TKG_PLOT_FROM_ZERO, 178e6, 182e6, 7);
    assert_near(axis.min, 0.0, 0.0);
    assert_near(axis.max, 1.15 * 182.0, 1e-9);
    assert_string_equal(axis.unit, "M ticks/s");
    assert_near(axis.factor, 1e6, 0.0);
    assert_string_equal(labels(&axis), "0 50 100 150 200");
    assert_false(axis.is_log);
}

static void a_share_is_shown_in_percent(void **state)
{
    (void)state;
    struct tkg_plot_axis axis = fit(TKG_DIMENSION_SHARE, TKG_PLOT_FROM_ZERO, 0.9, 1.0, 7);
    assert_string_equal(axis.unit, "%");
    assert_near(axis.max, 115.0, 1e-9);
    assert_string_equal(labels(&axis), "0 20 40 60 80 100");
}

static void a_logarithmic_axis_has_1_2_5_marks_while_they_fit(void **state)
{
    (void)state;
    /* 5 to 51 ns: 8 % of ln(10.2) is 0.186, so from 4.15 to 61.4 */
    struct tkg_plot_axis axis = fit(TKG_DIMENSION_TIME, TKG_PLOT_LOG, 5.0, 51.0, 7);
    assert_string_equal(axis.unit, "ns");
    assert_near(axis.min, 5.0 / exp(0.08 * log(10.2)), 1e-9);
    assert_near(axis.max, 51.0 * exp(0.08 * log(10.2)), 1e-9);
    assert_string_equal(labels(&axis), "5 10 20 50");
}

static void many_decades_get_fewer_marks(void **state)
{
    (void)state;
    struct tkg_plot_axis three = fit(TKG_DIMENSION_TIME, TKG_PLOT_LOG, 1e3, 1e6, 4);
    assert_string_equal(labels(&three), "1 10 100 1000"); /* us */
    struct tkg_plot_axis six = fit(TKG_DIMENSION_TIME, TKG_PLOT_LOG, 5e4, 5e9, 4);
    assert_string_equal(six.unit, "ms"); /* nearer to the high end: 5e4^0.25 * 5e9^0.75 = 0.28 s */
    assert_string_equal(labels(&six), "0.05 1 100 10000"); /* 0.05 ms: the lowest value itself */
    assert_ticks_lie_inside(&six);
}

static void a_narrow_logarithmic_axis_gets_even_marks(void **state)
{
    (void)state;
    struct tkg_plot_axis axis = fit(TKG_DIMENSION_TIME, TKG_PLOT_LOG, 5.1, 12.0, 7);
    /* 3.91 to 15.6: 1-2-5 gives 5 and 10 only; (15.6 - 3.91) / 6 is just below 2 */
    assert_string_equal(labels(&axis), "4 6 8 10 12 14");
    axis = fit(TKG_DIMENSION_TIME, TKG_PLOT_LOG, 6.0, 6.0, 7); /* 3 to 12 */
    assert_near(axis.min, 3.0, 1e-9);
    assert_near(axis.max, 12.0, 1e-9);
    assert_string_equal(labels(&axis), "4 6 8 10 12");
}

static void the_lowest_value_has_a_number_at_or_below_it(void **state)
{
    (void)state;
    struct tkg_plot_axis axis = fit(TKG_DIMENSION_TIME, TKG_PLOT_LOG, 5.6, 20.0, 7);
    /* 8 % of ln(20/5.6) below 5.6 is 5.06, just above the 5 that the pattern has */
    assert_string_equal(labels(&axis), "5 10 15 20");
    assert_near(axis.min, 5.0, 1e-12);
    axis = fit(TKG_DIMENSION_TIME, TKG_PLOT_LOG, 6.4e4, 7.28e6, 4);
    /* on 140 pixels of two decades and a bit 0.06 and 0.1 ms are 13 apart: one gives way */
    assert_string_equal(labels(&axis), "0.06 1 10");
    tkg_plot_axis_make_room(&axis, 0.1, 0.2, 4); /* again, with room for arrows */
    assert_near(axis.ticks[0].at, 0.06, 1e-12);
}

static void noise_does_not_fill_a_logarithmic_axis(void **state)
{
    (void)state;
    struct tkg_plot_axis axis = fit(TKG_DIMENSION_TIME, TKG_PLOT_LOG, 5.0, 5.01, 7);
    assert_near(axis.max / axis.min, 4.0, 1e-9);
}

static void without_data_an_axis_has_a_range_and_no_marks(void **state)
{
    (void)state;
    const enum tkg_plot_shape shapes[] = {TKG_PLOT_LOG, TKG_PLOT_FROM_ZERO,
                                          TKG_PLOT_FROM_ZERO_OR_LOG};
    for (size_t i = 0; i < 3; i++) {
        struct tkg_plot_axis axis = fit(TKG_DIMENSION_BYTES, shapes[i], NAN, NAN, 5);
        assert_false(axis.has_data);
        assert_int_equal(axis.tick_count, 0);
        assert_true(axis.min < axis.max);
    }
    assert_false(fit(TKG_DIMENSION_TIME, TKG_PLOT_LOG, 0.0, 5.0, 5).has_data);
    assert_false(fit(TKG_DIMENSION_TIME, TKG_PLOT_FROM_ZERO, 0.0, 0.0, 5).has_data);
}

static void no_axis_is_crowded_whatever_the_data(void **state)
{
    (void)state;
    const enum tkg_plot_shape shapes[] = {TKG_PLOT_LOG, TKG_PLOT_FROM_ZERO_OR_LOG};
    for (double low = 1e-3; low < 1e12; low *= 2.3) {
        for (double ratio = 1.0; ratio < 1e10; ratio *= 3.7) {
            for (size_t i = 0; i < 4; i++) {
                size_t most = i & 1 ? 4 : 7;
                struct tkg_plot_axis axis =
                    fit(TKG_DIMENSION_TIME, shapes[i / 2], low, low * ratio, most);
                assert_true(axis.has_data && axis.tick_count >= 1 && axis.tick_count <= most);
                assert_ticks_lie_inside(&axis);
                /* the lowest value lies at or above a number */
                assert_true(axis.ticks[0].at * axis.factor <= low * (1.0 + 1e-6));
            }
        }
    }
}

static void as_many_even_marks_as_fit(void **state)
{
    (void)state;
    struct tkg_plot_axis axis = fit(TKG_DIMENSION_SHARE, TKG_PLOT_FROM_ZERO, 0.5, 1.05, 7);
    assert_string_equal(labels(&axis), "0 20 40 60 80 100 120"); /* seven up to 120.75 */
    axis = fit(TKG_DIMENSION_SHARE, TKG_PLOT_FROM_ZERO, 0.5, 1.05, 6);
    assert_string_equal(labels(&axis), "0 50 100");
}

static void no_label_says_minus_zero(void **state)
{
    (void)state;
    struct tkg_plot_axis axis = fit(TKG_DIMENSION_BYTES, TKG_PLOT_FROM_ZERO, 1.0, 4e7, 4);
    assert_string_equal(axis.ticks[0].label, "0");
}

static void room_is_made_at_the_ends_and_the_data_keeps_its_order(void **state)
{
    (void)state;
    struct tkg_plot_axis axis = fit(TKG_DIMENSION_TIME, TKG_PLOT_LOG, 5.0, 50.0, 7);
    double min = axis.min, max = axis.max;
    tkg_plot_axis_make_room(&axis, 0.1, 0.2, 7);
    assert_near(tkg_plot_axis_fraction(&axis, min), 0.1, 1e-9);
    assert_near(tkg_plot_axis_fraction(&axis, max), 0.8, 1e-9);
    axis = fit(TKG_DIMENSION_BYTES, TKG_PLOT_FROM_ZERO, 1e6, 4e6, 7);
    max = axis.max;
    tkg_plot_axis_make_room(&axis, 0.1, 0.25, 7);
    assert_near(axis.min, 0.0, 0.0);
    assert_near(tkg_plot_axis_fraction(&axis, max), 0.75, 1e-9);
    assert_ticks_lie_inside(&axis);
}

static void fraction_and_value_are_inverse(void **state)
{
    (void)state;
    const enum tkg_plot_shape shapes[] = {TKG_PLOT_LOG, TKG_PLOT_FROM_ZERO};
    for (size_t i = 0; i < 2; i++) {
        struct tkg_plot_axis axis = fit(TKG_DIMENSION_TIME, shapes[i], 5.0, 50.0, 7);
        assert_near(tkg_plot_axis_value(&axis, 0.0), axis.min, 1e-12);
        assert_near(tkg_plot_axis_value(&axis, 1.0), axis.max, 1e-9);
        for (double fraction = -0.5; fraction < 1.6; fraction += 0.1) {
            double value = tkg_plot_axis_value(&axis, fraction);
            assert_near(tkg_plot_axis_fraction(&axis, value), fraction, 1e-12);
        }
    }
}

static void sizes_are_the_marks(void **state)
{
    (void)state;
    const uint64_t sizes[] = {10000, 100000, 1000000};
    struct tkg_plot_axis axis;
    tkg_plot_axis_fit_sizes(&axis, sizes, 3);
    assert_string_equal(labels(&axis), "10K 100K 1M");
    assert_true(axis.is_log && axis.min < 10000.0 && axis.max > 1e6);
    const uint64_t two[] = {10000, 1000000000};
    tkg_plot_axis_fit_sizes(&axis, two, 2);
    assert_string_equal(labels(&axis), "10K 1G");
}

static void one_size_stands_in_the_middle(void **state)
{
    (void)state;
    const uint64_t sizes[] = {9500};
    struct tkg_plot_axis axis;
    tkg_plot_axis_fit_sizes(&axis, sizes, 1);
    assert_string_equal(labels(&axis), "9500");
    assert_near(tkg_plot_axis_fraction(&axis, 9500.0), 0.5, 1e-12);
}

static void powers_of_ten_keep_their_numbers_when_sizes_are_close(void **state)
{
    (void)state;
    const uint64_t sizes[] = {99000, 100000, 101000, 10000000};
    struct tkg_plot_axis axis;
    tkg_plot_axis_fit_sizes(&axis, sizes, 4);
    assert_int_equal(axis.tick_count, 4);
    assert_string_equal(axis.ticks[0].label, "");
    assert_string_equal(axis.ticks[1].label, "100K");
    assert_string_equal(axis.ticks[2].label, "");
    assert_string_equal(axis.ticks[3].label, "10M");
}

static void many_sizes_are_marked_by_decades(void **state)
{
    (void)state;
    uint64_t sizes[64];
    struct tkg_plot_axis axis;
    for (size_t i = 0; i < 64; i++) {
        sizes[i] = (uint64_t)llround(10000.0 * pow(10.0, 5.0 * (double)i / 63.0));
    }
    tkg_plot_axis_fit_sizes(&axis, sizes, 64);
    assert_string_equal(labels(&axis), "10K 100K 1M 10M 100M 1G");
    for (size_t i = 0; i < 64; i++) {
        sizes[i] = 1 + i / 16; /* 1 to 4, where round numbers of a log axis are not all whole */
    }
    tkg_plot_axis_fit_sizes(&axis, sizes, 64);
    for (size_t i = 0; i < axis.tick_count; i++) {
        assert_near(axis.ticks[i].at, round(axis.ticks[i].at), 0.0);
    }
}

static void even_axis_need_not_hold_zero(void **state)
{
    (void)state;
    struct tkg_plot_axis axis;
    tkg_plot_axis_fit_even(&axis, (struct tkg_plot_range){0.42, 0.46}, 0.1, 6);
    assert_near(axis.min, 0.416, 1e-12);
    assert_near(axis.max, 0.464, 1e-12);
    assert_true(axis.tick_count >= 3);
    assert_string_equal(axis.ticks[0].label, "0.42");
    tkg_plot_axis_fit_even(&axis, (struct tkg_plot_range){-3.0, -1.0}, 0.0, 6);
    assert_near(axis.ticks[0].at, -3.0, 1e-9);
    assert_near(axis.ticks[axis.tick_count - 1].at, -1.0, 1e-9);
    tkg_plot_axis_fit_even(&axis, (struct tkg_plot_range){5.0, 5.0}, 0.1, 6);
    assert_true(axis.min < 5.0 && axis.max > 5.0);
    tkg_plot_axis_fit_even(&axis, tkg_plot_range_empty(), 0.1, 6);
    assert_false(axis.has_data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(even_axis_need_not_hold_zero),
        cmocka_unit_test(a_range_takes_numbers_and_leaves_the_rest),
        cmocka_unit_test(a_wide_span_turns_from_zero_into_logarithmic),
        cmocka_unit_test(an_axis_from_zero_begins_at_zero_and_leaves_15_percent_free),
        cmocka_unit_test(a_share_is_shown_in_percent),
        cmocka_unit_test(a_logarithmic_axis_has_1_2_5_marks_while_they_fit),
        cmocka_unit_test(many_decades_get_fewer_marks),
        cmocka_unit_test(a_narrow_logarithmic_axis_gets_even_marks),
        cmocka_unit_test(the_lowest_value_has_a_number_at_or_below_it),
        cmocka_unit_test(noise_does_not_fill_a_logarithmic_axis),
        cmocka_unit_test(without_data_an_axis_has_a_range_and_no_marks),
        cmocka_unit_test(no_axis_is_crowded_whatever_the_data),
        cmocka_unit_test(as_many_even_marks_as_fit),
        cmocka_unit_test(no_label_says_minus_zero),
        cmocka_unit_test(room_is_made_at_the_ends_and_the_data_keeps_its_order),
        cmocka_unit_test(fraction_and_value_are_inverse),
        cmocka_unit_test(sizes_are_the_marks),
        cmocka_unit_test(one_size_stands_in_the_middle),
        cmocka_unit_test(powers_of_ten_keep_their_numbers_when_sizes_are_close),
        cmocka_unit_test(many_sizes_are_marked_by_decades),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
