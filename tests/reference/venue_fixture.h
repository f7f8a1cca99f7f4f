/* SPDX-License-Identifier: Apache-2.0
 *
 * A venue by itself: one instrument, its book, a clock without latency unless a test sets one, and
 * no fees, so that cash moves by lots x price alone.
 */
#ifndef TKG_TESTS_VENUE_FIXTURE_H
#define TKG_TESTS_VENUE_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "venue/venue.h"

enum { VENUE_FIXTURE_ORDERS = 3 };

struct venue_fixture {
    struct tkg_reference core;
    struct tkg_reference_market market;
    struct tkg_venue venue;
    struct tkg_venue_rules rules;
    struct tkg_venue_book book;
    void *venue_memory;
    void *book_memory;
    struct tkg_depth_book *depth;
    struct tkg_fifo_book *fifo;
    int64_t now_ns;
    int64_t told_cash; /* cash when venue_fixture_paid() was last asked */
};

void venue_fixture_open(struct venue_fixture *fixture, enum tkg_book_kind kind);
void venue_fixture_close(struct venue_fixture *fixture);

/* One tick each, a nanosecond after the last one. */
void venue_fixture_quote(struct venue_fixture *fixture, int32_t bid, int32_t ask, uint32_t bid_lots,
                         uint32_t ask_lots);
/* lots > 0: the buyer was the aggressor; < 0: the seller. */
void venue_fixture_trade(struct venue_fixture *fixture, int32_t price, int32_t lots);
/* L2: the level now holds lots. */
void venue_fixture_depth(struct venue_fixture *fixture, enum tkg_book_side side, int32_t price,
                         uint32_t lots);
/* L3: kind is one of the order ticks. */
void venue_fixture_order(struct venue_fixture *fixture, enum tkg_tick_kind kind, uint64_t id,
                         enum tkg_book_side side, int32_t price, uint32_t lots);

/* Sends a message now; the next tick brings it in. */
void venue_fixture_send(struct venue_fixture *fixture, struct tkg_order_request request);

/* The next report by now is this one. */
void venue_fixture_hears(struct venue_fixture *fixture, enum tkg_order_event event, uint32_t id);
void venue_fixture_hears_fill(struct venue_fixture *fixture, uint32_t id, int32_t lots,
                              uint32_t lots_left);
/* There is no report by now. */
void venue_fixture_hears_nothing(struct venue_fixture *fixture);

/* Ticks x lots paid (> 0) or received (< 0) since the last call, fees aside. */
int64_t venue_fixture_paid(struct venue_fixture *fixture);

/* Requests by hand; good till cancel unless life says otherwise. */
struct tkg_order_request venue_market(uint32_t id, bool is_buy, uint32_t lots);
struct tkg_order_request venue_limit(uint32_t id, bool is_buy, uint32_t lots, int32_t price);
struct tkg_order_request venue_stop(uint32_t id, bool is_buy, uint32_t lots, int32_t trigger);
struct tkg_order_request venue_stop_limit(uint32_t id, bool is_buy, uint32_t lots, int32_t trigger,
                                          int32_t price);
struct tkg_order_request venue_cancel(uint32_t id, bool is_buy);
/* The same request with another life, or as another action. */
struct tkg_order_request venue_with(struct tkg_order_request request, enum tkg_order_life life);
struct tkg_order_request venue_as(struct tkg_order_request request, enum tkg_order_action action);

#endif
