/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/synthetic.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/random.h"
#include "tick/book_stream.h"
#include "tick/cascade.h"
#include "tick/fault.h"
#include "tick/preset.h"

/* A price times its factor has 12 + 8 fraction bits. */
enum { PRICE_SHIFT = TKG_CASCADE_PRICE_BITS + 8, PRICE_ONE = 1 << PRICE_SHIFT };

struct tkg_synthetic {
    struct tkg_book_stream *book; /* NULL, or the stream: then nothing below is in use */
    const struct tkg_preset *preset;
    uint64_t seed;
    bool has_faults;
    uint64_t ready_block;  /* which block `ticks` holds; UINT64_MAX none */
    uint64_t ready_region; /* which region `ends` are of; UINT64_MAX none */
    struct tkg_cascade cascade;
    struct tkg_cascade_node ends[2];
    struct tkg_cascade_node nodes[TKG_CASCADE_BLOCK_GROUPS + 1]; /* work space */
    uint8_t spreads[TKG_SPREAD_STATES];
    struct tkg_tick ticks[TKG_CASCADE_BLOCK_TICKS];
};

/* Eight quantiles, at (i + 1/2) / 8, of a Pareto law with index 1.5 and least value 10 lots:
 * floor(10 * (1 - q)^(-2/3)). Index 1.5: Gopikrishnan and others 2000 for traded volumes. */
static const uint32_t depth_lots[8] = {10, 11, 12, 14, 17, 21, 30, 63};

/* The scale doubles every 1.5 steps while a step's probability halves: again index 1.5.
 * round(4 * 2^(2i/3)). */
static const uint32_t trade_lots[16] = {4,   6,   10,  16,  25,   40,   64,   102,
                                        161, 256, 406, 645, 1024, 1625, 2580, 4096};

/* The middle of a tick: bid_price, ask_price, bid_size, ask_size. Four numbers side by side, as gcc
 * and clang offer on every machine. */
typedef uint32_t quote __attribute__((vector_size(16)));

/* What of {bid, bid, lots, lots} a quote, a sale and a purchase take. The sizes of quotes flicker
 * by a lot or two. */
static const quote shape_masks[3] = {
    {UINT32_MAX, UINT32_MAX, 1, 2},
    {UINT32_MAX, UINT32_MAX, UINT32_MAX, 0},
    {UINT32_MAX, UINT32_MAX, 0, UINT32_MAX},
};

/* An instrument throughout a group of ticks. */
struct quoting {
    quote shapes[3]; /* added: to a quote, to a sale, to a purchase */
    int64_t price;   /* of the bid without the market's part, times 2^20 */
    int64_t market_factor;
    uint32_t buyer; /* 1: the aggressors of most trades buy; 0: they sell */
};

static void set_quoting(struct quoting *quoting, const struct tkg_synthetic *synthetic,
                        const struct tkg_cascade_node *node, unsigned instrument)
{
    const struct tkg_preset *preset = synthetic->preset;
    unsigned lane = (unsigned)(node->mood >> (TKG_MOOD_LANE_BITS * instrument));
    uint32_t spread = synthetic->spreads[lane >> TKG_MOOD_WIDE_SHIFT & (TKG_SPREAD_STATES - 1)];
    int64_t bid_start = preset->price_start[instrument] - (int64_t)(spread / 2);
    quoting->market_factor = preset->price_factor_256ths[instrument];
    quoting->price = bid_start * PRICE_ONE + node->own[instrument] * quoting->market_factor;
    quoting->shapes[0] = (quote){0, spread, depth_lots[lane >> TKG_MOOD_BID_DEPTH_SHIFT & 7],
                                 depth_lots[lane >> TKG_MOOD_ASK_DEPTH_SHIFT & 7]};
    quoting->shapes[1] = (quote){0};
    quoting->shapes[2] = (quote){spread, spread};
    quoting->buyer = lane & TKG_MOOD_SIGN;
}

static uint32_t trade_size(uint64_t draw)
{
    unsigned scale = (unsigned)__builtin_ctz((unsigned)draw | 1U << 15);
    return 1 + (uint32_t)((trade_lots[scale] * (draw >> TKG_DRAW_SIZE_SHIFT)) >> 8);
}

/* What all ticks of a group have in common. Of 2^16 values of a draw's kind, those below trades
 * make a trade, and those below flips one against the mood's sign. */
struct kinds {
    uint32_t trades;
    uint32_t flips;
    uint32_t flicker_mask;
};

