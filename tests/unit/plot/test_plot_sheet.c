/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_sheet.h"

#include "plot_run.h"

static void page_rows_are_one_line_each(void **state)
{
    (void)state;
    struct tkg_text page = {0};
    tkg_plot_page_add(&page, TKG_PAGE_TITLE, 7, "a\tb\nc", 20);
    assert_string_equal(tkg_text_borrow(&page), "0\t7\ta b c\n");
    tkg_text_deinit(&page);
}

static void numbers_that_are_none_are_written_one_way(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    tkg_plot_add_number(&out, 0.25);
    tkg_plot_add_number(&out, NAN);
    tkg_plot_add_number(&out, -INFINITY);
    assert_string_equal(tkg_text_borrow(&out), "\t0.25\tNaN\tNaN");
    tkg_text_deinit(&out);
}

static void scripts_that_are_not_there_are_told_and_old_pictures_go(void **state)
{
    (void)state;
    struct tkg_error err;
    char folder[64] = "/tmp/tkg_plot_sheet_XXXXXX", path[128];
    static const struct tkg_gnuplot_picture picture = {"trend", NULL};
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/trend.svg", folder);
    assert_int_equal(tkg_file_write(path, "old", 3, NULL), TKG_OK);
    const struct tkg_plot_sheet sheet = {"/nonexistent", folder, NULL, 0, &picture, 1};
    assert_int_equal(tkg_plot_sheet_draw(&sheet, &err), TKG_INPUT);
    assert_contains(err.text, "the plot scripts are not where they should be");
    assert_int_equal(access(path, F_OK), -1);
    plot_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_rows_are_one_line_each),
        cmocka_unit_test(numbers_that_are_none_are_written_one_way),
        cmocka_unit_test(scripts_that_are_not_there_are_told_and_old_pictures_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
