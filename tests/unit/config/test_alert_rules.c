/* SPDX-License-Identifier: Apache-2.0 */
#include "config/alert_rules.h"

#include <unistd.h>

#include "base/text.h"

#include "config_check.h"

#define HEAD "schema: tickgate.alerts/1\nname: mine\nrules:\n" /* rules begin on line 4 */

static enum tkg_status parse(struct tkg_alert_rules *rules, const char *yaml, struct tkg_error *err)
{
    return tkg_alert_rules_parse(rules, "f", yaml, strlen(yaml), err);
}

static void accepts(struct tkg_alert_rules *rules, const char *yaml)
{
    struct tkg_error err = {.text = ""};
    enum tkg_status status = parse(rules, yaml, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, TKG_OK);
}

/* The file is refused with exactly this text, and the rules before it stay. */
static void refuses(const char *yaml, const char *text)
{
    struct tkg_alert_rules rules;
    struct tkg_error err = {.text = ""};
    tkg_alert_rules_init(&rules);
    accepts(&rules, HEAD "  - {metric: rss, greater_than: 1 MB}\n");
    enum tkg_status status = parse(&rules, yaml, &err);
    assert_string_equal(err.text, text);
    assert_int_equal(status, TKG_CONFIG);
    assert_int_equal(parse(&rules, yaml, NULL), TKG_CONFIG);
    assert_int_equal(rules.count, 1);
    tkg_alert_rules_deinit(&rules);
}

/* row: T06 */
static void a_rule_says_everything_in_base_units(void **state)
{
    (void)state;
    struct tkg_alert_rules rules;
    tkg_alert_rules_init(&rules);
    accepts(&rules, HEAD "  - metric: rss\n"
                         "    case: replay/1M\n"
                         "    greater_than: 500 MB\n"
                         "    hysteresis: 20 MB\n"
                         "    for: 2 s\n"
                         "    log: no\n"
                         "    exec: [/usr/bin/logger, 'two words']\n"
                         "    drop: alerts/new\n"
                         "    dump: flights\n");
    assert_int_equal(rules.count, 1);
    const struct tkg_alert_rule *rule = &rules.rules[0];
    assert_string_equal(rule->metric, "rss");
    assert_string_equal(rule->case_pattern, "replay/1M");
    assert_int_equal(rule->dimension, TKG_DIMENSION_BYTES);
    assert_int_equal(rule->op, TKG_ALERT_GREATER_THAN);
    assert_true(rule->threshold == 5e8 && rule->hysteresis == 2e7);
    assert_int_equal(rule->for_ns, 2000000000);
    assert_false(rule->log);
    assert_string_equal(rule->words[0], "/usr/bin/logger");
    assert_string_equal(rule->words[1], "two words");
    assert_null(rule->words[2]);
    assert_string_equal(rule->drop, "alerts/new");
    assert_string_equal(rule->dump, "flights");
    assert_true(tkg_alert_rule_matches(rule, "replay/1M"));
    assert_false(tkg_alert_rule_matches(rule, "replay/10K"));
    tkg_alert_rules_deinit(&rules);
    assert_null(rules.rules);
}

static void what_is_left_out_has_its_default(void **state)
{
    (void)state;
    struct tkg_alert_rules rules;
    tkg_alert_rules_init(&rules);
    accepts(&rules, HEAD "  - {metric: latency_p99, less_than: 0 ns, log: yes}\n"
                         "  - {metric: latency_p99, equals: 5 ns, abs_tol: 1 ns, rel_tol: 2 %}\n"
                         "  - {metric: cpu_share, equals: 0.5, rel_tol: 0.1}\n"
                         "  - {metric: machine_load, greater_than: 4}\n"
                         "  - {metric: trial_time, greater_than: 30 s}\n");
    assert_int_equal(rules.count, 5);
    const struct tkg_alert_rule *rule = &rules.rules[0];
    assert_true(tkg_alert_rule_matches(rule, "any/thing"));
    assert_int_equal(rule->op, TKG_ALERT_LESS_THAN);
    assert_true(rule->threshold == 0 && rule->hysteresis == 0 && rule->for_ns == 0);
    assert_true(rule->log);
    assert_null(rule->words[0]);
    assert_string_equal(rule->drop, "");
    assert_int_equal(rules.rules[1].op, TKG_ALERT_EQUALS);
    assert_true(rules.rules[1].abs_tol == 1 && rules.rules[1].rel_tol == 0.02);
    assert_true(rules.rules[2].abs_tol == 0 && rules.rules[2].rel_tol == 0.1);
    accepts(&rules, HEAD "  - {metric: rss, greater_than: 1 B}\n"); /* a second file */
    assert_int_equal(rules.count, 6);
    tkg_alert_rules_deinit(&rules);
}