/* One tick. Its kind picks a shape and steers no branch: being random, that would be mispredicted.
 */
static inline void emit(const struct kinds *kinds, const struct quoting *quoting,
                        uint32_t instrument, int64_t market, uint64_t draw, struct tkg_tick *tick)
{
    uint32_t bid = (uint32_t)((quoting->price + market * quoting->market_factor) >> PRICE_SHIFT);
    uint32_t ask = bid + ((uint32_t)(draw >> TKG_DRAW_FLICKER_SHIFT) & kinds->flicker_mask);
    uint32_t lots = trade_size(draw);
    uint32_t kind = (uint16_t)(draw >> TKG_DRAW_KIND_SHIFT);
    uint32_t trade = kind < kinds->trades;
    uint32_t flip = kind < kinds->flips;
    uint32_t shape = trade + (trade & (quoting->buyer ^ flip));
    quote made = ((quote){bid, ask, lots, lots} & shape_masks[shape]) + quoting->shapes[shape];
    memcpy(&tick->bid_price, &made, sizeof(made));
    tick->instrument_id = instrument;
    tick->kind = (uint16_t)trade; /* TKG_TICK_QUOTE is 0, TKG_TICK_TRADE 1 */
    tick->flags = 0;
}

/* The 16 ticks from node on. Pairs of ticks concern the same instrument, as updates that share a
 * packet often do. Times grow by at least a nanosecond: no tick repeats the one before it, so every
 * exact duplicate in a stream was planted. */
static void make_group(const struct tkg_synthetic *synthetic, uint64_t first,
                       const struct tkg_cascade_node *node, struct tkg_tick *ticks)
{
    const struct tkg_preset *preset = synthetic->preset;
    const uint32_t trades = preset->trade_share_256ths[node->mood >> TKG_MOOD_HEAT_SHIFT & 7];
    const struct kinds kinds = {trades << 8, trades * preset->sign_flip_256ths,
                                preset->spread_flicker_mask};
    const int64_t place = (int64_t)(first % TKG_CASCADE_SESSION_TICKS);
    struct tkg_cascade_group group;
    struct quoting quoting[TKG_CASCADE_INSTRUMENTS];
    tkg_cascade_group(&synthetic->cascade, first, node, &group);
    for (unsigned i = 0; i < preset->instrument_count; i++) {
        set_quoting(&quoting[i], synthetic, node, i);
    }
    for (size_t i = 0; i < TKG_CASCADE_GROUP_TICKS; i += 2) {
        uint64_t draw = group.draw[i];
        uint32_t instrument = preset->instrument_of[draw >> TKG_DRAW_INSTRUMENT_SHIFT & 7];
        const struct quoting *quoted = &quoting[instrument];
        ticks[i].time_ns = group.time_ns[i] + place + (int64_t)i;
        emit(&kinds, quoted, instrument, group.market[i], draw, &ticks[i]);
        ticks[i + 1].time_ns = group.time_ns[i + 1] + place + (int64_t)i + 1;
        emit(&kinds, quoted, instrument, group.market[i + 1], group.draw[i + 1], &ticks[i + 1]);
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
    uint64_t region = block / TKG_CASCADE_REGION_BLOCKS;
    if (region != synthetic->ready_region) {
        tkg_cascade_region(&synthetic->cascade, region, synthetic->ends);
        synthetic->ready_region = region;
    }
    tkg_cascade_block(&synthetic->cascade, block, synthetic->ends, synthetic->nodes);
    for (size_t i = 0; i < TKG_CASCADE_BLOCK_GROUPS; i++) {
        size_t offset = i * TKG_CASCADE_GROUP_TICKS;
        make_group(synthetic, (block << TKG_CASCADE_BLOCK_LEVEL) + offset, &synthetic->nodes[i],
                   &ticks[offset]);
    }
    if (synthetic->preset->session_gap_ns > 0 && block % session_blocks == 0) {
        flag_session_start(ticks);
    }
}

/* Finds the preset of "NAME" or "NAME+faults"; NULL when there is none. */
static const struct tkg_preset *find_stream(const char *stream, bool *has_faults)
{
    static const char suffix[] = "+faults";
    char name[TKG_PRESET_NAME_BYTES];
    size_t length = strlen(stream);
    size_t suffix_length = sizeof(suffix) - 1;
    *has_faults = length > suffix_length && strcmp(stream + length - suffix_length, suffix) == 0;
    length -= *has_faults ? suffix_length : 0;
    if (length >= sizeof(name)) {
        return NULL;
    }
    memcpy(name, stream, length);
    name[length] = '\0';
    return tkg_preset_find(name);
}

enum tkg_status tkg_synthetic_create(struct tkg_synthetic **synthetic, const char *stream,
                                     uint64_t seed, struct tkg_error *err)
{
    bool has_faults = false;
    const bool is_book = tkg_book_stream_knows(stream);
    const struct tkg_preset *found = find_stream(stream, &has_faults);
    if (found == NULL && !is_book) {
        return tkg_fail(err, TKG_USAGE,
                        "unknown synthetic stream \"%s\"; there are: %s; the first three also with "
                        "+faults",
                        stream, tkg_synthetic_preset_list());
    }
    struct tkg_synthetic *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for a synthetic stream (%zu bytes)",
                        sizeof(*made));
    }
    if (is_book) {
        enum tkg_status status = tkg_book_stream_create(&made->book, stream, seed, err);
        if (status != TKG_OK) {
            free(made);
            return status;
        }
        *synthetic = made;
        return TKG_OK;
    }
    made->preset = found;
    made->seed = seed;
    made->has_faults = has_faults;
    made->ready_block = UINT64_MAX;
    made->ready_region = UINT64_MAX;
    tkg_preset_spreads(found, made->spreads);
    tkg_preset_apply(found, seed, &made->cascade);
    *synthetic = made;
    return TKG_OK;
}

