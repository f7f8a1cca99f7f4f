/* SPDX-License-Identifier: Apache-2.0
 *
 * One side of an order book: which prices hold lots, and the best of them.
 *
 * Prices become keys, greater meaning better, so that both sides run through the same code: the key
 * of a bid is its price, the key of an ask INT32_MAX - price. Key 0 stands for "no level".
 *
 * The 4,096 keys around the best are an array with a bitmap above it (two words to look at, however
 * far apart levels are). Levels below that window lie in a sorted array: found by bisection,
 * entered by moving what lies between them and the window. The window follows the best; the cost of
 * that is a few ns for each level it passes, and 64 words (docs/decisions/0035).
 */
#ifndef TKG_REFERENCE_PRICE_LADDER_H
#define TKG_REFERENCE_PRICE_LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "book/book.h"

enum {
    TKG_PRICE_LADDER_WORDS = 64,
    TKG_PRICE_LADDER_WINDOW = 64 * TKG_PRICE_LADDER_WORDS, /* keys; one bit each */
    TKG_PRICE_LADDER_LEVELS_MAX = 1 << 24, /* far array of 256 MiB; more is a mistake */
};

/* One price. Without lots there is no level, and all fields are 0. */
struct tkg_price_level {
    uint32_t lots;
    uint32_t first; /* for books of single orders: both ends of the queue; otherwise unused */
    uint32_t last;
};

struct tkg_price_ladder {
    uint32_t best_key; /* 0: no level. Otherwise inside the window */
    uint32_t base_key; /* the window's first key, a multiple of 64; all far levels are below it */
    struct tkg_price_level *window; /* key % 4096 */
    uint64_t summary;               /* bit w: words[w] is not 0 */
    uint32_t level_count;           /* far ones included */
    uint32_t level_max;
    uint32_t far_count;
    uint32_t *far_keys; /* ascending */
    struct tkg_price_level *far_levels;
    uint64_t words[TKG_PRICE_LADDER_WORDS]; /* bit b of word w: window[64 w + b] holds lots */
};

/* Bytes of memory that init() wants for at most level_max levels; 0 when level_max is not 1 to
 * TKG_PRICE_LADDER_LEVELS_MAX. A multiple of 64. */
size_t tkg_price_ladder_bytes(uint32_t level_max);

/* memory: that many zeroed bytes, 8-aligned; they must outlive the ladder. */
void tkg_price_ladder_init(struct tkg_price_ladder *ladder, void *memory, uint32_t level_max);

/* Takes all levels out. cost: proportional to the levels there are. */
void tkg_price_ladder_reset(struct tkg_price_ladder *ladder);

/* Out-of-line halves of find() and obtain() below. */
struct tkg_price_level *tkg_price_ladder_find_far(const struct tkg_price_ladder *ladder,
                                                  uint32_t key);
struct tkg_price_level *tkg_price_ladder_add(struct tkg_price_ladder *ladder, uint32_t key);

/* Takes the level of key out, which must be there. cost: a few ns; more when the window moves. */
void tkg_price_ladder_remove(struct tkg_price_ladder *ladder, uint32_t key);

/* The greatest key with a level that is less than key; 0 when there is none. Any key. */
uint32_t tkg_price_ladder_next(const struct tkg_price_ladder *ladder, uint32_t key);

static inline struct tkg_price_level *tkg_price_ladder_slot(const struct tkg_price_ladder *ladder,
                                                            uint32_t key)
{
    return &ladder->window[key % TKG_PRICE_LADDER_WINDOW];
}

static inline bool tkg_price_ladder_is_near(const struct tkg_price_ladder *ladder, uint32_t key)
{
    return key - ladder->base_key < TKG_PRICE_LADDER_WINDOW;
}

/* The level of key, or NULL. Valid until the next add or remove. */
static inline struct tkg_price_level *tkg_price_ladder_find(const struct tkg_price_ladder *ladder,
                                                            uint32_t key)
{
    struct tkg_price_level *level = tkg_price_ladder_slot(ladder, key);
    if (__builtin_expect(tkg_price_ladder_is_near(ladder, key), 1)) {
        return level->lots ? level : NULL;
    }
    return tkg_price_ladder_find_far(ladder, key);
}

/* The level of key, made if need be; the caller gives a new one its lots before any other call.
 * NULL when it would be one level too many; nothing has changed then. key >= 1. */
static inline struct tkg_price_level *tkg_price_ladder_obtain(struct tkg_price_ladder *ladder,
                                                              uint32_t key)
{
    struct tkg_price_level *level = tkg_price_ladder_slot(ladder, key);
    if (level->lots && __builtin_expect(tkg_price_ladder_is_near(ladder, key), 1)) {
        return level;
    }
    return tkg_price_ladder_add(ladder, key);
}

/* True when a level of these keys, one on each side, would be locked or crossed. 0 never is. */
static inline bool tkg_price_keys_cross(uint32_t key, uint32_t opposite_key)
{
    return key + opposite_key >= (uint32_t)INT32_MAX;
}

/* Prices that a level may have: 1 to INT32_MAX - 1, for the ends stand for "none". */
static inline bool tkg_price_is_valid(int32_t price)
{
    return (uint32_t)price - 1 < (uint32_t)INT32_MAX - 1;
}

/* For prices from 0 on. INT32_MAX - price is the same as flipping all 31 bits. */
static inline uint32_t tkg_price_key(enum tkg_book_side side, int32_t price)
{
    return (uint32_t)price ^ ((0u - (uint32_t)side) & (uint32_t)INT32_MAX);
}

static inline int32_t tkg_price_of_key(enum tkg_book_side side, uint32_t key)
{
    return (int32_t)tkg_price_key(side, (int32_t)key);
}

/* The best of both ladders, bid first. cost: about 2 ns. */
static inline struct tkg_book_top tkg_price_ladders_top(const struct tkg_price_ladder sides[2])
{
    const uint32_t bid_key = sides[TKG_BOOK_BID].best_key;
    const uint32_t ask_key = sides[TKG_BOOK_ASK].best_key;
    return (struct tkg_book_top){
        .bid_price = tkg_price_of_key(TKG_BOOK_BID, bid_key),
        .ask_price = tkg_price_of_key(TKG_BOOK_ASK, ask_key),
        .bid_lots = tkg_price_ladder_slot(&sides[TKG_BOOK_BID], bid_key)->lots,
        .ask_lots = tkg_price_ladder_slot(&sides[TKG_BOOK_ASK], ask_key)->lots,
    };
}

/* What lots() and next() of both books share; any price. */
uint32_t tkg_price_ladders_lots(const struct tkg_price_ladder sides[2], enum tkg_book_side side,
                                int32_t price);
int32_t tkg_price_ladders_next(const struct tkg_price_ladder sides[2], enum tkg_book_side side,
                               int32_t price);

#endif
