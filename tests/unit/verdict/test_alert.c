/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/alert.h"

#include "cmocka_all.h"

/* What a callback was told, in order. */
struct told {
    int count;
    bool raised[16];
    double values[16];
    size_t rules[16];
    int64_t times[16];
    bool fails;
    struct tkg_alerts *adds_to; /* a rule at each call */
};

static bool note(void *context, const struct tkg_alert_info *info)
{
    struct told *told = context;
    assert_true(told->count < 16);
    told->raised[told->count] = info->raised;
    told->values[told->count] = info->value;
    told->rules[told->count] = info->rule_index;
    told->times[told->count] = info->unix_ns;
    told->count++;
    if (told->adds_to) {
        for (int i = 0; i < 100; i++) { /* the table moves */
            assert_int_equal(
                tkg_alert_set(told->adds_to, "other", TKG_ALERT_LESS_THAN, i, NULL, NULL), TKG_OK);
        }
    }
    assert_string_equal(info->rule->metric, "rss");
    return !told->fails;
}

static struct tkg_alert_rule rule_of(enum tkg_alert_op op, double threshold)
{
    struct tkg_alert_rule rule = {
        .metric = "rss", .case_pattern = "*", .op = op, .threshold = threshold};
    return rule;
}

/* row: T06 */
static void each_comparison_is_exact_at_its_threshold(void **state)
{
    (void)state;
    const struct tkg_alert_rule greater = rule_of(TKG_ALERT_GREATER_THAN, 100);
    assert_false(tkg_alert_holds(&greater, 100));
    assert_true(tkg_alert_holds(&greater, nextafter(100, 101)));
    assert_false(tkg_alert_holds(&greater, nextafter(100, 99)));
    assert_true(tkg_alert_holds(&greater, INFINITY));
    assert_true(tkg_alert_is_back(&greater, 100));
    const struct tkg_alert_rule less = rule_of(TKG_ALERT_LESS_THAN, 100);
    assert_false(tkg_alert_holds(&less, 100));
    assert_true(tkg_alert_holds(&less, nextafter(100, 99)));
    assert_false(tkg_alert_holds(&less, nextafter(100, 101)));
    assert_true(tkg_alert_holds(&less, -INFINITY));
    assert_true(tkg_alert_is_back(&less, 100));
}

/* Tolerances that are powers of two, so that 100 +- tolerance has no rounding. */
/* row: T06 */
static void equals_holds_within_the_larger_tolerance_ends_included(void **state)
{
    (void)state;
    struct tkg_alert_rule equals = rule_of(TKG_ALERT_EQUALS, 128);
    equals.abs_tol = 2;
    assert_true(tkg_alert_holds(&equals, 128));
    assert_true(tkg_alert_holds(&equals, 126));
    assert_true(tkg_alert_holds(&equals, 130));
    assert_false(tkg_alert_holds(&equals, nextafter(130, 131)));
    assert_false(tkg_alert_holds(&equals, nextafter(126, 125)));
    assert_true(tkg_alert_is_back(&equals, nextafter(130, 131)));
    assert_false(tkg_alert_is_back(&equals, 130));
    equals.rel_tol = 1.0 / 32; /* 4 */
    assert_true(tkg_alert_holds(&equals, 132));
    assert_false(tkg_alert_holds(&equals, nextafter(132, 133)));
    equals.threshold = -128;
    assert_true(tkg_alert_holds(&equals, -132));
    equals.rel_tol = 0;
    equals.abs_tol = 0;
    assert_true(tkg_alert_holds(&equals, -128));
    assert_false(tkg_alert_holds(&equals, nextafter(-128, 0)));
}

