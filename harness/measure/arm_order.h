/* SPDX-License-Identifier: Apache-2.0
 *
 * In which order the four arms play: rows of a Williams square in turn, each followed by its
 * reversal, so that each arm comes equally often in each place and behind each other arm.
 * Source: E. J. Williams, Austral. J. Sci. Res. A 2 (1949) 149-168.
 */
#ifndef TKG_MEASURE_ARM_ORDER_H
#define TKG_MEASURE_ARM_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* The number (0 to 3) of the arm that plays at `place` (0 to 3) of a round. */
uint32_t tkg_arm_order(uint32_t round, size_t place);

#endif
