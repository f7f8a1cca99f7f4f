/* SPDX-License-Identifier: Apache-2.0 */
#include "report_check.h"
#include "schema_check.h"
#include "staged_run.h"

static void the_document_says_what_it_is(void **state)
{
    struct report_case *one = *state;
    json_t *root = render_json(one, "json");
    assert_string_equal(text_at(root, "schema"), "tickgate.result/1");
    assert_int_equal(number_at(root, "schema_version"), 1);
    assert_string_equal(text_at(root, "start_time"), "2026-03-04T05:06:07.123456789Z");
    assert_string_equal(text_at(root, "seed"), "42");
    assert_true(json_is_true(json_object_get(root, "complete")));
    assert_string_equal(text_at(json_object_get(root, "engine"), "name"), "reference");
    json_decref(root);
}

/* row: B05 B06 */
static void every_result_field_stands_in_the_estimates(void **state)
{
    struct report_case *one = *state;
    static const char *const names[] = {"total_time",  "throughput",   "latency_mean",
                                        "latency_p50", "latency_p90",  "latency_p95",
                                        "latency_p99", "latency_p999", "latency_max",
                                        "tick_floor",  "peak_memory",  "cpu_per_tick"};
    static const char *const parts[] = {"value", "low",    "high",         "coverage_0to1",
                                        "mean",  "stddev", "mad",          "min",
                                        "max",   "count",  "invalid_count"};
    json_t *root = render_json(one, "json");
    json_t *third = json_array_get(json_object_get(root, "cases"), 2);
    json_t *estimates = json_object_get(json_object_get(third, "summary"), "estimates");
    assert_int_equal(number_at(third, "tick_count"), 1000000);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        json_t *estimate = json_object_get(estimates, names[i]);
        for (size_t j = 0; j < sizeof(parts) / sizeof(parts[0]); j++) {
            (void)number_at(estimate, parts[j]);
        }
    }
    json_t *p99 = json_object_get(estimates, "latency_p99");
    assert_near(number_at(p99, "value"), 12.0, 0.0);
    assert_near(number_at(p99, "low"), 12.0 * (1 - 0.012), 1e-12);
    assert_string_equal(text_at(p99, "unit"), "ns");
    json_decref(root);
}

/* row: B05 */
static void the_document_is_valid_under_the_published_schema(void **state)
{
    struct report_case *one = *state;
    assert_valid(render(one, "json"), "result.schema.json");
    make_too_few(one);
    assert_valid(render(one, "json"), "result.schema.json");
    make_hostile(one);
    one->run.summary.efficiency_reference = SIZE_MAX;
    one->run.fingerprint.tsc_ghz = NAN;
    assert_valid(render(one, "json"), "result.schema.json");
}

/* 4 is the exit code of an engine that crashed, whatever the verdicts say. */
static void a_failure_is_told_with_its_exit_code(void **state)
{
    struct report_case *one = *state;
    json_t *root = render_json(one, "json");
    assert_true(json_is_null(json_object_get(root, "failure")));
    json_decref(root);
    make_failed(one);
    assert_valid(render(one, "json"), "result.schema.json");
    root = render_json(one, "json");
    json_t *failure = json_object_get(root, "failure");
    assert_string_equal(text_at(failure, "status"), "ENGINE_CRASH");
    assert_string_equal(text_at(failure, "message"), FAILURE_TEXT);
    assert_true(json_is_false(json_object_get(root, "complete")));
    assert_int_equal(number_at(root, "exit_code"), 4);
    json_decref(root);
}

static void the_schema_knows_every_failure(void **state)
{
    struct report_case *one = *state;
    make_failed(one);
    for (int status = TKG_OK + 1; status < TKG_STATUS_COUNT; status++) {
        one->run.record.failure = (enum tkg_status)status;
        assert_valid(render(one, "json"), "result.schema.json");
    }
}

/* The schema lists metrics by name; a new row in metric.h must be added there. */
static void the_schema_knows_every_metric(void **state)
{
    (void)state;
    json_t *schema = load_schema("result.schema.json");
    json_t *target = json_object_get(json_object_get(schema, "definitions"), "target");
    json_t *metric = json_object_get(json_object_get(target, "properties"), "metric");
    json_t *names = json_object_get(metric, "enum");
    assert_int_equal(json_array_size(names), TKG_METRIC_COUNT);
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        assert_string_equal(json_string_value(json_array_get(names, (size_t)i)),
                            tkg_metric_info((enum tkg_metric)i)->name);
    }
    json_decref(schema);
}