static void slips_are_named_with_their_place(void **state)
{
    (void)state;
    refuses(HEAD "  - {greater_than: 5}\n",
            "f:4:5: this rule has no metric; add 'metric: NAME', such as rss, cpu_share or one "
            "that 'tickgate help metrics' lists");
    refuses(HEAD "  - {metric: cpu_shar, greater_than: 5 %}\n",
            "f:4:14: no metric 'cpu_shar' can be watched; did you mean 'cpu_share'? 'tickgate help "
            "metrics' lists those of a trial");
    refuses(HEAD "  - {metric: every_p99, greater_than: 5 ns}\n",
            "f:4:14: every_p99 is of pass D, which is for diagnosis; take block_* or tick_*");
    refuses(HEAD "  - {metric: rss}\n", "f:4:5: this rule compares with nothing; add one of "
                                        "greater_than, less_than or equals");
    refuses(HEAD "  - {metric: rss, greater_than: 1 MB, less_than: 2 MB}\n",
            "f:4:50: this rule has both greater_than and less_than; write two rules");
    refuses(HEAD "  - {metric: rss, greater_than: 5}\n",
            "f:4:33: greater_than: '5' has no unit; expected B, KB, MB, GB, KiB, MiB or GiB");
    refuses(HEAD "  - {metric: rss, equals: 5 MB}\n",
            "f:4:27: equals needs a tolerance, no two measurements are the same; add abs_tol in "
            "the same unit, rel_tol as a share, or both");
    refuses(HEAD "  - {metric: rss, less_than: 5 MB, rel_tol: 1 %}\n",
            "f:4:45: a tolerance goes with equals only; move the threshold itself");
    refuses(HEAD "  - {metric: rss, less_than: 5 MB, for: 5 MB}\n",
            "f:4:41: for: '5 MB' has the unit 'MB'; expected ns, us, ms or s");
    refuses(HEAD "  - {metric: rss, less_than: 5 MB, log: maybe}\n", "f:4:41: log is yes or no");
    refuses(HEAD "  - {metric: rss, less_than: 5 MB, exec: []}\n",
            "f:4:42: exec names no program; write exec: [/path/of/program, argument]");
    refuses(HEAD "  - {metric: rss, less_than: 5 MB, exec: [[a]]}\n",
            "f:4:43: exec is a list of words: a program and its arguments");
    refuses(HEAD "  - {metric: rss, less_than: 5 MB, exec: [a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q]}\n",
            "f:4:75: exec has more than 16 words");
    refuses("schema: tickgate.alerts/1\nname: mine\n",
            "f:1:1: no rules; add 'rules:' and a list of them");
    refuses("schema: tickgate.alerts/1\nname: mine\nrules: []\n",
            "f:3:8: no rules; add 'rules:' and a list of them");
    refuses("schema: tickgate.alerts/1\nrules: [{metric: rss, less_than: 1 B}]\n",
            "f:1:1: no name; add the line 'name: ...'");
}

static void a_bad_rule_takes_those_before_it_along(void **state)
{
    (void)state;
    struct tkg_alert_rules rules;
    struct tkg_error err;
    tkg_alert_rules_init(&rules);
    assert_int_equal(parse(&rules,
                           HEAD "  - {metric: rss, less_than: 5 MB, exec: [a, b]}\n"
                                "  - {metric: rss, exec: [a, b]}\n",
                           &err),
                     TKG_CONFIG);
    assert_int_equal(rules.count, 0);
    tkg_alert_rules_deinit(&rules);
}

static void more_rules_than_the_limit_are_refused(void **state)
{
    (void)state;
    struct tkg_alert_rules rules;
    struct tkg_error err;
    struct tkg_text yaml;
    tkg_text_init(&yaml);
    tkg_alert_rules_init(&rules);
    tkg_text_addf(&yaml, HEAD);
    for (int i = 0; i < TKG_ALERT_RULE_MAX; i++) {
        tkg_text_addf(&yaml, "  - {metric: rss, less_than: %d B}\n", i);
    }
    accepts(&rules, tkg_text_borrow(&yaml));
    assert_int_equal(rules.count, TKG_ALERT_RULE_MAX);
    assert_int_equal(parse(&rules, HEAD "  - {metric: rss, less_than: 1 B}\n", &err), TKG_CONFIG);
    assert_non_null(strstr(err.text, "more than 256 alert rules"));
    assert_int_equal(rules.count, TKG_ALERT_RULE_MAX);
    tkg_alert_rules_deinit(&rules);
    tkg_text_deinit(&yaml);
}

static void a_file_is_loaded_or_named_as_missing(void **state)
{
    (void)state;
    struct tkg_alert_rules rules;
    struct tkg_error err = {.text = ""};
    char shipped[SHIPPED_BYTES_MAX];
    tkg_alert_rules_init(&rules);
    assert_int_equal(tkg_alert_rules_load(&rules, "/nonexistent.yaml", &err), TKG_INPUT);
    assert_non_null(strstr(err.text, "/nonexistent.yaml"));
    (void)read_shipped("examples/alerts.yaml", shipped);
    accepts(&rules, shipped);
    assert_true(rules.count >= 3);
    tkg_alert_rules_deinit(&rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_says_everything_in_base_units),
        cmocka_unit_test(what_is_left_out_has_its_default),
        cmocka_unit_test(slips_are_named_with_their_place),
        cmocka_unit_test(a_bad_rule_takes_those_before_it_along),
        cmocka_unit_test(more_rules_than_the_limit_are_refused),
        cmocka_unit_test(a_file_is_loaded_or_named_as_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
