/* SPDX-License-Identifier: Apache-2.0
 *
 * The strategies as the general simulation runs them: what they know, what they want, what they
 * send. Private to simulation*.c.
 */
#ifndef TKG_REFERENCE_SIMULATION_STRATEGY_H
#define TKG_REFERENCE_SIMULATION_STRATEGY_H

#include "simulation.h"

/* What a strategy acts on at one tick. */
struct tkg_simulation_view {
    struct tkg_reference *core;
    struct tkg_simulation_instrument *instrument;
    struct tkg_book_top top;
    int64_t mid;      /* in half ticks */
    int64_t local_ns; /* the strategy's clock */
};

/* The instrument had its first quote, or its first tick with a bid and an ask. */
void tkg_simulation_begin_strategy(struct tkg_reference *core,
                                   struct tkg_simulation_instrument *instrument);

/* Everything that has reached the strategy by its clock. */
void tkg_simulation_hear(struct tkg_reference *core, struct tkg_simulation_instrument *instrument,
                         int64_t local_ns);

/* data.features: the taker's EMAs take in the mid. */
void tkg_simulation_move_emas(const struct tkg_reference *core,
                              struct tkg_simulation_instrument *instrument, int64_t mid);

/* strategy.signal: the position that the taker or the reversion wants now; the lots that a market
 * order has to bring, 0 for none. */
int32_t tkg_simulation_taker_wish(const struct tkg_reference *core,
                                  const struct tkg_simulation_instrument *instrument);
int32_t tkg_simulation_reversion_wish(struct tkg_simulation_instrument *instrument, int64_t mid,
                                      int64_t local_ns);

/* The reversion's where it has a filter, which may refuse to enter, never to leave. */
int32_t tkg_simulation_filtered_wish(struct tkg_simulation_instrument *instrument, int64_t mid,
                                     int64_t local_ns);

/* Sends the market order, unless a risk limit refuses it. */
void tkg_simulation_send_market(const struct tkg_simulation_view *view, int32_t lots);

/* Replaces the maker's quotes that are not where they should be. */
void tkg_simulation_requote(const struct tkg_simulation_view *view, int32_t bid_price,
                            int32_t ask_price);

/* The same on L2 and L3, at the prices that the quoter wants. */
void tkg_simulation_quote(const struct tkg_simulation_view *view);

/* One draw of the storm, and its message. */
void tkg_simulation_storm(const struct tkg_simulation_view *view);

/* Fixed-point half ticks to ticks. */
enum { TKG_SIMULATION_TICK_SHIFT = TKG_REFERENCE_FRACTION_BITS + 1 };

static inline int32_t tkg_simulation_clamp(int64_t price, int32_t least)
{
    const int64_t raised = price < least ? least : price;
    return (int32_t)(raised > INT32_MAX ? INT32_MAX : raised);
}

/* Where the maker's quotes belong; none: 0 and INT32_MAX. */
static inline int32_t tkg_simulation_bid(const struct tkg_simulation_maker *maker, int64_t mid)
{
    const int64_t fixed = (mid << TKG_REFERENCE_FRACTION_BITS) + maker->bid_offset;
    return tkg_simulation_clamp(fixed >> TKG_SIMULATION_TICK_SHIFT, 0);
}

static inline int32_t tkg_simulation_ask(const struct tkg_simulation_maker *maker, int64_t mid)
{
    const int64_t fixed = (mid << TKG_REFERENCE_FRACTION_BITS) + maker->ask_offset;
    return tkg_simulation_clamp(fixed >> TKG_SIMULATION_TICK_SHIFT, 1);
}

#endif
