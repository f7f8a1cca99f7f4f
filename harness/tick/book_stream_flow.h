/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to the tick room: the orders of the book streams, as messages by block.
 *
 * A block is a fixed set of 480 tokens in random order: "book 3 adds a quick order", "a slow order
 * of book 0 ends". The j-th token that adds an order of a kind in block b adds order (b, j) of that
 * kind; the j-th that ends one ends order (b - life, j). So an order's number is known on both
 * occasions, and everything about it is a hash of its number: no state is carried along. An
 * order that lives from block b to block b + life is placed beyond the middles of all these blocks
 * (book_stream_walk.h), so nothing ever crosses it, and it crosses nothing.
 *
 * Orders at the front of the best price end in the order in which they came, after all quick ones
 * that were there before them: what is executed is always the oldest order of the best price.
 *
 * Block 256 is the first one. The orders that were there before it are added by opening().
 */
#ifndef TKG_TICK_BOOK_STREAM_FLOW_H
#define TKG_TICK_BOOK_STREAM_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "tick/book_stream_walk.h"
#include <tickgate/engine.h>

enum {
    TKG_FLOW_BLOCK = 512, /* messages */
    TKG_FLOW_BLOCK_FIRST = TKG_BOOK_ERA_BLOCKS,
    TKG_FLOW_RESTING_MAX = 1024,
    TKG_FLOW_UNITS = 16, /* a book has 1, 2 or 4 of them: its share of the messages */
};

enum tkg_flow_class {
    TKG_FLOW_FRONT_BID, /* reach the front of the best price; executed or cancelled there */
    TKG_FLOW_FRONT_ASK,
    TKG_FLOW_QUICK, /* at the best price, cancelled before they are first in line */
    TKG_FLOW_NEAR,  /* some ticks away */
    TKG_FLOW_SLOW,  /* the same, for longer */
    TKG_FLOW_DEEP,  /* anywhere, for an era or so */
    TKG_FLOW_CLASSES,
};

enum tkg_flow_action {
    TKG_FLOW_ADD,
    TKG_FLOW_END,    /* two messages for the two front classes, else one */
    TKG_FLOW_CHANGE, /* halfway through the life */
    TKG_FLOW_ACTIONS,
};

struct tkg_flow_rule {
    uint8_t orders;  /* added by a unit in a block */
    uint8_t changed; /* so many of them are changed halfway; not for deep ones */
    uint8_t life_blocks;
    uint8_t distance_min;       /* price ticks from the best price that will not be crossed */
    uint8_t distance_unit;      /* more: uniform up to unit * 2^k with probability 2^-k, ... */
    uint8_t distance_doublings; /* ... k up to this */
};

struct tkg_flow_plan {
    struct tkg_flow_rule rules[TKG_FLOW_CLASSES];
    bool reduce_only; /* changes only take lots off */
};

/* With deep orders, for single orders: 14 adds of 32 messages, about 16,896 live orders. */
extern const struct tkg_flow_plan tkg_flow_plan_orders;
/* Without, for price levels: 1,024 live orders. */
extern const struct tkg_flow_plan tkg_flow_plan_depth;

/* The tokens of one kind, side by side before they are shuffled. */
struct tkg_flow_run {
    uint8_t token;
    uint8_t count;
    uint16_t first;
};

struct tkg_book_flow {
    const struct tkg_flow_plan *plan;
    uint64_t key;
    uint32_t token_count;
    uint32_t run_count;
    uint32_t resting_count;         /* live orders, deep ones not counted */
    uint32_t opening_count;         /* all live orders at the first block: a multiple of 512 */
    uint8_t tokens[TKG_FLOW_BLOCK]; /* action, class and book in one number */
    struct tkg_flow_run runs[TKG_FLOW_ACTIONS * TKG_FLOW_CLASSES * TKG_BOOK_COUNT];
    uint8_t code_first[TKG_FLOW_CLASSES][TKG_BOOK_COUNT]; /* of the orders added in a block */
    struct tkg_book_walk walk;
};

void tkg_book_flow_init(struct tkg_book_flow *flow, const struct tkg_flow_plan *plan,
                        uint64_t seed);

/* The 512 messages of block `block` >= 256, TKG_TICK_ORDER_*, but for their times, which are 0. A
 * deleted order's message has the lots that were left. cost: about 10 ns a message, more when the
 * walk jumps. */
void tkg_book_flow_block(struct tkg_book_flow *flow, uint64_t block,
                         struct tkg_tick ticks[TKG_FLOW_BLOCK]);

/* Adds the resting_count live orders that are not deep, as they are just before block `block` >=
 * 256: front orders first, each class by age. */
void tkg_book_flow_resting(struct tkg_book_flow *flow, uint64_t block,
                           struct tkg_tick ticks[TKG_FLOW_RESTING_MAX]);

/* Adds opening orders [512 * part, 512 * part + 512): first the resting ones, then the deep ones in
 * the order in which they end, so that parts 0 to m are enough for blocks 256 to 256 + m - 1. */
void tkg_book_flow_opening(struct tkg_book_flow *flow, uint32_t part,
                           struct tkg_tick ticks[TKG_FLOW_BLOCK]);

#endif
