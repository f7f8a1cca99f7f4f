/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_pool.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tickgate/benchmark_types.h>

struct tkg_gbench_block {
    struct tkg_gbench_block *before;
    max_align_t memory[];
};

void tkg_gbench_out_of_memory(void)
{
    static const char text[] = "benchmark: out of memory\n";
    (void)!write(STDERR_FILENO, text, sizeof(text) - 1);
    _exit(TKG_BENCHMARK_INTERNAL); /* exit() would allocate */
}

void *tkg_gbench_pool_take(struct tkg_gbench_pool *pool, size_t count, size_t bytes)
{
    if (bytes != 0 && count > (SIZE_MAX / 2 - sizeof(struct tkg_gbench_block)) / bytes) {
        tkg_gbench_out_of_memory();
    }
    struct tkg_gbench_block *block = calloc(1, sizeof(*block) + count * bytes);
    if (block == NULL) {
        tkg_gbench_out_of_memory();
    }
    block->before = pool->last;
    pool->last = block;
    return block->memory;
}

char *tkg_gbench_pool_copy(struct tkg_gbench_pool *pool, const char *text)
{
    size_t bytes = strlen(text) + 1;
    return memcpy(tkg_gbench_pool_take(pool, bytes, 1), text, bytes);
}

char *tkg_gbench_pool_print(struct tkg_gbench_pool *pool, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    size_t bytes = length < 0 ? 1 : (size_t)length + 1;
    char *text = tkg_gbench_pool_take(pool, bytes, 1);
    (void)vsnprintf(text, bytes, format, again);
    va_end(again);
    return text;
}

void tkg_gbench_pool_release(struct tkg_gbench_pool *pool)
{
    while (pool->last != NULL) {
        struct tkg_gbench_block *block = pool->last;
        pool->last = block->before;
        free(block);
    }
}

void *tkg_gbench_grow(void *array, size_t used, size_t *capacity, size_t bytes)
{
    if (used < *capacity) {
        return array;
    }
    size_t wanted = *capacity == 0 ? 8 : *capacity * 2;
    void *grown = wanted > SIZE_MAX / 2 / bytes ? NULL : realloc(array, wanted * bytes);
    if (grown == NULL) {
        tkg_gbench_out_of_memory();
    }
    *capacity = wanted;
    return grown;
}
