/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "sample/function_table.h"

static void copies_of_compilers_are_one_function(void **state)
{
    (void)state;
    static const char *const names[] = {"run",        "run.constprop.0", "run.isra.0.cold",
                                        "run.part.3", "run.lto_priv.0",  "run'2"};
    struct tkg_function_table table;
    tkg_function_table_init(&table);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_non_null(tkg_function_table_row(&table, names[i], "a.c", "x.so"));
    }
    assert_int_equal(table.count, 1);
    assert_string_equal(table.functions[0].name, "run");
    tkg_function_table_deinit(&table);
}

static void names_that_only_look_like_copies_are_kept(void **state)
{
    (void)state;
    assert_int_equal(tkg_function_name_length(".constprop"), strlen(".constprop"));
    assert_int_equal(tkg_function_name_length("fma@@GLIBC_2.2.5"), strlen("fma@@GLIBC_2.2.5"));
    assert_int_equal(tkg_function_name_length("a::b<c>"), strlen("a::b<c>"));
}

static void functions_of_one_name_in_two_files_are_two(void **state)
{
    (void)state;
    struct tkg_function_table table;
    tkg_function_table_init(&table);
    tkg_function_table_row(&table, "reset", "/x/a.c", "")->calls = 1;
    tkg_function_table_row(&table, "reset", "/x/b.c", "")->calls = 2;
    assert_int_equal(table.count, 2);
    assert_int_equal(tkg_function_table_find(&table, "reset", "a.c")->calls, 1);
    assert_int_equal(tkg_function_table_find(&table, "reset", "/elsewhere/b.c")->calls, 2);
    assert_null(tkg_function_table_find(&table, "reset", "c.c"));
    assert_null(tkg_function_table_find(&table, "rese", ""));
    tkg_function_table_deinit(&table);
}

/* One witness knows lines, the other does not. */
static void file_that_comes_later_is_taken_over(void **state)
{
    (void)state;
    struct tkg_function_table table;
    tkg_function_table_init(&table);
    tkg_function_table_row(&table, "run", "", "x.so")->calls = 3;
    const struct tkg_function *row = tkg_function_table_row(&table, "run", "src/run.c", "x.so");
    assert_int_equal(table.count, 1);
    assert_int_equal(row->calls, 3);
    assert_string_equal(row->file, "src/run.c");
    assert_string_equal(row->object, "x.so");
    tkg_function_table_deinit(&table);
}

static void table_grows(void **state)
{
    (void)state;
    struct tkg_function_table table;
    char name[32];
    tkg_function_table_init(&table);
    for (unsigned i = 0; i < 1000; i++) {
        (void)snprintf(name, sizeof name, "f%u", i);
        tkg_function_table_row(&table, name, "a.c", "")->calls = i;
    }
    assert_int_equal(table.count, 1000);
    assert_int_equal(tkg_function_table_find(&table, "f777", "")->calls, 777);
    tkg_function_table_deinit(&table);
    assert_int_equal(table.count, 0);
}

static void unknown_counter_stays_unknown(void **state)
{
    (void)state;
    struct tkg_hardware_totals totals = {.instructions = 5, .cycles = -1, .cache_misses = 7};
    const struct tkg_hardware_totals more = {.instructions = 6, .cycles = 8, .cache_misses = -1};
    tkg_hardware_totals_add(&totals, &more);
    assert_int_equal(totals.instructions, 11);
    assert_int_equal(totals.cycles, -1);
    assert_int_equal(totals.cache_misses, -1);
    assert_int_equal(totals.branch_misses, 0);
}

static void costs_have_names(void **state)
{
    (void)state;
    assert_string_equal(tkg_cost_name(TKG_COST_INSTRUCTIONS), "instructions");
    assert_string_equal(tkg_cost_name(TKG_COST_WALL), "wall_ns");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_of_compilers_are_one_function),
        cmocka_unit_test(names_that_only_look_like_copies_are_kept),
        cmocka_unit_test(functions_of_one_name_in_two_files_are_two),
        cmocka_unit_test(file_that_comes_later_is_taken_over),
        cmocka_unit_test(table_grows),
        cmocka_unit_test(unknown_counter_stays_unknown),
        cmocka_unit_test(costs_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
