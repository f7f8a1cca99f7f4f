/* SPDX-License-Identifier: Apache-2.0 */
#include "host/pressure.h"

#include <unistd.h>

#include "host/cgroup.h"
#include "host/counter_text.h"
#include "host/proc_file.h"

/* Two lines of at most 100 bytes. */
enum { TEXT_BYTES = 512 };

static void read_stall(const char *path, struct tkg_stall *stall)
{
    char text[TEXT_BYTES];
    (void)tkg_proc_read(path, text, sizeof(text)); /* "" on failure: unknown */
    tkg_stall_parse(text, stall);
}

void tkg_pressure_read(struct tkg_pressure *pressure)
{
    read_stall("/proc/pressure/cpu", &pressure->cpu);
    read_stall("/proc/pressure/memory", &pressure->memory);
    read_stall("/proc/pressure/io", &pressure->io);
}

int64_t tkg_pressure_cpu_us(void)
{
    struct tkg_stall stall;
    read_stall("/proc/pressure/cpu", &stall);
    return stall.some_us;
}

int64_t tkg_steal_ns(int cpu)
{
    enum { STAT_BYTES = 65536 }; /* 100 bytes for each of some 600 processors */
    char text[STAT_BYTES];
    int64_t ns;
    long ticks_per_s = sysconf(_SC_CLK_TCK);
    (void)tkg_proc_read("/proc/stat", text, sizeof(text));
    int64_t ticks = tkg_steal_parse(text, cpu);
    return ticks < 0 || __builtin_mul_overflow(ticks, 1000000000 / ticks_per_s, &ns) ? -1 : ns;
}

void tkg_load_read(double load[3])
{
    char text[TEXT_BYTES];
    (void)tkg_proc_read("/proc/loadavg", text, sizeof(text));
    tkg_load_parse(text, load);
}

static void read_group_stall(const char *prefix, const char *file, struct tkg_stall *stall)
{
    char text[TEXT_BYTES];
    (void)tkg_cgroup_read(prefix, "", file, text, sizeof(text));
    tkg_stall_parse(text, stall);
}

void tkg_pressure_read_group(const char *prefix, struct tkg_pressure *pressure)
{
    read_group_stall(prefix, "cpu.pressure", &pressure->cpu);
    read_group_stall(prefix, "memory.pressure", &pressure->memory);
    read_group_stall(prefix, "io.pressure", &pressure->io);
}
