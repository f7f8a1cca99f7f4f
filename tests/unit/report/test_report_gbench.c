/* SPDX-License-Identifier: Apache-2.0 */
#include "report_check.h"
#include "schema_check.h"

/* The keys that google-benchmark 1.7.1 writes into "context" (json_reporter.cc). */
static void the_context_has_every_key_of_the_library(void **state)
{
    struct report_case *one = *state;
    static const char *const keys[] = {
        "date",   "host_name", "executable",          "num_cpus",           "mhz_per_cpu",
        "caches", "load_avg",  "cpu_scaling_enabled", "library_build_type",
    };
    json_t *root = render_json(one, "gbench");
    json_t *context = json_object_get(root, "context");
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        assert_non_null(json_object_get(context, keys[i]));
    }
    assert_string_equal(text_at(context, "date"), "2026-03-04T05:06:07+00:00");
    assert_int_equal(number_at(context, "mhz_per_cpu"), 2450);
    assert_int_equal(json_array_size(json_object_get(context, "caches")), 3);
    assert_int_equal(number_at(json_array_get(json_object_get(context, "caches"), 2), "size"),
                     33554432);
    assert_near(json_number_value(json_array_get(json_object_get(context, "load_avg"), 0)), 0.75,
                0.0);
    json_decref(root);
}

/* What compare.py, github-action-benchmark, Bencher and conbench read in every row. */
static void every_row_has_what_readers_need(void **state)
{
    struct report_case *one = *state;
    json_t *root = render_json(one, "gbench");
    json_t *rows = json_object_get(root, "benchmarks");
    assert_int_equal(json_array_size(rows), 9);
    for (size_t i = 0; i < 9; i++) {
        json_t *row = json_array_get(rows, i);
        assert_string_equal(text_at(row, "run_type"), "iteration");
        assert_string_equal(text_at(row, "time_unit"), "ns");
        assert_string_equal(text_at(row, "run_name"), text_at(row, "name"));
        assert_true(number_at(row, "real_time") > 0.0);
        assert_true(number_at(row, "cpu_time") > 0.0);
        assert_int_equal(number_at(row, "family_index"), i / 3);
        assert_int_equal(number_at(row, "per_family_instance_index"), i % 3);
        assert_int_equal(number_at(row, "repetitions"), 1);
        assert_int_equal(number_at(row, "repetition_index"), 0);
        assert_int_equal(number_at(row, "threads"), 1);
        assert_null(json_object_get(row, "aggregate_name"));
    }
    json_decref(root);
}

static void the_document_is_valid_under_the_published_schema(void **state)
{
    struct report_case *one = *state;
    assert_valid(render(one, "gbench"), "gbench-single.schema.json");
    make_hostile(one);
    one->run.fingerprint.tsc_ghz = NAN;
    assert_valid(render(one, "gbench"), "gbench-single.schema.json");
}

static void one_tick_is_one_iteration(void **state)
{
    struct report_case *one = *state;
    json_t *root = render_json(one, "gbench");
    json_t *row = json_array_get(json_object_get(root, "benchmarks"), 6);
    assert_string_equal(text_at(row, "name"), "replay/1M");
    assert_near(number_at(row, "real_time"), 1e9 / 182e6, 0.0);
    assert_near(number_at(row, "cpu_time"), 0.995e9 / 182e6, 0.0);
    assert_near(number_at(row, "items_per_second"), 182e6, 0.0);
    assert_int_equal(number_at(row, "iterations"), 1000000);
    assert_near(number_at(row, "latency_p99"), 12.0, 0.0);
    assert_near(number_at(row, "peak_memory"), 36.1e6, 0.0);
    json_decref(root);
}

static void percentiles_are_rows_of_their_own(void **state)
{
    struct report_case *one = *state;
    json_t *root = render_json(one, "gbench");
    json_t *p50 = json_array_get(json_object_get(root, "benchmarks"), 7);
    json_t *p99 = json_array_get(json_object_get(root, "benchmarks"), 8);
    assert_string_equal(text_at(p50, "name"), "replay/1M/p50");
    assert_near(number_at(p50, "real_time"), 5.1, 0.0);
    assert_near(number_at(p50, "cpu_time"), 5.1, 0.0);
    assert_string_equal(text_at(p99, "name"), "replay/1M/p99");
    assert_near(number_at(p99, "real_time"), 12.0, 0.0);
    json_decref(root);
}