/* row: T06 */
static void a_figure_that_is_not_known_changes_nothing(void **state)
{
    (void)state;
    struct tkg_alerts alerts;
    struct told told = {0};
    tkg_alerts_init(&alerts);
    for (int op = 0; op < TKG_ALERT_OP_COUNT; op++) {
        const struct tkg_alert_rule rule = rule_of((enum tkg_alert_op)op, 1);
        assert_false(tkg_alert_holds(&rule, NAN));
        assert_false(tkg_alert_is_back(&rule, NAN));
        assert_int_equal(tkg_alert_set(&alerts, "rss", rule.op, 1, note, &told), TKG_OK);
    }
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", NULL, NAN, 1), 0);
    assert_int_equal(told.count, 0);
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", NULL, 2, 2), 1);
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", NULL, NAN, 3), 0);
    assert_int_equal(alerts.alerts[0].phase, TKG_ALERT_RAISED);
    assert_int_equal(alerts.alerts[0].unknown_count, 2);
    tkg_alerts_deinit(&alerts);
}

/* row: T06 */
static void two_rules_on_one_metric_are_told_apart(void **state)
{
    (void)state;
    struct tkg_alerts alerts;
    struct told told = {0};
    tkg_alerts_init(&alerts);
    assert_int_equal(tkg_alert_set(&alerts, "rss", TKG_ALERT_GREATER_THAN, 10, note, &told),
                     TKG_OK);
    assert_int_equal(tkg_alert_set(&alerts, "rss", TKG_ALERT_GREATER_THAN, 20, note, &told),
                     TKG_OK);
    assert_int_equal(tkg_alert_set(&alerts, "cpu", TKG_ALERT_GREATER_THAN, 0, note, &told), TKG_OK);
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", NULL, 15, 100), 1);
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", NULL, 25, 200), 1);
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", NULL, 5, 300), 2);
    const bool raised[] = {true, true, false, false};
    const size_t rules[] = {0, 1, 0, 1};
    const int64_t times[] = {100, 200, 300, 300};
    assert_int_equal(told.count, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(told.raised[i], raised[i]);
        assert_int_equal(told.rules[i], rules[i]);
        assert_int_equal(told.times[i], times[i]);
    }
    assert_near(told.values[1], 25, 0);
    tkg_alerts_deinit(&alerts);
}

/* row: T07 T08 */
static void a_minute_above_is_one_raise_and_one_clear(void **state)
{
    (void)state;
    struct tkg_alerts alerts;
    struct told told = {0};
    tkg_alerts_init(&alerts);
    assert_int_equal(tkg_alert_set(&alerts, "rss", TKG_ALERT_GREATER_THAN, 10, note, &told),
                     TKG_OK);
    for (int64_t second = 0; second < 180; second++) {
        const double value = second >= 60 && second < 120 ? 11 + (double)(second % 3) : 9;
        (void)tkg_alerts_feed(&alerts, "rss", NULL, value, second * 1000000000);
    }
    assert_int_equal(told.count, 2);
    assert_true(told.raised[0]);
    assert_false(told.raised[1]);
    assert_int_equal(told.times[0], INT64_C(60000000000));
    assert_int_equal(told.times[1], INT64_C(120000000000));
    assert_int_equal(alerts.alerts[0].raised_count, 1);
    assert_int_equal(alerts.alerts[0].cleared_count, 1);
    tkg_alerts_deinit(&alerts);
}

static int transitions(const struct tkg_alert_rule *rule, const double *values, int count,
                       struct told *told)
{
    struct tkg_alerts alerts;
    tkg_alerts_init(&alerts);
    assert_int_equal(tkg_alert_add(&alerts, rule, note, told), TKG_OK);
    for (int i = 0; i < count; i++) {
        (void)tkg_alerts_feed(&alerts, "rss", "replay/1M", values[i], i * INT64_C(1000000000));
    }
    tkg_alerts_deinit(&alerts);
    return told->count;
}

