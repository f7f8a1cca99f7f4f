/* SPDX-License-Identifier: Apache-2.0
 *
 * The walk of cascade.c against the definition in cascade.h, written down once more as it stands:
 * recursion from each tick to its two neighbours, in 128 bits, no blocks and no groups.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "tick/cascade.h"
#include "tick/preset.h"

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 unsigned_wide;

enum { ONE = 1 << 16, SESSION_TICKS = 1 << 23 };

struct oracle {
    wide time_ns;
    wide market;
    wide own[4];
    uint64_t mood;
};

static uint64_t draw_of(const struct tkg_cascade *cascade, uint64_t index)
{
    /* wyrand: https://github.com/wangyi-fudan/wyhash, wyrand() at counter `index`. */
    uint64_t state = cascade->key + index * UINT64_C(0xa0761d6478bd642f);
    unsigned_wide product = (unsigned_wide)state * (state ^ UINT64_C(0xe7037ed1a0b428db));
    return (uint64_t)(product / ((unsigned_wide)1 << 64)) ^ (uint64_t)product;
}

static uint64_t second_draw(uint64_t draw)
{
    uint64_t mixed = (draw ^ (draw >> 32)) * UINT64_C(0xbea225f9eb34556d);
    return mixed ^ (mixed >> 29);
}

static wide floor_divide(wide value, wide by)
{
    wide quotient = value / by;
    return quotient * by > value ? quotient - 1 : quotient;
}

/* Bits from..from+count of draw as a number with a sign. */
static wide signed_bits(uint64_t draw, unsigned from, unsigned count)
{
    wide value = (draw >> from) % (UINT64_C(1) << count);
    return value >= (1 << (count - 1)) ? value - (1 << count) : value;
}

static uint64_t bit_at(uint64_t word, unsigned index)
{
    return word >> (index % 64) & 1;
}

/* Bit i is redrawn always, or rarely: when three bits of the draw, 13, 29 and 47 places off, are
 * all set. */
static uint64_t mood_between(const struct tkg_cascade_level *level, uint64_t left, uint64_t draw)
{
    uint64_t mood = 0;
    for (unsigned i = 0; i < 64; i++) {
        uint64_t chance =
            bit_at(draw, i + 64 - 13) & bit_at(draw, i + 64 - 29) & bit_at(draw, i + 64 - 47);
        uint64_t redraw = bit_at(level->mood_always, i) | (bit_at(level->mood_rarely, i) & chance);
        mood |= (redraw != 0 ? bit_at(draw, i) : bit_at(left, i)) << i;
    }
    return mood;
}

static struct oracle state_at(const struct tkg_cascade *cascade, uint64_t index, bool is_end);

/* Which half of the stretch around `index` gets share[0] of its variance. */
static unsigned side_of(const struct tkg_cascade *cascade, uint64_t index)
{
    return (unsigned)(second_draw(draw_of(cascade, index)) >> 63);
}

/* The scale of the 2^level ticks from `first` on: the whole tree's or a session's, or what its
 * parent leaves to this half. */
static wide scale_of(const struct tkg_cascade *cascade, uint64_t first, unsigned level)
{
    if (level == TKG_CASCADE_LEVELS) {
        return cascade->above_scale;
    }
    if (level == TKG_CASCADE_SESSION_LEVEL) {
        return cascade->session_scale;
    }
    uint64_t length = UINT64_C(1) << level;
    bool is_right = (first & length) != 0;
    uint64_t middle = is_right ? first : first + length;
    unsigned side = side_of(cascade, middle);
    const struct tkg_cascade_level *rule = &cascade->levels[level];
    wide whole = scale_of(cascade, middle - length, level + 1);
    return floor_divide(whole * rule->share_root[is_right ? 1 - side : side], ONE);
}

/* The scale of the stretch whose middle is `index`. Inside groups it falls by the root of a half at
 * each level, from that of the group. */
static wide scale_around(const struct tkg_cascade *cascade, uint64_t index)
{
    unsigned level = (unsigned)__builtin_ctzll(index);
    if (level >= TKG_CASCADE_SESSION_LEVEL) {
        uint64_t first = index - (UINT64_C(1) << level);
        wide scale = cascade->above_scale; /* even shares: all stretches of a level are alike */
        for (unsigned above = TKG_CASCADE_LEVELS; above > level + 1; above--) {
            scale = floor_divide(scale * cascade->levels[above - 1].share_root[0], ONE);
        }
        assert_true(first < UINT64_C(1) << 40);
        return scale;
    }
    if (level + 1 >= TKG_CASCADE_GROUP_LEVEL) {
        return scale_of(cascade, index - (UINT64_C(1) << level), level + 1);
    }
    wide group = scale_of(cascade, index / 16 * 16, TKG_CASCADE_GROUP_LEVEL);
    const wide times[3] = {46341, 2 * 32768, 2 * 46341}; /* sqrt(1/8), 1/2, sqrt(1/2): by 2^17 */
    return floor_divide(group * times[level], 2 * ONE);
}

/* The prices of tick `index`: where a bridge between its two neighbours is expected, and a
 * displacement. */
