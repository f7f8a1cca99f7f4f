/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "cmocka_all.h"
#include "host/program_search.h"

static void expect_none(const char *name, const char *part)
{
    struct tkg_error err = {0};
    assert_status(tkg_program_check(name, &err), TKG_INPUT, &err);
    assert_contains(err.text, part);
}

static void path_is_taken_as_it_is(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    assert_status(tkg_program_check("/proc/self/exe", &err), TKG_OK, &err);
    expect_none("/no/such/program", "'/no/such/program' is no program");
    expect_none("/etc/passwd", "may not be executed");
    expect_none("/tmp", "is no program");
}

static void bare_name_is_searched_for(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    assert_int_equal(setenv("PATH", "/no/folder:/bin:/usr/bin", 1), 0);
    assert_status(tkg_program_check("sh", &err), TKG_OK, &err);
    expect_none("no-such-program-here", "in the folders of PATH");
    expect_none("", "no program ''");
    assert_int_equal(setenv("PATH", "", 1), 0);
    expect_none("sh", "no program 'sh'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(path_is_taken_as_it_is),
        cmocka_unit_test(bare_name_is_searched_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
