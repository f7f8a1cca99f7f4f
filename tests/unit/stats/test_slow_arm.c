/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "stats/slow_arm.h"

static const uint32_t paired[] = {TKG_ARM_BASE, TKG_ARM_BASE_AGAIN, TKG_ARM_HEAD,
                                  TKG_ARM_HEAD_AGAIN};
static const uint32_t planted[] = {TKG_ARM_BASE, TKG_ARM_BASE_AGAIN, TKG_ARM_HEAD, TKG_ARM_PLANT};

static struct tkg_launch_record make_launch(const uint32_t *roles, double a, double b, double c,
                                            double d)
{
    struct tkg_launch_record launch = {.arm_ns = {a, b, c, d}};
    memcpy(launch.roles, roles, sizeof launch.roles);
    return launch;
}

static bool is_slow(const struct tkg_launch_record *launch)
{
    return tkg_launch_is_slow(launch, NULL, 0, 0.01);
}

static void arms_close_together_are_not_slow(void **state)
{
    (void)state;
    const struct tkg_launch_record pair = make_launch(paired, 5.0, 5.3, 5.1, 6.0);
    const struct tkg_launch_record plant = make_launch(planted, 5.0, 5.3, 5.1, 5.2);
    assert_false(is_slow(&pair));
    assert_false(is_slow(&plant));
}

static void arm_far_from_its_twin_is_slow(void **state)
{
    (void)state;
    const struct tkg_launch_record base = make_launch(paired, 5.0, 6.6, 5.0, 5.0);
    const struct tkg_launch_record head = make_launch(paired, 5.0, 5.0, 9.0, 5.0);
    const struct tkg_launch_record plant = make_launch(planted, 5.0, 5.0, 5.0, 6.7);
    assert_true(is_slow(&base));
    assert_true(is_slow(&head));
    assert_true(is_slow(&plant));
}

/* Both heads take twice as long: that is what the gate is there to see. */
static void slower_engine_is_no_accident(void **state)
{
    (void)state;
    const struct tkg_launch_record launch = make_launch(paired, 5.0, 5.0, 10.0, 10.1);
    assert_false(is_slow(&launch));
}

/* A lone head is judged by the launches before: twice the base is usual there, four times is not.
 */
static void lone_head_is_compared_with_earlier_launches(void **state)
{
    (void)state;
    struct tkg_launch_record earlier[6];
    for (size_t i = 0; i < 6; i++) {
        earlier[i] = make_launch(paired, 5.0, 5.0, 10.0, 10.1);
    }
    const struct tkg_launch_record usual = make_launch(planted, 5.0, 5.0, 10.5, 5.05);
    const struct tkg_launch_record slow = make_launch(planted, 5.0, 5.0, 20.0, 5.05);
    assert_false(tkg_launch_is_slow(&usual, earlier, 6, 0.01));
    assert_true(tkg_launch_is_slow(&slow, earlier, 6, 0.01));
    assert_false(tkg_launch_is_slow(&slow, earlier, 4, 0.01)); /* too few to know */
}

/* Three slow launches among eight do not move the usual ratio. */
static void slow_launches_do_not_teach(void **state)
{
    (void)state;
    struct tkg_launch_record earlier[8];
    for (size_t i = 0; i < 8; i++) {
        earlier[i] = make_launch(planted, 5.0, 5.0, i < 3 ? 20.0 : 5.0, 5.05);
        earlier[i].is_slow = i < 3;
    }
    const struct tkg_launch_record slow = make_launch(planted, 5.0, 5.0, 20.0, 5.05);
    assert_true(tkg_launch_is_slow(&slow, earlier, 8, 0.01));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arms_close_together_are_not_slow),
        cmocka_unit_test(arm_far_from_its_twin_is_slow),
        cmocka_unit_test(slower_engine_is_no_accident),
        cmocka_unit_test(lone_head_is_compared_with_earlier_launches),
        cmocka_unit_test(slow_launches_do_not_teach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
