/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/cascade.h"

#include <string.h>

#include "base/random.h"

/* The 64 random bits of tick `index`: 16 for the time, 16 for the market, 8 for each instrument. */
static uint64_t place_of(const struct tkg_cascade *cascade, uint64_t index)
{
    return tkg_hash64(cascade->key + index * UINT64_C(0x9e3779b97f4a7c15));
}

/* More bits for the same tick. The input is well mixed already, so one round of the mixer MX3 (Jon
 * Maiga 2020; his multiplier) is enough, at half the cost of another tkg_hash64. */
static uint64_t more_bits(uint64_t bits)
{
    bits = (bits ^ bits >> 32) * UINT64_C(0xbea225f9eb34556d);
    return bits ^ bits >> 29;
}

static uint64_t rotate(uint64_t bits, unsigned count)
{
    return bits << count | bits >> (64 - count);
}

/* Each bit of the result is set with probability 1/8. Reusing the bits of one draw is fine: the
 * value that bit i takes (bit i) and whether it takes it (three other bits) stay independent. */
static uint64_t one_in_eight(uint64_t bits)
{
    return rotate(bits, 13) & rotate(bits, 29) & rotate(bits, 47);
}

static int64_t signed16(uint64_t bits)
{
    return (int16_t)(uint16_t)bits;
}

/* Nothing can overflow 63 bits: a session has 2^42 ns, a fraction 17 bits. */
static int64_t split_time(const struct tkg_cascade_level *level, uint64_t place, int64_t left_ns,
                          int64_t right_ns)
{
    int64_t fraction = 32768 + ((signed16(place) * level->time_tilt_max) >> 16);
    return left_ns + (((right_ns - left_ns) * fraction) >> 16);
}

/* draw has 16 bits; scale, with the volatility's 4 fraction bits in it, 27. */
static int64_t split_price(int64_t draw, int64_t scale, int64_t left, int64_t right)
{
    return ((left + right) >> 1) + ((draw * scale) >> 19);
}

static int64_t scale_of(const struct tkg_cascade *cascade, unsigned level, uint64_t mood)
{
    return cascade->levels[level].price_scale *
           cascade->volatility_16ths[mood >> TKG_MOOD_HEAT_SHIFT & 7];
}

/* Draws tick `index`, the middle of left and right. */
static void split(const struct tkg_cascade *cascade, unsigned level_index, uint64_t index,
                  const struct tkg_cascade_node *left, const struct tkg_cascade_node *right,
                  struct tkg_cascade_node *middle)
{
    const struct tkg_cascade_level *level = &cascade->levels[level_index];
    uint64_t place = place_of(cascade, index);
    int64_t scale = scale_of(cascade, level_index, left->mood);
    middle->time_ns = split_time(level, place, left->time_ns, right->time_ns);
    middle->market = split_price(signed16(place >> 16), scale, left->market, right->market);
    for (unsigned i = 0; i < TKG_CASCADE_INSTRUMENTS; i++) {
        int64_t draw = (int8_t)(uint8_t)(place >> (32 + 8 * i)) * INT64_C(256);
        middle->own[i] = split_price(draw, scale, left->own[i], right->own[i]);
    }
    uint64_t fresh = more_bits(place);
    uint64_t redrawn = level->mood_always | (level->mood_rarely & one_in_eight(fresh));
    middle->mood = (left->mood & ~redrawn) | (fresh & redrawn);
}

/* Narrows [left, right] from a stretch of 2^from ticks to the one of 2^to ticks that holds tick
 * `index`. */
static void descend(const struct tkg_cascade *cascade, uint64_t index, unsigned from, unsigned to,
                    struct tkg_cascade_node *left, struct tkg_cascade_node *right)
{
    for (unsigned level = from; level-- > to;) {
        struct tkg_cascade_node middle;
        uint64_t middle_index = (index >> level | 1) << level;
        split(cascade, level, middle_index, left, right, &middle);
        if (index >= middle_index) {
            *left = middle;
        } else {
            *right = middle;
        }
    }
}

/* The two ends of a session: prices from the tree above, times from the calendar, a new mood. */
static void session_ends(const struct tkg_cascade *cascade, uint64_t session,
                         struct tkg_cascade_node *left, struct tkg_cascade_node *right)
{
    uint64_t first = session << TKG_CASCADE_SESSION_LEVEL;
    memset(left, 0, sizeof(*left));
    memset(right, 0, sizeof(*right));
    descend(cascade, first, TKG_CASCADE_LEVELS, TKG_CASCADE_SESSION_LEVEL, left, right);
    left->time_ns = cascade->start_ns + (int64_t)session * cascade->period_ns;
    right->time_ns = left->time_ns + cascade->session_ns;
    left->mood = more_bits(place_of(cascade, first)) & cascade->mood_start;
}

void tkg_cascade_block(const struct tkg_cascade *cascade, uint64_t index,
                       struct tkg_cascade_node nodes[TKG_CASCADE_BLOCK_GROUPS + 1])
{
    uint64_t first = index << TKG_CASCADE_BLOCK_LEVEL;
    struct tkg_cascade_node *left = &nodes[0];
    struct tkg_cascade_node *right = &nodes[TKG_CASCADE_BLOCK_GROUPS];
    session_ends(cascade, first >> TKG_CASCADE_SESSION_LEVEL, left, right);
    descend(cascade, first, TKG_CASCADE_SESSION_LEVEL, TKG_CASCADE_BLOCK_LEVEL, left, right);
    for (unsigned level = TKG_CASCADE_BLOCK_LEVEL; level-- > TKG_CASCADE_GROUP_LEVEL;) {
        size_t half = (size_t)1 << (level - TKG_CASCADE_GROUP_LEVEL);
        for (size_t i = half; i < TKG_CASCADE_BLOCK_GROUPS; i += 2 * half) {
            split(cascade, level, first + i * TKG_CASCADE_GROUP_TICKS, &nodes[i - half],
                  &nodes[i + half], &nodes[i]);
        }
    }
}

void tkg_cascade_group(const struct tkg_cascade *cascade, uint64_t first,
                       const struct tkg_cascade_node ends[2], struct tkg_cascade_group *group)
{
    group->time_ns[0] = ends[0].time_ns;
    group->market[0] = ends[0].market;
    group->detail[0] = more_bits(more_bits(place_of(cascade, first)));
    group->time_ns[TKG_CASCADE_GROUP_TICKS] = ends[1].time_ns;
    group->market[TKG_CASCADE_GROUP_TICKS] = ends[1].market;
    for (unsigned level = TKG_CASCADE_GROUP_LEVEL; level-- > 0;) {
        int64_t scale = scale_of(cascade, level, ends[0].mood);
        size_t half = (size_t)1 << level;
        for (size_t i = half; i < TKG_CASCADE_GROUP_TICKS; i += 2 * half) {
            uint64_t place = place_of(cascade, first + i);
            size_t left = i - half;
            size_t right = i + half;
            group->time_ns[i] = split_time(&cascade->levels[level], place, group->time_ns[left],
                                           group->time_ns[right]);
            group->market[i] = split_price(signed16(place >> 16), scale, group->market[left],
                                           group->market[right]);
            group->detail[i] = more_bits(place);
        }
    }
}
