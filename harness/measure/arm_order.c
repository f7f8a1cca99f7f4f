/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/arm_order.h"

#include "base/check.h"
#include "sample/launch_slices.h"

static const uint8_t rows[TKG_ARM_COUNT][TKG_ARM_COUNT] = {
    {0, 1, 3, 2}, {1, 2, 0, 3}, {2, 3, 1, 0}, {3, 0, 2, 1}};

uint32_t tkg_arm_order(uint32_t round, size_t place)
{
    TKG_ASSERT(place < TKG_ARM_COUNT);
    return rows[round / 2 % TKG_ARM_COUNT][round % 2 == 0 ? place : TKG_ARM_COUNT - 1 - place];
}
