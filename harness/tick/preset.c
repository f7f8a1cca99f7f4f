/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/preset.h"

#include <string.h>

#include "base/random.h"

#define NS_PER_S INT64_C(1000000000)
/* 2024-01-01T00:00:00Z: `date -u -d @1704067200`. */
#define START_NS (INT64_C(1704067200) * NS_PER_S)
/* 2^23 ticks in 75 minutes are 1,864 ticks/s, the rate of a busy futures contract. */
#define SESSION_NS (INT64_C(75) * 60 * NS_PER_S)

/* The same bits in the lanes of all four instruments. */
#define LANES(bits)                                                                                \
    ((uint64_t)(bits) | (uint64_t)(bits) << 14 | (uint64_t)(bits) << 28 | (uint64_t)(bits) << 42)
#define HEAT_BITS (UINT64_C(7) << TKG_MOOD_HEAT_SHIFT)
#define NEVER TKG_CASCADE_SESSION_LEVEL

/* Above stretches of 2^27 ticks (20 h) displacements grow no more: prices then come back in the
 * long run, and no draw can bring them to zero (a test adds the bounds up). */
enum { PRICE_LEVEL_MAX = 26 };

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
        .volatility_e6 = 24000,
        .price_factor_256ths = {256, 181, 128, 128},
        .instrument_of = {0, 0, 0, 0, 1, 1, 2, 3},
        /* Root mean square 1.2; mean share of trades 20 %. */
        .volatility_16ths = {5, 6, 8, 10, 13, 18, 26, 40},
        .trade_share_256ths = {26, 31, 36, 41, 51, 61, 72, 92},
        .sign_flip_256ths = 8,
        .session_gap_ns = INT64_C(15) * 60 * NS_PER_S,
        /* The last split is uniform; then 1/2 +- 0.35 up to a second's worth of ticks, 1/2 +- 0.27
         * up to two minutes' worth and 1/2 +- 0.1 above. */
        .time_tilt_max = {65536, 52429, 45875, 45875, 45875, 45875, 45875, 45875,
                          45875, 45875, 45875, 35389, 35389, 35389, 35389, 35389,
                          35389, 35389, 13107, 13107, 13107, 13107, 13107},
        .mood_rules =
            {
                /* Signs: as long a memory as that of the file measured. Spreads: seldom, or their
                 * changes would move the mid. */
                {LANES(TKG_MOOD_SIGN), 4, NEVER},
                {LANES(TKG_MOOD_WIDE | TKG_MOOD_WIDTH), 5, 10},
                {LANES(TKG_MOOD_DEPTHS) | HEAT_BITS, 6, NEVER},
            },
    },
    {
        .name = "randomwalk",
        .instrument_count = 1,
        .instruments = {{"WALK", INT64_C(10000000), NS_PER_S}},
        .price_start = {20000},
        .volatility_e6 = 40000,
        .price_factor_256ths = {256},
        .instrument_of = {0},
        .volatility_16ths = {16, 16, 16, 16, 16, 16, 16, 16},
        .trade_share_256ths = {51, 51, 51, 51, 51, 51, 51, 51},
        .sign_flip_256ths = 128,
        .session_gap_ns = 0,
        /* The gaps of a Poisson process split as Beta(n/2, n/2) with n = 2^(level+1), variance
         * 1/(4(n+1)); a uniform draw of that variance has the half width sqrt(3/(4(n+1))). */
        .time_tilt_max = {65536, 50764, 37837, 27531, 19760, 14079, 9994, 7081,
                          5012,  3546,  2508,  1773,  1254,  887,   627,  443,
                          314,   222,   157,   111,   78,    55,    39},
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

const char *tkg_preset_list(void)
{
    return "futures, randomwalk";
}

/* The midpoint of a Brownian bridge over 2^(level+1) ticks has the standard deviation
 * volatility * 2^((level-1)/2). It is the sum of two uniform draws of half width `scale`, whose
 * deviation is scale * sqrt(2/3). In 2^-12 price ticks. */
static int64_t price_scale(int64_t volatility_e6, unsigned level)
{
    unsigned capped = level < PRICE_LEVEL_MAX ? level : PRICE_LEVEL_MAX;
    int64_t unit = (volatility_e6 << TKG_CASCADE_PRICE_BITS) * 80264 / 65536; /* sqrt(3/2) */
    int64_t rooted = capped % 2 == 1 ? unit : unit * 46341 / 65536;           /* sqrt(1/2) */
    return (rooted << (capped / 2)) / 1000000;
}

static void fill_level(const struct tkg_preset *preset, unsigned level,
                       struct tkg_cascade_level *rule)
{
    memset(rule, 0, sizeof(*rule));
    rule->price_scale = price_scale(preset->volatility_e6, level);
    if (level >= TKG_CASCADE_SESSION_LEVEL) {
        return;
    }
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

void tkg_preset_apply(const struct tkg_preset *preset, uint64_t seed, struct tkg_cascade *cascade)
{
    memset(cascade, 0, sizeof(*cascade));
    cascade->key = tkg_random_at(seed, 0);
    cascade->start_ns = START_NS;
    cascade->session_ns = SESSION_NS;
    cascade->period_ns = SESSION_NS + preset->session_gap_ns;
    for (unsigned i = 0; i < TKG_MOOD_RULES_MAX; i++) {
        cascade->mood_start |= preset->mood_rules[i].bits;
    }
    for (unsigned i = 0; i < TKG_CASCADE_HEATS; i++) {
        cascade->volatility_16ths[i] = preset->volatility_16ths[i];
    }
    for (unsigned level = 0; level < TKG_CASCADE_LEVELS; level++) {
        fill_level(preset, level, &cascade->levels[level]);
    }
}
