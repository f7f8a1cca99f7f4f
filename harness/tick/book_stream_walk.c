/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/book_stream_walk.h"

#include <string.h>

#include "base/random.h"

enum {
    PRICE_BITS = 12, /* fraction bits of a price */
    /* A block moves a middle by 0.15 price ticks (standard deviation): one in eight blocks changes
     * it. sqrt(3) * 0.15 * 2^12: the half width of a uniform draw of that deviation. */
    BLOCK_SCALE = 1064,
    /* Above stretches of 2^15 blocks (16.8 M messages) displacements grow no more, so that no draw
     * can bring a price near zero (a test adds the bounds up). */
    SCALE_LEVEL_MAX = 14,
};

static const int32_t price_start[TKG_BOOK_COUNT] = {20000, 18000, 24000, 16000,
                                                    30000, 12000, 22000, 15000};

/* One node of the tree: the eight prices, relative to their start. */
struct node {
    int64_t price[TKG_BOOK_COUNT];
};

void tkg_book_walk_init(struct tkg_book_walk *walk, uint64_t seed)
{
    memset(walk, 0, sizeof(*walk));
    walk->key = tkg_random_at(seed, 0);
    for (unsigned i = 0; i < TKG_BOOK_ERA_RING; i++) {
        walk->ready[i] = UINT64_MAX;
    }
}

/* A bridge over n blocks has at its middle the standard deviation of a block times sqrt(n) / 2; n
 * is 2^(level+1). */
int64_t tkg_book_walk_scale(unsigned level)
{
    unsigned capped = level < SCALE_LEVEL_MAX ? level : SCALE_LEVEL_MAX;
    int64_t rooted = capped % 2 == 1 ? BLOCK_SCALE : BLOCK_SCALE * 46341 / 65536; /* sqrt(1/2) */
    return capped % 2 == 1 ? rooted << ((capped - 1) / 2) : rooted << (capped / 2);
}

/* Draws node `index`, the middle of left and right: 16 bits for each book. */
static struct node split(const struct tkg_book_walk *walk, unsigned level, uint64_t index,
                         const struct node *left, const struct node *right)
{
    const int64_t scale = tkg_book_walk_scale(level);
    struct node middle;
    for (unsigned half = 0; half < 2; half++) {
        uint64_t counter = 2 * index + half;
        uint64_t bits = tkg_hash64(walk->key + counter * UINT64_C(0x9e3779b97f4a7c15));
        for (unsigned i = 4 * half; i < 4 * half + 4; i++, bits >>= 16) {
            int64_t draw = (int16_t)(uint16_t)bits;
            middle.price[i] = ((left->price[i] + right->price[i]) >> 1) + ((draw * scale) >> 15);
        }
    }
    return middle;
}

/* The node at the start of an era, walked to from the top. Both ends of the whole tree are 0. */
static struct node era_start(const struct tkg_book_walk *walk, uint64_t era)
{
    uint64_t index = era << TKG_BOOK_ERA_LEVEL;
    struct node ends[2];
    memset(ends, 0, sizeof(ends));
    for (unsigned level = TKG_BOOK_WALK_LEVELS; level-- > TKG_BOOK_ERA_LEVEL;) {
        uint64_t middle = (index >> level | 1) << level;
        ends[index < middle] = split(walk, level, middle, &ends[0], &ends[1]);
    }
    return ends[0];
}

static void store_mids(struct tkg_book_walk *walk, uint64_t block, const struct node *node)
{
    int32_t *mids = walk->mids[block % ((uint64_t)TKG_BOOK_ERA_RING * TKG_BOOK_ERA_BLOCKS)];
    for (unsigned i = 0; i < TKG_BOOK_COUNT; i++) {
        mids[i] = price_start[i] + (int32_t)(node->price[i] >> PRICE_BITS);
    }
}

static void fill_era(struct tkg_book_walk *walk, uint64_t era)
{
    struct node nodes[TKG_BOOK_ERA_BLOCKS + 1];
    const uint64_t first = era << TKG_BOOK_ERA_LEVEL;
    nodes[0] = era_start(walk, era);
    nodes[TKG_BOOK_ERA_BLOCKS] = era_start(walk, era + 1);
    for (unsigned level = TKG_BOOK_ERA_LEVEL; level-- > 0;) {
        size_t half = (size_t)1 << level;
        for (size_t i = half; i < TKG_BOOK_ERA_BLOCKS; i += 2 * half) {
            nodes[i] = split(walk, level, first + i, &nodes[i - half], &nodes[i + half]);
        }
    }
    for (size_t i = 0; i < TKG_BOOK_ERA_BLOCKS; i++) {
        store_mids(walk, first + i, &nodes[i]);
    }
    tkg_book_walk_range(walk, first, first + TKG_BOOK_ERA_BLOCKS - 1,
                        &walk->era_ranges[era % TKG_BOOK_ERA_RING]);
    walk->ready[era % TKG_BOOK_ERA_RING] = era;
}

void tkg_book_walk_prepare(struct tkg_book_walk *walk, uint64_t block)
{
    uint64_t era = block >> TKG_BOOK_ERA_LEVEL;
    for (uint64_t i = era == 0 ? 0 : era - 1; i <= era + 1; i++) {
        if (walk->ready[i % TKG_BOOK_ERA_RING] != i) {
            fill_era(walk, i);
        }
    }
}

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t greater(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

void tkg_book_walk_range(const struct tkg_book_walk *walk, uint64_t first, uint64_t last,
                         struct tkg_book_range *range)
{
    const int32_t *mids = tkg_book_walk_mids(walk, first);
    memcpy(range->edge[0], mids, sizeof(range->edge[0]));
    memcpy(range->edge[1], mids, sizeof(range->edge[1]));
    for (uint64_t block = first + 1; block <= last; block++) {
        mids = tkg_book_walk_mids(walk, block);
        for (unsigned i = 0; i < TKG_BOOK_COUNT; i++) {
            range->edge[0][i] = smaller(range->edge[0][i], mids[i]);
            range->edge[1][i] = greater(range->edge[1][i], mids[i]);
        }
    }
    for (unsigned i = 0; i < TKG_BOOK_COUNT; i++) {
        range->edge[0][i]--;
    }
}

void tkg_book_walk_era_range(const struct tkg_book_walk *walk, uint64_t era,
                             struct tkg_book_range *range)
{
    const struct tkg_book_range *one = &walk->era_ranges[era % TKG_BOOK_ERA_RING];
    const struct tkg_book_range *next = &walk->era_ranges[(era + 1) % TKG_BOOK_ERA_RING];
    for (unsigned i = 0; i < TKG_BOOK_COUNT; i++) {
        range->edge[0][i] = smaller(one->edge[0][i], next->edge[0][i]);
        range->edge[1][i] = greater(one->edge[1][i], next->edge[1][i]);
    }
}
