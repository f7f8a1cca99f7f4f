/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <linux/perf_event.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"
#include "host/clock.h"
#include "host/cpu.h"
#include "host/machine_state.h"

#ifndef TKG_BUILD_TYPE
#define TKG_BUILD_TYPE "unknown"
#endif

/* As long as a run calibrates: docs/decisions/0010. */
static const int64_t calibration_ns = INT64_C(160000000);

static void read_counter(struct tkg_machine_state *state)
{
    struct tkg_cycle_clock clock;
    const bool counts = tkg_cycle_clock_calibrate(&clock, calibration_ns, NULL) == TKG_OK;
    state->counter_ghz = counts ? 1.0 / clock.ns_per_cycle : NAN;
    state->counter_read_ns = counts ? clock.read_cost_ns : NAN;
}

/* A container may forbid the call whatever the level says. */
static int try_perf_event(void)
{
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof(attributes));
    attributes.size = sizeof(attributes);
    attributes.type = PERF_TYPE_SOFTWARE;
    attributes.config = PERF_COUNT_SW_TASK_CLOCK;
    attributes.disabled = 1;
    attributes.exclude_kernel = 1;
    const long descriptor = syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0);
    if (descriptor < 0) {
        return errno;
    }
    (void)close((int)descriptor);
    return 0;
}

/* Pins this thread and lets it go again. */
static bool try_pinning(void)
{
    cpu_set_t before;
    if (sched_getaffinity(0, sizeof(before), &before) != 0) {
        return false; /* more CPUs than the set holds: pinning still works, but is not tried here */
    }
    const bool pinned = tkg_cpu_pin(tkg_cpu_preferred(), NULL) == TKG_OK;
    return sched_setaffinity(0, sizeof(before), &before) == 0 && pinned;
}

static int64_t temporary_room(void)
{
    struct statvfs room;
    const char *folder = getenv("TMPDIR");
    if (statvfs(folder && *folder ? folder : "/tmp", &room) != 0) {
        return -1;
    }
    return (int64_t)(room.f_bavail * room.f_frsize);
}

void tkg_machine_system_read(struct tkg_machine_state *state)
{
    read_counter(state);
    state->cpu_online_count = tkg_cpu_online_count();
    state->cpu_usable_count = tkg_cpu_usable_count();
    state->perf_open_errno = try_perf_event();
    state->can_pin = try_pinning();
    state->temporary_bytes_free = temporary_room();
    (void)tkg_string_copy(state->build_type, sizeof(state->build_type), TKG_BUILD_TYPE);
}
