/* SPDX-License-Identifier: Apache-2.0
 *
 * In which order CPUs are given to threads that are to disturb one another least.
 */
#ifndef TKG_HOST_CPU_SPREAD_H
#define TKG_HOST_CPU_SPREAD_H

#include <stddef.h>

enum { TKG_CPU_SPREAD_MAX = 1024 };

/* The CPUs that this thread may use: first one of each core, from the last core down (CPU 0 often
 * serves interrupts), then the second hardware threads of the cores, and so on.
 * cpus     room for cpu_max (at most TKG_CPU_SPREAD_MAX are ever given)
 * returns  how many; 0 when the affinity mask is unknown. Where the machine does not say which CPUs
 *          share a core, each counts as a core of its own.
 * cost     about 10 us for each CPU: the kernel's description of its core is read */
size_t tkg_cpu_spread(int *cpus, size_t cpu_max);

/* The same for CPUs of which the cores are known; pure.
 * cpus   count of them, rising; reordered in place
 * cores  the core of each, any numbers; reordered with them */
void tkg_cpu_spread_order(int *cpus, int *cores, size_t count);

#endif
