/* SPDX-License-Identifier: Apache-2.0
 *
 * Definitions in the program come before those of shared libraries, for the C library's own calls
 * and for objects opened later, too. glibc offers its own functions under a second name for this
 * (its manual, "Replacing malloc"), which spares looking them up: dlsym() itself allocates.
 */
#include "measure/allocation_count.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

/* NOLINTBEGIN(readability-identifier-naming,readability-inconsistent-declaration-parameter-name):
 * the C library chose these names, and its headers have their own for the parameters. */
extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *memory, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);
extern void __libc_free(void *memory);

/* Of the C library, but declared in a header that is not everywhere. */
void *memalign(size_t alignment, size_t bytes);
size_t malloc_usable_size(void *memory);

static atomic_bool is_counting;
static atomic_uint_fast64_t allocation_count;
static atomic_uint_fast64_t allocated_bytes;
static atomic_uint_fast64_t release_count;
static atomic_int_fast64_t live_bytes;

bool tkg_allocation_count_is_available(void)
{
    return true;
}

void tkg_allocation_count_begin(void)
{
    atomic_store_explicit(&is_counting, true, memory_order_relaxed);
}

void tkg_allocation_count_end(void)
{
    atomic_store_explicit(&is_counting, false, memory_order_relaxed);
}

struct tkg_allocation_count tkg_allocation_count_read(void)
{
    return (struct tkg_allocation_count){
        .allocation_count = atomic_load_explicit(&allocation_count, memory_order_relaxed),
        .allocated_bytes = atomic_load_explicit(&allocated_bytes, memory_order_relaxed),
        .release_count = atomic_load_explicit(&release_count, memory_order_relaxed),
        .live_bytes = atomic_load_explicit(&live_bytes, memory_order_relaxed),
    };
}

static bool counts(void)
{
    return atomic_load_explicit(&is_counting, memory_order_relaxed);
}

/* What a piece of memory holds, which is what giving it back will free: the size asked for is not
 * known any more by then. */
static int_fast64_t held_bytes(void *memory)
{
    return memory ? (int_fast64_t)malloc_usable_size(memory) : 0;
}

static void add_live(int_fast64_t bytes)
{
    atomic_fetch_add_explicit(&live_bytes, bytes, memory_order_relaxed);
}

/* Returns memory; what failed is not counted. */
static void *counted(void *memory, size_t bytes)
{
    if (memory && counts()) {
        add_live(held_bytes(memory));
        atomic_fetch_add_explicit(&allocation_count, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&allocated_bytes, bytes, memory_order_relaxed);
    }
    return memory;
}

static void count_release(void *memory)
{
    if (memory && counts()) {
        add_live(-held_bytes(memory));
        atomic_fetch_add_explicit(&release_count, 1, memory_order_relaxed);
    }
}

void *malloc(size_t bytes)
{
    return counted(__libc_malloc(bytes), bytes);
}

void *calloc(size_t count, size_t bytes)
{
    return counted(__libc_calloc(count, bytes), count * bytes); /* it checked the product */
}

/* Moved or not, it was a request for memory; the old piece is held no more, unless it failed. */
void *realloc(void *memory, size_t bytes)
{
    if (bytes == 0) {
        count_release(memory);
        return counted(__libc_realloc(memory, 0), 0);
    }
    int_fast64_t held_before = counts() ? held_bytes(memory) : 0;
    void *made = counted(__libc_realloc(memory, bytes), bytes);
    if (made && counts()) {
        add_live(-held_before);
    }
    return made;
}

void *memalign(size_t alignment, size_t bytes)
{
    return counted(__libc_memalign(alignment, bytes), bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
    return counted(__libc_memalign(alignment, bytes), bytes);
}

/* As POSIX has it: a power of two that is a multiple of a pointer's size, and errno untouched. */
int posix_memalign(void **memory, size_t alignment, size_t bytes)
{
    int errno_before = errno;
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) {
        return EINVAL;
    }
    void *made = counted(__libc_memalign(alignment, bytes), bytes);
    errno = errno_before;
    if (!made) {
        return ENOMEM;
    }
    *memory = made;
    return 0;
}

void free(void *memory)
{
    count_release(memory);
    __libc_free(memory);
}
/* NOLINTEND(readability-identifier-naming,readability-inconsistent-declaration-parameter-name) */
