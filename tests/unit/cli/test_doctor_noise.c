/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "cli/doctor_noise.h"
#include "counter_engine.h"
#include "engine/engine_handle.h"
#include "measure/trial.h"

/* The test program is its own trial program; its "reference" is the counter engine. */
static const struct tkg_builtin_engine builtins[] = {{"reference", counter_entry}, {NULL, NULL}};

/* Nothing is asserted about how much noise there is: other tests run beside this one. */
static void pairs_are_made_until_the_time_is_over(void **state)
{
    struct tkg_doctor_noise noise;
    struct tkg_error err = {.text = ""};
    (void)state;
    assert_status(
        tkg_doctor_noise_measure("/proc/self/exe", -1, INT64_C(200000000), true, &noise, &err),
        TKG_OK, &err);
    assert_true(noise.elapsed_ns >= INT64_C(200000000));
    assert_true(noise.trial_count >= 2);
    assert_int_equal(noise.trial_count % 2, 0);
    assert_true(noise.flagged_count <= noise.trial_count);
    assert_true(noise.floor.pair_count <= noise.trial_count / 2);
    assert_true(noise.trial_count / 2 - noise.floor.pair_count <= noise.flagged_count);
}

/* One pair at least, however short the time; one pair gives no number. */
static void too_short_a_time_is_no_failure(void **state)
{
    struct tkg_doctor_noise noise;
    struct tkg_error err = {.text = ""};
    (void)state;
    assert_status(tkg_doctor_noise_measure("/proc/self/exe", -1, 1, true, &noise, &err), TKG_OK,
                  &err);
    assert_int_equal(noise.trial_count, 2);
    assert_nan(noise.floor.effect_min);
}

static void program_that_is_no_trial_program_is_a_failure(void **state)
{
    struct tkg_doctor_noise noise;
    struct tkg_error err = {.text = ""};
    (void)state;
    assert_int_not_equal(tkg_doctor_noise_measure("/bin/false", -1, 1, true, &noise, &err), TKG_OK);
    assert_true(strlen(err.text) > 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_made_until_the_time_is_over),
        cmocka_unit_test(too_short_a_time_is_no_failure),
        cmocka_unit_test(program_that_is_no_trial_program_is_a_failure),
    };
    tkg_engine_set_builtins(builtins);
    if (argc == 2 && strcmp(argv[1], TKG_TRIAL_ARGUMENT) == 0) {
        return tkg_trial_child_main();
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
