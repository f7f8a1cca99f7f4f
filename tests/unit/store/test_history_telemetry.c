/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows are counted by SQL of the test, with SQLite itself; how many there must be is planted.
 */
#include "store/history_telemetry.h"

#include <sqlite3.h>

#include "history_file.h"
#include "telemetry_series.h"

enum { FIRST_POINTS = 60, SECOND_POINTS = 7 };

static struct history_file file;
static struct sample_run sample;

/* Two sampled trials beside the others, one of them flagged. */
static void plant_series(uint32_t point_count, double cpu_0to1, uint32_t invalid)
{
    struct tkg_case *the_case = &sample.record.cases[2]; /* replay/1M */
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_BLOCK);
    trial.round = 3;
    trial.invalid = invalid;
    trial.telemetry = make_series(point_count, cpu_0to1);
    trial.telemetry->points[1].wait_ns = -1;
    trial.telemetry->points[1].rss_bytes = -1;
    assert_int_equal(tkg_case_add_trial(the_case, &trial, NULL), TKG_OK);
    free(trial.telemetry);
}

static int set_up(void **state)
{
    (void)state;
    history_file_init(&file);
    sample_run_init(&sample);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sample_run_deinit(&sample);
    history_file_deinit(&file);
    return 0;
}

static double ask(const char *sql)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open_v2(file.path, &database, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    const double answer = sqlite3_column_double(statement, 0);
    (void)sqlite3_finalize(statement);
    (void)sqlite3_close(database);
    return answer;
}

static int64_t keep_run(struct tkg_history *history)
{
    struct tkg_error err = {.text = ""};
    int64_t run_id = 0;
    assert_status(add_sample_run(history, &sample, "c", &run_id, &err), TKG_OK, &err);
    return run_id;
}

/* row: R07 R08 */
static void each_interval_is_a_row_of_cpu_and_one_of_memory(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    struct tkg_history_sampled sampled;
    plant_series(FIRST_POINTS, 0.25, 0);
    plant_series(SECOND_POINTS, 1.0, 1);
    const int64_t run_id = keep_run(history);
    assert_near(ask("SELECT count(*) FROM sys_cpu"), FIRST_POINTS + SECOND_POINTS, 0.0);
    assert_near(ask("SELECT count(*) FROM sys_mem"), FIRST_POINTS + SECOND_POINTS, 0.0);
    assert_near(ask("SELECT count(*) FROM sampled_trials"), 2.0, 0.0);
    assert_near(ask("SELECT count(*) FROM sys_cpu JOIN sampled_trials ON id = trial_id"
                    " WHERE case_name = 'replay/1M' AND pass = 'B' AND round = 4 AND flagged"),
                SECOND_POINTS, 0.0);
    assert_status(tkg_history_sampled(history, run_id, &sampled, &err), TKG_OK, &err);
    assert_int_equal(sampled.trial_count, 2);
    assert_int_equal(sampled.cpu_count, FIRST_POINTS + SECOND_POINTS);
    assert_int_equal(sampled.memory_count, FIRST_POINTS + SECOND_POINTS);
    assert_sound(history);
    tkg_history_close(history);
}

/* A quarter of a processor, intervals of 20 ms one after the other, 1 MB of 3 MB resident. */
static void rows_hold_what_the_sampler_saw(void **state)
{
    (void)state;
    struct tkg_history *history = history_file_open(&file);
    plant_series(FIRST_POINTS, 0.25, 0);
    (void)keep_run(history);
    assert_near(ask("SELECT 1.0 * sum(cpu_ns) / sum(wall_ns) FROM sys_cpu"), 0.25, 1e-12);
    assert_near(ask("SELECT begin_ns FROM sys_cpu WHERE position = 59"), 59.0 * SERIES_INTERVAL_NS,
                0.0);
    assert_near(ask("SELECT avg(rss_bytes) FROM sys_mem"), 1e6, 0.0);
    assert_near(ask("SELECT min(vms_bytes) FROM sys_mem"), 3e6, 0.0);
    tkg_history_close(history);
}

/* What the machine does not say is no number: a mean over it must not be dragged down. */
static void unknown_is_null_and_never_a_number(void **state)
{
    (void)state;
    struct tkg_history *history = history_file_open(&file);
    plant_series(FIRST_POINTS, 0.25, 0);
    (void)keep_run(history);
    assert_near(ask("SELECT count(*) FROM sys_cpu WHERE wait_ns IS NULL"), 1.0, 0.0);
    assert_near(ask("SELECT count(*) FROM sys_mem WHERE rss_bytes IS NULL"), 1.0, 0.0);
    assert_near(ask("SELECT position FROM sys_mem WHERE rss_bytes IS NULL"), 1.0, 0.0);
    tkg_history_close(history);
}

static void run_without_a_sampler_has_no_rows(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    struct tkg_history_sampled sampled;
    const int64_t run_id = keep_run(history);
    assert_near(ask("SELECT count(*) FROM sampled_trials"), 0.0, 0.0);
    assert_status(tkg_history_sampled(history, run_id, &sampled, &err), TKG_OK, &err);
    assert_int_equal(sampled.cpu_count, 0);
    tkg_history_close(history);
}

static void rows_go_with_their_run(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    size_t removed = 0;
    plant_series(FIRST_POINTS, 0.25, 0);
    (void)keep_run(history);
    assert_status(tkg_history_prune(history, INT64_MAX, &removed, &err), TKG_OK, &err);
    assert_int_equal(removed, 1);
    assert_near(ask("SELECT count(*) FROM sys_cpu"), 0.0, 0.0);
    assert_near(ask("SELECT count(*) FROM sys_mem"), 0.0, 0.0);
    tkg_history_close(history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_interval_is_a_row_of_cpu_and_one_of_memory, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(rows_hold_what_the_sampler_saw, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unknown_is_null_and_never_a_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(run_without_a_sampler_has_no_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_go_with_their_run, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
