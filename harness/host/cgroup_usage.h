/* SPDX-License-Identifier: Apache-2.0
 *
 * What this process's control group has used, and how often its CPU quota stopped it (versions 1
 * and 2). The limits themselves are those of the fingerprint.
 */
#ifndef TKG_HOST_CGROUP_USAGE_H
#define TKG_HOST_CGROUP_USAGE_H

#include <stdint.h>

/* -1 where the group, its controller or the file is not there. */
struct tkg_cgroup_usage {
    int64_t period_count;     /* quota periods in which the group ran */
    int64_t throttled_count;  /* periods in which it used its quota up and was stopped */
    int64_t throttled_ns;     /* how long it stood still for that */
    int64_t memory_bytes;     /* of the whole group: page cache, other processes included */
    int64_t memory_max_bytes; /* smallest limit of the group and those above it */
    double cpu_quota;         /* same, in processors; NaN: no limit */
};

/* prefix  stands before every path; "" outside tests. cost: about 300 us. */
void tkg_cgroup_usage_read(const char *prefix, struct tkg_cgroup_usage *usage);

/* How many processes of the group, and of those below it, the kernel ended for lack of memory since
 * the group was made; -1 when it does not say. cost: about 100 us. */
int64_t tkg_cgroup_oom_kill_count(const char *prefix);

#endif
