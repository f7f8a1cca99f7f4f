/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "host/clock.h"
#include "measure/tail_watch.h"
#include "replay_fixture.h"

static void every_block_is_one_value(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_BLOCK, "");
    fixture.spec.tick_count = 1100; /* four blocks of 250 and one of 100 */
    fixture.spec.min_time_ns = 1;
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_pass_block(&fixture.replay, &err), TKG_OK, &err);
    assert_int_equal(tkg_histogram_count(fixture.replay.histogram),
                     5 * fixture.replay.replay_count);
    close_fixture(&fixture);
}

enum { TICK_NS = 1000 };

/* Each tick takes 1 us, by the clock that the pass reads, too. */
static int slow_on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    while (tkg_clock_monotonic_ns() - begin_ns < (int64_t)tick_count * TICK_NS) {
    }
    return counter_on_ticks(engine, ticks, tick_count);
}

/* No machine makes a block faster: the least of all is no less than 1 us a tick, also that of the
 * short last block, which is an average of its own 100 ticks. */
static void a_short_block_is_averaged_over_its_own_ticks(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_BLOCK, "");
    fixture.spec.tick_count = 1100;
    fixture.spec.min_time_ns = 1;
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    struct tkg_engine_ops slow = *fixture.replay.ops;
    slow.on_ticks = slow_on_ticks;
    fixture.replay.ops = &slow;
    assert_status(tkg_pass_block(&fixture.replay, &err), TKG_OK, &err);
    assert_int_equal(tkg_histogram_count(fixture.replay.histogram), 5);
    assert_true(tkg_histogram_quantile(fixture.replay.histogram, 0.2) >= 0.999e3 * TICK_NS);
    close_fixture(&fixture);
}

static void percentiles_rise_and_bracket_the_mean(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_BLOCK, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_pass_block(&fixture.replay, &err), TKG_OK, &err);
    const double *values = fixture.trial.values;
    for (int metric = TKG_METRIC_BLOCK_P50; metric < TKG_METRIC_BLOCK_MAX; metric++) {
        assert_true(values[metric] <= values[metric + 1]);
    }
    assert_true(values[TKG_METRIC_BLOCK_P50] > 0.0);
    assert_nan(values[TKG_METRIC_THROUGHPUT]);
    close_fixture(&fixture);
}

static void run_part(struct replay_fixture *fixture, struct tkg_tail_watch *watch)
{
    struct tkg_error err = {0};
    const struct tkg_tick *ticks;
    tkg_tick_window_rewind(&fixture->replay.window);
    const size_t count = tkg_tick_window_next(&fixture->replay.window, &ticks);
    assert_status(tkg_part_block(&fixture->replay, watch, ticks, count, &err), TKG_OK, &err);
}

static void wait_a_millisecond(void)
{
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    while (tkg_clock_monotonic_ns() - begin_ns < 1000000) {
    }
}

/* What the thread met between two parts is not put down to a block: the kernel is asked again. */
static void what_lay_between_two_parts_is_left_out(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    struct tkg_tail_watch watch;
    make_fixture(&fixture, TKG_PASS_BLOCK, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    tkg_tail_watch_init(&watch);
    for (int part = 0; part < 100; part++) {
        run_part(&fixture, &watch);
    }
    wait_a_millisecond();
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    run_part(&fixture, &watch);
    assert_true(watch.last.wall_ns >= begin_ns);
    close_fixture(&fixture);
}

/* A busy machine may come between any two parts, but not between all of a thousand. */
static void a_part_that_follows_does_not_ask_the_kernel(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    struct tkg_tail_watch watch;
    int unasked_count = 0;
    make_fixture(&fixture, TKG_PASS_BLOCK, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    tkg_tail_watch_init(&watch);
    for (int part = 0; part < 1000; part++) {
        const int64_t last_ns = watch.last.wall_ns;
        run_part(&fixture, &watch);
        unasked_count += watch.last.wall_ns == last_ns;
    }
    assert_true(unasked_count > 0);
    close_fixture(&fixture);
}

static void failing_engine_ends_the_pass(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_BLOCK, "fail");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_int_equal(tkg_pass_block(&fixture.replay, &err), TKG_ENGINE_ERROR);
    close_fixture(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_block_is_one_value),
        cmocka_unit_test(a_short_block_is_averaged_over_its_own_ticks),
        cmocka_unit_test(percentiles_rise_and_bracket_the_mean),
        cmocka_unit_test(what_lay_between_two_parts_is_left_out),
        cmocka_unit_test(a_part_that_follows_does_not_ask_the_kernel),
        cmocka_unit_test(failing_engine_ends_the_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
