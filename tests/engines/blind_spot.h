/* SPDX-License-Identifier: Apache-2.0
 *
 * The blind spot of each witness, as three engines that differ in one thing each:
 *
 *   blind_base           every tick follows a chain through a table, some steps near each other
 *   blind_stride         the same instructions; the steps lie far apart: about twice the time
 *   blind_instructions   some 5 % more instructions beside the chain: the same time
 *
 * Each defines what it is before the include:
 *
 *   BLIND_STRIDE   steps between neighbours of the chain
 *   BLIND_EXTRA    additions beside the chain, per tick
 */
#ifndef TKG_TESTS_BLIND_SPOT_H
#define TKG_TESTS_BLIND_SPOT_H

#include <stddef.h>
#include <stdint.h>

#include <tickgate/engine.h>

enum {
    TABLE_COUNT = 1 << 18, /* 1 MiB: beyond the first cache, within reach of the last */
    CHAIN_COUNT = 4096,    /* links that are visited, one after the other */
    STEPS = 14,            /* per tick */
};

struct blind_spot {
    struct tkg_allocator allocator;
    uint64_t tick_count;
    uint64_t digest;
    uint64_t extra;
    uint32_t at;
    uint32_t table[TABLE_COUNT];
};

/* Data, not code: the compiler cannot make other instructions of another stride. */
static volatile uint32_t stride = BLIND_STRIDE;

static int blind_create(const struct tkg_engine_config *config, void **made)
{
    struct blind_spot *engine =
        config->allocator->allocate(config->allocator->context, sizeof *engine, 64);
    if (!engine) {
        return TKG_ENGINE_FAILED;
    }
    engine->allocator = *config->allocator;
    const uint32_t step = stride;
    for (uint32_t i = 0; i < CHAIN_COUNT; i++) {
        const uint32_t next = (i + 1) % CHAIN_COUNT;
        engine->table[i * step % TABLE_COUNT] =
            next * step % TABLE_COUNT; /* step is odd: no two meet */
    }
    *made = engine;
    return TKG_ENGINE_OK;
}

static void blind_reset(void *self)
{
    struct blind_spot *engine = self;
    engine->tick_count = 0;
    engine->digest = 0;
    engine->extra = 0;
    engine->at = 0;
}

/* The function that is to be named. */
static __attribute__((noinline)) uint32_t follow_chain(const uint32_t *table, uint32_t at)
{
    for (int step = 0; step < STEPS; step++) {
        at = table[at];
        at += 2; /* what a load in the first cache hides behind: nothing is folded */
        __asm__ volatile("" : "+r"(at));
        at -= 1;
        __asm__ volatile("" : "+r"(at));
        at -= 1;
        __asm__ volatile("" : "+r"(at));
    }
    return at;
}

static __attribute__((noinline)) void add_beside(struct blind_spot *engine, uint64_t value)
{
    for (int i = 0; i < BLIND_EXTRA; i++) {
        engine->extra += value;
        __asm__ volatile("" : : : "memory");
    }
}

static int blind_on_ticks(void *self, const struct tkg_tick *ticks, size_t tick_count)
{
    struct blind_spot *engine = self;
    for (size_t i = 0; i < tick_count; i++) {
        engine->at = follow_chain(engine->table, engine->at);
        engine->digest = engine->digest * 31 + (uint64_t)ticks[i].time_ns;
        if (BLIND_EXTRA > 0) {
            add_beside(engine, (uint64_t)ticks[i].time_ns);
        }
    }
    engine->tick_count += tick_count;
    return TKG_ENGINE_OK;
}

static int blind_finish(void *self, struct tkg_engine_report *report)
{
    const struct blind_spot *engine = self;
    report->processed_tick_count = engine->tick_count;
    report->digest = engine->digest ^ engine->tick_count << 40;
    return TKG_ENGINE_OK;
}

static void blind_destroy(void *self)
{
    struct blind_spot *engine = self;
    engine->allocator.release(engine->allocator.context, engine, sizeof *engine);
}

TKG_ENGINE_EXPORT const struct tkg_engine_ops *tkg_engine_entry(uint32_t host_abi_version)
{
    static const struct tkg_engine_ops ops = {
        .abi_version = TKG_ENGINE_ABI_VERSION,
        .struct_bytes = sizeof(struct tkg_engine_ops),
        .name = "blind_spot",
        .create = blind_create,
        .reset = blind_reset,
        .on_ticks = blind_on_ticks,
        .finish = blind_finish,
        .destroy = blind_destroy,
    };
    return host_abi_version == TKG_ENGINE_ABI_VERSION ? &ops : NULL;
}

#endif
