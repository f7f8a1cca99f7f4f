/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "cmocka_all.h"
#include "stats/contrast.h"

/* Ten rounds; every arm takes `ns` in each, in wall time twice as much. */
static struct tkg_launch_slices make_slices(const uint32_t *roles, const double *ns)
{
    struct tkg_launch_slices slices = {.round_count = 10, .slice_tick_count = 1000};
    memcpy(slices.roles, roles, sizeof slices.roles);
    for (size_t round = 0; round < 10; round++) {
        for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
            slices.cpu_ns[round][arm] = ns[arm];
            slices.wall_ns[round][arm] = 2 * ns[arm];
        }
    }
    return slices;
}

static const uint32_t with_plant[] = {TKG_ARM_PLANT, TKG_ARM_BASE, TKG_ARM_HEAD,
                                      TKG_ARM_BASE_AGAIN};
static const uint32_t with_pairs[] = {TKG_ARM_HEAD_AGAIN, TKG_ARM_BASE_AGAIN, TKG_ARM_BASE,
                                      TKG_ARM_HEAD};

/* head: ln(5250 / 5000); null: ln(5100 / 5000); plant: against A', ln(5151 / 5100) = ln 1.01. */
static void one_arm_a_side_beside_a_plant(void **state)
{
    (void)state;
    static const double ns[] = {5151, 5000, 5250, 5100};
    const struct tkg_launch_slices slices = make_slices(with_plant, ns);
    const struct tkg_contrasts found = tkg_contrasts_of(&slices, TKG_LAUNCH_CPU);
    assert_near(found.head, 0.048790164169432, 1e-12);
    assert_near(found.null, 0.019802627296180, 1e-12);
    assert_near(found.plant, 0.009950330853168, 1e-12);
    assert_near(found.arm_ns[0], 5.151, 1e-12);
    assert_near(found.arm_ns[2], 5.25, 1e-12);
}

/* (ln 5200 + ln 5400 - ln 5000 - ln 5050) / 2 = ln(sqrt(5200 * 5400 / (5000 * 5050)))
 * = ln(1.112079207920792) / 2 = 0.053115...; wall times are twice as long on both sides. */
static void two_arms_a_side_are_averaged(void **state)
{
    (void)state;
    static const double ns[] = {5400, 5050, 5000, 5200};
    const struct tkg_launch_slices slices = make_slices(with_pairs, ns);
    const struct tkg_contrasts found = tkg_contrasts_of(&slices, TKG_LAUNCH_WALL);
    assert_near(found.head, log(1.112079207920792) / 2, 1e-12);
    assert_near(found.null, log(1.01), 1e-12);
    assert_true(isnan(found.plant));
}

/* As above, of the arms' percentiles; one arm without one leaves no contrast that needs it. */
static void percentiles_are_contrasted_alike(void **state)
{
    (void)state;
    static const double ns[] = {1, 1, 1, 1};
    static const double p99_ns[] = {5400, 5050, 5000, 5200};
    struct tkg_launch_slices slices = make_slices(with_pairs, ns);
    memcpy(slices.p99_ns, p99_ns, sizeof slices.p99_ns);
    struct tkg_contrasts found = tkg_contrasts_of_p99(&slices);
    assert_near(found.head, log(1.112079207920792) / 2, 1e-12);
    assert_near(found.null, log(1.01), 1e-12);
    assert_near(found.arm_ns[3], 5200, 0.0);
    slices.p99_ns[0] = NAN;
    found = tkg_contrasts_of_p99(&slices);
    assert_true(isnan(found.head));
    assert_near(found.null, log(1.01), 1e-12);
}

/* Two of ten rounds may go wrong on either side without a trace. */
static void disturbed_rounds_are_trimmed_away(void **state)
{
    (void)state;
    static const double ns[] = {5050, 5000, 5100, 5000};
    struct tkg_launch_slices slices = make_slices(with_plant, ns);
    slices.cpu_ns[3][2] *= 40;
    slices.cpu_ns[7][2] *= 3;
    slices.cpu_ns[1][1] *= 9;
    const struct tkg_contrasts found = tkg_contrasts_of(&slices, TKG_LAUNCH_CPU);
    assert_near(found.head, log(1.02), 1e-12);
    assert_near(found.arm_ns[2], 5.1, 1e-12);
}

static void slice_without_time_makes_no_number(void **state)
{
    (void)state;
    static const double ns[] = {5050, 5000, 5100, 5000};
    struct tkg_launch_slices slices = make_slices(with_plant, ns);
    slices.cpu_ns[5][1] = 0;
    const struct tkg_contrasts found = tkg_contrasts_of(&slices, TKG_LAUNCH_CPU);
    assert_true(isnan(found.head));
    assert_true(isnan(found.null));
    assert_near(found.plant, log(1.01), 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_arm_a_side_beside_a_plant),
        cmocka_unit_test(two_arms_a_side_are_averaged),
        cmocka_unit_test(percentiles_are_contrasted_alike),
        cmocka_unit_test(disturbed_rounds_are_trimmed_away),
        cmocka_unit_test(slice_without_time_makes_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
