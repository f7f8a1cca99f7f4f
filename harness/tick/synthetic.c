/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/synthetic.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/random.h"
#include "tick/cascade.h"
#include "tick/preset.h"

/* A price times its factor has 12 + 8 fraction bits. */
enum { PRICE_SHIFT = TKG_CASCADE_PRICE_BITS + 8, PRICE_ONE = 1 << PRICE_SHIFT };

struct tkg_synthetic {
    const struct tkg_preset *preset;
    uint64_t ready_block; /* which block `ticks` holds; UINT64_MAX none */
    struct tkg_cascade cascade;
    struct tkg_cascade_node nodes[TKG_CASCADE_BLOCK_GROUPS + 1]; /* work space */
    struct tkg_tick ticks[TKG_CASCADE_BLOCK_TICKS];
};

/* Eight quantiles, at (i + 1/2) / 8, of a Pareto law with index 1.5 and least value 10 lots:
 * floor(10 * (1 - q)^(-2/3)). Index 1.5: Gopikrishnan and others 2000 for traded volumes. */
static const uint32_t depth_lots[8] = {10, 11, 12, 14, 17, 21, 30, 63};

/* The scale doubles every 1.5 steps while a step's probability halves: again index 1.5.
 * round(4 * 2^(2i/3)). */
static const uint32_t trade_lots[16] = {4,   6,   10,  16,  25,   40,   64,   102,
                                        161, 256, 406, 645, 1024, 1625, 2580, 4096};

/* What a quote or a trade looks like, relative to the bid; sizes are lots + (random size & mask).
 */
struct shape {
    int32_t bid_offset;
    int32_t ask_offset;
    uint32_t bid_lots;
    uint32_t ask_lots;
    uint32_t bid_mask;
    uint32_t ask_mask;
};

/* An instrument throughout a group of ticks. */
struct quoting {
    int64_t price; /* of the bid without the market's part, times 2^20 */
    int64_t market_factor;
    uint32_t buyer;         /* 1: the aggressors of most trades buy; 0: they sell */
    struct shape shapes[3]; /* quote, sale, purchase */
};

static int32_t spread_of(unsigned lane)
{
    if ((lane & TKG_MOOD_WIDE) != TKG_MOOD_WIDE) {
        return 1;
    }
    /* 2 to 5 price ticks, each half as probable as the one before. */
    return 2 + __builtin_ctz((lane >> TKG_MOOD_WIDTH_SHIFT & 7) | 8);
}

static void set_quoting(struct quoting *quoting, const struct tkg_preset *preset,
                        const struct tkg_cascade_node *node, unsigned instrument)
{
    unsigned lane = (unsigned)(node->mood >> (TKG_MOOD_LANE_BITS * instrument));
    int32_t spread = spread_of(lane);
    int64_t bid_start = preset->price_start[instrument] - spread / 2;
    quoting->market_factor = preset->price_factor_256ths[instrument];
    quoting->price = bid_start * PRICE_ONE + node->own[instrument] * quoting->market_factor;
    quoting->shapes[0] = (struct shape){
        .ask_offset = spread,
        .bid_lots = depth_lots[lane >> TKG_MOOD_BID_DEPTH_SHIFT & 7],
        .ask_lots = depth_lots[lane >> TKG_MOOD_ASK_DEPTH_SHIFT & 7],
        .bid_mask = 1, /* sizes flicker by a lot or two */
        .ask_mask = 2,
    };
    quoting->buyer = lane & TKG_MOOD_SIGN;
    quoting->shapes[1] = (struct shape){.bid_mask = UINT32_MAX};
    quoting->shapes[2] = (struct shape){
        .bid_offset = spread,
        .ask_offset = spread,
        .ask_mask = UINT32_MAX,
    };
}

static uint32_t trade_size(uint64_t random_bits)
{
    unsigned scale = (unsigned)__builtin_ctz((unsigned)random_bits | 1U << 15);
    return 1 + (uint32_t)(trade_lots[scale] * (random_bits >> 24) >> 8);
}

/* One tick but for its time. Its kind picks a shape and steers no branch: being random, that would
 * be mispredicted. */
static inline void emit(const struct tkg_preset *preset, const struct quoting *quoting,
                        uint32_t trade_share_256ths, int64_t market, uint64_t detail,
                        struct tkg_tick *tick)
{
    int32_t bid = (int32_t)((quoting->price + market * quoting->market_factor) >> PRICE_SHIFT);
    uint32_t lots = trade_size(detail >> 32);
    uint32_t trade = (detail & 255) < trade_share_256ths;
    uint32_t flip = (detail >> 16 & 255) < preset->sign_flip_256ths;
    const struct shape *shape = &quoting->shapes[trade << (quoting->buyer ^ flip)];
    tick->bid_price = bid + shape->bid_offset;
    tick->ask_price = bid + shape->ask_offset;
    tick->bid_size = shape->bid_lots + (lots & shape->bid_mask);
    tick->ask_size = shape->ask_lots + (lots & shape->ask_mask);
    tick->kind = (uint16_t)trade; /* TKG_TICK_QUOTE is 0, TKG_TICK_TRADE 1 */
    tick->flags = 0;
}

