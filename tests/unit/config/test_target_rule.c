/* SPDX-License-Identifier: Apache-2.0 */
#include "config/target_rule.h"

#include <math.h>

#include "config/yaml_keys.h"
#include "config_check.h"

/* Reads one rule that stands alone in a file "f", so that its first key is at 1:1. */
static enum tkg_status read_rule(const char *yaml, struct tkg_target *target, struct tkg_error *err)
{
    struct tkg_yaml_document document;
    enum tkg_status status = tkg_yaml_document_parse(&document, "f", yaml, strlen(yaml), err);
    assert_int_equal(status, TKG_OK);
    status = tkg_target_rule_read(&document, tkg_yaml_root(&document), target, err);
    tkg_yaml_document_deinit(&document);
    return status;
}

static struct tkg_target rule_of(const char *yaml)
{
    struct tkg_target target;
    struct tkg_error err = {.text = ""};
    enum tkg_status status = read_rule(yaml, &target, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, TKG_OK);
    return target;
}

static void refuses(const char *yaml, const char *text)
{
    struct tkg_target target;
    struct tkg_error err = {.text = ""};
    enum tkg_status status = read_rule(yaml, &target, &err);
    assert_string_equal(err.text, text);
    assert_int_equal(status, TKG_CONFIG);
}

/* row: T01 T06 */
static void min_is_read_in_the_base_unit(void **state)
{
    (void)state;
    struct tkg_target target =
        rule_of("metric: throughput\ncase: 'replay/*'\nmin: 100 K ticks/s\n");
    assert_int_equal(target.metric, TKG_METRIC_THROUGHPUT);
    assert_int_equal(target.kind, TKG_TARGET_MIN);
    assert_string_equal(target.case_pattern, "replay/*");
    assert_true(target.limit == 100000.0);
    assert_string_equal(target.limit_text, "100 K ticks/s");
    assert_string_equal(target.ruler, "");
    assert_int_equal(target.line, 1);
    assert_int_equal(target.column, 1);
}

/* row: T02 T03 T04 T06 */
static void max_is_read_in_the_base_unit(void **state)
{
    (void)state;
    assert_true(rule_of("metric: latency_mean\nmax: 10 us\n").limit == 10000.0);
    assert_true(rule_of("metric: peak_memory\nmax: 500 MB\n").limit == 500e6);
    assert_true(rule_of("metric: peak_memory\nmax: 64 MiB\n").limit == 64.0 * 1048576.0);
    struct tkg_target target = rule_of("metric: cpu_paced\ncase: paced/100K\nmax: 50 %\n");
    assert_int_equal(target.kind, TKG_TARGET_MAX);
    assert_true(target.limit == 0.5);
    assert_true(rule_of("metric: cpu_paced\nmax: 0.25\n").limit == 0.25);
}

/* row: T06 */
static void equals_is_read_with_its_tolerance(void **state)
{
    (void)state;
    struct tkg_target target =
        rule_of("metric: latency_p50\nequals: 5 ns\ntolerance: 0.5 ns\ncase: replay/1M\n");
    assert_int_equal(target.kind, TKG_TARGET_EQUALS);
    assert_true(target.limit == 5.0);
    assert_true(target.tolerance == 0.5);
    target = rule_of("metric: shadow_overhead\nequals: 0 %\ntolerance: 1 %\n");
    assert_true(target.limit == 0.0);
    assert_true(fabs(target.tolerance - 0.01) < 1e-15); /* 1 times the unit's 0.01 */
}

static void the_default_case_is_every_replay(void **state)
{
    (void)state;
    struct tkg_target target = rule_of("metric: latency_p99\nmax: 40 ns\n");
    assert_string_equal(target.case_pattern, "replay/?*");
    assert_true(tkg_target_matches(&target, "replay/10K"));
    assert_false(tkg_target_matches(&target, "paced/100K"));
}

static void the_place_of_a_flow_rule_is_its_first_key(void **state)
{
    (void)state;
    struct tkg_target target = rule_of("{ metric: latency_p99, max: 40 ns }\n");
    assert_int_equal(target.line, 1);
    assert_int_equal(target.column, 3);
}

