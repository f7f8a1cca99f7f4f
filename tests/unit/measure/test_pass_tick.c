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
        cmocka_unit_test(floor_is_given_beside_the_percentiles),
        cmocka_unit_test(failing_engine_ends_the_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
