/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/number.h"
#include "base/text.h"
#include "host/cgroup.h"
#include "host/hypervisor.h"
#include "host/machine_state.h"
#include "host/proc_file.h"
#include "host/proc_text.h"

enum {
    TEXT_BYTES = TKG_MACHINE_TEXT_BYTES,
    MOUNTINFO_BYTES = 65536,    /* as in cgroup.c */
    FONT_DEPTH_MAX = 5,         /* Debian's are at depth 3: fonts/truetype/dejavu */
    FONT_ENTRY_COUNT_MAX = 512, /* of one folder; hidden or broken ones are few */
};

#define CPU0 "/sys/devices/system/cpu/cpu0"
#define CLOCKSOURCE "/sys/devices/system/clocksource/clocksource0"

static bool read_text(const char *root, const char *path, char *out, size_t out_bytes)
{
    char whole[PATH_MAX];
    (void)snprintf(whole, sizeof(whole), "%s%s", root, path);
    return tkg_proc_read(whole, out, out_bytes);
}

static void read_line(const char *root, const char *path, char *out)
{
    (void)read_text(root, path, out, TEXT_BYTES);
    out[strcspn(out, "\n")] = '\0';
}

/* -1 when absent. */
static int read_number(const char *root, const char *path)
{
    char text[TEXT_BYTES];
    read_line(root, path, text);
    const int64_t number = tkg_word_number(text, 0);
    return number <= INT_MAX ? (int)number : -1;
}

static bool exists(const char *root, const char *folder, const char *name, int mode)
{
    char whole[2 * PATH_MAX]; /* a longer one does not exist */
    (void)snprintf(whole, sizeof(whole), "%s%s/%s", root, folder, name);
    return access(whole, mode) == 0;
}

#if defined(__x86_64__)
static bool is_invariant(const char *cpuinfo, const char *sources)
{
    return tkg_tsc_is_invariant(cpuinfo, sources);
}
#else
/* The generic timer of Arm runs at a fixed rate by architecture; elsewhere CLOCK_MONOTONIC is the
 * counter. */
static bool is_invariant(const char *cpuinfo, const char *sources)
{
    (void)cpuinfo;
    (void)sources;
    return true;
}
#endif

static void read_processor(struct tkg_machine_state *state, const char *root)
{
    char cpuinfo[TKG_PROC_TEXT_BYTES];
    (void)read_text(root, "/proc/cpuinfo", cpuinfo, sizeof(cpuinfo));
    tkg_hypervisor_name(cpuinfo, state->hypervisor, TEXT_BYTES);
    read_line(root, CLOCKSOURCE "/current_clocksource", state->clock_source);
    read_line(root, CLOCKSOURCE "/available_clocksource", state->clock_sources);
    state->counter_invariant = is_invariant(cpuinfo, state->clock_sources);
    read_line(root, CPU0 "/cpufreq/scaling_governor", state->governor);
    state->boost = read_number(root, "/sys/devices/system/cpu/cpufreq/boost");
    const int no_turbo = read_number(root, "/sys/devices/system/cpu/intel_pstate/no_turbo");
    if (state->boost < 0 && no_turbo >= 0) {
        state->boost = no_turbo == 0;
    }
}

/* A guest without a virtual PMU has no such device; Intel's hybrids have two, Arm's carry the
 * core's name. */
static bool find_hardware_counters(const char *root)
{
    static const char folder[] = "/sys/bus/event_source/devices";
    static const char *const names[] = {"cpu", "cpu_core", "armv8_pmuv3_0", "armv8_pmuv3"};
    bool found = false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        found = found || exists(root, folder, names[i], F_OK);
    }
    return found;
}

static void read_kernel(struct tkg_machine_state *state, const char *root)
{
    char text[TEXT_BYTES];
    read_line(root, "/sys/kernel/mm/transparent_hugepage/enabled", text);
    tkg_bracketed_word(text, state->huge_pages, TEXT_BYTES);
    state->address_random = read_number(root, "/proc/sys/kernel/randomize_va_space");
    state->pointer_hiding = read_number(root, "/proc/sys/kernel/kptr_restrict");
    read_line(root, "/proc/sys/kernel/perf_event_paranoid", text);
    state->perf_level_known = tkg_i64_parse(text, &state->perf_level);
    state->has_hardware_counters = find_hardware_counters(root);
}

static int find_cgroup_version(const char *root)
{
    char mounts[MOUNTINFO_BYTES];
    char group_root[TKG_CGROUP_PATH_BYTES];
    char mount_point[TKG_CGROUP_PATH_BYTES];
    if (!read_text(root, "/proc/self/mountinfo", mounts, sizeof(mounts))) {
        return 0;
    }
    /* On machines with both, version 1 holds the controllers. */
    return tkg_cgroup_mount(mounts, "cpu", group_root, mount_point) ? 1
           : tkg_cgroup_mount(mounts, "", group_root, mount_point)  ? 2
                                                                    : 0;
}

