/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory of a loop: heap calls where the heap counter (gbench_heap.c) is linked in, and the growth
 * of the process's resident peak on Linux. What is not known is -1.
 */
#ifndef TKG_GBENCH_MEMORY_H
#define TKG_GBENCH_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include <tickgate/benchmark_reporter.h>

void tkg_gbench_memory_start(void);

/* Fills in all of *figures for so many iterations since start. */
void tkg_gbench_memory_stop(struct tkg_benchmark_memory *figures, int64_t iterations);

/* All figures unknown, no iterations. */
void tkg_gbench_memory_clear(struct tkg_benchmark_memory *figures);

/* Is gbench_heap.c linked in? */
bool tkg_gbench_heap_is_counted(void);

/* What gbench_heap.c counts, process-wide, between start and stop. */
struct tkg_gbench_heap_counts {
    int64_t allocations;
    int64_t total_bytes;
    int64_t live_bytes; /* may be negative: freed what was there before */
    int64_t live_bytes_peak;
};
void tkg_gbench_heap_start(void) __attribute__((weak));
void tkg_gbench_heap_stop(struct tkg_gbench_heap_counts *counts) __attribute__((weak));

#endif
