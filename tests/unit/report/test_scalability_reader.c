/* SPDX-License-Identifier: Apache-2.0
 *
 * Expected values stand in the files of tests/golden/scalability, whose README.md says where they
 * come from.
 */
#include "report_check.h"

#include "report/report_scalability.h"
#include "report/result_fields.h"
#include "report/scalability_reader.h"

struct loaded {
    struct tkg_run_record record;
    struct tkg_fingerprint host;
    struct tkg_error err;
};

static enum tkg_status read_text(struct loaded *one, const char *json)
{
    memset(&one->err, 0, sizeof(one->err));
    return tkg_report_json_read("s.json", json, strlen(json), &one->record, &one->host, &one->err);
}

/* tests/golden/scalability/scalability_<ticks>.json of the tree that this file lies in. */
static void read_stored(struct loaded *one, const char *ticks)
{
    enum { FILE_BYTES_MAX = 1 << 14 };
    static char json[FILE_BYTES_MAX];
    static const char here[] = "tests/unit/report/test_scalability_reader.c";
    char path[4096];
    (void)snprintf(path, sizeof(path), "%.*stests/golden/scalability/scalability_%s.json",
                   (int)(strlen(__FILE__) - strlen(here)), __FILE__, ticks);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(json, 1, FILE_BYTES_MAX - 1, file);
    (void)fclose(file);
    json[length] = '\0';
    assert_status(read_text(one, json), TKG_OK, &one->err);
}

/* Of the one trial that has it; NaN when none has. */
static double value_of(const struct loaded *one, enum tkg_metric metric)
{
    const struct tkg_case *found = &one->record.cases[0];
    double value = NAN;
    for (size_t i = 0; i < found->trial_count; i++) {
        if (!isnan(found->trials[i].values[metric])) {
            assert_nan(value);
            value = found->trials[i].values[metric];
        }
    }
    return value;
}

/* row: B10 */
static void the_three_published_sizes_are_cases_of_a_sweep(void **state)
{
    static const struct {
        const char *ticks;
        const char *name;
        double total_ns;
        double p99_ns;
        double max_ns;
    } files[] = {{"10000", "replay/10K", 0.011002e9, 2294.0, 25467.0},
                 {"100000", "replay/100K", 0.10789e9, 1824.0, 167192.0},
                 {"1000000", "replay/1M", 0.99002e9, 1704.0, 288579.0}};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct loaded one;
        read_stored(&one, files[i].ticks);
        assert_true(tkg_record_is_foreign(&one.record));
        assert_true(one.record.complete);
        assert_int_equal(one.record.case_count, 1);
        assert_string_equal(one.record.cases[0].name, files[i].name);
        assert_int_equal(one.record.cases[0].tick_count, strtoull(files[i].ticks, NULL, 10));
        assert_near(value_of(&one, TKG_METRIC_TOTAL_TIME), files[i].total_ns, 1e-3);
        assert_near(value_of(&one, TKG_METRIC_TICK_P99), files[i].p99_ns, 1e-9);
        assert_near(value_of(&one, TKG_METRIC_TICK_MAX), files[i].max_ns, 1e-9);
        tkg_run_record_deinit(&one.record);
    }
}

static void the_rate_is_ticks_by_total_time_and_not_the_one_that_is_claimed(void **state)
{
    struct loaded one;
    (void)state;
    read_stored(&one, "1000000");
    assert_near(value_of(&one, TKG_METRIC_THROUGHPUT), 1e6 / 0.99002, 1e-3);
    assert_near(value_of(&one, TKG_METRIC_LATENCY_MEAN), 990.02, 1e-9);
    tkg_run_record_deinit(&one.record);
}

/* row: B07 B10 */
static void what_is_not_in_the_file_is_absent_and_never_zero(void **state)
{
    struct loaded one;
    (void)state;
    read_stored(&one, "1000000"); /* two samples, whose mean is 50.25 % */
    assert_nan(value_of(&one, TKG_METRIC_CPU_FLAT_OUT));
    assert_nan(value_of(&one, TKG_METRIC_PEAK_MEMORY));
    assert_nan(value_of(&one, TKG_METRIC_TICK_P999));
    assert_nan(value_of(&one, TKG_METRIC_BLOCK_P50));
    assert_int_equal(one.record.start_unix_ns, 0); /* local time of some zone */
    tkg_run_record_deinit(&one.record);
}

