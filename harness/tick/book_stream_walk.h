/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to the tick room: the prices under the book streams.
 *
 * The middle of every book moves once a block (512 messages): a Brownian bridge by midpoint
 * displacement over the block numbers, each node drawn by a hash of its number. What later blocks
 * bring is known as well as what earlier ones brought: orders are placed so that no later move can
 * cross them (book_stream_flow.h).
 *
 * The middles lie in a ring of four eras of 256 blocks; prepare() fills what is missing.
 */
#ifndef TKG_TICK_BOOK_STREAM_WALK_H
#define TKG_TICK_BOOK_STREAM_WALK_H

#include <stdint.h>

enum {
    TKG_BOOK_COUNT = 8,
    TKG_BOOK_ERA_LEVEL = 8,
    TKG_BOOK_ERA_BLOCKS = 1 << TKG_BOOK_ERA_LEVEL,
    TKG_BOOK_ERA_RING = 4,
    TKG_BOOK_WALK_LEVELS = 32, /* log2 of the number of blocks: 2^40 messages, twice */
};

/* Where orders may lie: bids at edge[0] or below, asks at edge[1] or above. By side and not by
 * name, because the side of an order is random and must not steer a branch. */
struct tkg_book_range {
    int32_t edge[2][TKG_BOOK_COUNT];
};

struct tkg_book_walk {
    uint64_t key;
    uint64_t ready[TKG_BOOK_ERA_RING]; /* which era each part holds; UINT64_MAX none */
    int32_t mids[TKG_BOOK_ERA_RING * TKG_BOOK_ERA_BLOCKS][TKG_BOOK_COUNT]; /* price ticks */
    struct tkg_book_range era_ranges[TKG_BOOK_ERA_RING];
};

void tkg_book_walk_init(struct tkg_book_walk *walk, uint64_t seed);

/* Makes sure that the eras before, of and after `block` are in the ring. Free when they are; an era
 * costs some 5 us. */
void tkg_book_walk_prepare(struct tkg_book_walk *walk, uint64_t block);

/* The middle of each book in a block: the best bid is below it, the best ask at it or above. Valid
 * for the prepared eras, as are the two functions below. */
static inline const int32_t *tkg_book_walk_mids(const struct tkg_book_walk *walk, uint64_t block)
{
    return walk->mids[block % ((uint64_t)TKG_BOOK_ERA_RING * TKG_BOOK_ERA_BLOCKS)];
}

/* Where orders may lie that live from block `first` to block `last`, both included. */
void tkg_book_walk_range(const struct tkg_book_walk *walk, uint64_t first, uint64_t last,
                         struct tkg_book_range *range);

/* The same for orders that live somewhere in era `era` and the next one. */
void tkg_book_walk_era_range(const struct tkg_book_walk *walk, uint64_t era,
                             struct tkg_book_range *range);

/* Greatest displacement of the middle of 2^(level+1) blocks, in 2^-12 price ticks. */
int64_t tkg_book_walk_scale(unsigned level);

#endif
