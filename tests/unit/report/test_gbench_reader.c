/* SPDX-License-Identifier: Apache-2.0
 *
 * Expected values stand in the files of tests/golden/gbench, whose README.md says where they come
 * from.
 */
#include "report_check.h"

#include "report/gbench_reader.h"
#include "report/result_fields.h"

struct loaded {
    struct tkg_run_record record;
    struct tkg_fingerprint host;
    struct tkg_error err;
};

static enum tkg_status read_text(struct loaded *one, const char *json)
{
    memset(&one->err, 0, sizeof(one->err));
    return tkg_report_json_read("g.json", json, strlen(json), &one->record, &one->host, &one->err);
}

/* tests/golden/gbench/<name> of the source tree that this file lies in. */
static enum tkg_status read_stored(struct loaded *one, const char *name)
{
    enum { FILE_BYTES_MAX = 1 << 16 };
    static char json[FILE_BYTES_MAX];
    static const char here[] = "tests/unit/report/test_gbench_reader.c";
    char path[4096];
    (void)snprintf(path, sizeof(path), "%.*stests/golden/gbench/%s",
                   (int)(strlen(__FILE__) - strlen(here)), __FILE__, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(json, 1, FILE_BYTES_MAX - 1, file);
    (void)fclose(file);
    json[length] = '\0';
    return read_text(one, json);
}

static void assert_reads(struct loaded *one, const char *name)
{
    assert_status(read_stored(one, name), TKG_OK, &one->err);
}

static double first_value(const struct loaded *one, const char *name, enum tkg_metric metric)
{
    const struct tkg_case *found = tkg_run_record_find_case(&one->record, name);
    assert_non_null(found);
    for (size_t i = 0; i < found->trial_count; i++) {
        if (!isnan(found->trials[i].values[metric])) {
            return found->trials[i].values[metric];
        }
    }
    return NAN;
}

static void repetitions_are_rounds_and_their_aggregates_are_not_read(void **state)
{
    struct loaded one;
    (void)state;
    assert_reads(&one, "repetitions.json");
    assert_int_equal(one.record.case_count, 3);
    assert_int_equal(one.record.round_count, 6);
    const struct tkg_case *update = tkg_run_record_find_case(&one.record, "book<L2>/update/8");
    assert_non_null(update);
    assert_int_equal(update->trial_count, 6);
    for (uint32_t i = 0; i < 6; i++) {
        assert_int_equal(update->trials[i].pass, TKG_PASS_THROUGHPUT);
        assert_int_equal(update->trials[i].round, i);
        assert_int_equal(update->trials[i].processed_tick_count, 0);
        assert_number(update->trials[i].values[TKG_METRIC_LATENCY_MEAN]);
        assert_number(update->trials[i].values[TKG_METRIC_THROUGHPUT]);
        assert_nan(update->trials[i].values[TKG_METRIC_TOTAL_TIME]);
        assert_nan(update->trials[i].load_1min);
    }
    assert_true(one.record.complete);
    tkg_run_record_deinit(&one.record);
}

/* The library's own aggregates are a second computation of the same figures: rows *_median of that
 * file. */
static void the_median_over_rounds_is_the_one_that_the_library_prints(void **state)
{
    static const struct {
        const char *name;
        double real_time;
    } medians[] = {
        {"replay_ticks/64/real_time", 40.26238660396981},
        {"replay_ticks/512/real_time", 308.1687588952516},
        {"book<L2>/update/8", 5.428177048109183},
    };
    struct loaded one;
    struct tkg_summary summary;
    (void)state;
    assert_reads(&one, "repetitions.json");
    assert_status(tkg_summary_create(&one.record, &summary, &one.err), TKG_OK, &one.err);
    for (size_t i = 0; i < sizeof(medians) / sizeof(medians[0]); i++) {
        const struct tkg_estimate *mean = &summary.cases[i].estimates[TKG_METRIC_LATENCY_MEAN];
        assert_string_equal(summary.cases[i].source->name, medians[i].name);
        assert_int_equal(mean->count, 6);
        assert_near(mean->value, medians[i].real_time, 1e-12 * medians[i].real_time);
    }
    tkg_summary_deinit(&summary);
    tkg_run_record_deinit(&one.record);
}

static void a_file_of_aggregates_gives_their_medians_as_one_sample(void **state)
{
    struct loaded one;
    (void)state;
    assert_reads(&one, "aggregates_only.json");
    assert_int_equal(one.record.round_count, 1);
    assert_near(first_value(&one, "replay_ticks/64/real_time", TKG_METRIC_LATENCY_MEAN),
                40.367220926214465, 0.0);
    tkg_run_record_deinit(&one.record);
}

static void the_context_becomes_head_and_host(void **state)
{
    struct loaded one;
    (void)state;
    assert_reads(&one, "version_1_9.json");
    assert_string_equal(one.record.engine_name, "router_benchmark");
    assert_string_equal(one.record.engine_path, "google-benchmark:/opt/venue/router_benchmark");
    assert_true(tkg_record_is_foreign(&one.record));
    /* 2026-02-03T04:05:06+01:00; date -u -d 2026-02-03T03:05:06Z +%s */
    assert_true(one.record.start_unix_ns == INT64_C(1770087906) * 1000000000);
    assert_int_equal(one.host.cpu_online_count, 16);
    assert_int_equal(one.host.cache_bytes[1], 49152);
    assert_int_equal(one.host.cache_bytes[2], 2097152);
    assert_int_equal(one.host.cache_bytes[3], 0);
    assert_string_equal(one.host.cpu_model, "");
    assert_nan(one.host.tsc_ghz);
    tkg_run_record_deinit(&one.record);
}

/* 22:05:06 five hours west of Greenwich is 03:05:06 of the next day there. */
static void dates_of_every_zone_are_one_point_in_time(void **state)
{
    static const char *const dates[] = {"2026-02-03T03:05:06Z", "2026-02-02T22:05:06-05:00",
                                        "2026-02-03T08:35:06+05:30"};
    struct loaded one;
    char json[256];
    (void)state;
    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        (void)snprintf(json, sizeof(json),
                       "{\"context\":{\"date\":\"%s\"},\"benchmarks\":[{\"name\":\"x\"}]}",
                       dates[i]);
        assert_status(read_text(&one, json), TKG_OK, &one.err);
        assert_true(one.record.start_unix_ns == INT64_C(1770087906) * 1000000000);
        tkg_run_record_deinit(&one.record);
    }
}

