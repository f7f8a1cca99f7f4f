/* SPDX-License-Identifier: Apache-2.0
 *
 * The parameter string of the reference core: "key=value,key=value", every key optional.
 *
 * Names ending in _e6 are millionths of the traded value, in _e3 thousandths of a price tick. A key
 * of the other strategy is allowed and has no effect, so that one string can serve both.
 */
#ifndef TKG_REFERENCE_PARAMETERS_H
#define TKG_REFERENCE_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tkg_reference_strategy {
    TKG_REFERENCE_TAKER = 0, /* EMA cross, market orders */
    TKG_REFERENCE_MAKER = 1, /* a resting bid and a resting ask around the mid */
};

/* The greatest position that an instrument may reach, times the number of instruments. Keeps all
 * money in int64: 50,000 lots x 2^32 half ticks x 5,000 < 2^60 (docs/decisions/0030). */
enum { TKG_REFERENCE_LOTS_MAX = 50000 };

/* name, least, greatest, default. Where the defaults come from: latency is a fast retail line;
 * fees are the base tier of large crypto-futures venues (0.02 % and 0.05 %); the shifts are EMAs of
 * about 64 and 1,024 ticks; the rest keeps both strategies trading, not racing.
 * fast_shift, slow_shift: an EMA moves by 2^-shift of its distance to the mid at each tick; 14,
 * because 32 bits of mid, 16 of fraction and the shift must fit 63.
 * threshold_e3: how far the EMAs must be apart to signal. half_spread_e3: distance of a quote from
 * the mid. skew_e3: how far both quotes move against each size_lots of inventory.
 * max_position_lots: 0 means 10 x size_lots. */
#define TKG_REFERENCE_PARAMETERS(X)                                                                \
    X(strategy, 0, 1, TKG_REFERENCE_TAKER)                                                         \
    X(latency_ns, 0, INT64_C(10000000000), 250000)                                                 \
    X(maker_fee_e6, -10000, 10000, 200)                                                            \
    X(taker_fee_e6, -10000, 10000, 500)                                                            \
    X(slippage_ticks, 0, 1000, 1)                                                                  \
    X(size_lots, 1, TKG_REFERENCE_LOTS_MAX, 1)                                                     \
    X(fast_shift, 1, 14, 6)                                                                        \
    X(slow_shift, 1, 14, 10)                                                                       \
    X(threshold_e3, 0, 1000000, 500)                                                               \
    X(half_spread_e3, 0, 1000000, 500)                                                             \
    X(skew_e3, 0, 1000000, 100)                                                                    \
    X(max_position_lots, 0, TKG_REFERENCE_LOTS_MAX, 0)

struct tkg_reference_parameters {
#define TKG_REFERENCE_FIELD(name, least, greatest, initial) int64_t name;
    TKG_REFERENCE_PARAMETERS(TKG_REFERENCE_FIELD)
#undef TKG_REFERENCE_FIELD
};

/* Defaults first, then what text says. False with one line in message (cut to message_bytes, which
 * may be 0): unknown key, value out of range, a key given twice, keys that contradict each other,
 * or more lots than instrument_count instruments may hold together. */
bool tkg_reference_parameters_parse(struct tkg_reference_parameters *parameters, const char *text,
                                    uint32_t instrument_count, char *message, size_t message_bytes);

/* The greatest absolute position one instrument can reach with these parameters. */
int64_t tkg_reference_position_bound(const struct tkg_reference_parameters *parameters);

#endif
