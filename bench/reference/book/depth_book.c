/* SPDX-License-Identifier: Apache-2.0 */
#include "book/depth_book.h"

/* The book itself, rounded up so that the ladders' memory starts on a cache line. */
enum { BOOK_BYTES = (sizeof(struct tkg_depth_book) + 63) / 64 * 64 };

size_t tkg_depth_book_bytes(uint32_t level_max)
{
    const size_t side_bytes = tkg_price_ladder_bytes(level_max);
    return side_bytes ? BOOK_BYTES + 2 * side_bytes : 0;
}

struct tkg_depth_book *tkg_depth_book_init(void *memory, uint32_t level_max)
{
    struct tkg_depth_book *book = memory;
    char *rest = (char *)memory + BOOK_BYTES;
    book->crossed_level_count = 0;
    tkg_price_ladder_init(&book->sides[TKG_BOOK_BID], rest, level_max);
    rest += tkg_price_ladder_bytes(level_max);
    tkg_price_ladder_init(&book->sides[TKG_BOOK_ASK], rest, level_max);
    return book;
}

void tkg_depth_book_reset(struct tkg_depth_book *book)
{
    book->crossed_level_count = 0;
    tkg_price_ladder_reset(&book->sides[TKG_BOOK_BID]);
    tkg_price_ladder_reset(&book->sides[TKG_BOOK_ASK]);
}

static void reject(struct tkg_book_change *change)
{
    *change = (struct tkg_book_change){.event = TKG_BOOK_REJECTED};
}

/* Lots 0: the level, if there is one, goes. */
static void clear_level(struct tkg_price_ladder *side, uint32_t key, struct tkg_book_change *change)
{
    const struct tkg_price_level *level = tkg_price_ladder_find(side, key);
    change->event = TKG_BOOK_REMOVED;
    if (level) {
        change->lots = level->lots;
        tkg_price_ladder_remove(side, key);
    }
}

/* The late deletes. Out of line, for there are few. */
__attribute__((noinline)) static void remove_crossed(struct tkg_depth_book *book,
                                                     enum tkg_book_side side, uint32_t key,
                                                     struct tkg_book_change *change)
{
    struct tkg_price_ladder *crossed = &book->sides[side];
    change->removed_price = tkg_price_of_key(side, crossed->best_key);
    while (tkg_price_keys_cross(key, crossed->best_key)) {
        const uint32_t lots = tkg_price_ladder_slot(crossed, crossed->best_key)->lots;
        const uint32_t room = UINT32_MAX - change->removed_lots;
        change->removed_lots += lots < room ? lots : room;
        tkg_price_ladder_remove(crossed, crossed->best_key);
        book->crossed_level_count++;
    }
}

static void set_level(struct tkg_depth_book *book, const struct tkg_tick *tick, uint32_t key,
                      struct tkg_book_change *change)
{
    const enum tkg_book_side side = change->side;
    const enum tkg_book_side opposite = side == TKG_BOOK_BID ? TKG_BOOK_ASK : TKG_BOOK_BID;
    struct tkg_price_level *level = tkg_price_ladder_obtain(&book->sides[side], key);
    if (!level) {
        reject(change);
        return;
    }
    const uint32_t lots = tick->bid_size;
    const uint32_t before = level->lots;
    /* Arithmetic, for which way a level goes is a coin toss: no branch predicts it. */
    const uint32_t is_less = lots < before;
    level->lots = lots;
    change->event = TKG_BOOK_ADDED + is_less;
    change->lots = ((lots - before) ^ (0u - is_less)) + is_less;
    change->level_lots = lots;
    if (__builtin_expect(tkg_price_keys_cross(key, book->sides[opposite].best_key), 0)) {
        remove_crossed(book, opposite, key, change);
    }
}

static void apply_depth(struct tkg_depth_book *book, const struct tkg_tick *tick,
                        struct tkg_book_change *change)
{
    const bool is_ask = tick->flags & TKG_TICK_ASK_SIDE;
    const enum tkg_book_side side = is_ask ? TKG_BOOK_ASK : TKG_BOOK_BID;
    if (!tkg_price_is_valid(tick->bid_price)) {
        reject(change);
        return;
    }
    const uint32_t key = tkg_price_key(side, tick->bid_price);
    *change = (struct tkg_book_change){.side = side, .price = tick->bid_price};
    if (tick->bid_size == 0) {
        clear_level(&book->sides[side], key, change);
    } else {
        set_level(book, tick, key, change);
    }
}

static void apply_trade(const struct tkg_depth_book *book, const struct tkg_tick *tick,
                        struct tkg_book_change *change)
{
    const bool has_one_side = (tick->bid_size == 0) != (tick->ask_size == 0);
    if (!tkg_price_is_valid(tick->bid_price) || tick->ask_price != tick->bid_price ||
        !has_one_side) {
        reject(change);
        return;
    }
    const enum tkg_book_side side = tick->bid_size ? TKG_BOOK_BID : TKG_BOOK_ASK;
    *change = (struct tkg_book_change){.event = TKG_BOOK_TRADED,
                                       .side = side,
                                       .price = tick->bid_price,
                                       .lots = tick->bid_size | tick->ask_size};
    change->level_lots = tkg_depth_book_lots(book, side, tick->bid_price);
}

void tkg_depth_book_apply(struct tkg_depth_book *book, const struct tkg_tick *tick,
                          struct tkg_book_change *change)
{
    if (tick->kind == TKG_TICK_DEPTH) {
        apply_depth(book, tick, change);
    } else if (tick->kind == TKG_TICK_TRADE) {
        apply_trade(book, tick, change);
    } else {
        reject(change);
    }
}
