/* SPDX-License-Identifier: Apache-2.0
 *
 * Mean reversion by z-score: sells what is far above the mean of its recent mids, buys what is far
 * below, and leaves near the mean. Pure: (mid, time) in, lots wanted out. One state for each
 * instrument; all integers, nothing is divided and no square root is drawn.
 *
 * z = (mid - mean) / standard deviation of the window's mids, the present one included when it was
 * sampled. |z| > m x entry wants m x size_lots against the move, m up to levels. A position grows
 * from level to level and shrinks only by leaving: when z comes within exit of the mean, or passes
 * it. A z beyond entry on the other side turns the position at once.
 */
#ifndef TKG_REFERENCE_REVERSION_H
#define TKG_REFERENCE_REVERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "signal/rolling.h"

enum { TKG_REVERSION_LEVELS_MAX = 8 };

struct tkg_reversion_options {
    int64_t sample_ns; /* the window takes one mid in each such time; 0: at every call */
    uint32_t length;   /* of the window, 2 to TKG_ROLLING_LENGTH_MAX samples */
    uint32_t entry_e3; /* thousandths of a standard deviation; above exit_e3; with levels at most
                          TKG_ROLLING_Z_E3_MAX */
    uint32_t exit_e3;  /* the same */
    uint32_t edge;     /* also needed to enter: distance from the mean, in units of the mid */
    uint32_t levels;   /* 1 to TKG_REVERSION_LEVELS_MAX */
    int32_t size_lots; /* of one level, >= 1; levels x size_lots fits int32 */
};

struct tkg_reversion {
    struct tkg_rolling_moments moments;
    tkg_unsigned_wide spread;    /* of the full window, as of the last sample */
    tkg_unsigned_wide entry_bar; /* entry_e3^2 x spread; beyond everything while the window fills */
    uint64_t entry_square;       /* entry_e3^2 */
    uint64_t exit_square;        /* exit_e3^2 */
    int64_t sample_ns;
    int64_t next_sample_ns;
    int32_t target_lots;
    const struct tkg_reversion_options *options;
};

/* Whether the options are in range. */
bool tkg_reversion_options_are_valid(const struct tkg_reversion_options *options);

/* Memory for the window, aligned as int64_t. */
size_t tkg_reversion_bytes(const struct tkg_reversion_options *options);

/* options and memory (tkg_reversion_bytes() of it) are borrowed, and may not change meanwhile.
 * Options out of range are a bug. */
void tkg_reversion_init(struct tkg_reversion *reversion,
                        const struct tkg_reversion_options *options, void *memory);

/* Forgets the window and wants nothing until it is full again: the start of a run, or of a session
 * whose prices have nothing to do with the last one's. Cheap. */
void tkg_reversion_reset(struct tkg_reversion *reversion);

/* Private to tkg_reversion_update(): z is beyond entry; and one mid more for the window. */
int32_t tkg_reversion_enter(struct tkg_reversion *reversion, int64_t deviation);

static inline void tkg_reversion_sample(struct tkg_reversion *reversion, int64_t mid,
                                        int64_t time_ns)
{
    if (__builtin_add_overflow(time_ns, reversion->sample_ns, &reversion->next_sample_ns)) {
        reversion->next_sample_ns = INT64_MAX;
    }
    tkg_rolling_moments_update(&reversion->moments, mid);
    if (tkg_rolling_is_ready(&reversion->moments.ring)) {
        reversion->spread = tkg_rolling_moments_spread(&reversion->moments);
        reversion->entry_bar = reversion->spread * reversion->entry_square;
    }
}

/* Lots wanted after one accepted tick: > 0 long. mid: in any unit, 0 to TKG_INDICATOR_PRICE_MAX.
 * time_ns: never less than before. 0 until the window is full; a window whose mids are all equal
 * has no z and enters nothing. cost: one square and a comparison, unless something is sampled,
 * entered or left. */
static inline int32_t tkg_reversion_update(struct tkg_reversion *reversion, int64_t mid,
                                           int64_t time_ns)
{
    if (time_ns >= reversion->next_sample_ns) {
        tkg_reversion_sample(reversion, mid, time_ns);
    }
    const int64_t deviation = tkg_rolling_moments_deviation(&reversion->moments, mid);
    const tkg_unsigned_wide square = tkg_wide_square(deviation) * 1000000;
    const int32_t target = reversion->target_lots;
    if (__builtin_expect(square > reversion->entry_bar, 0)) {
        return tkg_reversion_enter(reversion, deviation);
    }
    const bool is_past_mean = (target > 0 && deviation >= 0) || (target < 0 && deviation <= 0);
    if (target != 0 && (is_past_mean || square <= reversion->spread * reversion->exit_square)) {
        reversion->target_lots = 0;
    }
    return reversion->target_lots;
}

/* The position that the last update has just asked for is not to be entered: back to last_lots, the
 * target before that update, or to none when it was on the other side, which is left all the same.
 * Leaving is not undone. */
static inline int32_t tkg_reversion_hold(struct tkg_reversion *reversion, int32_t last_lots)
{
    const bool is_other_side = (last_lots < 0) != (reversion->target_lots < 0);
    if (reversion->target_lots != 0) {
        reversion->target_lots = is_other_side ? 0 : last_lots;
    }
    return reversion->target_lots;
}

#endif
