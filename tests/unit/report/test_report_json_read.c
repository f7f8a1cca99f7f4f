/* SPDX-License-Identifier: Apache-2.0 */
#include "staged_run.h"

/* Writes a run that has only a record and a fingerprint, its summary made by stats/. */
static void write_record(const struct tkg_run_record *record,
                         const struct tkg_fingerprint *fingerprint, struct tkg_text *out)
{
    struct tkg_summary summary;
    struct tkg_error err;
    const struct tkg_target_set no_targets = {0};
    const struct tkg_verdict_list no_verdicts = {0};
    assert_status(tkg_summary_create(record, &summary, &err), TKG_OK, &err);
    const struct tkg_report_input input = {.tool_version = "0.1.0",
                                           .record = record,
                                           .summary = &summary,
                                           .fingerprint = fingerprint,
                                           .targets = &no_targets,
                                           .verdicts = &no_verdicts,
                                           .result_path = "",
                                           .plot_folder = ""};
    assert_status(tkg_report_format_find("json")->write(&input, out, &err), TKG_OK, &err);
    tkg_summary_deinit(&summary);
}

static void assert_round_trip(const struct sample_run *run)
{
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    struct tkg_error err;
    struct tkg_text first = {0};
    struct tkg_text second = {0};
    write_record(&run->record, &run->fingerprint, &first);
    assert_status(tkg_report_json_read("r.json", tkg_text_borrow(&first), first.length, &record,
                                       &fingerprint, &err),
                  TKG_OK, &err);
    write_record(&record, &fingerprint, &second);
    assert_string_equal(tkg_text_borrow(&second), tkg_text_borrow(&first));
    tkg_run_record_deinit(&record);
    tkg_text_deinit(&first);
    tkg_text_deinit(&second);
}

static void writing_reading_and_writing_again_gives_the_same_bytes(void **state)
{
    struct report_case *one = *state;
    assert_round_trip(&one->run);
}

static void hostile_and_overlong_text_survives_the_round_trip(void **state)
{
    struct report_case *one = *state;
    make_hostile(one);
    assert_round_trip(&one->run);
}

static void stages_and_portfolio_survive_the_round_trip(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "md.handle");
    make_earning(one);
    assert_round_trip(&one->run);
    free_staged(one);
}

static void stages_and_portfolio_come_back(void **state)
{
    struct report_case *one = *state;
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    make_staged(one, "md.handle");
    make_earning(one);
    const char *json = render(one, "json");
    assert_status(
        tkg_report_json_read("r.json", json, strlen(json), &record, &fingerprint, &one->err),
        TKG_OK, &one->err);
    const struct tkg_trial *trials = record.cases[STAGED_CASE].trials;
    assert_true(trials[0].portfolio.known);
    assert_int_equal(trials[0].portfolio.round_trip_count, 20);
    assert_near(trials[0].portfolio.calmar, -0.5, 0.0);
    assert_nan(trials[0].portfolio.sortino);
    assert_false(trials[1].portfolio.known);
    assert_null(trials[0].stages);
    assert_non_null(trials[80].stages);
    assert_near(tkg_stage_table_find(trials[80].stages, "md.handle")->time_ns, 2e6, 0.0);
    tkg_run_record_deinit(&record);
    free_staged(one);
}

static void extreme_numbers_survive_the_round_trip(void **state)
{
    struct report_case *one = *state;
    struct tkg_trial *trial = &one->run.record.cases[0].trials[0];
    trial->final_equity = INT64_MIN;
    trial->digest = UINT64_MAX;
    trial->order_count = UINT64_MAX; /* saturates at INT64_MAX, and stays there */
    trial->steal_share_0to1 = NAN;
    trial->load_1min = 0.1 + 0.2; /* 0.30000000000000004 */
    trial->cpu = -1;
    trial->values[TKG_METRIC_SHADOW_OVERHEAD] = -0.01;
    trial->values[TKG_METRIC_LATENCY_MEAN] = 5e-324; /* the smallest double */
    one->run.record.seed = UINT64_MAX;
    one->run.record.start_unix_ns = INT64_MIN;
    one->run.record.complete = false;
    assert_round_trip(&one->run);
}

static void a_failure_survives_the_round_trip(void **state)
{
    struct report_case *one = *state;
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    make_failed(one);
    assert_round_trip(&one->run);
    const char *text = render(one, "json");
    assert_status(
        tkg_report_json_read("r.json", text, one->out.length, &record, &fingerprint, &one->err),
        TKG_OK, &one->err);
    assert_int_equal(record.failure, TKG_ENGINE_CRASH);
    assert_string_equal(record.failure_text, FAILURE_TEXT);
    assert_false(record.complete);
    tkg_run_record_deinit(&record);
    /* A message cut inside a character grows when it is made valid, and is cut again. */
    memset(one->run.record.failure_text, 0xC3, TKG_ERROR_TEXT_BYTES - 1);
    assert_round_trip(&one->run);
}

