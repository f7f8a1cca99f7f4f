/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <signal.h>

#include "host/clock.h"
#include "replay_fixture.h"

static enum tkg_status feed_all(struct tkg_replay *replay, void *context,
                                const struct tkg_tick *ticks, size_t tick_count,
                                struct tkg_error *err)
{
    uint64_t *fed = context;
    *fed += tick_count;
    return tkg_engine_feed(replay->engine, ticks, tick_count, err);
}

/* A batch, and then a pause as long as the engine had it, outside of the engine. */
static enum tkg_status feed_and_pause(struct tkg_replay *replay, void *context,
                                      const struct tkg_tick *ticks, size_t tick_count,
                                      struct tkg_error *err)
{
    int64_t *in_ticks_ns = context;
    int64_t begin_ns = tkg_clock_monotonic_ns();
    enum tkg_status status = tkg_engine_feed(replay->engine, ticks, tick_count, err);
    int64_t middle_ns = tkg_clock_monotonic_ns();
    while (tkg_clock_monotonic_ns() - middle_ns < middle_ns - begin_ns) {
    }
    *in_ticks_ns += middle_ns - begin_ns;
    return status;
}

/* row: B01 */
static void time_between_batches_counts_as_that_of_the_ticks_does(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    int64_t in_ticks_ns = 0;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_replay_once(&fixture.replay, feed_and_pause, &in_ticks_ns, &err), TKG_OK,
                  &err);
    assert_true(in_ticks_ns > 0);
    assert_true(fixture.replay.total.wall_ns >= 2 * in_ticks_ns);
    close_fixture(&fixture);
}

static void one_replay_feeds_every_tick_once(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    uint64_t fed = 0;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_replay_once(&fixture.replay, feed_all, &fed, &err), TKG_OK, &err);
    assert_int_equal(fed, fixture.spec.tick_count);
    assert_int_equal(fixture.trial.processed_tick_count, fixture.spec.tick_count);
    assert_int_equal(fixture.replay.replay_count, 1);
    assert_int_equal(fixture.replay.total.span_count, 4); /* 8,000 + 8,000 + 4,000, and finish */
    assert_true(fixture.replay.total.wall_ns > 0);
    close_fixture(&fixture);
}

static void minimum_time_and_count_are_both_kept(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    uint64_t fed = 0;
    make_fixture(&fixture, TKG_PASS_BLOCK, "");
    fixture.spec.min_time_ns = 1;
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_replay_for_min_time(&fixture.replay, feed_all, &fed, 5, &err), TKG_OK, &err);
    assert_int_equal(fixture.replay.replay_count, 5);
    fixture.spec.min_time_ns = fixture.replay.total.wall_ns + 1;
    assert_status(tkg_replay_for_min_time(&fixture.replay, feed_all, &fed, 1, &err), TKG_OK, &err);
    assert_true(fixture.replay.replay_count >= 6);
    assert_true(fixture.replay.total.wall_ns >= fixture.spec.min_time_ns);
    close_fixture(&fixture);
}

static void second_replay_with_another_digest_fails(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    uint64_t fed = 0;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "forgetful");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_replay_once(&fixture.replay, feed_all, &fed, &err), TKG_OK, &err);
    assert_int_equal(tkg_replay_once(&fixture.replay, feed_all, &fed, &err), TKG_ENGINE_DIGEST);
    assert_contains(err.text, "in replay 2");
    close_fixture(&fixture);
}

/* row: B15 T04 */
static void stolen_core_makes_a_flat_out_trial_invalid(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    tkg_replay_observe_begin(&fixture.replay);
    fixture.replay.total.wall_ns = 1000000;
    fixture.replay.total.timer_units = 1000000; /* the fallback timer counts ns */
    fixture.replay.total.cpu_ns = 949999;       /* just under 95 % */
    tkg_replay_observe_end(&fixture.replay);
    assert_true(fixture.trial.invalid & TKG_INVALID_CPU_SHARE);
    fixture.trial.invalid = 0;
    fixture.replay.total.cpu_ns = 950001;
    tkg_replay_observe_end(&fixture.replay);
    assert_false(fixture.trial.invalid & TKG_INVALID_CPU_SHARE);
    close_fixture(&fixture);
}

