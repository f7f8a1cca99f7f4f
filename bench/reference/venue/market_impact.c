/* SPDX-License-Identifier: Apache-2.0 */
#include "venue/market_impact.h"

static int64_t divide_up(int64_t value, int64_t divisor)
{
    return (value + divisor - 1) / divisor;
}

/* Bit by bit from above: no floating point, so the same on every machine. */
uint32_t tkg_square_root(uint64_t value)
{
    uint64_t root = 0;
    for (uint64_t bit = UINT64_C(1) << 31; bit > 0; bit >>= 1) {
        const uint64_t next = root | bit;
        root = next * next <= value ? next : root;
    }
    return (uint32_t)root;
}

int64_t tkg_slippage_ticks(int64_t fixed_ticks, int64_t spread_ticks, int64_t share_e3)
{
    return fixed_ticks + divide_up(spread_ticks * share_e3, 1000);
}

/* The root of impact^2 x lots in whole thousandths, rounded up; rounding up once more to ticks
 * gives what rounding the exact value up would. */
int64_t tkg_impact_ticks(int64_t impact_e3, int64_t lots)
{
    if (impact_e3 == 0) {
        return 0;
    }
    const uint64_t square = (uint64_t)(impact_e3 * impact_e3) * (uint64_t)lots;
    const uint64_t root = tkg_square_root(square);
    return divide_up((int64_t)(root + (root * root < square)), 1000);
}
