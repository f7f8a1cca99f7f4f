/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gate_options.h"

#include <string.h>

#include "cmocka_all.h"

static struct tkg_gate_options options;
static struct tkg_error err;

static enum tkg_status set(const char *name, const char *value)
{
    for (const struct tkg_option *option = tkg_gate_option_table; option->name; option++) {
        if (strcmp(option->name, name) == 0) {
            return option->set(&options, value, &err);
        }
    }
    fail_msg("no option --%s", name);
    return TKG_INTERNAL;
}

static void begin(void)
{
    tkg_gate_options_init(&options);
    err = (struct tkg_error){0};
}

static void values_are_checked(void **state)
{
    (void)state;
    begin();
    assert_int_equal(set("budget", "5 s"), TKG_OK);
    assert_int_equal(options.budget_ns, INT64_C(5000000000));
    assert_int_equal(set("budget", "1 ms"), TKG_USAGE);
    assert_int_equal(options.timeout_ns, 0); /* what each kind of process usually has */
    assert_int_equal(set("timeout", "2 s"), TKG_OK);
    assert_int_equal(options.timeout_ns, INT64_C(2000000000));
    assert_int_equal(set("timeout", "1 us"), TKG_USAGE);
    assert_int_equal(set("launches", "11"), TKG_USAGE);
    assert_int_equal(set("launches", "12"), TKG_OK);
    assert_int_equal(set("seed", "-1"), TKG_USAGE);
    assert_int_equal(set("format", "xml"), TKG_USAGE);
    assert_non_null(strstr(err.text, "known: human json"));
    assert_int_equal(set("format", "junit"), TKG_OK);
    for (int i = 0; i < TKG_GATE_TARGET_FILE_MAX; i++) {
        assert_int_equal(set("targets", "t.yaml"), TKG_OK);
    }
    assert_int_equal(set("targets", "t.yaml"), TKG_USAGE);
}

static void two_sides_or_results_are_needed(void **state)
{
    (void)state;
    begin();
    assert_int_equal(tkg_gate_options_check(&options, 0, &err), TKG_USAGE);
    assert_int_equal(tkg_gate_options_check(&options, 1, &err), TKG_USAGE);
    assert_non_null(strstr(err.text, "nothing to judge"));
    options.base = "a";
    assert_int_equal(tkg_gate_options_check(&options, 1, &err), TKG_USAGE);
    options.head = "b";
    assert_int_equal(tkg_gate_options_check(&options, 1, &err), TKG_OK);
    options.baseline = "c";
    assert_int_equal(tkg_gate_options_check(&options, 1, &err), TKG_USAGE);
    begin();
    options.head_results = "r.json";
    assert_int_equal(tkg_gate_options_check(&options, 1, &err), TKG_OK);
}

static void a_failed_build_stands_in_for_a_side(void **state)
{
    (void)state;
    begin();
    options.base_failed = "log";
    options.head = "b";
    assert_int_equal(tkg_gate_options_check(&options, 1, &err), TKG_OK);
    options.base = "a";
    assert_int_equal(tkg_gate_options_check(&options, 1, &err), TKG_USAGE);
}

static void a_replay_takes_nothing_else(void **state)
{
    (void)state;
    begin();
    options.replay = "r.json";
    assert_int_equal(tkg_gate_options_check(&options, 0, &err), TKG_OK);
    assert_int_equal(tkg_gate_options_check(&options, 1, &err), TKG_USAGE);
    options.filter = "x";
    assert_int_equal(tkg_gate_options_check(&options, 0, &err), TKG_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(two_sides_or_results_are_needed),
        cmocka_unit_test(a_failed_build_stands_in_for_a_side),
        cmocka_unit_test(a_replay_takes_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
