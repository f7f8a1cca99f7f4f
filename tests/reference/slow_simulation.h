/* SPDX-License-Identifier: Apache-2.0
 *
 * A second implementation of the general simulation, slow and obvious: every order, message, report
 * and fill ever made stays in a list that is scanned from its start, levels are counted anew from
 * the book's single orders, and equity is added up from the first fill on in 128 bits. It shares
 * with the core the parameters' struct, the words of order.h, and those strategies that are pure
 * functions with tests of their own (quoter, reversion, storm, risk); no rule of the exchange.
 */
#ifndef TKG_TESTS_SLOW_SIMULATION_H
#define TKG_TESTS_SLOW_SIMULATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "portfolio/risk.h"
#include "slow_book.h"
#include "slow_filter.h"
#include "slow_reference.h"
#include "strategy/reversion.h"
#include "strategy/storm.h"
#include "venue/order.h"

enum { SLOW_LIST_MAX = 4096, SLOW_INSTRUMENTS_MAX = 5 };

enum slow_place { SLOW_NOWHERE, SLOW_WAITS, SLOW_RESTS };

/* One order at the exchange, alive or not. */
struct slow_live {
    enum slow_place place;
    uint32_t instrument_id;
    uint32_t order_id;
    bool is_buy;
    uint8_t type;
    uint8_t life;
    int64_t price;
    int64_t trigger; /* 0: none, or fired */
    int64_t lots;
    int64_t ahead;     /* -1: not known */
    int64_t level;     /* lots of others at the price when last told; -1: never */
    int64_t traded;    /* at the price since */
    uint64_t priority; /* L3 */
    size_t turn;       /* when it came to its place: rising */
    size_t came_with;  /* number of the tick that brought it, 0: none */
    bool was_fired;
};

struct slow_message {
    uint32_t instrument_id;
    struct tkg_order_request request;
    bool is_read;
};

struct slow_answer {
    uint32_t instrument_id;
    struct tkg_order_report report;
    bool is_heard;
};

/* What the strategy of one instrument believes. */
struct slow_mind {
    int64_t known_lots;
    uint32_t last_id;
    int64_t wanted[2]; /* maker: by side; 0: none */
    uint32_t ids[2];
    bool is_under_way[2];
    bool is_busy;
    struct tkg_storm storm;
    struct tkg_reversion reversion;
    void *window;
    struct slow_filter filter;
};

struct slow_simulation {
    struct slow_reference account; /* fills, equities, counts, last quotes and EMAs */
    uint64_t seed;
    struct slow_book books[SLOW_INSTRUMENTS_MAX];
    struct slow_mind minds[SLOW_INSTRUMENTS_MAX];
    struct slow_live orders[SLOW_LIST_MAX];
    size_t order_count;
    struct slow_message messages[SLOW_LIST_MAX];
    size_t message_count;
    struct slow_answer answers[SLOW_LIST_MAX];
    size_t answer_count;
    size_t turn_count;
    size_t filtered_count; /* entries that the filter refused */
    size_t accepted_count; /* ticks; the number of the tick at hand */
    size_t repeated_count; /* ticks refused for being the one before them */
    struct tkg_tick last_tick;
    int64_t start_ns;
    struct tkg_reversion_options reversion;
    struct tkg_risk risk;
    /* The tick at hand. */
    const struct tkg_tick *tick;
    struct tkg_book_change change;
    int64_t prices[SLOW_BOOK_ORDERS_MAX + 1]; /* opposite levels, best first, */
    int64_t lots[SLOW_BOOK_ORDERS_MAX + 1];   /* less what our side took at this tick */
    size_t level_count;
    int64_t taken;
};

/* Takes parsed parameters; aborts when memory or a list runs out. book_order_max: room of each L3
 * book. Millions of bytes: not for the stack. */
void slow_simulation_init(struct slow_simulation *slow,
                          const struct tkg_reference_parameters *parameters,
                          uint32_t instrument_count, uint64_t seed);
void slow_simulation_deinit(struct slow_simulation *slow);
void slow_simulation_tick(struct slow_simulation *slow, const struct tkg_tick *tick);

/* Private to slow_venue.c and slow_simulation.c. */

/* Best price of a side, or 0 and 2^31 - 1 when there is none. */
int64_t slow_best(const struct slow_simulation *slow, uint32_t instrument_id, bool is_bid);
/* The exchange's part of one accepted tick. */
void slow_venue_tick(struct slow_simulation *slow);
/* When something sent at time_ns arrives; draw: even for messages, odd for answers. */
int64_t slow_arrival(const struct slow_simulation *slow, int64_t time_ns, int64_t fixed_ns,
                     uint64_t draw);
/* The orders of the messages and answers of one instrument so far, which number the draws. */
size_t slow_answers_of(const struct slow_simulation *slow, uint32_t instrument_id);
size_t slow_messages_of(const struct slow_simulation *slow, uint32_t instrument_id);

#endif
