/* SPDX-License-Identifier: Apache-2.0
 *
 * 128-bit integers, as gcc and clang offer on every 64-bit machine: for products of two 64-bit
 * numbers and for sums of such products, which then need no check against overflow.
 */
#ifndef TKG_REFERENCE_WIDE_H
#define TKG_REFERENCE_WIDE_H

#include <stdint.h>

__extension__ typedef __int128 tkg_wide;
__extension__ typedef unsigned __int128 tkg_unsigned_wide;

/* The square of a number, exactly; also of INT64_MIN. */
static inline tkg_unsigned_wide tkg_wide_square(int64_t value)
{
    return (tkg_unsigned_wide)((tkg_wide)value * value);
}

/* value / divisor, rounded to the nearest, halves away from zero. divisor > 0. */
static inline int64_t tkg_wide_divide(tkg_wide value, tkg_wide divisor)
{
    const tkg_wide half = divisor / 2;
    return (int64_t)((value < 0 ? value - half : value + half) / divisor);
}

#endif