static void an_empty_run_survives_the_round_trip(void **state)
{
    (void)state;
    struct sample_run empty = {0};
    empty.fingerprint.cgroup_cpu_quota = NAN;
    assert_round_trip(&empty);
}

static void every_member_of_the_record_comes_back(void **state)
{
    struct report_case *one = *state;
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    const char *text = render(one, "json");
    assert_status(
        tkg_report_json_read("r.json", text, one->out.length, &record, &fingerprint, &one->err),
        TKG_OK, &one->err);
    assert_string_equal(record.engine_parameters, "strategy=taker");
    assert_string_equal(record.stream, "synthetic:futures");
    assert_true(record.seed == 42);
    assert_true(record.end_unix_ns - record.start_unix_ns == INT64_C(41500000000));
    assert_int_equal(record.case_count, SAMPLE_CASES);
    const struct tkg_case *paced = tkg_run_record_find_case(&record, "paced/100K");
    assert_non_null(paced);
    assert_near(paced->pace_ticks_per_s, 1e5, 0.0);
    assert_int_equal(paced->trials[3].pass, TKG_PASS_PACED);
    assert_int_equal(paced->trials[3].round, 3);
    assert_int_equal(record.cases[1].trials[80].invalid, TKG_INVALID_CPU_SHARE | TKG_INVALID_STEAL);
    assert_int_equal(fingerprint.cache_bytes[2], 524288);
    assert_string_equal(fingerprint.hash, "0123456789abcdef");
    assert_nan(fingerprint.cgroup_cpu_quota);
    tkg_run_record_deinit(&record);
}

/* Reads the sample's JSON after one change of its text. */
static void assert_refused(struct report_case *one, const char *from, const char *to,
                           const char *expected)
{
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    const char *text = render(one, "json");
    const char *at = strstr(text, from);
    assert_non_null(at);
    struct tkg_text changed = {0};
    tkg_text_add_bytes(&changed, text, (size_t)(at - text));
    tkg_text_add(&changed, to);
    tkg_text_add(&changed, at + strlen(from));
    assert_status(tkg_report_json_read("r.json", tkg_text_borrow(&changed), changed.length, &record,
                                       &fingerprint, &one->err),
                  TKG_INPUT, &one->err);
    assert_contains(one->err.text, expected);
    assert_int_equal(record.case_count, 0); /* nothing half read is left behind */
    assert_null(record.cases);
    tkg_text_deinit(&changed);
}

static void another_schema_is_refused(void **state)
{
    struct report_case *one = *state;
    assert_refused(one, "tickgate.result/1", "tickgate.result/2", "found tickgate.result/2");
    assert_refused(one, "\"schema\":", "\"schemata\":", "schema: expected a string, found nothing");
}

static void wrong_values_are_refused_with_their_place(void **state)
{
    struct report_case *one = *state;
    assert_refused(one, "\"seed\": \"42\"", "\"seed\": 42", "seed: expected a string holding");
    assert_refused(one, "\"cpu_online_count\": 16", "\"cpu_online_count\": -16",
                   "environment.cpu_online_count: expected an integer from 0");
    assert_refused(one, "\"pass\": \"throughput\"", "\"pass\": \"warp\"",
                   "cases[0].trials[0].pass: expected the name of a pass, found warp");
    assert_refused(one, "\"order_index\": 5,", "\"order_index\": 5.5,",
                   "cases[1].trials[1].order_index: expected an integer, found a number");
    assert_refused(one, "\"steal_share_0to1\": 0.0080000000000000002", "\"steal_share_0to1\": 1.5",
                   "cases[0].trials[0].steal_share_0to1: expected a number from 0 to 1");
    assert_refused(
        one, "throughput\",\n     \"invalid\": [\n      \"CPU_SHARE\"",
        "throughput\",\n     \"invalid\": [\n      \"BAD_LUCK\"",
        "cases[1].trials[80].invalid: expected names of reasons such as CPU_SHARE, found BAD_LUCK");
}

