/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "replay_fixture.h"

#include <math.h>

#include "base/random.h"
#include "host/cpu.h"

static void make_threads(struct replay_fixture *fixture, const char *stream, uint32_t threads)
{
    make_fixture(fixture, TKG_PASS_THREADS, "");
    (void)snprintf(fixture->spec.stream, sizeof(fixture->spec.stream), "%s", stream);
    fixture->spec.thread_count = threads;
    fixture->spec.pins_threads = 1;
}

static enum tkg_status run_pass(struct replay_fixture *fixture, struct tkg_error *err)
{
    open_fixture(fixture, TKG_WINDOW_STREAMED);
    tkg_replay_observe_begin(&fixture->replay);
    enum tkg_status status = tkg_pass_threads(&fixture->replay, err);
    tkg_replay_observe_end(&fixture->replay);
    close_fixture(fixture);
    return status;
}

/* What the counter engine says of each shard, by a loop without threads, chained as documented. */
static uint64_t expected_digest(const char *stream, uint64_t tick_count)
{
    uint64_t sums[128] = {0}, counts[128] = {0};
    uint32_t instruments = 0;
    struct tkg_tick_source *source = NULL;
    struct tkg_error err = {.text = ""};
    assert_status(tkg_tick_source_open(&source, stream, 7, &err), TKG_OK, &err);
    (void)tkg_tick_source_instruments(source, &instruments);
    uint32_t windows = 64 / instruments;
    for (uint64_t i = 0; i < tick_count; i++) {
        struct tkg_tick tick;
        tkg_tick_source_read(source, i, &tick, 1);
        size_t shard = i * windows / tick_count * instruments + tick.instrument_id;
        sums[shard] += (uint64_t)tick.time_ns;
        counts[shard]++;
    }
    tkg_tick_source_close(source);
    uint64_t digest = 0;
    for (uint64_t i = 0; i < 64; i++) {
        digest = tkg_random_at(digest ^ (sums[i] ^ counts[i] << 40), i);
    }
    return digest;
}

static void the_digest_is_that_of_the_shards_for_every_number_of_threads(void **state)
{
    static const char *const streams[] = {"synthetic:futures", "synthetic:fx",
                                          "synthetic:randomwalk", "synthetic:futures+faults"};
    (void)state;
    for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
        for (uint32_t threads = 1; threads <= 4; threads++) {
            struct tkg_error err = {.text = ""};
            struct replay_fixture fixture;
            make_threads(&fixture, streams[i], threads);
            assert_status(run_pass(&fixture, &err), TKG_OK, &err);
            assert_true(fixture.trial.digest == expected_digest(streams[i], 20000));
            assert_int_equal(fixture.trial.processed_tick_count, 20000);
        }
    }
}

static void the_metrics_agree_with_one_another(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct replay_fixture fixture;
    make_threads(&fixture, "synthetic:futures", 2);
    assert_status(run_pass(&fixture, &err), TKG_OK, &err);
    const struct tkg_trial *trial = &fixture.trial;
    const double *values = trial->values;
    double ticks = 20000.0 * (double)trial->replay_count;
    assert_true(trial->wall_ns >= 1000000); /* min_time */
    assert_true(trial->replay_count >= 1);
    assert_true(fabs(values[TKG_METRIC_THROUGHPUT] * ((double)trial->wall_ns * 1e-9) / ticks - 1) <
                1e-9);
    assert_true(fabs(values[TKG_METRIC_LATENCY_MEAN] * ticks / (double)trial->wall_ns - 1) < 1e-9);
    assert_true(
        fabs(values[TKG_METRIC_TOTAL_TIME] * (double)trial->replay_count / (double)trial->wall_ns -
             1) < 1e-9);
    assert_true(values[TKG_METRIC_CPU_PER_TICK] > 0.0);
    assert_true(values[TKG_METRIC_CPU_FLAT_OUT] > 0.0 && values[TKG_METRIC_CPU_FLAT_OUT] < 1.02);
    assert_true(values[TKG_METRIC_THREAD_BALANCE] > 0.8 && values[TKG_METRIC_THREAD_BALANCE] <= 1);
    assert_true(isnan(values[TKG_METRIC_SPEEDUP])); /* that of stats/ */
    assert_int_equal(trial->cpu, -1);
}