/* row: T01 T02 */
static void a_multiple_of_a_ruler_is_read_with_and_without_blanks(void **state)
{
    static const char *const forms[] = {"6.5 x ruler/walk", "6.5x ruler/walk", "6.5 xruler/walk",
                                        "6.5xruler/walk", "6.5  x  ruler/walk"};
    (void)state;
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        char yaml[128];
        (void)snprintf(yaml, sizeof(yaml), "metric: latency_mean\nmax: '%s'\n", forms[i]);
        struct tkg_target target = rule_of(yaml);
        assert_true(target.limit == 6.5);
        assert_string_equal(target.ruler, "ruler/walk");
        assert_string_equal(target.limit_text, forms[i]);
    }
    struct tkg_target target = rule_of("metric: cpu_per_tick\nmin: 1 x ruler/stream\n");
    assert_int_equal(target.kind, TKG_TARGET_MIN);
    assert_string_equal(target.ruler, "ruler/stream");
}

static void a_multiple_only_fits_a_time_per_tick(void **state)
{
    (void)state;
    refuses("metric: throughput\nmin: 2 x ruler/walk\n",
            "f:2:6: min of throughput: throughput is not a time per tick, so it cannot be a "
            "multiple of a ruler");
    refuses("metric: peak_memory\nmax: 2 x ruler/walk\n",
            "f:2:6: max of peak_memory: peak_memory is not a time per tick, so it cannot be a "
            "multiple of a ruler");
    refuses("metric: cpu_paced\nmax: 2x ruler/walk\n",
            "f:2:6: max of cpu_paced: cpu_paced is not a time per tick, so it cannot be a multiple "
            "of a ruler");
    refuses("metric: total_time\nmax: 2 x ruler/walk\n",
            "f:2:6: max of total_time: total_time is not a time per tick, so it cannot be a "
            "multiple of a ruler");
    refuses("metric: latency_p50\nequals: 2 x ruler/walk\ntolerance: 1 ns\n",
            "f:2:9: equals of latency_p50: a multiple of a ruler goes with min or max only");
}

static void a_multiple_must_name_a_ruler(void **state)
{
    static const char *const wrong[] = {"walk", "replay/10K", "ruler/", "ruler/*", "ruler/a b"};
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        char yaml[128];
        char text[256];
        (void)snprintf(yaml, sizeof(yaml), "metric: latency_p50\nmax: 2 x %s\n", wrong[i]);
        (void)snprintf(text, sizeof(text),
                       "f:2:6: max of latency_p50: '%s' is not the name of a ruler; write 6.5 x "
                       "ruler/walk",
                       wrong[i]);
        refuses(yaml, text);
    }
    refuses("metric: latency_p50\nmax: 2 x\n", "f:2:6: max of latency_p50: '' is not the name of a "
                                               "ruler; write 6.5 x ruler/walk");
    refuses("metric: latency_p50\nmax: 2 x ruler/"
            "123456789012345678901234567890123456789012345678901234567x1\n",
            "f:2:6: max of latency_p50: the ruler's name has 65 bytes; at most 63 are allowed");
}

static void a_multiple_must_be_a_number_above_zero(void **state)
{
    (void)state;
    refuses("metric: latency_p50\nmax: 0 x ruler/walk\n",
            "f:2:6: max of latency_p50: '0 x ruler/walk' is not above zero");
    refuses("metric: latency_p50\nmax: 1.2.3 x ruler/walk\n",
            "f:2:6: max of latency_p50: '1.2.3' is not a number; write 6.5 x ruler/walk");
    refuses("metric: latency_p50\nmax: -1 x ruler/walk\n",
            "f:2:6: max of latency_p50: '-1 x ruler/walk' has the unit 'x ruler/walk'; expected "
            "ns, us, ms or s");
    refuses("metric: latency_p50\n"
            "max: 111111111111111111111111111111111111111111111111x ruler/walk\n",
            "f:2:6: max of latency_p50: the multiple has more than 47 digits");
}

static void a_missing_metric_is_named(void **state)
{
    (void)state;
    refuses("max: 5 ns\n", "f:1:1: this target has no metric; add 'metric: NAME' ('tickgate help "
                           "metrics' lists all names)");
}

