/* SPDX-License-Identifier: Apache-2.0
 *
 * The stream of pass G cut into shards: consecutive windows of it, each by instrument. The number
 * of shards and their ticks depend on the stream alone, never on the number of threads, which take
 * whole shards (docs/decisions/0112).
 */
#ifndef TKG_MEASURE_SHARDS_H
#define TKG_MEASURE_SHARDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "tick/tick_source.h"

enum {
    /* Every stream has at least so many shards: one for each of the most threads there can be. */
    TKG_SHARD_COUNT_MIN = 64,
    /* Ticks of a replay, 128 MiB, as many as short streams that are generated once have. */
    TKG_SHARD_TICK_MAX = 4000000,
};

struct tkg_shard {
    const struct tkg_tick *ticks; /* in the order of the stream; lies in the memory of the shards */
    size_t tick_count;            /* may be 0 */
    uint32_t thread;              /* 0-based: who replays it */
};

struct tkg_shards {
    struct tkg_shard *items;
    uint32_t count; /* TKG_SHARD_COUNT_MIN to 2 * TKG_SHARD_COUNT_MIN - 1 */
    struct tkg_tick *ticks;
    size_t tick_count; /* of all shards together */
};

/* Reads the first tick_count ticks of source (at least 1, 2^32 - 1 at most) into memory,
 * prefaulted, and gives each shard to a thread, the largest first, always to the one that has the
 * fewest ticks. thread_count  1 to TKG_SHARD_COUNT_MIN returns       TKG_NO_MEMORY, with nothing to
 * deinit */
enum tkg_status tkg_shards_init(struct tkg_shards *shards, struct tkg_tick_source *source,
                                size_t tick_count, uint32_t thread_count,
                                struct tkg_error *err) TKG_MUST_CHECK;
void tkg_shards_deinit(struct tkg_shards *shards);

/* Ticks of the mean thread by those of the busiest: with equal speed everywhere no more than this
 * can be the efficiency. In (0, 1]. */
double tkg_shards_balance(const struct tkg_shards *shards, uint32_t thread_count);

#endif
