/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/indicator.h"

#include "signal/contract.h"

/* numerator / denominator in 2^-60, to the nearest; at most 1. */
static uint64_t weight_of(uint32_t numerator, uint32_t denominator)
{
    const uint64_t scaled = (uint64_t)numerator << TKG_INDICATOR_WEIGHT_BITS;
    return (scaled + denominator / 2) / denominator;
}

static bool is_length(uint32_t length)
{
    return length >= 1 && length <= TKG_INDICATOR_LENGTH_MAX;
}

void tkg_indicator_ema_init(struct tkg_indicator_ema *ema, uint32_t length)
{
    TKG_REFERENCE_MUST(is_length(length));
    *ema = (struct tkg_indicator_ema){
        .weight = weight_of(2, length + 1), .length = length, .missing = length};
}

/* Mean of a sum of length prices, as a value. */
static int64_t mean_of(int64_t sum, uint32_t length)
{
    const tkg_wide one = (tkg_wide)1 << TKG_INDICATOR_FRACTION_BITS;
    TKG_REFERENCE_MUST(length > 0); /* {0} is not a state */
    return tkg_wide_divide(sum * one, length);
}

void tkg_indicator_rsi_init(struct tkg_indicator_rsi *rsi, uint32_t length)
{
    TKG_REFERENCE_MUST(is_length(length));
    *rsi = (struct tkg_indicator_rsi){
        .weight = weight_of(1, length), .length = length, .missing = length + 1};
}

/* The first changes are added up, and become two means when the last of them is in. */
static void begin_rsi(struct tkg_indicator_rsi *rsi, int64_t rise, int64_t fall)
{
    if (rsi->missing <= rsi->length) { /* else this is the first price: no change yet */
        rsi->rise += rise;
        rsi->fall += fall;
    }
    rsi->missing--;
    if (rsi->missing == 0) {
        rsi->rise = mean_of(rsi->rise, rsi->length);
        rsi->fall = mean_of(rsi->fall, rsi->length);
    }
}

void tkg_indicator_rsi_update(struct tkg_indicator_rsi *rsi, int64_t price)
{
    const int64_t change = price - rsi->last_price;
    const int64_t rise = change > 0 ? change : 0;
    const int64_t fall = change < 0 ? -change : 0;
    rsi->last_price = price;
    if (rsi->missing > 0) {
        begin_rsi(rsi, rise, fall);
        return;
    }
    rsi->rise = tkg_indicator_toward(rsi->rise, tkg_indicator_value(rise), rsi->weight);
    rsi->fall = tkg_indicator_toward(rsi->fall, tkg_indicator_value(fall), rsi->weight);
}

int32_t tkg_indicator_rsi_e6(const struct tkg_indicator_rsi *rsi)
{
    /* 100 - 100 / (1 + rise / fall), multiplied out. Both means are below 2^61. */
    const int64_t moved = rsi->rise + rsi->fall;
    if (rsi->missing > 0 || moved == 0) {
        return 50000000;
    }
    return (int32_t)tkg_wide_divide((tkg_wide)rsi->rise * 100000000, moved);
}

void tkg_indicator_atr_init(struct tkg_indicator_atr *atr, uint32_t length)
{
    TKG_REFERENCE_MUST(is_length(length));
    *atr = (struct tkg_indicator_atr){
        .weight = weight_of(1, length), .length = length, .missing = length};
}

void tkg_indicator_atr_update(struct tkg_indicator_atr *atr, int64_t high, int64_t low,
                              int64_t close)
{
    const bool is_first = atr->missing == atr->length;
    /* The close before widens the bar to where it came from. */
    const int64_t top = !is_first && atr->last_close > high ? atr->last_close : high;
    const int64_t bottom = !is_first && atr->last_close < low ? atr->last_close : low;
    const int64_t range = top - bottom;
    atr->last_close = close;
    if (atr->missing == 0) {
        atr->value = tkg_indicator_toward(atr->value, tkg_indicator_value(range), atr->weight);
        return;
    }
    atr->value += range;
    atr->missing--;
    if (atr->missing == 0) {
        atr->value = mean_of(atr->value, atr->length);
    }
}

int64_t tkg_indicator_vwap_value(const struct tkg_indicator_vwap *vwap)
{
    if (vwap->lots == 0) {
        return 0;
    }
    /* turnover <= 2^96, so that 28 bits of fraction fit. */
    const tkg_wide one = (tkg_wide)1 << TKG_INDICATOR_FRACTION_BITS;
    return tkg_wide_divide(vwap->turnover * one, vwap->lots);
}
