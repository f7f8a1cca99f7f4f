/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "report/gbench_row.h"

struct fixture {
    struct tkg_error err;
    json_t *object;
    json_t *names;
    struct tkg_gbench_row row;
};

static enum tkg_status read_in(struct fixture *one, const char *json, bool own_metrics)
{
    struct tkg_json_reader reader = {.path = "g.json", .err = &one->err};
    json_error_t error;
    json_decref(one->object);
    one->object = json_loads(json, 0, &error);
    assert_non_null(one->object);
    const struct tkg_gbench_dialect dialect = {.names = one->names, .own_metrics = own_metrics};
    return tkg_gbench_row_read(&reader, one->object, &dialect, &one->row);
}

static void read_row(struct fixture *one, const char *json)
{
    assert_int_equal(read_in(one, json, false), TKG_OK);
}

static void refuses(struct fixture *one, const char *json, const char *expected)
{
    assert_int_equal(read_in(one, json, false), TKG_INPUT);
    assert_contains(one->err.text, expected);
}

static int setup(void **state)
{
    struct fixture *one = calloc(1, sizeof(*one));
    one->names = json_object();
    *state = one;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *one = *state;
    json_decref(one->object);
    json_decref(one->names);
    free(one);
    return 0;
}

static double value(const struct fixture *one, enum tkg_metric metric)
{
    return one->row.values[metric];
}

static void assert_is(double actual, double expected)
{
    assert_near(actual, expected, 1e-12 * fabs(expected));
}

static void times_of_every_unit_become_nanoseconds(void **state)
{
    struct fixture *one = *state;
    static const struct {
        const char *json;
        double ns;
    } rows[] = {
        {"{\"name\":\"x\",\"real_time\":2.5,\"cpu_time\":2.5,\"time_unit\":\"ns\"}", 2.5},
        {"{\"name\":\"x\",\"real_time\":2.5,\"cpu_time\":2.5,\"time_unit\":\"us\"}", 2500.0},
        {"{\"name\":\"x\",\"real_time\":2.5,\"cpu_time\":2.5,\"time_unit\":\"ms\"}", 2.5e6},
        {"{\"name\":\"x\",\"real_time\":2.5,\"cpu_time\":2.5,\"time_unit\":\"s\"}", 2.5e9},
        {"{\"name\":\"x\",\"real_time\":2.5,\"cpu_time\":2.5}", 2.5},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        read_row(one, rows[i].json);
        assert_is(value(one, TKG_METRIC_LATENCY_MEAN), rows[i].ns);
        assert_is(value(one, TKG_METRIC_CPU_PER_TICK), rows[i].ns);
    }
}

static void what_a_row_does_not_say_is_unknown_not_zero(void **state)
{
    struct fixture *one = *state;
    read_row(one, "{\"name\":\"x\",\"run_type\":\"iteration\",\"real_time\":1}");
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        assert_int_equal(isnan(one->row.values[i]), i != TKG_METRIC_LATENCY_MEAN);
    }
    read_row(one, "{\"name\":\"x\",\"real_time\":null,\"cpu_time\":\"\"}"); /* mended NaN */
    assert_true(isnan(value(one, TKG_METRIC_LATENCY_MEAN)));
    assert_true(isnan(value(one, TKG_METRIC_CPU_PER_TICK)));
}

static void items_per_second_is_the_throughput(void **state)
{
    struct fixture *one = *state;
    read_row(one, "{\"name\":\"x\",\"iterations\":12,\"items_per_second\":3e6}");
    assert_is(value(one, TKG_METRIC_THROUGHPUT), 3e6);
    assert_int_equal(one->row.iteration_count, 12);
}

