/* SPDX-License-Identifier: Apache-2.0 */
#include "schema_check.h"

#include "report/doctor_report.h"

static const struct tkg_fingerprint machine = {
    .cpu_model = "A CPU", .kernel = "Linux 6.1", .tsc_ghz = 2.3, .cgroup_cpu_quota = 1.5};

static struct tkg_machine_check checks[] = {
    {.id = "counter", .name = "cycle counter", .found = "invariant", .cost = "", .next = ""},
    {.id = "boost",
     .name = "boost",
     .state = TKG_CHECK_LIMITED,
     .found = "on",
     .cost = "speed depends on heat",
     .next = "echo 0"},
    {.id = "nvml",
     .name = "NVML",
     .state = TKG_CHECK_MISSING,
     .found = "not installed",
     .cost = "nothing about graphics",
     .next = "install its driver"},
};

static const struct tkg_doctor_noise quiet = {
    .floor = {.trial_noise = 0.0123,
              .shift = 0.0002,
              .shift_low = -0.001,
              .shift_high = 0.0015,
              .effect_min = 0.009,
              .pair_count = 112},
    .trial_count = 230,
    .flagged_count = 6,
    .elapsed_ns = INT64_C(20050000000),
};

static struct tkg_doctor_input input_with(const struct tkg_doctor_noise *noise)
{
    return (struct tkg_doctor_input){
        .tool_version = "1.2.3",
        .fingerprint = &machine,
        .checks = checks,
        .check_count = sizeof(checks) / sizeof(checks[0]),
        .noise = noise,
    };
}

static struct tkg_text written; /* freed by the next call and at the end */

static const char *human_of(const struct tkg_doctor_input *input)
{
    struct tkg_error err = {.text = ""};
    tkg_text_reset(&written);
    assert_status(tkg_doctor_write_human(input, &written, &err), TKG_OK, &err);
    return tkg_text_borrow(&written);
}

static json_t *json_of(const struct tkg_doctor_input *input)
{
    struct tkg_error err = {.text = ""};
    json_error_t error;
    tkg_text_reset(&written);
    assert_status(tkg_doctor_write_json(input, &written, &err), TKG_OK, &err);
    json_t *root = json_loads(tkg_text_borrow(&written), JSON_REJECT_DUPLICATES, &error);
    assert_non_null(root);
    return root;
}

static void lines_say_state_cost_and_next_step(void **state)
{
    const struct tkg_doctor_input input = input_with(NULL);
    (void)state;
    assert_string_equal(human_of(&input),
                        "tickgate 1.2.3 doctor\n"
                        "host A CPU, Linux 6.1\n"
                        "\n"
                        "ok       cycle counter      invariant\n"
                        "limited  boost              on\n"
                        "                            cost: speed depends on heat\n"
                        "                            next: echo 0\n"
                        "missing  NVML               not installed\n"
                        "                            cost: nothing about graphics\n"
                        "                            next: install its driver\n"
                        "\n"
                        "1 ok, 1 limited, 1 missing: fit to measure\n");
}

static void noise_floor_says_how_small_and_how_sure(void **state)
{
    const struct tkg_doctor_input input = input_with(&quiet);
    (void)state;
    assert_contains(human_of(&input),
                    "noise floor: the reference engine against itself, 112 pairs of trials in "
                    "20.1 s, 6 of 230 trials flagged\n"
                    "  one trial        +-1.23 %\n"
                    "  against itself   +0.02 % [-0.10, +0.15], the truth is 0\n"
                    "  smallest effect  0.90 %, seen by 90 % of runs of 20 rounds\n");
}

static void too_few_pairs_say_so_instead_of_a_number(void **state)
{
    struct tkg_doctor_noise few = quiet;
    (void)state;
    few.floor.effect_min = NAN;
    few.floor.pair_count = 3;
    const struct tkg_doctor_input input = input_with(&few);
    assert_contains(human_of(&input), "10 pairs are needed; stop what else runs here\n");
    few.flagged_count = 0;
    assert_contains(human_of(&input),
                    "insufficient samples: 10 pairs are needed; give --seconds more\n");
}

