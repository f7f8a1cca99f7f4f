/* SPDX-License-Identifier: Apache-2.0
 *
 * The parameter string of the reference core: "key=value,key=value", every key optional.
 *
 * Names ending in _e6 are millionths of the traded value, in _e3 thousandths of a price tick. A key
 * of another strategy is allowed and has no effect, so that one string can serve all four.
 */
#ifndef TKG_REFERENCE_PARAMETERS_H
#define TKG_REFERENCE_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "venue/order_latency.h"

/* Words of the keys that take words, in the order of their values. */
#define TKG_REFERENCE_STRATEGIES "taker", "maker", "reversion", "storm"
#define TKG_REFERENCE_LOOPS "auto", "general"
#define TKG_REFERENCE_BOOKS "l1", "l2", "l3"
#define TKG_REFERENCE_LATENCIES "constant", "jitter", "table"
#define TKG_REFERENCE_QUEUES "conservative", "power"
#define TKG_REFERENCE_DUPLICATES "accept", "refuse"
#define TKG_REFERENCE_BARS "none", "time", "tick", "volume"

enum tkg_reference_strategy {
    TKG_REFERENCE_TAKER = 0,     /* EMA cross, market orders */
    TKG_REFERENCE_MAKER = 1,     /* a resting bid and a resting ask around the mid */
    TKG_REFERENCE_REVERSION = 2, /* z-score of the mid, market orders */
    TKG_REFERENCE_STORM = 3,     /* random messages of every kind: exercises every rule */
};

enum tkg_reference_loop {
    TKG_REFERENCE_LOOP_AUTO = 0,    /* a fast loop when one follows all the rules asked for */
    TKG_REFERENCE_LOOP_GENERAL = 1, /* the general simulation in any case */
};

enum tkg_reference_duplicates {
    TKG_REFERENCE_DUPLICATES_ACCEPT = 0, /* a quiet market may say the same thing twice */
    TKG_REFERENCE_DUPLICATES_REFUSE = 1, /* a tick that equals the one before it, bit for bit */
};

enum tkg_reference_bar {
    TKG_REFERENCE_BAR_NONE = 0,
    TKG_REFERENCE_BAR_TIME = 1, /* from here on: enum tkg_bar_kind, one more */
    TKG_REFERENCE_BAR_TICK = 2,
    TKG_REFERENCE_BAR_VOLUME = 3,
};

/* The greatest position that an instrument may reach, times the number of instruments. Keeps all
 * money in int64: 50,000 lots x 2^32 half ticks x 5,000 < 2^60 (docs/decisions/0030). */
enum { TKG_REFERENCE_LOTS_MAX = 50000 };

/* Ten seconds: no latency that a simulation of these strategies means is longer. */
#define TKG_REFERENCE_LATENCY_MAX INT64_C(10000000000)

/* name, least, greatest, default. Where the defaults come from: latency is a fast retail line;
 * fees are the base tier of large crypto-futures venues (0.02 % and 0.05 %); the shifts are EMAs of
 * about 64 and 1,024 ticks; the rest keeps the strategies trading, not racing.
 * latency_ns: strategy to exchange; response_latency_ns: fills and answers back; feed_latency_ns:
 * ticks to the strategy. latency: what is added to the first two (jitter_ns, latency_table).
 * fast_shift, slow_shift: an EMA moves by 2^-shift of its distance to the mid at each tick; 14,
 * because 32 bits of mid, 16 of fraction and the shift must fit 63.
 * threshold_e3: how far the EMAs must be apart to signal. half_spread_e3: distance of a quote from
 * the mid. skew_e3: how far both quotes move against each size_lots of inventory.
 * max_position_lots: 0 means 10 x size_lots. _fee_lot_e3: thousandths of a tick for each lot, on
 * top of the fee by value. slippage_spread_e3: thousandths of the spread, on top of slippage_ticks.
 * impact_e3: thousandths of a tick x the square root of the lots taken. queue_power: the exponent
 * of queue=power. levels_max, orders_max: room of the L2 and L3 books, per instrument. storm_every:
 * ticks for each message of the storm. The five of the reversion: strategy/reversion.h; those after
 * them, when it may enter: strategy/entry_filter.h. bar_size: ns, ticks or lots; 0 means 1 s, 100
 * ticks or 100 lots. Both lengths are Wilder's.
 */
