/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/cascade.h"

#include <string.h>

#include "base/random.h"

__extension__ typedef unsigned __int128 wide;

/* The 64 random bits of tick `index`: 16 for the time, 16 for the market, 8 for each instrument.
 * The generator wyrand (Wang Yi; its constants), whose state is a counter times a constant: it
 * passes BigCrush and PractRand (Lemire's testingRNG) with one multiplication. */
static uint64_t draw_of(const struct tkg_cascade *cascade, uint64_t index)
{
    uint64_t state = cascade->key + index * UINT64_C(0xa0761d6478bd642f);
    wide product = (wide)state * (state ^ UINT64_C(0xe7037ed1a0b428db));
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* More bits for the same tick. The input is well mixed already, so one round of the mixer MX3 (Jon
 * Maiga 2020; his multiplier) is enough, and unlike another draw it does not depend on that draw's
 * quality alone. */
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

/* draw has 16 bits, the displacement at most 44. */
static int64_t displace(int64_t draw, int64_t displacement)
{
    return (draw * displacement) >> (15 + TKG_CASCADE_SCALE_BITS);
}

/* Where a bridge between the two prices lies when `share` of its variance is behind it. */
static int64_t between(int64_t left, int64_t right, int64_t share)
{
    return left + (((right - left) * share) >> 16);
}

/* Draws tick `index`, the middle of left and right, and gives each half its scale. */
static void split(const struct tkg_cascade *cascade, unsigned level_index, uint64_t index,
                  struct tkg_cascade_node *left, const struct tkg_cascade_node *right,
                  struct tkg_cascade_node *middle)
{
    const struct tkg_cascade_level *level = &cascade->levels[level_index];
    uint64_t draw = draw_of(cascade, index);
    uint64_t fresh = more_bits(draw);
    uint64_t side = fresh >> 63;
    int64_t share = level->share[side];
    int64_t displacement = (left->scale * level->displacement_max) >> 16;
    middle->time_ns = split_time(level, draw, left->time_ns, right->time_ns);
    middle->market =
        between(left->market, right->market, share) + displace(signed16(draw >> 16), displacement);
    for (unsigned i = 0; i < TKG_CASCADE_INSTRUMENTS; i++) {
        int64_t own_draw = (int8_t)(uint8_t)(draw >> (32 + 8 * i)) * INT64_C(256);
        middle->own[i] =
            between(left->own[i], right->own[i], share) + displace(own_draw, displacement);
    }
    middle->scale = (left->scale * level->share_root[1 - side]) >> 16;
    left->scale = (left->scale * level->share_root[side]) >> 16;
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
    left->scale = cascade->above_scale;
    descend(cascade, first, TKG_CASCADE_LEVELS, TKG_CASCADE_SESSION_LEVEL, left, right);
    left->scale = cascade->session_scale;
    left->time_ns = cascade->start_ns + (int64_t)session * cascade->period_ns;
    right->time_ns = left->time_ns + cascade->session_ns - TKG_CASCADE_SESSION_TICKS;
    left->mood = more_bits(draw_of(cascade, first)) & cascade->mood_start;
}

void tkg_cascade_region(const struct tkg_cascade *cascade, uint64_t region,
                        struct tkg_cascade_node ends[2])
{
    uint64_t first = region << TKG_CASCADE_REGION_LEVEL;
    session_ends(cascade, first >> TKG_CASCADE_SESSION_LEVEL, &ends[0], &ends[1]);
    descend(cascade, first, TKG_CASCADE_SESSION_LEVEL, TKG_CASCADE_REGION_LEVEL, &ends[0],
            &ends[1]);
}

void tkg_cascade_block(const struct tkg_cascade *cascade, uint64_t index,
                       const struct tkg_cascade_node ends[2],
                       struct tkg_cascade_node nodes[TKG_CASCADE_BLOCK_GROUPS + 1])
{
    uint64_t first = index << TKG_CASCADE_BLOCK_LEVEL;
    struct tkg_cascade_node *left = &nodes[0];
    struct tkg_cascade_node *right = &nodes[TKG_CASCADE_BLOCK_GROUPS];
    *left = ends[0];
    *right = ends[1];
    descend(cascade, first, TKG_CASCADE_REGION_LEVEL, TKG_CASCADE_BLOCK_LEVEL, left, right);
    for (unsigned level = TKG_CASCADE_BLOCK_LEVEL; level-- > TKG_CASCADE_GROUP_LEVEL;) {
        size_t half = (size_t)1 << (level - TKG_CASCADE_GROUP_LEVEL);
        for (size_t i = half; i < TKG_CASCADE_BLOCK_GROUPS; i += 2 * half) {
            split(cascade, level, first + i * TKG_CASCADE_GROUP_TICKS, &nodes[i - half],
                  &nodes[i + half], &nodes[i]);
        }
    }
}

/* One level inside a group: variance is split evenly there, so the scale falls by the root of a
 * half. The level is a constant of each call: the loop unrolls. */
static inline void split_group(const struct tkg_cascade *cascade, uint64_t first, unsigned level,
                               int64_t scale, struct tkg_cascade_group *group)
{
    const int64_t displacement = (scale * cascade->levels[level].displacement_max) >> 16;
    const size_t half = (size_t)1 << level;
    for (size_t i = half; i < TKG_CASCADE_GROUP_TICKS; i += 2 * half) {
        uint64_t draw = draw_of(cascade, first + i);
        group->time_ns[i] = split_time(&cascade->levels[level], draw, group->time_ns[i - half],
                                       group->time_ns[i + half]);
        group->market[i] = ((group->market[i - half] + group->market[i + half]) >> 1) +
                           displace(signed16(draw >> 16), displacement);
        group->draw[i] = draw;
    }
}

void tkg_cascade_group(const struct tkg_cascade *cascade, uint64_t first,
                       const struct tkg_cascade_node ends[2], struct tkg_cascade_group *group)
{
    const int64_t half_root = 46341; /* sqrt(1/2) * 2^16 */
    const int64_t scale = ends[0].scale;
    group->time_ns[0] = ends[0].time_ns;
    group->market[0] = ends[0].market;
    group->draw[0] = more_bits(more_bits(draw_of(cascade, first)));
    group->time_ns[TKG_CASCADE_GROUP_TICKS] = ends[1].time_ns;
    group->market[TKG_CASCADE_GROUP_TICKS] = ends[1].market;
    split_group(cascade, first, 3, scale, group);
    split_group(cascade, first, 2, (scale * half_root) >> 16, group);
    split_group(cascade, first, 1, scale >> 1, group);
    split_group(cascade, first, 0, (scale * half_root) >> 17, group);
}
