/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/book_stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tick/book_stream_clock.h"
#include "tick/book_stream_depth.h"
#include "tick/book_stream_flow.h"

_Static_assert((int)TKG_BOOK_CLOCK_BLOCK == (int)TKG_FLOW_BLOCK, "one time for each message");

struct tkg_book_stream {
    bool by_level;          /* depth, not orders */
    uint64_t opening_parts; /* blocks of the opening */
    uint64_t ready_block;   /* which block `ticks` holds; UINT64_MAX none */
    uint64_t depth_block;   /* just before which `depth` is; UINT64_MAX nowhere */
    struct tkg_book_clock clock;
    struct tkg_book_flow flow;
    struct tkg_book_depth depth;
    int64_t times_ns[TKG_FLOW_BLOCK];
    struct tkg_tick ticks[TKG_FLOW_BLOCK];
};

/* A price tick of a cent, a lot of one share. */
static const struct tkg_instrument instruments[TKG_BOOK_COUNT] = {
    {"ALPHA", 10000000, 1000000000}, {"BRAVO", 10000000, 1000000000},
    {"CEDAR", 10000000, 1000000000}, {"DELTA", 10000000, 1000000000},
    {"EMBER", 10000000, 1000000000}, {"FJORD", 10000000, 1000000000},
    {"GROVE", 10000000, 1000000000}, {"HAVEN", 10000000, 1000000000},
};

static const struct {
    const char *name;
    const struct tkg_flow_plan *plan;
    bool by_level;
} presets[] = {
    {"depth", &tkg_flow_plan_depth, true},
    {"orders", &tkg_flow_plan_orders, false},
};
enum { PRESET_COUNT = sizeof(presets) / sizeof(presets[0]) };

static size_t find(const char *preset)
{
    size_t i = 0;
    while (i < PRESET_COUNT && strcmp(presets[i].name, preset) != 0) {
        i++;
    }
    return i;
}

bool tkg_book_stream_knows(const char *preset)
{
    return find(preset) < PRESET_COUNT;
}

enum tkg_status tkg_book_stream_create(struct tkg_book_stream **stream, const char *preset,
                                       uint64_t seed, struct tkg_error *err)
{
    size_t index = find(preset);
    TKG_ASSERT(index < PRESET_COUNT);
    struct tkg_book_stream *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for a synthetic stream (%zu bytes)",
                        sizeof(*made));
    }
    tkg_book_clock_init(&made->clock, seed);
    tkg_book_flow_init(&made->flow, presets[index].plan, seed);
    made->by_level = presets[index].by_level;
    made->opening_parts = made->flow.opening_count / TKG_FLOW_BLOCK;
    made->ready_block = UINT64_MAX;
    made->depth_block = UINT64_MAX;
    *stream = made;
    return TKG_OK;
}

void tkg_book_stream_destroy(struct tkg_book_stream *stream)
{
    free(stream);
}

const struct tkg_instrument *tkg_book_stream_instruments(uint32_t *instrument_count)
{
    *instrument_count = TKG_BOOK_COUNT;
    return instruments;
}

/* Where block `block` of the stream comes from: the parts of the opening are blocks 0, 1, 3, 5, ...
 * the flow's blocks stand between them and after them. */
static bool is_opening(const struct tkg_book_stream *stream, uint64_t block)
{
    return block < 2 * stream->opening_parts - 1 && (block == 0 || block % 2 == 1);
}

static uint64_t opening_part(uint64_t block)
{
    return (block + 1) / 2;
}

static uint64_t flow_block(const struct tkg_book_stream *stream, uint64_t block)
{
    bool between = block < 2 * stream->opening_parts - 1;
    return TKG_FLOW_BLOCK_FIRST + (between ? block / 2 - 1 : block - stream->opening_parts);
}

/* The block's order messages, without times. */
static void make_orders(struct tkg_book_stream *stream, uint64_t block, struct tkg_tick *ticks)
{
    if (is_opening(stream, block)) {
        tkg_book_flow_opening(&stream->flow, (uint32_t)opening_part(block), ticks);
    } else {
        tkg_book_flow_block(&stream->flow, flow_block(stream, block), ticks);
    }
}

/* The levels as they are just before the block. Its plan has no deep orders, and an opening of two
 * parts, before all of the flow. */
static void rebuild_depth(struct tkg_book_stream *stream, uint64_t block)
{
    struct tkg_tick ticks[TKG_FLOW_RESTING_MAX];
    memset(&stream->depth, 0, sizeof(stream->depth));
    if (!is_opening(stream, block)) {
        tkg_book_flow_resting(&stream->flow, flow_block(stream, block), ticks);
        tkg_book_depth_apply(&stream->depth, ticks, stream->flow.resting_count);
        return;
    }
    for (uint64_t before = 0; before < block; before++) {
        make_orders(stream, before, ticks);
        tkg_book_depth_apply(&stream->depth, ticks, TKG_FLOW_BLOCK);
    }
}

static void make_block(struct tkg_book_stream *stream, uint64_t block, struct tkg_tick *ticks)
{
    if (stream->by_level && stream->depth_block != block) {
        rebuild_depth(stream, block);
    }
    make_orders(stream, block, ticks);
    if (stream->by_level) {
        tkg_book_depth_apply(&stream->depth, ticks, TKG_FLOW_BLOCK);
        stream->depth_block = block + 1;
    }
    tkg_book_clock_read(&stream->clock, block, stream->times_ns);
    for (size_t i = 0; i < TKG_FLOW_BLOCK; i++) {
        ticks[i].time_ns = stream->times_ns[i];
    }
}

void tkg_book_stream_read(struct tkg_book_stream *stream, uint64_t first, struct tkg_tick *out,
                          size_t count)
{
    while (count > 0) {
        uint64_t block = first / TKG_FLOW_BLOCK;
        size_t offset = first % TKG_FLOW_BLOCK;
        size_t share = TKG_FLOW_BLOCK - offset;
        share = share < count ? share : count;
        if (share == TKG_FLOW_BLOCK) {
            make_block(stream, block, out); /* straight to its place */
        } else {
            if (block != stream->ready_block) {
                make_block(stream, block, stream->ticks);
                stream->ready_block = block;
            }
            memcpy(out, &stream->ticks[offset], share * sizeof(*out));
        }
        first += share;
        out += share;
        count -= share;
    }
}
