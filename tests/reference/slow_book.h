/* SPDX-License-Identifier: Apache-2.0
 *
 * A second implementation of both order books, slow and obvious: an array of orders in the order of
 * their priority. What a message says is done to a copy; when the copy is no sane book, the message
 * is rejected. An L2 book is one with a single order at each price.
 */
#ifndef TKG_TESTS_SLOW_BOOK_H
#define TKG_TESTS_SLOW_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/engine.h>

#include "book/book.h"

enum { SLOW_BOOK_ORDERS_MAX = 640 };

struct slow_book_order {
    uint64_t id;
    uint64_t priority;
    enum tkg_book_side side;
    int64_t price;
    uint64_t lots;
};

struct slow_book {
    struct slow_book_order orders[SLOW_BOOK_ORDERS_MAX + 1]; /* one too many, to be found out */
    size_t count;
    size_t order_max;
    size_t level_max;
    uint64_t last_priority;
    uint64_t crossed_level_count;
};

void slow_book_init(struct slow_book *book, size_t order_max, size_t level_max);

/* Depth and trades; messages of single orders. */
struct tkg_book_change slow_book_play_depth(struct slow_book *book, const struct tkg_tick *tick);
struct tkg_book_change slow_book_play_order(struct slow_book *book, const struct tkg_tick *tick);

/* Index of the order, or count. */
size_t slow_book_find(const struct slow_book *book, uint64_t id);

/* The prices of a side, best first; returns how many. prices: room for SLOW_BOOK_ORDERS_MAX + 1. */
size_t slow_book_levels(const struct slow_book *book, enum tkg_book_side side, int64_t *prices);

uint64_t slow_book_lots(const struct slow_book *book, enum tkg_book_side side, int64_t price);
uint64_t slow_book_lots_ahead(const struct slow_book *book, enum tkg_book_side side, int64_t price,
                              uint64_t priority);

#endif
