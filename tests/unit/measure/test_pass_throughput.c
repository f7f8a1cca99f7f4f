/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "host/clock.h"
#include "replay_fixture.h"

static void run_pass(struct replay_fixture *fixture)
{
    struct tkg_error err = {0};
    open_fixture(fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_pass_throughput(&fixture->replay, &err), TKG_OK, &err);
}

/* row: B01 */
static void throughput_is_ticks_over_the_whole_wall_time(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    run_pass(&fixture);
    double ticks = (double)fixture.spec.tick_count * (double)fixture.replay.replay_count;
    double wall_s = (double)fixture.replay.total.wall_ns * 1e-9;
    const double *values = fixture.trial.values;
    assert_true(fabs(values[TKG_METRIC_THROUGHPUT] / (ticks / wall_s) - 1.0) < 1e-9);
    assert_true(fabs(values[TKG_METRIC_LATENCY_MEAN] * ticks / (wall_s * 1e9) - 1.0) < 1e-9);
    assert_true(
        fabs(values[TKG_METRIC_TOTAL_TIME] * (double)fixture.replay.replay_count / (wall_s * 1e9) -
             1.0) < 1e-9);
    close_fixture(&fixture);
}

/* Each part of the window is timed in one replay and shadow in the next. */
static void replays_come_in_pairs(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    fixture.spec.min_time_ns = 1;
    run_pass(&fixture);
    assert_int_equal(fixture.replay.replay_count, 2);
    assert_number(fixture.trial.values[TKG_METRIC_SHADOW_OVERHEAD]);
    close_fixture(&fixture);
}

/* Blocks and wall time agree, or the trial says that they do not (a process that loses its CPU
 * between two clock reads cannot be excluded here). */
static void blocks_add_up_to_the_wall_time_or_the_trial_is_flagged(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    fixture.spec.min_time_ns = 3000000;
    run_pass(&fixture);
    double timer_ns = (double)fixture.replay.total.timer_units;
    double wall_ns = (double)fixture.replay.total.wall_ns;
    bool agree = wall_ns - timer_ns <= tkg_replay_clock_tolerance_ns(&fixture.replay);
    tkg_replay_observe_end(&fixture.replay);
    assert_true(agree || (fixture.trial.invalid & TKG_INVALID_CLOCK_DRIFT) != 0);
    assert_true(timer_ns <= wall_ns);
    assert_true(fixture.replay.total.finish_units < fixture.replay.total.timer_units);
    close_fixture(&fixture);
}

static void short_replays_have_no_shadow_figure(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    fixture.spec.tick_count = 10000; /* fewer than two whole parts */
    run_pass(&fixture);
    assert_nan(fixture.trial.values[TKG_METRIC_SHADOW_OVERHEAD]);
    assert_number(fixture.trial.values[TKG_METRIC_THROUGHPUT]);
    close_fixture(&fixture);
}

static void batch_size_does_not_change_the_digest(void **state)
{
    (void)state;
    static const uint32_t batches[] = {1, 3, 999, 4096, 20000, 1048576};
    uint64_t first_digest = 0;
    for (size_t i = 0; i < sizeof(batches) / sizeof(batches[0]); i++) {
        struct replay_fixture fixture;
        make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
        fixture.spec.batch_tick_count = batches[i];
        run_pass(&fixture);
        first_digest = i == 0 ? fixture.trial.digest : first_digest;
        assert_int_equal(fixture.trial.digest, first_digest);
        close_fixture(&fixture);
    }
}

/* How long a batch that begins at a tick of a replay takes. */
static int64_t (*batch_ns)(uint64_t first_tick);
static uint64_t resets;

static int timed_on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    const struct counter_engine *counter = engine;
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    const int64_t wanted_ns = batch_ns(counter->count);
    while (tkg_clock_monotonic_ns() - begin_ns < wanted_ns) {
    }
    return counter_on_ticks(engine, ticks, tick_count);
}

static void counting_reset(void *engine)
{
    resets++;
    counter_reset(engine);
}

static const struct tkg_engine_ops *timed_entry(uint32_t host_abi_version)
{
    static struct tkg_engine_ops timed_ops;
    (void)host_abi_version;
    timed_ops = counter_ops;
    timed_ops.on_ticks = timed_on_ticks;
    timed_ops.reset = counting_reset;
    return &timed_ops;
}

static int64_t in_tick_ns, outside_ns; /* of all replays, by the engine's own clock */
static int64_t unpaid_ns;              /* of in_tick_ns, for which no pause was made yet */

static int working_on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    const int result = timed_on_ticks(engine, ticks, tick_count);
    const int64_t taken_ns = tkg_clock_monotonic_ns() - begin_ns;
    in_tick_ns += taken_ns;
    unpaid_ns += taken_ns;
    return result;
}

/* Does nothing for as long as the ticks took. */
static int pausing_finish(void *engine, struct tkg_engine_report *report)
{
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    while (tkg_clock_monotonic_ns() - begin_ns < unpaid_ns) {
    }
    outside_ns += tkg_clock_monotonic_ns() - begin_ns;
    unpaid_ns = 0;
    return counter_finish(engine, report);
}

static const struct tkg_engine_ops *pausing_entry(uint32_t host_abi_version)
{
    static struct tkg_engine_ops pausing_ops;
    (void)host_abi_version;
    pausing_ops = counter_ops;
    pausing_ops.on_ticks = working_on_ticks;
    pausing_ops.finish = pausing_finish;
    return &pausing_ops;
}

