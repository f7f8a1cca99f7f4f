/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "verdict/layout_check.h"

static struct tkg_layout_check check(uint32_t base, uint32_t head, double tolerance,
                                     enum tkg_layout_floor_kind kind, double floor_share)
{
    const struct tkg_layout_floor floor = {.kind = kind, .floor = floor_share};
    struct tkg_comparison_record record = {.tolerance = tolerance, .launch_count = 100};
    record.base.layout_count = base;
    record.head.layout_count = head;
    return tkg_layout_check(&record, &floor);
}

/* 0.2 % of floor: 2.5 * 0.002 = 0.005 as a logarithm, exp(0.005) - 1 = 0.0050125 as a share. */
static void least_tolerance_is_two_and_a_half_floors(void **state)
{
    (void)state;
    const struct tkg_layout_check at = check(32, 32, 0.0051, TKG_LAYOUT_FLOOR_FITTED, 0.002);
    assert_near(at.tolerance_min, 0.0050125, 1e-7);
    assert_int_equal(at.limit, TKG_LAYOUT_LIMIT_FLOOR);
    assert_true(at.is_carried);
    assert_false(check(32, 32, 0.0050, TKG_LAYOUT_FLOOR_FITTED, 0.002).is_carried);
}

static void bound_counts_as_a_floor(void **state)
{
    (void)state;
    assert_false(check(16, 16, 0.005, TKG_LAYOUT_FLOOR_BOUND, 0.003).is_carried);
    assert_true(check(16, 16, 0.01, TKG_LAYOUT_FLOOR_BOUND, 0.003).is_carried);
}

static void layouts_without_spread_carry_everything(void **state)
{
    (void)state;
    assert_true(check(32, 32, 0.001, TKG_LAYOUT_FLOOR_FITTED, 0.0).is_carried);
}

/* 16 a side is where the promise begins; the poorer side counts. */
static void few_layouts_carry_one_percent(void **state)
{
    (void)state;
    const struct tkg_layout_check few = check(32, 15, 0.005, TKG_LAYOUT_FLOOR_FITTED, 0.0001);
    assert_near(few.tolerance_min, 0.01, 0.0);
    assert_int_equal(few.limit, TKG_LAYOUT_LIMIT_FEW);
    assert_false(few.is_carried);
    assert_false(check(15, 32, 0.005, TKG_LAYOUT_FLOOR_FITTED, 0.0001).is_carried);
    assert_true(check(16, 16, 0.005, TKG_LAYOUT_FLOOR_FITTED, 0.0001).is_carried);
    assert_true(check(1, 1, 0.01, TKG_LAYOUT_FLOOR_UNKNOWN, NAN).is_carried);
}

static void unknown_floor_carries_nothing(void **state)
{
    (void)state;
    const struct tkg_layout_check unknown = check(32, 32, 0.5, TKG_LAYOUT_FLOOR_UNKNOWN, NAN);
    assert_int_equal(unknown.limit, TKG_LAYOUT_LIMIT_UNKNOWN);
    assert_true(isinf(unknown.tolerance_min));
    assert_false(unknown.is_carried);
}

/* 32 launches of 256 layouts: an eighth. */
static void fresh_layouts_carry_everything(void **state)
{
    (void)state;
    const struct tkg_layout_floor floor = {.kind = TKG_LAYOUT_FLOOR_BOUND, .floor = 0.01};
    struct tkg_comparison_record record = {.tolerance = 0.001, .launch_count = 32};
    record.base.layout_count = 256;
    record.head.layout_count = 300;
    assert_int_equal(tkg_layout_check(&record, &floor).limit, TKG_LAYOUT_LIMIT_FRESH);
    assert_true(tkg_layout_check(&record, &floor).is_carried);
    record.launch_count = 33;
    assert_false(tkg_layout_check(&record, &floor).is_carried);
}

static void commands_without_a_plant_carry_five_percent(void **state)
{
    (void)state;
    const struct tkg_layout_floor floor = {.kind = TKG_LAYOUT_FLOOR_UNKNOWN, .floor = NAN};
    struct tkg_comparison_record record = {.side_kind = TKG_SIDES_COMMANDS, .tolerance = 0.049};
    record.base.layout_count = 1;
    record.head.layout_count = 1;
    assert_false(tkg_layout_check(&record, &floor).is_carried);
    record.tolerance = 0.05;
    assert_true(tkg_layout_check(&record, &floor).is_carried);
    record.tolerance = 0.01;
    record.plant = 0.02;
    assert_true(tkg_layout_check(&record, &floor).is_carried);
}

/* 5 %, halved by four times as many; from sixteen on the run measures its own floor. */
static void usual_tolerance_falls_with_the_root_of_layouts(void **state)
{
    (void)state;
    assert_near(tkg_layout_usual_tolerance(1), 0.05, 1e-12);
    assert_near(tkg_layout_usual_tolerance(4), 0.025, 1e-12);
    assert_near(tkg_layout_usual_tolerance(15), 0.0129099444873581, 1e-12); /* 0.05 / sqrt(15) */
    assert_near(tkg_layout_usual_tolerance(16), 0.005, 1e-12);
    assert_near(tkg_layout_usual_tolerance(512), 0.005, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(least_tolerance_is_two_and_a_half_floors),
        cmocka_unit_test(bound_counts_as_a_floor),
        cmocka_unit_test(layouts_without_spread_carry_everything),
        cmocka_unit_test(few_layouts_carry_one_percent),
        cmocka_unit_test(fresh_layouts_carry_everything),
        cmocka_unit_test(commands_without_a_plant_carry_five_percent),
        cmocka_unit_test(unknown_floor_carries_nothing),
        cmocka_unit_test(usual_tolerance_falls_with_the_root_of_layouts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
