/* SPDX-License-Identifier: Apache-2.0
 *
 * Built with the header as it was first published: its table ends with destroy, its config with
 * message_bytes. Such engines keep working with every later tickgate of the same ABI number.
 * engine_first.h is include/tickgate/engine.h of commit 8bc7849, word for word.
 */
#include "engine_first.h"

#include <stdint.h>

struct counter {
    struct tkg_allocator allocator;
    uint64_t tick_count;
    uint64_t digest;
};

static int create(const struct tkg_engine_config *config, void **engine)
{
    if (config->struct_bytes < sizeof *config) {
        return TKG_ENGINE_FAILED;
    }
    struct counter *counter = config->allocator->allocate(
        config->allocator->context, sizeof *counter, _Alignof(struct counter));
    if (!counter) {
        return TKG_ENGINE_FAILED;
    }
    counter->allocator = *config->allocator;
    *engine = counter;
    return TKG_ENGINE_OK;
}

static void reset(void *engine)
{
    struct counter *counter = engine;
    counter->tick_count = 0;
    counter->digest = 0;
}

static int on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    struct counter *counter = engine;
    for (size_t i = 0; i < tick_count; i++) {
        counter->digest = counter->digest * 31 + (uint64_t)ticks[i].time_ns;
    }
    counter->tick_count += tick_count;
    return TKG_ENGINE_OK;
}

static int finish(void *engine, struct tkg_engine_report *report)
{
    const struct counter *counter = engine;
    report->processed_tick_count = counter->tick_count;
    report->digest = counter->digest;
    return TKG_ENGINE_OK;
}

static void destroy(void *engine)
{
    struct counter *counter = engine;
    const struct tkg_allocator allocator = counter->allocator;
    allocator.release(allocator.context, counter, sizeof *counter);
}

/* What lies behind the table is no part of it: a host that reads on finds this. */
struct fenced_table {
    struct tkg_engine_ops ops;
    uintptr_t fence;
};

const struct tkg_engine_ops *tkg_engine_entry(uint32_t host_abi_version)
{
    static const struct fenced_table table = {
        .ops = {.abi_version = TKG_ENGINE_ABI_VERSION,
                .struct_bytes = sizeof(struct tkg_engine_ops),
                .name = "old_table",
                .create = create,
                .reset = reset,
                .on_ticks = on_ticks,
                .finish = finish,
                .destroy = destroy},
        .fence = UINTPTR_MAX,
    };
    return host_abi_version == TKG_ENGINE_ABI_VERSION ? &table.ops : NULL;
}
