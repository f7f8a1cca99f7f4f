/* SPDX-License-Identifier: Apache-2.0
 *
 * The state of the reference core. All integers; nothing here allocates.
 *
 * What every tick touches is one cache line for each instrument (two for the maker) and struct
 * tkg_reference_run, which a batch keeps in registers.
 */
#ifndef TKG_REFERENCE_STATE_H
#define TKG_REFERENCE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/engine.h>

#include "reference_market.h"
#include "reference_parameters.h"

#define TKG_REFERENCE_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define TKG_REFERENCE_SLOW_PATH __attribute__((noinline, cold))

enum {
    TKG_REFERENCE_MONEY_PER_TICK_LOT = 10000, /* engine.h: ticks x lots x 1e4 */
    TKG_REFERENCE_MONEY_PER_HALF_TICK_LOT = 5000,
    TKG_REFERENCE_LINE_BYTES = 64,    /* cache line of every x86-64 and most aarch64 processors */
    TKG_REFERENCE_FRACTION_BITS = 16, /* of prices held in fixed point; 33 + 16 bits fit int64 */
};

/* EMA-cross taker: the first line at every tick, the second when an order is sent or arrives. */
struct tkg_reference_taker {
    struct tkg_reference_market market;
    uint64_t ema_sums[2]; /* fast and slow EMA of the mid, fixed point, times 2^shift */
    int64_t calm_from;    /* no signal while fast - slow lies in [calm_from, */
    uint64_t calm_span;   /* calm_from + calm_span] */
    _Alignas(TKG_REFERENCE_LINE_BYTES) int32_t pending_lots; /* of the market order; signed */
    int32_t target_lots;
    bool is_at_exchange; /* the order has arrived and waits for more size */
    bool has_begun;      /* there was a quote */
};

/* One side of the maker, off the common path: what is left of the order that rests, and the
 * replacement under way. Where it rests stands in the maker's key of that side. */
struct tkg_reference_side {
    uint32_t lots;
    int32_t wanted_price;   /* last asked for: of the message under way, else of the order */
    int64_t message_due_ns; /* NEVER: none under way */
};

/* The first line at every tick. A key is a price in the upper half, the ask's complemented, so that
 * on either side a greater one is the better one, and lots in the lower half: of an order those
 * ahead of it (UINT32_MAX: not known, deeper than the best price), of a quote its size. One
 * comparison of a quote's key with an order's then tells whether the queue has shrunk. */
struct tkg_reference_maker {
    struct tkg_reference_market market;
    uint64_t bid_key;
    uint64_t ask_key;
    int64_t bid_offset; /* from mid to quote, fixed-point half ticks, skew and rounding included */
    int64_t ask_offset;
    _Alignas(TKG_REFERENCE_LINE_BYTES) struct tkg_reference_side bid;
    struct tkg_reference_side ask;
    bool has_begun; /* there was a quote */
};

/* What changes at every tick, whatever the instrument. */
struct tkg_reference_run {
    int64_t last_time_ns;
    int64_t equity; /* cash + position value over all instruments */
    int64_t equity_peak;
    int64_t drawdown_max;
    uint64_t equity_chain; /* rolling hash of equity after each accepted tick */
};

struct tkg_portfolio;
struct tkg_simulation;

struct tkg_reference {
    struct tkg_reference_run run;
    struct tkg_reference_parameters parameters;
    int64_t threshold; /* parameters in fixed-point half ticks */
    int64_t half_spread;
    int64_t skew_per_lot;
    uint32_t instrument_count;
    uint32_t touched_count; /* instruments that had a quote since reset */
    uint32_t *touched_ids;
    struct tkg_reference_taker *takers; /* one of these three, the others are NULL */
    struct tkg_reference_maker *makers;
    struct tkg_simulation *simulation; /* not NULL: the general loop instead of both */
    struct tkg_portfolio *portfolio;   /* NULL: no statistics are asked for */
    uint64_t processed_count;
    uint64_t rejected_count;
    uint64_t order_count;
    uint64_t fill_count;
    int64_t cash;
    uint64_t fill_digest;
    bool has_overflowed; /* cash left its range: on_ticks fails from here on */
    struct tkg_allocator allocator;
    size_t allocated_bytes;
};

/* True for a tick that must not change anything: its instrument or kind is unknown, time went
 * back, a price is not positive, the quote is crossed, or a trade has two prices. Written as a
 * chain: in a clean stream branches never taken are cheaper than values combined. */
static inline bool tkg_reference_rejects(const struct tkg_tick *tick, int64_t last_time_ns,
                                         uint32_t instrument_count)
{
    /* The greatest spread: that of any two prices in a quote, 0 in a trade. */
    const uint64_t spread_max = ((uint64_t)tick->kind - 1) & INT32_MAX;
    const uint64_t spread = (uint64_t)((int64_t)tick->ask_price - tick->bid_price);
    return TKG_REFERENCE_UNLIKELY(tick->instrument_id >= instrument_count) ||
           TKG_REFERENCE_UNLIKELY(tick->kind > TKG_TICK_TRADE) ||
           TKG_REFERENCE_UNLIKELY(tick->time_ns < last_time_ns) ||
           TKG_REFERENCE_UNLIKELY(tick->bid_price <= 0) ||
           TKG_REFERENCE_UNLIKELY(spread > spread_max);
}

/* Equity after one accepted tick: drawdown from the peak, and the chain that enters the digest. */
static inline void tkg_reference_mark(struct tkg_reference_run *run)
{
    /* Multiplier: Steele and Vigna 2021, "Computationally easy, spectrally good multipliers". */
    run->equity_chain = run->equity_chain * UINT64_C(0xd1342543de82ef95) + (uint64_t)run->equity;
    if (run->equity > run->equity_peak) {
        run->equity_peak = run->equity;
    }
    const int64_t drawdown = run->equity_peak - run->equity;
    if (drawdown > run->drawdown_max) {
        run->drawdown_max = drawdown;
    }
}

/* When a message sent at time_ns reaches the exchange, at the earliest. */
static inline int64_t tkg_reference_due_ns(const struct tkg_reference *core, int64_t time_ns)
{
    const int64_t last_ns = TKG_REFERENCE_NEVER - 1;
    const int64_t latency_ns = core->parameters.latency_ns;
    return time_ns > last_ns - latency_ns ? last_ns : time_ns + latency_ns;
}

#endif
