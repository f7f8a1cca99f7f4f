/* SPDX-License-Identifier: Apache-2.0 */
#include "host/hardware_counters.h"

#include <linux/perf_event.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *const names[TKG_HARDWARE_EVENT_COUNT] = {
#define HARDWARE_NAME(id, name) name,
    TKG_HARDWARE_EVENTS(HARDWARE_NAME)
#undef HARDWARE_NAME
};

static const uint64_t configs[TKG_HARDWARE_EVENT_COUNT] = {
    [TKG_HARDWARE_INSTRUCTIONS] = PERF_COUNT_HW_INSTRUCTIONS,
    [TKG_HARDWARE_CYCLES] = PERF_COUNT_HW_CPU_CYCLES,
    [TKG_HARDWARE_CACHE_MISSES] = PERF_COUNT_HW_CACHE_MISSES,
    [TKG_HARDWARE_BRANCH_MISSES] = PERF_COUNT_HW_BRANCH_MISSES,
};

const char *tkg_hardware_event_name(enum tkg_hardware_event event)
{
    return names[event];
}

/* User mode only: that needs no privilege where perf_event_paranoid is 2 or less. */
static int open_counter(uint64_t config)
{
    struct perf_event_attr attributes = {
        .type = PERF_TYPE_HARDWARE,
        .size = sizeof attributes,
        .config = config,
        .exclude_kernel = 1,
        .exclude_hv = 1,
        .read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
    };
    return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

bool tkg_hardware_counters_open(struct tkg_hardware_counters *counters)
{
    bool is_any = false;
    for (size_t event = 0; event < TKG_HARDWARE_EVENT_COUNT; event++) {
        counters->fds[event] = open_counter(configs[event]);
        is_any = is_any || counters->fds[event] >= 0;
    }
    return is_any;
}

void tkg_hardware_counters_close(struct tkg_hardware_counters *counters)
{
    for (size_t event = 0; event < TKG_HARDWARE_EVENT_COUNT; event++) {
        if (counters->fds[event] >= 0) {
            (void)close(counters->fds[event]);
        }
        counters->fds[event] = -1;
    }
}

int64_t tkg_hardware_count_scaled(uint64_t value, uint64_t enabled_ns, uint64_t running_ns)
{
    if (running_ns == 0) {
        return -1;
    }
    return running_ns >= enabled_ns
               ? (int64_t)value
               : (int64_t)((double)value * ((double)enabled_ns / (double)running_ns));
}

void tkg_hardware_counters_read(const struct tkg_hardware_counters *counters,
                                int64_t counts[TKG_HARDWARE_EVENT_COUNT])
{
    for (size_t event = 0; event < TKG_HARDWARE_EVENT_COUNT; event++) {
        struct {
            uint64_t value, enabled_ns, running_ns;
        } reading = {0, 0, 0};
        const int fd = counters->fds[event];
        const bool is_read =
            fd >= 0 && read(fd, &reading, sizeof reading) == (ssize_t)sizeof reading;
        counts[event] = is_read ? tkg_hardware_count_scaled(reading.value, reading.enabled_ns,
                                                            reading.running_ns)
                                : -1;
    }
}
