/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "profile/time_sample_reply.h"

static struct tkg_sample_reply reply;

static void make_reply(void)
{
    memset(&reply, 0, sizeof reply);
    reply.magic = TKG_SAMPLE_REPLY_MAGIC;
    reply.struct_bytes = sizeof reply;
    reply.tick_count = 100;
    reply.replay_count = 3;
    reply.sample_count = 10;
    reply.cpu_ns = 1000;
    reply.wall_ns = 2000;
    reply.row_count = 1;
    (void)snprintf(reply.rows[0].name, sizeof reply.rows[0].name, "run.cold");
    (void)snprintf(reply.rows[0].file, sizeof reply.rows[0].file, "run.c");
    reply.rows[0].line = 12;
    reply.rows[0].self_cpu_ns = 400;
    reply.rows[0].self_wall_ns = 500;
    reply.rows[0].inclusive_cpu_ns = 900;
    reply.rows[0].inclusive_wall_ns = 2000;
    reply.map.column_count = 2;
    reply.map.wall_ns[1] = 2000;
}

static enum tkg_status decode(struct tkg_function_table *table, struct tkg_error *err)
{
    return tkg_sample_reply_decode((const uint8_t *)&reply, sizeof reply, table, NULL, err);
}

static void rows_are_added_to_what_is_there(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_function_table table;
    tkg_function_table_init(&table);
    make_reply();
    assert_status(decode(&table, &err), TKG_OK, &err);
    assert_status(decode(&table, &err), TKG_OK, &err);
    const struct tkg_function *run = tkg_function_table_find(&table, "run", "run.c");
    assert_non_null(run);
    assert_int_equal(run->self[TKG_COST_CPU], 800);
    assert_int_equal(run->inclusive[TKG_COST_WALL], 4000);
    assert_int_equal(run->line, 12);
    assert_int_equal(table.totals[TKG_COST_WALL], 4000);
    assert_int_equal(table.replay_count, 6);
    assert_int_equal(table.sample_count, 20);
    tkg_function_table_deinit(&table);
}

static void the_map_is_that_of_the_reply(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_function_table table;
    struct tkg_time_map map;
    tkg_function_table_init(&table);
    make_reply();
    assert_status(
        tkg_sample_reply_decode((const uint8_t *)&reply, sizeof reply, &table, &map, &err), TKG_OK,
        &err);
    assert_int_equal(map.column_count, 2);
    assert_int_equal(map.wall_ns[1], 2000);
    assert_int_equal(map.tick_count, 100);
    tkg_function_table_deinit(&table);
}

static void expect_crash(void)
{
    struct tkg_error err = {0};
    struct tkg_function_table table;
    tkg_function_table_init(&table);
    assert_status(decode(&table, &err), TKG_ENGINE_CRASH, &err);
    tkg_function_table_deinit(&table);
}

static void nonsense_is_refused(void **state)
{
    (void)state;
    make_reply();
    reply.magic++;
    expect_crash();
    make_reply();
    reply.status = TKG_STATUS_COUNT;
    expect_crash();
    make_reply();
    reply.row_count = TKG_SAMPLE_ROW_MAX + 1;
    expect_crash();
    make_reply();
    reply.rows[0].inclusive_cpu_ns = 1001; /* more than the whole */
    expect_crash();
    make_reply();
    reply.rows[0].self_wall_ns = 2001; /* more than with what it called */
    expect_crash();
    make_reply();
    memset(reply.rows[0].file, 'x', sizeof reply.rows[0].file); /* no end */
    expect_crash();
    make_reply();
    reply.map.wall_ns[0] = 1; /* more than the whole */
    expect_crash();
    make_reply();
    reply.map.column_count = TKG_TIME_MAP_COLUMNS_MAX + 1;
    expect_crash();
    make_reply();
    memset(reply.text, 'x', sizeof reply.text);
    expect_crash();
}

static void cut_off_answer_is_refused(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_function_table table;
    tkg_function_table_init(&table);
    make_reply();
    assert_status(
        tkg_sample_reply_decode((const uint8_t *)&reply, sizeof reply - 1, &table, NULL, &err),
        TKG_ENGINE_CRASH, &err);
}

static void failure_of_the_reply_is_passed_on(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_function_table table;
    tkg_function_table_init(&table);
    make_reply();
    reply.status = TKG_TOO_FEW;
    (void)snprintf(reply.text, sizeof reply.text, "nobody could look");
    assert_status(decode(&table, &err), TKG_TOO_FEW, &err);
    assert_contains(err.text, "nobody could look");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_added_to_what_is_there),
        cmocka_unit_test(the_map_is_that_of_the_reply),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(cut_off_answer_is_refused),
        cmocka_unit_test(failure_of_the_reply_is_passed_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
