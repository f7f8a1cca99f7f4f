/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/host_allocator.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT_MAX = 4096 }; /* engine.h promises up to this */

/* Alignments below a pointer's are raised to it: posix_memalign asks for that. */
static size_t usable_alignment(size_t alignment)
{
    return alignment < sizeof(void *) ? sizeof(void *) : alignment;
}

static void *allocate(void *context, size_t bytes, size_t alignment)
{
    struct tkg_host_allocator *allocator = context;
    void *memory = NULL;
    size_t aligned = usable_alignment(alignment);
    if (bytes == 0 || aligned > ALIGNMENT_MAX || (aligned & (aligned - 1)) != 0 ||
        posix_memalign(&memory, aligned, bytes) != 0) {
        return NULL;
    }
    memset(memory, 0, bytes);
    allocator->allocation_count++;
    allocator->live_bytes += bytes;
    if (allocator->live_bytes > allocator->peak_bytes) {
        allocator->peak_bytes = allocator->live_bytes;
    }
    return memory;
}

static void release(void *context, void *memory, size_t bytes)
{
    struct tkg_host_allocator *allocator = context;
    if (memory) {
        allocator->live_bytes -= bytes;
        free(memory);
    }
}

void tkg_host_allocator_init(struct tkg_host_allocator *allocator)
{
    *allocator = (struct tkg_host_allocator){0};
    allocator->interface.context = allocator;
    allocator->interface.allocate = allocate;
    allocator->interface.release = release;
}
