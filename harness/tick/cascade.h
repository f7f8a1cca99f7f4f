/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to the tick room: the binary tree under the synthetic streams.
 *
 * Every tick index m > 0 is odd * 2^level, so it is the middle of exactly one stretch of ticks,
 * from m - 2^level to m + 2^level. The state of tick m is drawn between the states of these two
 * neighbours by a hash of m alone:
 *   time    splits the neighbours' distance by a random fraction: a multiplicative cascade, whose
 *           bursts contain bursts (Mandelbrot 1974); with the variances of a Beta(n/2, n/2) split
 *           it is a Poisson process instead
 *   prices  a Brownian bridge in a trading time of its own: the variance of a stretch is split
 *           unevenly between its halves, too (the multifractal model of Mandelbrot, Fisher and
 *           Calvet 1997), so moves come in bursts and stay; one for the whole market and, down to
 *           groups of 16 ticks, one for each instrument
 *   mood    down to groups, a word of random bits; most are copied from the left neighbour, a few
 *           are redrawn. Two groups share a bit until a redraw parts them, so bits stay correlated
 *           over a lag d as a power of d (the long memory of order signs; Lillo and Farmer 2004)
 * Stretches of 2^23 ticks are trading sessions: above them only the prices have a tree. A session's
 * last nanoseconds, one for each of its ticks, are kept back: whoever adds a tick's place in its
 * session to its time gets times that never repeat.
 */
#ifndef TKG_TICK_CASCADE_H
#define TKG_TICK_CASCADE_H

#include <stdint.h>

enum {
    TKG_CASCADE_INSTRUMENTS = 4,
    TKG_CASCADE_LEVELS = 40,        /* log2 of TKG_SYNTHETIC_TICK_MAX */
    TKG_CASCADE_SESSION_LEVEL = 23, /* 8.4 M ticks: 75 min at 1,864 ticks/s */
    TKG_CASCADE_SESSION_TICKS = 1 << TKG_CASCADE_SESSION_LEVEL,
    TKG_CASCADE_BLOCK_LEVEL = 9, /* made at once: halves the cost of the walk from the top */
    TKG_CASCADE_BLOCK_TICKS = 1 << TKG_CASCADE_BLOCK_LEVEL,
    TKG_CASCADE_GROUP_LEVEL = 4,
    TKG_CASCADE_GROUP_TICKS = 1 << TKG_CASCADE_GROUP_LEVEL,
    TKG_CASCADE_BLOCK_GROUPS = TKG_CASCADE_BLOCK_TICKS / TKG_CASCADE_GROUP_TICKS,
    TKG_CASCADE_PRICE_BITS = 12, /* fraction bits of a price: one step is about 2^-6 price ticks */
    TKG_CASCADE_SCALE_BITS = 16, /* fraction bits of a scale, beyond those of a price */
    TKG_CASCADE_HEATS = 8,
    /* Above it the walk is the same for 65,536 ticks: a reader keeps that part. */
    TKG_CASCADE_REGION_LEVEL = 16,
    TKG_CASCADE_REGION_BLOCKS = 1 << (TKG_CASCADE_REGION_LEVEL - TKG_CASCADE_BLOCK_LEVEL),
};

/* The mood word: a lane of 14 bits for each instrument, then what the instruments share. */
enum {
    TKG_MOOD_LANE_BITS = 14,
    TKG_MOOD_SIGN = 1 << 0,  /* of the trades: set = the buyer is the aggressor */
    TKG_MOOD_WIDE_SHIFT = 1, /* 4 bits: the step of the spread */
    TKG_MOOD_WIDE = 15 << TKG_MOOD_WIDE_SHIFT,
    TKG_MOOD_WIDTH_SHIFT = 5, /* 3 bits: how wide it is in the last step */
    TKG_MOOD_WIDTH = 7 << TKG_MOOD_WIDTH_SHIFT,
    TKG_MOOD_BID_DEPTH_SHIFT = 8,  /* 3 bits: the size of the bid */
    TKG_MOOD_ASK_DEPTH_SHIFT = 11, /* 3 bits: the size of the ask */
    TKG_MOOD_DEPTHS = 63 << TKG_MOOD_BID_DEPTH_SHIFT,
    TKG_MOOD_HEAT_SHIFT = 56, /* 3 bits: the share of trades */
};