/* The 16 ticks from node on. Pairs of ticks concern the same instrument, as updates that share a
 * packet often do. */
static void make_group(const struct tkg_synthetic *synthetic, uint64_t first,
                       const struct tkg_cascade_node *node, struct tkg_tick *ticks)
{
    const struct tkg_preset *preset = synthetic->preset;
    struct tkg_cascade_group group;
    struct quoting quoting[TKG_CASCADE_INSTRUMENTS];
    tkg_cascade_group(&synthetic->cascade, first, node, &group);
    for (unsigned i = 0; i < preset->instrument_count; i++) {
        set_quoting(&quoting[i], preset, node, i);
    }
    uint32_t trade_share = preset->trade_share_256ths[node->mood >> TKG_MOOD_HEAT_SHIFT & 7];
    for (size_t i = 0; i < TKG_CASCADE_GROUP_TICKS; i++) {
        uint32_t instrument = preset->instrument_of[group.detail[i & ~(size_t)1] >> 8 & 7];
        emit(preset, &quoting[instrument], trade_share, group.market[i], group.detail[i],
             &ticks[i]);
        ticks[i].time_ns = group.time_ns[i];
        ticks[i].instrument_id = instrument;
    }
}

/* The first tick of every instrument in a session. All show up in its first block: the rarest one,
 * with 1 in 8 of the block's 256 pairs, misses it with probability (7/8)^256 = 1e-15. */
static void flag_session_start(struct tkg_tick *ticks)
{
    unsigned seen = 0;
    for (size_t i = 0; i < TKG_CASCADE_BLOCK_TICKS; i++) {
        uint32_t bit = 1U << ticks[i].instrument_id;
        ticks[i].flags = (seen & bit) != 0 ? 0 : TKG_TICK_SESSION_START;
        seen |= bit;
    }
}

static void make_block(struct tkg_synthetic *synthetic, uint64_t block, struct tkg_tick *ticks)
{
    const uint64_t session_blocks = 1U << (TKG_CASCADE_SESSION_LEVEL - TKG_CASCADE_BLOCK_LEVEL);
    tkg_cascade_block(&synthetic->cascade, block, synthetic->nodes);
    for (size_t i = 0; i < TKG_CASCADE_BLOCK_GROUPS; i++) {
        size_t offset = i * TKG_CASCADE_GROUP_TICKS;
        make_group(synthetic, (block << TKG_CASCADE_BLOCK_LEVEL) + offset, &synthetic->nodes[i],
                   &ticks[offset]);
    }
    if (synthetic->preset->session_gap_ns > 0 && block % session_blocks == 0) {
        flag_session_start(ticks);
    }
}

enum tkg_status tkg_synthetic_create(struct tkg_synthetic **synthetic, const char *preset,
                                     uint64_t seed, struct tkg_error *err)
{
    const struct tkg_preset *found = tkg_preset_find(preset);
    if (found == NULL) {
        return tkg_fail(err, TKG_USAGE, "unknown synthetic stream \"%s\"; there are: %s", preset,
                        tkg_preset_list());
    }
    struct tkg_synthetic *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for a synthetic stream (%zu bytes)",
                        sizeof(*made));
    }
    made->preset = found;
    made->ready_block = UINT64_MAX;
    tkg_preset_apply(found, seed, &made->cascade);
    *synthetic = made;
    return TKG_OK;
}

void tkg_synthetic_destroy(struct tkg_synthetic *synthetic)
{
    free(synthetic);
}

const struct tkg_instrument *tkg_synthetic_instruments(const struct tkg_synthetic *synthetic,
                                                       uint32_t *instrument_count)
{
    *instrument_count = synthetic->preset->instrument_count;
    return synthetic->preset->instruments;
}

void tkg_synthetic_read(struct tkg_synthetic *synthetic, uint64_t first, struct tkg_tick *out,
                        size_t count)
{
    TKG_ASSERT(first <= TKG_SYNTHETIC_TICK_MAX && count <= TKG_SYNTHETIC_TICK_MAX - first);
    while (count > 0) {
        uint64_t block = first >> TKG_CASCADE_BLOCK_LEVEL;
        size_t offset = first % TKG_CASCADE_BLOCK_TICKS;
        size_t share = TKG_CASCADE_BLOCK_TICKS - offset;
        share = share < count ? share : count;
        if (share == TKG_CASCADE_BLOCK_TICKS) {
            make_block(synthetic, block, out); /* straight to its place */
        } else {
            if (block != synthetic->ready_block) {
                make_block(synthetic, block, synthetic->ticks);
                synthetic->ready_block = block;
            }
            memcpy(out, &synthetic->ticks[offset], share * sizeof(*out));
        }
        first += share;
        out += share;
        count -= share;
    }
}

const char *tkg_synthetic_preset_list(void)
{
    return tkg_preset_list();
}
