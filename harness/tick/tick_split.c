/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/tick_split.h"

#include <inttypes.h>

static const char *const window_names[TKG_SPLIT_WINDOWS] = {"train", "validation", "test"};

static enum tkg_status check_shares(const uint32_t *shares_e6, struct tkg_error *err)
{
    uint64_t sum = 0;
    for (int i = 0; i < TKG_SPLIT_WINDOWS; i++) {
        if (shares_e6[i] == 0) {
            return tkg_fail(err, TKG_USAGE,
                            "split: the share of the %s window is 0; give every window at least "
                            "one millionth",
                            window_names[i]);
        }
        sum += shares_e6[i];
    }
    if (sum != TKG_SPLIT_WHOLE_E6) {
        return tkg_fail(
            err, TKG_USAGE,
            "split: the shares add up to %" PRIu64 " millionths; they must make 1000000", sum);
    }
    return TKG_OK;
}

/* floor(count x share_e6 / 10^6) without a product beyond 64 bits: share_e6 <= 10^6. */
static uint64_t part_of(uint64_t count, uint64_t share_e6)
{
    const uint64_t whole = TKG_SPLIT_WHOLE_E6;
    return count / whole * share_e6 + count % whole * share_e6 / whole;
}

static int64_t time_of(struct tkg_tick_source *source, uint64_t index)
{
    struct tkg_tick tick;
    tkg_tick_source_read(source, index, &tick, 1);
    return tick.time_ns;
}

/* The first tick at or after index that is later than the one before it; end: there is none. */
static uint64_t next_timestamp(struct tkg_tick_source *source, uint64_t index, uint64_t end)
{
    if (index == 0 || index >= end) {
        return index < end ? index : end;
    }
    const int64_t before_ns = time_of(source, index - 1);
    while (index < end && time_of(source, index) <= before_ns) {
        index++;
    }
    return index;
}

/* Without ticks, what a window should show cannot be shown. */
static enum tkg_status check_windows(const struct tkg_split_window *windows, uint64_t tick_count,
                                     uint64_t embargo, struct tkg_error *err)
{
    for (int i = 0; i < TKG_SPLIT_WINDOWS; i++) {
        if (windows[i].count == 0) {
            return tkg_fail(err, TKG_USAGE,
                            "split: no tick is left for the %s window of %" PRIu64
                            " ticks with an embargo of %" PRIu64
                            "; take more ticks, a greater share or a smaller embargo",
                            window_names[i], tick_count, embargo);
        }
    }
    return TKG_OK;
}

enum tkg_status tkg_tick_split(struct tkg_tick_source *source, uint64_t tick_count,
                               const struct tkg_split_options *options,
                               struct tkg_split_window *windows, struct tkg_error *err)
{
    const uint64_t there = tkg_tick_source_count(source);
    enum tkg_status status = check_shares(options->shares_e6, err);
    if (status != TKG_OK) {
        return status;
    }
    if (tick_count > there) {
        return tkg_fail(err, TKG_USAGE,
                        "split: %" PRIu64 " ticks asked for, %" PRIu64 " are there; ask for fewer",
                        tick_count, there);
    }
    struct tkg_split_window made[TKG_SPLIT_WINDOWS];
    uint64_t first = 0;
    uint64_t share_e6 = 0;
    for (int i = 0; i < TKG_SPLIT_WINDOWS; i++) {
        share_e6 += options->shares_e6[i];
        const uint64_t border = next_timestamp(source, part_of(tick_count, share_e6), tick_count);
        made[i] =
            (struct tkg_split_window){.first = first, .count = border > first ? border - first : 0};
        const uint64_t left = tick_count - border;
        const uint64_t skipped = options->embargo < left ? options->embargo : left;
        first = next_timestamp(source, border + skipped, tick_count);
    }
    status = check_windows(made, tick_count, options->embargo, err);
    for (int i = 0; i < TKG_SPLIT_WINDOWS && status == TKG_OK; i++) {
        windows[i] = made[i];
    }
    return status;
}
