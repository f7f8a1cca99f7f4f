/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "host/clock.h"
#include "measure/launch_hold.h"

static void no_share_is_no_waiting(void **state)
{
    (void)state;
    struct tkg_launch_hold hold = {.share = 0.0};
    const uint64_t before = tkg_cycles();
    assert_true(tkg_launch_hold(&hold, UINT64_C(1) << 60) >= before);
    assert_near(hold.due_cycles, 0.0, 0.0);
    assert_near(hold.waited_cycles, 0.0, 0.0);
}

/* A quarter of a piece of 4,000,000 cycles: a million go by on the real counter. */
static void share_of_a_piece_goes_by(void **state)
{
    (void)state;
    struct tkg_launch_hold hold = {.share = 0.25};
    const uint64_t before = tkg_cycles();
    const uint64_t now = tkg_launch_hold(&hold, 4000000);
    assert_true(now - before >= 1000000);
    assert_true(now <= tkg_cycles());
    assert_near(hold.due_cycles, 1000000.0, 1e-6);
    assert_true(hold.waited_cycles >= 1000000.0);
}

/* What a piece waits too long the next ones owe less: no piece of many waits before all of
 * the surplus is used up. */
static void surplus_is_owed_less(void **state)
{
    (void)state;
    struct tkg_launch_hold hold = {.share = 0.01, .waited_cycles = 7000.0};
    for (int piece = 0; piece < 999; piece++) {
        (void)tkg_launch_hold(&hold, 700);
        assert_near(hold.waited_cycles, 7000.0, 0.0);
    }
    (void)tkg_launch_hold(&hold, 1400);
    assert_true(hold.waited_cycles >= 7007.0 - 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_share_is_no_waiting),
        cmocka_unit_test(share_of_a_piece_goes_by),
        cmocka_unit_test(surplus_is_owed_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
