/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/bottleneck.h"
#include "cmocka_all.h"
#include "sample/telemetry.h"
#include "sample_functions.h"

/* The limits promised. */
static struct tkg_bottleneck_rules make_rules(void)
{
    struct tkg_bottleneck_rules rules = {.io_wait_0to1 = 0.05};
    for (int rule = 0; rule < TKG_RULE_COUNT; rule++) {
        for (int severity = 0; severity < TKG_SEVERITY_COUNT; severity++) {
            rules.limits[rule][severity] = HUGE_VAL;
        }
    }
    rules.limits[TKG_RULE_CPU_FUNCTION][TKG_SEVERITY_MEDIUM] = 0.1e9;
    rules.limits[TKG_RULE_CPU_FUNCTION][TKG_SEVERITY_HIGH] = 1e9;
    rules.limits[TKG_RULE_SLOW_FUNCTION][TKG_SEVERITY_MEDIUM] = 0.1e9;
    rules.limits[TKG_RULE_SLOW_FUNCTION][TKG_SEVERITY_HIGH] = 1e9;
    rules.limits[TKG_RULE_MEMORY_GROWTH][TKG_SEVERITY_MEDIUM] = 1e6;
    rules.limits[TKG_RULE_MEMORY_GROWTH][TKG_SEVERITY_HIGH] = 1e7;
    rules.limits[TKG_RULE_HIGH_MEMORY][TKG_SEVERITY_HIGH] = 5e8;
    rules.limits[TKG_RULE_IO_OPERATIONS][TKG_SEVERITY_MEDIUM] = 1e4;
    rules.limits[TKG_RULE_IO_THROUGHPUT][TKG_SEVERITY_LOW] = 1e8;
    rules.limits[TKG_RULE_IO_BURSTS][TKG_SEVERITY_MEDIUM] = 0.3;
    return rules;
}

/* One function over ten replays of the times given for one. */
static struct tkg_bottleneck_list check_function(double seconds, uint64_t calls)
{
    const struct tkg_bottleneck_rules rules = make_rules();
    struct tkg_bottleneck_list list = {.count = 0};
    struct tkg_function_table table;
    init_functions(&table);
    add_function(&table, "planted", 1, (uint64_t)(seconds * 1e10));
    table.functions[0].calls = calls;
    tkg_bottlenecks_of_functions(&rules, &table, &list);
    tkg_function_table_deinit(&table);
    return list;
}

/* row: T10 */
static void function_above_a_tenth_of_a_second_is_medium_and_above_one_high(void **state)
{
    (void)state;
    assert_int_equal(check_function(0.1, 0).count, 0); /* the limit itself is no finding */
    const struct tkg_bottleneck_list medium = check_function(0.2, 0);
    assert_int_equal(medium.count, 1);
    assert_int_equal(medium.items[0].rule, TKG_RULE_CPU_FUNCTION);
    assert_int_equal(medium.items[0].severity, TKG_SEVERITY_MEDIUM);
    assert_near(medium.items[0].value, 0.2e9, 1.0);
    assert_near(medium.items[0].limit, 0.1e9, 0.0);
    assert_near(medium.items[0].share_0to1, 1.0, 1e-12);
    assert_contains(medium.items[0].subject, "planted (core.c:10)");
    assert_contains(medium.items[0].evidence, "100.0 % of the CPU time of a replay");
    const struct tkg_bottleneck_list high = check_function(1.2, 0);
    assert_int_equal(high.items[0].severity, TKG_SEVERITY_HIGH);
    assert_near(high.items[0].limit, 1e9, 0.0);
}

/* Mean of a call: 1.2 s in one, 0.2 s in six, 0.06 s in twenty.
 * row: T13 */
