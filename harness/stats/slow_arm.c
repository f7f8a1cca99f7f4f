/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/slow_arm.h"

#include <math.h>

#include "stats/estimate.h"

/* With fewer ratios than this the usual one is not known. */
enum { RATIO_COUNT_MIN = 5 };

/* What a role took in a launch; NaN when it was not there. */
static double time_of(const struct tkg_launch_record *launch, enum tkg_arm_role role)
{
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        if (launch->roles[arm] == role) {
            return launch->arm_ns[arm];
        }
    }
    return NAN;
}

/* Both ways round; false for NaN. */
static bool are_far_apart(double a, double b)
{
    return a > b * TKG_SLOW_ARM_RATIO || b > a * TKG_SLOW_ARM_RATIO;
}

/* Of the faster head to the faster base. */
static double head_ratio(const struct tkg_launch_record *launch)
{
    const double base = fmin(time_of(launch, TKG_ARM_BASE), time_of(launch, TKG_ARM_BASE_AGAIN));
    return fmin(time_of(launch, TKG_ARM_HEAD), time_of(launch, TKG_ARM_HEAD_AGAIN)) / base;
}

static double usual_head_ratio(const struct tkg_launch_record *earlier, size_t earlier_count)
{
    double ratios[TKG_LAUNCH_RECORD_MAX];
    size_t count = 0;
    for (size_t i = 0; i < earlier_count && count < TKG_LAUNCH_RECORD_MAX; i++) {
        if (!earlier[i].is_slow) {
            ratios[count++] = head_ratio(&earlier[i]);
        }
    }
    if (count < RATIO_COUNT_MIN) {
        return NAN;
    }
    tkg_sort_values(ratios, count);
    return tkg_median_of_sorted(ratios, count);
}

bool tkg_launch_is_slow(const struct tkg_launch_record *launch,
                        const struct tkg_launch_record *earlier, size_t earlier_count, double plant)
{
    const double base = time_of(launch, TKG_ARM_BASE);
    const double base_again = time_of(launch, TKG_ARM_BASE_AGAIN);
    return are_far_apart(base, base_again) ||
           are_far_apart(base, time_of(launch, TKG_ARM_PLANT) / (1.0 + plant)) ||
           are_far_apart(time_of(launch, TKG_ARM_HEAD), time_of(launch, TKG_ARM_HEAD_AGAIN)) ||
           are_far_apart(head_ratio(launch), usual_head_ratio(earlier, earlier_count));
}
