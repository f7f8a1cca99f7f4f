/* SPDX-License-Identifier: Apache-2.0
 *
 * What a strategy may ask of the exchange, and what it hears back. Rules: docs/decisions/0034.
 */
#ifndef TKG_REFERENCE_ORDER_H
#define TKG_REFERENCE_ORDER_H

#include <stdbool.h>
#include <stdint.h>

enum tkg_order_type {
    TKG_ORDER_MARKET,     /* takes at any price; the rest waits for more to take */
    TKG_ORDER_LIMIT,      /* takes up to its price; the rest stands in the queue */
    TKG_ORDER_STOP,       /* becomes a market order when its trigger is reached */
    TKG_ORDER_STOP_LIMIT, /* becomes a limit order when its trigger is reached */
};

enum tkg_order_life {
    TKG_ORDER_GOOD_TILL_CANCEL,
    TKG_ORDER_IMMEDIATE_OR_CANCEL, /* takes what is there; the rest is cancelled */
    TKG_ORDER_FILL_OR_KILL,        /* takes everything at once or nothing */
    TKG_ORDER_POST_ONLY,           /* limit orders: refused when it would take */
};

enum tkg_order_action {
    TKG_ORDER_NEW,
    TKG_ORDER_CANCEL,
    TKG_ORDER_MODIFY, /* new price, trigger and lots left; keeps its place only when it is a resting
                         limit order of the same price that does not grow */
    TKG_ORDER_REPLACE, /* one message: replaced_id goes if it still can, then the new order enters
                        */
};

/* One message to the exchange. */
struct tkg_order_request {
    int64_t due_ns;        /* when it reaches the exchange; the venue fills it in */
    uint32_t order_id;     /* of the new order, or of the one to cancel or to modify; not 0 */
    uint32_t replaced_id;  /* REPLACE; 0: none */
    int32_t price;         /* limits; >= 1 */
    int32_t trigger_price; /* stops; >= 1 */
    uint32_t lots;         /* >= 1, except CANCEL */
    uint8_t action;        /* enum tkg_order_action */
    uint8_t type;          /* enum tkg_order_type; MODIFY and CANCEL: as the order was sent */
    uint8_t life;          /* enum tkg_order_life */
    bool is_buy;
};

/* One order of ours at the exchange. */
struct tkg_order {
    uint64_t priority;     /* L3: every order of others up to this one stood before us */
    int32_t price;         /* limit */
    int32_t trigger_price; /* 0: not a stop, or fired */
    uint32_t lots;         /* left */
    uint32_t ahead_lots;   /* of others before it in the queue; UINT32_MAX: not known */
    uint32_t level_lots;   /* power model: others at the price when last seen; UINT32_MAX: never */
    uint32_t traded_lots;  /* power model: traded at the price since then */
    uint32_t order_id;
    uint8_t type; /* MARKET or LIMIT once fired */
    uint8_t life;
    uint8_t fresh; /* enum tkg_order_fresh */
};

/* Whether an order came to the book at this very tick, and how. */
enum tkg_order_fresh {
    TKG_ORDER_STANDING,
    TKG_ORDER_ARRIVED, /* by a message: a trade of this tick may still meet it */
    TKG_ORDER_FIRED,   /* a stop: nothing of this tick meets it any more */
};

enum tkg_order_event {
    TKG_ORDER_ACCEPTED,  /* the message arrived and was carried out; its outcome follows */
    TKG_ORDER_FILLED,    /* lots of it traded */
    TKG_ORDER_CANCELLED, /* what was left is gone: by cancel, replacement, IOC or FOK */
    TKG_ORDER_REJECTED,  /* NEW, REPLACE: the order never lived; MODIFY, CANCEL: no such order */
};

/* One message back. */
struct tkg_order_report {
    int64_t due_ns; /* when the strategy hears it, on its own clock */
    uint32_t order_id;
    int32_t lots;       /* FILLED: bought > 0, sold < 0; otherwise 0 */
    uint32_t lots_left; /* FILLED: of the order */
    uint8_t event;      /* enum tkg_order_event */
    bool is_buy;
};

#endif
