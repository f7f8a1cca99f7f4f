/* SPDX-License-Identifier: Apache-2.0
 *
 * The allocator that the host hands to an engine: zeroed, touched memory, every call counted, so
 * that "allocations per tick" and "state bytes" are facts and first-touch faults lie outside timed
 * parts.
 */
#ifndef TKG_ENGINE_HOST_ALLOCATOR_H
#define TKG_ENGINE_HOST_ALLOCATOR_H

#include <stdint.h>

#include <tickgate/engine.h>

struct tkg_host_allocator {
    struct tkg_allocator interface; /* what the engine sees; its context is this struct */
    uint64_t allocation_count;
    uint64_t live_bytes;
    uint64_t peak_bytes;
};

/* Caller's storage; must not move while an engine uses it. */
void tkg_host_allocator_init(struct tkg_host_allocator *allocator);

#endif
