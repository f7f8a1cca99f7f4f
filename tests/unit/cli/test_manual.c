/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "cli/manual.h"
#include "sample/metric.h"

static struct tkg_text out;

static int start(void **state)
{
    (void)state;
    tkg_text_init(&out);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    tkg_text_deinit(&out);
    return 0;
}

static void overview_names_every_command(void **state)
{
    (void)state;
    tkg_manual_overview(&out);
    for (const struct tkg_command *const *row = tkg_commands(); *row; row++) {
        assert_contains(tkg_text_borrow(&out), (*row)->summary);
    }
}

static void metrics_are_listed_with_unit_and_meaning(void **state)
{
    (void)state;
    tkg_manual_metrics(&out);
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        const struct tkg_metric_info *info = tkg_metric_info((enum tkg_metric)i);
        assert_contains(tkg_text_borrow(&out), info->name);
        assert_contains(tkg_text_borrow(&out), info->meaning);
    }
}

/* Every status of the program has an exit code that the table explains. */
static void every_exit_code_is_explained(void **state)
{
    (void)state;
    tkg_manual_exit_codes(&out);
    for (int i = 0; i < TKG_STATUS_COUNT; i++) {
        char line[16];
        (void)snprintf(line, sizeof(line), "%4d  ", tkg_status_exit_code((enum tkg_status)i));
        assert_contains(tkg_text_borrow(&out), line);
    }
}

/* One table drives parsing, help, man page and completions. */
static void man_page_and_completions_hold_every_option(void **state)
{
    (void)state;
    static const char *const shells[] = {"bash", "zsh", "fish"};
    for (const struct tkg_command *const *row = tkg_commands(); *row; row++) {
        for (const struct tkg_option *option = (*row)->options; option->name; option++) {
            for (size_t shell = 0; shell < 3; shell++) {
                tkg_text_reset(&out);
                assert_true(tkg_manual_completion(shells[shell], &out));
                assert_contains(tkg_text_borrow(&out), option->name);
            }
        }
    }
    tkg_text_reset(&out);
    tkg_manual_man_page(&out);
    assert_contains(tkg_text_borrow(&out), ".SS tickgate run");
    assert_contains(tkg_text_borrow(&out), "\\fB\\-\\-output\\-folder\\fR=\\fIDIR\\fR");
}

static void unknown_shell_has_no_completion(void **state)
{
    (void)state;
    assert_false(tkg_manual_completion("csh", &out));
    assert_string_equal(tkg_text_borrow(&out), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(overview_names_every_command, start, stop),
        cmocka_unit_test_setup_teardown(metrics_are_listed_with_unit_and_meaning, start, stop),
        cmocka_unit_test_setup_teardown(every_exit_code_is_explained, start, stop),
        cmocka_unit_test_setup_teardown(man_page_and_completions_hold_every_option, start, stop),
        cmocka_unit_test_setup_teardown(unknown_shell_has_no_completion, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
