/* SPDX-License-Identifier: Apache-2.0 */
#include "strategy/reversion.h"

#include "signal/contract.h"

bool tkg_reversion_options_are_valid(const struct tkg_reversion_options *options)
{
    return options->sample_ns >= 0 && options->length >= 2 &&
           options->length <= TKG_ROLLING_LENGTH_MAX && options->levels >= 1 &&
           options->levels <= TKG_REVERSION_LEVELS_MAX && options->entry_e3 > options->exit_e3 &&
           options->entry_e3 <= TKG_ROLLING_Z_E3_MAX / options->levels && options->size_lots >= 1 &&
           options->size_lots <= INT32_MAX / (int32_t)options->levels;
}

size_t tkg_reversion_bytes(const struct tkg_reversion_options *options)
{
    return tkg_rolling_bytes(options->length);
}

void tkg_reversion_init(struct tkg_reversion *reversion,
                        const struct tkg_reversion_options *options, void *memory)
{
    TKG_REFERENCE_MUST(tkg_reversion_options_are_valid(options));
    *reversion =
        (struct tkg_reversion){.entry_square = (uint64_t)options->entry_e3 * options->entry_e3,
                               .exit_square = (uint64_t)options->exit_e3 * options->exit_e3,
                               .sample_ns = options->sample_ns,
                               .options = options};
    tkg_rolling_moments_init(&reversion->moments, options->length, memory);
    tkg_reversion_reset(reversion);
}

void tkg_reversion_reset(struct tkg_reversion *reversion)
{
    tkg_rolling_moments_reset(&reversion->moments);
    reversion->entry_bar = ~(tkg_unsigned_wide)0;
    reversion->spread = 0;
    reversion->next_sample_ns = INT64_MIN;
    reversion->target_lots = 0;
}

/* How many levels of entry the deviation is beyond; at least one. */
static int32_t levels_beyond(const struct tkg_reversion *reversion, tkg_unsigned_wide square)
{
    int32_t level = 1;
    while (level < (int32_t)reversion->options->levels &&
           square > reversion->entry_bar * (uint32_t)((level + 1) * (level + 1))) {
        level++;
    }
    return level;
}

int32_t tkg_reversion_enter(struct tkg_reversion *reversion, int64_t deviation)
{
    const struct tkg_reversion_options *options = reversion->options;
    const int64_t distance = deviation < 0 ? -deviation : deviation;
    const int32_t target = reversion->target_lots;
    const bool is_with_us = (target > 0 && deviation >= 0) || (target < 0 && deviation <= 0);
    if (reversion->entry_bar == 0 || distance <= (int64_t)options->length * options->edge) {
        /* Too near in prices to open anything, but past the mean is past the mean. */
        reversion->target_lots = is_with_us ? 0 : target;
        return reversion->target_lots;
    }
    const int32_t lots =
        options->size_lots * levels_beyond(reversion, tkg_wide_square(deviation) * 1000000);
    const int32_t wanted = deviation > 0 ? -lots : lots;
    const bool is_deeper = deviation > 0 ? wanted < target : wanted > target;
    reversion->target_lots = is_deeper ? wanted : target;
    return reversion->target_lots;
}
