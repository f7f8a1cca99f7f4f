/* SPDX-License-Identifier: Apache-2.0 */
#include "report_check.h"

#include "report/report_format.h"
#include "report/telemetry_json.h"
#include "schema_check.h"
#include "telemetry_run.h"

static json_t *write_run(struct report_case *one)
{
    json_error_t error;
    assert_int_equal(tkg_report_write_json(&one->input, &one->out, &one->err), TKG_OK);
    json_t *root = json_loadb(one->out.bytes, one->out.length, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(root);
    return root;
}

static json_t *sampled_trial(json_t *root)
{
    json_t *one = json_array_get(json_object_get(root, "cases"), SAMPLED_CASE);
    json_t *trials = json_object_get(one, "trials");
    return json_array_get(trials, json_array_size(trials) - 1);
}

static void a_sampled_run_holds_to_the_schema(void **state)
{
    struct report_case *one = *state;
    struct schema_check check = {.root = load_schema("result.schema.json")};
    make_sampled(one);
    json_t *root = write_run(one);
    check_value(&check, check.root, root);
    json_decref(root);
    json_decref(check.root);
    free_sampled(one);
}

/* row: B07 */
static void few_samples_are_null_with_a_status(void **state)
{
    struct report_case *one = *state;
    make_sampled_with(one, 4);
    json_t *root = write_run(one);
    json_t *figures = json_object_get(json_object_get(sampled_trial(root), "telemetry"), "figures");
    json_t *cpu = json_object_get(figures, "cpu_0to1");
    assert_string_equal(json_string_value(json_object_get(cpu, "status")), "insufficient samples");
    assert_true(json_is_null(json_object_get(cpu, "mean")));
    assert_true(json_is_null(json_object_get(cpu, "max")));
    assert_int_equal(json_integer_value(json_object_get(cpu, "count")), 4);
    json_decref(root);
    free_sampled(one);
}

/* row: B07 */
static void a_gpu_of_few_samples_has_its_whole_memory_alone(void **state)
{
    struct report_case *one = *state;
    make_sampled(one);
    struct tkg_case *from = &one->run.record.cases[SAMPLED_CASE];
    from->trials[from->trial_count - 1].telemetry->gpus[0].sample_count = 4;
    json_t *root = write_run(one);
    json_t *gpus = json_object_get(json_object_get(sampled_trial(root), "telemetry"), "gpus");
    json_t *gpu = json_array_get(gpus, 0);
    assert_int_equal(json_integer_value(json_object_get(gpu, "sample_count")), 4);
    assert_true(json_is_null(json_object_get(gpu, "busy_mean_0to1")));
    assert_true(json_is_null(json_object_get(gpu, "busy_max_0to1")));
    assert_int_equal(json_integer_value(json_object_get(gpu, "used_bytes_max")), -1);
    assert_int_equal(json_integer_value(json_object_get(gpu, "process_bytes_max")), -1);
    assert_int_equal(json_integer_value(json_object_get(gpu, "total_bytes")), 8000000);
    json_decref(root);
    free_sampled(one);
}

static void what_was_written_is_read_back(void **state)
{
    struct report_case *one = *state;
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    make_sampled(one);
    assert_int_equal(tkg_report_write_json(&one->input, &one->out, &one->err), TKG_OK);
    assert_status(tkg_report_json_read("r.json", one->out.bytes, one->out.length, &record,
                                       &fingerprint, &one->err),
                  TKG_OK, &one->err);
    const struct tkg_case *from = &one->run.record.cases[SAMPLED_CASE];
    const struct tkg_case *back = &record.cases[SAMPLED_CASE];
    const struct tkg_telemetry *written = from->trials[from->trial_count - 1].telemetry;
    const struct tkg_telemetry *read = back->trials[back->trial_count - 1].telemetry;
    assert_non_null(read);
    assert_int_equal(read->point_count, written->point_count);
    assert_memory_equal(read->points, written->points,
                        written->point_count * sizeof(written->points[0]));
    assert_int_equal(read->thread_count, 1);
    assert_string_equal(read->threads[0].name, "engine");
    assert_int_equal(read->threads[0].wait_ns, -1);
    assert_int_equal(read->gpu_count, 1);
    assert_near(read->gpus[0].busy_max_0to1, 0.5, 0.0);
    assert_nan(read->gpus[0].busy_mean_0to1);
    assert_near(read->values[TKG_TELEMETRY_WRITTEN_CHARS], 12345.0, 0.0);
    assert_nan(read->values[TKG_TELEMETRY_MAJOR_FAULTS]);
    assert_null(back->trials[0].telemetry);
    tkg_run_record_deinit(&record);
    free_sampled(one);
}

/* Changes the telemetry of the sampled trial; the reader must name the place. */
static void assert_refused(struct report_case *one, json_t *root, const char *why)
{
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    char *text = json_dumps(root, 0);
    assert_non_null(text);
    assert_int_equal(
        tkg_report_json_read("r.json", text, strlen(text), &record, &fingerprint, &one->err),
        TKG_INPUT);
    assert_contains(one->err.text, "telemetry");
    assert_contains(one->err.text, why);
    free(text);
}

/* Results of before there were such columns. */
static void series_without_input_and_output_are_unknown(void **state)
{
    struct report_case *one = *state;
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    make_sampled(one);
    json_t *root = write_run(one);
    json_t *telemetry = json_object_get(sampled_trial(root), "telemetry");
    (void)json_object_del(json_object_get(telemetry, "series"), "io_calls");
    (void)json_object_del(json_object_get(telemetry, "series"), "io_bytes");
    char *text = json_dumps(root, 0);
    assert_non_null(text);
    assert_status(
        tkg_report_json_read("r.json", text, strlen(text), &record, &fingerprint, &one->err),
        TKG_OK, &one->err);
    const struct tkg_case *back = &record.cases[SAMPLED_CASE];
    const struct tkg_telemetry *read = back->trials[back->trial_count - 1].telemetry;
    assert_int_equal(read->points[0].io_calls, -1);
    assert_int_equal(read->points[read->point_count - 1].io_bytes, -1);
    free(text);
    tkg_run_record_deinit(&record);
    json_decref(root);
    free_sampled(one);
}

static void damaged_telemetry_is_refused_with_its_place(void **state)
{
    struct report_case *one = *state;
    make_sampled(one);
    json_t *root = write_run(one);
    json_t *telemetry = json_object_get(sampled_trial(root), "telemetry");
    json_t *series = json_object_get(telemetry, "series");
    json_t *kept = json_deep_copy(json_object_get(series, "cpu_ns"));
    (void)json_array_remove(json_object_get(series, "cpu_ns"), 0);
    assert_refused(one, root, "series.cpu_ns: expected as many numbers as in wall_ns");
    (void)json_object_set(series, "cpu_ns", kept);
    (void)json_array_set_new(json_object_get(series, "cpu_ns"), 0, json_string("x"));
    assert_refused(one, root, "series.cpu_ns: expected whole numbers, found a string");
    (void)json_array_set_new(json_object_get(series, "cpu_ns"), 0, json_integer(-5));
    assert_refused(one, root, "expected times and sizes from 0");
    (void)json_array_set_new(json_object_get(series, "cpu_ns"), 0, json_integer(5));
    (void)json_array_set_new(json_object_get(telemetry, "threads"), 0, json_integer(5));
    assert_refused(one, root, "threads[0]: expected an object");
    (void)json_object_set_new(telemetry, "threads", json_array());
    (void)json_object_set_new(json_object_get(telemetry, "values"), "rss_bytes", json_integer(-1));
    assert_refused(one, root, "values.rss_bytes");
    (void)json_object_del(telemetry, "series");
    assert_refused(one, root, "series");
    (void)json_object_set_new(sampled_trial(root), "telemetry", json_true());
    assert_refused(one, root, "expected an object, found");
    json_decref(kept);
    json_decref(root);
    free_sampled(one);
}

int main(void)
{
#define WITH_RUN(test) cmocka_unit_test_setup_teardown(test, report_setup, report_teardown)
    const struct CMUnitTest tests[] = {
        WITH_RUN(a_sampled_run_holds_to_the_schema),
        WITH_RUN(few_samples_are_null_with_a_status),
        WITH_RUN(a_gpu_of_few_samples_has_its_whole_memory_alone),
        WITH_RUN(what_was_written_is_read_back),
        WITH_RUN(series_without_input_and_output_are_unknown),
        WITH_RUN(damaged_telemetry_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
