/* SPDX-License-Identifier: Apache-2.0
 *
 * Registered families: what the registration functions made, checked before the library sees it
 * (it aborts on what it does not like).
 */
#ifndef TKG_GBENCH_FAMILY_H
#define TKG_GBENCH_FAMILY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/benchmark.h>

#include "gbench_pool.h"

#ifdef __cplusplus
extern "C" {
#endif

struct tkg_gbench_statistic {
    const char *name;
    tkg_benchmark_statistic function;
    void *user;
    bool percentage;
};

struct tkg_benchmark {
    struct tkg_gbench_pool pool;
    const char *name;
    tkg_benchmark_function function;
    void *user;
    struct tkg_benchmark_options options; /* complete, whatever the caller's struct_bytes */
    bool arguments_set;
    size_t argument_count; /* length of each list; meaningful when arguments_set */
    int64_t *arguments;    /* list_count lists, one after the other */
    size_t list_count;
    size_t list_capacity;
    const char **argument_names;
    size_t argument_name_count;
    int *thread_counts;
    size_t thread_count_count;
    size_t thread_count_capacity;
    struct tkg_gbench_statistic statistics[TKG_BENCHMARK_STATISTIC_MAX];
    size_t statistic_count;
};

/* All families in the order of registration. */
struct tkg_benchmark *const *tkg_gbench_families(size_t *count);

/* How many registrations were refused since tkg_benchmark_clear(). */
size_t tkg_gbench_refused_count(void);

/* Sets tkg_benchmark_last_error(), says it on stderr, counts it; returns TKG_BENCHMARK_USAGE. */
int tkg_gbench_refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for what is wrong while running: does not count as a refused registration. */
void tkg_gbench_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#ifdef __cplusplus
}
#endif

#endif
