/* SPDX-License-Identifier: Apache-2.0
 *
 * The L2 book of one instrument: the lots at each price, as depth ticks tell them.
 *
 * Prices from 1 to INT32_MAX - 1, at most level_max levels a side, any lots. Near the best (4,096
 * prices) everything takes the same few ns; levels far away cost more, see price_ladder.h.
 *
 * Late deletes: a feed that reports the two sides one after the other can tell of a bid at or above
 * the ask that it has not deleted yet. The new level is right; the opposite levels that it reaches
 * are removed first and counted in crossed_level_count. The change tells their best price in
 * removed_price and all their lots (at most UINT32_MAX) in removed_lots.
 *
 * What apply() makes of a tick:
 *   DEPTH  lots > 0: ADDED or REMOVED by the difference. The same lots again: ADDED 0 lots.
 *          lots = 0: REMOVED what was there; nothing there (a late delete come true): REMOVED 0.
 *   TRADE  TRADED; the book stays, the level follows in its own tick.
 *   REJECTED, and nothing changes: another kind; a price out of range; one level too many; a trade
 *          with two prices, or with lots on no side or on both.
 * Times and instrument ids are the caller's to check.
 *
 * threads: one book, one thread at a time.
 */
#ifndef TKG_REFERENCE_DEPTH_BOOK_H
#define TKG_REFERENCE_DEPTH_BOOK_H

#include <tickgate/engine.h>

#include "book/book.h"
#include "book/price_ladder.h"

struct tkg_depth_book {
    uint64_t crossed_level_count;     /* levels removed as late deletes since reset */
    struct tkg_price_ladder sides[2]; /* by enum tkg_book_side */
};

/* Bytes of memory for a book of at most level_max levels a side: 97 KiB and 32 for each level. 0
 * when level_max is not 1 to TKG_PRICE_LADDER_LEVELS_MAX. */
size_t tkg_depth_book_bytes(uint32_t level_max);

/* Makes an empty book at the start of memory: that many zeroed bytes, 64-aligned. */
struct tkg_depth_book *tkg_depth_book_init(void *memory, uint32_t level_max);

/* Back to the state after init(). cost: proportional to the levels there are. */
void tkg_depth_book_reset(struct tkg_depth_book *book);

/* Plays one tick and says what it did. */
void tkg_depth_book_apply(struct tkg_depth_book *book, const struct tkg_tick *tick,
                          struct tkg_book_change *change);

static inline struct tkg_book_top tkg_depth_book_top(const struct tkg_depth_book *book)
{
    return tkg_price_ladders_top(book->sides);
}

/* Lots at a price, 0 when there are none; any price. */
static inline uint32_t tkg_depth_book_lots(const struct tkg_depth_book *book,
                                           enum tkg_book_side side, int32_t price)
{
    return tkg_price_ladders_lots(book->sides, side, price);
}

/* The nearest level that is worse than price; TKG_BOOK_NO_BID or TKG_BOOK_NO_ASK when there is
 * none. Any price: from beyond the best it answers the best. */
static inline int32_t tkg_depth_book_next_level(const struct tkg_depth_book *book,
                                                enum tkg_book_side side, int32_t price)
{
    return tkg_price_ladders_next(book->sides, side, price);
}

#endif
