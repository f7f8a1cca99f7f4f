/* SPDX-License-Identifier: Apache-2.0
 *
 * How well the strategy did, as the engine says: copied from struct tkg_engine_portfolio, which
 * explains each figure. Describes the work, never the speed.
 */
#ifndef TKG_SAMPLE_PORTFOLIO_H
#define TKG_SAMPLE_PORTFOLIO_H

#include <stdbool.h>
#include <stdint.h>

/* Ratios: member, label. NaN where the engine has none (no returns, no loss to divide by). */
#define TKG_PORTFOLIO_RATIOS(X)                                                                    \
    X(sharpe, "Sharpe")                                                                            \
    X(sortino, "Sortino")                                                                          \
    X(calmar, "Calmar")                                                                            \
    X(profit_factor, "profit factor")                                                              \
    X(turnover, "turnover")                                                                        \
    X(max_drawdown_share, "max drawdown")

struct tkg_portfolio {
    bool known; /* false: the engine offers no portfolio statistics; all else is zero */
    uint64_t return_count;
    uint64_t round_trip_count;
    uint64_t winning_trip_count;
#define TKG_PORTFOLIO_MEMBER(member, label) double member;
    TKG_PORTFOLIO_RATIOS(TKG_PORTFOLIO_MEMBER)
#undef TKG_PORTFOLIO_MEMBER
};

#endif