static void a_replay_of_no_time_has_no_rate(void **state)
{
    struct loaded one;
    (void)state;
    assert_status(read_text(&one, "{\"total_time_seconds\": 0, \"tick_performance\": "
                                  "{\"tick_stats\": {\"total_ticks\": 10, \"ticks_per_second\": 0,"
                                  "\"max_us\": null}}}"),
                  TKG_OK, &one.err);
    assert_int_equal(one.record.cases[0].trial_count, 0);
    tkg_run_record_deinit(&one.record);
}

static void five_samples_of_memory_are_read_in_units_of_two_to_the_20(void **state)
{
    struct loaded one;
    (void)state;
    assert_status(read_text(&one, "{\"tick_performance\": {\"tick_stats\": {\"total_ticks\": 10}},"
                                  "\"resource_usage\": {\"num_samples\": 5, \"cpu_percent\": "
                                  "{\"mean\": 99.5}, \"memory_mb\": {\"peak\": 2}}}"),
                  TKG_OK, &one.err);
    assert_near(value_of(&one, TKG_METRIC_CPU_FLAT_OUT), 0.995, 1e-12);
    assert_near(value_of(&one, TKG_METRIC_PEAK_MEMORY), 2097152.0, 0.0);
    tkg_run_record_deinit(&one.record);
}

/* row: B10 */
static void what_tickgate_writes_it_reads_back(void **state)
{
    struct report_case *written = *state;
    struct loaded one;
    assert_status(tkg_report_scalability(&written->input, 2, &written->out, &written->err), TKG_OK,
                  &written->err);
    assert_status(read_text(&one, tkg_text_borrow(&written->out)), TKG_OK, &one.err);
    assert_string_equal(one.record.cases[0].name, "replay/1M");
    assert_string_equal(one.record.engine_name, written->run.record.engine_name);
    assert_string_equal(one.record.engine_path, "scalability:scalability_1000000");
    assert_int_equal(one.record.start_unix_ns, written->run.record.start_unix_ns);
    assert_near(value_of(&one, TKG_METRIC_THROUGHPUT), 182e6, 1.0);
    assert_near(value_of(&one, TKG_METRIC_BLOCK_P99), 12.0, 1e-9);
    assert_near(value_of(&one, TKG_METRIC_PEAK_MEMORY), 36.1e6 * 1.002, 1.0);
    assert_near(value_of(&one, TKG_METRIC_CPU_FLAT_OUT), 0.995, 1e-9);
    tkg_run_record_deinit(&one.record);
}

static void assert_refused(const char *json, enum tkg_status status, const char *why)
{
    struct loaded one;
    assert_int_equal(read_text(&one, json), status);
    assert_contains(one.err.text, why);
    assert_int_equal(one.record.case_count, 0);
}

static void damaged_files_are_refused_with_the_place(void **state)
{
    (void)state;
    assert_refused("{\"tick_performance\": {}}", TKG_NOTHING, "s.json: tick_performance is empty");
    assert_refused("{\"tick_performance\": 5}", TKG_INPUT,
                   "tick_performance: expected an object, found");
    assert_refused("{\"tick_performance\": {\"total_ticks\": 5}}", TKG_INPUT,
                   "tick_performance.tick_stats.total_ticks: expected a whole number from 1, found "
                   "nothing");
    assert_refused("{\"tick_performance\": {\"tick_stats\": {\"total_ticks\": 0}}}", TKG_INPUT,
                   "total_ticks: expected a whole number from 1");
    assert_refused("{\"total_time_seconds\": -1, \"tick_performance\": {\"tick_stats\": "
                   "{\"total_ticks\": 5}}}",
                   TKG_INPUT, "total_time_seconds: expected a number from 0 to 1e+09, found -1");
    assert_refused("{\"tick_percentiles\": {\"p99_us\": \"x\"}, \"tick_performance\": "
                   "{\"tick_stats\": {\"total_ticks\": 5}}}",
                   TKG_INPUT, "tick_percentiles.p99_us: expected a number or null");
    assert_refused("{\"schema\": \"tickgate.scalability/9\", \"tick_performance\": {}}", TKG_INPUT,
                   "schema: expected \"tickgate.scalability/2\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_three_published_sizes_are_cases_of_a_sweep),
        cmocka_unit_test(the_rate_is_ticks_by_total_time_and_not_the_one_that_is_claimed),
        cmocka_unit_test(what_is_not_in_the_file_is_absent_and_never_zero),
        cmocka_unit_test(a_replay_of_no_time_has_no_rate),
        cmocka_unit_test(five_samples_of_memory_are_read_in_units_of_two_to_the_20),
        cmocka_unit_test_setup_teardown(what_tickgate_writes_it_reads_back, report_setup,
                                        report_teardown),
        cmocka_unit_test(damaged_files_are_refused_with_the_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