/* The account says that the thread slept for an hour by its own will: what is missing from the core
 * is then its own. Without a voluntary switch the same hour is a theft. */
static void sleep_by_its_own_will_does_not_flag_a_trial(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    tkg_replay_observe_begin(&fixture.replay);
    fixture.replay.total.wall_ns = 1000000;
    fixture.replay.total.timer_units = 1000000;
    fixture.replay.total.cpu_ns = 20000;
    fixture.replay.account_begin.wall_ns -= INT64_C(3600000000000);
    fixture.replay.account_begin.voluntary_switches -= 1;
    tkg_replay_observe_end(&fixture.replay);
    bool can_tell = fixture.trial.run_queue_wait_ns >= 0;
    assert_int_equal(!(fixture.trial.invalid & TKG_INVALID_CPU_SHARE), can_tell);
    fixture.trial.invalid = 0;
    struct tkg_thread_account now;
    tkg_thread_account_read(&now);
    fixture.replay.account_begin.voluntary_switches = now.voluntary_switches;
    tkg_replay_observe_end(&fixture.replay);
    assert_true(fixture.trial.invalid & TKG_INVALID_CPU_SHARE);
    close_fixture(&fixture);
}

static void paced_trial_may_be_idle(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_PACED, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    tkg_replay_observe_begin(&fixture.replay);
    fixture.replay.total.wall_ns = 1000000;
    fixture.replay.total.timer_units = 1000000;
    fixture.replay.total.cpu_ns = 1000;
    tkg_replay_observe_end(&fixture.replay);
    assert_false(fixture.trial.invalid & TKG_INVALID_CPU_SHARE);
    close_fixture(&fixture);
}

static void disagreeing_clocks_make_a_trial_invalid(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    tkg_replay_observe_begin(&fixture.replay);
    fixture.replay.total.wall_ns = 10000000;
    fixture.replay.total.cpu_ns = 10000000;
    fixture.replay.total.timer_units = 10030000; /* 0.3 % off, 0.2 % allowed */
    tkg_replay_observe_end(&fixture.replay);
    assert_true(fixture.trial.invalid & TKG_INVALID_CLOCK_DRIFT);
    fixture.trial.invalid = 0;
    fixture.replay.total.timer_units = 10010000;
    tkg_replay_observe_end(&fixture.replay);
    assert_false(fixture.trial.invalid & TKG_INVALID_CLOCK_DRIFT);
    close_fixture(&fixture);
}

/* Of an observation that has lasted for an hour no wait of this test's is 5 %. Of one that seems to
 * end before it began every wait is. */
static void waiting_for_the_cpu_makes_a_trial_invalid(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    tkg_replay_observe_begin(&fixture.replay);
    fixture.replay.observed_begin_ns -= INT64_C(3600000000000);
    tkg_replay_observe_end(&fixture.replay);
    assert_false(fixture.trial.invalid & TKG_INVALID_WAITED);
    fixture.replay.observed_begin_ns += INT64_C(7200000000000);
    tkg_replay_observe_end(&fixture.replay);
    assert_true(fixture.trial.invalid & TKG_INVALID_WAITED);
    close_fixture(&fixture);
}

static const int64_t hour_ns = INT64_C(3600000000000);

