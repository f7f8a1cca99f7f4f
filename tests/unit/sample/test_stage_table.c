/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "sample/stage_table.h"

static void rows_are_found_by_name_in_order(void **state)
{
    (void)state;
    struct tkg_stage_table table = {0};
    assert_true(tkg_stage_table_add(&table, "other", 0, 5.0));
    assert_true(tkg_stage_table_add(&table, "settle", 3, 7.0));
    assert_int_equal(table.row_count, 2);
    assert_ptr_equal(tkg_stage_table_find(&table, "settle"), &table.rows[1]);
    assert_int_equal(table.rows[1].entry_count, 3);
    assert_near(table.rows[1].time_ns, 7.0, 0.0);
    assert_null(tkg_stage_table_find(&table, "account"));
}

/* An engine may register a name that is a standard stage's, too. */
static void rows_of_one_name_add_up(void **state)
{
    (void)state;
    struct tkg_stage_table table = {0};
    assert_true(tkg_stage_table_add(&table, "settle", 3, 7.0));
    assert_true(tkg_stage_table_add(&table, "settle", 2, 0.5));
    assert_int_equal(table.row_count, 1);
    assert_int_equal(table.rows[0].entry_count, 5);
    assert_near(table.rows[0].time_ns, 7.5, 0.0);
}

static void long_names_are_cut_and_empty_ones_refused(void **state)
{
    (void)state;
    struct tkg_stage_table table = {0};
    assert_true(tkg_stage_table_add(&table, "a-name-of-exactly-forty-characters-xxxxx", 1, 1.0));
    assert_int_equal(strlen(table.rows[0].name), TKG_STAGE_ROW_NAME_BYTES - 1);
    assert_false(tkg_stage_table_add(&table, "", 1, 1.0));
    assert_int_equal(table.row_count, 1);
}

static void a_full_table_takes_known_names_only(void **state)
{
    (void)state;
    struct tkg_stage_table table = {0};
    for (int i = 0; i < TKG_STAGE_ROW_MAX; i++) {
        char name[8];
        (void)snprintf(name, sizeof(name), "s%d", i);
        assert_true(tkg_stage_table_add(&table, name, 1, 1.0));
    }
    assert_false(tkg_stage_table_add(&table, "one more", 1, 1.0));
    assert_true(tkg_stage_table_add(&table, "s63", 1, 1.0));
    assert_true(tkg_stage_table_is_sane(&table));
}

/* A table that came from another process may hold anything. */
static void damaged_tables_are_not_sane(void **state)
{
    (void)state;
    struct tkg_stage_table good = {.wall_ns = 12.0};
    assert_true(tkg_stage_table_add(&good, "other", 0, 5.0));
    assert_true(tkg_stage_table_add(&good, "settle", 3, 7.0));
    assert_true(tkg_stage_table_is_sane(&good));
    for (int damage = 0; damage < 7; damage++) {
        struct tkg_stage_table table = good;
        table.row_count = damage == 0 ? TKG_STAGE_ROW_MAX + 1 : 2;
        table.wall_ns = damage == 1 ? (double)NAN : damage == 2 ? -1.0 : 12.0;
        table.rows[1].time_ns = damage == 3 ? (double)INFINITY : 7.0;
        if (damage == 4) {
            memset(table.rows[1].name, 'x', sizeof(table.rows[1].name));
        }
        if (damage == 5) {
            table.rows[1].name[0] = '\0';
        }
        if (damage == 6) {
            memcpy(table.rows[1].name, "other", sizeof("other"));
        }
        assert_false(tkg_stage_table_is_sane(&table));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_found_by_name_in_order),
        cmocka_unit_test(rows_of_one_name_add_up),
        cmocka_unit_test(long_names_are_cut_and_empty_ones_refused),
        cmocka_unit_test(a_full_table_takes_known_names_only),
        cmocka_unit_test(damaged_tables_are_not_sane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
