/* SPDX-License-Identifier: Apache-2.0 */
#include "plot_run.h"

#include "plot/plot_limit.h"

enum { SIZES = 4, VERDICTS_MAX = 64 };

/* Four sizes and verdicts of targets that a test adds. */
struct fixture {
    struct plot_sweep_run run;
    struct tkg_plot_sweep sweep;
    struct tkg_target targets[VERDICTS_MAX];
    struct tkg_verdict verdicts[VERDICTS_MAX];
    size_t target_count;
    struct tkg_verdict_list list;
    struct tkg_plot_limits limits;
};

static struct fixture *fixture_create(void)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    plot_sweep_run_init(&fixture->run, SIZES, 1e6);
    assert_status(tkg_plot_sweep_init(&fixture->sweep, &fixture->run.summary, NULL), TKG_OK, NULL);
    fixture->list.verdicts = fixture->verdicts;
    return fixture;
}

static void fixture_destroy(struct fixture *fixture)
{
    plot_sweep_run_deinit(&fixture->run);
    free(fixture);
}

static struct tkg_target *add_target(struct fixture *fixture, enum tkg_metric metric,
                                     enum tkg_target_kind kind)
{
    struct tkg_target *target = &fixture->targets[fixture->target_count++];
    target->metric = metric;
    target->kind = kind;
    return target;
}

static void add_verdict(struct fixture *fixture, const struct tkg_target *target, size_t the_case,
                        double limit, enum tkg_outcome outcome)
{
    fixture->verdicts[fixture->list.verdict_count++] =
        (struct tkg_verdict){.target = target,
                             .the_case = &fixture->run.summaries[the_case],
                             .limit = limit,
                             .limit_absolute = limit,
                             .outcome = outcome};
}

static void take(struct fixture *fixture, enum tkg_metric metric)
{
    tkg_plot_limits_init(&fixture->limits, &fixture->sweep, &fixture->list, &metric, 1);
}

static void one_limit_over_all_sizes_is_one_line(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_create();
    struct tkg_target *target = add_target(fixture, TKG_METRIC_TOTAL_TIME, TKG_TARGET_MAX);
    for (size_t i = 0; i < SIZES; i++) {
        add_verdict(fixture, target, i, 40.0, i == 2 ? TKG_OUTCOME_FAIL : TKG_OUTCOME_PASS);
    }
    take(fixture, TKG_METRIC_TOTAL_TIME);
    assert_int_equal(fixture->limits.count, 1);
    assert_int_equal(fixture->limits.items[0].first, 0);
    assert_int_equal(fixture->limits.items[0].last, 3);
    assert_int_equal(fixture->limits.items[0].fails_above, 1);
    assert_true(fixture->limits.items[0].is_missed);
    assert_near(fixture->limits.items[0].value, 40.0, 0.0);
    fixture_destroy(fixture);
}

static void a_line_ends_where_a_case_has_no_limit_or_another(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_create();
    struct tkg_target *target = add_target(fixture, TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN);
    add_verdict(fixture, target, 3, 7.0, TKG_OUTCOME_PASS); /* any order within a target */
    add_verdict(fixture, target, 0, 7.0, TKG_OUTCOME_PASS);
    add_verdict(fixture, target, 2, 8.0, TKG_OUTCOME_PASS);
    take(fixture, TKG_METRIC_THROUGHPUT);
    assert_int_equal(fixture->limits.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const size_t at[] = {0, 2, 3};
        assert_int_equal(fixture->limits.items[i].first, at[i]);
        assert_int_equal(fixture->limits.items[i].last, at[i]);
        assert_int_equal(fixture->limits.items[i].fails_above, -1);
        assert_false(fixture->limits.items[i].is_missed);
    }
    fixture_destroy(fixture);
}

static void only_the_metrics_of_the_panel_are_taken(void **state)
{
    (void)state;
    const enum tkg_metric metrics[] = {TKG_METRIC_LATENCY_P50, TKG_METRIC_LATENCY_P99};
    struct fixture *fixture = fixture_create();
    add_verdict(fixture, add_target(fixture, TKG_METRIC_LATENCY_P99, TKG_TARGET_EQUALS), 1, 5.0,
                TKG_OUTCOME_PASS);
    add_verdict(fixture, add_target(fixture, TKG_METRIC_LATENCY_P90, TKG_TARGET_MAX), 1, 6.0,
                TKG_OUTCOME_PASS);
    tkg_plot_limits_init(&fixture->limits, &fixture->sweep, &fixture->list, metrics, 2);
    assert_int_equal(fixture->limits.count, 1);
    assert_int_equal(fixture->limits.items[0].fails_above, 0);
    tkg_plot_limits_init(&fixture->limits, &fixture->sweep, NULL, metrics, 2);
    assert_int_equal(fixture->limits.count, 0);
    fixture_destroy(fixture);
}

