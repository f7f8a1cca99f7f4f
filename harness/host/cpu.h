/* SPDX-License-Identifier: Apache-2.0
 *
 * Which CPUs this process may use, and pinning to one.
 */
#ifndef TKG_HOST_CPU_H
#define TKG_HOST_CPU_H

#include <stddef.h>

#include "base/status.h"

int tkg_cpu_online_count(void);
/* The affinity mask and the cgroup CPU quota (v1 and v2) taken together, rounded up; >= 1. */
int tkg_cpu_usable_count(void);
/* The last CPU of the affinity mask (CPU 0 often serves interrupts); -1 when unknown. */
int tkg_cpu_preferred(void);
/* The first CPU of the affinity mask that is not cpu: for what runs beside a measured thread. -1
 * when there is no other, or cpu is -1. */
int tkg_cpu_beside(int cpu);
/* The CPUs of the affinity mask, rising, at most cpu_max of them; returns how many, 0 when the mask
 * is unknown. */
size_t tkg_cpu_list(int *cpus, size_t cpu_max);
/* CPU the caller runs on; -1 when unknown. cost: a few ns. */
int tkg_cpu_current(void);
/* Pins the calling thread. TKG_USAGE when cpu is not in the mask. */
enum tkg_status tkg_cpu_pin(int cpu, struct tkg_error *err) TKG_MUST_CHECK;
/* Pins the calling thread to a CPU that need not be in its mask: one that tkg_cpu_beside() found
 * before the process was pinned. 0, or the errno number of the kernel, which still holds to its
 * cpuset. */
int tkg_cpu_move(int cpu);
/* Says why pinning failed with the errno number: TKG_USAGE, with the CPUs to choose from, when cpu
 * is not in the mask, else TKG_SYSTEM. */
enum tkg_status tkg_cpu_fail_pin(int cpu, int number, struct tkg_error *err);

#endif
