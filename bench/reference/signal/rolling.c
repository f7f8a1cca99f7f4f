/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/rolling.h"

#include <math.h>

#include "signal/contract.h"

static bool is_length(uint32_t length)
{
    return length >= 1 && length <= TKG_ROLLING_LENGTH_MAX;
}

size_t tkg_rolling_bytes(uint32_t length)
{
    TKG_REFERENCE_MUST(is_length(length));
    return length * sizeof(int64_t);
}

void tkg_rolling_init(struct tkg_rolling *rolling, uint32_t length, void *memory)
{
    TKG_REFERENCE_MUST(is_length(length));
    *rolling = (struct tkg_rolling){.values = memory, .length = length};
}

int64_t tkg_rolling_mean(const struct tkg_rolling *rolling)
{
    if (rolling->count == 0) {
        return 0;
    }
    const tkg_wide one = (tkg_wide)1 << TKG_INDICATOR_FRACTION_BITS;
    return tkg_wide_divide(rolling->sum * one, rolling->count);
}

void tkg_rolling_moments_init(struct tkg_rolling_moments *moments, uint32_t length, void *memory)
{
    *moments = (struct tkg_rolling_moments){0};
    tkg_rolling_init(&moments->ring, length, memory);
}

double tkg_rolling_moments_variance(const struct tkg_rolling_moments *moments)
{
    if (moments->ring.count == 0) {
        return NAN;
    }
    const double count = moments->ring.count;
    return (double)tkg_rolling_moments_spread(moments) / (count * count);
}

double tkg_rolling_moments_z(const struct tkg_rolling_moments *moments, int64_t price)
{
    const tkg_unsigned_wide spread = tkg_rolling_moments_spread(moments);
    if (spread == 0) {
        return NAN;
    }
    return (double)tkg_rolling_moments_deviation(moments, price) / sqrt((double)spread);
}

size_t tkg_rolling_vwap_bytes(uint32_t length)
{
    TKG_REFERENCE_MUST(is_length(length));
    return length * sizeof(struct tkg_rolling_trade);
}

void tkg_rolling_vwap_init(struct tkg_rolling_vwap *vwap, uint32_t length, void *memory)
{
    TKG_REFERENCE_MUST(is_length(length));
    *vwap = (struct tkg_rolling_vwap){.trades = memory, .length = length};
}

void tkg_rolling_vwap_reset(struct tkg_rolling_vwap *vwap)
{
    tkg_indicator_vwap_reset(&vwap->total);
    vwap->count = 0;
    vwap->next = 0;
}