static void an_unknown_metric_gets_a_suggestion(void **state)
{
    (void)state;
    refuses("metric: latncy_p99\nmax: 5 ns\n",
            "f:1:9: unknown metric 'latncy_p99'; did you mean 'latency_p99'? 'tickgate help "
            "metrics' lists all names");
    refuses("metric: sharpe_ratio\nmax: 5 ns\n",
            "f:1:9: unknown metric 'sharpe_ratio'; 'tickgate help metrics' lists all names");
    refuses("metric:\nmax: 5 ns\n",
            "f:1:8: unknown metric ''; 'tickgate help metrics' lists all names");
    refuses(
        "metric: every_p99\nmax: 40 ns\n",
        "f:1:9: every_p99 is of pass D, which is for diagnosis and is never judged; take block_* "
        "or tick_*");
}

static void an_unknown_key_gets_a_suggestion(void **state)
{
    (void)state;
    refuses("metric: latency_p99\nmaks: 5 ns\n",
            "f:2:1: unknown key 'maks'; the keys here are metric, case, min, max, equals, "
            "tolerance");
    refuses("metric: latency_p99\ntolerence: 5 ns\n",
            "f:2:1: unknown key 'tolerence'; did you mean 'tolerance'?");
    refuses("metric: latency_p99\nmax: 5 ns\nmax: 5 ns\n",
            "f:3:1: key 'max' is given twice (first value at 2:6); remove one");
}

static void a_missing_limit_is_named(void **state)
{
    (void)state;
    refuses("metric: latency_p99\n",
            "f:1:1: this target has no limit; add one of min, max or equals");
    refuses("metric: latency_p99\nmax:\n",
            "f:2:5: max of latency_p99: the limit is empty; write a value");
}

static void two_limits_are_refused(void **state)
{
    (void)state;
    refuses("metric: latency_p99\nmin: 1 ns\nmax: 5 ns\n",
            "f:3:6: this target has both min and max; write two targets");
    refuses("metric: latency_p99\nequals: 1 ns\nmax: 5 ns\n",
            "f:2:9: this target has both max and equals; write two targets");
}

static void a_wrong_unit_is_refused_with_those_that_fit(void **state)
{
    (void)state;
    refuses("metric: latency_p99\nmax: 40 MB\n", "f:2:6: max of latency_p99: '40 MB' has the unit "
                                                 "'MB'; expected ns, us, ms or s");
    refuses("metric: latency_p99\nmax: 40\n",
            "f:2:6: max of latency_p99: '40' has no unit; expected ns, us, ms or s");
    refuses("metric: peak_memory\nmax: lots\n",
            "f:2:6: max of peak_memory: 'lots' is not a number with a unit (expected B, KB, MB, "
            "GB, KiB, MiB or GiB)");
    refuses("metric: latency_p50\nequals: 5 ns\ntolerance: 10 %\n",
            "f:3:12: tolerance of latency_p50: '10 %' has the unit '%'; expected ns, us, ms or s");
}

static void a_limit_at_or_below_zero_is_refused(void **state)
{
    (void)state;
    refuses("metric: throughput\nmin: 0 ticks/s\n",
            "f:2:6: min of throughput: '0 ticks/s' is not above zero");
    refuses("metric: latency_p99\nmax: -5 ns\n",
            "f:2:6: max of latency_p99: '-5 ns' is not above zero");
    refuses("metric: allocations_per_tick\nmin: 0\n",
            "f:2:6: min of allocations_per_tick: '0' is not above zero");
    refuses("metric: peak_memory\nmax: 0 B\n",
            "f:2:6: max of peak_memory: '0 B' is not above zero");
    refuses("metric: cpu_paced\nmax: 0 %\n", "f:2:6: max of cpu_paced: '0 %' is not above zero");
    refuses("metric: efficiency\nequals: -1 %\ntolerance: 1 %\n",
            "f:2:9: equals of efficiency: '-1 %' is not above zero");
    refuses("metric: latency_p99\nequals: 0 ns\ntolerance: 1 ns\n",
            "f:2:9: equals of latency_p99: '0 ns' is not above zero");
    refuses("metric: latency_p99\nequals: 5 ns\ntolerance: 0 ns\n",
            "f:3:12: tolerance of latency_p99: '0 ns' is not above zero");
}

/* row: T06 */
static void a_tolerance_goes_with_equals_and_only_there(void **state)
{
    (void)state;
    refuses("metric: latency_p50\nequals: 5 ns\n",
            "f:2:9: equals needs a tolerance, no two measurements are the same; add 'tolerance: ' "
            "with a value in the same unit");
    refuses("metric: latency_p50\nmax: 5 ns\ntolerance: 1 ns\n",
            "f:3:12: tolerance goes with equals only; move the limit itself");
}