static void slow_function_is_judged_by_its_mean_call(void **state)
{
    (void)state;
    struct tkg_bottleneck_list list = check_function(1.2, 1);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[1].rule, TKG_RULE_SLOW_FUNCTION);
    assert_int_equal(list.items[1].severity, TKG_SEVERITY_HIGH);
    list = check_function(1.2, 6);
    assert_int_equal(list.items[1].rule, TKG_RULE_SLOW_FUNCTION);
    assert_int_equal(list.items[1].severity, TKG_SEVERITY_MEDIUM);
    assert_near(list.items[1].value, 0.2e9, 1.0);
    assert_contains(list.items[1].evidence, "6 calls a replay");
    assert_int_equal(check_function(1.2, 20).count, 1); /* CPU time alone */
}

static void functions_without_times_are_not_judged(void **state)
{
    (void)state;
    const struct tkg_bottleneck_rules rules = make_rules();
    struct tkg_bottleneck_list list = {.count = 0};
    struct tkg_function_table table;
    init_functions(&table);
    add_function(&table, "planted", 1, UINT64_C(100000000000));
    table.has[TKG_COST_CPU] = false;
    tkg_bottlenecks_of_functions(&rules, &table, &list);
    assert_int_equal(list.count, 0);
    tkg_function_table_deinit(&table);
}

/* A tick's 100 instructions become 400 where all of a replay counts: 3 of the 4 hundred were not
 * there in its first quarter, 75 % of 500 less the 100 that "fill" needs throughout are 60 %.
 * row: B16 */
static void function_whose_ticks_need_ever_more_instructions_is_growing(void **state)
{
    (void)state;
    struct tkg_bottleneck_rules rules = make_rules();
    struct tkg_bottleneck_list list = {.count = 0};
    struct tkg_function_table quarter, whole;
    rules.limits[TKG_RULE_GROWING_FUNCTION][TKG_SEVERITY_MEDIUM] = 0.1;
    rules.limits[TKG_RULE_GROWING_FUNCTION][TKG_SEVERITY_HIGH] = 0.5;
    init_functions(&quarter);
    init_functions(&whole);
    quarter.tick_count = 250;
    add_function(&quarter, "scan", 250 * 100, 0);
    add_function(&quarter, "fill", 250 * 100, 0);
    add_function(&whole, "scan", 1000 * 400, 0);
    add_function(&whole, "fill", 1000 * 100, 0);
    tkg_bottlenecks_of_growth(&rules, &quarter, &whole, &list);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].rule, TKG_RULE_GROWING_FUNCTION);
    assert_int_equal(list.items[0].severity, TKG_SEVERITY_HIGH);
    assert_near(list.items[0].value, 0.6, 1e-12);
    assert_near(list.items[0].share_0to1, 0.8, 1e-12);
    assert_contains(list.items[0].subject, "scan (core.c:");
    assert_contains(list.items[0].evidence,
                    "100 instructions a tick over the first 250 ticks, 400 over all 1000");
    tkg_function_table_deinit(&quarter);
    tkg_function_table_deinit(&whole);
}

static void growth_without_counts_is_not_judged(void **state)
{
    (void)state;
    struct tkg_bottleneck_rules rules = make_rules();
    struct tkg_bottleneck_list list = {.count = 0};
    struct tkg_function_table quarter, whole;
    rules.limits[TKG_RULE_GROWING_FUNCTION][TKG_SEVERITY_LOW] = 1e-9;
    tkg_function_table_init(&quarter);
    init_functions(&whole);
    add_function(&whole, "scan", 1000, 0);
    tkg_bottlenecks_of_growth(&rules, &quarter, &whole, &list); /* the quarter was not played */
    assert_int_equal(list.count, 0);
    tkg_function_table_deinit(&whole);
}

/* One sampled trial of 1,000 ticks and 1 s, half of it waiting. */
struct planted {
    struct tkg_run_record record;
    struct tkg_trial trial;
    struct tkg_telemetry *telemetry;
};

