/* SPDX-License-Identifier: Apache-2.0
 *
 * The L3 book of one instrument: every single order, in the queue of its price.
 *
 * Prices from 1 to INT32_MAX - 1, any order id, at most order_max orders and level_max levels a
 * side, at most UINT32_MAX lots at a price. An order is 32 bytes; ids are found by open addressing
 * in a table that starts small and doubles with the orders, so that a book with few live orders
 * stays in the cache whatever order_max is (docs/decisions/0036).
 *
 * Priority: an order's place in time. At one price the order with the smaller priority is ahead.
 * Orders in the book have even priorities; an order of ours gets next_priority(), an odd one:
 * behind all that are there, ahead of all to come. From then on the stream of changes tells all
 * there is to know: at our side and price, every change REMOVED or TRADED with a smaller priority
 * takes its lots off the queue ahead, and so does removed_lots with removed_price and
 * removed_priority.
 *
 * What apply() makes of a tick:
 *   ADD      ADDED, at the end of the queue.
 *   MODIFY   price the same, lots not more: REMOVED the difference (0 when the same), place kept.
 *            Otherwise to the end of the queue at its price: ADDED with the new lots;
 * removed_price, removed_lots and removed_priority tell what it was before. REDUCE   REMOVED; the
 * order goes when no lots are left. DELETE   REMOVED with all lots left; the lots of the tick do
 * not matter. EXECUTE  TRADED; the order goes when no lots are left. Not only at the front of the
 * best level: exchanges have reasons. REJECTED, and nothing changes: another kind; an id that is
 * not there, or to add and there; side or price (of a MODIFY: side) other than the order's; more
 * lots than it has; 0 lots (but DELETE); to add or move at or beyond the opposite best; a price out
 * of range; a limit passed. Times and instrument ids are the caller's to check.
 *
 * threads: one book, one thread at a time.
 */
#ifndef TKG_REFERENCE_FIFO_BOOK_H
#define TKG_REFERENCE_FIFO_BOOK_H

#include <tickgate/engine.h>

#include "book/book.h"
#include "book/price_ladder.h"

enum { TKG_FIFO_BOOK_ORDERS_MAX = 1 << 24 }; /* 1.5 GiB; more is a mistake */

/* Both limits are part of what a book does: a tick beyond them is rejected. */
struct tkg_fifo_book_limits {
    uint32_t order_max; /* 1 to TKG_FIFO_BOOK_ORDERS_MAX */
    uint32_t level_max; /* a side; 1 to TKG_PRICE_LADDER_LEVELS_MAX */
};

/* One resting order. Two share a cache line. */
struct tkg_fifo_order {
    uint64_t id;
    uint64_t priority;
    uint32_t key_and_side; /* bit 31: the ask side; below it the key, see price_ladder.h */
    uint32_t lots;
    uint32_t next; /* towards the end of the queue; of one not in use: the next such */
    uint32_t previous;
};

/* One entry of the id table: which order, and 32 bits of the hash to tell most others apart
 * without looking at them. */
struct tkg_fifo_slot {
    uint32_t hash;
    uint32_t order; /* 0: free */
};

struct tkg_fifo_book {
    struct tkg_fifo_slot *slots;
    struct tkg_fifo_order *orders; /* [1 .. order_max]; 0 stands for "none" and takes any write */
    uint32_t slot_mask;            /* slots in use, less 1 */
    uint32_t slot_shift;           /* from hash to slot */
    uint32_t order_count;
    uint32_t order_max;
    uint32_t unused;        /* first of the list of orders that were in use before */
    uint32_t touched_count; /* orders [1 .. touched_count] were in use since reset */
    uint64_t last_priority;
    struct tkg_price_ladder sides[2]; /* by enum tkg_book_side */
};

/* Bytes of memory for a book: 97 KiB, 64 to 96 for each order, 32 for each level. 0 when a limit is
 * out of its range. */
size_t tkg_fifo_book_bytes(const struct tkg_fifo_book_limits *limits);

/* Makes an empty book at the start of memory: that many zeroed bytes, 64-aligned. */
struct tkg_fifo_book *tkg_fifo_book_init(void *memory, const struct tkg_fifo_book_limits *limits);

/* Back to the state after init(). cost: proportional to the levels and to the id table in use. */
void tkg_fifo_book_reset(struct tkg_fifo_book *book);

/* Plays one tick and says what it did. */
void tkg_fifo_book_apply(struct tkg_fifo_book *book, const struct tkg_tick *tick,
                         struct tkg_book_change *change);

/* Hints, for a caller who knows the ticks to come: they change nothing. The first brings the id
 * table's entry near, the second, some ticks later, the order. Any tick will do. */
void tkg_fifo_book_prefetch_slot(const struct tkg_fifo_book *book, const struct tkg_tick *tick);
void tkg_fifo_book_prefetch_order(const struct tkg_fifo_book *book, const struct tkg_tick *tick);

/* Lots at side and price of orders whose priority is smaller. cost: a few ns for a priority from
 * next_priority(), otherwise one pass over the queue. */
uint64_t tkg_fifo_book_lots_ahead(const struct tkg_fifo_book *book, enum tkg_book_side side,
                                  int32_t price, uint64_t priority);

/* Copies the queue at side and price, first in line first, as far as room; returns how many orders
 * it holds. For reports and tests. cost: one pass over the queue. */
size_t tkg_fifo_book_queue(const struct tkg_fifo_book *book, enum tkg_book_side side, int32_t price,
                           struct tkg_fifo_order *orders, size_t room);

/* Of an order of ours that arrives now. */
static inline uint64_t tkg_fifo_book_next_priority(const struct tkg_fifo_book *book)
{
    return book->last_priority + 1;
}

static inline struct tkg_book_top tkg_fifo_book_top(const struct tkg_fifo_book *book)
{
    return tkg_price_ladders_top(book->sides);
}

/* Lots at a price, 0 when there are none; any price. */
static inline uint32_t tkg_fifo_book_lots(const struct tkg_fifo_book *book, enum tkg_book_side side,
                                          int32_t price)
{
    return tkg_price_ladders_lots(book->sides, side, price);
}

/* The nearest level that is worse than price; TKG_BOOK_NO_BID or TKG_BOOK_NO_ASK when there is
 * none. Any price: from beyond the best it answers the best. */
static inline int32_t tkg_fifo_book_next_level(const struct tkg_fifo_book *book,
                                               enum tkg_book_side side, int32_t price)
{
    return tkg_price_ladders_next(book->sides, side, price);
}

#endif
