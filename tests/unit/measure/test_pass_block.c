/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
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
        cmocka_unit_test(percentiles_rise_and_bracket_the_mean),
        cmocka_unit_test(failing_engine_ends_the_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
