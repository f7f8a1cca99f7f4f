/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/flight_recorder.h"

#include <dirent.h>
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "host/file.h"

static char folder[64];
static struct tkg_flight_recorder recorder;
static struct tkg_alert_rule rule;
static struct tkg_text log_text;

static int set_up(void **state)
{
    struct tkg_run_record record;
    (void)state;
    (void)snprintf(folder, sizeof(folder), "/tmp/tkg-flight-XXXXXX");
    tkg_run_record_init(&record);
    (void)snprintf(record.engine_path, sizeof record.engine_path, "mine.so");
    tkg_flight_recorder_init(&recorder, &record, NULL);
    tkg_run_record_deinit(&record);
    tkg_text_init(&log_text);
    if (!mkdtemp(folder)) {
        return -1;
    }
    rule = (struct tkg_alert_rule){.metric = "rss", .dimension = TKG_DIMENSION_BYTES};
    (void)snprintf(rule.dump, sizeof rule.dump, "%s", folder);
    return 0;
}

static size_t each_file(void (*call)(const char *path))
{
    struct dirent *entry;
    size_t count = 0;
    DIR *all = opendir(folder);
    assert_non_null(all);
    while ((entry = readdir(all)) != NULL) {
        char path[512];
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.') {
            call(path);
            count++;
        }
    }
    assert_int_equal(closedir(all), 0);
    return count;
}

static void remove_file(const char *path)
{
    assert_int_equal(unlink(path), 0);
}

static int tear_down(void **state)
{
    (void)state;
    tkg_text_deinit(&log_text);
    (void)each_file(remove_file);
    return rmdir(folder);
}

static void is_json(const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "schema")), TKG_FLIGHT_SCHEMA);
    json_decref(root);
}

static struct tkg_alert_row make_row(const char *metric)
{
    struct tkg_alert_row row = {
        .case_name = "replay/1M", .raised = true, .value = 6, .threshold = 5, .unix_ns = 1000};
    (void)snprintf(row.metric, sizeof row.metric, "%s", metric);
    return row;
}

static bool dump(const char *metric)
{
    const struct tkg_alert_row row = make_row(metric);
    return tkg_flight_recorder_dump(&recorder, &rule, &row, &log_text);
}

static void expect_log(const char *expected)
{
    assert_string_equal(tkg_text_borrow(&log_text), expected);
}

/* The same rule, at the same nanosecond: a file each. */
static void two_dumps_of_one_moment_have_two_names(void **state)
{
    (void)state;
    assert_true(dump("rss"));
    assert_true(dump("rss"));
    assert_int_equal(each_file(is_json), 2);
    expect_log("");
}

static void the_trial_that_is_looked_at_is_written(void **state)
{
    (void)state;
    char path[256];
    json_error_t error;
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_BLOCK);
    const struct tkg_telemetry_point point = {.wall_ns = 100, .rss_bytes = 6};
    trial.round = 4;
    trial.order_index = 9;
    tkg_flight_recorder_set_trial(&recorder, "replay/1M", &trial);
    tkg_flight_recorder_add(&recorder, 900, &point);
    assert_true(dump("rss"));
    (void)snprintf(path, sizeof path, "%s/flight-1000-%ld-0-rss.json", folder, (long)getpid());
    json_t *root = json_load_file(path, 0, &error);
    assert_non_null(root);
    const json_t *of = json_object_get(root, "trial");
    assert_int_equal(json_integer_value(json_object_get(of, "round")), 4);
    assert_int_equal(json_integer_value(json_object_get(of, "order_index")), 9);
    assert_int_equal(json_array_size(json_object_get(root, "samples")), 1);
    assert_string_equal(json_string_value(json_object_get(json_object_get(root, "run"), "engine")),
                        "mine.so");
    json_decref(root);
}

static void a_metric_cannot_lead_out_of_the_folder(void **state)
{
    (void)state;
    char path[256];
    assert_true(dump("../../x y"));
    (void)snprintf(path, sizeof path, "%s/flight-1000-%ld-0-______x_y.json", folder,
                   (long)getpid());
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(each_file(is_json), 1);
}

/* A link that waits under the name is not followed. */
static void what_is_there_is_left_as_it_is(void **state)
{
    (void)state;
    char path[256];
    char *bytes = NULL;
    size_t byte_count = 0;
    char target[128];
    (void)snprintf(target, sizeof target, "%s/target", folder);
    (void)snprintf(path, sizeof path, "%s/flight-1000-%ld-0-rss.json", folder, (long)getpid());
    assert_int_equal(tkg_file_write(target, "old", 3, NULL), TKG_OK);
    assert_int_equal(symlink(target, path), 0);
    assert_false(dump("rss"));
    assert_contains(tkg_text_borrow(&log_text), "is there already");
    assert_int_equal(tkg_file_read(target, 16, &bytes, &byte_count, NULL), TKG_OK);
    assert_string_equal(bytes, "old");
    free(bytes);
}

static void a_folder_that_cannot_be_made_is_said(void **state)
{
    (void)state;
    (void)snprintf(rule.dump, sizeof rule.dump, "/dev/null/flights");
    assert_false(dump("rss"));
    assert_contains(tkg_text_borrow(&log_text), "tickgate: alert action failed: ");
    assert_contains(tkg_text_borrow(&log_text), "/dev/null");
}

/* Each rule for itself; that a limit is reached is said once and counted each time. */
static void a_rule_leaves_a_limited_number(void **state)
{
    (void)state;
    for (int i = 0; i < TKG_FLIGHT_DUMP_MAX; i++) {
        assert_true(dump("rss"));
    }
    expect_log("");
    assert_false(dump("rss"));
    assert_false(dump("rss"));
    expect_log("tickgate: alert action failed: rule 0 has left 16 dumps in this run and leaves no "
               "more; give it a hysteresis\n");
    struct tkg_alert_row other = make_row("rss");
    other.rule = TKG_ALERT_RULE_MAX - 1;
    assert_true(tkg_flight_recorder_dump(&recorder, &rule, &other, &log_text));
    assert_int_equal(each_file(is_json), TKG_FLIGHT_DUMP_MAX + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_dumps_of_one_moment_have_two_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_trial_that_is_looked_at_is_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_metric_cannot_lead_out_of_the_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_there_is_left_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_that_cannot_be_made_is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_rule_leaves_a_limited_number, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
