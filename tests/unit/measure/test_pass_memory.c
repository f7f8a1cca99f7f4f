/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "trial_main.h"

#include "measure/allocation_count.h"

/* Memory is only meaningful in a fresh process, so these run whole trials. */
static struct tkg_trial run_trial(const struct tkg_trial_spec *from)
{
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome;
    struct tkg_trial_spec spec = *from;
    assert_status(tkg_trial_run("/proc/self/exe", &spec, &outcome, &err), TKG_OK, &err);
    tkg_trial_outcome_deinit(&outcome);
    return outcome.trial;
}

static struct tkg_trial measure(const char *parameters, uint64_t tick_count)
{
    struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_MEMORY, parameters);
    spec.tick_count = tick_count;
    return run_trial(&spec);
}

/* An engine of tests/engines, a shared object as a user's engine is. */
static struct tkg_trial measure_plugin(const char *name)
{
    struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_MEMORY, "");
    (void)snprintf(spec.engine, sizeof(spec.engine), "%s/%s.so", TKG_TEST_ENGINES, name);
    return run_trial(&spec);
}

static void parts_add_up(void **state)
{
    (void)state;
    struct tkg_trial trial = measure("", 20000);
    assert_near(trial.values[TKG_METRIC_PEAK_MEMORY],
                trial.values[TKG_METRIC_BASE_MEMORY] + trial.values[TKG_METRIC_ENGINE_MEMORY], 0.5);
    assert_true(trial.values[TKG_METRIC_BASE_MEMORY] > 100000.0);
    assert_nan(trial.values[TKG_METRIC_THROUGHPUT]);
}

/* row: B02 */
static void streamed_replay_of_any_length_needs_the_same_memory(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    skip(); /* the sanitizer's own shadow memory grows */
#endif
    double small = measure("", 20000).values[TKG_METRIC_PEAK_MEMORY];
    double large = measure("", 2000000).values[TKG_METRIC_PEAK_MEMORY];
    assert_true(fabs(large - small) < 1048576.0);
}

/* An engine that keeps 64 bytes a tick: 200,000 ticks are 12.8 MB, doubled at most by a moving
 * realloc. */
static void kept_memory_shows(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    skip();
#endif
    double engine_bytes = measure("hoard", 200000).values[TKG_METRIC_ENGINE_MEMORY];
    assert_true(engine_bytes > 12.8e6 * 0.98);
    assert_true(engine_bytes < 2.0 * 12.8e6 + 2e6);
}

static void skip_where_nothing_counts(void)
{
    if (!tkg_allocation_count_is_available()) {
        skip();
    }
}

/* allocating.c: six a tick, 304 bytes, five given back; what create() takes is none of them. */
static void planted_allocations_are_read_exactly(void **state)
{
    (void)state;
    skip_where_nothing_counts();
    struct tkg_trial trial = measure_plugin("allocating");
    assert_near(trial.values[TKG_METRIC_ALLOCATIONS], 6.0, 0.0);
    assert_near(trial.values[TKG_METRIC_ALLOCATED_BYTES], 304.0, 0.0);
    assert_near(trial.values[TKG_METRIC_RELEASES], 5.0, 0.0);
}

/* leak.c: 8 bytes a tick, never given back. keep16.c: a chunk of 4096 times 16 bytes whenever the
 * one before is full, so ceil(20000 / 4096) = 5 over 20,000 ticks. */
static void leaking_and_keeping_engines_are_told_by_their_counts(void **state)
{
    (void)state;
    skip_where_nothing_counts();
    struct tkg_trial leak = measure_plugin("leak");
    assert_near(leak.values[TKG_METRIC_ALLOCATIONS], 1.0, 0.0);
    assert_near(leak.values[TKG_METRIC_ALLOCATED_BYTES], 8.0, 0.0);
    assert_near(leak.values[TKG_METRIC_RELEASES], 0.0, 0.0);
    struct tkg_trial keep = measure_plugin("keep16");
    assert_near(keep.values[TKG_METRIC_ALLOCATIONS], 5.0 / 20000.0, 1e-15);
    assert_near(keep.values[TKG_METRIC_ALLOCATED_BYTES], 5.0 * 65536.0 / 20000.0, 1e-12);
}

/* Stream, window and engine are the host's to allocate for; none of it is the engine's. */
static void an_engine_that_allocates_nothing_reads_zero(void **state)
{
    (void)state;
    skip_where_nothing_counts();
    struct tkg_trial trial = measure("", 20000);
    assert_near(trial.values[TKG_METRIC_ALLOCATIONS], 0.0, 0.0);
    assert_near(trial.values[TKG_METRIC_ALLOCATED_BYTES], 0.0, 0.0);
    assert_near(trial.values[TKG_METRIC_RELEASES], 0.0, 0.0);
}

/* 0 would say that somebody looked. */
static void where_nothing_counts_there_is_no_figure(void **state)
{
    (void)state;
    if (tkg_allocation_count_is_available()) {
        skip();
    }
    struct tkg_trial trial = measure("", 20000);
    assert_nan(trial.values[TKG_METRIC_ALLOCATIONS]);
    assert_nan(trial.values[TKG_METRIC_ALLOCATED_BYTES]);
    assert_nan(trial.values[TKG_METRIC_RELEASES]);
}

int main(int argc, char **argv)
{
    int exit_code;
    if (is_trial_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_add_up),
        cmocka_unit_test(streamed_replay_of_any_length_needs_the_same_memory),
        cmocka_unit_test(kept_memory_shows),
        cmocka_unit_test(planted_allocations_are_read_exactly),
        cmocka_unit_test(leaking_and_keeping_engines_are_told_by_their_counts),
        cmocka_unit_test(an_engine_that_allocates_nothing_reads_zero),
        cmocka_unit_test(where_nothing_counts_there_is_no_figure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
