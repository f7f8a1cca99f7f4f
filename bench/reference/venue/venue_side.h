/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the venue: one side of our orders at the tick at hand. Private to venue/.
 */
#ifndef TKG_REFERENCE_VENUE_SIDE_H
#define TKG_REFERENCE_VENUE_SIDE_H

#include "venue/venue.h"

/* 16 bytes: passed by value in two registers. */
struct tkg_venue_desk {
    struct tkg_venue_moment *moment;
    enum tkg_book_side side; /* ours: BID buys */
};

static inline struct tkg_venue_side *tkg_venue_orders(struct tkg_venue_desk desk)
{
    return &desk.moment->venue->sides[desk.side];
}

static inline bool tkg_venue_is_buy(struct tkg_venue_desk desk)
{
    return desk.side == TKG_BOOK_BID;
}

/* An order of ours at price would trade with an order of others at opposite_price. */
static inline bool tkg_venue_crosses(struct tkg_venue_desk desk, int32_t price,
                                     int32_t opposite_price)
{
    return desk.side == TKG_BOOK_BID ? opposite_price <= price : opposite_price >= price;
}

/* price is better for the market than other: higher for a bid. */
static inline bool tkg_venue_is_better(struct tkg_venue_desk desk, int32_t price, int32_t other)
{
    return desk.side == TKG_BOOK_BID ? price > other : price < other;
}

/* Takes what the book shows for the order, up to its price for a limit order; books the fills and
 * reports them. What the order took at this tick is not there for the next one. */
void tkg_venue_take(struct tkg_venue_desk desk, struct tkg_order *order);

/* Whether the book shows all of the order's lots at its price or better. */
bool tkg_venue_can_take_all(struct tkg_venue_desk desk, const struct tkg_order *order);

/* The same from lots that joined the opposite side at this tick's price; returns what was taken. */
uint32_t tkg_venue_take_added(struct tkg_venue_desk desk, struct tkg_order *order, uint32_t lots);

/* The resting order trades lots, or what is left of it, at its own price; returns how many. */
uint32_t tkg_venue_make(struct tkg_venue_desk desk, struct tkg_order *order, uint32_t lots);

/* Sends a report without lots back. */
void tkg_venue_tell(struct tkg_venue_desk desk, uint32_t order_id, enum tkg_order_event event);

/* Sends a fill back. */
void tkg_venue_tell_fill(struct tkg_venue_desk desk, const struct tkg_order *order, uint32_t lots);

/* Whether a stop of this side fires at this tick. */
bool tkg_venue_is_triggered(struct tkg_venue_desk desk, int32_t trigger_price);

/* The stop, already taken out of waiting, comes to the book as what it becomes. */
void tkg_venue_fire(struct tkg_venue_desk desk, struct tkg_order order);

/* Plays one message of the side. */
void tkg_venue_receive(struct tkg_venue_desk desk, const struct tkg_order_request *request);

/* Stops, waiting market orders, then resting orders against the tick. */
void tkg_venue_match(struct tkg_venue_desk desk);

/* Takes entry i out of an array of count orders, keeping the rest in order. */
static inline void tkg_venue_remove(struct tkg_order *orders, uint32_t *count, uint32_t i)
{
    *count -= 1;
    for (; i < *count; i++) { /* one or two: not worth a call of memmove */
        orders[i] = orders[i + 1];
    }
}

#endif
