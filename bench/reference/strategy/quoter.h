/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a two-quote maker wants its bid and its ask: half a spread from the mid on either side,
 * both moved against the inventory. The same rule, to the last bit, as the L1 maker
 * (reference_maker.c), so that a run on L2 or L3 can be compared with one on L1.
 *
 * A pure function of integers. Prices in fixed point are half ticks x 2^16: the mid, bid + ask, is
 * a whole number of half ticks.
 */
#ifndef TKG_REFERENCE_QUOTER_H
#define TKG_REFERENCE_QUOTER_H

#include <stdint.h>

#include "book/book.h"
#include "reference_parameters.h"

struct tkg_quoter {
    int64_t half_spread;  /* fixed-point half ticks */
    int64_t skew_per_lot; /* how far each lot of position moves both quotes, the same unit */
    int64_t size_lots;    /* of one order */
    int64_t max_position_lots;
};

/* Prices in ticks; a side that is not wanted has TKG_BOOK_NO_BID or TKG_BOOK_NO_ASK. */
struct tkg_quoter_prices {
    int32_t bid_price;
    int32_t ask_price;
};

/* Takes over half_spread_e3, skew_e3, size_lots (>= 1) and max_position_lots, all within the ranges
 * of reference_parameters.h. */
struct tkg_quoter tkg_quoter_make(const struct tkg_reference_parameters *parameters);

/* What is wanted at this top and this position (lots, |position| <= 2^32).
 *
 * Bid = mid - half_spread - position x skew, rounded down; ask = mid + half_spread - position x
 * skew, rounded up. Neither side is wanted while the book misses one: there is no mid. A side is
 * not wanted when one more order filled there would pass max_position_lots. Prices beyond the range
 * count as not wanted; an ask is at least 1. cost: about 3 ns. */
struct tkg_quoter_prices tkg_quoter_wanted(const struct tkg_quoter *quoter,
                                           const struct tkg_book_top *top, int64_t position_lots);

#endif
