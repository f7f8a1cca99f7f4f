/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>

#include "engine/host_allocator.h"
#include "measure/allocation_count.h"

/* Volatile, or the compiler leaves out what is given back at once. */
static void *volatile kept;

static struct tkg_allocation_count since(const struct tkg_allocation_count *before)
{
    struct tkg_allocation_count now = tkg_allocation_count_read();
    now.allocation_count -= before->allocation_count;
    now.allocated_bytes -= before->allocated_bytes;
    now.release_count -= before->release_count;
    return now;
}

static void assert_counts(const struct tkg_allocation_count *got, uint64_t allocations,
                          uint64_t bytes, uint64_t releases)
{
    assert_int_equal(got->allocation_count, allocations);
    assert_int_equal(got->allocated_bytes, bytes);
    assert_int_equal(got->release_count, releases);
}

/* 10 + 3 * 7 + 100 + 64 + 128 + 32 + 6 = 361, the last for five letters and their end. */
static void every_way_to_ask_for_memory_is_one_allocation(void **state)
{
    (void)state;
    void *aligned = NULL;
    struct tkg_allocation_count before = tkg_allocation_count_read();
    tkg_allocation_count_begin();
    void *volatile first = malloc(10);
    void *volatile second = calloc(3, 7);
    first = realloc(first, 100);
    int result = posix_memalign(&aligned, 64, 64);
    void *volatile fourth = aligned_alloc(128, 128);
    void *volatile fifth = memalign(32, 32);
    void *volatile sixth = strdup("ticks"); /* the C library's own call */
    free(first);
    free(second);
    free(aligned);
    free(fourth);
    free(fifth);
    free(sixth);
    tkg_allocation_count_end();
    struct tkg_allocation_count counted = since(&before);
    assert_int_equal(result, 0);
    assert_counts(&counted, 7, 361, 6);
}

static void nothing_is_counted_outside_begin_and_end(void **state)
{
    (void)state;
    struct tkg_allocation_count before = tkg_allocation_count_read();
    kept = malloc(100);
    tkg_allocation_count_begin();
    tkg_allocation_count_end();
    free(kept);
    struct tkg_allocation_count counted = since(&before);
    assert_counts(&counted, 0, 0, 0);
}

static void stretches_add_up(void **state)
{
    (void)state;
    struct tkg_allocation_count before = tkg_allocation_count_read();
    for (int i = 0; i < 3; i++) {
        tkg_allocation_count_begin();
        kept = malloc(8);
        tkg_allocation_count_end();
        free(kept);
    }
    struct tkg_allocation_count counted = since(&before);
    assert_counts(&counted, 3, 24, 0);
}

static void free_of_null_and_realloc_to_nothing_are_told_apart(void **state)
{
    (void)state;
    void *volatile memory = malloc(16);
    struct tkg_allocation_count before = tkg_allocation_count_read();
    tkg_allocation_count_begin();
    free(NULL);
    kept = realloc(memory, 0);
    tkg_allocation_count_end();
    struct tkg_allocation_count counted = since(&before);
    assert_counts(&counted, 0, 0, 1);
}

static void what_fails_is_not_counted(void **state)
{
    (void)state;
    void *memory = &memory;
    volatile size_t huge = PTRDIFF_MAX;
    struct tkg_allocation_count before = tkg_allocation_count_read();
    tkg_allocation_count_begin();
    void *volatile none = malloc(huge);
    void *volatile product = calloc(huge, 16);
    int odd = posix_memalign(&memory, 3, 16);
    int small = posix_memalign(&memory, 2, 16);
    errno = 5;
    int large = posix_memalign(&memory, 64, huge);
    int errno_after = errno;
    tkg_allocation_count_end();
    struct tkg_allocation_count counted = since(&before);
    assert_null(none);
    assert_null(product);
    assert_int_equal(odd, EINVAL);
    assert_int_equal(small, EINVAL);
    assert_int_equal(large, ENOMEM);
    assert_int_equal(errno_after, 5); /* POSIX: it is returned, not set */
    assert_ptr_equal(memory, &memory);
    assert_counts(&counted, 0, 0, 0);
}

