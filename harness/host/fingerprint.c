/* SPDX-License-Identifier: Apache-2.0 */
#include "host/fingerprint.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

#include "base/text.h"
#include "host/cgroup.h"
#include "host/clock.h"
#include "host/cpu.h"
#include "host/fingerprint_hash.h"
#include "host/hypervisor.h"
#include "host/proc_file.h"
#include "host/proc_text.h"

#ifndef TKG_BUILD_TYPE
#define TKG_BUILD_TYPE "unknown"
#endif
#ifndef TKG_BUILD_FLAGS
#define TKG_BUILD_FLAGS ""
#endif

enum { TEXT_BYTES = TKG_FINGERPRINT_TEXT_BYTES, CACHE_INDEX_MAX = 8 };

/* The frequency is shown with three decimals: 10 ms calibrate to 1e-5
 * (docs/decisions/0010-cycle-clock-calibration.md). */
static const int64_t CALIBRATION_NS = 10000000;

#define CPU0 "/sys/devices/system/cpu/cpu0"

static void read_line(const char *path, char *out)
{
    (void)tkg_proc_read_line(path, out, TEXT_BYTES);
}

/* Sockets and cores of x86, where cpuinfo tells them ("siblings" are the threads of a socket), and
 * nodes of memory. */
static void read_topology(const char *cpuinfo, struct tkg_fingerprint *fingerprint)
{
    char siblings_text[TEXT_BYTES], cores_text[TEXT_BYTES], nodes[TEXT_BYTES];
    (void)tkg_line_value(cpuinfo, "siblings", siblings_text, TEXT_BYTES);
    (void)tkg_line_value(cpuinfo, "cpu cores", cores_text, TEXT_BYTES);
    const int64_t siblings = tkg_word_number(siblings_text, 0);
    const int64_t cores = tkg_word_number(cores_text, 0);
    read_line("/sys/devices/system/node/online", nodes);
    if (siblings >= 1 && cores >= 1) {
        const int64_t threads = tkg_cpu_online_count();
        const int64_t sockets = threads > siblings ? threads / siblings : 1;
        (void)snprintf(fingerprint->topology, TEXT_BYTES,
                       "%lld socket%s, %lld cores, %lld threads%s%.40s", (long long)sockets,
                       sockets == 1 ? "" : "s", (long long)sockets * (long long)cores,
                       (long long)threads, *nodes ? ", nodes " : "", nodes);
    }
}

static void read_names(struct tkg_fingerprint *fingerprint)
{
    char cpuinfo[TKG_PROC_TEXT_BYTES];
    struct utsname name;
    (void)tkg_proc_read("/proc/cpuinfo", cpuinfo, sizeof(cpuinfo));
    tkg_cpuinfo_model(cpuinfo, fingerprint->cpu_model, TEXT_BYTES);
    (void)tkg_line_value(cpuinfo, "microcode", fingerprint->microcode, TEXT_BYTES);
    tkg_hypervisor_name(cpuinfo, fingerprint->hypervisor, TEXT_BYTES);
    read_topology(cpuinfo, fingerprint);
    if (uname(&name) == 0) {
        (void)tkg_string_copy(fingerprint->architecture, TEXT_BYTES, name.machine);
        (void)snprintf(fingerprint->kernel, TEXT_BYTES, "%s %s", name.sysname, name.release);
    }
}

static void read_build(struct tkg_fingerprint *fingerprint)
{
    (void)tkg_string_copy(fingerprint->build_type, TEXT_BYTES, TKG_BUILD_TYPE);
    (void)tkg_string_copy(fingerprint->build_flags, TEXT_BYTES, TKG_BUILD_FLAGS);
#if defined(__GLIBC__)
    (void)snprintf(fingerprint->libc, TEXT_BYTES, "glibc %s", gnu_get_libc_version());
#endif
#if defined(__clang__)
    (void)snprintf(fingerprint->compiler, TEXT_BYTES, "clang %d.%d.%d", __clang_major__,
                   __clang_minor__, __clang_patchlevel__);
#elif defined(__GNUC__)
    (void)snprintf(fingerprint->compiler, TEXT_BYTES, "gcc %d.%d.%d", __GNUC__, __GNUC_MINOR__,
                   __GNUC_PATCHLEVEL__);
#endif
}

