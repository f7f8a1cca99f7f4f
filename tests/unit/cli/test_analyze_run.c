/* SPDX-License-Identifier: Apache-2.0
 *
 * Planted functions, profiled in processes of this test program. Limits are those of the shipped
 * rules; times are CPU times or sleeps, which a busy machine does not shorten.
 */
#include "cli/analyze_run.h"
#include "profile/time_sample.h"
#include "profile_main.h"

static struct tkg_bottleneck_rules rules;
static struct tkg_bottleneck_list list;
static char note[TKG_ANALYZE_NOTE_BYTES];

static void load_rules(void)
{
    static const char here[] = "tests/unit/cli/test_analyze_run.c";
    char path[4096];
    struct tkg_error err = {0};
    (void)snprintf(path, sizeof path, "%.*sthresholds/rules.yaml",
                   (int)(strlen(__FILE__) - strlen(here)), __FILE__);
    assert_status(tkg_bottleneck_rules_load(&rules, path, &err), TKG_OK, &err);
}

/* One replay of the planted engine is watched. */
static void analyze(const char *parameters)
{
    struct tkg_error err = {0};
    struct tkg_analyze_means means = {
        .program_path = "/proc/self/exe",
        .replay = make_count_spec(TKG_TEST_ENGINES "/hotspot.so"),
        .sample_ns = *parameters ? 1 : 50000000, /* a planted time is one replay long */
        .rules = &rules,
    };
    means.replay.tick_count = 2000;
    (void)snprintf(means.replay.parameters, sizeof means.replay.parameters, "%s", parameters);
    load_rules();
    list.count = 0;
    skip_without_valgrind();
    const enum tkg_status status = tkg_analyze_engine(&means, &list, note, &err);
    if (status == TKG_ENVIRONMENT) {
        print_message("unavailable here: %s\n", err.text);
        skip();
    }
    assert_status(status, TKG_OK, &err);
}

static const struct tkg_bottleneck *find(enum tkg_rule rule, const char *function)
{
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].rule == rule && strstr(list.items[i].subject, function)) {
            return &list.items[i];
        }
    }
    return NULL;
}

/* row: T10 T13 */
static void two_tenths_of_a_second_of_work_are_medium(void **state)
{
    (void)state;
    analyze("busy=0.2");
    const struct tkg_bottleneck *cpu = find(TKG_RULE_CPU_FUNCTION, "burn_planted");
    const struct tkg_bottleneck *wall = find(TKG_RULE_SLOW_FUNCTION, "burn_planted");
    assert_non_null(cpu);
    assert_int_equal(cpu->severity, TKG_SEVERITY_MEDIUM);
    assert_near(cpu->value / 1e9, 0.2, 0.05);
    assert_non_null(wall);
    assert_contains(wall->evidence, "1 call a replay");
}

/* row: T10 */
static void more_than_a_second_of_work_is_high(void **state)
{
    (void)state;
    analyze("busy=1.2");
    const struct tkg_bottleneck *cpu = find(TKG_RULE_CPU_FUNCTION, "burn_planted");
    assert_non_null(cpu);
    assert_int_equal(cpu->severity, TKG_SEVERITY_HIGH);
    assert_true(cpu->share_0to1 > 0.9);
}

/* A wait takes no CPU time: only the rule for wall time sees it.
 * row: T13 */
static void waiting_is_slow_without_being_busy(void **state)
{
    (void)state;
    analyze("wait=0.2");
    assert_null(find(TKG_RULE_CPU_FUNCTION, "wait_planted"));
    const struct tkg_bottleneck *wall = find(TKG_RULE_SLOW_FUNCTION, "wait_planted");
    assert_non_null(wall);
    assert_true(wall->value > 0.15e9); /* what follows the last look is lost */
    analyze("wait=1.2");
    wall = find(TKG_RULE_SLOW_FUNCTION, "wait_planted");
    assert_non_null(wall);
    assert_int_equal(wall->severity, TKG_SEVERITY_HIGH);
}

static void engine_without_faults_has_no_bottleneck(void **state)
{
    (void)state;
    analyze("");
    assert_int_equal(list.count, 0);
    assert_string_equal(note, "");
}

static void file_that_is_no_result_is_refused(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    load_rules();
    assert_status(tkg_analyze_result(&rules, "/nowhere/results.json", &list, note, &err), TKG_INPUT,
                  &err);
}

int main(int argc, char **argv)
{
    int exit_code = 0;
    if (is_profile_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_tenths_of_a_second_of_work_are_medium),
        cmocka_unit_test(more_than_a_second_of_work_is_high),
        cmocka_unit_test(waiting_is_slow_without_being_busy),
        cmocka_unit_test(engine_without_faults_has_no_bottleneck),
        cmocka_unit_test(file_that_is_no_result_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