static void wrong_failures_are_refused_with_their_place(void **state)
{
    struct report_case *one = *state;
    assert_refused(one, "\"failure\": null", "\"failure\": 4",
                   "failure: expected an object or null, found an integer");
    assert_refused(one, "\"failure\": null", "\"failed\": null",
                   "failure: expected an object or null, found nothing");
    assert_refused(one, "\"failure\": null", "\"failure\": {\"message\": \"\"}",
                   "failure.status: expected a string, found nothing");
    assert_refused(one, "\"failure\": null", "\"failure\": {\"status\": \"OK\"}",
                   "failure.status: expected the name of a failure such as ENGINE_CRASH, found OK");
    assert_refused(one, "\"failure\": null", "\"failure\": {\"status\": \"USAGE\"}",
                   "failure.message: expected a string, found nothing");
}

static void wrong_metrics_are_refused_with_their_place(void **state)
{
    struct report_case *one = *state;
    assert_refused(one, "\"values\": {\n      \"throughput\"", "\"values\": {\n      \"warp\"",
                   "cases[0].trials[0].values.warp: expected the name of a metric, found warp");
    assert_refused(
        one, "\"values\": {\n      \"throughput\": ", "\"values\": {\n      \"throughput\": -",
        "values.throughput: expected a number");
    assert_refused(one, "\"values\": {\n      \"throughput\": ",
                   "\"values\": {\n      \"throughput\": \"x\", \"latency_p50\": ",
                   "cases[0].trials[0].values.throughput: expected a number or null");
}

static void two_cases_of_one_name_are_refused(void **state)
{
    struct report_case *one = *state;
    assert_refused(one, "\"name\": \"replay/100K\"", "\"name\": \"replay/10K\"",
                   "cases[1]: expected a name that no other case has, found replay/10K");
    assert_refused(one, "\"name\": \"replay/100K\"", "\"name\": \"\"", "cases[1]: expected a name");
}

static void numbers_that_are_not_finite_are_refused(void **state)
{
    struct report_case *one = *state;
    assert_refused(one, "\"load_1min\": 0.75", "\"load_1min\": 1e999", "r.json:");
    assert_refused(one, "\"load_1min\": 0.75", "\"load_1min\": NaN", "not JSON");
}

static void damaged_text_is_located(void **state)
{
    struct report_case *one = *state;
    assert_refused(one, "\"schema_version\": 1", "\"schema_version\" 1", "r.json:3:");
    assert_refused(one, "\"complete\": true", "\"complete\": true, \"complete\": true",
                   "duplicate");
    assert_refused(one, "\"cases\": [", "\"cases\": 1, \"cases2\": [", "cases: expected an array");
    assert_refused(one, "\"reference\"", "\"\xFF\"", "not JSON");
}

static void every_prefix_of_a_file_is_refused(void **state)
{
    struct report_case *one = *state;
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    const char *text = render(one, "json");
    for (size_t length = 0; length + 2 < one->out.length; length += 9973) {
        assert_status(
            tkg_report_json_read("r.json", text, length, &record, &fingerprint, &one->err),
            TKG_INPUT, &one->err);
    }
}

static void members_of_later_versions_are_passed_over(void **state)
{
    struct report_case *one = *state;
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    struct tkg_text changed = {0};
    const char *text = render(one, "json");
    tkg_text_add(&changed, "{\"new_in_0.2\": [1, {}],");
    tkg_text_add(&changed, text + 1);
    assert_status(tkg_report_json_read("r.json", tkg_text_borrow(&changed), changed.length, &record,
                                       &fingerprint, &one->err),
                  TKG_OK, &one->err);
    tkg_run_record_deinit(&record);
    tkg_text_deinit(&changed);
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(writing_reading_and_writing_again_gives_the_same_bytes),
        REPORT_TEST(hostile_and_overlong_text_survives_the_round_trip),
        REPORT_TEST(stages_and_portfolio_survive_the_round_trip),
        REPORT_TEST(stages_and_portfolio_come_back),
        REPORT_TEST(extreme_numbers_survive_the_round_trip),
        REPORT_TEST(a_failure_survives_the_round_trip),
        REPORT_TEST(an_empty_run_survives_the_round_trip),
        REPORT_TEST(every_member_of_the_record_comes_back),
        REPORT_TEST(another_schema_is_refused),
        REPORT_TEST(wrong_values_are_refused_with_their_place),
        REPORT_TEST(wrong_failures_are_refused_with_their_place),
        REPORT_TEST(wrong_metrics_are_refused_with_their_place),
        REPORT_TEST(two_cases_of_one_name_are_refused),
        REPORT_TEST(numbers_that_are_not_finite_are_refused),
        REPORT_TEST(damaged_text_is_located),
        REPORT_TEST(every_prefix_of_a_file_is_refused),
        REPORT_TEST(members_of_later_versions_are_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
