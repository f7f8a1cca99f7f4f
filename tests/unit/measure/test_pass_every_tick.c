/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "host/clock.h"
#include "replay_fixture.h"

/* One tick in 200 takes ten times as long as the others, by the clock that the pass reads, too: the
 * fixture has no calibrated counter, so that clock is CLOCK_MONOTONIC. Long enough for the reads of
 * a sanitized build to stay below 1 %; the whole replay is 0.1 s, in which a busy machine takes the
 * CPU away far less often than the hundred times that would hide the slow ticks. */
enum { SPIKE_EVERY = 200, FAST_NS = 5000, SLOW_NS = 50000 };

static size_t largest_call; /* ticks of the longest call of on_ticks */

static int spiky_on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    struct counter_engine *counter = engine;
    for (size_t i = 0; i < tick_count; i++) {
        const int64_t begin_ns = tkg_clock_monotonic_ns();
        const int64_t wanted_ns = (counter->count + i) % SPIKE_EVERY == 0 ? SLOW_NS : FAST_NS;
        while (tkg_clock_monotonic_ns() - begin_ns < wanted_ns) {
        }
    }
    largest_call = tick_count > largest_call ? tick_count : largest_call;
    return counter_on_ticks(engine, ticks, tick_count);
}

static void run_pass(struct replay_fixture *fixture)
{
    struct tkg_error err = {0};
    assert_status(tkg_pass_every_tick(&fixture->replay, &err), TKG_OK, &err);
}

/* Of 20,001 ticks 101 are slow. Rank ceil(0.995 * 20,001) = 19,901 is the first behind the 19,900
 * fast ones: the quickest of the slow ticks, which nothing can have disturbed. */
static double read_p995(void)
{
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_EVERY_TICK, "");
    fixture.spec.tick_count = 20001;
    fixture.spec.min_time_ns = 1; /* one replay: the ranks above hold for it */
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    struct tkg_engine_ops spiky = *fixture.replay.ops;
    spiky.on_ticks = spiky_on_ticks;
    fixture.replay.ops = &spiky;
    largest_call = 0;
    run_pass(&fixture);
    const double *values = fixture.trial.values;
    const double p995 = values[TKG_METRIC_EVERY_P995];
    assert_int_equal(fixture.replay.replay_count, 1);
    assert_int_equal(largest_call, 1);
    assert_true(p995 >= SLOW_NS * 0.99); /* no machine makes the slow ticks faster */
    assert_true(values[TKG_METRIC_EVERY_P50] < SLOW_NS / 2.0);
    assert_true(values[TKG_METRIC_EVERY_P90] < SLOW_NS / 2.0);
    close_fixture(&fixture);
    return p995;
}

/* A machine that runs at half its speed for the whole replay reads every tick too long: the best of
 * ten replays counts. */
static void planted_tenfold_tick_in_200_is_read_right_at_p99_5(void **state)
{
    (void)state;
    double least = INFINITY;
    for (int attempt = 0; attempt < 10 && least > SLOW_NS * 1.01; attempt++) {
        least = fmin(least, read_p995());
    }
    assert_true(least < SLOW_NS * 1.01);
}

static void every_tick_is_recorded_and_the_digest_is_that_of_pass_a(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture whole;
    struct replay_fixture fixture;
    make_fixture(&whole, TKG_PASS_THROUGHPUT, "");
    open_fixture(&whole, TKG_WINDOW_CACHED);
    assert_status(tkg_pass_throughput(&whole.replay, &err), TKG_OK, &err);
    make_fixture(&fixture, TKG_PASS_EVERY_TICK, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    run_pass(&fixture);
    assert_int_equal(tkg_histogram_count(fixture.replay.histogram),
                     fixture.spec.tick_count * fixture.replay.replay_count);
    assert_int_equal(fixture.trial.digest, whole.trial.digest);
    close_fixture(&fixture);
    close_fixture(&whole);
}

static void percentiles_rise_and_no_other_pass_metric_is_touched(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_EVERY_TICK, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    run_pass(&fixture);
    const double *values = fixture.trial.values;
    for (int metric = TKG_METRIC_EVERY_P50; metric < TKG_METRIC_EVERY_MAX; metric++) {
        assert_true(values[metric] <= values[metric + 1]);
    }
    for (int metric = 0; metric < TKG_METRIC_COUNT; metric++) {
        assert_int_equal(!isnan(values[metric]), tkg_metric_is_diagnosis((enum tkg_metric)metric));
    }
    close_fixture(&fixture);
}

/* A stretch in which the process lost its CPU between two reads cannot be excluded here, so: the
 * times agree with the wall, or the trial says that they do not. */
static void times_add_up_to_the_wall_or_the_trial_is_flagged(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_EVERY_TICK, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    run_pass(&fixture);
    const double gap_ns =
        fixture.trial.values[TKG_METRIC_EVERY_GAP] * (double)fixture.replay.total.wall_ns;
    const bool flagged = (fixture.trial.invalid & TKG_INVALID_WALL_GAP) != 0;
    assert_int_equal(flagged, gap_ns > tkg_replay_clock_tolerance_ns(&fixture.replay));
    assert_true(gap_ns < 0.5 * (double)fixture.replay.total.wall_ns);
    close_fixture(&fixture);
}

/* A unit believed to be twice as long makes twice the wall: a gap of 100 %. */
static void times_that_do_not_add_up_are_flagged(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_EVERY_TICK, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    fixture.replay.timer.ns_per_unit *= 2.0;
    run_pass(&fixture);
    assert_true(fixture.trial.values[TKG_METRIC_EVERY_GAP] > 0.5);
    assert_true((fixture.trial.invalid & TKG_INVALID_WALL_GAP) != 0);
    close_fixture(&fixture);
}

static void failing_engine_ends_the_pass(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_EVERY_TICK, "fail");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_int_equal(tkg_pass_every_tick(&fixture.replay, &err), TKG_ENGINE_ERROR);
    close_fixture(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(planted_tenfold_tick_in_200_is_read_right_at_p99_5),
        cmocka_unit_test(every_tick_is_recorded_and_the_digest_is_that_of_pass_a),
        cmocka_unit_test(percentiles_rise_and_no_other_pass_metric_is_touched),
        cmocka_unit_test(times_add_up_to_the_wall_or_the_trial_is_flagged),
        cmocka_unit_test(times_that_do_not_add_up_are_flagged),
        cmocka_unit_test(failing_engine_ends_the_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
