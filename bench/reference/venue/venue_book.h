/* SPDX-License-Identifier: Apache-2.0
 *
 * The one small question that the venue asks of a book, whatever its kind: which lots lie at a
 * price, and which level is the next one outward. Off the common path; the L1 book is its top.
 */
#ifndef TKG_REFERENCE_VENUE_BOOK_H
#define TKG_REFERENCE_VENUE_BOOK_H

#include "book/book.h"
#include "book/depth_book.h"
#include "book/fifo_book.h"

/* One of the three. The top is a copy, true for the tick at hand. */
struct tkg_venue_book {
    enum tkg_book_kind kind;
    struct tkg_book_top top;
    const struct tkg_depth_book *depth; /* L2 */
    const struct tkg_fifo_book *fifo;   /* L3 */
};

static inline int32_t tkg_venue_book_no_price(enum tkg_book_side side)
{
    return side == TKG_BOOK_BID ? TKG_BOOK_NO_BID : TKG_BOOK_NO_ASK;
}

static inline enum tkg_book_side tkg_venue_opposite(enum tkg_book_side side)
{
    return side == TKG_BOOK_BID ? TKG_BOOK_ASK : TKG_BOOK_BID;
}

static inline int32_t tkg_venue_book_best(const struct tkg_venue_book *book,
                                          enum tkg_book_side side)
{
    return side == TKG_BOOK_BID ? book->top.bid_price : book->top.ask_price;
}

static inline uint32_t tkg_venue_book_best_lots(const struct tkg_venue_book *book,
                                                enum tkg_book_side side)
{
    return side == TKG_BOOK_BID ? book->top.bid_lots : book->top.ask_lots;
}

/* Lots at a price. L1 knows the best price only; a price that it cannot know counts as empty. */
static inline uint32_t tkg_venue_book_lots(const struct tkg_venue_book *book,
                                           enum tkg_book_side side, int32_t price)
{
    switch (book->kind) {
    case TKG_BOOK_L2:
        return tkg_depth_book_lots(book->depth, side, price);
    case TKG_BOOK_L3:
        return tkg_fifo_book_lots(book->fifo, side, price);
    case TKG_BOOK_L1:
    default:
        return price == tkg_venue_book_best(book, side) ? tkg_venue_book_best_lots(book, side) : 0;
    }
}

/* The next level outward, or the price that stands for none. */
static inline int32_t tkg_venue_book_next(const struct tkg_venue_book *book,
                                          enum tkg_book_side side, int32_t price)
{
    switch (book->kind) {
    case TKG_BOOK_L2:
        return tkg_depth_book_next_level(book->depth, side, price);
    case TKG_BOOK_L3:
        return tkg_fifo_book_next_level(book->fifo, side, price);
    case TKG_BOOK_L1:
    default:
        return tkg_venue_book_no_price(side);
    }
}

#endif