/* row: T08 */
static void hysteresis_keeps_an_alert_until_it_is_well_back(void **state)
{
    (void)state;
    const double swinging[] = {9, 11, 9.5, 11, 8.1, 10.5, 8, 9, 10.5};
    struct told told = {0};
    struct tkg_alert_rule rule = rule_of(TKG_ALERT_GREATER_THAN, 10);
    rule.hysteresis = 2;
    assert_int_equal(transitions(&rule, swinging, 9, &told), 3); /* 11, 8, 10.5 */
    assert_near(told.values[1], 8, 0);
    assert_near(told.values[2], 10.5, 0);
    const double under[] = {11, 9, 11.9, 12, 9};
    told = (struct told){0};
    rule.op = TKG_ALERT_LESS_THAN;
    assert_int_equal(transitions(&rule, under, 5, &told), 3); /* 9, 12, 9 */
    const double near[] = {10, 10.5, 12.4, 12.6, 10};
    told = (struct told){0};
    rule.op = TKG_ALERT_EQUALS;
    rule.abs_tol = 0.5;
    assert_int_equal(transitions(&rule, near, 5, &told), 3); /* 10, 12.6, 10 */
    assert_near(told.values[1], 12.6, 0);
}

/* row: T08 */
static void a_condition_that_must_last_is_raised_when_it_did(void **state)
{
    (void)state;
    const double values[] = {11, 11, 9, 11, 11, NAN, 11, 9};
    struct told told = {0};
    struct tkg_alert_rule rule = rule_of(TKG_ALERT_GREATER_THAN, 10);
    rule.for_ns = INT64_C(3000000000);
    assert_int_equal(transitions(&rule, values, 8, &told), 2);
    assert_int_equal(told.times[0], INT64_C(6000000000)); /* held since second 3 */
    assert_int_equal(told.times[1], INT64_C(7000000000));
    told = (struct told){0};
    rule.for_ns = INT64_C(3000000001);
    assert_int_equal(transitions(&rule, values, 8, &told), 0);
}

static void only_cases_of_the_pattern_are_looked_at(void **state)
{
    (void)state;
    struct tkg_alerts alerts;
    struct told told = {0};
    struct tkg_alert_rule rule = rule_of(TKG_ALERT_GREATER_THAN, 10);
    (void)snprintf(rule.case_pattern, sizeof(rule.case_pattern), "replay/*");
    tkg_alerts_init(&alerts);
    assert_int_equal(tkg_alert_add(&alerts, &rule, note, &told), TKG_OK);
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", "paced/100K", 11, 1), 0);
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", "replay/1M", 11, 2), 1);
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", NULL, 9, 3), 1);
    tkg_alerts_deinit(&alerts);
}

/* row: T07 */
static void a_callback_that_fails_is_counted_and_called_no_more_often(void **state)
{
    (void)state;
    struct tkg_alerts alerts;
    struct told told = {.fails = true};
    tkg_alerts_init(&alerts);
    assert_int_equal(tkg_alert_set(&alerts, "rss", TKG_ALERT_GREATER_THAN, 10, note, &told),
                     TKG_OK);
    assert_int_equal(tkg_alert_set(&alerts, "rss", TKG_ALERT_LESS_THAN, 5, NULL, NULL), TKG_OK);
    for (int i = 0; i < 10; i++) {
        (void)tkg_alerts_feed(&alerts, "rss", NULL, 11, i);
    }
    (void)tkg_alerts_feed(&alerts, "rss", NULL, 1, 10);
    assert_int_equal(told.count, 2);
    assert_int_equal(alerts.alerts[0].failed_callback_count, 2);
    assert_int_equal(alerts.alerts[1].failed_callback_count, 0);
    assert_int_equal(alerts.alerts[1].raised_count, 1);
    tkg_alerts_deinit(&alerts);
}

static void a_callback_may_set_further_rules(void **state)
{
    (void)state;
    struct tkg_alerts alerts;
    struct told told = {.adds_to = &alerts, .fails = true};
    tkg_alerts_init(&alerts);
    assert_int_equal(tkg_alert_set(&alerts, "rss", TKG_ALERT_GREATER_THAN, 10, note, &told),
                     TKG_OK);
    assert_int_equal(tkg_alert_set(&alerts, "rss", TKG_ALERT_GREATER_THAN, 10, note, &told),
                     TKG_OK);
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", NULL, 11, 1), 2);
    assert_int_equal(alerts.count, 202);
    assert_int_equal(alerts.alerts[0].failed_callback_count, 1);
    assert_int_equal(alerts.alerts[1].failed_callback_count, 1);
    tkg_alerts_deinit(&alerts);
}