static void failed_and_skipped_cases_have_no_trial(void **state)
{
    struct loaded one;
    (void)state;
    assert_reads(&one, "version_1_9.json");
    assert_int_equal(one.record.case_count, 3);
    assert_near(first_value(&one, "route<L2>/64", TKG_METRIC_LATENCY_MEAN), 1500.0, 1e-9);
    assert_int_equal(tkg_run_record_find_case(&one.record, "route<L3>/64")->trial_count, 0);
    assert_int_equal(tkg_run_record_find_case(&one.record, "cross")->trial_count, 0);
    assert_int_equal(one.record.failure, TKG_ENGINE_ERROR);
    assert_false(one.record.complete);
    assert_string_equal(one.record.failure_text, "benchmark cross: the book is crossed");
    tkg_run_record_deinit(&one.record);
    assert_reads(&one, "errors.json");
    assert_string_equal(one.record.failure_text, "benchmark cross: the order book is crossed");
    assert_int_equal(tkg_run_record_find_case(&one.record, "fill")->trial_count, 2);
    tkg_run_record_deinit(&one.record);
}

static void files_without_run_type_are_understood(void **state)
{
    struct loaded one;
    (void)state;
    assert_reads(&one, "version_1_4.json");
    assert_int_equal(one.record.case_count, 3); /* no aggregate, no curve */
    assert_int_equal(tkg_run_record_find_case(&one.record, "BM_match")->trial_count, 3);
    assert_near(first_value(&one, "BM_total_mean", TKG_METRIC_LATENCY_MEAN), 4.0, 0.0);
    assert_near(first_value(&one, "BM_depth", TKG_METRIC_LATENCY_MEAN), 6.75, 0.0);
    assert_true(one.record.start_unix_ns == 0); /* local time without a zone */
    tkg_run_record_deinit(&one.record);
}

static void curves_are_passed_over(void **state)
{
    struct loaded one;
    (void)state;
    assert_reads(&one, "big_o.json");
    for (size_t i = 0; i < one.record.case_count; i++) {
        assert_lacks(one.record.cases[i].name, "BigO");
        assert_lacks(one.record.cases[i].name, "RMS");
        assert_int_equal(one.record.cases[i].trial_count, 1);
    }
    tkg_run_record_deinit(&one.record);
}

