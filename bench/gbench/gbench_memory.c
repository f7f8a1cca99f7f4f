/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t resident_at_start;

/* A line of /proc/self/status in bytes, e.g. "VmHWM:"; -1: not known. */
static int64_t status_bytes(const char *key)
{
    char line[128];
    long long kib = -1;
    FILE *file = fopen("/proc/self/status", "re");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        if (strncmp(line, key, strlen(key)) == 0) {
            const char *number = line + strlen(key);
            char *end = NULL;
            kib = strtoll(number, &end, 10);
            kib = end == number ? -1 : kib;
            break;
        }
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return kib < 0 ? -1 : (int64_t)kib * 1024;
}

/* proc(5): "5" to clear_refs sets the resident peak back to what is resident now. */
static bool reset_resident_peak(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "we");
    if (file == NULL) {
        return false;
    }
    bool written = fputs("5", file) >= 0;
    return fclose(file) == 0 && written;
}

bool tkg_gbench_heap_is_counted(void)
{
    return tkg_gbench_heap_start != NULL && tkg_gbench_heap_stop != NULL;
}

void tkg_gbench_memory_clear(struct tkg_benchmark_memory *figures)
{
    *figures = (struct tkg_benchmark_memory){0, -1, NAN, -1, -1, -1, -1};
}

void tkg_gbench_memory_start(void)
{
    resident_at_start = reset_resident_peak() ? status_bytes("VmRSS:") : -1;
    if (tkg_gbench_heap_is_counted()) {
        tkg_gbench_heap_start();
    }
}

void tkg_gbench_memory_stop(struct tkg_benchmark_memory *figures, int64_t iterations)
{
    struct tkg_gbench_heap_counts counts;
    tkg_gbench_memory_clear(figures);
    figures->iterations = iterations;
    if (tkg_gbench_heap_is_counted()) {
        tkg_gbench_heap_stop(&counts); /* first: reading the peak allocates */
        figures->allocations = counts.allocations;
        figures->allocations_per_iteration = (double)counts.allocations / (double)iterations;
        figures->max_bytes_used = counts.live_bytes_peak;
        figures->total_allocated_bytes = counts.total_bytes;
        figures->net_heap_growth = counts.live_bytes;
    }
    int64_t peak = resident_at_start < 0 ? -1 : status_bytes("VmHWM:");
    figures->resident_bytes_peak = peak < 0 ? -1 : peak - resident_at_start;
}
