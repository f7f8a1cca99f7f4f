/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "replay_fixture.h"

static void one_tick_of_each_stretch_is_sampled(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_TICK, "");
    fixture.spec.tick_count = 2500; /* two stretches of 1,000 and one of 500 */
    fixture.spec.min_time_ns = 1;
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_pass_tick(&fixture.replay, &err), TKG_OK, &err);
    assert_int_equal(tkg_histogram_count(fixture.replay.histogram),
                     3 * fixture.replay.replay_count);
    assert_int_equal(fixture.trial.processed_tick_count, 2500);
    close_fixture(&fixture);
}

/* Which ticks are sampled, and so how the stream is cut, changes with the round; the result may
 * not. */
static void digest_is_that_of_the_other_passes_in_every_round(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture whole;
    make_fixture(&whole, TKG_PASS_THROUGHPUT, "");
    open_fixture(&whole, TKG_WINDOW_CACHED);
    assert_status(tkg_pass_throughput(&whole.replay, &err), TKG_OK, &err);
    for (uint32_t round = 0; round < 5; round++) {
        struct replay_fixture fixture;
        make_fixture(&fixture, TKG_PASS_TICK, "");
        fixture.spec.round = round;
        open_fixture(&fixture, TKG_WINDOW_CACHED);
        assert_status(tkg_pass_tick(&fixture.replay, &err), TKG_OK, &err);
        assert_int_equal(fixture.trial.digest, whole.trial.digest);
        close_fixture(&fixture);
    }
    close_fixture(&whole);
}

enum { CALL_COUNT_MAX = 64 };

/* Ticks of each call of on_ticks: where the stream is cut shows which ticks were sampled. */
struct call_list {
    size_t tick_counts[CALL_COUNT_MAX];
    size_t count;
};

static struct call_list *seen_calls;

static int listing_on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    assert_true(seen_calls->count < CALL_COUNT_MAX);
    seen_calls->tick_counts[seen_calls->count++] = tick_count;
    return counter_on_ticks(engine, ticks, tick_count);
}

static const struct tkg_engine_ops *listing_entry(uint32_t host_abi_version)
{
    static struct tkg_engine_ops listing_ops;
    (void)host_abi_version;
    listing_ops = counter_ops;
    listing_ops.on_ticks = listing_on_ticks;
    return &listing_ops;
}

static struct call_list calls_of(uint64_t seed, uint32_t round)
{
    struct tkg_error err = {0};
    struct tkg_tick_sampler sampler;
    struct replay_fixture fixture;
    struct call_list calls = {.count = 0};
    static const struct tkg_builtin_engine listing[] = {{"listing", listing_entry}, {NULL, NULL}};
    make_fixture(&fixture, TKG_PASS_TICK, "");
    tkg_engine_set_builtins(listing);
    (void)snprintf(fixture.spec.engine, sizeof(fixture.spec.engine), "listing");
    fixture.spec.seed = seed;
    fixture.spec.round = round;
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    const struct tkg_tick *ticks;
    const size_t count = tkg_tick_window_next(&fixture.replay.window, &ticks);
    seen_calls = &calls;
    assert_status(tkg_tick_sampler_init(&sampler, &fixture.spec, &err), TKG_OK, &err);
    assert_status(tkg_part_tick(&fixture.replay, &sampler, ticks, count, &err), TKG_OK, &err);
    tkg_tick_sampler_deinit(&sampler);
    close_fixture(&fixture);
    return calls;
}

/* row: S02 */
static void same_seed_and_round_sample_the_same_ticks(void **state)
{
    (void)state;
    const struct call_list first = calls_of(7, 3);
    const struct call_list again = calls_of(7, 3);
    const struct call_list other_seed = calls_of(8, 3);
    const struct call_list other_round = calls_of(7, 4);
    assert_true(first.count >= 8);  /* a sampled tick in each of eight stretches */
    assert_true(first.count <= 17); /* and one batch between two */
    assert_memory_equal(&first, &again, sizeof(first));
    assert_memory_not_equal(&first, &other_seed, sizeof(first));
    assert_memory_not_equal(&first, &other_round, sizeof(first));
}

static void floor_is_given_beside_the_percentiles(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_TICK, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_pass_tick(&fixture.replay, &err), TKG_OK, &err);
    const double *values = fixture.trial.values;
    assert_true(values[TKG_METRIC_TICK_FLOOR] > 0.0);
    for (int metric = TKG_METRIC_TICK_P50; metric < TKG_METRIC_TICK_MAX; metric++) {
        assert_true(values[metric] <= values[metric + 1]);
    }
    close_fixture(&fixture);
}

/* However short the stream: the first sampled tick has its floor. */
static void one_stretch_has_a_floor(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_TICK, "");
    fixture.spec.tick_count = 500;
    fixture.spec.min_time_ns = 1;
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_pass_tick(&fixture.replay, &err), TKG_OK, &err);
    assert_int_equal(fixture.replay.replay_count, 1);
    assert_true(fixture.trial.values[TKG_METRIC_TICK_FLOOR] > 0.0);
    close_fixture(&fixture);
}

static void failing_engine_ends_the_pass(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_TICK, "fail");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_int_equal(tkg_pass_tick(&fixture.replay, &err), TKG_ENGINE_ERROR);
    close_fixture(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_tick_of_each_stretch_is_sampled),
        cmocka_unit_test(digest_is_that_of_the_other_passes_in_every_round),
        cmocka_unit_test(same_seed_and_round_sample_the_same_ticks),
        cmocka_unit_test(floor_is_given_beside_the_percentiles),
        cmocka_unit_test(one_stretch_has_a_floor),
        cmocka_unit_test(failing_engine_ends_the_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
