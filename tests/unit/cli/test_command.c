/* SPDX-License-Identifier: Apache-2.0
 *
 * The commands as a whole are tested by the cases of tests/cli; here only the table and the
 * dispatch.
 */
#include "cmocka_all.h"
#include "trial_main.h"

#include "cli/command.h"

static void every_command_is_found_by_its_name(void **state)
{
    (void)state;
    size_t count = 0;
    for (const struct tkg_command *const *row = tkg_commands(); *row; row++, count++) {
        assert_ptr_equal(tkg_command_find((*row)->name), *row);
        assert_true(strlen((*row)->summary) > 0);
        assert_non_null((*row)->run);
        assert_true((*row)->positional_min <= (*row)->positional_max);
    }
    assert_true(count >= 9);
    assert_null(tkg_command_find("runn"));
}

static void every_command_offers_help(void **state)
{
    (void)state;
    for (const struct tkg_command *const *row = tkg_commands(); *row; row++) {
        bool has_help = false;
        for (const struct tkg_option *option = (*row)->options; option->name; option++) {
            has_help |= strcmp(option->name, "help") == 0 && option->letter == 'h';
        }
        assert_true(has_help);
    }
}

static int dispatch(const char *first, const char *second)
{
    char program[] = "tickgate";
    char *argv[] = {program, (char *)(uintptr_t)first, (char *)(uintptr_t)second, NULL};
    return tkg_commands_dispatch(second ? 3 : 2, argv);
}

static void exit_codes_follow_the_table(void **state)
{
    (void)state;
    assert_int_equal(dispatch("version", NULL), 0);
    assert_int_equal(dispatch("--version", NULL), 0);
    assert_int_equal(dispatch("help", "metrics"), 0);
    assert_int_equal(dispatch("help", "nonsense"), 2);
    assert_int_equal(dispatch("nonsense", NULL), 2);
    assert_int_equal(dispatch("version", "extra"), 2);
    assert_int_equal(dispatch("report", NULL), 2);
    assert_int_equal(dispatch("run", "--nonsense"), 2);
    assert_int_equal(dispatch("run", "--engine=nothing"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_is_found_by_its_name),
        cmocka_unit_test(every_command_offers_help),
        cmocka_unit_test(exit_codes_follow_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