static void begin(struct planted *planted)
{
    tkg_run_record_init(&planted->record);
    planted->trial = tkg_trial_empty(TKG_PASS_THROUGHPUT);
    planted->trial.replay_count = 1;
    planted->trial.wall_ns = 1000000000;
    planted->trial.cpu_user_ns = 500000000;
    planted->telemetry = tkg_telemetry_create(1000000);
    assert_non_null(planted->telemetry);
    for (int i = 0; i < TKG_TELEMETRY_VALUE_COUNT; i++) {
        planted->telemetry->values[i] = NAN;
    }
    planted->trial.telemetry = planted->telemetry;
}

static void add_point(struct planted *planted, int64_t rss_bytes)
{
    const struct tkg_telemetry_point point = {.wall_ns = 1000000, .rss_bytes = rss_bytes};
    tkg_telemetry_add(planted->telemetry, &point);
}

/* A hundred intervals of 1 ms; every `every`-th has 1 MB of input and output. */
static void add_bursts(struct planted *planted, int every)
{
    for (int i = 0; i < 100; i++) {
        const struct tkg_telemetry_point point = {
            .wall_ns = 1000000, .rss_bytes = 1000, .io_bytes = i % every == 0 ? 1000000 : 0};
        planted->telemetry->points[planted->telemetry->point_count++] = point;
    }
}

static struct tkg_bottleneck_list end(struct planted *planted)
{
    struct tkg_error err = {0};
    struct tkg_bottleneck_list list = {.count = 0};
    const struct tkg_bottleneck_rules rules = make_rules();
    struct tkg_case *the_case = tkg_run_record_add_case(&planted->record, "replay/1000", 1000);
    assert_non_null(the_case);
    assert_status(tkg_case_add_trial(the_case, &planted->trial, &err), TKG_OK, &err);
    tkg_bottlenecks_of_run(&rules, &planted->record, &list);
    tkg_run_record_deinit(&planted->record);
    free(planted->telemetry);
    return list;
}

static struct tkg_bottleneck_list check_growth(int64_t from, int64_t to)
{
    struct planted planted;
    begin(&planted);
    add_point(&planted, from);
    add_point(&planted, to);
    return end(&planted);
}

/* row: T11 */
static void memory_that_grows_is_medium_above_one_and_high_above_ten_megabytes(void **state)
{
    (void)state;
    assert_int_equal(check_growth(5000000, 6000000).count, 0);
    assert_int_equal(check_growth(9000000, 5000000).count, 0);
    struct tkg_bottleneck_list list = check_growth(5000000, 6000001);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].rule, TKG_RULE_MEMORY_GROWTH);
    assert_int_equal(list.items[0].severity, TKG_SEVERITY_MEDIUM);
    assert_contains(list.items[0].subject, "replay/1000, pass A");
    list = check_growth(5000000, 15000001);
    assert_int_equal(list.items[0].severity, TKG_SEVERITY_HIGH);
}

/* row: T11 */
static void peak_above_half_a_gigabyte_is_high(void **state)
{
    (void)state;
    struct planted planted;
    begin(&planted);
    planted.trial.values[TKG_METRIC_PEAK_MEMORY] = 500000001;
    struct tkg_bottleneck_list list = end(&planted);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].rule, TKG_RULE_HIGH_MEMORY);
    assert_int_equal(list.items[0].severity, TKG_SEVERITY_HIGH);
    begin(&planted);
    planted.trial.values[TKG_METRIC_PEAK_MEMORY] = 500000000;
    assert_int_equal(end(&planted).count, 0);
}

/* row: T12 */
static void many_operations_are_medium(void **state)
{
    (void)state;
    struct planted planted;
    begin(&planted);
    planted.telemetry->values[TKG_TELEMETRY_READ_CALLS] = 10000;
    planted.telemetry->values[TKG_TELEMETRY_WRITE_CALLS] = 1;
    const struct tkg_bottleneck_list list = end(&planted);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].rule, TKG_RULE_IO_OPERATIONS);
    assert_int_equal(list.items[0].severity, TKG_SEVERITY_MEDIUM);
    assert_contains(list.items[0].evidence, "waited for 50 % of it");
}

/* 200 MB in a second: low where half of it was waiting, nothing where the thread never waited.
 * row: T12 */