/* 5 % and 20 % are the limits, and a quarter of the trials. */
static void noise_is_limited_or_spoils(void **state)
{
    struct tkg_doctor_noise noise = quiet;
    struct tkg_machine_check check;
    (void)state;
    tkg_doctor_check_noise(&noise, &check);
    assert_int_equal(check.state, TKG_CHECK_OK);
    assert_string_equal(check.found, "effects from 0.90 % on can be seen");
    noise.floor.effect_min = 0.06;
    tkg_doctor_check_noise(&noise, &check);
    assert_int_equal(check.state, TKG_CHECK_LIMITED);
    assert_false(check.spoils);
    noise.floor.effect_min = 0.21;
    tkg_doctor_check_noise(&noise, &check);
    assert_true(check.spoils);
    noise = quiet;
    noise.flagged_count = 58; /* of 230: 25.2 % */
    tkg_doctor_check_noise(&noise, &check);
    assert_true(check.spoils);
    assert_int_equal(check.state, TKG_CHECK_LIMITED);
    noise.floor.effect_min = NAN;
    tkg_doctor_check_noise(&noise, &check);
    assert_true(check.spoils);
    assert_string_equal(check.found, "58 of 230 trials flagged, too few left");
}

static void one_check_that_spoils_makes_the_machine_unfit(void **state)
{
    const struct tkg_doctor_input input = input_with(NULL);
    (void)state;
    assert_true(tkg_doctor_is_fit(&input));
    checks[1].spoils = true;
    assert_false(tkg_doctor_is_fit(&input));
    assert_contains(human_of(&input), "on  SPOILS EVERY NUMBER\n");
    assert_contains(human_of(&input), "NOT fit to measure");
    checks[1].spoils = false;
}

static void json_keeps_to_its_schema(void **state)
{
    struct schema_check check = {.root = load_schema("doctor.schema.json")};
    struct tkg_doctor_noise few = quiet;
    (void)state;
    few.floor = (struct tkg_noise_floor){NAN, NAN, NAN, NAN, NAN, 3};
    const struct tkg_doctor_noise *const noises[] = {NULL, &quiet, &few};
    for (size_t i = 0; i < sizeof(noises) / sizeof(noises[0]); i++) {
        const struct tkg_doctor_input input = input_with(noises[i]);
        json_t *root = json_of(&input);
        check_value(&check, check.root, root);
        json_decref(root);
    }
    json_decref(check.root);
}

static void json_holds_what_the_lines_say(void **state)
{
    const struct tkg_doctor_input input = input_with(&quiet);
    (void)state;
    json_t *root = json_of(&input);
    const json_t *boost = json_array_get(json_object_get(root, "checks"), 1);
    const json_t *noise = json_object_get(root, "noise");
    assert_string_equal(json_string_value(json_object_get(root, "schema")), "tickgate.doctor/1");
    assert_true(json_is_true(json_object_get(root, "fit")));
    assert_string_equal(json_string_value(json_object_get(boost, "state")), "limited");
    assert_string_equal(json_string_value(json_object_get(boost, "next")), "echo 0");
    assert_near(json_real_value(json_object_get(noise, "effect_min_share")), 0.009, 1e-15);
    assert_int_equal(json_integer_value(json_object_get(noise, "pair_count")), 112);
    json_decref(root);
}

static int release(void **state)
{
    (void)state;
    tkg_text_deinit(&written);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_say_state_cost_and_next_step),
        cmocka_unit_test(noise_floor_says_how_small_and_how_sure),
        cmocka_unit_test(too_few_pairs_say_so_instead_of_a_number),
        cmocka_unit_test(noise_is_limited_or_spoils),
        cmocka_unit_test(one_check_that_spoils_makes_the_machine_unfit),
        cmocka_unit_test(json_keeps_to_its_schema),
        cmocka_unit_test(json_holds_what_the_lines_say),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
