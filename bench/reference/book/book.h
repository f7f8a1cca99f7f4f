/* SPDX-License-Identifier: Apache-2.0
 *
 * What every order book of the reference core tells the rest, whether it knows the best prices
 * (L1), the lots at each price (L2) or each single order (L3).
 *
 * Books hold the orders of others only. Our own orders live in the venue; taking liquidity leaves
 * the book as it was recorded.
 */
#ifndef TKG_REFERENCE_BOOK_H
#define TKG_REFERENCE_BOOK_H

#include <stdbool.h>
#include <stdint.h>

enum tkg_book_kind { TKG_BOOK_L1 = 0, TKG_BOOK_L2 = 1, TKG_BOOK_L3 = 2 };

enum tkg_book_side { TKG_BOOK_BID = 0, TKG_BOOK_ASK = 1 };

/* Prices that stand for "no level": below every bid, above every ask. */
enum { TKG_BOOK_NO_BID = 0, TKG_BOOK_NO_ASK = INT32_MAX };

/* The best prices, and the lots there (0 beside a missing price). */
struct tkg_book_top {
    int32_t bid_price;
    int32_t ask_price;
    uint32_t bid_lots;
    uint32_t ask_lots;
};

enum tkg_book_event {
    TKG_BOOK_QUOTED,   /* L1: both bests were told anew; side and price mean nothing */
    TKG_BOOK_ADDED,    /* lots joined the level */
    TKG_BOOK_REMOVED,  /* lots left the level without a trade */
    TKG_BOOK_TRADED,   /* lots traded at the price; L1 and L2: the level follows in its own tick */
    TKG_BOOK_REJECTED, /* the tick contradicts the book, which did not change */
};

/* What one tick did. A MODIFY that moves an order to another price is reported as its ADDED part;
 * removed_priority and the removed_ fields then tell what left the old level. On L2 they tell of
 * late deletes on the opposite side, see depth_book.h. */
struct tkg_book_change {
    enum tkg_book_event event;
    enum tkg_book_side side; /* of the resting orders: a trade with side BID was a sale */
    int32_t price;
    uint32_t lots;       /* that joined, left or traded */
    uint32_t level_lots; /* at the price now; L1: 0 */
    uint64_t priority;   /* L3: the order's place in time, see fifo_book.h; L1, L2: 0 */
    int32_t removed_price;
    uint32_t removed_lots; /* 0: nothing moved */
    uint64_t removed_priority;
};

#endif
