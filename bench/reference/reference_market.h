/* SPDX-License-Identifier: Apache-2.0
 *
 * The quote of one instrument, and what it earns when it moves: the start of every strategy's state
 * on L1, and the part of a tick that is always done.
 */
#ifndef TKG_REFERENCE_MARKET_H
#define TKG_REFERENCE_MARKET_H

#include <stddef.h>
#include <stdint.h>

#include <tickgate/engine.h>

/* No message under way. Due times end one short of it. */
#define TKG_REFERENCE_NEVER INT64_MAX
/* Due at the very first tick of the instrument: that is how the slow path comes to initialise. */
#define TKG_REFERENCE_UNBORN INT64_MIN

/* Two 64-bit numbers side by side, as gcc and clang offer on every machine. Not for width alone:
 * ticks of several instruments interleave at random, and a processor that bets on which store feeds
 * a load loses that bet with scalars (docs/decisions/0032: 6.1 ns against 4.6). */
typedef uint64_t tkg_reference_pair __attribute__((vector_size(16)));

/* The last quote: the middle 16 bytes of a tick. */
struct tkg_reference_quote {
    int32_t bid_price;
    int32_t ask_price;
    uint32_t bid_size;
    uint32_t ask_size;
};

/* What every strategy keeps for an instrument: the start of its state. */
struct tkg_reference_market {
    struct tkg_reference_quote quote; /* all 0 before the first quote */
    int64_t due_ns;                   /* when the next message of ours arrives; UNBORN, NEVER */
    int32_t half_tick_value; /* position x 5,000: money for each half tick that the mid moves */
    int32_t position_lots;
};

static inline tkg_reference_pair tkg_reference_load(const void *memory)
{
    tkg_reference_pair pair;
    __builtin_memcpy(&pair, memory, sizeof pair);
    return pair;
}

/* bid + ask of a quote held as a pair: its first half. The prices are its first 64 bits. */
static inline tkg_reference_pair tkg_reference_pair_mid(tkg_reference_pair quote)
{
    const tkg_reference_pair low = {UINT32_MAX, UINT32_MAX};
    return (quote >> 32) + (quote & low);
}

/* What one tick did to an instrument's quote. */
struct tkg_reference_moved {
    tkg_reference_pair quote;
    tkg_reference_pair mid;
    int64_t half_ticks; /* by which the mid moved */
};

/* Takes over a quote (a trade leaves the last one) and adds to equity what the move of the mid
 * earns. A mask rather than a branch: whether a tick is a trade is hard to predict. */
static inline struct tkg_reference_moved tkg_reference_move(struct tkg_reference_market *market,
                                                            const struct tkg_tick *tick,
                                                            int64_t *equity)
{
    const uint64_t mask = (uint64_t)tick->kind - 1; /* quote: all bits; trade: none */
    const tkg_reference_pair is_quote = {mask, mask};
    const tkg_reference_pair last = tkg_reference_load(&market->quote);
    const tkg_reference_pair seen =
        tkg_reference_load((const char *)tick + offsetof(struct tkg_tick, bid_price));
    const tkg_reference_pair next = last ^ ((last ^ seen) & is_quote);
    __builtin_memcpy(&market->quote, &next, sizeof next);
    const tkg_reference_pair mid = tkg_reference_pair_mid(next);
    const int64_t moved = (int64_t)(mid - tkg_reference_pair_mid(last))[0];
    *equity += moved * market->half_tick_value;
    return (struct tkg_reference_moved){next, mid, moved};
}

/* bid + ask: the mid in half ticks, an integer for every spread. */
static inline int64_t tkg_reference_mid(const struct tkg_reference_market *market)
{
    return (int64_t)market->quote.bid_price + market->quote.ask_price;
}

#endif
