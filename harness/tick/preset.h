/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to the tick room: what the presets of the synthetic streams put into the tree.
 * docs/decisions/0021-facts-of-the-synthetic-streams.md has the measured facts beside the aims.
 */
#ifndef TKG_TICK_PRESET_H
#define TKG_TICK_PRESET_H

#include <stdint.h>

#include "tick/cascade.h"
#include <tickgate/engine.h>

enum {
    TKG_PRESET_NAME_BYTES = 16, /* with the zero at the end */
    TKG_MOOD_RULES_MAX = 3,
    TKG_SPREAD_STEPS = 16,
    TKG_SPREAD_TAIL_STEPS = 8,
    TKG_SPREAD_STATES = TKG_SPREAD_STEPS * TKG_SPREAD_TAIL_STEPS,
};

/* From which level of the tree on some bits of the mood are redrawn; below they are inherited. */
struct tkg_mood_rule {
    uint64_t bits;
    unsigned rarely_from;
    unsigned always_from;
};

struct tkg_preset {
    const char *name;
    uint32_t instrument_count;
    struct tkg_instrument instruments[TKG_CASCADE_INSTRUMENTS];
    int32_t price_start[TKG_CASCADE_INSTRUMENTS];         /* price ticks */
    int32_t price_factor_256ths[TKG_CASCADE_INSTRUMENTS]; /* of the tree's displacements */
    int64_t volatility_e6;                         /* price ticks per square root of a tick */
    uint8_t instrument_of[8];                      /* 3 random bits -> instrument */
    uint8_t spread_steps[TKG_SPREAD_STEPS];        /* price ticks, each in 1 of 16 moods */
    uint8_t spread_tail[TKG_SPREAD_TAIL_STEPS];    /* eighths of the last step, which is not used */
    uint8_t spread_flicker_mask;                   /* random bits added to each quote's spread */
    uint8_t trade_share_256ths[TKG_CASCADE_HEATS]; /* heat -> share of trades */
    uint32_t sign_flip_256ths;                     /* of trades against the mood's sign */
    int64_t session_ns;                            /* of 2^23 ticks */
    int64_t session_gap_ns;                        /* 0: no sessions */
    uint32_t time_tilt_max[TKG_CASCADE_SESSION_LEVEL]; /* by level, as in the tree */
    /* By level: how much of a stretch's variance one of its halves gets; below groups half. */
    uint8_t variance_share_256ths[TKG_CASCADE_SESSION_LEVEL];
    struct tkg_mood_rule mood_rules[TKG_MOOD_RULES_MAX];
};

/* NULL when there is no such preset. */
const struct tkg_preset *tkg_preset_find(const char *name);

/* The spread, in price ticks, in each state of the four bits TKG_MOOD_WIDE and the three bits
 * TKG_MOOD_WIDTH above them. */
void tkg_preset_spreads(const struct tkg_preset *preset, uint8_t spreads[TKG_SPREAD_STATES]);

/* Fills the tree's tables for a seed. */
void tkg_preset_apply(const struct tkg_preset *preset, uint64_t seed, struct tkg_cascade *cascade);

#endif
