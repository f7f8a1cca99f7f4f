/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/gate_record.h"

#include <string.h>

#include "cmocka_all.h"

static void begin(struct tkg_gate_record *record)
{
    const struct tkg_gate_case cases[] = {{.name = "a"}, {.name = "b"}};
    tkg_gate_record_init(record);
    assert_int_equal(tkg_gate_record_set_cases(record, cases, 2, NULL), TKG_OK);
}

static void a_new_row_is_open_and_named(void **state)
{
    struct tkg_gate_record record;
    const struct tkg_gate_question question = {.case_index = 1, .kind = TKG_GATE_PEAK_MEMORY};
    (void)state;
    begin(&record);
    struct tkg_gate_row *row = tkg_gate_record_add_row(&record, &question);
    assert_non_null(row);
    assert_int_equal(row->found, TKG_GATE_CLASS_OPEN);
    assert_int_equal(row->evidence, TKG_GATE_EVIDENCE_NONE);
    assert_string_equal(tkg_gate_row_case(&record, row), "b");
    assert_string_equal(tkg_gate_row_metric(row), "peak_memory");
    assert_int_equal(tkg_gate_row_dimension(row), TKG_DIMENSION_BYTES);
    row->question.kind = TKG_GATE_STORED;
    row->question.stored_metric = TKG_METRIC_THROUGHPUT;
    assert_string_equal(tkg_gate_row_metric(row), "throughput");
    assert_int_equal(tkg_gate_row_dimension(row), TKG_DIMENSION_RATE);
    tkg_gate_record_deinit(&record);
    assert_null(record.rows);
}

static void more_rows_than_fit_are_refused(void **state)
{
    struct tkg_gate_record record;
    const struct tkg_gate_question question = {0};
    (void)state;
    begin(&record);
    for (int i = 0; i < TKG_GATE_ROW_MAX; i++) {
        assert_non_null(tkg_gate_record_add_row(&record, &question));
    }
    assert_null(tkg_gate_record_add_row(&record, &question));
    assert_int_equal(record.row_count, TKG_GATE_ROW_MAX);
    tkg_gate_record_deinit(&record);
}

static void each_failure_has_its_class(void **state)
{
    static const struct {
        enum tkg_status status;
        enum tkg_gate_class found;
    } rows[] = {{TKG_ENGINE_CRASH, TKG_GATE_CLASS_CRASHED},
                {TKG_ENGINE_TIMEOUT, TKG_GATE_CLASS_TIMED_OUT},
                {TKG_ENGINE_COUNT, TKG_GATE_CLASS_WRONG_TICK_COUNT},
                {TKG_ENGINE_DIGEST, TKG_GATE_CLASS_DIGEST_DIFFERS},
                {TKG_ENGINE_LOAD, TKG_GATE_CLASS_FAILED},
                {TKG_ENGINE_ERROR, TKG_GATE_CLASS_FAILED},
                {TKG_INVALID, TKG_GATE_CLASS_INCONCLUSIVE},
                {TKG_NOTHING, TKG_GATE_CLASS_ABSENT}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tkg_gate_row row = {.found = TKG_GATE_CLASS_OPEN};
        const struct tkg_error err = {.status = rows[i].status, .text = "why"};
        tkg_gate_row_fail(&row, TKG_GATE_SIDE_HEAD, &err);
        assert_int_equal(row.found, rows[i].found);
        assert_int_equal(row.failing_side, TKG_GATE_SIDE_HEAD);
        assert_int_equal(row.failure, rows[i].status);
        assert_string_equal(row.text, "why");
    }
}

static void metrics_are_found_by_name(void **state)
{
    uint32_t kind = 99;
    uint32_t stored = 99;
    (void)state;
    assert_true(tkg_gate_metric_find("p99", &kind, &stored));
    assert_int_equal(kind, TKG_GATE_P99);
    assert_int_equal(stored, TKG_METRIC_LATENCY_P99);
    assert_true(tkg_gate_metric_find("instructions", &kind, &stored));
    assert_int_equal(stored, TKG_METRIC_COUNT);
    assert_true(tkg_gate_metric_find("throughput", &kind, &stored));
    assert_int_equal(kind, TKG_GATE_STORED);
    assert_false(tkg_gate_metric_find("tick_floor", &kind, &stored)); /* neither better nor worse */
    assert_false(tkg_gate_metric_find("", &kind, &stored));
    assert_string_equal(tkg_gate_metric_suggest("tme"), "time");
    assert_string_equal(tkg_gate_metric_suggest("througput"), "throughput");
    assert_null(tkg_gate_metric_suggest("zzzzzzzz"));
}

static void rails_are_copied(void **state)
{
    struct tkg_gate_record record;
    struct tkg_gate_rail rail = {.case_name = "replay/1M", .limit = 3.0};
    (void)state;
    begin(&record);
    assert_int_equal(tkg_gate_record_add_rail(&record, &rail, NULL), TKG_OK);
    rail.limit = 4.0;
    assert_true(record.rails[0].limit == 3.0);
    assert_int_equal(record.rail_count, 1);
    tkg_gate_record_deinit(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_row_is_open_and_named),
        cmocka_unit_test(more_rows_than_fit_are_refused),
        cmocka_unit_test(each_failure_has_its_class),
        cmocka_unit_test(metrics_are_found_by_name),
        cmocka_unit_test(rails_are_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
