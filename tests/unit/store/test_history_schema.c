/* SPDX-License-Identifier: Apache-2.0
 *
 * history_v1.db was written by version 1 of the schema (two runs, commits "old1" and "old2", three
 * samples, one verdict) and is never made anew.
 */
#include "store/history_schema.h"

#include "history_file.h"
#include "host/file.h"
#include "store/history_series.h"

static struct history_file file;

static void take_stored_file(void)
{
    char path[1024], *bytes;
    size_t byte_count;
    struct tkg_error err = {.text = ""};
    const char *end = strrchr(__FILE__, '/');
    (void)snprintf(path, sizeof path, "%.*s/history_v1.db", (int)(end - __FILE__), __FILE__);
    history_file_init(&file);
    assert_status(tkg_file_read(path, 1 << 20, &bytes, &byte_count, &err), TKG_OK, &err);
    assert_status(tkg_file_write(file.path, bytes, byte_count, &err), TKG_OK, &err);
    free(bytes);
}

static void file_of_version_1_is_brought_up_with_all_it_held(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history_series_list list;
    take_stored_file();
    struct tkg_history *history = history_file_open(&file);
    const struct entry_list *entries = list_entries(history);
    assert_int_equal(entries->count, 2);
    assert_string_equal(entries->entries[0].commit, "old1");
    assert_int_equal(entries->entries[0].sample_count, 2);
    assert_int_equal(entries->entries[0].verdict_count, 1);
    assert_string_equal(entries->entries[1].commit, "old2");
    const struct tkg_history_question question = {.metric = "throughput", .case_name = "replay/1M"};
    assert_status(tkg_history_series_read(history, &question, &list, &err), TKG_OK, &err);
    assert_int_equal(list.series_count, 1);
    assert_int_equal(list.series[0].point_count, 2);
    assert_string_equal(list.series[0].unit, "ticks/s"); /* it knew no ratios */
    assert_true(list.series[0].points[1].value == 1.75e8);
    tkg_history_series_deinit(&list);
    assert_sound(history);
    tkg_history_close(history);
    history_file_deinit(&file);
}

static void file_brought_up_takes_new_runs_and_alerts(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct sample_run sample;
    int64_t run_id;
    sample_run_init(&sample);
    take_stored_file();
    struct tkg_history *history = history_file_open(&file);
    assert_status(add_sample_run(history, &sample, "new", &run_id, &err), TKG_OK, &err);
    assert_int_equal(run_id, 3);
    const struct tkg_history_alert alert = {
        .run_id = 1, .source = "engine", .metric = "latency_p99", .is_raised = true};
    assert_status(tkg_history_add_alert(history, &alert, &err), TKG_OK, &err);
    tkg_history_close(history);
    history = history_file_open(&file); /* a second opening changes nothing more */
    assert_int_equal(list_entries(history)->count, 3);
    tkg_history_close(history);
    sample_run_deinit(&sample);
    history_file_deinit(&file);
}

static void tables_of_an_old_and_a_new_file_are_the_same(void **state)
{
    (void)state;
    static const char sql[] = "SELECT group_concat(sql, ';') FROM sqlite_schema ORDER BY name";
    char texts[2][8192];
    for (int i = 0; i < 2; i++) {
        struct tkg_error err = {.text = ""};
        struct tkg_statement statement;
        bool has_row;
        if (i == 0) {
            take_stored_file();
        } else {
            history_file_init(&file);
        }
        struct tkg_history *history = history_file_open(&file);
        assert_status(tkg_statement_open(&statement, history, sql, &err), TKG_OK, &err);
        assert_status(tkg_statement_next(&statement, &has_row, &err), TKG_OK, &err);
        tkg_statement_get_text(&statement, 0, texts[i], sizeof texts[i]);
        tkg_statement_close(&statement);
        tkg_history_close(history);
        history_file_deinit(&file);
    }
    assert_contains(texts[0], "CREATE TABLE alerts");
    assert_string_equal(texts[0], texts[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_of_version_1_is_brought_up_with_all_it_held),
        cmocka_unit_test(file_brought_up_takes_new_runs_and_alerts),
        cmocka_unit_test(tables_of_an_old_and_a_new_file_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
