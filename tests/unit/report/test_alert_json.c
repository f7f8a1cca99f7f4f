/* SPDX-License-Identifier: Apache-2.0 */
#include "report_check.h"

#include "report/report_format.h"
#include "sample/alert_row.h"
#include "schema_check.h"

static const struct tkg_alert_row raised = {.metric = "rss",
                                            .case_name = "replay/1M",
                                            .rule = 2,
                                            .op = TKG_ALERT_GREATER_THAN,
                                            .raised = true,
                                            .value = 612e6,
                                            .threshold = 5e8,
                                            .unix_ns = SAMPLE_START_UNIX_NS,
                                            .failed_action_count = 1};

static void add_alerts(struct report_case *one)
{
    struct tkg_alert_row cleared = raised;
    cleared.raised = false;
    cleared.op = TKG_ALERT_EQUALS;
    cleared.case_name[0] = '\0';
    cleared.value = -1.5;
    one->run.record.alerts_watched = true;
    one->run.record.alert_lost_count = 7;
    assert_true(tkg_run_record_add_alert(&one->run.record, &raised));
    assert_true(tkg_run_record_add_alert(&one->run.record, &cleared));
}

static json_t *write_run(struct report_case *one)
{
    json_error_t error;
    const char *text = render(one, "json");
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(root);
    return root;
}

/* row: T08 */
static void a_run_with_alerts_holds_to_the_schema_and_is_read_back(void **state)
{
    struct report_case *one = *state;
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    struct schema_check check = {.root = load_schema("result.schema.json")};
    add_alerts(one);
    json_t *root = write_run(one);
    check_value(&check, check.root, root);
    json_t *first = json_array_get(json_object_get(root, "alerts"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "event")), "raise");
    assert_string_equal(json_string_value(json_object_get(first, "op")), "greater_than");
    assert_string_equal(json_string_value(json_object_get(first, "case")), "replay/1M");
    assert_status(tkg_report_json_read("r.json", one->out.bytes, one->out.length, &record,
                                       &fingerprint, &one->err),
                  TKG_OK, &one->err);
    assert_true(record.alerts_watched);
    assert_int_equal(record.alert_count, 2);
    assert_int_equal(record.alert_lost_count, 7);
    const struct tkg_alert_row *row = &record.alerts[0];
    assert_string_equal(row->metric, "rss");
    assert_string_equal(row->case_name, "replay/1M");
    assert_true(row->raised);
    assert_int_equal(row->rule, 2);
    assert_int_equal(row->op, TKG_ALERT_GREATER_THAN);
    assert_true(row->value == 612e6 && row->threshold == 5e8);
    assert_int_equal(row->unix_ns, SAMPLE_START_UNIX_NS);
    assert_int_equal(row->failed_action_count, 1);
    assert_false(record.alerts[1].raised);
    assert_int_equal(record.alerts[1].op, TKG_ALERT_EQUALS);
    assert_true(record.alerts[1].value == -1.5);
    tkg_run_record_deinit(&record);
    json_decref(root);
    json_decref(check.root);
}

static void a_run_without_rules_says_nothing_of_alerts(void **state)
{
    struct report_case *one = *state;
    json_t *root = write_run(one);
    assert_null(json_object_get(root, "alerts"));
    assert_null(json_object_get(root, "alerts_lost"));
    json_decref(root);
}

static void a_run_in_which_nothing_happened_says_so(void **state)
{
    struct report_case *one = *state;
    one->run.record.alerts_watched = true;
    json_t *root = write_run(one);
    assert_int_equal(json_array_size(json_object_get(root, "alerts")), 0);
    assert_true(json_is_array(json_object_get(root, "alerts")));
    json_decref(root);
}

static void assert_refused(struct report_case *one, json_t *root, const char *why)
{
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    char *text = json_dumps(root, 0);
    assert_non_null(text);
    assert_int_equal(
        tkg_report_json_read("r.json", text, strlen(text), &record, &fingerprint, &one->err),
        TKG_INPUT);
    assert_contains(one->err.text, why);
    free(text);
}

static void damaged_alerts_are_refused_with_their_place(void **state)
{
    struct report_case *one = *state;
    add_alerts(one);
    json_t *root = write_run(one);
    json_t *row = json_array_get(json_object_get(root, "alerts"), 1);
    (void)json_object_set_new(row, "event", json_string("maybe"));
    assert_refused(one, root, "alerts[1].event: expected raise or clear");
    (void)json_object_set_new(row, "event", json_string("clear"));
    (void)json_object_set_new(row, "op", json_string("above"));
    assert_refused(one, root, "alerts[1].op: expected greater_than, less_than or equals");
    (void)json_object_set_new(row, "op", json_string("equals"));
    (void)json_object_set_new(row, "metric", json_integer(5));
    assert_refused(one, root, "alerts[1].metric");
    (void)json_object_set_new(row, "metric", json_string("rss"));
    (void)json_object_set_new(root, "alerts_lost", json_integer(0));
    assert_refused(one, root, "alerts_lost: expected a count");
    (void)json_object_del(root, "alerts_lost");
    (void)json_array_set_new(json_object_get(root, "alerts"), 0, json_true());
    assert_refused(one, root, "alerts[0]: expected an object");
    (void)json_object_set_new(root, "alerts", json_integer(1));
    assert_refused(one, root, "alerts: expected an array");
    json_decref(root);
}

int main(void)
{
#define WITH_RUN(test) cmocka_unit_test_setup_teardown(test, report_setup, report_teardown)
    const struct CMUnitTest tests[] = {
        WITH_RUN(a_run_with_alerts_holds_to_the_schema_and_is_read_back),
        WITH_RUN(a_run_without_rules_says_nothing_of_alerts),
        WITH_RUN(a_run_in_which_nothing_happened_says_so),
        WITH_RUN(damaged_alerts_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
