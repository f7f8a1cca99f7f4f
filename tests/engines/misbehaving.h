/* SPDX-License-Identifier: Apache-2.0
 *
 * The skeleton of the misbehaving engines: a well-behaved engine that counts ticks and hashes their
 * times. Each engine overrides the one thing it does wrong by defining a macro before the include:
 *
 *   MISBEHAVE_CREATE   statements run in create(); may return
 *   MISBEHAVE_TICKS    statements run in on_ticks() after counting; may return
 *   MISBEHAVE_REPORT   statements run in finish() on *report
 *   MISBEHAVE_TABLE    designated initialisers that replace members of the table
 *   MISBEHAVE_ENTRY    statements run in tkg_engine_entry() before it returns the table
 *
 * In them: engine (struct misbehaving_engine *), config, ticks, tick_count, report.
 */
#ifndef TKG_TESTS_MISBEHAVING_H
#define TKG_TESTS_MISBEHAVING_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <tickgate/engine.h>

#ifndef MISBEHAVE_CREATE
#define MISBEHAVE_CREATE
#endif
#ifndef MISBEHAVE_TICKS
#define MISBEHAVE_TICKS
#endif
#ifndef MISBEHAVE_REPORT
#define MISBEHAVE_REPORT
#endif
#ifndef MISBEHAVE_TABLE
#define MISBEHAVE_TABLE
#endif
#ifndef MISBEHAVE_ENTRY
#define MISBEHAVE_ENTRY
#endif
/* Overridden members come after the good ones in the table: that is the point here. */
#if defined(__clang__)
#pragma clang diagnostic ignored "-Winitializer-overrides"
#else
#pragma GCC diagnostic ignored "-Woverride-init"
#endif

struct misbehaving_engine {
    struct tkg_allocator allocator;
    uint64_t tick_count;
    uint64_t digest;
};

static int misbehaving_create(const struct tkg_engine_config *config, void **made)
{
    struct misbehaving_engine *engine = config->allocator->allocate(
        config->allocator->context, sizeof *engine, _Alignof(struct misbehaving_engine));
    if (!engine) {
        return TKG_ENGINE_FAILED;
    }
    engine->allocator = *config->allocator;
    MISBEHAVE_CREATE;
    *made = engine;
    return TKG_ENGINE_OK;
}

static void misbehaving_reset(void *self)
{
    struct misbehaving_engine *engine = self;
    engine->tick_count = 0;
    engine->digest = 0;
}

static int misbehaving_on_ticks(void *self, const struct tkg_tick *ticks, size_t tick_count)
{
    struct misbehaving_engine *engine = self;
    for (size_t i = 0; i < tick_count; i++) {
        /* The multiplier of Knuth's MMIX generator: any odd number would do. */
        engine->digest =
            engine->digest * UINT64_C(6364136223846793005) + (uint64_t)ticks[i].time_ns;
    }
    engine->tick_count += tick_count;
    MISBEHAVE_TICKS;
    return TKG_ENGINE_OK;
}

static int misbehaving_finish(void *self, struct tkg_engine_report *report)
{
    const struct misbehaving_engine *engine = self;
    report->processed_tick_count = engine->tick_count;
    report->digest = engine->digest + engine->tick_count;
    MISBEHAVE_REPORT;
    return TKG_ENGINE_OK;
}

static void misbehaving_destroy(void *self)
{
    struct misbehaving_engine *engine = self;
    const struct tkg_allocator allocator = engine->allocator;
    allocator.release(allocator.context, engine, sizeof *engine);
}

const struct tkg_engine_ops *tkg_engine_entry(uint32_t host_abi_version)
{
    static const struct tkg_engine_ops ops = {.abi_version = TKG_ENGINE_ABI_VERSION,
                                              .struct_bytes = sizeof(struct tkg_engine_ops),
                                              .name = "misbehaving",
                                              .create = misbehaving_create,
                                              .reset = misbehaving_reset,
                                              .on_ticks = misbehaving_on_ticks,
                                              .finish = misbehaving_finish,
                                              .destroy = misbehaving_destroy,
                                              MISBEHAVE_TABLE};
    (void)host_abi_version;
    MISBEHAVE_ENTRY;
    return &ops;
}

#endif