static int64_t always_20_us(uint64_t first_tick)
{
    (void)first_tick;
    return 20000;
}

/* row: B01 */
static void a_pause_outside_of_the_ticks_as_long_as_they_take_halves_throughput(void **state)
{
    (void)state;
    static const struct tkg_builtin_engine pausing[] = {{"pausing", pausing_entry}, {NULL, NULL}};
    struct replay_fixture fixture;
    batch_ns = always_20_us;
    in_tick_ns = outside_ns = unpaid_ns = 0;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    tkg_engine_set_builtins(pausing);
    (void)snprintf(fixture.spec.engine, sizeof(fixture.spec.engine), "pausing");
    run_pass(&fixture);
    double ticks = (double)fixture.spec.tick_count * (double)fixture.replay.replay_count;
    double by_ticks_alone = ticks / ((double)in_tick_ns * 1e-9);
    double share = fixture.trial.values[TKG_METRIC_THROUGHPUT] / by_ticks_alone;
    print_message("%.4f of what the ticks alone would make\n", share);
    assert_true(in_tick_ns > 0 && outside_ns >= in_tick_ns);
    assert_true(share <= 0.5);
    assert_true(share > 0.1); /* a busy machine may take more, hardly so much */
    close_fixture(&fixture);
}

static void run_timed(struct replay_fixture *fixture, uint64_t tick_count, int64_t min_time_ns,
                      int64_t (*time_of)(uint64_t))
{
    static const struct tkg_builtin_engine timed[] = {{"timed", timed_entry}, {NULL, NULL}};
    batch_ns = time_of;
    resets = 0;
    make_fixture(fixture, TKG_PASS_THROUGHPUT, "");
    tkg_engine_set_builtins(timed);
    (void)snprintf(fixture->spec.engine, sizeof(fixture->spec.engine), "timed");
    fixture->spec.tick_count = tick_count;
    fixture->spec.min_time_ns = min_time_ns;
    run_pass(fixture);
}

static int64_t longer_in_odd_parts(uint64_t first_tick)
{
    return first_tick / TKG_WINDOW_TICKS % 2 == 0 ? 10000 : 20000;
}

/* Odd parts take twice as long as even ones: what is timed first costs 0.5 of its neighbour in one
 * replay and 2.0 in the next, and nothing of that is the instrument's. */
static void ticks_that_differ_between_parts_are_no_overhead(void **state)
{
    (void)state;
    struct replay_fixture fixture;
    run_timed(&fixture, 16 * TKG_WINDOW_TICKS, 1, longer_in_odd_parts);
    assert_near(fixture.trial.values[TKG_METRIC_SHADOW_OVERHEAD], 0.0, 0.3);
    close_fixture(&fixture);
}

/* The second replay takes thrice as long over its last tenth; the first is even. */
static int64_t longer_at_the_second_end(uint64_t first_tick)
{
    const bool is_first = first_tick < TKG_WINDOW_TICKS;
    const bool is_last = first_tick >= 9 * (uint64_t)TKG_WINDOW_TICKS;
    return !is_first && !is_last ? 0 : is_last && resets == 2 ? 60000 : 20000;
}

/* 160 us + 160 us at the beginnings, 160 us + 480 us at the ends: half is kept, and all of it by
 * the first replay alone. A busy machine may come between, but hardly in all of fifty runs of 1 ms.
 */
static void drift_is_that_of_all_replays(void **state)
{
    (void)state;
    double nearest = INFINITY;
    for (int attempt = 0; attempt < 50 && nearest > 0.1; attempt++) {
        struct replay_fixture fixture;
        run_timed(&fixture, 10 * TKG_WINDOW_TICKS, 1, longer_at_the_second_end);
        assert_int_equal(fixture.replay.replay_count, 2);
        nearest = fmin(nearest, fabs(fixture.trial.values[TKG_METRIC_THROUGHPUT_KEPT] - 0.5));
        close_fixture(&fixture);
    }
    assert_true(nearest <= 0.1);
}

/* What lies between the timer's reads of a span and those of its part is some ns. With a unit that
 * is believed to be a million times as long it is more than any tolerance. */
static void parts_that_do_not_add_up_to_their_spans_are_flagged(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    fixture.replay.timer.ns_per_unit *= 1e6;
    assert_status(tkg_pass_throughput(&fixture.replay, &err), TKG_OK, &err);
    assert_true((fixture.trial.invalid & TKG_INVALID_WALL_GAP) != 0);
    close_fixture(&fixture);
}

static void failing_engine_ends_the_pass(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_THROUGHPUT, "fail");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_int_equal(tkg_pass_throughput(&fixture.replay, &err), TKG_ENGINE_ERROR);
    close_fixture(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(throughput_is_ticks_over_the_whole_wall_time),
        cmocka_unit_test(a_pause_outside_of_the_ticks_as_long_as_they_take_halves_throughput),
        cmocka_unit_test(replays_come_in_pairs),
        cmocka_unit_test(blocks_add_up_to_the_wall_time_or_the_trial_is_flagged),
        cmocka_unit_test(short_replays_have_no_shadow_figure),
        cmocka_unit_test(batch_size_does_not_change_the_digest),
        cmocka_unit_test(ticks_that_differ_between_parts_are_no_overhead),
        cmocka_unit_test(drift_is_that_of_all_replays),
        cmocka_unit_test(parts_that_do_not_add_up_to_their_spans_are_flagged),
        cmocka_unit_test(failing_engine_ends_the_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
