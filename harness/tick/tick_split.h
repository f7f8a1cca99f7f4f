/* SPDX-License-Identifier: Apache-2.0
 *
 * Cuts a stream into a train, a validation and a test window, in order of time, so that nothing
 * which is fitted on one window has seen anything of a later one.
 */
#ifndef TKG_TICK_TICK_SPLIT_H
#define TKG_TICK_TICK_SPLIT_H

#include <stdint.h>

#include "base/status.h"
#include "tick/tick_source.h"

enum {
    TKG_SPLIT_TRAIN = 0,
    TKG_SPLIT_VALIDATION = 1,
    TKG_SPLIT_TEST = 2,
    TKG_SPLIT_WINDOWS = 3,
    TKG_SPLIT_WHOLE_E6 = 1000000, /* all shares together */
};

/* How to cut. */
struct tkg_split_options {
    uint32_t shares_e6[TKG_SPLIT_WINDOWS]; /* millionths of the ticks; each >= 1, together 10^6 */
    uint64_t embargo; /* ticks left out before the second and the third window, so that what a
                         window's last ticks still move (an open order, a smoothed value) is not
                         measured in the next one */
};

/* Ticks [first, first + count) of the stream. */
struct tkg_split_window {
    uint64_t first;
    uint64_t count; /* >= 1 */
};

/* Ticks [0, tick_count) of a source. A border stands at floor(tick_count x sum of the shares before
 * it / 10^6) and moves right until the tick there is later than the one before it: equal timestamps
 * stay together, in the earlier window. The later window begins embargo ticks after the border, and
 * again moves right to a new timestamp. The third window ends at tick_count.
 *
 * windows: TKG_SPLIT_WINDOWS of them, filled only on success.
 * TKG_USAGE: a share of 0, shares that do not make 10^6, more ticks than the source has, or a
 * window without a tick; the text names the window and the number.
 * cost: reads as many ticks as share a border's timestamp, one after the other. */
enum tkg_status tkg_tick_split(struct tkg_tick_source *source, uint64_t tick_count,
                               const struct tkg_split_options *options,
                               struct tkg_split_window *windows,
                               struct tkg_error *err) TKG_MUST_CHECK;

#endif
