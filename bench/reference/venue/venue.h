/* SPDX-License-Identifier: Apache-2.0
 *
 * The exchange as one instrument's orders of ours see it: messages that arrive, orders that wait,
 * rest and fill against the recorded book, and the reports that go back. Rules:
 * docs/decisions/0034. Fixed room from init on; bids before asks throughout.
 *
 * What every tick has to look at is struct tkg_venue_watch: while nothing is due and nothing of
 * ours can be met, the rest is not touched.
 */
#ifndef TKG_REFERENCE_VENUE_H
#define TKG_REFERENCE_VENUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/trace.h>

#include "book/book.h"
#include "reference_account.h"
#include "venue/order.h"
#include "venue/order_latency.h"
#include "venue/queue_model.h"
#include "venue/venue_book.h"

/* Reports under way for one instrument; one more fails the run. A power of two. */
enum { TKG_VENUE_REPORTS_MAX = 256 };

/* When there is work. 32 bytes, by themselves. Keys of prices: tkg_price_key(), greater is better
 * on either side, so that both sides are looked at without a branch. */
struct tkg_venue_watch {
    int64_t due_ns; /* a message arrives; INT64_MIN: a market order waits; INT64_MAX: never */
    uint32_t best_keys[2];  /* of our resting orders by enum tkg_book_side; none: 0 and 0, */
    uint32_t worst_keys[2]; /* so that no price lies between them */
    int32_t buy_trigger;    /* of the stop next to fire; none: INT32_MAX */
    int32_t sell_trigger;   /* none: 0 */
};

struct tkg_venue_side {
    struct tkg_order *limits;           /* resting: best price first, then oldest first */
    struct tkg_order *waiting;          /* market orders with a rest, and stops: oldest first */
    struct tkg_order_request *messages; /* under way: oldest first; they never overtake */
    uint32_t limit_count;
    uint32_t waiting_count;
    uint32_t message_count;
    uint32_t taken_lots; /* of the opposite side at this very tick, best first */
};

struct tkg_venue {
    struct tkg_venue_watch watch;
    int64_t report_due_ns; /* of the oldest report; INT64_MAX: none */
    uint32_t report_first; /* reports[report_first % MAX] is the oldest */
    uint32_t report_end;
    struct tkg_venue_side sides[2]; /* by enum tkg_book_side: our bids, our asks */
    struct tkg_order_report *reports;
    uint64_t message_draw; /* number of the next draw from the latency model */
    uint64_t report_draw;
    uint32_t order_max; /* room in each of a side's arrays */
    uint32_t instrument_id;
    bool has_overflowed; /* TKG_VENUE_REPORTS_MAX was not enough */
};

/* What is the same for all instruments. */
struct tkg_venue_rules {
    struct tkg_queue_model queue;
    struct tkg_latency_model latency;
    int64_t entry_ns;    /* fixed parts: strategy to exchange, */
    int64_t response_ns; /* and back */
    int64_t slippage_ticks;
    int64_t slippage_spread_e3;
    int64_t impact_e3;
};

/* The tick at hand. */
struct tkg_venue_moment {
    struct tkg_reference *core;
    struct tkg_reference_market *market;
    struct tkg_venue *venue;
    const struct tkg_venue_rules *rules;
    struct tkg_venue_book book;
    struct tkg_book_change change;
    uint32_t traded_lots[2]; /* by side of the resting orders: what a trade took from them */
    int64_t time_ns;
    int64_t start_ns; /* the first tick of the run */
    uint32_t instrument_id;
    struct tkg_stage_recorder *stages; /* or NULL */
};

/* Memory for one instrument's orders, messages and reports, 8-aligned. */
size_t tkg_venue_bytes(uint32_t order_max);

/* order_max: orders alive on each side, 1 to 65,536; twice as many messages under way. memory is
 * borrowed. The id tells its draws of jitter from those of other instruments. */
void tkg_venue_init(struct tkg_venue *venue, void *memory, uint32_t order_max,
                    uint32_t instrument_id);

/* Everything gone; the memory stays. */
void tkg_venue_reset(struct tkg_venue *venue);

/* Sends a message at local_ns, the strategy's clock. False when the side's messages under way have
 * no room for one more; nothing happened then. */
bool tkg_venue_send(struct tkg_venue *venue, const struct tkg_venue_rules *rules,
                    struct tkg_order_request request, int64_t local_ns, int64_t start_ns);

/* What the tick does to our orders: for bids, then for asks, messages that are due, stops, market
 * orders that wait, and the queue. The book has taken the tick in already. */
void tkg_venue_attend(struct tkg_venue_moment *moment);

/* L2: the level of others on our side at price now holds level_lots, and that is all that the tick
 * means to us. The same as attend() for such a tick, without its weight. */
void tkg_venue_tell_level(struct tkg_venue *venue, const struct tkg_venue_rules *rules,
                          enum tkg_book_side side, int32_t price, uint32_t level_lots);

/* The oldest report when the strategy has it by local_ns; otherwise NULL. Valid until the next
 * call on the venue. */
const struct tkg_order_report *tkg_venue_hear(struct tkg_venue *venue, int64_t local_ns);

#endif
