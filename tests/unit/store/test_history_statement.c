/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_statement.h"

#include "history_file.h"

static struct history_file file;
static struct tkg_history *history;

static int set_up(void **state)
{
    (void)state;
    history_file_init(&file);
    history = history_file_open(&file);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tkg_history_close(history);
    history_file_deinit(&file);
    return 0;
}

static void values_come_back_as_they_were_bound(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_statement statement;
    bool has_row = false;
    char text[64], cut[4];
    assert_status(tkg_statement_open(&statement, history, "SELECT ?, ?, ?, ?, ?", &err), TKG_OK,
                  &err);
    tkg_statement_text(&statement, "'); DROP TABLE runs; --");
    tkg_statement_whole(&statement, INT64_MIN);
    tkg_statement_real(&statement, 0.1);
    tkg_statement_real(&statement, NAN);
    tkg_statement_text(&statement, NULL);
    assert_status(tkg_statement_next(&statement, &has_row, &err), TKG_OK, &err);
    assert_true(has_row);
    tkg_statement_get_text(&statement, 0, text, sizeof text);
    assert_string_equal(text, "'); DROP TABLE runs; --");
    tkg_statement_get_text(&statement, 0, cut, sizeof cut);
    assert_string_equal(cut, "');");
    assert_true(tkg_statement_get_whole(&statement, 1) == INT64_MIN);
    assert_true(tkg_statement_get_real(&statement, 2) == 0.1);
    assert_nan(tkg_statement_get_real(&statement, 3));
    tkg_statement_get_text(&statement, 4, text, sizeof text);
    assert_string_equal(text, "");
    assert_status(tkg_statement_next(&statement, &has_row, &err), TKG_OK, &err);
    assert_false(has_row);
    tkg_statement_close(&statement);
}

static void one_parameter_too_many_is_told_by_the_next_step(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_statement statement;
    assert_status(tkg_statement_open(&statement, history, "SELECT ?", &err), TKG_OK, &err);
    tkg_statement_whole(&statement, 1);
    tkg_statement_whole(&statement, 2);
    assert_int_equal(tkg_statement_run(&statement, &err), TKG_INPUT);
    tkg_statement_whole(&statement, 1); /* made ready again */
    assert_status(tkg_statement_run(&statement, &err), TKG_OK, &err);
    tkg_statement_close(&statement);
}

static void each_refusal_has_its_status_and_advice(void **state)
{
    (void)state;
    static const struct {
        int result;
        enum tkg_status status;
        const char *part;
    } cases[] = {
        {SQLITE_NOTADB, TKG_INPUT, "is no history"},
        {SQLITE_CORRUPT, TKG_INPUT, ".recover"},
        {SQLITE_FULL, TKG_OUTPUT, "free some space"},
        {SQLITE_IOERR_WRITE, TKG_OUTPUT, "check the disk"},
        {SQLITE_READONLY, TKG_OUTPUT, "may be written"},
        {SQLITE_CANTOPEN, TKG_OUTPUT, "may be written"},
        {SQLITE_BUSY, TKG_SYSTEM, "held by another process"},
        {SQLITE_LOCKED, TKG_SYSTEM, "held by another process"},
        {SQLITE_NOMEM, TKG_NO_MEMORY, "no memory"},
        {SQLITE_ERROR, TKG_INPUT, "is damaged"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tkg_error err = {.text = ""};
        assert_status(tkg_history_fail(history, cases[i].result, &err), cases[i].status, &err);
        assert_contains(err.text, cases[i].part);
    }
}

static void full_file_is_told_and_the_transaction_is_taken_back(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct sample_run sample;
    int64_t run_id;
    enum tkg_status status = TKG_OK;
    sample_run_init(&sample);
    assert_status(tkg_history_execute(history, "PRAGMA max_page_count = 40", &err), TKG_OK, &err);
    size_t kept = 0;
    for (; kept < 100 && status == TKG_OK; kept += status == TKG_OK) {
        status = add_sample_run(history, &sample, "c", &run_id, &err);
    }
    assert_status(status, TKG_OUTPUT, &err);
    assert_contains(err.text, "database or disk is full; what it held is unchanged; free some");
    assert_true(kept > 0);
    assert_int_equal(list_entries(history)->count, kept);
    assert_sound(history);
    sample_run_deinit(&sample);
}

static void roll_back_without_a_transaction_does_nothing(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    tkg_history_roll_back(history);
    assert_status(tkg_history_execute(history, "BEGIN", &err), TKG_OK, &err);
    tkg_history_roll_back(history);
    assert_status(tkg_history_execute(history, "BEGIN", &err), TKG_OK, &err);
    tkg_history_roll_back(history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back_as_they_were_bound),
        cmocka_unit_test(one_parameter_too_many_is_told_by_the_next_step),
        cmocka_unit_test(each_refusal_has_its_status_and_advice),
        cmocka_unit_test(full_file_is_told_and_the_transaction_is_taken_back),
        cmocka_unit_test(roll_back_without_a_transaction_does_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
