/* SPDX-License-Identifier: Apache-2.0
 *
 * What taking liquidity costs beyond the price shown: slippage and market impact, in whole ticks,
 * rounded against the strategy. Pure functions; rules: docs/decisions/0034.
 */
#ifndef TKG_REFERENCE_MARKET_IMPACT_H
#define TKG_REFERENCE_MARKET_IMPACT_H

#include <stdint.h>

/* The greatest integer whose square is at most value. cost: 32 steps. */
uint32_t tkg_square_root(uint64_t value);

/* fixed_ticks + spread_ticks x share_e3 / 1000. All >= 0; share_e3 at most 1,000,000. */
int64_t tkg_slippage_ticks(int64_t fixed_ticks, int64_t spread_ticks, int64_t share_e3);

/* impact_e3 / 1000 x sqrt(lots): the square-root law, for an order that has now taken lots, 0 to
 * 10,000,000. impact_e3: thousandths of a tick for one lot, 0 to 1,000,000. */
int64_t tkg_impact_ticks(int64_t impact_e3, int64_t lots);

#endif
