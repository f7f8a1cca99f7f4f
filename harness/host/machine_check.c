/* SPDX-License-Identifier: Apache-2.0 */
#include "host/machine_check.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/quantity.h"
#include "base/status.h"

/* Steal above 1 % is seen in intervals, above 5 % trials are flagged (measure/replay.c). */
static const double steal_share_limited = 0.01;
static const double steal_share_spoils = 0.05;
/* A busy machine shares caches and memory with us long before it takes our core. */
static const double load_per_cpu_limited = 0.5;
static const double load_per_cpu_spoils = 2.0;
static const double pressure_percent_limited = 10.0;
/* A run of the default suite peaks below 200 MB, the largest plot and its copies below 64 MB. */
static const double memory_bytes_wanted = 512e6;
static const double memory_bytes_needed = 200e6;
static const double room_bytes_wanted = 64e6;

static void found(struct tkg_machine_check *check, const char *format, ...) TKG_PRINTF(2, 3);

static void found(struct tkg_machine_check *check, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(check->found, sizeof(check->found), format, arguments);
    va_end(arguments);
}

static void lacks(struct tkg_machine_check *check, enum tkg_check_state state, const char *cost,
                  const char *next)
{
    check->state = state;
    check->cost = cost;
    check->next = next;
}

static void check_counter(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    if (isnan(state->counter_ghz)) {
        found(check, "does not count");
    } else {
        found(check, "%s, %.3f GHz, %.3g ns a read",
              state->counter_invariant ? "invariant" : "not invariant", state->counter_ghz,
              state->counter_read_ns);
    }
    if (!state->counter_invariant || isnan(state->counter_ghz)) {
        lacks(
            check, TKG_CHECK_MISSING,
            "blocks are timed by clock_gettime, 20 to 40 ns a read; single ticks are not resolved",
            "virtual machine: pass the host's counter through (QEMU: -cpu host,+invtsc)");
    }
}

static void check_clock_source(const struct tkg_machine_state *state,
                               struct tkg_machine_check *check)
{
    static const char *const fast[] = {"tsc", "kvm-clock", "arch_sys_counter",
                                       "hyperv_clocksource_tsc_page"};
    bool is_fast = false;
    for (size_t i = 0; i < sizeof(fast) / sizeof(fast[0]); i++) {
        is_fast = is_fast || strcmp(state->clock_source, fast[i]) == 0;
    }
    found(check, "%s of: %s", *state->clock_source ? state->clock_source : "unknown",
          *state->clock_sources ? state->clock_sources : "unknown");
    if (!is_fast) {
        lacks(check, TKG_CHECK_LIMITED, "reading CLOCK_MONOTONIC is a system call, up to 1 us",
              "echo tsc | sudo tee "
              "/sys/devices/system/clocksource/clocksource0/current_clocksource");
    }
}

static void check_hardware_counters(const struct tkg_machine_state *state,
                                    struct tkg_machine_check *check)
{
    found(check, state->has_hardware_counters ? "present" : "no PMU is offered");
    if (!state->has_hardware_counters) {
        lacks(check, TKG_CHECK_MISSING, "no instructions, cache or branch misses by hardware",
              "take a bare-metal machine or one with a virtual PMU; else count with valgrind");
    }
}

static void check_perf(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    if (state->perf_level_known) {
        found(check, "level %d, opening one: %s", (int)state->perf_level,
              state->perf_open_errno == 0 ? "allowed" : strerror(state->perf_open_errno));
    } else {
        found(check, "the kernel has none");
    }
    if (!state->perf_level_known || state->perf_open_errno != 0) {
        lacks(check, TKG_CHECK_MISSING, "no software events, no sampling by the kernel",
              "sudo sysctl kernel.perf_event_paranoid=1; in a container: --cap-add=PERFMON");
    } else if (state->perf_level > 1) {
        lacks(check, TKG_CHECK_LIMITED, "own processes only, nothing of the kernel",
              "sudo sysctl kernel.perf_event_paranoid=1");
    }
}

