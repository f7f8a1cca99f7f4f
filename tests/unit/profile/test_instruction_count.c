/* SPDX-License-Identifier: Apache-2.0
 *
 * Replays under valgrind, in processes of this test program.
 */
#include "profile_main.h"

static struct tkg_instruction_count count_or_skip(const struct tkg_count_spec *spec,
                                                  struct tkg_function_table *table)
{
    struct tkg_error err = {0};
    struct tkg_instruction_count count;
    skip_without_valgrind();
    assert_status(tkg_instruction_count_run("/proc/self/exe", spec, &count, table, &err), TKG_OK,
                  &err);
    return count;
}

/* row: P01 */
static void two_runs_agree_to_the_digit(void **state)
{
    (void)state;
    const struct tkg_count_spec spec = make_count_spec("counter");
    const struct tkg_instruction_count first = count_or_skip(&spec, NULL);
    const struct tkg_instruction_count second = count_or_skip(&spec, NULL);
    assert_true(first.instructions > 20000);
    assert_int_equal(first.instructions, second.instructions);
    assert_int_equal(first.digest, second.digest);
    assert_int_equal(first.tick_count, 20000);
    assert_false(first.has_misses);
}

/* The count is linear in ticks: what is not the engine's on_ticks is not counted. Twice the ticks
 * in batches twice as long are the same number of calls. */
static void only_ticks_are_counted(void **state)
{
    (void)state;
    struct tkg_count_spec spec = make_count_spec("counter");
    spec.tick_count = 10000;
    const uint64_t one = count_or_skip(&spec, NULL).instructions;
    spec.tick_count = 20000;
    spec.batch_tick_count = 2000;
    const uint64_t two = count_or_skip(&spec, NULL).instructions;
    spec.tick_count = 30000;
    spec.batch_tick_count = 3000;
    const uint64_t three = count_or_skip(&spec, NULL).instructions;
    assert_int_equal(two - one, three - two);
    assert_true(2 * one - two < 10 * 200); /* ten calls: entering, modes, leaving */
}

/* row: P01 */
static void functions_add_up_to_the_total(void **state)
{
    (void)state;
    struct tkg_function_table table;
    uint64_t sum = 0;
    const struct tkg_count_spec spec = make_count_spec(TKG_TEST_ENGINES "/blind_base.so");
    tkg_function_table_init(&table);
    const struct tkg_instruction_count count = count_or_skip(&spec, &table);
    for (size_t i = 0; i < table.count; i++) {
        sum += table.functions[i].self[TKG_COST_INSTRUCTIONS];
    }
    assert_int_equal(sum, count.instructions);
    const struct tkg_function *chain = tkg_function_table_find(&table, "follow_chain", "");
    assert_non_null(chain); /* a static function */
    assert_int_equal(chain->calls, 20000);
    assert_contains(chain->object, "blind_base.so");
    tkg_function_table_deinit(&table);
}

/* The pair that instructions cannot tell apart; the simulated caches can. */
static void stride_shows_in_misses_only(void **state)
{
    (void)state;
    struct tkg_count_spec spec = make_count_spec(TKG_TEST_ENGINES "/blind_base.so");
    spec.with_misses = 1;
    const struct tkg_instruction_count base = count_or_skip(&spec, NULL);
    (void)snprintf(spec.engine, sizeof spec.engine, "%s", TKG_TEST_ENGINES "/blind_stride.so");
    const struct tkg_instruction_count stride = count_or_skip(&spec, NULL);
    assert_int_equal(base.instructions, stride.instructions);
    assert_true(base.has_misses && stride.has_misses);
    assert_true(stride.d1_misses > base.d1_misses + 20000 * 14 / 2); /* 14 loads a tick */
}

static void expect_failure(const struct tkg_count_spec *spec, enum tkg_status expected,
                           const char *part)
{
    struct tkg_error err = {0};
    struct tkg_instruction_count count;
    skip_without_valgrind();
    assert_status(tkg_instruction_count_run("/proc/self/exe", spec, &count, NULL, &err), expected,
                  &err);
    assert_contains(err.text, part);
}

static void engine_that_crashes_is_told(void **state)
{
    (void)state;
    struct tkg_count_spec spec = make_count_spec("counter");
    (void)snprintf(spec.parameters, sizeof spec.parameters, "crash");
    expect_failure(&spec, TKG_ENGINE_CRASH, "SIGABRT in a counted replay under valgrind");
}

static void engine_that_fails_is_told(void **state)
{
    (void)state;
    struct tkg_count_spec spec = make_count_spec("counter");
    (void)snprintf(spec.parameters, sizeof spec.parameters, "fail");
    expect_failure(&spec, TKG_ENGINE_ERROR, "failed in on_ticks of a profiled replay");
}

/* What valgrind does with AVX-512: raises SIGILL. */
static void instruction_that_valgrind_does_not_know_is_explained(void **state)
{
    (void)state;
    const struct tkg_count_spec spec = make_count_spec(TKG_TEST_ENGINES "/illegal.so");
    expect_failure(&spec, TKG_ENGINE_CRASH, "without -march=native");
}

static void missing_valgrind_is_a_refusal(void **state)
{
    (void)state;
    char reason[256];
    char *path = strdup(getenv("PATH"));
    struct tkg_error err = {0};
    struct tkg_instruction_count count;
    const struct tkg_count_spec spec = make_count_spec("counter");
    assert_int_equal(setenv("PATH", "/nowhere:/proc", 1), 0);
    const bool is_there = tkg_instruction_count_is_available(reason, sizeof reason);
    const enum tkg_status status =
        tkg_instruction_count_run("/proc/self/exe", &spec, &count, NULL, &err);
    assert_int_equal(setenv("PATH", path, 1), 0);
    free(path);
    assert_false(is_there);
    assert_contains(reason, "apt-get install valgrind");
    assert_status(status, TKG_ENVIRONMENT, &err);
}

int main(int argc, char **argv)
{
    int exit_code = 0;
    if (is_profile_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_runs_agree_to_the_digit),
        cmocka_unit_test(only_ticks_are_counted),
        cmocka_unit_test(functions_add_up_to_the_total),
        cmocka_unit_test(stride_shows_in_misses_only),
        cmocka_unit_test(engine_that_crashes_is_told),
        cmocka_unit_test(engine_that_fails_is_told),
        cmocka_unit_test(instruction_that_valgrind_does_not_know_is_explained),
        cmocka_unit_test(missing_valgrind_is_a_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
