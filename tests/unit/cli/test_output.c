/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <sys/stat.h>
#include <unistd.h>

#include "cli/output.h"

static void program_path_is_this_test(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    char path[4096];
    assert_status(tkg_program_path(path, sizeof(path), &err), TKG_OK, &err);
    assert_contains(path, "test_output");
    assert_int_equal(tkg_program_path(path, 5, &err), TKG_SYSTEM);
}

static void data_folder_prefers_the_environment(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    char path[4096];
    char base[] = "/tmp/tkg_data_XXXXXX";
    char plots[64];
    assert_non_null(mkdtemp(base));
    (void)setenv("TICKGATE_DATA", base, 1);
    assert_status(tkg_data_folder("plots", path, sizeof(path), &err), TKG_OK, &err);
    assert_null(strstr(path, base)); /* it holds no plots folder yet: the source tree's */
    (void)snprintf(plots, sizeof(plots), "%s/plots", base);
    assert_int_equal(mkdir(plots, 0700), 0);
    assert_status(tkg_data_folder("plots", path, sizeof(path), &err), TKG_OK, &err);
    assert_string_equal(path, plots);
    assert_int_equal(rmdir(plots), 0);
    assert_int_equal(rmdir(base), 0);
    (void)unsetenv("TICKGATE_DATA");
}

static void missing_data_folder_says_what_to_set(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    char path[4096];
    assert_int_equal(tkg_data_folder("no such folder", path, sizeof(path), &err), TKG_ENVIRONMENT);
    assert_contains(err.text, "set TICKGATE_DATA");
}

static void a_folder_that_is_not_there_is_told_before_anything_is_measured(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    assert_status(tkg_output_file_check("-", &err), TKG_OK, &err);
    assert_status(tkg_output_file_check("new.json", &err), TKG_OK, &err);
    assert_status(tkg_output_file_check("/dev/null", &err), TKG_OK, &err);
    assert_int_equal(tkg_output_file_check("no such folder/new.json", &err), TKG_OUTPUT);
    assert_contains(err.text, "check the folder 'no such folder'");
    assert_int_equal(tkg_output_file_check(".", &err), TKG_OUTPUT);
    assert_contains(err.text, "it is a folder");
}

/* A tiny run: five trials of one case. */
static void fill_record(struct tkg_run_record *record)
{
    struct tkg_error err = {0};
    tkg_run_record_init(record);
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/10K", 10000);
    for (uint32_t round = 0; round < 5; round++) {
        struct tkg_trial trial = tkg_trial_empty(TKG_PASS_THROUGHPUT);
        trial.round = round;
        trial.values[TKG_METRIC_THROUGHPUT] = 1e8 + round;
        assert_status(tkg_case_add_trial(the_case, &trial, &err), TKG_OK, &err);
    }
    record->complete = true;
}

/* row: B10 */
static void folder_gets_every_format_and_a_file_per_size(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_run_record record;
    struct tkg_summary summary;
    struct tkg_fingerprint fingerprint = {0};
    struct tkg_target_set targets;
    struct tkg_verdict_list verdicts = {0};
    char folder[] = "/tmp/tkg_output_XXXXXX";
    assert_non_null(mkdtemp(folder));
    fill_record(&record);
    tkg_target_set_init(&targets);
    assert_status(tkg_summary_create(&record, &summary, &err), TKG_OK, &err);
    const struct tkg_report_input input = {
        .tool_version = "1",
        .record = &record,
        .summary = &summary,
        .fingerprint = &fingerprint,
        .targets = &targets,
        .verdicts = &verdicts,
        .result_path = "",
        .plot_folder = "",
    };
    assert_status(tkg_output_folder(&input, folder, &err), TKG_OK, &err);
    for (const struct tkg_report_format *row = tkg_report_formats(); row->name; row++) {
        char path[256];
        (void)snprintf(path, sizeof(path), "%s/%s", folder, row->file_name);
        assert_int_equal(unlink(path), 0);
    }
    char path[256];
    (void)snprintf(path, sizeof(path), "%s/scalability_10000.json", folder);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* and nothing else */
    assert_int_equal(tkg_output_folder(&input, "/dev/null/x", &err), TKG_OUTPUT);
    tkg_summary_deinit(&summary);
    tkg_run_record_deinit(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(program_path_is_this_test),
        cmocka_unit_test(data_folder_prefers_the_environment),
        cmocka_unit_test(missing_data_folder_says_what_to_set),
        cmocka_unit_test(a_folder_that_is_not_there_is_told_before_anything_is_measured),
        cmocka_unit_test(folder_gets_every_format_and_a_file_per_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