static void check_pinning(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    found(check, state->can_pin ? "works" : "refused");
    if (!state->can_pin) {
        lacks(check, TKG_CHECK_LIMITED, "trials move between CPUs; those that do are flagged",
              "in a container: allow sched_setaffinity; else tickgate run --cpu none");
    }
}

static void check_cpus(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    found(check, "%d usable of %d online", state->cpu_usable_count, state->cpu_online_count);
    if (state->cpu_usable_count < 2) {
        lacks(check, TKG_CHECK_LIMITED, "everything else runs on the measured CPU, too",
              "allow two: taskset -c 0,1 tickgate ...");
    }
}

static void check_cpu_quota(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    if (isnan(state->cgroup_cpu_quota)) {
        found(check, state->cgroup_version ? "none (cgroup v%d)" : "none, no cgroup seen",
              state->cgroup_version);
        return;
    }
    found(check, "%.3g CPUs (cgroup v%d)", state->cgroup_cpu_quota, state->cgroup_version);
    lacks(check, TKG_CHECK_LIMITED, "the kernel stops us for some ms whenever it is used up",
          "give CPUs, not a share: docker run --cpuset-cpus=0,1 without --cpus");
}

static void check_memory_limit(const struct tkg_machine_state *state,
                               struct tkg_machine_check *check)
{
    char size[TKG_QUANTITY_BYTES];
    if (state->cgroup_memory_bytes_max < 0) {
        found(check, "none");
        return;
    }
    const double bytes = (double)state->cgroup_memory_bytes_max;
    found(check, "%s", tkg_quantity_format(bytes, TKG_DIMENSION_BYTES, size));
    if (bytes < memory_bytes_wanted) {
        lacks(check, TKG_CHECK_LIMITED, "large streams or engines are ended by the kernel",
              "docker run --memory=2g");
    }
}

/* What cannot be read is not known to be well. */
static void is_unknown(struct tkg_machine_check *check)
{
    found(check, "not readable");
    lacks(check, TKG_CHECK_MISSING, "nobody is warned when it spoils a run",
          "mount /proc, or let this user read it");
}

static void check_governor(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    found(check, "%s", *state->governor ? state->governor : "not readable");
    if (strcmp(state->governor, "performance") != 0) {
        lacks(check, TKG_CHECK_LIMITED,
              "the clock rate may change between trials; compare by ratios to rulers",
              *state->governor ? "sudo cpupower frequency-set -g performance"
                               : "only the host can change it");
    }
}

static void check_boost(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    found(check, state->boost < 0 ? "not readable" : state->boost ? "on" : "off");
    if (state->boost != 0) {
        lacks(check, TKG_CHECK_LIMITED, "speed depends on heat and on what the other cores do",
              state->boost < 0
                  ? "only the host can change it"
                  : "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost (intel_pstate: echo 1 "
                    "| sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo)");
    }
}

static void check_huge_pages(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    found(check, "%s", *state->huge_pages ? state->huge_pages : "none");
    if (strcmp(state->huge_pages, "always") == 0) {
        lacks(check, TKG_CHECK_LIMITED, "memory figures move in steps of 2 MiB, times with luck",
              "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled");
    }
}

static void check_address_random(const struct tkg_machine_state *state,
                                 struct tkg_machine_check *check)
{
    if (state->address_random < 0) {
        is_unknown(check);
        return;
    }
    found(check, state->address_random == 0 ? "off" : "on: fresh processes average over it");
    if (state->address_random == 0) {
        lacks(check, TKG_CHECK_LIMITED, "every process has the luck of the same addresses",
              "sudo sysctl kernel.randomize_va_space=2");
    }
}

static void check_hypervisor(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    found(check, "%s", *state->hypervisor ? state->hypervisor : "none seen");
    if (*state->hypervisor) {
        lacks(check, TKG_CHECK_LIMITED, "p99.9 and max describe the machine; gate on p99 or below",
              "take a bare-metal machine for tails");
    }
}

static const char steal_next[] = "measure at another time, or take a machine of your own";

