/* SPDX-License-Identifier: Apache-2.0
 *
 * Limits that a control group (version 1 or 2, mixed or not) puts on this process. Containers set
 * them; neither the affinity mask nor the machine's memory size shows them. Private to this room.
 */
#ifndef TKG_HOST_CGROUP_H
#define TKG_HOST_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TKG_CGROUP_PATH_BYTES = 512 };

/* The group of this process for a controller, from the text of /proc/self/cgroup.
 * controller  "cpu", "memory"; "" for the version 2 hierarchy
 * returns     false when the process is in no such group */
bool tkg_cgroup_path(const char *cgroup_text, const char *controller, char *out, size_t out_bytes);

/* Where a controller's hierarchy is mounted, from the text of /proc/self/mountinfo.
 * root   the group that the mount point shows (a container often sees only its own); both have
 *        TKG_CGROUP_PATH_BYTES bytes */
bool tkg_cgroup_mount(const char *mountinfo_text, const char *controller, char *root,
                      char *mount_point);

/* "150000 100000" of cpu.max -> 1.5 CPUs; NaN for "max ..." and for anything else. */
double tkg_cgroup_cpu_max(const char *text);

/* Reads a file of this process's own group, where that controller keeps it.
 * controller  as in tkg_cgroup_path
 * returns     false, and "", when there is no such group or file. cost: about 50 us */
bool tkg_cgroup_read(const char *prefix, const char *controller, const char *file, char *out,
                     size_t out_bytes);

/* The smallest limit over this process's group and all groups above it. prefix stands before every
 * path; it is "" outside tests. cost: some ten file reads, about 100 us. */
double tkg_cgroup_cpu_quota(const char *prefix);         /* CPUs; NaN: no limit or unknown */
int64_t tkg_cgroup_memory_max_bytes(const char *prefix); /* -1: no limit or unknown */

#endif
