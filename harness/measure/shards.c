/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/shards.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/number.h"

/* How a stream is cut; all of it follows from the number of instruments and ticks. */
struct cut {
    uint32_t window_count;
    uint32_t lane_count; /* shards of one window */
    size_t tick_count;
};

static struct cut cut_of(const struct tkg_tick_source *source, size_t tick_count)
{
    uint32_t instrument_count = 1;
    (void)tkg_tick_source_instruments(source, &instrument_count);
    struct cut cut = {.lane_count = instrument_count, .tick_count = tick_count};
    if (cut.lane_count > TKG_SHARD_COUNT_MIN) {
        cut.lane_count = TKG_SHARD_COUNT_MIN;
    }
    cut.window_count = (TKG_SHARD_COUNT_MIN + cut.lane_count - 1) / cut.lane_count;
    return cut;
}

static uint32_t shard_of(const struct cut *cut, size_t index, const struct tkg_tick *tick)
{
    size_t window = index * cut->window_count / cut->tick_count;
    return (uint32_t)window * cut->lane_count + tick->instrument_id % cut->lane_count;
}

/* Both passes over the stream: counts, then places. */
static void fill(struct tkg_shards *shards, const struct cut *cut, const struct tkg_tick *stream)
{
    for (size_t i = 0; i < cut->tick_count; i++) {
        shards->items[shard_of(cut, i, &stream[i])].tick_count++;
    }
    struct tkg_tick *at = shards->ticks;
    for (uint32_t i = 0; i < shards->count; i++) {
        shards->items[i].ticks = at;
        at += shards->items[i].tick_count;
        shards->items[i].tick_count = 0;
    }
    for (size_t i = 0; i < cut->tick_count; i++) {
        struct tkg_shard *shard = &shards->items[shard_of(cut, i, &stream[i])];
        size_t place = (size_t)(shard->ticks - shards->ticks) + shard->tick_count++;
        shards->ticks[place] = stream[i];
    }
}

struct ranked {
    size_t tick_count;
    uint32_t index;
};

/* Largest first; equal ones in their order, so that the result is one. */
static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (a->tick_count != b->tick_count) {
        return a->tick_count > b->tick_count ? -1 : 1;
    }
    return (a->index > b->index) - (a->index < b->index);
}

static uint32_t least_loaded(const size_t *loads, uint32_t thread_count)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < thread_count; i++) {
        best = loads[i] < loads[best] ? i : best;
    }
    return best;
}

/* The longest-processing-time rule: at most 4/3 - 1/(3 n) of the best possible (R. L. Graham,
 * Bounds on multiprocessing timing anomalies, 1969). */
static void assign(struct tkg_shards *shards, uint32_t thread_count)
{
    struct ranked ranked[2 * TKG_SHARD_COUNT_MIN];
    size_t loads[TKG_SHARD_COUNT_MIN] = {0};
    TKG_ASSERT(thread_count >= 1 && thread_count <= TKG_SHARD_COUNT_MIN);
    for (uint32_t i = 0; i < shards->count; i++) {
        ranked[i] = (struct ranked){shards->items[i].tick_count, i};
    }
    qsort(ranked, shards->count, sizeof(ranked[0]), compare_ranked);
    for (uint32_t i = 0; i < shards->count; i++) {
        uint32_t thread = least_loaded(loads, thread_count);
        shards->items[ranked[i].index].thread = thread;
        loads[thread] += ranked[i].tick_count;
    }
}

enum tkg_status tkg_shards_init(struct tkg_shards *shards, struct tkg_tick_source *source,
                                size_t tick_count, uint32_t thread_count, struct tkg_error *err)
{
    struct cut cut = cut_of(source, tick_count);
    size_t bytes;
    bool fits = tkg_size_multiply(tick_count, sizeof(struct tkg_tick), &bytes);
    TKG_ASSERT(tick_count >= 1 && tick_count <= UINT32_MAX);
    *shards = (struct tkg_shards){
        .count = cut.window_count * cut.lane_count,
        .tick_count = tick_count,
        .ticks = fits ? malloc(bytes) : NULL,
    };
    struct tkg_tick *stream = fits ? malloc(bytes) : NULL;
    shards->items = calloc(shards->count, sizeof(*shards->items));
    if (!shards->items || !shards->ticks || !stream) {
        free(stream);
        tkg_shards_deinit(shards);
        return tkg_fail(err, TKG_NO_MEMORY,
                        "no memory for %zu ticks, twice, in pass G; use a smaller size",
                        tick_count);
    }
    tkg_tick_source_read(source, 0, stream, tick_count);
    fill(shards, &cut, stream);
    free(stream);
    assign(shards, thread_count);
    return TKG_OK;
}

void tkg_shards_deinit(struct tkg_shards *shards)
{
    free(shards->items);
    free(shards->ticks);
    *shards = (struct tkg_shards){0};
}

double tkg_shards_balance(const struct tkg_shards *shards, uint32_t thread_count)
{
    size_t loads[TKG_SHARD_COUNT_MIN] = {0};
    size_t most = 0;
    for (uint32_t i = 0; i < shards->count; i++) {
        size_t *load = &loads[shards->items[i].thread];
        *load += shards->items[i].tick_count;
        most = *load > most ? *load : most;
    }
    return (double)shards->tick_count / ((double)thread_count * (double)most);
}
