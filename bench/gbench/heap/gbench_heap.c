/* SPDX-License-Identifier: Apache-2.0
 *
 * Counts heap calls by standing in front of glibc's malloc. Linked in only by programs that ask for
 * it (CMake: tickgate::benchmark_heap), because it lengthens every heap call of the program by a
 * test of one flag; see docs/decisions/0092. Nothing is counted outside start and stop.
 *
 * Without glibc, or under a sanitizer that replaces malloc itself, this file is empty and counts
 * are reported as unknown.
 */
#include <features.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define TKG_GBENCH_MALLOC_IS_TAKEN
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define TKG_GBENCH_MALLOC_IS_TAKEN
#endif

#ifdef TKG_GBENCH_MALLOC_IS_TAKEN
extern int tkg_gbench_heap_is_empty; /* a file must not be */
#else

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "../gbench_memory.h"

/* NOLINTBEGIN(readability-identifier-naming,readability-inconsistent-declaration-parameter-name):
 * the C library chose these names, and its headers have their own for the parameters. */
/* glibc's own, under names it exports for this purpose. */
extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *memory, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);
extern void __libc_free(void *memory);

static atomic_bool counting;
static atomic_llong allocations;
static atomic_llong total_bytes;
static atomic_llong live_bytes;
static atomic_llong live_bytes_peak;

static void count_taken(void *memory)
{
    if (memory == NULL) {
        return;
    }
    long long bytes = (long long)malloc_usable_size(memory);
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&total_bytes, bytes, memory_order_relaxed);
    long long live = atomic_fetch_add_explicit(&live_bytes, bytes, memory_order_relaxed) + bytes;
    long long peak = atomic_load_explicit(&live_bytes_peak, memory_order_relaxed);
    while (live > peak && !atomic_compare_exchange_weak(&live_bytes_peak, &peak, live)) {
    }
}

static void count_given_back(void *memory)
{
    if (memory != NULL) {
        atomic_fetch_sub_explicit(&live_bytes, (long long)malloc_usable_size(memory),
                                  memory_order_relaxed);
    }
}

static bool is_counting(void)
{
    return __builtin_expect(atomic_load_explicit(&counting, memory_order_relaxed), 0);
}

void *malloc(size_t bytes)
{
    void *memory = __libc_malloc(bytes);
    if (is_counting()) {
        count_taken(memory);
    }
    return memory;
}

void *calloc(size_t count, size_t bytes)
{
    void *memory = __libc_calloc(count, bytes);
    if (is_counting()) {
        count_taken(memory);
    }
    return memory;
}

void *realloc(void *memory, size_t bytes)
{
    if (!is_counting()) {
        return __libc_realloc(memory, bytes);
    }
    long long before = memory == NULL ? 0 : (long long)malloc_usable_size(memory);
    void *moved = __libc_realloc(memory, bytes);
    if (moved != NULL || bytes == 0) {
        atomic_fetch_sub_explicit(&live_bytes, before, memory_order_relaxed);
        count_taken(moved);
    }
    return moved;
}

void free(void *memory)
{
    if (is_counting()) {
        count_given_back(memory);
    }
    __libc_free(memory);
}

void *memalign(size_t alignment, size_t bytes)
{
    void *memory = __libc_memalign(alignment, bytes);
    if (is_counting()) {
        count_taken(memory);
    }
    return memory;
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
    return memalign(alignment, bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t bytes)
{
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) {
        return EINVAL;
    }
    void *taken = memalign(alignment, bytes);
    if (taken == NULL) {
        return ENOMEM;
    }
    *memory = taken;
    return 0;
}
/* NOLINTEND(readability-identifier-naming,readability-inconsistent-declaration-parameter-name) */

void tkg_gbench_heap_start(void)
{
    atomic_store(&allocations, 0);
    atomic_store(&total_bytes, 0);
    atomic_store(&live_bytes, 0);
    atomic_store(&live_bytes_peak, 0);
    atomic_store(&counting, true);
}

void tkg_gbench_heap_stop(struct tkg_gbench_heap_counts *counts)
{
    atomic_store(&counting, false);
    counts->allocations = atomic_load(&allocations);
    counts->total_bytes = atomic_load(&total_bytes);
    counts->live_bytes = atomic_load(&live_bytes);
    counts->live_bytes_peak = atomic_load(&live_bytes_peak);
}

#endif
