/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/book_stream_clock.h"

#include <string.h>

#include "base/random.h"

/* 2024-01-01T00:00:00Z: `date -u -d @1704067200`. */
#define START_NS (INT64_C(1704067200) * 1000000000)

enum {
    STRETCH_LEVEL = 23,
    REGION_LEVEL = 16, /* one message in 65,536 pays for the walk from the top */
    /* 40,000 messages/s: Nasdaq's feed of all stocks has some 400 M on a day of 6.5 hours, 17,000
     * a second, and eight busy instruments in their busy hours have a few thousand each. */
    MESSAGE_NS = 25000,
};

/* Greatest |fraction - 1/2| times 2^17, by level. The last split is uniform; then 1/2 +- 0.35 up to
 * half a second's worth of messages, 1/2 +- 0.27 up to four seconds' and 1/2 +- 0.1 above: the
 * steps of preset "futures" in preset.c, moved to this rate. */
static const int64_t tilt_max[STRETCH_LEVEL] = {
    65536, 52429, 45875, 45875, 45875, 45875, 45875, 45875, 45875, 45875, 45875, 45875,
    45875, 45875, 45875, 35389, 35389, 35389, 13107, 13107, 13107, 13107, 13107};

void tkg_book_clock_init(struct tkg_book_clock *clock, uint64_t seed)
{
    *clock = (struct tkg_book_clock){
        .key = tkg_random_at(seed, 1), /* 0 is the walk's */
        .ready_region = UINT64_MAX,
    };
}

/* The time of message `index`, the middle of left and right. Nothing overflows: a stretch has 2^38
 * ns, a fraction 17 bits; and the fraction is in [0, 1], so times stay in order. */
static int64_t split(const struct tkg_book_clock *clock, unsigned level, uint64_t index,
                     int64_t left_ns, int64_t right_ns)
{
    uint64_t bits = tkg_hash64(clock->key + index * UINT64_C(0x9e3779b97f4a7c15));
    int64_t draw = (int16_t)(uint16_t)bits;
    int64_t fraction = 32768 + ((draw * tilt_max[level]) >> 16);
    return left_ns + (((right_ns - left_ns) * fraction) >> 16);
}

/* Narrows ends_ns from the stretch of 2^from messages to the one of 2^to that holds `index`. */
static void descend(const struct tkg_book_clock *clock, uint64_t index, unsigned from, unsigned to,
                    int64_t ends_ns[2])
{
    for (unsigned level = from; level-- > to;) {
        uint64_t middle = (index >> level | 1) << level;
        ends_ns[index < middle] = split(clock, level, middle, ends_ns[0], ends_ns[1]);
    }
}

static void enter_region(struct tkg_book_clock *clock, uint64_t region)
{
    const int64_t stretch_ns = (INT64_C(1) << STRETCH_LEVEL) * MESSAGE_NS;
    uint64_t first = region << REGION_LEVEL;
    clock->region_ns[0] = START_NS + (int64_t)(first >> STRETCH_LEVEL) * stretch_ns;
    clock->region_ns[1] = clock->region_ns[0] + stretch_ns;
    descend(clock, first, STRETCH_LEVEL, REGION_LEVEL, clock->region_ns);
    clock->ready_region = region;
}

void tkg_book_clock_read(struct tkg_book_clock *clock, uint64_t block,
                         int64_t times_ns[TKG_BOOK_CLOCK_BLOCK])
{
    uint64_t first = block << TKG_BOOK_CLOCK_BLOCK_LEVEL;
    uint64_t region = first >> REGION_LEVEL;
    if (region != clock->ready_region) {
        enter_region(clock, region);
    }
    int64_t ends_ns[2] = {clock->region_ns[0], clock->region_ns[1]};
    descend(clock, first, REGION_LEVEL, TKG_BOOK_CLOCK_BLOCK_LEVEL, ends_ns);
    int64_t made_ns[TKG_BOOK_CLOCK_BLOCK + 1];
    made_ns[0] = ends_ns[0];
    made_ns[TKG_BOOK_CLOCK_BLOCK] = ends_ns[1];
    for (unsigned level = TKG_BOOK_CLOCK_BLOCK_LEVEL; level-- > 0;) {
        size_t half = (size_t)1 << level;
        for (size_t i = half; i < TKG_BOOK_CLOCK_BLOCK; i += 2 * half) {
            made_ns[i] = split(clock, level, first + i, made_ns[i - half], made_ns[i + half]);
        }
    }
    memcpy(times_ns, made_ns, TKG_BOOK_CLOCK_BLOCK * sizeof(*times_ns));
}