static void bare_words_cost_only_their_own_figure(void **state)
{
    struct loaded one;
    (void)state;
    assert_reads(&one, "bare_nan.json");
    assert_number(first_value(&one, "ratio", TKG_METRIC_LATENCY_MEAN));
    tkg_run_record_deinit(&one.record);
    assert_status(read_text(&one, "{\"benchmarks\":[{\"name\":\"x\",\"real_time\":nan,"
                                  "\"cpu_time\":2}]}"),
                  TKG_OK, &one.err);
    assert_nan(first_value(&one, "x", TKG_METRIC_LATENCY_MEAN));
    assert_near(first_value(&one, "x", TKG_METRIC_CPU_PER_TICK), 2.0, 0.0);
    tkg_run_record_deinit(&one.record);
}

static void percentiles_are_a_trial_of_pass_b(void **state)
{
    struct loaded one;
    (void)state;
    assert_reads(&one, "units.json");
    const struct tkg_case *pct = tkg_run_record_find_case(&one.record, "pct");
    assert_non_null(pct);
    assert_int_equal(pct->trial_count, 2);
    assert_int_equal(pct->trials[1].pass, TKG_PASS_BLOCK);
    assert_int_equal(pct->trials[1].round, 0);
    assert_near(pct->trials[1].values[TKG_METRIC_BLOCK_P50], 12.0, 0.0);
    assert_near(pct->trials[1].values[TKG_METRIC_BLOCK_P99], 500.0, 0.0);
    assert_nan(pct->trials[1].values[TKG_METRIC_LATENCY_MEAN]);
    tkg_run_record_deinit(&one.record);
}

/* Ours, read back: percentile rows do not become cases, and metrics keep their names. */
static void the_gbench_format_is_read_back(void **state)
{
    struct report_case *one = *state;
    struct loaded back;
    assert_status(read_text(&back, render(one, "gbench")), TKG_OK, &back.err);
    assert_int_equal(back.record.case_count, 3);
    assert_near(first_value(&back, "replay/1M", TKG_METRIC_THROUGHPUT), 182e6, 0.0);
    assert_near(first_value(&back, "replay/1M", TKG_METRIC_PEAK_MEMORY), 36.1e6, 0.0);
    assert_near(first_value(&back, "replay/1M", TKG_METRIC_BLOCK_P99), 12.0, 0.0);
    tkg_run_record_deinit(&back.record);
}

static void refuses(const char *json, enum tkg_status status, const char *expected)
{
    struct loaded one;
    assert_status(read_text(&one, json), status, &one.err);
    assert_contains(one.err.text, expected);
    assert_null(one.record.cases);
}

static void damaged_files_are_refused_with_their_place(void **state)
{
    struct loaded one;
    (void)state;
    assert_status(read_stored(&one, "cut_by_abort.json"), TKG_INPUT, &one.err);
    assert_contains(one.err.text, "g.json:52:");
    assert_status(read_stored(&one, "duplicate_key.json"), TKG_INPUT, &one.err);
    assert_contains(one.err.text, "duplicate object key");
    refuses("{\"benchmarks\":3}", TKG_INPUT, "benchmarks: expected an array, found an integer");
    refuses("{\"benchmarks\":[3]}", TKG_INPUT, "benchmarks[0]: expected an object");
    refuses("{\"benchmarks\":[{\"name\":\"x\"},{\"name\":\"\"}]}", TKG_INPUT,
            "benchmarks[1].name: expected a name, found an empty string");
    refuses("{\"benchmarks\":[{\"name\":\"x\",\"real_time\":-1}]}", TKG_INPUT,
            "benchmarks[0].real_time: expected a time");
    /* A truncated file that has bare words, too, is located behind them. */
    refuses("{\"benchmarks\":[\n{\"a\":NaN,\n\"b\":", TKG_INPUT, "g.json:3:");
    refuses("{\"a\":NaN}", TKG_INPUT, "g.json:1:");
}

static void a_file_without_benchmarks_is_nothing(void **state)
{
    struct loaded one;
    (void)state;
    assert_status(read_stored(&one, "no_benchmarks.json"), TKG_NOTHING, &one.err);
    assert_contains(one.err.text, "no benchmark in it");
    refuses("{\"benchmarks\":[]}", TKG_NOTHING, "check the filter");
    refuses("{\"benchmarks\":[{\"name\":\"x\",\"rms\":0.1}]}", TKG_NOTHING, "no benchmark in it");
}

