/* SPDX-License-Identifier: Apache-2.0
 *
 * What a neighbour does to us. Pressure stall information: how long tasks stood still because a
 * resource was short. Steal: how long the hypervisor ran somebody else. Rising totals; the caller
 * subtracts. -1 where the kernel does not count it.
 */
#ifndef TKG_HOST_PRESSURE_H
#define TKG_HOST_PRESSURE_H

#include <stdint.h>

/* Microseconds in which at least one task waited, and in which all of them did. */
struct tkg_stall {
    int64_t some_us;
    int64_t full_us;
};

struct tkg_pressure {
    struct tkg_stall cpu;
    struct tkg_stall memory;
    struct tkg_stall io;
};

/* Of the machine (/proc/pressure). cost: about 10 us. */
void tkg_pressure_read(struct tkg_pressure *pressure);

/* Of the processor alone, "some": what a sampler reads often. -1 when unknown. cost: about 3 us. */
int64_t tkg_pressure_cpu_us(void);

/* What the hypervisor took from one processor, or from all together for cpu < 0, in nanoseconds;
 * the kernel tells it in steps of 10 ms. -1 when unknown. cost: 10 us and 1 us for each processor.
 */
int64_t tkg_steal_ns(int cpu);

/* Load averages over 1, 5 and 15 minutes; NaN when unknown. cost: about 3 us. */
void tkg_load_read(double load[3]);

/* Of this process's own control group, version 2 only (cpu.pressure and so on).
 * prefix  stands before every path; "" outside tests. cost: about 200 us. */
void tkg_pressure_read_group(const char *prefix, struct tkg_pressure *pressure);

#endif
