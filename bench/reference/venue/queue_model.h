/* SPDX-License-Identifier: Apache-2.0
 *
 * How an order of ours moves up in the queue at its price. Pure functions; sources and rules:
 * docs/decisions/0034.
 */
#ifndef TKG_REFERENCE_QUEUE_MODEL_H
#define TKG_REFERENCE_QUEUE_MODEL_H

#include <stdint.h>

#include "venue/order.h"

enum tkg_queue_kind {
    TKG_QUEUE_CONSERVATIVE =
        0,               /* cancels are behind us until the level is shorter than our queue */
    TKG_QUEUE_POWER = 1, /* cancels are ahead in the ratio ahead^n : behind^n */
};

struct tkg_queue_model {
    enum tkg_queue_kind kind;
    uint32_t power; /* n, 1 to 3 */
};

/* A queue or a level that no data has shown yet. */
#define TKG_QUEUE_UNKNOWN UINT32_MAX

/* The level at the order's price now holds level_lots of others; what traded there since it was
 * last told is already off the queue. */
void tkg_queue_set_level(const struct tkg_queue_model *model, struct tkg_order *order,
                         uint32_t level_lots);

/* traded_lots traded at the order's price. Returns what is left of them for the order itself. */
uint32_t tkg_queue_trade(struct tkg_order *order, uint32_t traded_lots);

/* How many of gone_lots cancelled lots stood ahead, when ahead_lots and behind_lots did before:
 * gone x ahead^n / (ahead^n + behind^n), rounded down. */
uint32_t tkg_queue_power_share(uint32_t gone_lots, uint32_t ahead_lots, uint32_t behind_lots,
                               uint32_t power);

#endif