static void rules_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    char name[64];
    struct tkg_alerts alerts;
    tkg_alerts_init(&alerts);
    memset(name, 'x', sizeof(name));
    name[48] = '\0';
    assert_int_equal(tkg_alert_set(&alerts, "", TKG_ALERT_EQUALS, 1, NULL, NULL), TKG_USAGE);
    assert_int_equal(tkg_alert_set(&alerts, name, TKG_ALERT_EQUALS, 1, NULL, NULL), TKG_USAGE);
    name[47] = '\0';
    assert_int_equal(tkg_alert_set(&alerts, name, TKG_ALERT_EQUALS, 1, NULL, NULL), TKG_OK);
    assert_int_equal(tkg_alert_set(&alerts, "rss", TKG_ALERT_OP_COUNT, 1, NULL, NULL), TKG_USAGE);
    assert_int_equal(tkg_alert_set(&alerts, "rss", TKG_ALERT_EQUALS, NAN, NULL, NULL), TKG_USAGE);
    struct tkg_alert_rule rule = rule_of(TKG_ALERT_GREATER_THAN, INFINITY);
    assert_int_equal(tkg_alert_add(&alerts, &rule, NULL, NULL), TKG_USAGE);
    rule = rule_of(TKG_ALERT_GREATER_THAN, 1);
    rule.hysteresis = NAN;
    assert_int_equal(tkg_alert_add(&alerts, &rule, NULL, NULL), TKG_USAGE);
    rule.hysteresis = 0;
    rule.for_ns = -1;
    assert_int_equal(tkg_alert_add(&alerts, &rule, NULL, NULL), TKG_USAGE);
    rule.for_ns = 0;
    rule.abs_tol = -1;
    assert_int_equal(tkg_alert_add(&alerts, &rule, NULL, NULL), TKG_USAGE);
    rule.abs_tol = 0;
    rule.rel_tol = -1;
    assert_int_equal(tkg_alert_add(&alerts, &rule, NULL, NULL), TKG_USAGE);
    assert_int_equal(alerts.count, 1);
    tkg_alerts_deinit(&alerts);
}

/* One part in 10^9, as the header says. */
static void equals_that_is_only_set_has_a_small_tolerance(void **state)
{
    (void)state;
    struct tkg_alerts alerts;
    tkg_alerts_init(&alerts);
    assert_int_equal(tkg_alert_set(&alerts, "rss", TKG_ALERT_EQUALS, 1e9, NULL, NULL), TKG_OK);
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", NULL, 1e9 + 2, 1), 0);
    assert_int_equal(tkg_alerts_feed(&alerts, "rss", NULL, 1e9 + 1, 2), 1);
    tkg_alerts_deinit(&alerts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_comparison_is_exact_at_its_threshold),
        cmocka_unit_test(equals_holds_within_the_larger_tolerance_ends_included),
        cmocka_unit_test(a_figure_that_is_not_known_changes_nothing),
        cmocka_unit_test(two_rules_on_one_metric_are_told_apart),
        cmocka_unit_test(a_minute_above_is_one_raise_and_one_clear),
        cmocka_unit_test(hysteresis_keeps_an_alert_until_it_is_well_back),
        cmocka_unit_test(a_condition_that_must_last_is_raised_when_it_did),
        cmocka_unit_test(only_cases_of_the_pattern_are_looked_at),
        cmocka_unit_test(a_callback_that_fails_is_counted_and_called_no_more_often),
        cmocka_unit_test(a_callback_may_set_further_rules),
        cmocka_unit_test(rules_that_make_no_sense_are_refused),
        cmocka_unit_test(equals_that_is_only_set_has_a_small_tolerance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
