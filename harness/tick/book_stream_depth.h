/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to the tick room: from the messages of single orders (L3) to price levels (L2).
 *
 * Each message of an order becomes one of its level: the lots that are there now. Of the two
 * messages that end a traded order the first becomes the trade, the second the level.
 */
#ifndef TKG_TICK_BOOK_STREAM_DEPTH_H
#define TKG_TICK_BOOK_STREAM_DEPTH_H

#include <stddef.h>
#include <stdint.h>

#include "tick/book_stream_walk.h"
#include <tickgate/engine.h>

/* A ring of prices: live orders lie within 17 ticks of middles at most 16 blocks apart, and a block
 * moves a middle by at most one tick (a test adds that up): 50 prices at most. */
enum { TKG_DEPTH_RING = 256 };

/* All zero: empty books. */
struct tkg_book_depth {
    uint32_t lots[TKG_BOOK_COUNT][2][TKG_DEPTH_RING]; /* side 1: asks */
};

/* Turns order messages into level messages, in place and one for one. No modifications; an
 * execution comes first of two messages on the same order. cost: about 2 ns a message */
void tkg_book_depth_apply(struct tkg_book_depth *depth, struct tkg_tick *ticks, size_t count);

#endif
