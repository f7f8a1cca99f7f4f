/* SPDX-License-Identifier: Apache-2.0
 *
 * Indicators of the last length values: simple average, mean and variance with z-score, rolling
 * VWAP. A ring holds the values, exact integer sums are kept beside it: what falls out is
 * subtracted, so nothing drifts, however long the stream. Each update is O(1) and inline.
 *
 * Values are prices as in indicator.h, at most TKG_INDICATOR_PRICE_MAX either way. Before length
 * values are in, everything refers to those that are.
 */
#ifndef TKG_REFERENCE_ROLLING_H
#define TKG_REFERENCE_ROLLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "signal/indicator.h"

/* length x value stays below 2^48, its square below 2^96: room for a factor of 2^32. */
enum { TKG_ROLLING_LENGTH_MAX = 1 << 16, TKG_ROLLING_Z_E3_MAX = 30000 };

/* A ring of values with their sum: sum / count is the simple moving average. */
struct tkg_rolling {
    int64_t *values; /* length of them, in memory of the caller's */
    int64_t sum;
    uint32_t length;
    uint32_t count; /* of values in the ring */
    uint32_t next;  /* where the next value goes */
};

/* Memory for a ring, aligned as int64_t. length: 1 to TKG_ROLLING_LENGTH_MAX, here and below;
 * anything else is a bug. */
size_t tkg_rolling_bytes(uint32_t length);
/* memory: tkg_rolling_bytes(length), borrowed as long as the ring is used; need not be zeroed. */
void tkg_rolling_init(struct tkg_rolling *rolling, uint32_t length, void *memory);

/* Forgets all values, without touching their memory. */
static inline void tkg_rolling_reset(struct tkg_rolling *rolling)
{
    rolling->sum = 0;
    rolling->count = 0;
    rolling->next = 0;
}

/* Takes value in. Returns the value that fell out for it, or 0 while the ring fills. */
static inline int64_t tkg_rolling_update(struct tkg_rolling *rolling, int64_t value)
{
    int64_t *place = &rolling->values[rolling->next];
    const bool is_full = rolling->count == rolling->length;
    const int64_t fallen = is_full ? *place : 0;
    *place = value;
    rolling->count += !is_full;
    rolling->next = rolling->next + 1 == rolling->length ? 0 : rolling->next + 1;
    rolling->sum += value - fallen;
    return fallen;
}

static inline bool tkg_rolling_is_ready(const struct tkg_rolling *rolling)
{
    return rolling->count == rolling->length;
}

/* The simple moving average as a value of indicator.h, rounded to the nearest; empty: 0. */
int64_t tkg_rolling_mean(const struct tkg_rolling *rolling);

/* The same with the sum of squares: mean, variance and z-score. */
struct tkg_rolling_moments {
    struct tkg_rolling ring;
    tkg_unsigned_wide square_sum;
};

/* Memory and bounds as tkg_rolling_bytes() and tkg_rolling_init(). */
void tkg_rolling_moments_init(struct tkg_rolling_moments *moments, uint32_t length, void *memory);

static inline void tkg_rolling_moments_reset(struct tkg_rolling_moments *moments)
{
    tkg_rolling_reset(&moments->ring);
    moments->square_sum = 0;
}

static inline void tkg_rolling_moments_update(struct tkg_rolling_moments *moments, int64_t value)
{
    const int64_t fallen = tkg_rolling_update(&moments->ring, value);
    moments->square_sum += tkg_wide_square(value) - tkg_wide_square(fallen);
}

/* count^2 x variance of the values (that of the population: divided by count). Exact, < 2^96. */
static inline tkg_unsigned_wide
tkg_rolling_moments_spread(const struct tkg_rolling_moments *moments)
{
    return moments->ring.count * moments->square_sum - tkg_wide_square(moments->ring.sum);
}

/* count x (price - mean). Exact, below 2^49 either way. */
static inline int64_t tkg_rolling_moments_deviation(const struct tkg_rolling_moments *moments,
                                                    int64_t price)
{
    return (int64_t)moments->ring.count * price - moments->ring.sum;
}

/* Whether |z| > z_e3 / 1000, with z = deviation / sqrt(spread), by comparing squares:
 * deviation^2 x 10^6 > z_e3^2 x spread; both sides stay below 2^126. z_e3: 0 to
 * TKG_ROLLING_Z_E3_MAX. A spread of 0 has no z: then true for every deviation but 0. */
static inline bool tkg_rolling_is_beyond(int64_t deviation, tkg_unsigned_wide spread, uint32_t z_e3)
{
    return tkg_wide_square(deviation) * 1000000 > spread * z_e3 * z_e3;
}

/* For people and reports, not for decisions: population variance in prices squared, and z of a
 * price. NaN: no values; z also where the variance is 0. */
double tkg_rolling_moments_variance(const struct tkg_rolling_moments *moments);
double tkg_rolling_moments_z(const struct tkg_rolling_moments *moments, int64_t price);

/* One trade in a rolling VWAP. */
struct tkg_rolling_trade {
    int64_t price;
    uint32_t lots;
};

/* VWAP of the last length trades. */
struct tkg_rolling_vwap {
    struct tkg_indicator_vwap total; /* of the trades in the ring: compare and value as there */
    struct tkg_rolling_trade *trades;
    uint32_t length;
    uint32_t count;
    uint32_t next;
};

/* Memory, aligned as int64_t, and use as tkg_rolling_bytes() and tkg_rolling_init(). */
size_t tkg_rolling_vwap_bytes(uint32_t length);
void tkg_rolling_vwap_init(struct tkg_rolling_vwap *vwap, uint32_t length, void *memory);
void tkg_rolling_vwap_reset(struct tkg_rolling_vwap *vwap);

static inline void tkg_rolling_vwap_update(struct tkg_rolling_vwap *vwap, int64_t price,
                                           uint32_t lots)
{
    struct tkg_rolling_trade *place = &vwap->trades[vwap->next];
    const bool is_full = vwap->count == vwap->length;
    const struct tkg_rolling_trade fallen = is_full ? *place : (struct tkg_rolling_trade){0};
    *place = (struct tkg_rolling_trade){.price = price, .lots = lots};
    vwap->count += !is_full;
    vwap->next = vwap->next + 1 == vwap->length ? 0 : vwap->next + 1;
    vwap->total.turnover += (tkg_wide)price * lots - (tkg_wide)fallen.price * fallen.lots;
    vwap->total.lots += (uint64_t)lots - fallen.lots;
}

#endif