#define TKG_REFERENCE_PARAMETERS(X)                                                                \
    X(strategy, 0, 3, TKG_REFERENCE_TAKER)                                                         \
    X(loop, 0, 1, TKG_REFERENCE_LOOP_AUTO)                                                         \
    X(book, 0, 2, 0)                                                                               \
    X(latency, 0, 2, TKG_LATENCY_CONSTANT)                                                         \
    X(queue, 0, 1, 0)                                                                              \
    X(duplicates, 0, 1, TKG_REFERENCE_DUPLICATES_ACCEPT)                                           \
    X(latency_ns, 0, TKG_REFERENCE_LATENCY_MAX, 250000)                                            \
    X(maker_fee_e6, -10000, 10000, 200)                                                            \
    X(taker_fee_e6, -10000, 10000, 500)                                                            \
    X(slippage_ticks, 0, 1000, 1)                                                                  \
    X(size_lots, 1, TKG_REFERENCE_LOTS_MAX, 1)                                                     \
    X(fast_shift, 1, 14, 6)                                                                        \
    X(slow_shift, 1, 14, 10)                                                                       \
    X(threshold_e3, 0, 1000000, 500)                                                               \
    X(half_spread_e3, 0, 1000000, 500)                                                             \
    X(skew_e3, 0, 1000000, 100)                                                                    \
    X(max_position_lots, 0, TKG_REFERENCE_LOTS_MAX, 0)                                             \
    X(feed_latency_ns, 0, TKG_REFERENCE_LATENCY_MAX, 0)                                            \
    X(response_latency_ns, 0, TKG_REFERENCE_LATENCY_MAX, 0)                                        \
    X(jitter_ns, 0, TKG_REFERENCE_LATENCY_MAX, 50000)                                              \
    X(queue_power, 1, 3, 2)                                                                        \
    X(maker_fee_lot_e3, -1000000, 1000000, 0)                                                      \
    X(taker_fee_lot_e3, -1000000, 1000000, 0)                                                      \
    X(slippage_spread_e3, 0, 1000000, 0)                                                           \
    X(impact_e3, 0, 1000000, 0)                                                                    \
    X(levels_max, 1, 1 << 20, 4096)                                                                \
    X(orders_max, 1, 1 << 22, 65536)                                                               \
    X(risk_position_lots, 0, INT64_C(2147483648), 0)                                               \
    X(risk_notional, 0, INT64_C(1) << 60, 0)                                                       \
    X(risk_interval_ns, 0, INT64_C(1) << 40, 0)                                                    \
    X(risk_burst, 1, 1 << 20, 1)                                                                   \
    X(statistics, 0, 1, 1)                                                                         \
    X(stretch_ns, 1000, INT64_C(1) << 56, INT64_C(60000000000))                                    \
    X(pause_ns, 0, INT64_C(1) << 60, 0)                                                            \
    X(capital, 0, INT64_C(1) << 61, 0)                                                             \
    X(storm_every, 1, 1000000, 4)                                                                  \
    X(sample_ns, 0, INT64_C(3600000000000), 100000000)                                             \
    X(window_samples, 2, 4096, 256)                                                                \
    X(entry_e3, 1, 8000, 2000)                                                                     \
    X(exit_e3, 0, 7999, 500)                                                                       \
    X(levels, 1, 8, 1)                                                                             \
    X(bar, 0, 3, TKG_REFERENCE_BAR_NONE)                                                           \
    X(bar_size, 0, INT64_C(1) << 60, 0)                                                            \
    X(rsi_length, 2, 256, 14)                                                                      \
    X(rsi_limit_e3, 0, 100000, 0)                                                                  \
    X(atr_length, 2, 256, 14)                                                                      \
    X(atr_min_e3, 0, INT64_C(1000000000), 0)                                                       \
    X(vwap_side, 0, 1, 0)

struct tkg_reference_parameters {
#define TKG_REFERENCE_FIELD(name, least, greatest, initial) int64_t name;
    TKG_REFERENCE_PARAMETERS(TKG_REFERENCE_FIELD)
#undef TKG_REFERENCE_FIELD
    struct tkg_latency_table latency_table; /* latency_table=ELAPSED_NS:LATENCY_NS;...  */
};

/* Defaults first, then what text says. False with one line in message (cut to message_bytes, which
 * may be 0): unknown key, value out of range, a key given twice, keys that contradict each other,
 * or more lots than instrument_count instruments may hold together. */
bool tkg_reference_parameters_parse(struct tkg_reference_parameters *parameters, const char *text,
                                    uint32_t instrument_count, char *message, size_t message_bytes);

/* True when a fast loop does all that the parameters ask for. */
bool tkg_reference_parameters_are_plain(const struct tkg_reference_parameters *parameters);

/* The greatest absolute position one instrument can reach with these parameters. */
int64_t tkg_reference_position_bound(const struct tkg_reference_parameters *parameters);

#endif