/* How the main thread waits says nothing of those that are measured. */
static void threads_that_take_turns_are_not_flagged_for_it(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct replay_fixture fixture;
    make_threads(&fixture, "synthetic:futures", (uint32_t)tkg_cpu_usable_count() + 3);
    assert_status(run_pass(&fixture, &err), TKG_OK, &err);
    assert_int_equal(fixture.trial.invalid &
                         (TKG_INVALID_CPU_SHARE | TKG_INVALID_WAITED | TKG_INVALID_MIGRATED),
                     0);
}

static void use_plugin(struct replay_fixture *fixture, const char *name)
{
    (void)snprintf(fixture->spec.engine, sizeof(fixture->spec.engine), "%s/%s.so", TKG_TEST_ENGINES,
                   name);
}

/* The second replay of the same process starts from another count. */
static void instances_that_share_state_are_found(void **state)
{
    (void)state;
    for (uint32_t threads = 1; threads <= 2; threads++) {
        struct tkg_error err = {.text = ""};
        struct replay_fixture fixture;
        make_threads(&fixture, "synthetic:futures", threads);
        use_plugin(&fixture, "shared_global");
        assert_int_equal(run_pass(&fixture, &err), TKG_ENGINE_DIGEST);
        assert_contains(err.text, "shared_global.so: digest 0x");
        assert_contains(err.text, "its instances share state");
    }
}

/* Waiting for a lock is the engine's own doing: such a trial is slow, not invalid. */
static void waiting_for_a_lock_is_no_theft_of_the_core(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct replay_fixture fixture;
    make_threads(&fixture, "synthetic:futures", 2);
    use_plugin(&fixture, "lock_bound");
    assert_status(run_pass(&fixture, &err), TKG_OK, &err);
    assert_int_equal(fixture.trial.invalid & TKG_INVALID_CLOCK_DRIFT, 0);
}

static void refuses(const char *parameters, enum tkg_status expected, const char *text)
{
    struct tkg_error err = {.text = ""};
    struct replay_fixture fixture;
    make_threads(&fixture, "synthetic:futures", 3);
    (void)snprintf(fixture.spec.parameters, sizeof(fixture.spec.parameters), "%s", parameters);
    assert_int_equal(run_pass(&fixture, &err), expected);
    assert_contains(err.text, text);
}

static void what_an_engine_does_wrong_on_a_thread_ends_all_of_them(void **state)
{
    (void)state;
    refuses("refuse", TKG_ENGINE_ERROR, "create failed: told to refuse (shard ");
    refuses("fail", TKG_ENGINE_ERROR, "on_ticks returned 1 (shard ");
    refuses("undercount", TKG_ENGINE_COUNT, " of 64)");
    refuses("forgetful", TKG_ENGINE_DIGEST, "reset does not restore the first one");
}

/* Its name is read before any thread starts. */
static void an_engine_that_is_not_there_fails_at_once(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct replay_fixture fixture;
    make_threads(&fixture, "synthetic:futures", 2);
    use_plugin(&fixture, "no_such_engine");
    assert_int_equal(run_pass(&fixture, &err), TKG_ENGINE_LOAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_digest_is_that_of_the_shards_for_every_number_of_threads),
        cmocka_unit_test(the_metrics_agree_with_one_another),
        cmocka_unit_test(threads_that_take_turns_are_not_flagged_for_it),
        cmocka_unit_test(instances_that_share_state_are_found),
        cmocka_unit_test(waiting_for_a_lock_is_no_theft_of_the_core),
        cmocka_unit_test(what_an_engine_does_wrong_on_a_thread_ends_all_of_them),
        cmocka_unit_test(an_engine_that_is_not_there_fails_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
