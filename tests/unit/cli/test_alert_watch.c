/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/alert_watch.h"

#include <glob.h>
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "sample/alert_row.h"
#include "sample/telemetry.h"

static void load(struct tkg_alert_watch *watch, const char *yaml)
{
    struct tkg_error err = {.text = ""};
    assert_status(tkg_alert_rules_parse(&watch->rules, "memory", yaml, strlen(yaml), &err), TKG_OK,
                  &err);
}

static void start(struct tkg_alert_watch *watch, struct tkg_run_record *record)
{
    struct tkg_error err = {.text = ""};
    assert_status(tkg_alert_watch_start(watch, record, NULL, NULL, &err), TKG_OK, &err);
}

/* Ten intervals of 100 ms; the middle four are above 5 MB. */
static struct tkg_trial make_trial(int64_t start_unix_ns)
{
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_BLOCK);
    trial.start_unix_ns = start_unix_ns;
    trial.wall_ns = 1000000000;
    trial.values[TKG_METRIC_BLOCK_P99] = 50;
    trial.telemetry = tkg_telemetry_create(100000000);
    assert_non_null(trial.telemetry);
    for (int i = 0; i < 10; i++) {
        const struct tkg_telemetry_point point = {.wall_ns = 100000000,
                                                  .cpu_ns = 50000000,
                                                  .wait_ns = -1,
                                                  .rss_bytes = i >= 3 && i < 7 ? 6000000 : 4000000};
        trial.telemetry->points[i] = point;
    }
    trial.telemetry->point_count = 10;
    return trial;
}

#define RULES "schema: tickgate.alerts/1\nname: t\nrules:\n"

/* row: T08 */
static void a_trials_telemetry_and_metrics_raise_and_clear(void **state)
{
    (void)state;
    struct tkg_alert_watch watch;
    struct tkg_run_record record;
    struct tkg_trial trial = make_trial(7000);
    tkg_run_record_init(&record);
    tkg_alert_watch_init(&watch);
    load(&watch, RULES "  - {metric: rss, greater_than: 5 MB, log: no}\n"
                       "  - {metric: block_p99, case: 'replay/*', greater_than: 49 ns, log: no}\n"
                       "  - {metric: wait_share, greater_than: 0 %, log: no}\n");
    start(&watch, &record);
    tkg_alert_watch_trial(&watch, "replay/1M", &trial);
    tkg_alert_watch_trial(&watch, "paced/1M", &trial);
    tkg_alert_watch_stop(&watch);
    assert_true(record.alerts_watched);
    assert_int_equal(record.alert_count, 5);
    const struct tkg_alert_row *rows = record.alerts;
    assert_string_equal(rows[0].metric, "rss");
    assert_string_equal(rows[0].case_name, "replay/1M");
    assert_true(rows[0].raised);
    assert_int_equal(rows[0].unix_ns, 7000 + 4 * INT64_C(100000000));
    assert_near(rows[0].value, 6e6, 0);
    assert_near(rows[0].threshold, 5e6, 0);
    assert_false(rows[1].raised);
    assert_int_equal(rows[1].unix_ns, 7000 + 8 * INT64_C(100000000));
    assert_string_equal(rows[2].metric, "block_p99");
    assert_int_equal(rows[2].rule, 1);
    assert_int_equal(rows[2].unix_ns, 7000 + INT64_C(1000000000));
    assert_string_equal(rows[3].case_name, "paced/1M"); /* its block_p99 is of no concern */
    assert_true(tkg_alert_watch_deinit(&watch));
    tkg_run_record_deinit(&record);
    free(trial.telemetry);
}

static void expect_dump(const char *path, const char *case_name)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(root);
    const json_t *samples = json_object_get(root, "samples");
    assert_int_equal(json_array_size(samples), 4); /* up to the one that raised it */
    const json_t *last = json_array_get(samples, 3);
    assert_int_equal(json_integer_value(json_object_get(last, "rss_bytes")), 6000000);
    assert_string_equal(json_string_value(json_object_get(json_object_get(root, "trial"), "case")),
                        case_name);
    json_decref(root);
}

