/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report_format.h"

#include "report_check.h"

static void the_known_formats_are_found_by_name(void **state)
{
    (void)state;
    static const char *const names[] = {"human",    "text",  "json", "gbench", "csv",
                                        "markdown", "junit", "hgrm", "hlog"};
    size_t count = 0;
    for (const struct tkg_report_format *one = tkg_report_formats(); one->name; one++) {
        assert_string_equal(one->name, names[count++]);
        assert_ptr_equal(tkg_report_format_find(one->name), one);
    }
    assert_int_equal(count, sizeof(names) / sizeof(names[0]));
}

static void file_names_are_unique_and_plain(void **state)
{
    (void)state;
    for (const struct tkg_report_format *a = tkg_report_formats(); a->name; a++) {
        assert_null(strchr(a->file_name, '/'));
        for (const struct tkg_report_format *b = a + 1; b->name; b++) {
            assert_string_not_equal(a->file_name, b->file_name);
        }
    }
    assert_string_equal(tkg_report_format_find("json")->file_name, "results.json");
}

static void an_unknown_name_is_not_found(void **state)
{
    (void)state;
    assert_null(tkg_report_format_find("yaml"));
    assert_null(tkg_report_format_find(""));
    assert_null(tkg_report_format_find("JSON"));
}

static void every_format_appends_and_ends_in_a_line_feed(void **state)
{
    struct report_case *one = *state;
    for (const struct tkg_report_format *format = tkg_report_formats(); format->name; format++) {
        tkg_text_reset(&one->out);
        tkg_text_add(&one->out, "before");
        assert_status(format->write(&one->input, &one->out, &one->err), TKG_OK, &one->err);
        assert_int_equal(strncmp(tkg_text_borrow(&one->out), "before", 6), 0);
        assert_int_equal(one->out.bytes[one->out.length - 1], '\n');
    }
}

static void every_format_says_the_same_twice(void **state)
{
    struct report_case *one = *state;
    struct tkg_text first = {0};
    for (const struct tkg_report_format *format = tkg_report_formats(); format->name; format++) {
        tkg_text_reset(&first);
        tkg_text_add(&first, render(one, format->name));
        assert_string_equal(render(one, format->name), tkg_text_borrow(&first));
    }
    tkg_text_deinit(&first);
}

static void every_format_reports_memory_running_out(void **state)
{
    struct report_case *one = *state;
    for (const struct tkg_report_format *format = tkg_report_formats(); format->name; format++) {
        one->out.failed = true;
        assert_int_equal(format->write(&one->input, &one->out, &one->err), TKG_NO_MEMORY);
        assert_contains(one->err.text, "no memory left");
    }
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_known_formats_are_found_by_name),
        cmocka_unit_test(file_names_are_unique_and_plain),
        cmocka_unit_test(an_unknown_name_is_not_found),
        REPORT_TEST(every_format_appends_and_ends_in_a_line_feed),
        REPORT_TEST(every_format_says_the_same_twice),
        REPORT_TEST(every_format_reports_memory_running_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