/* An observation of an hour, in which the process had a second thread. */
static void observe_two_threads_for_an_hour(struct replay_fixture *fixture)
{
    make_fixture(fixture, TKG_PASS_THROUGHPUT, "");
    open_fixture(fixture, TKG_WINDOW_CACHED);
    tkg_replay_observe_begin(&fixture->replay);
    fixture->replay.observed_begin_ns -= hour_ns;
    fixture->replay.cpu_begin.wall_ns -= hour_ns;
    fixture->replay.cpu_begin.thread_count = 2;
    fixture->replay.cpu_begin.ids[1] = -1; /* nobody has that number */
}

/* row: B15 T04 */
static void waiting_of_any_thread_makes_a_trial_invalid(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    observe_two_threads_for_an_hour(&fixture);
    fixture.replay.cpu_begin.wait_ns[0] -= hour_ns;
    tkg_replay_observe_end(&fixture.replay);
    assert_true(fixture.trial.invalid & TKG_INVALID_WAITED);
    close_fixture(&fixture);
}

/* Between them the two had all processors for the hour in which the first of them waited. */
static void waiting_for_one_s_own_threads_does_not(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    observe_two_threads_for_an_hour(&fixture);
    int64_t processors = CPU_COUNT(&fixture.replay.cpu_begin.cpus);
    fixture.replay.usage_begin.run_queue_wait_ns -= hour_ns;
    fixture.replay.cpu_begin.wait_ns[0] -= hour_ns;
    fixture.replay.cpu_begin.cpu_at_most_ns -= processors * hour_ns;
    tkg_replay_observe_end(&fixture.replay);
    assert_false(fixture.trial.invalid & TKG_INVALID_WAITED);
    close_fixture(&fixture);
}

/* Stolen time looks like sleep, and so does all where the kernel does not tell the wait. */
static void sleep_is_not_excused_where_it_may_be_something_else(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    tkg_replay_observe_begin(&fixture.replay);
    fixture.replay.total.wall_ns = 1000000;
    fixture.replay.total.timer_units = 1000000;
    fixture.replay.total.cpu_ns = 20000;
    fixture.replay.account_begin.wall_ns -= INT64_C(3600000000000);
    fixture.replay.account_begin.voluntary_switches -= 1;
    fixture.replay.machine_begin.steal_ticks -= 1;
    tkg_replay_observe_end(&fixture.replay);
    assert_true(fixture.trial.invalid & TKG_INVALID_CPU_SHARE);
    fixture.trial.invalid = 0;
    fixture.replay.machine_begin.steal_ticks += 1;
    fixture.replay.usage_begin.run_queue_wait_ns = -1;
    tkg_replay_observe_end(&fixture.replay);
    assert_true(fixture.trial.invalid & TKG_INVALID_CPU_SHARE);
    close_fixture(&fixture);
}

/* What the kernel sends to continue a stopped process; that a stop leads to it:
 * test_continue_count. */
static void trial_that_was_stopped_is_invalid(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    tkg_replay_observe_begin(&fixture.replay);
    tkg_replay_observe_end(&fixture.replay);
    assert_false(fixture.trial.invalid & TKG_INVALID_STOPPED);
    assert_int_equal(raise(SIGCONT), 0);
    tkg_replay_observe_end(&fixture.replay);
    assert_true(fixture.trial.invalid & TKG_INVALID_STOPPED);
    fixture.trial.invalid = 0;
    tkg_replay_observe_begin(&fixture.replay); /* an older stop is nobody's */
    tkg_replay_observe_end(&fixture.replay);
    assert_false(fixture.trial.invalid & TKG_INVALID_STOPPED);
    close_fixture(&fixture);
}

static void picoseconds_per_tick_round_to_nearest(void **state)
{
    (void)state;
    struct tkg_timer timer = tkg_timer_make(0.5); /* half a nanosecond per cycle */
    assert_true(timer.use_cycles);
    assert_int_equal(tkg_picoseconds(&timer, 100, 10), 5000); /* 50 ns over 10 ticks */
    assert_int_equal(tkg_picoseconds(&timer, 1, 3), 167);     /* 166.67 */
    timer = tkg_timer_make(0.0);
    assert_false(timer.use_cycles);
    assert_int_equal(tkg_picoseconds(&timer, 7, 1), 7000);
}

