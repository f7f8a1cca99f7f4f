/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "config/bottleneck_rules.h"

static enum tkg_status parse(const char *yaml, struct tkg_bottleneck_rules *rules,
                             struct tkg_error *err)
{
    return tkg_bottleneck_rules_parse(rules, "r.yaml", yaml, strlen(yaml), err);
}

static void limits_are_read_in_base_units(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_bottleneck_rules rules;
    assert_status(parse("schema: tickgate.rules/1\nname: x\nrules:\n"
                        "  - {rule: slow_function, medium: 100 ms, high: 1 s}\n"
                        "  - {rule: high_io_throughput, low: 100 MB, wait: 20 %}\n",
                        &rules, &err),
                  TKG_OK, &err);
    assert_near(rules.limits[TKG_RULE_SLOW_FUNCTION][TKG_SEVERITY_MEDIUM], 1e8, 0.0);
    assert_near(rules.limits[TKG_RULE_SLOW_FUNCTION][TKG_SEVERITY_HIGH], 1e9, 0.0);
    assert_true(isinf(rules.limits[TKG_RULE_SLOW_FUNCTION][TKG_SEVERITY_LOW]));
    assert_near(rules.limits[TKG_RULE_IO_THROUGHPUT][TKG_SEVERITY_LOW], 1e8, 0.0);
    assert_near(rules.io_wait_0to1, 0.2, 1e-12);
    assert_true(isinf(rules.limits[TKG_RULE_HIGH_MEMORY][TKG_SEVERITY_HIGH])); /* not named */
}

/* The shipped file holds the limits promised: capabilities T10 to T13. */
static void shipped_rules_have_the_promised_limits(void **state)
{
    (void)state;
    static const char here[] = "tests/unit/config/test_bottleneck_rules.c";
    char path[4096];
    struct tkg_error err = {0};
    struct tkg_bottleneck_rules rules;
    (void)snprintf(path, sizeof path, "%.*sthresholds/rules.yaml",
                   (int)(strlen(__FILE__) - strlen(here)), __FILE__);
    assert_status(tkg_bottleneck_rules_load(&rules, path, &err), TKG_OK, &err);
    assert_near(rules.limits[TKG_RULE_CPU_FUNCTION][TKG_SEVERITY_MEDIUM], 0.1e9, 0.0);
    assert_near(rules.limits[TKG_RULE_CPU_FUNCTION][TKG_SEVERITY_HIGH], 1e9, 0.0);
    assert_near(rules.limits[TKG_RULE_SLOW_FUNCTION][TKG_SEVERITY_MEDIUM], 0.1e9, 0.0);
    assert_near(rules.limits[TKG_RULE_SLOW_FUNCTION][TKG_SEVERITY_HIGH], 1e9, 0.0);
    assert_near(rules.limits[TKG_RULE_GROWING_FUNCTION][TKG_SEVERITY_MEDIUM], 0.1, 1e-12);
    assert_near(rules.limits[TKG_RULE_GROWING_FUNCTION][TKG_SEVERITY_HIGH], 0.5, 1e-12);
    assert_near(rules.limits[TKG_RULE_MEMORY_GROWTH][TKG_SEVERITY_MEDIUM], 1e6, 0.0);
    assert_near(rules.limits[TKG_RULE_MEMORY_GROWTH][TKG_SEVERITY_HIGH], 1e7, 0.0);
    assert_near(rules.limits[TKG_RULE_HIGH_MEMORY][TKG_SEVERITY_HIGH], 5e8, 0.0);
    assert_near(rules.limits[TKG_RULE_IO_OPERATIONS][TKG_SEVERITY_MEDIUM], 1e4, 0.0);
    assert_near(rules.limits[TKG_RULE_IO_THROUGHPUT][TKG_SEVERITY_LOW], 1e8, 0.0);
}

static void expect_error(const char *rule, const char *part)
{
    char yaml[512];
    struct tkg_error err = {0};
    struct tkg_bottleneck_rules rules = {.io_wait_0to1 = 0.77};
    (void)snprintf(yaml, sizeof yaml, "schema: tickgate.rules/1\nname: x\nrules:\n%s", rule);
    assert_status(parse(yaml, &rules, &err), TKG_CONFIG, &err);
    assert_contains(err.text, part);
    assert_near(rules.io_wait_0to1, 0.77, 0.0); /* untouched */
}

static void mistakes_are_told_with_their_place(void **state)
{
    (void)state;
    expect_error("  - {rule: slow_funktion, high: 1 s}\n",
                 "r.yaml:4:12: no rule 'slow_funktion', did you mean slow_function?");
    expect_error("  - {rule: slow_function}\n",
                 "slow_function has no limit; add low, medium or high");
    expect_error("  - {high: 1 s}\n", "no rule; add 'rule: NAME'");
    expect_error("  - {rule: slow_function, high: 1 MB}\n", "r.yaml:4:33: ");
    expect_error("  - {rule: slow_function, high: 0 s}\n", "a limit must be above 0");
    expect_error("  - {rule: slow_function, medium: 2 s, high: 1 s}\n",
                 "high must be above the limit of the milder severity");
    expect_error("  - {rule: slow_function, high: 1 s}\n  - {rule: slow_function, low: 1 s}\n",
                 "r.yaml:5:5: slow_function is given twice");
    expect_error("  - {rule: slow_function, high: 1 s, wait: 5 %}\n",
                 "wait belongs to high_io_throughput only");
    expect_error("  - {rule: slow_function, hihg: 1 s}\n", "hihg");
    expect_error("", "r.yaml:3:7: 'rules' must be a list");
    expect_error("  []\n", "no rules");
}

static void file_of_another_kind_is_named_as_such(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_bottleneck_rules rules;
    assert_status(parse("schema: tickgate.targets/1\nname: x\n", &rules, &err), TKG_CONFIG, &err);
    assert_contains(err.text, "tickgate.rules/1");
    assert_status(tkg_bottleneck_rules_load(&rules, "/nowhere/r.yaml", &err), TKG_INPUT, &err);
}

static void every_rule_has_its_words(void **state)
{
    (void)state;
    for (int rule = 0; rule < TKG_RULE_COUNT; rule++) {
        const struct tkg_rule_info *info = tkg_rule_info((enum tkg_rule)rule);
        assert_true(strlen(info->name) > 8 && strlen(info->what) > 8 && strlen(info->advice) > 8);
    }
    assert_string_equal(tkg_severity_name(TKG_SEVERITY_LOW), "low");
    assert_string_equal(tkg_severity_name(TKG_SEVERITY_HIGH), "high");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_read_in_base_units),
        cmocka_unit_test(shipped_rules_have_the_promised_limits),
        cmocka_unit_test(mistakes_are_told_with_their_place),
        cmocka_unit_test(file_of_another_kind_is_named_as_such),
        cmocka_unit_test(every_rule_has_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
