/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report_scalability.h"

#include "report_check.h"

static json_t *write(struct report_case *one, size_t case_index)
{
    json_error_t error;
    tkg_text_reset(&one->out);
    assert_status(tkg_report_scalability(&one->input, case_index, &one->out, &one->err), TKG_OK,
                  &one->err);
    json_t *root = json_loads(tkg_text_borrow(&one->out), JSON_REJECT_DUPLICATES, &error);
    assert_non_null(root);
    return root;
}

/* row: B10 */
static void the_keys_that_readers_know_are_there(void **state)
{
    struct report_case *one = *state;
    json_t *root = write(one, 2);
    assert_string_equal(text_at(root, "benchmark_name"), "scalability_1000000");
    assert_string_equal(text_at(root, "timestamp"), "2026-03-04T05:06:07.123456789Z");
    assert_near(number_at(root, "total_time_seconds"), 1e6 / 182e6, 1e-12);
    assert_true(json_is_object(json_object_get(root, "resource_usage")));
    assert_true(json_is_object(json_object_get(root, "tick_performance")));
    assert_true(json_is_object(json_object_get(root, "tick_percentiles")));
    assert_string_equal(text_at(root, "schema"), "tickgate.scalability/2");
    assert_string_equal(text_at(root, "seed"), "42");
    assert_string_equal(text_at(json_object_get(root, "host"), "cpu_model"), "AMD EPYC 7B13");
    json_decref(root);
}

/* row: B05 B06 B10 */
static void figures_are_in_microseconds_percent_and_megabytes(void **state)
{
    struct report_case *one = *state;
    json_t *root = write(one, 2);
    json_t *ticks = json_object_get(json_object_get(root, "tick_performance"), "tick_stats");
    json_t *percentiles = json_object_get(root, "tick_percentiles");
    json_t *usage = json_object_get(root, "resource_usage");
    assert_int_equal(number_at(ticks, "total_ticks"), 1000000);
    assert_near(number_at(ticks, "ticks_per_second"), 182e6, 0.0);
    assert_near(number_at(ticks, "mean_us"), 0.005494505494505, 1e-15);
    assert_near(number_at(ticks, "median_us"), 0.0051, 1e-15);
    assert_near(number_at(ticks, "max_us"), 0.905, 1e-12);
    assert_near(number_at(ticks, "floor_us"), 0.024, 1e-12);
    assert_true(json_is_null(json_object_get(ticks, "min_us")));
    assert_near(number_at(percentiles, "p50_us"), 0.0051, 1e-15);
    assert_near(number_at(percentiles, "p90_us"), 0.0059, 1e-15);
    assert_near(number_at(percentiles, "p95_us"), 0.0064, 1e-15);
    assert_near(number_at(percentiles, "p99_us"), 0.012, 1e-15);
    assert_string_equal(text_at(percentiles, "source"), "block");
    assert_near(number_at(json_object_get(usage, "cpu_percent"), "mean"), 99.5, 1e-9);
    assert_near(number_at(json_object_get(usage, "memory_mb"), "mean"), 36.1, 1e-9);
    assert_near(number_at(json_object_get(usage, "memory_mb"), "peak"), 36.1 * 1.002, 1e-9);
    assert_near(number_at(json_object_get(usage, "memory_mb"), "max"), 36.1 * 1.002, 1e-9);
    json_decref(root);
}

/* row: B07 */
static void too_few_samples_are_null(void **state)
{
    struct report_case *one = *state;
    make_too_few(one);
    json_t *root = write(one, 0);
    json_t *usage = json_object_get(root, "resource_usage");
    assert_true(json_is_null(json_object_get(root, "total_time_seconds")));
    assert_true(json_is_null(json_object_get(json_object_get(usage, "cpu_percent"), "mean")));
    assert_true(json_is_null(json_object_get(json_object_get(usage, "memory_mb"), "peak")));
    assert_int_equal(number_at(usage, "num_samples"), 4);
    json_decref(root);
}

/* Every name that a file of the form has, other than those of an engine's components. */
/* row: B05 B10 */
static void no_name_of_the_form_is_missing(void **state)
{
    static const char *const stats[] = {"mean_us",   "median_us",   "min_us",          "max_us",
                                        "stddev_us", "total_ticks", "ticks_per_second"};
    static const char *const ends[] = {"mean", "max", "min"};
    struct report_case *one = *state;
    json_t *root = write(one, 2);
    json_t *ticks = json_object_get(json_object_get(root, "tick_performance"), "tick_stats");
    json_t *usage = json_object_get(root, "resource_usage");
    for (size_t i = 0; i < sizeof(stats) / sizeof(stats[0]); i++) {
        assert_non_null(json_object_get(ticks, stats[i]));
    }
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        assert_non_null(json_object_get(json_object_get(usage, "cpu_percent"), ends[i]));
        assert_non_null(json_object_get(json_object_get(usage, "memory_mb"), ends[i]));
    }
    assert_non_null(json_object_get(json_object_get(usage, "memory_mb"), "peak"));
    assert_non_null(json_object_get(usage, "num_samples"));
    json_decref(root);
}

static void the_name_is_made_of_the_ticks(void **state)
{
    struct report_case *one = *state;
    char name[TKG_SCALABILITY_NAME_BYTES];
    assert_string_equal(tkg_report_scalability_name(&one->run.summary.cases[0], name),
                        "scalability_10000");
    one->run.record.cases[0].tick_count = UINT64_MAX;
    assert_string_equal(tkg_report_scalability_name(&one->run.summary.cases[0], name),
                        "scalability_18446744073709551615");
}

static void hostile_names_stay_inside_strings(void **state)
{
    struct report_case *one = *state;
    make_hostile(one);
    json_t *root = write(one, 2);
    assert_no_active_bytes(tkg_text_borrow(&one->out), false);
    assert_lacks(tkg_text_borrow(&one->out), "<");
    assert_contains(text_at(root, "stream"), "<script>");
    json_decref(root);
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(the_keys_that_readers_know_are_there),
        REPORT_TEST(figures_are_in_microseconds_percent_and_megabytes),
        REPORT_TEST(too_few_samples_are_null),
        REPORT_TEST(no_name_of_the_form_is_missing),
        REPORT_TEST(the_name_is_made_of_the_ticks),
        REPORT_TEST(hostile_names_stay_inside_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
