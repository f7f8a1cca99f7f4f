/* SPDX-License-Identifier: Apache-2.0
 *
 * A tiny built-in engine for tests of the harness: counts ticks, sums times, and does as its
 * parameters say:
 *   ""              counts
 *   "undercount"    reports one tick less
 *   "refuse"        create fails with a message
 *   "fail"          on_ticks fails at the first call
 *   "forgetful"     reset does not reset: the digest drifts from replay to replay
 *   "batchy"        the digest depends on how ticks are cut into batches
 *   "crash"         aborts in on_ticks
 *   "at times slow" one instance in 64, drawn afresh, takes several times as long
 *   "tell process"  reports the number of its process as its orders
 *   "hoard"         keeps 64 bytes per tick, touched
 */
#ifndef TKG_TEST_COUNTER_ENGINE_H
#define TKG_TEST_COUNTER_ENGINE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tickgate/engine.h>

struct counter_engine {
    struct tkg_allocator kept_allocator;
    uint64_t count;
    uint64_t sum;
    char mode[32];
    int turns; /* through the ticks, for one count */
    char *hoard;
    size_t hoard_bytes;
};

enum { COUNTER_HOARD_BYTES = 64 };

/* By the process and the place in memory, as slow page frames are. */
static int counter_draws_slow(const void *place)
{
    uint64_t value = (uint64_t)getpid() * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)(uintptr_t)place;
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (value ^ (value >> 31)) % 64 == 0;
}

static int counter_create(const struct tkg_engine_config *config, void **engine)
{
    if (strcmp(config->parameters, "refuse") == 0) {
        (void)snprintf(config->message, config->message_bytes, "told to refuse");
        return TKG_ENGINE_FAILED;
    }
    struct counter_engine *counter =
        config->allocator->allocate(config->allocator->context, sizeof(*counter), 64);
    if (!counter) {
        return TKG_ENGINE_FAILED;
    }
    counter->kept_allocator = *config->allocator;
    (void)snprintf(counter->mode, sizeof(counter->mode), "%s", config->parameters);
    counter->turns =
        strcmp(counter->mode, "at times slow") == 0 && counter_draws_slow(counter) ? 6 : 1;
    *engine = counter;
    return TKG_ENGINE_OK;
}

static void counter_reset(void *engine)
{
    struct counter_engine *counter = engine;
    if (strcmp(counter->mode, "forgetful") != 0) {
        counter->sum = 0;
    }
    counter->count = 0;
    free(counter->hoard);
    counter->hoard = NULL;
    counter->hoard_bytes = 0;
}

static void counter_keep(struct counter_engine *counter, size_t tick_count)
{
    size_t bytes = tick_count * COUNTER_HOARD_BYTES;
    char *grown = realloc(counter->hoard, counter->hoard_bytes + bytes);
    if (grown) {
        memset(grown + counter->hoard_bytes, 1, bytes);
        counter->hoard = grown;
        counter->hoard_bytes += bytes;
    }
}

static int counter_on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    struct counter_engine *counter = engine;
    if (strcmp(counter->mode, "fail") == 0) {
        return TKG_ENGINE_FAILED;
    }
    if (strcmp(counter->mode, "crash") == 0) {
        abort();
    }
    if (strcmp(counter->mode, "hoard") == 0) {
        counter_keep(counter, tick_count);
    }
    const uint64_t sum_before = counter->sum;
    for (volatile int turn = 0; turn < counter->turns; turn++) {
        counter->sum = sum_before;
        for (size_t i = 0; i < tick_count; i++) {
            counter->sum += (uint64_t)ticks[i].time_ns;
        }
    }
    if (strcmp(counter->mode, "batchy") == 0) {
        counter->sum = counter->sum * 3 + tick_count;
    }
    counter->count += tick_count;
    return TKG_ENGINE_OK;
}

static int counter_finish(void *engine, struct tkg_engine_report *report)
{
    struct counter_engine *counter = engine;
    report->processed_tick_count = counter->count - (strcmp(counter->mode, "undercount") == 0);
    report->order_count = strcmp(counter->mode, "tell process") == 0 ? (uint64_t)getpid() : 0;
    report->digest = counter->sum ^ (counter->count << 40);
    return TKG_ENGINE_OK;
}

static void counter_destroy(void *engine)
{
    struct counter_engine *counter = engine;
    free(counter->hoard);
    counter->kept_allocator.release(counter->kept_allocator.context, counter, sizeof(*counter));
}

static const struct tkg_engine_ops counter_ops = {
    .abi_version = TKG_ENGINE_ABI_VERSION,
    .struct_bytes = sizeof(struct tkg_engine_ops),
    .name = "counter",
    .version = "1",
    .create = counter_create,
    .reset = counter_reset,
    .on_ticks = counter_on_ticks,
    .finish = counter_finish,
    .destroy = counter_destroy,
};

static const struct tkg_engine_ops *counter_entry(uint32_t host_abi_version)
{
    return host_abi_version == TKG_ENGINE_ABI_VERSION ? &counter_ops : NULL;
}

#endif
