/* SPDX-License-Identifier: Apache-2.0 */
#include "report/text_table.h"

#include "cmocka_all.h"

static void assert_printed(const struct tkg_table *table, bool color, const char *expected)
{
    struct tkg_text out = {0};
    tkg_table_print(table, color, &out);
    assert_string_equal(tkg_text_borrow(&out), expected);
    tkg_text_deinit(&out);
}

static void add_row(struct tkg_table *table, const char *a, const char *b, const char *c)
{
    tkg_table_add(table, TKG_STYLE_PLAIN, a);
    tkg_table_add(table, TKG_STYLE_PLAIN, b);
    tkg_table_add(table, TKG_STYLE_PLAIN, c);
}

static void columns_are_as_wide_as_their_widest_cell(void **state)
{
    (void)state;
    struct tkg_table table;
    tkg_table_init(&table, "lrl");
    add_row(&table, "name", "n", "why");
    add_row(&table, "a", "1000", "x");
    assert_printed(&table, false, "name     n  why\na     1000  x\n");
    tkg_table_deinit(&table);
}

static void lines_never_end_in_blanks(void **state)
{
    (void)state;
    struct tkg_table table;
    tkg_table_init(&table, "lrl");
    add_row(&table, "long name", "1", "last");
    add_row(&table, "a", "", "");
    add_row(&table, "", "", "z");
    assert_printed(&table, false, "long name  1  last\na\n              z\n");
    tkg_table_deinit(&table);
}

static void a_line_between_rows_keeps_to_no_column(void **state)
{
    (void)state;
    struct tkg_table table;
    tkg_table_init(&table, "lrl");
    add_row(&table, "a", "1", "x");
    tkg_table_add_line(&table, TKG_STYLE_PLAIN, "a line longer than all columns");
    add_row(&table, "b", "2", "y");
    assert_printed(&table, false, "a  1  x\na line longer than all columns\nb  2  y\n");
    tkg_table_deinit(&table);
}

static void wide_characters_align_by_columns_not_bytes(void **state)
{
    (void)state;
    struct tkg_table table;
    tkg_table_init(&table, "lrl");
    add_row(&table, "\xE4\xB8\xAD", "1", "x"); /* one ideograph, two columns, three bytes */
    add_row(&table, "abc", "2", "y");
    assert_printed(&table, false, "\xE4\xB8\xAD   1  x\nabc  2  y\n");
    tkg_table_deinit(&table);
}

static void colour_adds_codes_and_changes_no_column(void **state)
{
    (void)state;
    struct tkg_table table;
    tkg_table_init(&table, "ll");
    tkg_table_add(&table, TKG_STYLE_BAD, "FAIL");
    tkg_table_add(&table, TKG_STYLE_PLAIN, "x");
    tkg_table_add(&table, TKG_STYLE_GOOD, "ok");
    tkg_table_add(&table, TKG_STYLE_PLAIN, "y");
    assert_printed(&table, true, "\033[1;31mFAIL\033[0m  x\n\033[32mok\033[0m    y\n");
    assert_printed(&table, false, "FAIL  x\nok    y\n");
    tkg_table_deinit(&table);
}

static void an_empty_table_prints_nothing(void **state)
{
    (void)state;
    struct tkg_table table;
    tkg_table_init(&table, "l");
    assert_printed(&table, true, "");
    tkg_table_deinit(&table);
}

static void a_table_cut_by_memory_marks_its_output(void **state)
{
    (void)state;
    struct tkg_table table;
    struct tkg_text out = {0};
    tkg_table_init(&table, "l");
    table.cells.failed = true;
    tkg_table_print(&table, false, &out);
    assert_true(tkg_text_failed(&out));
    tkg_text_deinit(&out);
    tkg_table_deinit(&table);
}

static void styled_text_is_plain_without_colour(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    tkg_style_add(&out, false, TKG_STYLE_WARN, "w");
    tkg_style_add(&out, true, TKG_STYLE_PLAIN, "p");
    tkg_style_add(&out, true, TKG_STYLE_STRONG, "s");
    assert_string_equal(tkg_text_borrow(&out), "wp\033[1ms\033[0m");
    tkg_text_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_as_wide_as_their_widest_cell),
        cmocka_unit_test(lines_never_end_in_blanks),
        cmocka_unit_test(a_line_between_rows_keeps_to_no_column),
        cmocka_unit_test(wide_characters_align_by_columns_not_bytes),
        cmocka_unit_test(colour_adds_codes_and_changes_no_column),
        cmocka_unit_test(an_empty_table_prints_nothing),
        cmocka_unit_test(a_table_cut_by_memory_marks_its_output),
        cmocka_unit_test(styled_text_is_plain_without_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
