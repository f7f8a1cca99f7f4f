/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/alert_row.h"

#include "cmocka_all.h"
#include "sample/run_record.h"
#include "sample/telemetry.h"

static void comparisons_are_found_by_their_names(void **state)
{
    (void)state;
    static const char *const names[] = {"greater_than", "less_than", "equals"};
    for (unsigned i = 0; i < TKG_ALERT_OP_COUNT; i++) {
        enum tkg_alert_op op = TKG_ALERT_OP_COUNT;
        assert_true(tkg_alert_op_find(names[i], &op));
        assert_int_equal(op, i);
        assert_string_equal(tkg_alert_op_name(op), names[i]);
    }
    enum tkg_alert_op untouched = TKG_ALERT_EQUALS;
    assert_false(tkg_alert_op_find("greater", &untouched));
    assert_int_equal(untouched, TKG_ALERT_EQUALS);
}

/* Half of 200 ms on the processor, a fifth of that in the kernel, and so on. */
static void live_figures_are_shares_of_an_interval(void **state)
{
    (void)state;
    const struct tkg_telemetry_point point = {.wall_ns = 200000000,
                                              .cpu_ns = 100000000,
                                              .system_ns = 20000000,
                                              .wait_ns = 50000000,
                                              .steal_ns = 10000000,
                                              .stall_ns = 0,
                                              .rss_bytes = 4096};
    static const double expected[TKG_ALERT_LIVE_COUNT] = {0.5, 0.1, 0.25, 0.05, 0, 4096};
    for (unsigned i = 0; i < TKG_ALERT_LIVE_COUNT; i++) {
        assert_near(tkg_alert_live_value((enum tkg_alert_live)i, &point), expected[i], 1e-15);
    }
}

static void what_the_machine_does_not_say_is_no_number(void **state)
{
    (void)state;
    const struct tkg_telemetry_point silent = {.wall_ns = 1,
                                               .cpu_ns = -1,
                                               .system_ns = -1,
                                               .wait_ns = -1,
                                               .steal_ns = -1,
                                               .stall_ns = -1,
                                               .rss_bytes = -1};
    const struct tkg_telemetry_point empty = {.wall_ns = 0};
    for (unsigned i = 0; i < TKG_ALERT_LIVE_COUNT; i++) {
        assert_true(isnan(tkg_alert_live_value((enum tkg_alert_live)i, &silent)));
        assert_true(i == TKG_ALERT_LIVE_RSS ||
                    isnan(tkg_alert_live_value((enum tkg_alert_live)i, &empty)));
    }
}

static void live_machine_and_trial_metrics_have_their_units(void **state)
{
    (void)state;
    enum tkg_dimension dimension = TKG_DIMENSION_PLAIN;
    assert_true(tkg_alert_metric_find("rss", &dimension));
    assert_int_equal(dimension, TKG_DIMENSION_BYTES);
    assert_true(tkg_alert_metric_find("steal_share", &dimension));
    assert_int_equal(dimension, TKG_DIMENSION_SHARE);
    assert_true(tkg_alert_metric_find("trial_time", &dimension));
    assert_int_equal(dimension, TKG_DIMENSION_TIME);
    assert_true(tkg_alert_metric_find("throughput", &dimension));
    assert_int_equal(dimension, TKG_DIMENSION_RATE);
    assert_false(tkg_alert_metric_find("every_p99", &dimension)); /* diagnosis */
    assert_false(tkg_alert_metric_find("nothing", &dimension));
    assert_true(tkg_alert_metric_is_of_machine("machine_load"));
    assert_false(tkg_alert_metric_is_of_machine("rss"));
    assert_string_equal(tkg_alert_metric_suggest("cpu_shares"), "cpu_share");
    assert_string_equal(tkg_alert_metric_suggest("trial_tiem"), "trial_time");
    assert_string_equal(tkg_alert_metric_suggest("latency_p9"), "latency_p90");
    assert_null(tkg_alert_metric_suggest("zzzzzzzz"));
}

static void a_record_keeps_rows_up_to_its_limit_and_counts_the_others(void **state)
{
    (void)state;
    struct tkg_run_record record;
    struct tkg_alert_row row = {.metric = "rss"};
    tkg_run_record_init(&record);
    for (uint32_t i = 0; i < TKG_ALERT_ROW_MAX; i++) {
        row.rule = i;
        assert_true(tkg_run_record_add_alert(&record, &row));
    }
    assert_false(tkg_run_record_add_alert(&record, &row));
    assert_int_equal(record.alert_count, TKG_ALERT_ROW_MAX);
    assert_int_equal(record.alert_lost_count, 1);
    assert_int_equal(record.alerts[TKG_ALERT_ROW_MAX - 1].rule, TKG_ALERT_ROW_MAX - 1);
    tkg_run_record_deinit(&record);
    assert_null(record.alerts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparisons_are_found_by_their_names),
        cmocka_unit_test(live_figures_are_shares_of_an_interval),
        cmocka_unit_test(what_the_machine_does_not_say_is_no_number),
        cmocka_unit_test(live_machine_and_trial_metrics_have_their_units),
        cmocka_unit_test(a_record_keeps_rows_up_to_its_limit_and_counts_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