static void every_raw_trial_is_there_in_order(void **state)
{
    struct report_case *one = *state;
    json_t *root = render_json(one, "json");
    json_t *second = json_array_get(json_object_get(root, "cases"), 1);
    json_t *trials = json_object_get(second, "trials");
    assert_int_equal(json_array_size(trials), 81);
    json_t *flagged = json_array_get(trials, 80);
    assert_int_equal(number_at(flagged, "round"), 20);
    assert_int_equal(json_array_size(json_object_get(flagged, "invalid")), 2);
    assert_string_equal(json_string_value(json_array_get(json_object_get(flagged, "invalid"), 1)),
                        "STEAL");
    assert_string_equal(text_at(flagged, "digest"), "0xf00dfeed000186a0");
    double throughput = number_at(json_object_get(flagged, "values"), "throughput");
    assert_near(throughput, one->run.record.cases[1].trials[80].values[TKG_METRIC_THROUGHPUT], 0.0);
    assert_null(json_object_get(json_object_get(flagged, "values"), "tick_p50"));
    json_decref(root);
}

/* row: T05 */
static void targets_and_verdicts_carry_file_and_line(void **state)
{
    struct report_case *one = *state;
    json_t *root = render_json(one, "json");
    json_t *target = json_array_get(json_object_get(root, "targets"), 1);
    assert_string_equal(text_at(target, "metric"), "latency_p99");
    assert_string_equal(text_at(target, "kind"), "max");
    assert_string_equal(text_at(target, "file"), "thresholds/reference.yaml");
    assert_int_equal(number_at(target, "line"), 8);
    json_t *verdict = json_array_get(json_object_get(root, "verdicts"), 1);
    assert_int_equal(number_at(verdict, "target"), 1);
    assert_string_equal(text_at(verdict, "case"), "replay/1M");
    assert_string_equal(text_at(verdict, "outcome"), "fail");
    assert_near(number_at(verdict, "limit"), 10.0, 0.0);
    assert_near(number_at(verdict, "margin"), 10.0 / 12.0, 0.0);
    assert_int_equal(number_at(json_object_get(root, "counts"), "pass"), 4);
    assert_int_equal(number_at(root, "exit_code"), 1);
    json_decref(root);
}

static void fits_and_scaling_are_there(void **state)
{
    struct report_case *one = *state;
    json_t *root = render_json(one, "json");
    json_t *scaling = json_object_get(root, "scaling");
    assert_string_equal(text_at(scaling, "class"), "linear");
    assert_string_equal(text_at(scaling, "efficiency_reference"), "replay/1M");
    assert_near(number_at(json_object_get(scaling, "time_exponent"), "slope"), 0.9952, 0.0);
    assert_near(number_at(json_object_get(scaling, "memory"), "intercept"), 35.7e6, 0.0);
    json_decref(root);
}

/* row: B07 */
static void too_few_samples_give_null_figures(void **state)
{
    struct report_case *one = *state;
    make_too_few(one);
    json_t *root = render_json(one, "json");
    json_t *first = json_array_get(json_object_get(root, "cases"), 0);
    json_t *estimates = json_object_get(json_object_get(first, "summary"), "estimates");
    json_t *p50 = json_object_get(estimates, "latency_p50");
    assert_string_equal(text_at(p50, "status"), "insufficient samples");
    assert_true(json_is_null(json_object_get(p50, "value")));
    assert_true(json_is_null(json_object_get(p50, "mean")));
    assert_true(json_is_null(json_object_get(p50, "max")));
    assert_int_equal(number_at(p50, "count"), 4);
    json_decref(root);
}

static void a_run_without_reference_or_fit_has_nulls(void **state)
{
    struct report_case *one = *state;
    one->run.summary.efficiency_reference = SIZE_MAX;
    one->run.summary.time_exponent.slope = NAN;
    json_t *root = render_json(one, "json");
    json_t *scaling = json_object_get(root, "scaling");
    assert_true(json_is_null(json_object_get(scaling, "efficiency_reference")));
    assert_true(json_is_null(json_object_get(json_object_get(scaling, "time_exponent"), "slope")));
    json_decref(root);
}

