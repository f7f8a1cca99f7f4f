/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
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
        cmocka_unit_test(failing_engine_ends_the_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
