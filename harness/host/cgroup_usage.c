/* SPDX-License-Identifier: Apache-2.0 */
#include "host/cgroup_usage.h"

#include "host/cgroup.h"
#include "host/counter_text.h"
#include "host/proc_file.h"
#include "host/proc_text.h"

/* Microseconds of version 2 as nanoseconds; -1 stays unknown. */
static int64_t thousandfold(int64_t value)
{
    int64_t product;
    return value < 0 || __builtin_mul_overflow(value, 1000, &product) ? -1 : product;
}

void tkg_cgroup_usage_read(const char *prefix, struct tkg_cgroup_usage *usage)
{
    char text[TKG_PROC_TEXT_BYTES];
    /* Version 2 first: where both are mounted the controllers sit in one of them only, and the
     * other has no such file. */
    bool version2 = tkg_cgroup_read(prefix, "", "cpu.stat", text, sizeof(text)) &&
                    tkg_counter_value(text, "nr_periods") >= 0;
    if (!version2) {
        (void)tkg_cgroup_read(prefix, "cpu", "cpu.stat", text, sizeof(text));
    }
    usage->period_count = tkg_counter_value(text, "nr_periods");
    usage->throttled_count = tkg_counter_value(text, "nr_throttled");
    usage->throttled_ns = version2 ? thousandfold(tkg_counter_value(text, "throttled_usec"))
                                   : tkg_counter_value(text, "throttled_time");
    if (!tkg_cgroup_read(prefix, "", "memory.current", text, sizeof(text))) {
        (void)tkg_cgroup_read(prefix, "memory", "memory.usage_in_bytes", text, sizeof(text));
    }
    usage->memory_bytes = tkg_word_number(text, 0);
    usage->memory_max_bytes = tkg_cgroup_memory_max_bytes(prefix);
    usage->cpu_quota = tkg_cgroup_cpu_quota(prefix);
}

int64_t tkg_cgroup_oom_kill_count(const char *prefix)
{
    char text[TKG_PROC_TEXT_BYTES];
    if (!tkg_cgroup_read(prefix, "", "memory.events", text, sizeof(text))) {
        (void)tkg_cgroup_read(prefix, "memory", "memory.oom_control", text, sizeof(text));
    }
    return tkg_counter_value(text, "oom_kill");
}
