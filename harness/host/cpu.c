/* SPDX-License-Identifier: Apache-2.0 */
#include "host/cpu.h"

#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "host/cgroup.h"

/* Linux is built for at most 8,192 CPUs (the largest NR_CPUS of x86; 4,096 on arm64). */
enum { CPU_MAX = 8192 };

/* The CPU_*_S macros see one long mask here. */
struct cpu_mask {
    cpu_set_t parts[CPU_MAX / CPU_SETSIZE];
};

static bool read_mask(struct cpu_mask *mask)
{
    memset(mask, 0, sizeof(*mask));
    return sched_getaffinity(0, sizeof(*mask), mask->parts) == 0;
}

static bool has_cpu(const struct cpu_mask *mask, int cpu)
{
    return cpu >= 0 && cpu < CPU_MAX && CPU_ISSET_S((size_t)cpu, sizeof(*mask), mask->parts);
}

int tkg_cpu_online_count(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (int)count;
}

int tkg_cpu_usable_count(void)
{
    struct cpu_mask mask;
    int count = read_mask(&mask) ? CPU_COUNT_S(sizeof(mask), mask.parts) : tkg_cpu_online_count();
    double quota = tkg_cgroup_cpu_quota("");
    if (quota < count) { /* never for NaN: no limit */
        int whole = (int)quota;
        count = whole + (quota > whole ? 1 : 0);
    }
    return count < 1 ? 1 : count;
}

int tkg_cpu_preferred(void)
{
    struct cpu_mask mask;
    if (!read_mask(&mask)) {
        return -1;
    }
    for (int cpu = CPU_MAX - 1; cpu >= 0; cpu--) {
        if (has_cpu(&mask, cpu)) {
            return cpu;
        }
    }
    return -1;
}

/* The first, as tkg_cpu_preferred() is the last: numbered so, two threads of one core are rarely
 * the two. */
int tkg_cpu_beside(int cpu)
{
    struct cpu_mask mask;
    if (cpu < 0 || !read_mask(&mask)) {
        return -1;
    }
    for (int other = 0; other < CPU_MAX; other++) {
        if (other != cpu && has_cpu(&mask, other)) {
            return other;
        }
    }
    return -1;
}

size_t tkg_cpu_list(int *cpus, size_t cpu_max)
{
    struct cpu_mask mask;
    size_t count = 0;
    if (!read_mask(&mask)) {
        return 0;
    }
    for (int cpu = 0; cpu < CPU_MAX && count < cpu_max; cpu++) {
        if (has_cpu(&mask, cpu)) {
            cpus[count++] = cpu;
        }
    }
    return count;
}

int tkg_cpu_current(void)
{
    return sched_getcpu();
}

/* "0-3,8": the CPUs of mask as taskset(1) writes them. */
static void describe_mask(const struct cpu_mask *mask, struct tkg_text *text)
{
    for (int cpu = 0; cpu < CPU_MAX; cpu++) {
        int first = cpu;
        if (!has_cpu(mask, cpu)) {
            continue;
        }
        while (has_cpu(mask, cpu + 1)) {
            cpu++;
        }
        tkg_text_addf(text, cpu > first ? "%s%d-%d" : "%s%d", text->length > 0 ? "," : "", first,
                      cpu);
    }
}

enum tkg_status tkg_cpu_fail_pin(int cpu, int number, struct tkg_error *err)
{
    struct cpu_mask mask;
    if (!read_mask(&mask) || has_cpu(&mask, cpu)) {
        return tkg_fail(err, TKG_SYSTEM, "cannot pin to CPU %d: %s; run without pinning", cpu,
                        strerror(number));
    }
    struct tkg_text allowed = {0};
    describe_mask(&mask, &allowed);
    enum tkg_status status = tkg_fail(
        err, TKG_USAGE, "cannot pin to CPU %d: this thread may use only CPU %s; choose one of them",
        cpu, tkg_text_borrow(&allowed));
    tkg_text_deinit(&allowed);
    return status;
}

int tkg_cpu_move(int cpu)
{
    struct cpu_mask wanted = {0};
    if (cpu < 0 || cpu >= CPU_MAX) {
        return EINVAL;
    }
    CPU_SET_S((size_t)cpu, sizeof(wanted), wanted.parts);
    return sched_setaffinity(0, sizeof(wanted), wanted.parts) == 0 ? 0 : errno;
}

enum tkg_status tkg_cpu_pin(int cpu, struct tkg_error *err)
{
    struct cpu_mask mask;
    if (read_mask(&mask) && !has_cpu(&mask, cpu)) {
        return tkg_cpu_fail_pin(cpu, EINVAL, err);
    }
    if (cpu < 0 || cpu >= CPU_MAX) { /* only when the mask could not be read */
        return tkg_fail(err, TKG_USAGE, "there is no CPU %d", cpu);
    }
    int number = tkg_cpu_move(cpu);
    return number == 0 ? TKG_OK : tkg_cpu_fail_pin(cpu, number, err);
}