static void throughput_is_low_and_only_with_waiting(void **state)
{
    (void)state;
    struct planted planted;
    begin(&planted);
    planted.telemetry->values[TKG_TELEMETRY_READ_CHARS] = 1.5e8;
    planted.telemetry->values[TKG_TELEMETRY_WRITTEN_CHARS] = 0.5e8;
    const struct tkg_bottleneck_list list = end(&planted);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].rule, TKG_RULE_IO_THROUGHPUT);
    assert_int_equal(list.items[0].severity, TKG_SEVERITY_LOW);
    assert_near(list.items[0].value, 2e8, 1.0);
    begin(&planted);
    planted.trial.cpu_user_ns = 990000000;
    planted.telemetry->values[TKG_TELEMETRY_READ_CHARS] = 1.5e8;
    planted.telemetry->values[TKG_TELEMETRY_WRITTEN_CHARS] = 0.5e8;
    assert_int_equal(end(&planted).count, 0);
}

/* All in every fifth interval is 0.33, in every fourth (sqrt(3) - 1) / (sqrt(3) + 1) = 0.27.
 * row: T12 */
static void bursts_of_input_and_output_are_medium(void **state)
{
    (void)state;
    struct planted planted;
    begin(&planted);
    add_bursts(&planted, 5);
    const struct tkg_bottleneck_list list = end(&planted);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].rule, TKG_RULE_IO_BURSTS);
    assert_int_equal(list.items[0].severity, TKG_SEVERITY_MEDIUM);
    assert_near(list.items[0].value, 1.0 / 3.0, 1e-9);
    begin(&planted);
    add_bursts(&planted, 4);
    assert_int_equal(end(&planted).count, 0);
}

static void what_is_not_known_is_not_judged(void **state)
{
    (void)state;
    struct planted planted;
    begin(&planted);
    add_point(&planted, -1);
    add_point(&planted, 999999999);
    assert_int_equal(end(&planted).count, 0);
}

/* 70 functions, each milder than the one before: the first 64 stay, high before medium. */
static void most_severe_come_first_and_the_mildest_are_left_out(void **state)
{
    (void)state;
    const struct tkg_bottleneck_rules rules = make_rules();
    struct tkg_bottleneck_list list = {.count = 0};
    struct tkg_function_table table;
    char name[16];
    init_functions(&table);
    for (unsigned i = 0; i < 70; i++) {
        (void)snprintf(name, sizeof name, "f%u", i);
        add_function(&table, name, 1, UINT64_C(300000000) * (i + 5)); /* 0.15 s and more */
        table.functions[i].calls = 0;
    }
    tkg_bottlenecks_of_functions(&rules, &table, &list);
    assert_int_equal(list.count, TKG_BOTTLENECK_MAX);
    assert_int_equal(list.left_out, 6);
    assert_contains(list.items[0].subject, "f69");
    assert_contains(list.items[TKG_BOTTLENECK_MAX - 1].subject, "f6 ");
    for (size_t i = 1; i < list.count; i++) {
        assert_true(list.items[i].severity <= list.items[i - 1].severity);
    }
    tkg_function_table_deinit(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(function_above_a_tenth_of_a_second_is_medium_and_above_one_high),
        cmocka_unit_test(slow_function_is_judged_by_its_mean_call),
        cmocka_unit_test(functions_without_times_are_not_judged),
        cmocka_unit_test(function_whose_ticks_need_ever_more_instructions_is_growing),
        cmocka_unit_test(growth_without_counts_is_not_judged),
        cmocka_unit_test(memory_that_grows_is_medium_above_one_and_high_above_ten_megabytes),
        cmocka_unit_test(peak_above_half_a_gigabyte_is_high),
        cmocka_unit_test(many_operations_are_medium),
        cmocka_unit_test(throughput_is_low_and_only_with_waiting),
        cmocka_unit_test(bursts_of_input_and_output_are_medium),
        cmocka_unit_test(what_is_not_known_is_not_judged),
        cmocka_unit_test(most_severe_come_first_and_the_mildest_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
