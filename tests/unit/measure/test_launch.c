/* SPDX-License-Identifier: Apache-2.0
 *
 * Launches of the counter engine, in fresh processes of this test program.
 */
#include <math.h>

#include "cmocka_all.h"
#include "measure/launch.h"
#include "trial_main.h"

static struct tkg_launch_spec make_launch_spec(void)
{
    static const uint32_t roles[] = {TKG_ARM_BASE, TKG_ARM_HEAD, TKG_ARM_PLANT, TKG_ARM_BASE_AGAIN};
    struct tkg_launch_spec spec = {
        .struct_bytes = sizeof spec,
        .stream = "synthetic:randomwalk",
        .stream_seed = 7,
        .launch_seed = 1,
        .slice_tick_count = 2000,
        .lead_in_tick_count = TKG_LAUNCH_LEAD_IN_TICKS,
        .batch_tick_count = 300,
        .round_count = 40,
        .timeout_ns = INT64_C(20000000000),
        .cpu = -1,
    };
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        (void)snprintf(spec.arms[arm].engine, sizeof spec.arms[arm].engine, "counter");
        spec.arms[arm].role = roles[arm];
    }
    spec.arms[2].hold_share = 0.1;
    return spec;
}

static void set_parameters(struct tkg_launch_spec *spec, size_t arm, const char *parameters)
{
    (void)snprintf(spec->arms[arm].parameters, sizeof spec->arms[arm].parameters, "%s", parameters);
}

static void every_arm_has_a_time_in_every_round(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_launch_slices slices;
    const struct tkg_launch_spec spec = make_launch_spec();
    assert_status(tkg_launch_run("/proc/self/exe", &spec, &slices, &err), TKG_OK, &err);
    assert_int_equal(slices.round_count, 40);
    assert_int_equal(slices.slice_tick_count, 2000);
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        assert_int_equal(slices.roles[arm], spec.arms[arm].role);
        assert_true(slices.digests[arm] != 0);
        assert_int_equal(slices.digests[arm], slices.digests[0]);
        for (size_t round = 0; round < 40; round++) {
            assert_true(slices.wall_ns[round][arm] > 0);
            assert_true(slices.cpu_ns[round][arm] >= 0);
        }
    }
}

/* 2,000 ticks in blocks of 100: 40 rounds x 20 blocks, of which 400 are needed. A machine that
 * disturbs more than half of the rounds leaves NaN. */
static void blocks_have_a_percentile(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_launch_slices slices;
    struct tkg_launch_spec spec = make_launch_spec();
    spec.block_tick_count = 100;
    assert_status(tkg_launch_run("/proc/self/exe", &spec, &slices, &err), TKG_OK, &err);
    assert_true(slices.quiet_round_count <= 40);
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        assert_true(slices.quiet_round_count >= 20 ? slices.p99_ns[arm] > 0.0
                                                   : isnan(slices.p99_ns[arm]));
    }
}

static void slices_alone_have_no_percentile(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_launch_slices slices;
    const struct tkg_launch_spec spec = make_launch_spec();
    assert_status(tkg_launch_run("/proc/self/exe", &spec, &slices, &err), TKG_OK, &err);
    assert_true(isnan(slices.p99_ns[0]));
}

static void expect_failure(const struct tkg_launch_spec *spec, enum tkg_status expected,
                           const char *part)
{
    struct tkg_error err = {0};
    struct tkg_launch_slices slices;
    assert_status(tkg_launch_run("/proc/self/exe", spec, &slices, &err), expected, &err);
    assert_contains(err.text, part);
}

static void crash_in_a_slice_is_told(void **state)
{
    (void)state;
    struct tkg_launch_spec spec = make_launch_spec();
    set_parameters(&spec, 1, "crash");
    expect_failure(&spec, TKG_ENGINE_CRASH, "crashed with SIGABRT in a launch of a comparison");
}

static void failing_engine_tells_its_reason(void **state)
{
    (void)state;
    struct tkg_launch_spec spec = make_launch_spec();
    set_parameters(&spec, 3, "fail");
    expect_failure(&spec, TKG_ENGINE_ERROR, "counter");
}

static void unknown_stream_is_told(void **state)
{
    (void)state;
    struct tkg_launch_spec spec = make_launch_spec();
    (void)snprintf(spec.stream, sizeof spec.stream, "synthetic:nothing");
    expect_failure(&spec, TKG_USAGE, "nothing");
}

static void slice_of_no_ticks_is_refused(void **state)
{
    (void)state;
    struct tkg_launch_spec spec = make_launch_spec();
    spec.slice_tick_count = 0;
    expect_failure(&spec, TKG_INTERNAL, TKG_LAUNCH_ARGUMENT);
}

static void slice_of_broken_blocks_is_refused(void **state)
{
    (void)state;
    struct tkg_launch_spec spec = make_launch_spec();
    spec.block_tick_count = 300; /* 2,000 is not a multiple */
    expect_failure(&spec, TKG_INTERNAL, TKG_LAUNCH_ARGUMENT);
}

int main(int argc, char **argv)
{
    int exit_code = 0;
    if (is_trial_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_arm_has_a_time_in_every_round),
        cmocka_unit_test(crash_in_a_slice_is_told),
        cmocka_unit_test(failing_engine_tells_its_reason),
        cmocka_unit_test(unknown_stream_is_told),
        cmocka_unit_test(slice_of_no_ticks_is_refused),
        cmocka_unit_test(blocks_have_a_percentile),
        cmocka_unit_test(slices_alone_have_no_percentile),
        cmocka_unit_test(slice_of_broken_blocks_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