static void read_load(struct tkg_machine_state *state, const char *root)
{
    char text[TKG_PROC_TEXT_BYTES];
    (void)read_text(root, "/proc/stat", text, sizeof(text));
    tkg_stat_cpu_ticks(text, &state->total_ticks, &state->steal_ticks);
    (void)read_text(root, "/proc/loadavg", text, sizeof(text));
    state->load_1min = tkg_loadavg_1min(text);
    (void)read_text(root, "/proc/pressure/cpu", text, sizeof(text));
    state->cpu_pressure_percent = tkg_pressure_some_avg10(text);
    (void)read_text(root, "/proc/meminfo", text, sizeof(text));
    state->memory_bytes = tkg_line_bytes(text, "MemTotal");
    state->memory_available_bytes = tkg_line_bytes(text, "MemAvailable");
}

static bool find_program(const char *root, const char *search, const char *program)
{
    while (*search) {
        char folder[PATH_MAX];
        const size_t length = strcspn(search, ":");
        if (length > 0 && length < sizeof(folder)) {
            memcpy(folder, search, length);
            folder[length] = '\0';
            if (exists(root, folder, program, X_OK)) {
                return true;
            }
        }
        search += length + (search[length] == ':');
    }
    return false;
}

static bool is_font(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".ttf") == 0 || strcmp(dot, ".otf") == 0 ||
                   strcmp(dot, ".ttc") == 0 || strcmp(dot, ".pfb") == 0);
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by FONT_DEPTH_MAX */
static bool find_font(const char *folder, int depth)
{
    DIR *stream = depth < FONT_DEPTH_MAX ? opendir(folder) : NULL;
    const struct dirent *entry;
    bool found = false;
    int seen = 0;
    while (stream && !found && seen++ < FONT_ENTRY_COUNT_MAX && (entry = readdir(stream))) {
        char below[PATH_MAX];
        found = is_font(entry->d_name);
        if (!found && entry->d_name[0] != '.' &&
            snprintf(below, sizeof(below), "%s/%s", folder, entry->d_name) < (int)sizeof(below)) {
            found = find_font(below, depth + 1);
        }
    }
    if (stream) {
        (void)closedir(stream);
    }
    return found;
}

static bool find_fonts(const char *root)
{
    static const char *const folders[] = {"/usr/share/fonts", "/usr/local/share/fonts"};
    bool found = false;
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        char folder[PATH_MAX];
        (void)snprintf(folder, sizeof(folder), "%s%s", root, folders[i]);
        found = found || find_font(folder, 0);
    }
    return found;
}

/* $TICKGATE_NVML as a run opens it: a path is one of the running system, root or not. A name alone
 * is looked for where the driver's packages and container runtimes put their libraries. */
static bool find_nvml(const char *root, const char *name)
{
    static const char *const folders[] = {
        "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib",
        "/usr/lib/wsl/lib",          "/usr/local/nvidia/lib64"};
    bool found = strchr(name, '/') && access(name, R_OK) == 0;
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]) && !strchr(name, '/'); i++) {
        found = found || exists(root, folders[i], name, R_OK);
    }
    return found;
}

static void read_nvml(struct tkg_machine_state *state, const char *root)
{
    const char *name = getenv("TICKGATE_NVML");
    (void)tkg_string_copy(state->nvml, sizeof(state->nvml),
                          name && *name ? name : "libnvidia-ml.so.1");
    state->has_nvml = find_nvml(root, state->nvml);
}

void tkg_machine_files_read(struct tkg_machine_state *state, const char *root, const char *search)
{
    static const char *const programs[TKG_PROGRAM_COUNT] = {
#define PROGRAM_NAME(id, program, package, lost) program,
        TKG_MACHINE_PROGRAMS(PROGRAM_NAME)
#undef PROGRAM_NAME
    };
    read_processor(state, root);
    read_kernel(state, root);
    state->cgroup_version = find_cgroup_version(root);
    state->cgroup_cpu_quota = tkg_cgroup_cpu_quota(root);
    state->cgroup_memory_bytes_max = tkg_cgroup_memory_max_bytes(root);
    read_load(state, root);
    for (size_t i = 0; i < TKG_PROGRAM_COUNT; i++) {
        state->has_program[i] = find_program(root, search, programs[i]);
    }
    state->has_fonts = find_fonts(root);
    read_nvml(state, root);
}