void tkg_synthetic_destroy(struct tkg_synthetic *synthetic)
{
    if (synthetic != NULL) {
        tkg_book_stream_destroy(synthetic->book);
        free(synthetic);
    }
}

const struct tkg_instrument *tkg_synthetic_instruments(const struct tkg_synthetic *synthetic,
                                                       uint32_t *instrument_count)
{
    if (synthetic->book != NULL) {
        return tkg_book_stream_instruments(instrument_count);
    }
    *instrument_count = synthetic->preset->instrument_count;
    return synthetic->preset->instruments;
}

static void read_clean(struct tkg_synthetic *synthetic, uint64_t first, struct tkg_tick *out,
                       size_t count)
{
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

/* What of ticks [from, to) of a slot lies in out: clean ticks up to its fault, the fault, and clean
 * ticks again, which are one place behind. */
static void read_slot(struct tkg_synthetic *synthetic, uint64_t slot, size_t from, size_t to,
                      struct tkg_tick *out)
{
    const uint64_t clean = slot * (TKG_FAULT_SLOT_TICKS - 1);
    const size_t fault = tkg_fault_offset(synthetic->seed, slot);
    const size_t head_end = to < fault ? to : fault;
    const size_t tail_start = from > fault ? from : fault + 1;
    if (from < head_end) {
        read_clean(synthetic, clean + from, out, head_end - from);
    }
    if (from <= fault && fault < to) {
        struct tkg_tick before;
        if (from < fault) {
            before = out[fault - from - 1];
        } else {
            read_clean(synthetic, clean + fault - 1, &before, 1);
        }
        out[fault - from] = tkg_fault_make(synthetic->seed, slot, &before);
    }
    if (tail_start < to) {
        read_clean(synthetic, clean + tail_start - 1, out + (tail_start - from), to - tail_start);
    }
}

static void read_with_faults(struct tkg_synthetic *synthetic, uint64_t first, struct tkg_tick *out,
                             size_t count)
{
    while (count > 0) {
        size_t from = first % TKG_FAULT_SLOT_TICKS;
        size_t share = TKG_FAULT_SLOT_TICKS - from;
        share = share < count ? share : count;
        read_slot(synthetic, first / TKG_FAULT_SLOT_TICKS, from, from + share, out);
        first += share;
        out += share;
        count -= share;
    }
}

void tkg_synthetic_read(struct tkg_synthetic *synthetic, uint64_t first, struct tkg_tick *out,
                        size_t count)
{
    TKG_ASSERT(first <= TKG_SYNTHETIC_TICK_MAX && count <= TKG_SYNTHETIC_TICK_MAX - first);
    if (synthetic->book != NULL) {
        tkg_book_stream_read(synthetic->book, first, out, count);
    } else if (synthetic->has_faults) {
        read_with_faults(synthetic, first, out, count);
    } else {
        read_clean(synthetic, first, out, count);
    }
}

const char *tkg_synthetic_preset_list(void)
{
    return "futures, fx, randomwalk, depth, orders";
}
