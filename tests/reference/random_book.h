/* SPDX-License-Identifier: Apache-2.0
 *
 * Random depth ticks and order messages, valid and invalid, for a book whose state is known.
 */
#ifndef TKG_TESTS_RANDOM_BOOK_H
#define TKG_TESTS_RANDOM_BOOK_H

#include <stdbool.h>

#include "base/random.h"
#include "slow_book.h"
#include <tickgate/engine.h>

/* What one stream is like. */
struct random_book {
    struct tkg_random random;
    int64_t centre;       /* bids mostly below it, asks above */
    uint32_t far_percent; /* prices thousands of ticks away, some at the ends of the range */
    uint32_t add_percent;
    bool has_huge_lots;
    uint64_t id_step; /* of new ids, which count up */
    uint64_t last_id;
};

void random_book_init(struct random_book *stream, uint64_t seed);

/* Any price, good or not. */
int32_t random_book_price(struct random_book *stream, enum tkg_book_side side);

struct tkg_tick random_book_depth(struct random_book *stream, const struct slow_book *book);
struct tkg_tick random_book_order(struct random_book *stream, const struct slow_book *book);

#endif
