/* SPDX-License-Identifier: Apache-2.0 */
#include "host/cpu_spread.h"

#include <stdint.h>
#include <stdio.h>

#include "base/check.h"
#include "host/cpu.h"
#include "host/proc_file.h"
#include "host/proc_text.h"

/* The first CPU of a core names it: "0,8" and "0-1" both begin with it. */
static int core_of(int cpu)
{
    char path[128];
    char line[128];
    (void)snprintf(path, sizeof(path),
                   "/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", cpu);
    if (!tkg_proc_read_line(path, line, sizeof(line))) {
        return cpu;
    }
    for (char *at = line; *at; at++) { /* a number alone is what tkg_word_number reads */
        *at = (char)(*at == ',' || *at == '-' ? '\0' : *at);
    }
    int64_t first = tkg_word_number(line, 0);
    return first >= 0 && first <= cpu ? (int)first : cpu;
}

/* How many CPUs of the same core stand before it. */
static size_t rank_of(const int *cores, size_t index)
{
    size_t rank = 0;
    for (size_t i = 0; i < index; i++) {
        rank += cores[i] == cores[index];
    }
    return rank;
}

void tkg_cpu_spread_order(int *cpus, int *cores, size_t count)
{
    int ordered_cpus[TKG_CPU_SPREAD_MAX];
    int ordered_cores[TKG_CPU_SPREAD_MAX];
    size_t filled = 0;
    TKG_ASSERT(count <= TKG_CPU_SPREAD_MAX);
    for (size_t rank = 0; filled < count; rank++) {
        for (size_t i = count; i-- > 0;) {
            if (rank_of(cores, i) == rank) {
                ordered_cpus[filled] = cpus[i];
                ordered_cores[filled++] = cores[i];
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        cpus[i] = ordered_cpus[i];
        cores[i] = ordered_cores[i];
    }
}

size_t tkg_cpu_spread(int *cpus, size_t cpu_max)
{
    int all[TKG_CPU_SPREAD_MAX];
    int cores[TKG_CPU_SPREAD_MAX];
    size_t count = tkg_cpu_list(all, TKG_CPU_SPREAD_MAX);
    for (size_t i = 0; i < count; i++) {
        cores[i] = core_of(all[i]);
    }
    tkg_cpu_spread_order(all, cores, count);
    count = count < cpu_max ? count : cpu_max;
    for (size_t i = 0; i < count; i++) {
        cpus[i] = all[i];
    }
    return count;
}
