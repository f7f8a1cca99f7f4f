/* SPDX-License-Identifier: Apache-2.0
 *
 * The general simulation: what the two fast loops do for L1, a taker and a maker, done for every
 * book, order type, latency, queue model and strategy. Rules: docs/decisions/0034. One event loop:
 *
 *     clean -> book -> messages, matching -> reports -> features -> signal -> risk -> order ->
 * account
 *
 * With a stage recorder it says what it is busy with; results never depend on that.
 */
#ifndef TKG_REFERENCE_SIMULATION_H
#define TKG_REFERENCE_SIMULATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/trace.h>

#include "portfolio/risk.h"
#include "reference_state.h"
#include "strategy/entry_filter.h"
#include "strategy/quoter.h"
#include "strategy/reversion.h"
#include "strategy/storm.h"
#include "venue/venue.h"

/* Two quotes around the mid: L1 by the rule of reference_maker.c, L2 and L3 by the quoter, which
 * knows books that miss a side. Indexes: enum tkg_book_side. */
struct tkg_simulation_maker {
    int64_t bid_offset; /* L1: from mid to quote, fixed-point half ticks */
    int64_t ask_offset;
    int32_t seen_prices[2];   /* L2, L3: best prices that the quotes are made for */
    bool is_stale;            /* L2, L3: something other than those has changed */
    int32_t wanted_prices[2]; /* last asked for; none: 0, INT32_MAX */
    uint32_t order_ids[2];    /* last sent */
    bool is_under_way[2];     /* a message about it is not answered yet */
};

/* Market orders toward a target: EMA cross (the rule of reference_taker.c) and reversion. */
struct tkg_simulation_taker {
    uint64_t ema_sums[2]; /* fast and slow EMA of the mid, fixed point, times 2^shift */
    int32_t target_lots;
    bool is_busy; /* an order is under way or not filled yet */
};

/* One instrument. What every tick looks at comes first. */
struct tkg_simulation_instrument {
    _Alignas(TKG_REFERENCE_LINE_BYTES) struct tkg_reference_market market;
    struct tkg_depth_book *depth; /* L2 */
    struct tkg_fifo_book *fifo;   /* L3 */
    int32_t known_lots;           /* the position as far as the strategy has heard */
    uint32_t last_order_id;
    bool is_touched; /* had an accepted tick since reset */
    bool has_begun;  /* had a bid and an ask */
    _Alignas(TKG_REFERENCE_LINE_BYTES) struct tkg_venue venue; /* begins with its watch */
    struct tkg_simulation_maker maker;
    struct tkg_simulation_taker taker;
    struct tkg_reversion reversion;
    struct tkg_storm *storm;
    struct tkg_entry_filter filter; /* of the reversion, when one is asked for */
};

struct tkg_simulation {
    struct tkg_simulation_instrument *instruments;
    struct tkg_venue_rules rules;
    struct tkg_venue_moment moment; /* the tick at hand; what is the same for all is set by init */
    struct tkg_reversion_options reversion;
    struct tkg_entry_filter_options filter;
    bool has_filter; /* the reversion asks its filter */
    struct tkg_quoter quoter;
    struct tkg_risk risk;
    bool has_risk; /* some limit is set */
    enum tkg_book_kind book_kind;
    uint64_t seed;
    int64_t feed_ns;
    int64_t start_ns; /* the first accepted tick */
    bool has_started;
    bool refuses_duplicates;
    bool has_last_tick; /* these two: only where duplicates are refused */
    struct tkg_tick last_tick;
    struct tkg_stage_recorder *stages; /* or NULL */
};

/* Bytes of the simulation for so many instruments, with all books; 0 when they do not fit size_t
 * halved, or a limit of a book is out of range. */
size_t tkg_simulation_bytes(const struct tkg_reference_parameters *parameters,
                            uint32_t instrument_count);

/* Lays the simulation out in memory: that many zeroed bytes, 64-aligned. core holds the parameters
 * and the instrument count already. stages may be NULL. */
struct tkg_simulation *tkg_simulation_init(struct tkg_reference *core, void *memory, uint64_t seed,
                                           struct tkg_stage_recorder *stages);

/* Back to the state after init: instruments of core->touched_ids are all that differ. */
void tkg_simulation_reset(struct tkg_reference *core);

/* Plays the first tick and those after it up to one at end_ns or later, at most tick_count (>= 1).
 * Returns how many it played. */
size_t tkg_simulation_run(struct tkg_reference *core, const struct tkg_tick *ticks,
                          size_t tick_count, int64_t end_ns);

#endif
