/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory that is given back all at once: a registered family, or the rows of one batch. Out of
 * memory ends the process with status 70, since nothing sensible could be reported without any.
 */
#ifndef TKG_GBENCH_POOL_H
#define TKG_GBENCH_POOL_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tkg_gbench_pool {
    struct tkg_gbench_block *last; /* NULL: empty */
};

/* count * bytes zeroed bytes, aligned for any type; never NULL. */
void *tkg_gbench_pool_take(struct tkg_gbench_pool *pool, size_t count, size_t bytes);

char *tkg_gbench_pool_copy(struct tkg_gbench_pool *pool, const char *text);

char *tkg_gbench_pool_print(struct tkg_gbench_pool *pool, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void tkg_gbench_pool_release(struct tkg_gbench_pool *pool);

/* Room for one more element in an array that grows by doubling; the array belongs to free(). */
void *tkg_gbench_grow(void *array, size_t used, size_t *capacity, size_t bytes);

/* Prints "out of memory" and ends the process with status 70. */
void tkg_gbench_out_of_memory(void) __attribute__((noreturn));

#ifdef __cplusplus
}
#endif

#endif
