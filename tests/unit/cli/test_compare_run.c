/* SPDX-License-Identifier: Apache-2.0
 *
 * The walk from launches to a verdict. Times of real launches are not asserted on here.
 */
#include "cli/compare_run.h"

#include <math.h>

#include "cmocka_all.h"
#include "trial_main.h"
#include "verdict/comparison_replay.h"

/* Sides of the built-in counter engine: three and two names of one engine will do here. */
static void make_live(struct tkg_comparison_record *record, const char *parameters)
{
    struct tkg_error err = {0};
    tkg_comparison_record_init(record);
    (void)snprintf(record->stream, sizeof record->stream, "synthetic:randomwalk");
    (void)snprintf(record->parameters, sizeof record->parameters, "%s", parameters);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(tkg_side_add(&record->base, "counter", &err), TKG_OK);
        assert_int_equal(tkg_side_add(&record->head, "counter", &err), TKG_OK);
    }
    record->tolerance = 0.01;
    record->margin = 0.02;
    record->plant = 0.02;
    record->error_regression_0to1 = 0.005;
    record->error_pass_0to1 = 0.005;
    record->lead_in_tick_count = 400;
    record->round_count = 32;
}

static const struct tkg_compare_means quick = {.program_path = "/proc/self/exe",
                                               .budget_ns = 1,
                                               .launch_max = 12,
                                               .cpu = -1,
                                               .is_quiet = true};

/* A budget of no time at all still gives the first look, and its last word. */
static void first_look_is_always_taken(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    make_live(&record, "");
    assert_status(tkg_compare_run(&record, &quick, &comparison, &err), TKG_OK, &err);
    assert_int_equal(comparison.launch_count, 12);
    assert_int_not_equal(comparison.outcome, TKG_COMPARISON_NOT_YET);
    assert_true(record.launch_count >= 12);
    assert_in_range(record.slice_tick_count, 200, 100000);
    assert_int_equal(record.base_digest, record.head_digest);
    assert_true(record.elapsed_ns > 0);
    tkg_comparison_record_deinit(&record);
}

/* How far the slowest arm of a launch is above its fastest. */
static double spread_of(const struct tkg_launch_record *launch)
{
    double low = launch->arm_ns[0];
    double high = low;
    for (size_t arm = 1; arm < TKG_ARM_COUNT; arm++) {
        low = fmin(low, launch->arm_ns[arm]);
        high = fmax(high, launch->arm_ns[arm]);
    }
    return high / low;
}

/* One instance in 64 takes several times as long: of 240 launches of four arms, all without one is
 * a chance of (63/64)^960 = 3e-7. Every launch with one is counted and replaced, none is judged. 2
 * % of the spread is the plant's own. */
static void slow_arms_are_counted_drawn_again_and_not_judged(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    struct tkg_compare_means means = quick;
    means.budget_ns = INT64_C(600000000000);
    means.launch_max = 240;
    make_live(&record, "at times slow");
    record.tolerance =
        0.0; /* not to be carried by these few layouts, so that all launches are played */
    assert_status(tkg_compare_run(&record, &means, &comparison, &err), TKG_OK, &err);
    assert_int_equal(tkg_comparison_judged_count(&record), 240);
    assert_true(record.launch_count > 240);
    assert_int_equal(comparison.launch_count, 240);
    for (size_t i = 0; i < record.launch_count; i++) {
        if (!record.launches[i].is_slow) {
            assert_true(spread_of(&record.launches[i]) < 1.3 * 1.3 * 1.02);
            assert_true(fabs(record.launches[i].head) < 0.5);
        }
    }
    tkg_comparison_record_deinit(&record);
}

static void failing_engine_ends_the_comparison(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    make_live(&record, "undercount");
    assert_status(tkg_compare_run(&record, &quick, &comparison, &err), TKG_ENGINE_COUNT, &err);
    tkg_comparison_record_deinit(&record);
}

int main(int argc, char **argv)
{
    int exit_code = 0;
    if (is_trial_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_look_is_always_taken),
        cmocka_unit_test(slow_arms_are_counted_drawn_again_and_not_judged),
        cmocka_unit_test(failing_engine_ends_the_comparison),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
