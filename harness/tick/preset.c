/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/preset.h"

#include <string.h>

#include "base/random.h"

#define NS_PER_S INT64_C(1000000000)
/* 2024-01-01T00:00:00Z: `date -u -d @1704067200`. */
#define START_NS (INT64_C(1704067200) * NS_PER_S)
#define MINUTE_NS (INT64_C(60) * NS_PER_S)

/* The same bits in the lanes of all four instruments. */
#define LANES(bits)                                                                                \
    ((uint64_t)(bits) | (uint64_t)(bits) << 14 | (uint64_t)(bits) << 28 | (uint64_t)(bits) << 42)
#define HEAT_BITS (UINT64_C(7) << TKG_MOOD_HEAT_SHIFT)
#define NEVER TKG_CASCADE_SESSION_LEVEL

/* Above sessions displacements grow no more: prices then come back in the long run, and no draw can
 * bring them to zero (a test adds the bounds up). */
enum { PRICE_LEVEL_MAX = TKG_CASCADE_SESSION_LEVEL };

enum { HALF_ROOT = 46341 }; /* sqrt(1/2) * 2^16 */

static const struct tkg_preset presets[] = {
    {
        .name = "futures",
        .instrument_count = 4,
        .instruments =
            {
                {"INDEX", INT64_C(250000000), 50 * NS_PER_S},
                {"BOND", INT64_C(15625000), 1000 * NS_PER_S},
                {"CRUDE", INT64_C(10000000), 1000 * NS_PER_S},
                {"GOLD", INT64_C(100000000), 100 * NS_PER_S},
            },
        .price_start = {20000, 16000, 16000, 24000},
        /* So that about 3 % of an instrument's quotes move the mid: rarer ticks, smaller steps. */
        .volatility_e6 = 58000,
        .price_factor_256ths = {256, 181, 128, 128},
        .instrument_of = {0, 0, 0, 0, 1, 1, 2, 3},
        /* One tick in 15 of 16; else 2 to 5, each half as probable as the one before. */
        .spread_steps = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
        .spread_tail = {5, 2, 3, 2, 4, 2, 3, 2},
        /* 20 % on average. */
        .trade_share_256ths = {26, 31, 36, 41, 51, 61, 72, 92},
        .sign_flip_256ths = 10,
        /* 2^23 ticks in 75 minutes are 1,864 ticks/s, the rate of a busy futures contract. */
        .session_ns = 75 * MINUTE_NS,
        .session_gap_ns = 15 * MINUTE_NS,
        /* The last split is uniform; then 1/2 +- 0.35 up to a second's worth of ticks, 1/2 +- 0.27
         * up to two minutes' worth and 1/2 +- 0.1 above. */
        .time_tilt_max = {65536, 52429, 45875, 45875, 45875, 45875, 45875, 45875,
                          45875, 45875, 45875, 35389, 35389, 35389, 35389, 35389,
                          35389, 35389, 13107, 13107, 13107, 13107, 13107},
        /* Very uneven from half a second's worth of ticks to eight seconds': moves of a second have
         * heavy tails, and the next second knows little of them. */
        .variance_share_256ths = {128, 128, 128, 128, 112, 112, 112, 112, 90,  60,  20, 20,
                                  20,  20,  50,  100, 100, 100, 110, 110, 110, 110, 110},
        .mood_rules =
            {
                /* Signs: as long a memory as that of the file measured. Spreads: seldom, or their
                 * changes would move the mid. */
                {LANES(TKG_MOOD_SIGN), 5, 12},
                {LANES(TKG_MOOD_WIDE | TKG_MOOD_WIDTH), 5, 10},
                {LANES(TKG_MOOD_DEPTHS) | HEAT_BITS, 6, NEVER},
            },
    },
    {
        .name = "fx",
        .instrument_count = 2,
        .instruments =
            {
                {"EURUSD", 10000, 1000 * NS_PER_S}, /* a tenth of a pip; a thousand units */
                {"GBPUSD", 10000, 1000 * NS_PER_S},
            },
        .price_start = {112000, 131000},
        .volatility_e6 = 900000,
        .price_factor_256ths = {256, 256},
        .instrument_of = {0, 0, 0, 0, 0, 1, 1, 1},
        /* Quantiles of the file measured less half of what the flicker adds. */
        .spread_steps = {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 5, 8, 11},
        .spread_tail = {14, 15, 17, 20, 25, 32, 42, 56},
        .spread_flicker_mask = 3,
        /* Quotes only. */
        .trade_share_256ths = {0, 0, 0, 0, 0, 0, 0, 0},
        .session_ns = INT64_C(720) * MINUTE_NS,
        .session_gap_ns = 0,
        .time_tilt_max = {65536, 52429, 49152, 45875, 45875, 39322, 32768, 32768,
                          22938, 22938, 22938, 22938, 22938, 22938, 22938, 22938,
                          22938, 22938, 13107, 13107, 13107, 13107, 13107},
        .variance_share_256ths = {128, 128, 128, 128, 110, 100, 60,  30,  20,  20,  40, 80,
                                  100, 100, 100, 100, 100, 100, 110, 110, 110, 110, 110},
        .mood_rules =
            {
                {LANES(TKG_MOOD_WIDE), 4, 14},
                {LANES(TKG_MOOD_WIDTH | TKG_MOOD_SIGN), 4, 10},
                {LANES(TKG_MOOD_DEPTHS) | HEAT_BITS, 4, NEVER},
            },
    },
    {
        .name = "randomwalk",
        .instrument_count = 1,
        .instruments = {{"WALK", INT64_C(10000000), NS_PER_S}},
        .price_start = {20000},
        .volatility_e6 = 130000, /* the mid moves at every tenth quote */
        .price_factor_256ths = {256},
        .instrument_of = {0},
        .spread_steps = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
        .spread_tail = {1, 1, 1, 1, 1, 1, 1, 1},
        .trade_share_256ths = {51, 51, 51, 51, 51, 51, 51, 51},
        .sign_flip_256ths = 128,
        .session_ns = 75 * MINUTE_NS,
        .session_gap_ns = 0,
        /* The gaps of a Poisson process split as Beta(n/2, n/2) with n = 2^(level+1), variance
         * 1/(4(n+1)); a uniform draw of that variance has the half width sqrt(3/(4(n+1))). */
        .time_tilt_max = {65536, 50764, 37837, 27531, 19760, 14079, 9994, 7081,
                          5012,  3546,  2508,  1773,  1254,  887,   627,  443,
                          314,   222,   157,   111,   78,    55,    39},
        .variance_share_256ths = {128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
                                  128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128},
        /* Everything is redrawn by every tick, but the spread, which is always one tick. */
        .mood_rules = {{LANES(TKG_MOOD_SIGN | TKG_MOOD_DEPTHS), 0, 0}},
    },
};
enum { PRESET_COUNT = sizeof(presets) / sizeof(presets[0]) };

