/* SPDX-License-Identifier: Apache-2.0
 *
 * Indicators that need no history: exponential average, Wilder's RSI and ATR, and the VWAP of a
 * session. Integers throughout, so that they may steer trading; each update is O(1) and inline.
 *
 * A price is any integer of at most TKG_INDICATOR_PRICE_MAX either way: price ticks, or the mid in
 * half ticks. A value is a price with 28 bits of fraction: 1 + 32 + 28 bits, which leaves two bits
 * of int64 for differences. How far that is from real numbers: docs/decisions/0037.
 *
 * All of them start unborn: the first update brings the first price in. {0} is not a state; use
 * the init functions, which are the reset as well.
 */
#ifndef TKG_REFERENCE_INDICATOR_H
#define TKG_REFERENCE_INDICATOR_H

#include <stdbool.h>
#include <stdint.h>

#include "signal/wide.h"

enum {
    TKG_INDICATOR_FRACTION_BITS = 28,
    TKG_INDICATOR_WEIGHT_BITS = 60, /* 61 bits of difference + 60 fit 128 */
    TKG_INDICATOR_LENGTH_MAX = 1 << 16,
};

/* Greatest price, of either sign: any mid in half ticks fits. */
#define TKG_INDICATOR_PRICE_MAX (INT64_C(1) << 32)

/* Price as a value, and back to the nearest price. */
static inline int64_t tkg_indicator_value(int64_t price)
{
    return price * (INT64_C(1) << TKG_INDICATOR_FRACTION_BITS);
}

static inline int64_t tkg_indicator_price(int64_t value)
{
    return tkg_wide_divide(value, INT64_C(1) << TKG_INDICATOR_FRACTION_BITS);
}

/* value + (goal - value) x weight, rounded to the nearest. weight: in 2^-60, 0 to 1. */
static inline int64_t tkg_indicator_toward(int64_t value, int64_t goal, uint64_t weight)
{
    const tkg_wide half = (tkg_wide)1 << (TKG_INDICATOR_WEIGHT_BITS - 1);
    const tkg_wide step = (tkg_wide)(goal - value) * (int64_t)weight + half;
    return value + (int64_t)(step >> TKG_INDICATOR_WEIGHT_BITS); /* rounds down in gcc and clang */
}

/* Exponential moving average with weight 2 / (length + 1), which begins at the first price. */
struct tkg_indicator_ema {
    int64_t value;
    uint64_t weight;  /* in 2^-60 */
    uint32_t length;  /* in updates */
    uint32_t missing; /* updates until length of them are in; from the first on there is a value */
};

/* length: 1 to TKG_INDICATOR_LENGTH_MAX, here and below; anything else is a bug. */
void tkg_indicator_ema_init(struct tkg_indicator_ema *ema, uint32_t length);

static inline void tkg_indicator_ema_update(struct tkg_indicator_ema *ema, int64_t price)
{
    const int64_t goal = tkg_indicator_value(price);
    const bool is_first = ema->missing == ema->length;
    ema->value = is_first ? goal : tkg_indicator_toward(ema->value, goal, ema->weight);
    ema->missing -= ema->missing > 0;
}

static inline bool tkg_indicator_ema_is_ready(const struct tkg_indicator_ema *ema)
{
    return ema->missing == 0;
}

/* Relative strength index of Wilder 1978, "New Concepts in Technical Trading Systems": the means of
 * the first length rises and falls, then each mean moves by 1 / length of its distance. */
struct tkg_indicator_rsi {
    int64_t rise; /* mean rise as a value, >= 0; while changes are missing: their sum in prices */
    int64_t fall; /* the same of falls */
    int64_t last_price;
    uint64_t weight;  /* in 2^-60 */
    uint32_t length;  /* in changes: there is one less than updates */
    uint32_t missing; /* changes until there is a value; length + 1: no price yet */
};

void tkg_indicator_rsi_init(struct tkg_indicator_rsi *rsi, uint32_t length);
void tkg_indicator_rsi_update(struct tkg_indicator_rsi *rsi, int64_t price);

static inline bool tkg_indicator_rsi_is_ready(const struct tkg_indicator_rsi *rsi)
{
    return rsi->missing == 0;
}

/* RSI in millionths of a point, 0 to 100,000,000, rounded. Prices that never moved, or an index
 * that is not ready: 50,000,000, the middle. */
int32_t tkg_indicator_rsi_e6(const struct tkg_indicator_rsi *rsi);

/* Whether the exact RSI is above level_e3 (thousandths of a point, 0 to 100,000), by two products
 * instead of a division. False when not ready or when prices never moved. */
static inline bool tkg_indicator_rsi_is_above(const struct tkg_indicator_rsi *rsi, int32_t level_e3)
{
    return rsi->missing == 0 &&
           (tkg_wide)rsi->rise * (100000 - level_e3) > (tkg_wide)rsi->fall * level_e3;
}

/* The same below level_e3. */
static inline bool tkg_indicator_rsi_is_below(const struct tkg_indicator_rsi *rsi, int32_t level_e3)
{
    return rsi->missing == 0 &&
           (tkg_wide)rsi->rise * (100000 - level_e3) < (tkg_wide)rsi->fall * level_e3;
}

/* Average true range of Wilder 1978: the mean of the first length true ranges, then 1 / length. The
 * first bar has no close before it: its true range is high - low. */
struct tkg_indicator_atr {
    int64_t value; /* while bars are missing: the sum of their true ranges, in prices */
    int64_t last_close;
    uint64_t weight;  /* in 2^-60 */
    uint32_t length;  /* in bars */
    uint32_t missing; /* bars until there is a value; length: no bar yet */
};

void tkg_indicator_atr_init(struct tkg_indicator_atr *atr, uint32_t length);
/* low <= close <= high. */
void tkg_indicator_atr_update(struct tkg_indicator_atr *atr, int64_t high, int64_t low,
                              int64_t close);

static inline bool tkg_indicator_atr_is_ready(const struct tkg_indicator_atr *atr)
{
    return atr->missing == 0;
}

/* Volume-weighted average price since the start of the session. {0} is its first state. Sums are
 * exact for 2^32 trades of any size. */
struct tkg_indicator_vwap {
    tkg_wide turnover; /* sum of price x lots */
    uint64_t lots;
};

static inline void tkg_indicator_vwap_update(struct tkg_indicator_vwap *vwap, int64_t price,
                                             uint32_t lots)
{
    vwap->turnover += (tkg_wide)price * lots;
    vwap->lots += lots;
}

/* A new session begins: forgets everything. */
static inline void tkg_indicator_vwap_reset(struct tkg_indicator_vwap *vwap)
{
    *vwap = (struct tkg_indicator_vwap){0};
}

/* The average as a value, rounded to the nearest. No lots yet: 0. */
int64_t tkg_indicator_vwap_value(const struct tkg_indicator_vwap *vwap);

/* 1 when price is above the exact average, -1 below it, 0 at it or without lots; no division. */
static inline int tkg_indicator_vwap_compare(const struct tkg_indicator_vwap *vwap, int64_t price)
{
    const tkg_wide apart = (tkg_wide)price * vwap->lots - vwap->turnover;
    return (apart > 0) - (apart < 0);
}

#endif
