/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of the kernel's texts that hold counters: I/O, network, pressure, scheduling, control
 * groups. Pure functions of a string, as those of proc_text.h. Private to this room. What is absent
 * or malformed is -1, never 0.
 */
#ifndef TKG_HOST_COUNTER_TEXT_H
#define TKG_HOST_COUNTER_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "host/io_usage.h"
#include "host/pressure.h"

/* The number of the first line "key number" or "key: number" (/proc/self/io, cpu.stat, status).
 * A unit behind the number is not looked at. */
int64_t tkg_counter_value(const char *text, const char *key);

/* /proc/self/io. */
void tkg_io_usage_parse(const char *text, struct tkg_io_usage *usage);

/* /proc/self/net/dev: sums over all interfaces but lo, which stands apart. All -1 when no line is
 * an interface with its 16 numbers. */
void tkg_net_usage_parse(const char *text, struct tkg_net_usage *usage);

/* A pressure file (/proc/pressure/cpu, memory.pressure): total microseconds of both lines. */
void tkg_stall_parse(const char *text, struct tkg_stall *stall);

/* "1000 200 3" of schedstat: nanoseconds on a CPU and waiting for one. */
void tkg_schedstat_parse(const char *text, int64_t *cpu_ns, int64_t *wait_ns);

/* /proc/stat: steal of one processor, or of all together for cpu < 0, in ticks of USER_HZ. */
int64_t tkg_steal_parse(const char *text, int cpu);

/* The same of idle and of waiting for a device, which is idle time, too, together. */
int64_t tkg_idle_parse(const char *text, int cpu);

/* The three averages of /proc/loadavg; NaN each when malformed. */
void tkg_load_parse(const char *text, double load[3]);

#endif
