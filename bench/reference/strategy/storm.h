/* SPDX-License-Identifier: Apache-2.0
 *
 * A strategy without an opinion: seeded random messages of every kind (all order types and lives,
 * cancels, modifies, replacements, also such as the exchange must refuse). It exists so that every
 * rule of the simulation is met on any stream, and can be timed.
 *
 * Pure: what it knows of the world comes in, one message at most goes out. It keeps a list of the
 * orders that may still be alive, with the lots that each may still trade, so that the position can
 * never pass its limit, whatever fills.
 */
#ifndef TKG_REFERENCE_STORM_H
#define TKG_REFERENCE_STORM_H

#include <stdbool.h>
#include <stdint.h>

#include "venue/order.h"

/* Orders on each side that may be alive at once. */
enum { TKG_STORM_ORDERS_MAX = 16 };

struct tkg_storm_order {
    uint32_t order_id;
    uint32_t lots_max;   /* that may still trade */
    uint32_t asked_lots; /* by the last message about it that has lots */
    uint8_t type;
    uint8_t life;
    uint8_t answers_due; /* to messages about it; at most one message at a time */
};

struct tkg_storm {
    uint64_t seed;
    uint64_t draw; /* number of the next draw */
    uint32_t last_order_id;
    uint32_t counts[2]; /* of orders: asks, bids (index: is_buy) */
    struct tkg_storm_order orders[2][TKG_STORM_ORDERS_MAX];
};

/* What it sees. Prices are of the book's top or what stands for none. */
struct tkg_storm_view {
    int32_t bid_price;
    int32_t ask_price;
    int64_t position_lots;
    int64_t position_lots_max;
    uint32_t size_lots; /* of one order at most, >= 1 */
    uint32_t every;     /* one message in so many calls, >= 1 */
};

/* Forgets all orders; the same seed draws the same storm. */
void tkg_storm_init(struct tkg_storm *storm, uint64_t seed);

/* True with a message to send. It counts as sent unless taken back. cost: 2 ns without one. */
bool tkg_storm_wish(struct tkg_storm *storm, const struct tkg_storm_view *view,
                    struct tkg_order_request *request);

/* The message that was wished for last is not sent after all. */
void tkg_storm_take_back(struct tkg_storm *storm, const struct tkg_order_request *request);

/* Lots that may still trade on one side. */
int64_t tkg_storm_working_lots(const struct tkg_storm *storm, bool is_buy);

/* A report came. */
void tkg_storm_hear(struct tkg_storm *storm, const struct tkg_order_report *report);

#endif