static void percentile_counters_need_their_unit(void **state)
{
    struct fixture *one = *state;
    read_row(one, "{\"name\":\"x\",\"p50\":7,\"p50_ns\":12,\"p99_us\":0.5,\"p99_9_ns\":900,"
                  "\"max_ms\":1,\"p90_ns\":-3,\"p95_ns\":\"x\"}");
    assert_is(value(one, TKG_METRIC_BLOCK_P50), 12.0);
    assert_is(value(one, TKG_METRIC_BLOCK_P99), 500.0);
    assert_is(value(one, TKG_METRIC_BLOCK_P999), 900.0);
    assert_is(value(one, TKG_METRIC_BLOCK_MAX), 1e6);
    assert_true(isnan(value(one, TKG_METRIC_BLOCK_P90)));
    assert_true(isnan(value(one, TKG_METRIC_BLOCK_P95)));
}

static void counters_named_like_metrics_count_only_in_own_files(void **state)
{
    struct fixture *one = *state;
    static const char json[] = "{\"name\":\"x\",\"peak_memory\":4096,\"latency_p99\":9,"
                               "\"efficiency\":1,\"shadow_overhead\":-0.01}";
    read_row(one, json);
    assert_true(isnan(value(one, TKG_METRIC_PEAK_MEMORY)));
    assert_int_equal(read_in(one, json, true), TKG_OK);
    assert_is(value(one, TKG_METRIC_PEAK_MEMORY), 4096.0);
    assert_is(value(one, TKG_METRIC_SHADOW_OVERHEAD), -0.01);
    assert_true(isnan(value(one, TKG_METRIC_LATENCY_P99))); /* made again by stats/ */
    assert_true(isnan(value(one, TKG_METRIC_EFFICIENCY)));
}

static void errors_and_skips_are_no_measurement(void **state)
{
    struct fixture *one = *state;
    read_row(one, "{\"name\":\"x\",\"error_occurred\":true,\"error_message\":\"why\","
                  "\"real_time\":0,\"cpu_time\":0}");
    assert_int_equal(one->row.kind, TKG_GBENCH_FAILED);
    assert_string_equal(one->row.message, "why");
    assert_true(isnan(value(one, TKG_METRIC_LATENCY_MEAN)));
    read_row(one, "{\"name\":\"x\",\"skipped\":true,\"skip_message\":\"no feed\",\"real_time\":0}");
    assert_int_equal(one->row.kind, TKG_GBENCH_SKIPPED);
    assert_true(isnan(value(one, TKG_METRIC_LATENCY_MEAN)));
    read_row(one, "{\"name\":\"x\",\"error_occurred\":false,\"real_time\":1}");
    assert_int_equal(one->row.kind, TKG_GBENCH_ITERATION);
    refuses(one, "{\"name\":\"x\",\"error_occurred\":\"true\",\"real_time\":1}",
            "error_occurred: expected a boolean, found a string");
    refuses(one, "{\"name\":\"x\",\"skipped\":1,\"real_time\":1}",
            "skipped: expected a boolean, found an integer");
}

static void aggregates_are_told_by_their_name(void **state)
{
    struct fixture *one = *state;
    static const struct {
        const char *name;
        enum tkg_gbench_kind kind;
    } rows[] = {{"mean", TKG_GBENCH_MEAN},
                {"median", TKG_GBENCH_MEDIAN},
                {"stddev", TKG_GBENCH_OTHER},
                {"cv", TKG_GBENCH_OTHER},
                {"p75", TKG_GBENCH_OTHER}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char json[256];
        (void)snprintf(json, sizeof(json),
                       "{\"name\":\"x_%s\",\"run_name\":\"x\",\"run_type\":\"aggregate\","
                       "\"aggregate_name\":\"%s\",\"real_time\":1}",
                       rows[i].name, rows[i].name);
        read_row(one, json);
        assert_int_equal(one->row.kind, rows[i].kind);
        assert_int_equal(one->row.case_name_bytes, 1);
    }
}