/* Instruction caches are left out: [1] is L1d. */
static void read_caches(struct tkg_fingerprint *fingerprint)
{
    for (int index = 0; index < CACHE_INDEX_MAX; index++) {
        char path[TEXT_BYTES], type[TEXT_BYTES], level_text[TEXT_BYTES], size[TEXT_BYTES];
        (void)snprintf(path, sizeof(path), CPU0 "/cache/index%d/type", index);
        read_line(path, type);
        (void)snprintf(path, sizeof(path), CPU0 "/cache/index%d/level", index);
        read_line(path, level_text);
        (void)snprintf(path, sizeof(path), CPU0 "/cache/index%d/size", index);
        read_line(path, size);
        int64_t level = tkg_word_number(level_text, 0);
        if (level >= 1 && level <= 3 && strcmp(type, "Instruction") != 0) {
            fingerprint->cache_bytes[level] = tkg_cache_size_bytes(size);
        }
    }
}

/* The generic switch first; intel_pstate has one of its own, the other way round. */
static void read_boost(struct tkg_fingerprint *fingerprint)
{
    char text[TEXT_BYTES];
    read_line("/sys/devices/system/cpu/cpufreq/boost", text);
    int64_t boost = tkg_word_number(text, 0);
    read_line("/sys/devices/system/cpu/intel_pstate/no_turbo", text);
    int64_t no_turbo = tkg_word_number(text, 0);
    fingerprint->boost_known = boost >= 0 || no_turbo >= 0;
    fingerprint->boost_enabled = boost >= 0 ? boost == 1 : no_turbo == 0;
}

static void read_settings(struct tkg_fingerprint *fingerprint)
{
    char text[TEXT_BYTES];
    read_line(CPU0 "/cpufreq/scaling_governor", fingerprint->governor);
    read_line("/sys/devices/system/clocksource/clocksource0/current_clocksource",
              fingerprint->clocksource);
    read_line("/sys/devices/system/cpu/vulnerabilities/spectre_v2", fingerprint->mitigations);
    read_line("/sys/kernel/mm/transparent_hugepage/enabled", text);
    tkg_bracketed_word(text, fingerprint->transparent_huge_pages, TEXT_BYTES);
    read_boost(fingerprint);
}

static void read_sizes(struct tkg_fingerprint *fingerprint)
{
    char meminfo[TKG_PROC_TEXT_BYTES];
    (void)tkg_proc_read("/proc/meminfo", meminfo, sizeof(meminfo));
    int64_t memory_bytes = tkg_line_bytes(meminfo, "MemTotal");
    fingerprint->memory_bytes = memory_bytes < 0 ? 0 : memory_bytes;
    fingerprint->cgroup_memory_max_bytes = tkg_cgroup_memory_max_bytes("");
    fingerprint->cgroup_cpu_quota = tkg_cgroup_cpu_quota("");
    fingerprint->cpu_online_count = tkg_cpu_online_count();
    fingerprint->cpu_usable_count = tkg_cpu_usable_count();
}

/* Which neighbours there were: it belongs to the occasion and is in no hash. */
static void read_pressure(struct tkg_fingerprint *fingerprint)
{
    char text[TKG_PROC_TEXT_BYTES];
    (void)tkg_proc_read("/proc/pressure/cpu", text, sizeof(text));
    fingerprint->cpu_pressure_percent = tkg_pressure_some_avg10(text);
}

static void read_counter(struct tkg_fingerprint *fingerprint)
{
    struct tkg_cycle_clock clock;
    bool usable = tkg_cycle_clock_calibrate(&clock, CALIBRATION_NS, NULL) == TKG_OK &&
                  clock.invariant && strcmp(clock.name, "tsc") == 0;
    fingerprint->tsc_ghz = usable ? 1.0 / clock.ns_per_cycle : NAN;
}

void tkg_fingerprint_read(struct tkg_fingerprint *fingerprint)
{
    *fingerprint = (struct tkg_fingerprint){0};
    read_names(fingerprint);
    read_build(fingerprint);
    read_caches(fingerprint);
    read_settings(fingerprint);
    read_sizes(fingerprint);
    read_counter(fingerprint);
    read_pressure(fingerprint);
    tkg_fingerprint_hash(fingerprint);
}