/* Of the same origin, at two spans. */
static void judge_steal(double share_0to1, const char *span, struct tkg_machine_check *check)
{
    if (isnan(share_0to1)) {
        is_unknown(check);
        return;
    }
    found(check, "%.2f %% of the CPU time %s", 100.0 * share_0to1, span);
    if (share_0to1 > steal_share_limited) {
        lacks(check, TKG_CHECK_LIMITED, "the hypervisor runs others on this CPU meanwhile",
              steal_next);
    }
}

static void check_steal(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    const bool known = state->total_ticks > 0 && state->steal_ticks >= 0;
    judge_steal(known ? (double)state->steal_ticks / (double)state->total_ticks : NAN, "since boot",
                check);
}

void tkg_machine_check_steal(double share_0to1, struct tkg_machine_check *check)
{
    *check = (struct tkg_machine_check){
        .id = "steal-now", .name = "steal during this", .cost = "", .next = ""};
    judge_steal(share_0to1, "during this run", check);
    check->spoils = share_0to1 > steal_share_spoils;
}

static void check_load(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    const double per_cpu = state->load_1min / (double)state->cpu_usable_count;
    if (isnan(per_cpu)) {
        is_unknown(check);
        return;
    }
    found(check, "%.2f in the last minute, %.2f a CPU", state->load_1min, per_cpu);
    check->spoils = per_cpu > load_per_cpu_spoils;
    if (per_cpu > load_per_cpu_limited) {
        lacks(check, TKG_CHECK_LIMITED, "others use caches, memory and, in the end, this CPU",
              "see who: ps -eo pcpu,pid,args --sort=-pcpu | head");
    }
}

static void check_pressure(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    if (isnan(state->cpu_pressure_percent)) {
        found(check, "the kernel does not tell");
        lacks(check, TKG_CHECK_MISSING, "no word on who waited for a CPU but our own processes",
              "boot with psi=1");
        return;
    }
    found(check, "somebody waited for a CPU %.1f %% of the last 10 s", state->cpu_pressure_percent);
    if (state->cpu_pressure_percent > pressure_percent_limited) {
        lacks(check, TKG_CHECK_LIMITED, "more work than CPUs: trials wait and are flagged",
              "see who: ps -eo pcpu,pid,args --sort=-pcpu | head");
    }
}

static void check_memory(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    char size[TKG_QUANTITY_BYTES];
    char all[TKG_QUANTITY_BYTES];
    if (state->memory_available_bytes < 0) {
        is_unknown(check);
        return;
    }
    const double bytes = (double)state->memory_available_bytes;
    found(check, "%s of %s available", tkg_quantity_format(bytes, TKG_DIMENSION_BYTES, size),
          tkg_quantity_format((double)state->memory_bytes, TKG_DIMENSION_BYTES, all));
    check->spoils = bytes < memory_bytes_needed;
    if (bytes < memory_bytes_wanted) {
        lacks(check, TKG_CHECK_LIMITED, "the machine swaps or ends programs in the middle of a run",
              "see who: ps -eo rss,pid,args --sort=-rss | head");
    }
}

static void check_room(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    char size[TKG_QUANTITY_BYTES];
    const double bytes = (double)state->temporary_bytes_free;
    if (bytes < 0) {
        found(check, "not readable");
    } else {
        found(check, "%s free", tkg_quantity_format(bytes, TKG_DIMENSION_BYTES, size));
    }
    if (bytes < room_bytes_wanted) {
        lacks(check, TKG_CHECK_LIMITED, "tickgate compare cannot copy engines, plots may fail",
              "export TMPDIR=/a/folder/with/room");
    }
}

static void check_symbols(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    found(check, state->pointer_hiding < 0    ? "not readable"
                 : state->pointer_hiding == 0 ? "readable"
                                              : "hidden");
    if (state->pointer_hiding != 0) {
        lacks(check, TKG_CHECK_LIMITED, "stacks end at the kernel's door",
              "sudo sysctl kernel.kptr_restrict=0");
    }
}

static void check_fonts(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    found(check, state->has_fonts ? "found" : "none in /usr/share/fonts");
    if (!state->has_fonts) {
        lacks(check, TKG_CHECK_MISSING, "plots have no text and are refused",
              "sudo apt-get install -y fonts-dejavu-core");
    }
}