static void a_case_of_an_unknown_family_is_refused(void **state)
{
    static const char *const wrong[] = {"reply/1M", "1M",        "replay",
                                        "replay/",  "Replay/1M", "reply/*"};
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        char yaml[128];
        char text[256];
        (void)snprintf(yaml, sizeof(yaml), "metric: latency_p50\ncase: %s\nmax: 5 ns\n", wrong[i]);
        (void)snprintf(text, sizeof(text),
                       "f:2:7: case '%s' can match nothing; write replay/..., paced/..., "
                       "ruler/..., threads/..., ticks/... or a pattern such as '*'",
                       wrong[i]);
        refuses(yaml, text);
    }
}

static void every_family_and_every_leading_pattern_is_taken(void **state)
{
    static const char *const right[] = {"replay/1M", "paced/?*", "ruler/walk", "ticks/es.ticks",
                                        "*",         "*/1M",     "[rp]*/1M",   "?eplay/1M"};
    (void)state;
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
        char yaml[128];
        (void)snprintf(yaml, sizeof(yaml), "metric: latency_p50\ncase: '%s'\nmax: 5 ns\n",
                       right[i]);
        assert_string_equal(rule_of(yaml).case_pattern, right[i]);
    }
}

static void texts_that_do_not_fit_are_refused(void **state)
{
    char yaml[512];
    (void)state;
    (void)snprintf(yaml, sizeof(yaml), "metric: latency_p50\ncase: replay/%057d\nmax: 5 ns\n", 1);
    refuses(yaml, "f:2:7: case has 64 bytes; at most 63 are allowed");
    (void)snprintf(yaml, sizeof(yaml), "metric: latency_p50\nmax: 5%094dns\n", 1);
    refuses(yaml, "f:2:6: max of latency_p50: the limit has 97 bytes; at most 95 are allowed");
    refuses("metric: latency_p50\ncase: ''\nmax: 5 ns\n", "f:2:7: case is empty; write a value");
}

static void a_rule_that_is_no_mapping_is_refused(void **state)
{
    (void)state;
    refuses("throughput\n", "f:1:1: expected 'key: value' lines such as 'metric: ...'");
    refuses("metric: [latency_p50]\n", "f:1:9: 'metric' must be a single value, not a list");
    refuses("{}\n", "f:1:1: this target has no metric; add 'metric: NAME' ('tickgate help "
                    "metrics' lists all names)");
}

static void kinds_have_the_names_of_their_keys(void **state)
{
    (void)state;
    assert_string_equal(tkg_target_kind_key(TKG_TARGET_MIN), "min");
    assert_string_equal(tkg_target_kind_key(TKG_TARGET_MAX), "max");
    assert_string_equal(tkg_target_kind_key(TKG_TARGET_EQUALS), "equals");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(min_is_read_in_the_base_unit),
        cmocka_unit_test(max_is_read_in_the_base_unit),
        cmocka_unit_test(equals_is_read_with_its_tolerance),
        cmocka_unit_test(the_default_case_is_every_replay),
        cmocka_unit_test(the_place_of_a_flow_rule_is_its_first_key),
        cmocka_unit_test(a_multiple_of_a_ruler_is_read_with_and_without_blanks),
        cmocka_unit_test(a_multiple_only_fits_a_time_per_tick),
        cmocka_unit_test(a_multiple_must_name_a_ruler),
        cmocka_unit_test(a_multiple_must_be_a_number_above_zero),
        cmocka_unit_test(a_missing_metric_is_named),
        cmocka_unit_test(an_unknown_metric_gets_a_suggestion),
        cmocka_unit_test(an_unknown_key_gets_a_suggestion),
        cmocka_unit_test(a_missing_limit_is_named),
        cmocka_unit_test(two_limits_are_refused),
        cmocka_unit_test(a_wrong_unit_is_refused_with_those_that_fit),
        cmocka_unit_test(a_limit_at_or_below_zero_is_refused),
        cmocka_unit_test(a_tolerance_goes_with_equals_and_only_there),
        cmocka_unit_test(a_case_of_an_unknown_family_is_refused),
        cmocka_unit_test(every_family_and_every_leading_pattern_is_taken),
        cmocka_unit_test(texts_that_do_not_fit_are_refused),
        cmocka_unit_test(a_rule_that_is_no_mapping_is_refused),
        cmocka_unit_test(kinds_have_the_names_of_their_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
