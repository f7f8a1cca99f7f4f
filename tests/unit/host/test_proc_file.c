/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/proc_file.h"

static void a_file_of_the_kernel_is_read(void **state)
{
    (void)state;
    char text[TKG_PROC_TEXT_BYTES];
    char expected[32];
    assert_true(tkg_proc_read("/proc/self/stat", text, sizeof(text)));
    (void)snprintf(expected, sizeof(expected), "%ld (", (long)getpid());
    assert_memory_equal(text, expected, strlen(expected));
}

static void a_long_file_is_cut_at_the_buffer(void **state)
{
    (void)state;
    char text[10];
    assert_true(tkg_proc_read("/proc/self/status", text, sizeof(text)));
    assert_string_equal(text, "Name:\ttes");
}

static void only_the_first_line_is_read_when_asked_for(void **state)
{
    (void)state;
    char text[64];
    assert_true(tkg_proc_read_line("/proc/self/status", text, sizeof(text)));
    assert_string_equal(text, "Name:\ttest_proc_file");
}

static void an_unreadable_file_leaves_an_empty_text(void **state)
{
    (void)state;
    char text[16] = "old";
    assert_false(tkg_proc_read("/proc/self/no such file", text, sizeof(text)));
    assert_string_equal(text, "");
    text[0] = 'x';
    assert_false(tkg_proc_read("/proc/self", text, sizeof(text))); /* a folder */
    assert_string_equal(text, "");
    assert_false(tkg_proc_read_line("", text, sizeof(text)));
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_of_the_kernel_is_read),
        cmocka_unit_test(a_long_file_is_cut_at_the_buffer),
        cmocka_unit_test(only_the_first_line_is_read_when_asked_for),
        cmocka_unit_test(an_unreadable_file_leaves_an_empty_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
