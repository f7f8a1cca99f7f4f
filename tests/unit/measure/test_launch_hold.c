/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "host/clock.h"
#include "measure/launch_hold.h"

static void no_share_is_no_waiting(void **state)
{
    (void)state;
    struct tkg_launch_hold hold = {.share = 0.0};
    assert_int_equal(tkg_launch_hold(&hold, 1000, 51000), 51000);
    assert_near(hold.owed_cycles, 0.0, 0.0);
}

/* A quarter of a piece of 4,000,000 cycles: at least a million go by before it returns, and they
 * are on the real counter. */
static void share_of_a_piece_goes_by(void **state)
{
    (void)state;
    struct tkg_launch_hold hold = {.share = 0.25};
    const uint64_t end = tkg_cycles();
    const uint64_t now = tkg_launch_hold(&hold, end - 4000000, end);
    assert_true(now - end >= 1000000);
    assert_true(now <= tkg_cycles());
}

/* What a piece waits too long the next ones owe less: over all of them the share is exact, however
 * short each is and whoever else runs. */
static void pieces_together_are_held_exactly(void **state)
{
    (void)state;
    struct tkg_launch_hold hold = {.share = 0.01};
    uint64_t held = 0;
    for (int piece = 0; piece < 1000; piece++) {
        const uint64_t end = tkg_cycles();
        held += tkg_launch_hold(&hold, end - 700, end) - end;
    }
    assert_near((double)held + hold.owed_cycles, 0.01 * 700 * 1000, 1e-6);
    assert_true(hold.owed_cycles <= 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_share_is_no_waiting),
        cmocka_unit_test(share_of_a_piece_goes_by),
        cmocka_unit_test(pieces_together_are_held_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
