/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_change.h"

#include "history_file.h"
#include "sample_comparison.h"
#include "store/history_series.h"

static struct history_file file;
static struct sample_run sample;

static int set_up(void **state)
{
    (void)state;
    history_file_init(&file);
    sample_run_init(&sample);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sample_run_deinit(&sample);
    history_file_deinit(&file);
    return 0;
}

static void comparison_is_kept_with_its_verdict(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    struct tkg_comparison_record record;
    const struct tkg_comparison conclusion = sample_conclusion();
    const struct tkg_history_origin origin = origin_of("head1");
    struct tkg_history_series_list list;
    int64_t run_id = 0;
    make_sample_comparison(&record);
    const struct tkg_history_comparison compared = {&record, &conclusion, &sample.fingerprint};
    assert_status(tkg_history_add_comparison(history, &origin, &compared, &run_id, &err), TKG_OK,
                  &err);
    const struct tkg_history_entry entry = list_entries(history)->entries[0];
    assert_string_equal(entry.kind, "comparison");
    assert_string_equal(entry.engine, "head.so");
    assert_string_equal(entry.baseline, "base.so");
    assert_int_equal(entry.failed_count, 1); /* a regression */
    const struct tkg_history_question question = {.metric = "time", .case_name = "compare"};
    assert_status(tkg_history_series_read(history, &question, &list, &err), TKG_OK, &err);
    assert_int_equal(list.series_count, 1);
    assert_string_equal(list.series[0].reference, "base.so");
    assert_near(list.series[0].points[0].value, 1.02, 1e-12);
    assert_near(list.series[0].points[0].high, 1.0201, 1e-12);
    tkg_history_series_deinit(&list);
    tkg_comparison_record_deinit(&record);
    tkg_history_close(history);
}

/* One case, three rows, one rail. */
static void make_gate(struct tkg_gate_record *record)
{
    struct tkg_error err = {.text = ""};
    static const struct tkg_gate_case one = {.name = "replay/1M"};
    static const struct tkg_gate_question questions[] = {
        {.kind = TKG_GATE_TIME, .tolerance = 0.005},
        {.kind = TKG_GATE_PEAK_MEMORY, .tolerance = 0.02},
        {.kind = TKG_GATE_P99, .tolerance = 0.05},
    };
    static const struct tkg_gate_rail rail = {
        .case_name = "replay/1M", .metric = TKG_METRIC_LATENCY_P99, .limit = 40.0, .value = 51.0};
    tkg_gate_record_init(record);
    assert_status(tkg_gate_record_set_cases(record, &one, 1, &err), TKG_OK, &err);
    (void)snprintf(record->name, sizeof record->name, "mine");
    (void)snprintf(record->base, sizeof record->base, "layouts/base");
    (void)snprintf(record->head, sizeof record->head, "layouts/head");
    record->is_complete = true;
    for (size_t i = 0; i < 3; i++) {
        assert_non_null(tkg_gate_record_add_row(record, &questions[i]));
    }
    assert_status(tkg_gate_record_add_rail(record, &rail, &err), TKG_OK, &err);
}

static struct tkg_gate_verdict verdict_of(const struct tkg_gate_row *row,
                                          enum tkg_gate_class outcome, double value, double change)
{
    return (struct tkg_gate_verdict){
        .row = row,
        .outcome = outcome,
        .base_value = value / (1.0 + change),
        .head_value = value,
        .change = change,
        .change_low = change - 0.002,
        .change_high = change + 0.002,
    };
}

static void gate_is_kept_row_by_row(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    struct tkg_gate_record record;
    const struct tkg_history_origin origin = origin_of("head2");
    int64_t run_id = 0;
    make_gate(&record);
    struct tkg_gate_verdict verdicts[3] = {
        verdict_of(&record.rows[0], TKG_GATE_CLASS_REGRESSION, 5.1, 0.02),
        verdict_of(&record.rows[1], TKG_GATE_CLASS_PASS, 2.5e6, 0.0),
        verdict_of(&record.rows[2], TKG_GATE_CLASS_CRASHED, NAN, NAN),
    };
    struct tkg_gate_rail_verdict rails[1] = {
        {.rail = &record.rails[0], .outcome = TKG_GATE_CLASS_TARGET_MISSED}};
    const struct tkg_gate_result result = {&record, verdicts, 3, rails, 1, {0}, 0, 0, 1};
    assert_status(
        tkg_history_add_gate(history, &origin, &result, &sample.fingerprint, &run_id, &err), TKG_OK,
        &err);
    const struct tkg_history_entry entry = list_entries(history)->entries[0];
    assert_string_equal(entry.kind, "gate");
    assert_string_equal(entry.baseline, "layouts/base");
    assert_int_equal(entry.sample_count, 2); /* a crash has no value */
    assert_int_equal(entry.verdict_count, 4);
    assert_int_equal(entry.failed_count, 3);
    struct tkg_history_series_list list;
    const struct tkg_history_question question = {.metric = "time", .case_name = "replay/1M"};
    assert_status(tkg_history_series_read(history, &question, &list, &err), TKG_OK, &err);
    assert_near(list.series[0].points[0].value, 1.02, 1e-12);
    assert_string_equal(list.series[0].reference, "layouts/base");
    tkg_history_series_deinit(&list);
    tkg_gate_record_deinit(&record);
    tkg_history_close(history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(comparison_is_kept_with_its_verdict, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gate_is_kept_row_by_row, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