/* The bits of a tick's draw inside a group: 16 for the time, whose lowest zeros choose the scale of
 * a trade's size as well (they move the time by less than the scale is rare), 16 for the market,
 * then these. */
enum {
    TKG_DRAW_KIND_SHIFT = 32,       /* 16 bits: quote or trade, with or against the mood's sign */
    TKG_DRAW_INSTRUMENT_SHIFT = 48, /* 3 bits */
    TKG_DRAW_FLICKER_SHIFT = 51,    /* 5 bits: of the spread */
    TKG_DRAW_SIZE_SHIFT = 56,       /* 8 bits: where in its scale a size lies */
};

/* What one level of the tree does. Shares of variance go left or right by a random bit: [0] when it
 * is clear, [1] when it is set. All roots times 2^16. */
struct tkg_cascade_level {
    int64_t time_tilt_max;    /* greatest |fraction - 1/2|, times 2^17 */
    int64_t share[2];         /* of the left half, times 2^16; their sum is 2^16 */
    int64_t share_root[2];    /* its root: what a half's scale is of the whole's */
    int64_t displacement_max; /* of the middle, of the stretch's scale, times 2^16 */
    uint64_t mood_always;     /* bits redrawn by every node of the level */
    uint64_t mood_rarely;     /* bits redrawn with probability 1/8 */
};

struct tkg_cascade {
    uint64_t key;          /* seeds the hash of a tick's index */
    uint64_t mood_start;   /* bits that a session draws at its start */
    int64_t start_ns;      /* of tick 0 */
    int64_t session_ns;    /* from a session's first tick to its end */
    int64_t period_ns;     /* from one session's start to the next */
    int64_t session_scale; /* of a whole session, see struct tkg_cascade_node */
    int64_t above_scale;   /* of all sessions together */
    struct tkg_cascade_level levels[TKG_CASCADE_LEVELS];
};

/* The state of the market at a tick whose index is a multiple of 16. Prices in 2^-12 price ticks,
 * relative to their start. */
struct tkg_cascade_node {
    int64_t time_ns;
    int64_t market;                       /* common part of all prices */
    int64_t own[TKG_CASCADE_INSTRUMENTS]; /* parts of the single instruments */
    int64_t scale; /* standard deviation of the market's (and any own part's) move from here to the
                      next node, 2^-28 price ticks */
    uint64_t mood;
};

/* What the 16 ticks from there on have for themselves. */
struct tkg_cascade_group {
    int64_t time_ns[TKG_CASCADE_GROUP_TICKS + 1]; /* without their places in the session */
    int64_t market[TKG_CASCADE_GROUP_TICKS + 1];
    uint64_t draw[TKG_CASCADE_GROUP_TICKS]; /* 64 random bits, TKG_DRAW_* */
};

/* The two ends of region `region`, ticks [region * 65536, region * 65536 + 65536): the part of the
 * walk that its blocks share. A pure function. */
void tkg_cascade_region(const struct tkg_cascade *cascade, uint64_t region,
                        struct tkg_cascade_node ends[2]);

/* The nodes of block `index`, ticks [index * 512, index * 512 + 512), inside the region between
 * ends[0] and ends[1]: one for each group of 16 ticks, and the next one as seen from this side of a
 * session's end. A pure function. */
void tkg_cascade_block(const struct tkg_cascade *cascade, uint64_t index,
                       const struct tkg_cascade_node ends[2],
                       struct tkg_cascade_node nodes[TKG_CASCADE_BLOCK_GROUPS + 1]);

/* The group that starts at tick `first`, between ends[0] and ends[1]. A pure function. */
void tkg_cascade_group(const struct tkg_cascade *cascade, uint64_t first,
                       const struct tkg_cascade_node ends[2], struct tkg_cascade_group *group);

#endif