static void a_limit_without_a_number_is_no_line(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_create();
    add_verdict(fixture, add_target(fixture, TKG_METRIC_TOTAL_TIME, TKG_TARGET_MAX), 1, NAN,
                TKG_OUTCOME_INSUFFICIENT);
    take(fixture, TKG_METRIC_TOTAL_TIME);
    assert_int_equal(fixture->limits.count, 0);
    fixture_destroy(fixture);
}

static void two_files_that_say_the_same_make_one_line(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_create();
    add_verdict(fixture, add_target(fixture, TKG_METRIC_TOTAL_TIME, TKG_TARGET_MAX), 1, 5.0,
                TKG_OUTCOME_PASS);
    add_verdict(fixture, add_target(fixture, TKG_METRIC_TOTAL_TIME, TKG_TARGET_MAX), 1, 5.0,
                TKG_OUTCOME_PASS);
    add_verdict(fixture, add_target(fixture, TKG_METRIC_TOTAL_TIME, TKG_TARGET_MIN), 1, 5.0,
                TKG_OUTCOME_PASS);
    take(fixture, TKG_METRIC_TOTAL_TIME);
    assert_int_equal(fixture->limits.count, 2); /* a floor at the same height is something else */
    fixture_destroy(fixture);
}

static void missed_limits_come_first_and_the_rest_is_counted(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_create();
    for (size_t i = 0; i < 12; i++) {
        add_verdict(fixture, add_target(fixture, TKG_METRIC_TOTAL_TIME, TKG_TARGET_MAX), 1,
                    (double)i, i == 11 ? TKG_OUTCOME_FAIL : TKG_OUTCOME_PASS);
    }
    take(fixture, TKG_METRIC_TOTAL_TIME);
    assert_int_equal(fixture->limits.count, TKG_PLOT_LIMITS_MAX);
    assert_int_equal(fixture->limits.left_out_count, 12 - TKG_PLOT_LIMITS_MAX);
    assert_near(fixture->limits.items[0].value, 11.0, 0.0);
    assert_true(fixture->limits.items[0].is_missed);
    assert_near(fixture->limits.items[1].value, 0.0, 0.0);
    fixture_destroy(fixture);
}

/* Whether a limit is near data from 10 to 20, and what the range is then. */
static bool is_near(double limit, enum tkg_plot_shape shape, struct tkg_plot_range *range)
{
    struct tkg_plot_limits limits = {.count = 1, .items = {{.value = limit}}};
    *range = (struct tkg_plot_range){10.0, 20.0};
    tkg_plot_limits_mark_near(&limits, range, shape);
    return limits.items[0].is_near;
}

static void near_limits_stretch_the_axis_and_far_ones_do_not(void **state)
{
    (void)state;
    struct tkg_plot_range range;
    assert_true(is_near(64.0, TKG_PLOT_LOG, &range)); /* 3.2 x 20 */
    assert_near(range.high, 64.0, 0.0);
    assert_true(is_near(3.2, TKG_PLOT_LOG, &range)); /* 10 / 3.2 = 3.125 */
    assert_near(range.low, 3.2, 0.0);
    assert_false(is_near(64.1, TKG_PLOT_LOG, &range));
    assert_near(range.high, 20.0, 0.0);
    assert_false(is_near(3.1, TKG_PLOT_LOG, &range));
    assert_near(range.low, 10.0, 0.0);
    assert_true(is_near(32.0, TKG_PLOT_FROM_ZERO, &range)); /* 1.6 x 20 */
    assert_false(is_near(32.1, TKG_PLOT_FROM_ZERO, &range));
    assert_true(is_near(0.81, TKG_PLOT_FROM_ZERO, &range)); /* 4 % of 20 */
    assert_false(is_near(0.79, TKG_PLOT_FROM_ZERO, &range));
}

static void nothing_is_near_to_no_data(void **state)
{
    (void)state;
    struct tkg_plot_limits limits = {.count = 1, .items = {{.value = 5.0}}};
    struct tkg_plot_range range = tkg_plot_range_empty();
    tkg_plot_limits_mark_near(&limits, &range, TKG_PLOT_LOG);
    assert_false(limits.items[0].is_near);
    assert_nan(range.high);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_limit_over_all_sizes_is_one_line),
        cmocka_unit_test(a_line_ends_where_a_case_has_no_limit_or_another),
        cmocka_unit_test(only_the_metrics_of_the_panel_are_taken),
        cmocka_unit_test(a_limit_without_a_number_is_no_line),
        cmocka_unit_test(two_files_that_say_the_same_make_one_line),
        cmocka_unit_test(missed_limits_come_first_and_the_rest_is_counted),
        cmocka_unit_test(near_limits_stretch_the_axis_and_far_ones_do_not),
        cmocka_unit_test(nothing_is_near_to_no_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
