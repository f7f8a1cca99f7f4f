/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared by the tests of harness/config: files of the repository, and a malloc that fails on
 * request. Define CONFIG_CHECK_MALLOC before including to get the latter.
 */
#ifndef TKG_TEST_CONFIG_CHECK_H
#define TKG_TEST_CONFIG_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SHIPPED_BYTES_MAX = 65536 };

/* Reads "thresholds/floors.yaml" of the source tree that this header lies in; the file name of a
 * compiled source is absolute. Zero-terminated; returns the length. */
static inline size_t read_shipped(const char *relative, char out[SHIPPED_BYTES_MAX])
{
    static const char here[] = "tests/unit/config/config_check.h";
    char path[4096];
    int root_length = (int)(strlen(__FILE__) - strlen(here));
    (void)snprintf(path, sizeof(path), "%.*s%s", root_length, __FILE__, relative);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(out, 1, SHIPPED_BYTES_MAX - 1, file);
    (void)fclose(file);
    assert_true(length > 0 && length < SHIPPED_BYTES_MAX - 1);
    out[length] = '\0';
    return length;
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define CONFIG_CHECK_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CONFIG_CHECK_SANITIZED 1
#endif

#ifdef CONFIG_CHECK_MALLOC
#ifdef CONFIG_CHECK_SANITIZED

/* The sanitizers own malloc: such tests are skipped, visibly, in those builds. They call this
 * before anything else, so that skipping leaks nothing. */
static inline void fail_allocation(long number)
{
    (void)number;
    skip();
}

#else

/* How many allocations still succeed; negative: all do. */
static long allocations_left = -1;

static inline void fail_allocation(long number)
{
    allocations_left = number;
}

static inline bool may_allocate(void)
{
    if (allocations_left == 0) {
        return false;
    }
    allocations_left -= allocations_left > 0 ? 1 : 0;
    return true;
}

/* glibc's own names of its allocator. */
void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *old, size_t bytes);

void *malloc(size_t bytes)
{
    return may_allocate() ? __libc_malloc(bytes) : NULL;
}

void *calloc(size_t count, size_t bytes)
{
    return may_allocate() ? __libc_calloc(count, bytes) : NULL;
}

void *realloc(void *old, size_t bytes)
{
    return may_allocate() ? __libc_realloc(old, bytes) : NULL;
}

#endif
#endif

#endif