const struct tkg_preset *tkg_preset_find(const char *name)
{
    for (size_t i = 0; i < PRESET_COUNT; i++) {
        if (strcmp(presets[i].name, name) == 0) {
            return &presets[i];
        }
    }
    return NULL;
}

void tkg_preset_spreads(const struct tkg_preset *preset, uint8_t spreads[TKG_SPREAD_STATES])
{
    for (unsigned state = 0; state < TKG_SPREAD_STATES; state++) {
        unsigned step = state % TKG_SPREAD_STEPS;
        spreads[state] = step < TKG_SPREAD_STEPS - 1
                             ? preset->spread_steps[step]
                             : preset->spread_tail[state / TKG_SPREAD_STEPS];
    }
}

/* floor(sqrt(value)), bit by bit. */
static int64_t root_of(int64_t value)
{
    int64_t root = 0;
    for (int64_t bit = INT64_C(1) << 30; bit > 0; bit >>= 1) {
        if ((root + bit) * (root + bit) <= value) {
            root += bit;
        }
    }
    return root;
}

/* The middle of a bridge over variance v has variance v * share * (1 - share); a uniform draw has
 * half a width of sqrt(3) standard deviations. */
static void fill_shares(int64_t share_256ths, struct tkg_cascade_level *rule)
{
    rule->share[0] = share_256ths << 8;
    rule->share[1] = (256 - share_256ths) << 8;
    rule->share_root[0] = root_of(rule->share[0] << 16);
    rule->share_root[1] = root_of(rule->share[1] << 16);
    rule->displacement_max = root_of(3 * rule->share[0] * rule->share[1]);
}

/* value * sqrt(2^exponent). */
static int64_t times_root(int64_t value, unsigned exponent)
{
    int64_t odd = exponent % 2 == 0 ? value : (value * 2 * HALF_ROOT) >> 16;
    return odd << (exponent / 2);
}

static void fill_level(const struct tkg_preset *preset, unsigned level,
                       struct tkg_cascade_level *rule)
{
    memset(rule, 0, sizeof(*rule));
    if (level >= TKG_CASCADE_SESSION_LEVEL) {
        fill_shares(128, rule);
        /* What the scale gains over PRICE_LEVEL_MAX is taken away again. */
        unsigned excess = level - PRICE_LEVEL_MAX;
        rule->displacement_max = times_root(rule->displacement_max, excess) >> excess;
        return;
    }
    fill_shares(preset->variance_share_256ths[level], rule);
    rule->time_tilt_max = preset->time_tilt_max[level];
    for (unsigned i = 0; i < TKG_MOOD_RULES_MAX; i++) {
        const struct tkg_mood_rule *mood = &preset->mood_rules[i];
        if (level >= mood->always_from) {
            rule->mood_always |= mood->bits;
        } else if (level >= mood->rarely_from) {
            rule->mood_rarely |= mood->bits;
        }
    }
}

/* Of 2^ticks_log2 ticks: half of the variance is the market's, half the instrument's own. */
static int64_t scale_of(int64_t volatility_e6, unsigned ticks_log2)
{
    int64_t tick = (volatility_e6 << (TKG_CASCADE_PRICE_BITS + TKG_CASCADE_SCALE_BITS)) / 1000000;
    return times_root(tick, ticks_log2 - 1);
}

void tkg_preset_apply(const struct tkg_preset *preset, uint64_t seed, struct tkg_cascade *cascade)
{
    memset(cascade, 0, sizeof(*cascade));
    cascade->key = tkg_random_at(seed, 0);
    cascade->start_ns = START_NS;
    cascade->session_ns = preset->session_ns;
    cascade->period_ns = preset->session_ns + preset->session_gap_ns;
    cascade->session_scale = scale_of(preset->volatility_e6, TKG_CASCADE_SESSION_LEVEL);
    cascade->above_scale = scale_of(preset->volatility_e6, TKG_CASCADE_LEVELS);
    for (unsigned i = 0; i < TKG_MOOD_RULES_MAX; i++) {
        cascade->mood_start |= preset->mood_rules[i].bits;
    }
    for (unsigned level = 0; level < TKG_CASCADE_LEVELS; level++) {
        fill_level(preset, level, &cascade->levels[level]);
    }
}
