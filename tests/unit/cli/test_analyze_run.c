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

static void analyze_engine(const char *engine, uint64_t tick_count, const char *parameters)
{
    struct tkg_error err = {0};
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", TKG_TEST_ENGINES, engine);
    struct tkg_analyze_means means = {
        .program_path = "/proc/self/exe",
        .replay = make_count_spec(path),
        .sample_ns = *parameters ? 1 : 50000000, /* a planted time is one replay long */
        .rules = &rules,
    };
    means.replay.tick_count = tick_count;
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

/* One replay of the planted engine is watched. */
static void analyze(const char *parameters)
{
    analyze_engine("hotspot.so", 2000, parameters);
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

/* The 1-based line of source that begins with text; the file lies in tests/engines. */
static unsigned line_of(const char *file, const char *text)
{
    static const char here[] = "tests/unit/cli/test_analyze_run.c";
    char path[4096];
    char line[256];
    unsigned number = 0;
    bool is_found = false;
    (void)snprintf(path, sizeof path, "%.*stests/engines/%s",
                   (int)(strlen(__FILE__) - strlen(here)), __FILE__, file);
    FILE *stream = fopen(path, "re");
    assert_non_null(stream);
    while (!is_found && fgets(line, sizeof line, stream)) {
        number++;
        is_found = strncmp(line, text, strlen(text)) == 0;
    }
    (void)fclose(stream);
    assert_true(is_found);
    return number;
}

/* Counts, not times: the machine does not matter. The scan is planted in nsquared.c; the reader is
 * told the file and a line of its first statements.
 * row: B16 */
static void growing_linear_scan_is_named_with_file_and_line(void **state)
{
    (void)state;
    const char *place = NULL;
    analyze_engine("nsquared.so", 20000, "");
    const struct tkg_bottleneck *scan = find(TKG_RULE_GROWING_FUNCTION, "scan_for_each");
    assert_non_null(scan);
    assert_int_equal(scan->severity, TKG_SEVERITY_HIGH);
    assert_true(scan->value > 0.7 && scan->value < 0.75); /* 3/4 of what is all but all */
    place = strstr(scan->subject, "nsquared.c:");
    assert_non_null(place);
    const unsigned first =
        line_of("nsquared.c", "static __attribute__((noinline)) void scan_for_each");
    const unsigned long told = strtoul(place + strlen("nsquared.c:"), NULL, 10);
    assert_in_range(told, first, first + 3);
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
        cmocka_unit_test(growing_linear_scan_is_named_with_file_and_line),
        cmocka_unit_test(engine_without_faults_has_no_bottleneck),
        cmocka_unit_test(file_that_is_no_result_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
