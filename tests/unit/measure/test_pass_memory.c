/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "trial_main.h"

/* Memory is only meaningful in a fresh process, so these run whole trials. */
static struct tkg_trial measure(const char *parameters, uint64_t tick_count)
{
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome;
    struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_MEMORY, parameters);
    spec.tick_count = tick_count;
    assert_status(tkg_trial_run("/proc/self/exe", &spec, &outcome, &err), TKG_OK, &err);
    tkg_trial_outcome_deinit(&outcome);
    return outcome.trial;
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
