/* SPDX-License-Identifier: Apache-2.0
 *
 * Limits that an order has to pass before it is sent: position, notional, rate. A refusal is
 * counted under its reason: the first limit that is broken, in this order (docs/decisions/0039).
 */
#ifndef TKG_REFERENCE_RISK_H
#define TKG_REFERENCE_RISK_H

#include <stdbool.h>
#include <stdint.h>

/* name, text of reports */
#define TKG_RISK_REASONS(X)                                                                        \
    X(ACCEPTED, "accepted")                                                                        \
    X(POSITION, "position limit")                                                                  \
    X(NOTIONAL, "notional limit")                                                                  \
    X(RATE, "order rate")

enum tkg_risk_reason {
#define TKG_RISK_ENUM(name, text) TKG_RISK_##name,
    TKG_RISK_REASONS(TKG_RISK_ENUM)
#undef TKG_RISK_ENUM
        TKG_RISK_REASON_COUNT
};

/* 0 stands for "no limit" everywhere. */
struct tkg_risk_limits {
    int64_t position_lots_max; /* of one instrument, long or short, at most 2^31 */
    int64_t notional_max;      /* position x price of one instrument, in price ticks x lots */
    int64_t order_interval_ns; /* one order in this time on average, at most 2^40 (18 minutes) */
    uint32_t order_burst;      /* orders that may follow at once after a rest, 1 to 2^20 */
};

struct tkg_risk {
    struct tkg_risk_limits limits;
    int64_t credit_ns; /* the token bucket, in time: an order takes order_interval_ns out */
    int64_t last_ns;   /* when credit_ns was right */
    uint64_t counts[TKG_RISK_REASON_COUNT]; /* by enum tkg_risk_reason; checks in all: their sum */
};

/* The worst case of sending an order: everything that works on its side fills, too. */
struct tkg_risk_order {
    int64_t time_ns;
    int64_t position_lots; /* now; all lots here at most 2^31 either way */
    int64_t working_lots; /* on the same side, sent and not yet filled or cancelled; sign as lots */
    int64_t lots;         /* bought > 0, sold < 0; never 0 */
    int32_t price;        /* limit, or the opposite best; > 0 */
};

/* "position limit"; never NULL. */
const char *tkg_risk_reason_text(enum tkg_risk_reason reason);

/* Limits out of their ranges are a bug. The bucket is full. Also the reset. */
void tkg_risk_init(struct tkg_risk *risk, const struct tkg_risk_limits *limits);

/* Whether the order may be sent, and why not; counts the answer. An order that only makes a
 * position smaller passes position and notional limits even where the position is beyond them. Only
 * accepted orders use up the rate. time_ns that goes back earns nothing. */
enum tkg_risk_reason tkg_risk_check(struct tkg_risk *risk, const struct tkg_risk_order *order);

/* A message without lots, such as a cancel: uses up the rate like an order when there is enough,
 * and says so; not counted. */
bool tkg_risk_take_message(struct tkg_risk *risk, int64_t time_ns);

#endif