static void aligned_memory_is_aligned(void **state)
{
    (void)state;
    void *memory = NULL;
    assert_int_equal(posix_memalign(&memory, 4096, 100), 0);
    assert_int_equal((uintptr_t)memory % 4096, 0);
    free(memory);
    memory = aligned_alloc(256, 512);
    assert_int_equal((uintptr_t)memory % 256, 0);
    free(memory);
}

/* An engine that takes memory from the host after create() allocates, too. */
static void the_host_s_allocator_is_counted(void **state)
{
    (void)state;
    struct tkg_host_allocator allocator;
    tkg_host_allocator_init(&allocator);
    struct tkg_allocation_count before = tkg_allocation_count_read();
    tkg_allocation_count_begin();
    void *memory = allocator.interface.allocate(&allocator, 200, 64);
    allocator.interface.release(&allocator, memory, 200);
    tkg_allocation_count_end();
    struct tkg_allocation_count counted = since(&before);
    assert_counts(&counted, 1, 200, 1);
}

/* What pass M relies on: an object opened later finds this program's malloc first. */
static void objects_opened_later_use_these_functions(void **state)
{
    (void)state;
    void *symbol = dlsym(RTLD_DEFAULT, "malloc");
    void *(*function)(size_t) = malloc;
    assert_memory_equal(&symbol, &function, sizeof(symbol));
}

/* What is held is what malloc_usable_size says, whichever way it was had; giving back undoes it. */
static void held_bytes_rise_and_fall_with_the_memory(void **state)
{
    (void)state;
    int64_t before = tkg_allocation_count_read().live_bytes;
    tkg_allocation_count_begin();
    void *volatile first = malloc(8);
    void *volatile second = calloc(3, 100);
    first = realloc(first, 5000);
    tkg_allocation_count_end();
    int64_t held = (int64_t)(malloc_usable_size(first) + malloc_usable_size(second));
    assert_true(held >= 5300);
    assert_int_equal(tkg_allocation_count_read().live_bytes - before, held);
    tkg_allocation_count_begin();
    free(first);
    second = realloc(second, 0);
    tkg_allocation_count_end();
    assert_int_equal(tkg_allocation_count_read().live_bytes, before);
    free(second);
}

/* Asking for too much fails, and the old piece is still there. */
static void failed_realloc_holds_what_it_held(void **state)
{
    (void)state;
    int64_t before = tkg_allocation_count_read().live_bytes;
    tkg_allocation_count_begin();
    void *volatile memory = malloc(100);
    volatile size_t too_much = SIZE_MAX / 4;
    void *volatile grown = realloc(memory, too_much);
    tkg_allocation_count_end();
    assert_null(grown);
    assert_int_equal(tkg_allocation_count_read().live_bytes - before,
                     (int64_t)malloc_usable_size(memory));
    free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_to_ask_for_memory_is_one_allocation),
        cmocka_unit_test(nothing_is_counted_outside_begin_and_end),
        cmocka_unit_test(stretches_add_up),
        cmocka_unit_test(free_of_null_and_realloc_to_nothing_are_told_apart),
        cmocka_unit_test(what_fails_is_not_counted),
        cmocka_unit_test(aligned_memory_is_aligned),
        cmocka_unit_test(the_host_s_allocator_is_counted),
        cmocka_unit_test(objects_opened_later_use_these_functions),
        cmocka_unit_test(held_bytes_rise_and_fall_with_the_memory),
        cmocka_unit_test(failed_realloc_holds_what_it_held),
    };
    if (!tkg_allocation_count_is_available()) {
        (void)printf("unavailable here: a sanitizer or the C library keeps malloc to itself\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