static void quantiles_land_in_seven_metrics(void **state)
{
    (void)state;
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_BLOCK);
    struct tkg_histogram *histogram = tkg_histogram_create();
    for (uint64_t value = 1; value <= 1000; value++) {
        tkg_histogram_record(histogram, value);
    }
    tkg_trial_set_quantiles(&trial, histogram, TKG_METRIC_BLOCK_P50, 1e-3);
    /* Nearest rank over 1..1000 is the rank itself. */
    assert_near(trial.values[TKG_METRIC_BLOCK_P50], 0.500, 1e-9);
    assert_near(trial.values[TKG_METRIC_BLOCK_P90], 0.900, 1e-9);
    assert_near(trial.values[TKG_METRIC_BLOCK_P95], 0.950, 1e-9);
    assert_near(trial.values[TKG_METRIC_BLOCK_P99], 0.990, 1e-9);
    assert_near(trial.values[TKG_METRIC_BLOCK_P995], 0.995, 1e-9);
    assert_near(trial.values[TKG_METRIC_BLOCK_P999], 0.999, 1e-9);
    assert_near(trial.values[TKG_METRIC_BLOCK_MAX], 1.000, 1e-9);
    assert_nan(trial.values[TKG_METRIC_TICK_P50]);
    tkg_histogram_destroy(histogram);
}

/* 100 of 20,000 values lie at the rank's edge: ceil(0.995 * 20,000) = 19,900 is the last of the
 * others; with one more planted value among 20,001 the rank, 19,901, is the first planted one. */
static void value_planted_one_in_200_is_read_within_one_percent(void **state)
{
    (void)state;
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_TICK);
    struct tkg_histogram *histogram = tkg_histogram_create();
    for (uint64_t i = 0; i < 20000; i++) {
        tkg_histogram_record(histogram, i % 200 == 0 ? 123456 : 12345);
    }
    tkg_trial_set_quantiles(&trial, histogram, TKG_METRIC_TICK_P50, 1e-3);
    assert_near(trial.values[TKG_METRIC_TICK_P995], 12.345, 0.12345);
    tkg_histogram_record(histogram, 123456);
    tkg_trial_set_quantiles(&trial, histogram, TKG_METRIC_TICK_P50, 1e-3);
    assert_near(trial.values[TKG_METRIC_TICK_P995], 123.456, 1.23456);
    assert_near(trial.values[TKG_METRIC_TICK_P99], 12.345, 0.12345);
    tkg_histogram_destroy(histogram);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_replay_feeds_every_tick_once),
        cmocka_unit_test(time_between_batches_counts_as_that_of_the_ticks_does),
        cmocka_unit_test(minimum_time_and_count_are_both_kept),
        cmocka_unit_test(second_replay_with_another_digest_fails),
        cmocka_unit_test(stolen_core_makes_a_flat_out_trial_invalid),
        cmocka_unit_test(sleep_by_its_own_will_does_not_flag_a_trial),
        cmocka_unit_test(paced_trial_may_be_idle),
        cmocka_unit_test(disagreeing_clocks_make_a_trial_invalid),
        cmocka_unit_test(waiting_for_the_cpu_makes_a_trial_invalid),
        cmocka_unit_test(waiting_of_any_thread_makes_a_trial_invalid),
        cmocka_unit_test(waiting_for_one_s_own_threads_does_not),
        cmocka_unit_test(sleep_is_not_excused_where_it_may_be_something_else),
        cmocka_unit_test(trial_that_was_stopped_is_invalid),
        cmocka_unit_test(picoseconds_per_tick_round_to_nearest),
        cmocka_unit_test(value_planted_one_in_200_is_read_within_one_percent),
        cmocka_unit_test(quantiles_land_in_seven_metrics),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
