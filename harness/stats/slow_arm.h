/* SPDX-License-Identifier: Apache-2.0
 *
 * Arms that ran far slower than they should, by accident of the physical pages they were given (up
 * to three times, in 0.01 % of arms; gate-endtoend, section 6). Such a launch says nothing about
 * the engine: it is counted, drawn again and not judged.
 */
#ifndef TKG_STATS_SLOW_ARM_H
#define TKG_STATS_SLOW_ARM_H

#include <stdbool.h>
#include <stddef.h>

#include "sample/comparison_record.h"

/* Slower than its twin by more than this is an accident: natural arms stay within 1.1. */
#define TKG_SLOW_ARM_RATIO 1.3

/* Is an arm of `launch` slow? Arms of one side are compared with each other, a plant after what it
 * plays more; a lone head with the other launches' usual ratio of head and base, once five of them
 * tell it.
 * earlier  the launches it is compared with; slow ones do not count
 * cost: some microseconds */
bool tkg_launch_is_slow(const struct tkg_launch_record *launch,
                        const struct tkg_launch_record *earlier, size_t earlier_count,
                        double plant);

#endif
