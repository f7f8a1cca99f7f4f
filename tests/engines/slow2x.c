/* SPDX-License-Identifier: Apache-2.0
 *
 * The reference core with all its work done twice: a second instance gets every tick, too. Half the
 * throughput, the same digest: a regression that only a clock can see.
 */
#include "reference.h"

#include <stddef.h>

struct pair {
    struct tkg_allocator allocator;
    void *first;
    void *second;
};

static const struct tkg_engine_ops *reference(void)
{
    return tkg_reference_entry(TKG_ENGINE_ABI_VERSION);
}

static int create(const struct tkg_engine_config *config, void **engine)
{
    const struct tkg_allocator *allocator = config->allocator;
    struct pair *pair =
        allocator->allocate(allocator->context, sizeof *pair, _Alignof(struct pair));
    if (!pair) {
        return TKG_ENGINE_FAILED;
    }
    pair->allocator = *allocator;
    if (reference()->create(config, &pair->first) != TKG_ENGINE_OK) {
        allocator->release(allocator->context, pair, sizeof *pair);
        return TKG_ENGINE_FAILED;
    }
    if (reference()->create(config, &pair->second) != TKG_ENGINE_OK) {
        reference()->destroy(pair->first);
        allocator->release(allocator->context, pair, sizeof *pair);
        return TKG_ENGINE_FAILED;
    }
    *engine = pair;
    return TKG_ENGINE_OK;
}

static void reset(void *engine)
{
    struct pair *pair = engine;
    reference()->reset(pair->first);
    reference()->reset(pair->second);
}

static int on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    struct pair *pair = engine;
    const int first = reference()->on_ticks(pair->first, ticks, tick_count);
    const int second = reference()->on_ticks(pair->second, ticks, tick_count);
    return first != TKG_ENGINE_OK ? first : second;
}

static int finish(void *engine, struct tkg_engine_report *report)
{
    struct pair *pair = engine;
    return reference()->finish(pair->first, report);
}

static void destroy(void *engine)
{
    struct pair *pair = engine;
    const struct tkg_allocator allocator = pair->allocator;
    reference()->destroy(pair->first);
    reference()->destroy(pair->second);
    allocator.release(allocator.context, pair, sizeof *pair);
}

TKG_ENGINE_EXPORT const struct tkg_engine_ops *tkg_engine_entry(uint32_t host_abi_version)
{
    static const struct tkg_engine_ops ops = {
        .abi_version = TKG_ENGINE_ABI_VERSION,
        .struct_bytes = sizeof(struct tkg_engine_ops),
        .name = "slow2x",
        .create = create,
        .reset = reset,
        .on_ticks = on_ticks,
        .finish = finish,
        .destroy = destroy,
    };
    return host_abi_version == TKG_ENGINE_ABI_VERSION ? &ops : NULL;
}
