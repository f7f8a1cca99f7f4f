/* SPDX-License-Identifier: Apache-2.0
 *
 * Asks for memory six times a tick, once each way: 24 + 2 * 8 + 40 + 64 + 128 + 32 = 304 bytes; one
 * of the six is the realloc of the first, so that five are given back. create and finish ask, too,
 * which must not count. The fifth is from the host's allocator.
 */
#define MISBEHAVE_CREATE start(config)
#define MISBEHAVE_REPORT kept = malloc(500)
#define MISBEHAVE_TICKS allocate_for_each(engine, tick_count)
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <tickgate/engine.h>

struct misbehaving_engine;
static void start(const struct tkg_engine_config *config);
static void allocate_for_each(struct misbehaving_engine *engine, size_t tick_count);
static void *volatile kept; /* volatile, here and below, or the compiler leaves the calls out */
#include "misbehaving.h"

static void start(const struct tkg_engine_config *config)
{
    (void)config;
    kept = malloc(1000);
}

static void allocate_for_each(struct misbehaving_engine *engine, size_t tick_count)
{
    const struct tkg_allocator *allocator = &engine->allocator;
    for (size_t i = 0; i < tick_count; i++) {
        void *volatile first = malloc(24);
        void *volatile second = calloc(2, 8);
        void *third = NULL;
        first = realloc(first, 40);
        (void)posix_memalign(&third, 64, 64);
        void *volatile fourth = allocator->allocate(allocator->context, 128, 64);
        void *volatile fifth = aligned_alloc(32, 32);
        free(first);
        free(second);
        free(third);
        allocator->release(allocator->context, fourth, 128);
        free(fifth);
    }
}
