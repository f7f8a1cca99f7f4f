/* SPDX-License-Identifier: Apache-2.0
 *
 * A second implementation of the reference core, slow and obvious: orders are objects in a linked
 * list, every fill is kept, cash and equity are added up from all fills at every tick, arithmetic
 * is in 128 bits. It shares no code with the core but the parameters' struct.
 */
#ifndef TKG_TESTS_SLOW_REFERENCE_H
#define TKG_TESTS_SLOW_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/engine.h>

#include "reference_parameters.h"

__extension__ typedef __int128 slow_wide;

struct slow_order {
    struct slow_order *next;
    uint32_t instrument_id;
    bool is_buy;
    bool is_market;
    bool is_cancel;     /* a message that only removes the side's resting order */
    bool is_resting;    /* at the exchange; otherwise still under way */
    bool is_new;        /* arrived at this very tick */
    bool is_gone;       /* filled or cancelled */
    int64_t arrival_ns; /* earliest */
    int32_t price;      /* limit */
    int64_t lots;       /* left */
    int64_t ahead;      /* queue; -1: not known */
};

struct slow_fill {
    int64_t time_ns;
    uint32_t instrument_id;
    int64_t lots; /* signed */
    int64_t price;
    int64_t fee;
    bool is_maker;
};

struct slow_instrument {
    bool has_quote;
    struct tkg_tick quote;
    slow_wide fast_sum;
    slow_wide slow_sum;
    int64_t target_lots;
};

struct slow_reference {
    struct tkg_reference_parameters parameters;
    uint32_t instrument_count;
    struct slow_instrument *instruments;
    struct slow_order *orders; /* in order of sending */
    struct slow_fill *fills;
    size_t fill_count;
    size_t fill_room;
    int64_t *equities; /* after each accepted tick */
    size_t equity_count;
    size_t equity_room;
    bool has_time;
    int64_t last_time_ns;
    uint64_t tick_count;
    uint64_t rejected_count;
    uint64_t order_count;
};

/* Takes parsed parameters; aborts when memory runs out. */
void slow_reference_init(struct slow_reference *slow,
                         const struct tkg_reference_parameters *parameters,
                         uint32_t instrument_count);
void slow_reference_deinit(struct slow_reference *slow);
void slow_reference_tick(struct slow_reference *slow, const struct tkg_tick *tick);
/* Cash and position value of this moment, added up from the first fill on. */
int64_t slow_reference_equity(const struct slow_reference *slow);
struct tkg_engine_report slow_reference_report(const struct slow_reference *slow);

#endif