static void check_nvml(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    found(check, state->has_nvml ? "%s" : "%s is not installed", state->nvml);
    if (!state->has_nvml) {
        lacks(check, TKG_CHECK_MISSING, "nothing about graphics processors",
              "only with such a device: install its driver");
    }
}

static void check_build(const struct tkg_machine_state *state, struct tkg_machine_check *check)
{
    const bool is_release = strcmp(state->build_type, "Release") == 0 ||
                            strcmp(state->build_type, "RelWithDebInfo") == 0;
    found(check, "%s", *state->build_type ? state->build_type : "unknown");
    check->spoils = !is_release;
    if (!is_release) {
        lacks(check, TKG_CHECK_LIMITED, "the harness and the reference engine are not optimised",
              "cmake --preset release && cmake --build --preset release");
    }
}

static void check_program(const struct tkg_machine_state *state, size_t index,
                          struct tkg_machine_check *check)
{
    static const struct {
        const char *name;
        const char *cost;
        const char *next;
    } rows[TKG_PROGRAM_COUNT] = {
#define PROGRAM_ROW(id, program, package, lost) {program, lost, "sudo apt-get install -y " package},
        TKG_MACHINE_PROGRAMS(PROGRAM_ROW)
#undef PROGRAM_ROW
    };
    *check = (struct tkg_machine_check){
        .id = rows[index].name, .name = rows[index].name, .cost = "", .next = ""};
    found(check, state->has_program[index] ? "found" : "not on PATH");
    if (!state->has_program[index]) {
        lacks(check, TKG_CHECK_MISSING, rows[index].cost, rows[index].next);
    }
}

static const struct {
    const char *id;
    const char *name;
    void (*check)(const struct tkg_machine_state *state, struct tkg_machine_check *check);
} check_rows[] = {
    {"counter", "cycle counter", check_counter},
    {"clock-source", "clock source", check_clock_source},
    {"hardware-counters", "hardware counters", check_hardware_counters},
    {"perf-events", "perf events", check_perf},
    {"cpus", "CPUs", check_cpus},
    {"pinning", "pinning", check_pinning},
    {"cpu-quota", "CPU quota", check_cpu_quota},
    {"memory-limit", "memory limit", check_memory_limit},
    {"governor", "governor", check_governor},
    {"boost", "boost", check_boost},
    {"huge-pages", "huge pages", check_huge_pages},
    {"address-random", "address layout", check_address_random},
    {"hypervisor", "hypervisor", check_hypervisor},
    {"steal", "steal", check_steal},
    {"load", "load", check_load},
    {"pressure", "CPU pressure", check_pressure},
    {"memory", "memory", check_memory},
    {"temporary-room", "temporary room", check_room},
    {"kernel-symbols", "kernel symbols", check_symbols},
    {"fonts", "fonts", check_fonts},
    {"nvml", "NVML", check_nvml},
    {"build", "build of tickgate", check_build},
};
enum { CHECK_ROW_COUNT = sizeof(check_rows) / sizeof(check_rows[0]) };

_Static_assert(CHECK_ROW_COUNT + TKG_PROGRAM_COUNT < TKG_CHECK_COUNT_MAX,
               "room for every check, and for one that a run adds");

const char *tkg_check_word(enum tkg_check_state state)
{
    static const char *const words[] = {
#define STATE_WORD(id, word) word,
        TKG_CHECK_STATES(STATE_WORD)
#undef STATE_WORD
    };
    TKG_ASSERT((unsigned)state < TKG_CHECK_STATE_COUNT);
    return words[state];
}

size_t tkg_machine_checks(const struct tkg_machine_state *state,
                          struct tkg_machine_check checks[TKG_CHECK_COUNT_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < CHECK_ROW_COUNT; i++) {
        struct tkg_machine_check *check = &checks[count++];
        *check = (struct tkg_machine_check){
            .id = check_rows[i].id, .name = check_rows[i].name, .cost = "", .next = ""};
        check_rows[i].check(state, check);
    }
    for (size_t i = 0; i < TKG_PROGRAM_COUNT; i++) {
        check_program(state, i, &checks[count++]);
    }
    return count;
}