/* Raised and cleared once, by the fourth and the eighth interval: one dump, at the raise.
 * row: T07 */
static void a_raise_leaves_what_led_to_it_and_a_clear_nothing(void **state)
{
    (void)state;
    static struct tkg_alert_watch watch;
    struct tkg_run_record record;
    struct tkg_trial trial = make_trial(7000);
    char folder[] = "/tmp/tkg-watch-XXXXXX";
    char yaml[512];
    glob_t found;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(yaml, sizeof(yaml),
                   RULES "  - {metric: rss, greater_than: 5 MB, log: no, dump: %s}\n"
                         "  - {metric: rss, greater_than: 50 MB, log: no, dump: %s}\n",
                   folder, folder);
    tkg_run_record_init(&record);
    tkg_alert_watch_init(&watch);
    load(&watch, yaml);
    start(&watch, &record);
    tkg_alert_watch_trial(&watch, "replay/1M", &trial);
    tkg_alert_watch_stop(&watch);
    assert_int_equal(record.alert_count, 2);
    assert_int_equal(record.alerts[0].failed_action_count, 0);
    (void)snprintf(yaml, sizeof(yaml), "%s/*", folder);
    assert_int_equal(glob(yaml, 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, 1);
    expect_dump(found.gl_pathv[0], "replay/1M");
    assert_int_equal(unlink(found.gl_pathv[0]), 0);
    assert_int_equal(rmdir(folder), 0);
    globfree(&found);
    assert_true(tkg_alert_watch_deinit(&watch));
    tkg_run_record_deinit(&record);
    free(trial.telemetry);
}

static void without_rules_nothing_is_watched(void **state)
{
    (void)state;
    struct tkg_alert_watch watch;
    struct tkg_run_record record;
    struct tkg_trial trial = make_trial(0);
    tkg_run_record_init(&record);
    tkg_alert_watch_init(&watch);
    start(&watch, &record);
    tkg_alert_watch_trial(&watch, "replay/1M", &trial);
    assert_false(record.alerts_watched);
    assert_int_equal(record.alert_count, 0);
    assert_true(tkg_alert_watch_deinit(&watch));
    tkg_run_record_deinit(&record);
    free(trial.telemetry);
}

/* The program waits for the monitor's first look, a second after start.
 * row: T09 */
static void the_machine_is_looked_at_while_a_trial_runs(void **state)
{
    (void)state;
    struct tkg_alert_watch watch;
    struct tkg_run_record record;
    char folder[] = "/tmp/tkg-watch-XXXXXX";
    char yaml[512];
    char fifo[64];
    char byte = 0;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(fifo, sizeof(fifo), "%s/fifo", folder);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    (void)snprintf(yaml, sizeof(yaml),
                   RULES "  - {metric: trial_time, greater_than: 1 ns, log: no, "
                         "exec: [/bin/sh, -c, 'echo x >\"$0\"', %s]}\n",
                   fifo);
    tkg_run_record_init(&record);
    tkg_alert_watch_init(&watch);
    load(&watch, yaml);
    start(&watch, &record);
    FILE *pipe = fopen(fifo, "r"); /* until the program opens it */
    assert_non_null(pipe);
    assert_int_equal(fread(&byte, 1, 1, pipe), 1);
    assert_int_equal(fclose(pipe), 0);
    tkg_alert_watch_stop(&watch);
    assert_int_equal(record.alert_count, 1);
    assert_string_equal(record.alerts[0].metric, "trial_time");
    assert_string_equal(record.alerts[0].case_name, "");
    assert_int_equal(record.alerts[0].failed_action_count, 0);
    assert_true(watch.counts.call_count >= 1);
    assert_true(tkg_alert_watch_deinit(&watch));
    tkg_run_record_deinit(&record);
    assert_int_equal(unlink(fifo), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trials_telemetry_and_metrics_raise_and_clear),
        cmocka_unit_test(a_raise_leaves_what_led_to_it_and_a_clear_nothing),
        cmocka_unit_test(without_rules_nothing_is_watched),
        cmocka_unit_test(the_machine_is_looked_at_while_a_trial_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
