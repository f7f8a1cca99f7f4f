/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
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
        cmocka_unit_test(replays_come_in_pairs),
        cmocka_unit_test(blocks_add_up_to_the_wall_time_or_the_trial_is_flagged),
        cmocka_unit_test(short_replays_have_no_shadow_figure),
        cmocka_unit_test(batch_size_does_not_change_the_digest),
        cmocka_unit_test(failing_engine_ends_the_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
