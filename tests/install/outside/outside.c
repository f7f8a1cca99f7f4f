/* SPDX-License-Identifier: Apache-2.0
 *
 * The smallest engine that keeps every rule of the ABI: it counts ticks and folds them into a
 * digest, so that order and content matter and the cut into batches does not.
 */
#include <tickgate/engine.h>

struct counter {
    const struct tkg_allocator *allocator;
    uint64_t tick_count;
    uint64_t digest;
};

static void counter_reset(void *engine)
{
    struct counter *counter = engine;
    counter->tick_count = 0;
    counter->digest = 0;
}

static int counter_create(const struct tkg_engine_config *config, void **engine)
{
    const struct tkg_allocator *allocator = config->allocator;
    struct counter *counter =
        allocator->allocate(allocator->context, sizeof(*counter), _Alignof(struct counter));
    if (counter == NULL) {
        return TKG_ENGINE_FAILED;
    }
    counter->allocator = allocator;
    counter_reset(counter);
    *engine = counter;
    return TKG_ENGINE_OK;
}

static int counter_on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    struct counter *counter = engine;
    for (size_t i = 0; i < tick_count; i++) {
        uint64_t price = (uint64_t)(uint32_t)ticks[i].bid_price;
        /* an odd multiplier keeps every bit of what came before */
        counter->digest = (counter->digest ^ price) * UINT64_C(0x9e3779b97f4a7c15);
    }
    counter->tick_count += tick_count;
    return TKG_ENGINE_OK;
}

static int counter_finish(void *engine, struct tkg_engine_report *report)
{
    const struct counter *counter = engine;
    report->processed_tick_count = counter->tick_count;
    report->digest = counter->digest ^ counter->tick_count;
    return TKG_ENGINE_OK;
}

static void counter_destroy(void *engine)
{
    struct counter *counter = engine;
    const struct tkg_allocator *allocator = counter->allocator;
    allocator->release(allocator->context, counter, sizeof(*counter));
}

static const struct tkg_engine_ops counter_ops = {
    .abi_version = TKG_ENGINE_ABI_VERSION,
    .struct_bytes = sizeof(struct tkg_engine_ops),
    .name = "outside",
    .version = "1",
    .create = counter_create,
    .reset = counter_reset,
    .on_ticks = counter_on_ticks,
    .finish = counter_finish,
    .destroy = counter_destroy,
};

const struct tkg_engine_ops *tkg_engine_entry(uint32_t host_abi_version)
{
    return host_abi_version == TKG_ENGINE_ABI_VERSION ? &counter_ops : NULL;
}
