/* SPDX-License-Identifier: Apache-2.0
 *
 * What a sampler beside a trial saw: a series of equal intervals, the figures at the ends, the
 * threads and the GPUs. Plain data of bounded size: a series that fills up is halved by joining
 * neighbours, so that it always covers the whole trial.
 */
#ifndef TKG_SAMPLE_TELEMETRY_H
#define TKG_SAMPLE_TELEMETRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TKG_TELEMETRY_POINT_MAX = 2000,  /* what a result file or a plot takes of one series */
    TKG_TELEMETRY_POINT_WANTED = 50, /* a trial has at least that many where its length allows */
    TKG_TELEMETRY_THREAD_MAX = 64,
    TKG_TELEMETRY_GPU_MAX = 16,
    TKG_TELEMETRY_NAME_BYTES = 64,
    TKG_TELEMETRY_REASON_BYTES = 160,
};

/* id, name, kind, meaning. A CHANGE is the value after the timed part minus the one before, a LEVEL
 * is the value after. NaN: the machine does not say. */
#define TKG_TELEMETRY_VALUES(X)                                                                    \
    X(MINOR_FAULTS, "minor_faults", CHANGE, "page faults served from memory")                      \
    X(MAJOR_FAULTS, "major_faults", CHANGE, "page faults that read from disk")                     \
    X(VOLUNTARY_SWITCHES, "voluntary_switches", CHANGE, "the process waited by itself")            \
    X(INVOLUNTARY_SWITCHES, "involuntary_switches", CHANGE, "it was taken off its processor")      \
    X(READ_CHARS, "read_chars", CHANGE, "bytes through read(2) and its kin")                       \
    X(WRITTEN_CHARS, "written_chars", CHANGE, "bytes through write(2) and its kin")                \
    X(READ_CALLS, "read_calls", CHANGE, "how many such reads")                                     \
    X(WRITE_CALLS, "write_calls", CHANGE, "how many such writes")                                  \
    X(READ_BYTES, "read_bytes", CHANGE, "bytes that came from a disk")                             \
    X(WRITTEN_BYTES, "written_bytes", CHANGE, "bytes on their way to a disk")                      \
    X(CANCELLED_BYTES, "cancelled_bytes", CHANGE, "of these, cut off before they got there")       \
    X(NET_RECEIVED, "net_received_bytes", CHANGE, "of the whole network name space, without lo")   \
    X(NET_SENT, "net_sent_bytes", CHANGE, "of the whole network name space, without lo")           \
    X(NET_LOOPBACK, "net_loopback_bytes", CHANGE, "of the whole network name space, through lo")   \
    X(CPU_STALL, "cpu_stall_us", CHANGE, "pressure of the machine: some task waited for a CPU")    \
    X(MEMORY_STALL, "memory_stall_us", CHANGE, "pressure of the machine: for memory")              \
    X(IO_STALL, "io_stall_us", CHANGE, "pressure of the machine: for I/O")                         \
    X(GROUP_CPU_STALL, "group_cpu_stall_us", CHANGE, "pressure of the control group: for a CPU")   \
    X(GROUP_MEMORY_STALL, "group_memory_stall_us", CHANGE, "of the control group: for memory")     \
    X(GROUP_IO_STALL, "group_io_stall_us", CHANGE, "of the control group: for I/O")                \
    X(QUOTA_PERIODS, "group_quota_periods", CHANGE, "periods of the group's CPU quota")            \
    X(QUOTA_THROTTLED, "group_throttled_periods", CHANGE, "periods that used the quota up")        \
    X(THROTTLED_TIME, "group_throttled_ns", CHANGE, "how long the quota stopped the group")        \
    X(RSS, "rss_bytes", LEVEL, "resident memory")                                                  \
    X(VMS, "vms_bytes", LEVEL, "address space")                                                    \
    X(PEAK, "peak_bytes", LEVEL, "highest resident memory of the timed part (VmHWM)")              \
    X(AVAILABLE, "available_bytes", LEVEL, "memory the machine has left; a group may allow less")  \
    X(TOTAL, "total_bytes", LEVEL, "memory of the machine")                                        \
    X(GROUP_MEMORY, "group_memory_bytes", LEVEL, "used by the whole control group")                \
    X(GROUP_MEMORY_MAX, "group_memory_max_bytes", LEVEL, "its limit")                              \
    X(CPU_USABLE, "cpu_usable_count", LEVEL, "processors by affinity and quota, not by pinning")   \
    X(CPU_QUOTA, "group_cpu_quota", LEVEL, "processors that the group's quota allows")             \
    X(LOAD_1, "load_1min", LEVEL, "load average")                                                  \
    X(LOAD_5, "load_5min", LEVEL, "load average")                                                  \
    X(LOAD_15, "load_15min", LEVEL, "load average")