static void fitted_curves_are_no_measurement_in_any_version(void **state)
{
    struct fixture *one = *state;
    read_row(one, "{\"name\":\"x_BigO\",\"big_o\":\"N\",\"real_coefficient\":1}");
    assert_int_equal(one->row.kind, TKG_GBENCH_OTHER);
    read_row(one, "{\"name\":\"x_RMS\",\"run_type\":\"aggregate\",\"rms\":0.1}");
    assert_int_equal(one->row.kind, TKG_GBENCH_OTHER);
}

static void old_aggregates_need_their_company(void **state)
{
    struct fixture *one = *state;
    read_row(one, "{\"name\":\"x_mean\",\"real_time\":1}");
    assert_int_equal(one->row.kind, TKG_GBENCH_ITERATION);
    json_object_set_new(one->names, "x", json_true());
    read_row(one, "{\"name\":\"x_mean\",\"real_time\":1}");
    assert_int_equal(one->row.kind, TKG_GBENCH_MEAN);
    assert_int_equal(one->row.case_name_bytes, 1);
    json_object_set_new(one->names, "y_mean", json_true());
    json_object_set_new(one->names, "y_stddev", json_true());
    read_row(one, "{\"name\":\"y_median\",\"real_time\":1}");
    assert_int_equal(one->row.kind, TKG_GBENCH_MEDIAN);
}

static void wrong_rows_are_refused_with_their_place(void **state)
{
    struct fixture *one = *state;
    refuses(one, "{}", "name: expected a string, found nothing");
    refuses(one, "{\"name\":3}", "name: expected a string, found an integer");
    refuses(one, "{\"name\":\"x\",\"time_unit\":\"min\"}",
            "time_unit: expected ns, us, ms or s, found min");
    refuses(one, "{\"name\":\"x\",\"time_unit\":1}",
            "time_unit: expected ns, us, ms or s, found an integer");
    refuses(one, "{\"name\":\"x\",\"real_time\":\"1\"}",
            "real_time: expected a number, found a string");
    refuses(one, "{\"name\":\"x\",\"cpu_time\":-1}", "cpu_time: expected a time or rate");
    refuses(one, "{\"name\":\"x\",\"real_time\":1e10,\"time_unit\":\"s\"}",
            "real_time: expected a time or rate");
    refuses(one, "{\"name\":\"x\",\"run_type\":\"warm-up\"}",
            "run_type: expected iteration or aggregate, found warm-up");
    refuses(one, "{\"name\":\"x\",\"run_type\":\"aggregate\"}",
            "aggregate_name: expected a string");
    refuses(one, "{\"name\":\"x\",\"run_type\":\"aggregate\",\"aggregate_name\":\"mean\"}",
            "run_name: expected a string, found nothing");
}

static void percentile_rows_are_told_from_cases(void **state)
{
    struct fixture *one = *state;
    json_object_set_new(one->names, "x", json_true());
    assert_true(tkg_gbench_row_is_percentile(one->names, "x/p50"));
    assert_true(tkg_gbench_row_is_percentile(one->names, "x/p99"));
    assert_false(tkg_gbench_row_is_percentile(one->names, "y/p99"));
    assert_false(tkg_gbench_row_is_percentile(one->names, "x/p90"));
    assert_false(tkg_gbench_row_is_percentile(one->names, "/p99"));
}

#define ROW_TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW_TEST(times_of_every_unit_become_nanoseconds),
        ROW_TEST(what_a_row_does_not_say_is_unknown_not_zero),
        ROW_TEST(items_per_second_is_the_throughput),
        ROW_TEST(percentile_counters_need_their_unit),
        ROW_TEST(counters_named_like_metrics_count_only_in_own_files),
        ROW_TEST(errors_and_skips_are_no_measurement),
        ROW_TEST(aggregates_are_told_by_their_name),
        ROW_TEST(fitted_curves_are_no_measurement_in_any_version),
        ROW_TEST(old_aggregates_need_their_company),
        ROW_TEST(wrong_rows_are_refused_with_their_place),
        ROW_TEST(percentile_rows_are_told_from_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
