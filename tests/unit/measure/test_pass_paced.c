/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "host/clock.h"
#include "replay_fixture.h"

static void open_paced(struct replay_fixture *fixture, const char *parameters)
{
    make_fixture(fixture, TKG_PASS_PACED, parameters);
    fixture->spec.tick_count = 5000;
    fixture->spec.pace_ticks_per_s = 250e3; /* 20 ms in five packets of 1,000 */
    open_fixture(fixture, TKG_WINDOW_CACHED);
}

static void schedule_is_kept_and_every_tick_is_counted(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    open_paced(&fixture, "");
    assert_status(tkg_pass_paced(&fixture.replay, &err), TKG_OK, &err);
    assert_int_equal(tkg_histogram_count(fixture.replay.histogram), 5000);
    /* The last packet is due 16 ms after the first: sooner would be out of order. Parts are timed
     * apart, so a little is left for what lies between them. */
    assert_true(fixture.replay.total.wall_ns >= 15900000);
    assert_int_equal(fixture.trial.processed_tick_count, 5000);
    close_fixture(&fixture);
}

static void sleeping_between_packets_costs_little_cpu(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    open_paced(&fixture, "");
    assert_status(tkg_pass_paced(&fixture.replay, &err), TKG_OK, &err);
    double share = fixture.trial.values[TKG_METRIC_CPU_PACED];
    assert_true(share > 0.0);
    assert_true(share < 1.0);
    assert_true(fixture.trial.values[TKG_METRIC_RESPONSE_P50] <=
                fixture.trial.values[TKG_METRIC_RESPONSE_MAX]);
    close_fixture(&fixture);
}

enum { STALL_NS = 30000000 };

static int stalling_on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    const struct counter_engine *counter = engine;
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    while (counter->count == 0 && tkg_clock_monotonic_ns() - begin_ns < STALL_NS) {
    }
    return counter_on_ticks(engine, ticks, tick_count);
}

static const struct tkg_engine_ops *stalling_entry(uint32_t host_abi_version)
{
    static struct tkg_engine_ops stalling_ops;
    (void)host_abi_version;
    stalling_ops = counter_ops;
    stalling_ops.on_ticks = stalling_on_ticks;
    return &stalling_ops;
}

/* A stall of 30 ms at the first of 5,000 ticks; packets of 1,000 fall due at 0, 4, 8, 12 and 16 ms.
 * By that schedule none can end before 30 ms, so the packets wait 30, 26, 22, 18 and 14 ms at
 * least, which no machine shortens. Without the wait behind the stall four in five would take next
 * to nothing. */
static void a_stall_is_charged_to_all_that_waited_behind_it(void **state)
{
    (void)state;
    static const struct tkg_builtin_engine stalling[] = {{"stalling", stalling_entry},
                                                         {NULL, NULL}};
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_PACED, "");
    tkg_engine_set_builtins(stalling);
    (void)snprintf(fixture.spec.engine, sizeof(fixture.spec.engine), "stalling");
    fixture.spec.tick_count = 5000;
    fixture.spec.pace_ticks_per_s = 250e3;
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_pass_paced(&fixture.replay, &err), TKG_OK, &err);
    const struct tkg_histogram *histogram = fixture.replay.histogram;
    assert_true(tkg_histogram_quantile(histogram, 0.0002) >= 13.99e6);
    assert_true(tkg_histogram_quantile(histogram, 0.2002) >= 17.99e6);
    assert_true(tkg_histogram_quantile(histogram, 0.4002) >= 21.99e6);
    assert_true(tkg_histogram_quantile(histogram, 0.6002) >= 25.99e6);
    assert_true(tkg_histogram_quantile(histogram, 0.8002) >= 29.99e6);
    close_fixture(&fixture);
}

static void failing_engine_ends_the_pass(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    open_paced(&fixture, "fail");
    assert_int_equal(tkg_pass_paced(&fixture.replay, &err), TKG_ENGINE_ERROR);
    close_fixture(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schedule_is_kept_and_every_tick_is_counted),
        cmocka_unit_test(sleeping_between_packets_costs_little_cpu),
        cmocka_unit_test(a_stall_is_charged_to_all_that_waited_behind_it),
        cmocka_unit_test(failing_engine_ends_the_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