static void long_names_are_cut_and_stay_apart(void **state)
{
    struct loaded one;
    char json[1024];
    (void)state;
    /* 70 characters each, the same but for the last; then the name that the first one got */
    static const char long_name[] =
        "0123456789012345678901234567890123456789012345678901234567890123456789";
    (void)snprintf(json, sizeof(json),
                   "{\"benchmarks\":[{\"name\":\"%sA\",\"real_time\":1},{\"name\":\"%sB\","
                   "\"real_time\":2},{\"name\":\"%sA\",\"real_time\":3},{\"name\":\"%.41s~1\","
                   "\"real_time\":4}]}",
                   long_name, long_name, long_name, long_name);
    assert_status(read_text(&one, json), TKG_OK, &one.err);
    assert_int_equal(one.record.case_count, 3);
    assert_string_equal(one.record.cases[0].name, "01234567890123456789012345678901234567890~1");
    assert_string_equal(one.record.cases[1].name, "01234567890123456789012345678901234567890~2");
    assert_string_equal(one.record.cases[2].name, "01234567890123456789012345678901234567890~3");
    assert_int_equal(one.record.cases[0].trial_count, 2);
    tkg_run_record_deinit(&one.record);
}

static void more_names_than_the_limit_are_refused(void **state)
{
    struct tkg_text json = {0};
    (void)state;
    tkg_text_add(&json, "{\"benchmarks\":[");
    for (int i = 0; i <= TKG_RESULT_CASE_COUNT_MAX; i++) {
        tkg_text_addf(&json, "%s{\"name\":\"n%d\",\"real_time\":1}", i ? "," : "", i);
    }
    tkg_text_add(&json, "]}");
    refuses(tkg_text_borrow(&json), TKG_INPUT,
            "benchmarks[10000]: expected at most 10000 different names");
    tkg_text_deinit(&json);
}

static void write_json(const struct loaded *one, struct tkg_text *out)
{
    struct tkg_summary summary;
    struct tkg_error err;
    const struct tkg_target_set no_targets = {0};
    const struct tkg_verdict_list no_verdicts = {0};
    assert_status(tkg_summary_create(&one->record, &summary, &err), TKG_OK, &err);
    const struct tkg_report_input input = {.tool_version = "0.1.0",
                                           .record = &one->record,
                                           .summary = &summary,
                                           .fingerprint = &one->host,
                                           .targets = &no_targets,
                                           .verdicts = &no_verdicts,
                                           .result_path = "",
                                           .plot_folder = ""};
    assert_status(tkg_report_format_find("json")->write(&input, out, &err), TKG_OK, &err);
    tkg_summary_deinit(&summary);
}

/* What the foreign file did not say is absent from the result file, and the result file reads back
 * to the same bytes. */
static void a_foreign_run_survives_the_result_file_without_zeros(void **state)
{
    static const char *const unknown[] = {"end_time",
                                          "seed",
                                          "batch_tick_count",
                                          "tick_count",
                                          "digest\": \"0x0000000000000000\",\n     ",
                                          "wall_ns",
                                          "memory_bytes",
                                          "cpu_usable_count",
                                          "final_equity",
                                          "fill_count",
                                          "load_1min"};
    struct loaded one;
    struct loaded again;
    struct tkg_text first = {0};
    struct tkg_text second = {0};
    (void)state;
    assert_reads(&one, "repetitions.json");
    write_json(&one, &first);
    for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
        assert_lacks(tkg_text_borrow(&first), unknown[i]);
    }
    assert_status(read_text(&again, tkg_text_borrow(&first)), TKG_OK, &again.err);
    write_json(&again, &second);
    assert_string_equal(tkg_text_borrow(&second), tkg_text_borrow(&first));
    tkg_text_deinit(&first);
    tkg_text_deinit(&second);
    tkg_run_record_deinit(&one.record);
    tkg_run_record_deinit(&again.record);
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repetitions_are_rounds_and_their_aggregates_are_not_read),
        cmocka_unit_test(the_median_over_rounds_is_the_one_that_the_library_prints),
        cmocka_unit_test(a_file_of_aggregates_gives_their_medians_as_one_sample),
        cmocka_unit_test(the_context_becomes_head_and_host),
        cmocka_unit_test(dates_of_every_zone_are_one_point_in_time),
        cmocka_unit_test(failed_and_skipped_cases_have_no_trial),
        cmocka_unit_test(files_without_run_type_are_understood),
        cmocka_unit_test(curves_are_passed_over),
        cmocka_unit_test(bare_words_cost_only_their_own_figure),
        cmocka_unit_test(percentiles_are_a_trial_of_pass_b),
        REPORT_TEST(the_gbench_format_is_read_back),
        cmocka_unit_test(damaged_files_are_refused_with_their_place),
        cmocka_unit_test(a_file_without_benchmarks_is_nothing),
        cmocka_unit_test(long_names_are_cut_and_stay_apart),
        cmocka_unit_test(more_names_than_the_limit_are_refused),
        cmocka_unit_test(a_foreign_run_survives_the_result_file_without_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