enum tkg_telemetry_value {
#define TKG_TELEMETRY_ENUM(id, name, kind, meaning) TKG_TELEMETRY_##id,
    TKG_TELEMETRY_VALUES(TKG_TELEMETRY_ENUM)
#undef TKG_TELEMETRY_ENUM
        TKG_TELEMETRY_VALUE_COUNT
};

const char *tkg_telemetry_value_name(enum tkg_telemetry_value value);
/* True for a CHANGE. */
bool tkg_telemetry_value_is_change(enum tkg_telemetry_value value);

/* One interval. -1: the machine does not say (wait, steal, pressure, memory, input and output). */
struct tkg_telemetry_point {
    int64_t wall_ns;
    int64_t cpu_ns;    /* of all threads but the sampler's own; exact */
    int64_t system_ns; /* of cpu_ns, in the kernel; told apart by its timer tick (1 to 10 ms) */
    int64_t wait_ns;   /* threads that could run and had no processor */
    int64_t steal_ns;  /* the hypervisor took the measured processor (all of them when not pinned);
                          counted in steps of 10 ms */
    int64_t stall_ns;  /* pressure of the machine: some task waited for a processor */
    int64_t rss_bytes; /* mean of the samples in the interval, as vms_bytes */
    int64_t vms_bytes; /* address space */
    int64_t
        io_calls; /* reads and writes of all threads but the sampler's own, ended ones included */
    int64_t io_bytes; /* that passed through them, wherever they came from or went to */
};

struct tkg_telemetry_thread {
    int32_t id;
    char name[TKG_TELEMETRY_NAME_BYTES];
    int64_t cpu_ns;  /* during the timed part, as all below; a thread that ended meanwhile has what
                        was last seen */
    int64_t wait_ns; /* -1: unknown, as below */
    int64_t voluntary_switches;
    int64_t involuntary_switches;
};

struct tkg_telemetry_gpu {
    char name[TKG_TELEMETRY_NAME_BYTES];
    uint32_t sample_count;
    double busy_mean_0to1; /* NaN: unknown */
    double busy_max_0to1;
    int64_t used_bytes_max; /* by all processes; -1: unknown, as below */
    int64_t total_bytes;
    int64_t process_bytes_max; /* by the trial's own process */
};

struct tkg_telemetry {
    int64_t interval_wanted_ns; /* asked for */
    int64_t interval_ns;    /* of the series now: shorter in short trials, longer in long ones */
    int64_t wall_ns;        /* of the whole timed part */
    int64_t sampler_cpu_ns; /* what sampling itself took */
    int32_t sampler_cpu;    /* where the sampler was pinned; -1: it was not */
    uint32_t shares_cpu;    /* 1: it ran on the measured processor, for want of another */
    uint32_t sample_count;  /* samples taken, the first and discarded one included */
    double values[TKG_TELEMETRY_VALUE_COUNT];
    uint32_t thread_count; /* rows of threads; more threads than fit are not told */
    struct tkg_telemetry_thread threads[TKG_TELEMETRY_THREAD_MAX];
    uint32_t gpu_count;
    char gpu_reason[TKG_TELEMETRY_REASON_BYTES]; /* why gpu_count is 0 */
    struct tkg_telemetry_gpu gpus[TKG_TELEMETRY_GPU_MAX];
    uint32_t point_count;
    struct tkg_telemetry_point points[]; /* the creator says how many fit */
};

/* Bytes of a telemetry with that many points. */
size_t tkg_telemetry_bytes(uint32_t point_count);

/* On the heap, for free(3): room for TKG_TELEMETRY_POINT_MAX points, every value unknown, the
 * interval chosen. Every page is touched. NULL when memory ran out.
 * interval_ns  > 0: the longest interval until the series is full */
struct tkg_telemetry *tkg_telemetry_create(int64_t interval_ns);

/* Appends; joins neighbours and doubles interval_ns when the series is longer than it need be:
 * above 2 * TKG_TELEMETRY_POINT_WANTED until the interval asked for is reached, then above
 * TKG_TELEMETRY_POINT_MAX. telemetry must have come from tkg_telemetry_create. */
void tkg_telemetry_add(struct tkg_telemetry *telemetry, const struct tkg_telemetry_point *point);

/* Is a telemetry from outside whole? byte_count is that of its memory. */
bool tkg_telemetry_is_sane(const struct tkg_telemetry *telemetry, size_t byte_count);

#endif