static void hostile_names_stay_inside_ascii_strings(void **state)
{
    struct report_case *one = *state;
    make_hostile(one);
    const char *text = render(one, "json");
    assert_no_active_bytes(text, false);
    for (const char *at = text; *at; at++) {
        assert_true((unsigned char)*at < 0x80);
    }
    assert_lacks(text, "<");
    assert_lacks(text, "]]>");
    json_t *root = render_json(one, "json");
    assert_contains(text_at(json_object_get(root, "engine"), "name"), "<script>");
    json_decref(root);
}

static void memory_running_out_is_reported(void **state)
{
    struct report_case *one = *state;
    one->out.failed = true;
    assert_int_equal(tkg_report_format_find("json")->write(&one->input, &one->out, &one->err),
                     TKG_NO_MEMORY);
    assert_contains(one->err.text, "no memory");
}

static void stages_and_portfolio_are_valid_under_the_schema(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "md.handle");
    make_earning(one);
    assert_valid(render(one, "json"), "result.schema.json");
    free_staged(one);
}

/* Medians and shares are those of test_stage_text.c. */
static void stages_stand_with_their_trials_and_their_estimates(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "md.handle");
    json_t *root = render_json(one, "json");
    json_t *the_case = json_array_get(json_object_get(root, "cases"), STAGED_CASE);
    json_t *summary = json_object_get(the_case, "summary");
    json_t *stage = json_array_get(json_object_get(summary, "stages"), 0);
    assert_string_equal(text_at(stage, "name"), "data.load");
    assert_int_equal(number_at(stage, "entry_count"), 125);
    assert_near(number_at(json_object_get(stage, "time"), "value"), 5.0095e6, 1e-3);
    assert_string_equal(text_at(json_object_get(stage, "share"), "unit"), "share");
    assert_near(number_at(json_object_get(summary, "stage_wall"), "value"), 8e6, 0.0);
    json_t *trial = json_array_get(json_object_get(the_case, "trials"), 80);
    assert_string_equal(text_at(trial, "pass"), "stages");
    json_t *stages = json_object_get(trial, "stages");
    assert_near(number_at(stages, "wall_ns"), 8e6, 0.0);
    assert_int_equal(json_array_size(json_object_get(stages, "rows")), 3);
    assert_null(json_object_get(json_array_get(json_object_get(the_case, "trials"), 0), "stages"));
    json_decref(root);
    free_staged(one);
}

static void an_undefined_ratio_is_null(void **state)
{
    struct report_case *one = *state;
    make_earning(one);
    json_t *root = render_json(one, "json");
    json_t *the_case = json_array_get(json_object_get(root, "cases"), STAGED_CASE);
    json_t *trials = json_object_get(the_case, "trials");
    json_t *portfolio = json_object_get(json_array_get(trials, 0), "portfolio");
    assert_near(number_at(portfolio, "sharpe"), 1.25, 0.0);
    assert_true(json_is_null(json_object_get(portfolio, "sortino")));
    assert_int_equal(number_at(portfolio, "winning_trip_count"), 12);
    assert_null(json_object_get(json_array_get(trials, 1), "portfolio"));
    json_decref(root);
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(the_document_says_what_it_is),
        REPORT_TEST(every_result_field_stands_in_the_estimates),
        REPORT_TEST(a_failure_is_told_with_its_exit_code),
        REPORT_TEST(the_schema_knows_every_failure),
        REPORT_TEST(the_document_is_valid_under_the_published_schema),
        cmocka_unit_test(the_schema_knows_every_metric),
        REPORT_TEST(every_raw_trial_is_there_in_order),
        REPORT_TEST(targets_and_verdicts_carry_file_and_line),
        REPORT_TEST(fits_and_scaling_are_there),
        REPORT_TEST(too_few_samples_give_null_figures),
        REPORT_TEST(a_run_without_reference_or_fit_has_nulls),
        REPORT_TEST(hostile_names_stay_inside_ascii_strings),
        REPORT_TEST(stages_and_portfolio_are_valid_under_the_schema),
        REPORT_TEST(stages_stand_with_their_trials_and_their_estimates),
        REPORT_TEST(an_undefined_ratio_is_null),
        REPORT_TEST(memory_running_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