static void displace(const struct tkg_cascade *cascade, uint64_t index, const struct oracle *left,
                     const struct oracle *right, struct oracle *middle)
{
    const struct tkg_cascade_level *level = &cascade->levels[__builtin_ctzll(index)];
    uint64_t draw = draw_of(cascade, index);
    wide share = level->share[side_of(cascade, index)];
    wide most = floor_divide(scale_around(cascade, index) * level->displacement_max, ONE);
    middle->market = left->market + floor_divide((right->market - left->market) * share, ONE) +
                     floor_divide(signed_bits(draw, 16, 16) * most, ONE / 2 * (wide)ONE);
    for (unsigned i = 0; i < 4; i++) {
        middle->own[i] = left->own[i] + floor_divide((right->own[i] - left->own[i]) * share, ONE) +
                         floor_divide(signed_bits(draw, 32 + 8 * i, 8) * most, 128 * (wide)ONE);
    }
}

static struct oracle inside_session(const struct tkg_cascade *cascade, uint64_t index)
{
    const struct tkg_cascade_level *level = &cascade->levels[__builtin_ctzll(index)];
    uint64_t half = index & -index;
    uint64_t draw = draw_of(cascade, index);
    struct oracle left = state_at(cascade, index - half, false);
    struct oracle right = state_at(cascade, index + half, (index + half) % SESSION_TICKS == 0);
    struct oracle middle = {0};
    displace(cascade, index, &left, &right, &middle);
    wide tilt = floor_divide(signed_bits(draw, 0, 16) * level->time_tilt_max, ONE);
    middle.time_ns =
        left.time_ns + floor_divide((right.time_ns - left.time_ns) * (ONE / 2 + tilt), ONE);
    middle.mood = mood_between(level, left.mood, second_draw(draw));
    return middle;
}

/* The first tick of a session; or, is_end, the same tick as the session before expects it. */
static struct oracle session_start(const struct tkg_cascade *cascade, uint64_t index, bool is_end)
{
    struct oracle state = {0};
    if (index > 0 && index < UINT64_C(1) << 40) {
        uint64_t half = index & -index;
        struct oracle left = state_at(cascade, index - half, true);
        struct oracle right = state_at(cascade, index + half, true);
        displace(cascade, index, &left, &right, &state);
    }
    wide session = index / SESSION_TICKS;
    state.time_ns = cascade->start_ns + session * cascade->period_ns;
    if (is_end) {
        state.time_ns += cascade->session_ns - cascade->period_ns - SESSION_TICKS;
    }
    state.mood = second_draw(draw_of(cascade, index)) & cascade->mood_start;
    return state;
}

/* Remembers what it found: the recursion meets the same ticks again and again. */
static struct oracle state_at(const struct tkg_cascade *cascade, uint64_t index, bool is_end)
{
    enum { SLOTS = 65536 };
    static struct {
        const struct tkg_cascade *cascade;
        uint64_t index_and_end;
        struct oracle state;
    } memory[SLOTS];
    uint64_t index_and_end = index * 2 + is_end;
    size_t slot = tkg_hash64(index_and_end) % SLOTS;
    if (memory[slot].cascade != cascade || memory[slot].index_and_end != index_and_end) {
        struct oracle state = index % SESSION_TICKS == 0 ? session_start(cascade, index, is_end)
                                                         : inside_session(cascade, index);
        memory[slot].cascade = cascade;
        memory[slot].index_and_end = index_and_end;
        memory[slot].state = state;
    }
    return memory[slot].state;
}

static void check_block(const struct tkg_cascade *cascade, uint64_t block)
{
    struct tkg_cascade_node nodes[TKG_CASCADE_BLOCK_GROUPS + 1];
    struct tkg_cascade_node ends[2];
    tkg_cascade_region(cascade, block / TKG_CASCADE_REGION_BLOCKS, ends);
    tkg_cascade_block(cascade, block, ends, nodes);
    uint64_t first = block * TKG_CASCADE_BLOCK_TICKS;
    for (uint64_t i = 0; i < TKG_CASCADE_BLOCK_GROUPS; i++) {
        struct oracle expected = state_at(cascade, first + i * 16, false);
        assert_true(nodes[i].time_ns == expected.time_ns);
        assert_true(nodes[i].market == expected.market);
        assert_true(nodes[i].mood == expected.mood);
        assert_true(nodes[i].scale == scale_of(cascade, first + i * 16, TKG_CASCADE_GROUP_LEVEL));
        for (unsigned k = 0; k < 4; k++) {
            assert_true(nodes[i].own[k] == expected.own[k]);
        }
    }
    for (uint64_t group = 0; group < TKG_CASCADE_BLOCK_GROUPS; group++) {
        struct tkg_cascade_group made;
        tkg_cascade_group(cascade, first + group * 16, &nodes[group], &made);
        for (uint64_t i = 0; i < 16; i++) {
            struct oracle expected = state_at(cascade, first + group * 16 + i, false);
            assert_true(made.time_ns[i] == expected.time_ns);
            assert_true(made.market[i] == expected.market);
        }
    }
}

static void blocks_equal_the_recursive_definition(void **state)
{
    (void)state;
    const char *names[] = {"futures", "fx", "randomwalk"};
    const uint64_t last = (UINT64_C(1) << 40) / TKG_CASCADE_BLOCK_TICKS - 1;
    const uint64_t session_blocks = SESSION_TICKS / TKG_CASCADE_BLOCK_TICKS;
    const uint64_t blocks[] = {0, session_blocks - 1, session_blocks, 123456789, last};
    for (size_t p = 0; p < 3; p++) {
        static struct tkg_cascade cascades[3];
        tkg_preset_apply(tkg_preset_find(names[p]), 4711 + p, &cascades[p]);
        for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
            check_block(&cascades[p], blocks[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_equal_the_recursive_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
