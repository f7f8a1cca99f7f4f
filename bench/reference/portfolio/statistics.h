/* SPDX-License-Identifier: Apache-2.0
 *
 * How well a strategy did: returns over equal stretches of time with their ratios, drawdown, and
 * the round trips of every instrument. Gathered in integers, exactly; the double results are made
 * at the end and never enter the digest. Definitions and their sources: docs/decisions/0038.
 *
 * Money is in ticks x lots x 1e4 (docs/decisions/0030).
 */
#ifndef TKG_REFERENCE_STATISTICS_H
#define TKG_REFERENCE_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/engine.h>

#include "signal/wide.h"

/* Defaults: one minute gives a day of 1,440 returns and is long against latencies and quotes that
 * bounce; the year is 365 days of all hours, as crypto and (but for weekends) currency markets have
 * them. For exchange sessions give trading time: 252 sessions, and a pause that ends a session. */
#define TKG_PORTFOLIO_STRETCH_NS INT64_C(60000000000)
#define TKG_PORTFOLIO_YEAR_NS (INT64_C(365) * 86400 * 1000000000)

struct tkg_portfolio_options {
    int64_t stretch_ns; /* time of one return, >= 1 */
    int64_t year_ns;  /* time that makes a year; ratios are scaled by year_ns / stretch_ns; >= 1 */
    int64_t pause_ns; /* longer without a tick is closed time, not stretches without returns: the
                         stretches start anew at the next tick; 0: all time counts */
    int64_t capital;  /* money that turnover and drawdown are shares of; 0: they are NaN */
};

/* The open position of one instrument at its average cost. */
struct tkg_portfolio_position {
    int64_t lots;
    int64_t cost;         /* paid for the lots that are open; negative for a short position */
    tkg_wide trip_profit; /* realised since the position was last flat, fees paid */
};

struct tkg_portfolio {
    int64_t stretch_end_ns; /* first nanosecond after the stretch; INT64_MIN: no tick yet */
    int64_t equity;         /* after the last tick */
    int64_t equity_peak;    /* >= 0: the start counts */
    int64_t drawdown_max;
    int64_t stretch_equity; /* at the start of the stretch */
    int64_t last_ns;        /* time of the last tick */
    struct tkg_portfolio_options options;
    uint64_t return_count;
    bool has_overflowed;              /* change_squares did: no ratios */
    tkg_wide change_sum;              /* of equity over the stretches */
    tkg_unsigned_wide change_squares; /* 2^32 stretches that each change equity by 2^48 fit */
    tkg_unsigned_wide fall_squares;   /* of the negative changes alone */
    tkg_unsigned_wide traded;         /* value of all fills, in money */
    tkg_unsigned_wide gross_profit;
    tkg_unsigned_wide gross_loss;
    uint64_t round_trip_count;
    uint64_t winning_trip_count;
    tkg_wide realised_profit; /* of what was closed, at average cost, before fees */
    tkg_wide fees;
    struct tkg_portfolio_position *positions; /* by instrument */
    uint32_t instrument_count;
};

/* Memory for the positions, aligned as their struct. */
size_t tkg_portfolio_bytes(uint32_t instrument_count);

/* memory: tkg_portfolio_bytes(instrument_count), borrowed. Options out of range are a bug. Equity
 * starts at 0. */
void tkg_portfolio_init(struct tkg_portfolio *portfolio,
                        const struct tkg_portfolio_options *options, uint32_t instrument_count,
                        void *memory);

/* Back to the state after init. cost: one pass over the positions. */
void tkg_portfolio_reset(struct tkg_portfolio *portfolio);

/* Private to tkg_portfolio_mark(): at least one stretch ends before time_ns. */
void tkg_portfolio_end_stretches(struct tkg_portfolio *portfolio, int64_t time_ns);

/* Equity after one tick, at most 2^62 either way; to be called at each, in order of time. A stretch
 * ends with the equity after the last tick before its end. Stretches begin at the first tick. */
static inline void tkg_portfolio_mark(struct tkg_portfolio *portfolio, int64_t time_ns,
                                      int64_t equity)
{
    if (__builtin_expect(time_ns >= portfolio->stretch_end_ns, 0)) {
        tkg_portfolio_end_stretches(portfolio, time_ns);
    }
    portfolio->last_ns = time_ns;
    portfolio->equity = equity;
    portfolio->equity_peak = equity > portfolio->equity_peak ? equity : portfolio->equity_peak;
    const int64_t drawdown = portfolio->equity_peak - equity;
    portfolio->drawdown_max =
        drawdown > portfolio->drawdown_max ? drawdown : portfolio->drawdown_max;
}

/* One fill: lots bought > 0, sold < 0, never 0; price in ticks, > 0; fee in money, negative for a
 * rebate. The position's value must stay within 2^62 money (docs/decisions/0030 keeps it so). */
void tkg_portfolio_fill(struct tkg_portfolio *portfolio, uint32_t instrument_id, int64_t lots,
                        int64_t price, int64_t fee);

/* Fills in all fields but struct_bytes and reserved. Changes nothing. cost: a few square roots. */
void tkg_portfolio_result(const struct tkg_portfolio *portfolio,
                          struct tkg_engine_portfolio *result);

#endif
