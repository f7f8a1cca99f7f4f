/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "measure/arm_order.h"
#include "sample/launch_slices.h"

/* Eight rounds: four rows and their reversals. */
static void every_arm_has_every_place_and_every_predecessor_equally_often(void **state)
{
    (void)state;
    int places[TKG_ARM_COUNT][TKG_ARM_COUNT] = {{0}};
    int follows[TKG_ARM_COUNT][TKG_ARM_COUNT] = {{0}};
    for (uint32_t round = 0; round < 8; round++) {
        for (size_t place = 0; place < TKG_ARM_COUNT; place++) {
            const uint32_t arm = tkg_arm_order(round, place);
            places[arm][place]++;
            if (place > 0) {
                follows[arm][tkg_arm_order(round, place - 1)]++;
            }
        }
    }
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        for (size_t other = 0; other < TKG_ARM_COUNT; other++) {
            assert_int_equal(places[arm][other], 2);
            assert_int_equal(follows[arm][other], arm == other ? 0 : 2);
        }
    }
}

static void odd_rounds_are_reversals(void **state)
{
    (void)state;
    for (size_t place = 0; place < TKG_ARM_COUNT; place++) {
        assert_int_equal(tkg_arm_order(5, place), tkg_arm_order(4, TKG_ARM_COUNT - 1 - place));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_arm_has_every_place_and_every_predecessor_equally_often),
        cmocka_unit_test(odd_rounds_are_reversals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
