/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/usage_reading.h"

#include <math.h>

#include "host/cgroup_usage.h"
#include "host/cpu.h"
#include "host/io_usage.h"
#include "host/memory_usage.h"
#include "host/pressure.h"
#include "host/usage.h"

static double known(int64_t value)
{
    return value < 0 ? NAN : (double)value;
}

static void read_process(double *values)
{
    struct tkg_process_usage usage;
    struct tkg_io_usage io;
    tkg_process_usage_read(&usage);
    tkg_io_usage_read(&io);
    values[TKG_TELEMETRY_MINOR_FAULTS] = known(usage.minor_faults);
    values[TKG_TELEMETRY_MAJOR_FAULTS] = known(usage.major_faults);
    values[TKG_TELEMETRY_VOLUNTARY_SWITCHES] = known(usage.voluntary_switches);
    values[TKG_TELEMETRY_INVOLUNTARY_SWITCHES] = known(usage.involuntary_switches);
    values[TKG_TELEMETRY_READ_CHARS] = known(io.read_chars);
    values[TKG_TELEMETRY_WRITTEN_CHARS] = known(io.written_chars);
    values[TKG_TELEMETRY_READ_CALLS] = known(io.read_calls);
    values[TKG_TELEMETRY_WRITE_CALLS] = known(io.write_calls);
    values[TKG_TELEMETRY_READ_BYTES] = known(io.read_bytes);
    values[TKG_TELEMETRY_WRITTEN_BYTES] = known(io.written_bytes);
    values[TKG_TELEMETRY_CANCELLED_BYTES] = known(io.cancelled_bytes);
}

static void read_neighbours(double *values)
{
    struct tkg_net_usage net;
    struct tkg_pressure pressure;
    double load[3];
    tkg_net_usage_read(&net);
    tkg_pressure_read(&pressure);
    tkg_load_read(load);
    values[TKG_TELEMETRY_NET_RECEIVED] = known(net.received_bytes);
    values[TKG_TELEMETRY_NET_SENT] = known(net.sent_bytes);
    values[TKG_TELEMETRY_NET_LOOPBACK] = known(net.loopback_bytes);
    values[TKG_TELEMETRY_CPU_STALL] = known(pressure.cpu.some_us);
    values[TKG_TELEMETRY_MEMORY_STALL] = known(pressure.memory.some_us);
    values[TKG_TELEMETRY_IO_STALL] = known(pressure.io.some_us);
    values[TKG_TELEMETRY_LOAD_1] = load[0];
    values[TKG_TELEMETRY_LOAD_5] = load[1];
    values[TKG_TELEMETRY_LOAD_15] = load[2];
}

static void read_group(double *values)
{
    struct tkg_pressure pressure;
    struct tkg_cgroup_usage group;
    tkg_pressure_read_group("", &pressure);
    tkg_cgroup_usage_read("", &group);
    values[TKG_TELEMETRY_GROUP_CPU_STALL] = known(pressure.cpu.some_us);
    values[TKG_TELEMETRY_GROUP_MEMORY_STALL] = known(pressure.memory.some_us);
    values[TKG_TELEMETRY_GROUP_IO_STALL] = known(pressure.io.some_us);
    values[TKG_TELEMETRY_QUOTA_PERIODS] = known(group.period_count);
    values[TKG_TELEMETRY_QUOTA_THROTTLED] = known(group.throttled_count);
    values[TKG_TELEMETRY_THROTTLED_TIME] = known(group.throttled_ns);
    values[TKG_TELEMETRY_GROUP_MEMORY] = known(group.memory_bytes);
    values[TKG_TELEMETRY_GROUP_MEMORY_MAX] = known(group.memory_max_bytes);
    values[TKG_TELEMETRY_CPU_QUOTA] = group.cpu_quota;
}

static void read_memory(double *values)
{
    struct tkg_memory_usage memory;
    tkg_memory_usage_read(&memory);
    values[TKG_TELEMETRY_RSS] = known(memory.rss_bytes);
    values[TKG_TELEMETRY_VMS] = known(memory.vms_bytes);
    values[TKG_TELEMETRY_PEAK] = known(tkg_rss_bytes_peak());
    values[TKG_TELEMETRY_AVAILABLE] = known(memory.available_bytes);
    values[TKG_TELEMETRY_TOTAL] = known(memory.total_bytes);
}

void tkg_usage_reading_take(struct tkg_usage_reading *reading)
{
    reading->values[TKG_TELEMETRY_CPU_USABLE] = tkg_cpu_usable_count();
    read_group(reading->values);
    read_neighbours(reading->values);
    read_memory(reading->values);
    read_process(reading->values); /* last: the reads above are I/O, too */
}

void tkg_usage_reading_compare(const struct tkg_usage_reading *before,
                               const struct tkg_usage_reading *after, double *values)
{
    for (int i = 0; i < TKG_TELEMETRY_VALUE_COUNT; i++) {
        double change = after->values[i] - before->values[i];
        bool counts = tkg_telemetry_value_is_change((enum tkg_telemetry_value)i);
        /* A counter that fell was another group's or another machine's: unknown. */
        values[i] = !counts ? after->values[i] : change >= 0.0 ? change : NAN;
    }
}
