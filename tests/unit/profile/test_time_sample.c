/* SPDX-License-Identifier: Apache-2.0
 *
 * Watched replays, in processes of this test program. What is asserted holds on a busy machine:
 * shares of CPU time, which a thread that is pushed aside does not spend.
 */
#include "profile/time_sample.h"
#include "profile_main.h"

static struct tkg_sample_spec make_sample_spec(const char *engine, const char *parameters)
{
    struct tkg_sample_spec spec = {
        .replay = make_count_spec(engine),
        .duration_ns = 150000000,
        .interval_ns = TKG_SAMPLE_INTERVAL_NS,
    };
    (void)snprintf(spec.replay.parameters, sizeof spec.replay.parameters, "%s", parameters);
    return spec;
}

static void sample_or_skip(const struct tkg_sample_spec *spec, struct tkg_function_table *table)
{
    char reason[512];
    struct tkg_error err = {0};
    tkg_function_table_init(table);
    if (!tkg_time_sample_is_available(reason, sizeof reason)) {
        print_message("unavailable here: %s\n", reason);
        skip();
    }
    const enum tkg_status status = tkg_time_sample_run("/proc/self/exe", spec, table, NULL, &err);
    if (status == TKG_ENVIRONMENT) {
        print_message("unavailable here: %s\n", err.text);
        skip();
    }
    assert_status(status, TKG_OK, &err);
}

/* A static function, in a plugin, without debug information or frame pointers to help.
 * row: P01 */
static void function_that_takes_the_time_is_named(void **state)
{
    (void)state;
#ifdef __SANITIZE_THREAD__
    print_message("unavailable here: most of the time is the thread sanitizer's own\n");
    skip();
#endif
    struct tkg_function_table table;
    const struct tkg_sample_spec spec = make_sample_spec(TKG_TEST_ENGINES "/blind_base.so", "");
    sample_or_skip(&spec, &table);
    const struct tkg_function *chain = tkg_function_table_find(&table, "follow_chain", "");
    assert_non_null(chain);
    assert_true((double)chain->self[TKG_COST_CPU] > 0.8 * (double)table.totals[TKG_COST_CPU]);
    const struct tkg_function *caller = tkg_function_table_find(&table, "blind_on_ticks", "");
    assert_non_null(caller);
    assert_true((double)caller->inclusive[TKG_COST_CPU] >
                0.95 * (double)table.totals[TKG_COST_CPU]);
    assert_true(table.replay_count > 0);
    assert_int_equal(table.tick_count, 20000);
    assert_true(table.has[TKG_COST_CPU] && table.has[TKG_COST_WALL]);
    tkg_function_table_deinit(&table);
}

/* 0.2 s of sleep, for the clock on the wall only. The sleep is not cut short by the looks. */
static void waiting_is_wall_time_without_cpu_time(void **state)
{
    (void)state;
    struct tkg_function_table table;
    const struct tkg_sample_spec spec =
        make_sample_spec(TKG_TEST_ENGINES "/hotspot.so", "wait=0.2");
    sample_or_skip(&spec, &table);
    const struct tkg_function *wait = tkg_function_table_find(&table, "wait_planted", "");
    assert_non_null(wait);
    assert_true(wait->inclusive[TKG_COST_WALL] >
                150000000); /* what follows the last look is lost */
    assert_true(wait->inclusive[TKG_COST_CPU] < wait->inclusive[TKG_COST_WALL] / 4);
    tkg_function_table_deinit(&table);
}

static void work_is_cpu_time(void **state)
{
    (void)state;
    struct tkg_function_table table;
    const struct tkg_sample_spec spec =
        make_sample_spec(TKG_TEST_ENGINES "/hotspot.so", "busy=0.2");
    sample_or_skip(&spec, &table);
    const struct tkg_function *burn = tkg_function_table_find(&table, "burn_planted", "");
    assert_non_null(burn);
    const double per_replay = (double)burn->inclusive[TKG_COST_CPU] / (double)table.replay_count;
    assert_near(per_replay / 1e6, 200.0, 30.0);
    tkg_function_table_deinit(&table);
}

/* The hottest function of a bucket. */
static const char *hottest(const struct tkg_time_map *map, uint32_t column)
{
    uint32_t found = 0;
    for (uint32_t row = 1; row < map->row_count; row++) {
        found = map->rows[row].wall_ns[column] > map->rows[found].wall_ns[column] ? row : found;
    }
    return map->rows[found].name;
}

/* The engine changes from one function to the other at half of its ticks. A machine that takes the
 * processor away in the middle of a replay blurs the middle: a fifth of the time is left out.
 * row: V10 */
static void planted_phase_change_moves_the_hottest_function(void **state)
{
    (void)state;
#ifdef __SANITIZE_THREAD__
    print_message("unavailable here: most of the time is the thread sanitizer's own\n");
    skip();
#endif
    static struct tkg_time_map map;
    struct tkg_function_table table;
    struct tkg_error err = {.text = ""};
    struct tkg_sample_spec spec = make_sample_spec(TKG_TEST_ENGINES "/phases.so", "change=50000");
    spec.replay.tick_count = 100000;
    spec.duration_ns = 600000000;
    sample_or_skip(&spec, &table);
    assert_status(tkg_time_sample_run("/proc/self/exe", &spec, &table, &map, &err), TKG_OK, &err);
    tkg_function_table_deinit(&table);
    assert_true(map.column_count >= 2);
    assert_true(map.row_count >= 2);
    assert_int_equal(map.tick_count, 100000);
    assert_in_range(map.replay_count, 1, map.look_count);
    for (uint32_t column = 0; column < map.column_count; column++) {
        const double middle = (column + 0.5) / map.column_count;
        if (middle < 0.4) {
            assert_string_equal(hottest(&map, column), "price_early");
        } else if (middle > 0.6) {
            assert_string_equal(hottest(&map, column), "settle_late");
        }
    }
}

static void expect_failure(const struct tkg_sample_spec *spec, enum tkg_status expected,
                           const char *part)
{
    char reason[512];
    struct tkg_error err = {0};
    struct tkg_function_table table;
    tkg_function_table_init(&table);
    if (!tkg_time_sample_is_available(reason, sizeof reason)) {
        print_message("unavailable here: %s\n", reason);
        skip();
    }
    assert_status(tkg_time_sample_run("/proc/self/exe", spec, &table, NULL, &err), expected, &err);
    assert_contains(err.text, part);
    tkg_function_table_deinit(&table);
}

static void failures_of_engines_are_told(void **state)
{
    (void)state;
    struct tkg_sample_spec spec = make_sample_spec("counter", "crash");
    expect_failure(&spec, TKG_ENGINE_CRASH, "ended the process of a sampled replay");
    spec = make_sample_spec("counter", "fail");
    expect_failure(&spec, TKG_ENGINE_ERROR, "failed in on_ticks");
    spec = make_sample_spec("counter", "");
    (void)snprintf(spec.replay.stream, sizeof spec.replay.stream, "synthetic:nothing");
    expect_failure(&spec, TKG_USAGE, "nothing");
    spec = make_sample_spec("counter", "");
    spec.interval_ns = 0;
    expect_failure(&spec, TKG_INTERNAL, TKG_SAMPLE_ARGUMENT);
}

int main(int argc, char **argv)
{
    int exit_code = 0;
    if (is_profile_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(function_that_takes_the_time_is_named),
        cmocka_unit_test(waiting_is_wall_time_without_cpu_time),
        cmocka_unit_test(work_is_cpu_time),
        cmocka_unit_test(planted_phase_change_moves_the_hottest_function),
        cmocka_unit_test(failures_of_engines_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