static void assert_names_are_unique(const json_t *rows)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(text_at(json_array_get(rows, i), "name"),
                                    text_at(json_array_get(rows, j), "name"));
        }
    }
}

static void names_are_unique_even_after_repair(void **state)
{
    struct report_case *one = *state;
    (void)tkg_string_copy(one->run.record.cases[0].name, TKG_CASE_NAME_BYTES, "replay/\xFF");
    (void)tkg_string_copy(one->run.record.cases[1].name, TKG_CASE_NAME_BYTES, "replay/\xFE");
    json_t *root = render_json(one, "gbench");
    assert_names_are_unique(json_object_get(root, "benchmarks"));
    json_decref(root);
}

/* No metric may be called like a field of the format, or a row would have the key twice. */
static void counters_shadow_no_field_of_the_format(void **state)
{
    (void)state;
    static const char *const reserved[] = {"name",
                                           "family_index",
                                           "per_family_instance_index",
                                           "run_name",
                                           "run_type",
                                           "threads",
                                           "repetitions",
                                           "repetition_index",
                                           "iterations",
                                           "real_time",
                                           "cpu_time",
                                           "time_unit",
                                           "items_per_second",
                                           "label",
                                           "big_o",
                                           "rms",
                                           "size",
                                           "error_occurred",
                                           "error_message"};
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        enum tkg_metric metric;
        assert_false(tkg_metric_find(reserved[i], &metric));
    }
}

/* row: B07 */
static void a_case_without_figures_has_no_row(void **state)
{
    struct report_case *one = *state;
    make_too_few(one);
    json_t *root = render_json(one, "gbench");
    assert_int_equal(json_array_size(json_object_get(root, "benchmarks")), 0);
    json_decref(root);
}

static void a_case_without_cpu_figure_repeats_its_wall_time(void **state)
{
    struct report_case *one = *state;
    one->run.summary.cases[0].estimates[TKG_METRIC_CPU_PER_TICK].count = 0;
    json_t *root = render_json(one, "gbench");
    json_t *row = json_array_get(json_object_get(root, "benchmarks"), 0);
    assert_near(number_at(row, "cpu_time"), number_at(row, "real_time"), 0.0);
    json_decref(root);
}

static void unknown_host_facts_keep_their_keys(void **state)
{
    struct report_case *one = *state;
    struct tkg_fingerprint *host = &one->run.fingerprint;
    memset(host->cache_bytes, 0, sizeof(host->cache_bytes));
    host->tsc_ghz = NAN;
    (void)tkg_string_copy(host->governor, sizeof(host->governor), "powersave");
    (void)tkg_string_copy(host->build_type, sizeof(host->build_type), "Debug");
    json_t *root = render_json(one, "gbench");
    json_t *context = json_object_get(root, "context");
    assert_int_equal(json_array_size(json_object_get(context, "caches")), 0);
    assert_int_equal(number_at(context, "mhz_per_cpu"), 0);
    assert_true(json_is_true(json_object_get(context, "cpu_scaling_enabled")));
    assert_string_equal(text_at(context, "library_build_type"), "debug");
    json_decref(root);
}

static void hostile_names_stay_inside_strings(void **state)
{
    struct report_case *one = *state;
    make_hostile(one);
    assert_no_active_bytes(render(one, "gbench"), false);
    assert_lacks(render(one, "gbench"), "<");
    json_t *root = render_json(one, "gbench");
    assert_names_are_unique(json_object_get(root, "benchmarks"));
    json_decref(root);
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(the_context_has_every_key_of_the_library),
        REPORT_TEST(every_row_has_what_readers_need),
        REPORT_TEST(the_document_is_valid_under_the_published_schema),
        REPORT_TEST(one_tick_is_one_iteration),
        REPORT_TEST(percentiles_are_rows_of_their_own),
        REPORT_TEST(names_are_unique_even_after_repair),
        cmocka_unit_test(counters_shadow_no_field_of_the_format),
        REPORT_TEST(a_case_without_figures_has_no_row),
        REPORT_TEST(a_case_without_cpu_figure_repeats_its_wall_time),
        REPORT_TEST(unknown_host_facts_keep_their_keys),
        REPORT_TEST(hostile_names_stay_inside_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
