/* SPDX-License-Identifier: Apache-2.0
 *
 * The walk from launches to a verdict. Times of real launches are not asserted on here.
 */
#include "cli/compare_run.h"
#include "cmocka_all.h"
#include "trial_main.h"

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
        cmocka_unit_test(failing_engine_ends_the_comparison),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
