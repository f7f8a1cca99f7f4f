/* SPDX-License-Identifier: Apache-2.0 */
#include "host/cgroup.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "host/proc_file.h"
#include "host/proc_text.h"

/* A container host lists a few hundred mounts of some 150 bytes. */
enum { MOUNTINFO_BYTES = 65536, LIMIT_TEXT_BYTES = 64, DEPTH_MAX = 64 };

/* Version 1 says "no limit" for memory with the largest page-aligned number; anything from 2^60 on
 * is beyond every machine. */
static const int64_t MEMORY_UNLIMITED_BYTES = INT64_C(1) << 60;

static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return *line ? line + 1 : line;
}

/* Copies up to the first of stops; false when that does not fit or is empty. */
static bool copy_until(const char *from, const char *stops, char *out, size_t out_bytes)
{
    size_t length = strcspn(from, stops);
    if (length == 0 || length >= out_bytes) {
        return false;
    }
    memcpy(out, from, length);
    out[length] = '\0';
    return true;
}

bool tkg_cgroup_path(const char *cgroup_text, const char *controller, char *out, size_t out_bytes)
{
    /* "4:cpu,cpuacct:/docker/ab12" in version 1, "0::/user.slice" in version 2 */
    for (const char *line = cgroup_text; *line; line = next_line(line)) {
        char controllers[LIMIT_TEXT_BYTES];
        const char *first = strchr(line, ':');
        const char *second = first ? strchr(first + 1, ':') : NULL;
        if (!second) {
            return false;
        }
        controllers[0] = '\0';
        (void)copy_until(first + 1, ":\n", controllers, sizeof(controllers));
        bool found =
            *controller ? tkg_has_word(controllers, ',', controller) : strncmp(line, "0::", 3) == 0;
        if (found) {
            return copy_until(second + 1, "\n", out, out_bytes);
        }
    }
    return false;
}

/* The index-th blank-separated field of a line. */
static const char *field_at(const char *line, int index)
{
    for (; index > 0; index--) {
        line += strcspn(line, " \n");
        line += *line == ' ' ? 1 : 0;
    }
    return line;
}

/* Does the part behind " - " of a mountinfo line ("cgroup2 source options") name the hierarchy? */
static bool is_mount_of(const char *type_fields, const char *controller)
{
    char type[LIMIT_TEXT_BYTES], options[TKG_CGROUP_PATH_BYTES];
    if (!copy_until(type_fields, " \n", type, sizeof(type))) {
        return false;
    }
    if (*controller == '\0') {
        return strcmp(type, "cgroup2") == 0;
    }
    return strcmp(type, "cgroup") == 0 &&
           copy_until(field_at(type_fields, 2), " \n", options, sizeof(options)) &&
           tkg_has_word(options, ',', controller);
}

bool tkg_cgroup_mount(const char *mountinfo_text, const char *controller, char *root,
                      char *mount_point)
{
    /* "36 35 0:29 /root /mount/point rw,nosuid shared:7 - cgroup cgroup rw,cpu" (proc(5)) */
    enum { ROOT = 3, MOUNT_POINT = 4 };
    for (const char *line = mountinfo_text; *line; line = next_line(line)) {
        const char *dash = strstr(line, " - ");
        if (dash && dash < line + strcspn(line, "\n") && is_mount_of(dash + 3, controller)) {
            return copy_until(field_at(line, ROOT), " \n", root, TKG_CGROUP_PATH_BYTES) &&
                   copy_until(field_at(line, MOUNT_POINT), " \n", mount_point,
                              TKG_CGROUP_PATH_BYTES);
        }
    }
    return false;
}

double tkg_cgroup_cpu_max(const char *text)
{
    int64_t quota_us = tkg_word_number(text, 0);
    int64_t period_us = tkg_word_number(text, 1);
    return quota_us > 0 && period_us > 0 ? (double)quota_us / (double)period_us : NAN;
}

static bool read_prefixed(const char *prefix, const char *path, char *out, size_t out_bytes)
{
    char whole[TKG_CGROUP_PATH_BYTES * 2];
    (void)snprintf(whole, sizeof(whole), "%s%s", prefix, path);
    return tkg_proc_read(whole, out, out_bytes);
}

/* A walk from the process's own group up to the mount point. */
struct group_walk {
    char mount_point[TKG_CGROUP_PATH_BYTES];
    char group[TKG_CGROUP_PATH_BYTES]; /* below mount_point; "" at its top */
};

static bool walk_begin(struct group_walk *walk, const char *prefix, const char *controller)
{
    char mountinfo[MOUNTINFO_BYTES];
    char root[TKG_CGROUP_PATH_BYTES];
    char cgroup_text[TKG_PROC_TEXT_BYTES];
    if (!read_prefixed(prefix, "/proc/self/mountinfo", mountinfo, sizeof(mountinfo)) ||
        !read_prefixed(prefix, "/proc/self/cgroup", cgroup_text, sizeof(cgroup_text)) ||
        !tkg_cgroup_mount(mountinfo, controller, root, walk->mount_point) ||
        !tkg_cgroup_path(cgroup_text, controller, walk->group, sizeof(walk->group))) {
        return false;
    }
    /* In a container the mount may show only the group at `root`: paths start below it. */
    size_t root_length = strcmp(root, "/") == 0 ? 0 : strlen(root);
    const char *rest = walk->group + root_length;
    if (strncmp(walk->group, root, root_length) == 0 && (*rest == '/' || *rest == '\0')) {
        memmove(walk->group, rest, strlen(rest) + 1);
    }
    if (strcmp(walk->group, "/") == 0) {
        walk->group[0] = '\0';
    }
    return true;
}

/* One group up; false at the top. */
static bool walk_up(struct group_walk *walk)
{
    char *slash = strrchr(walk->group, '/');
    if (!slash) {
        return false;
    }
    *slash = '\0';
    return true;
}

static void walk_path(const struct group_walk *walk, const char *prefix, const char *file,
                      char *path, size_t path_bytes)
{
    (void)snprintf(path, path_bytes, "%s%s%s/%s", prefix, walk->mount_point, walk->group, file);
}

static bool walk_read(const struct group_walk *walk, const char *prefix, const char *file,
                      char *out)
{
    char path[TKG_CGROUP_PATH_BYTES * 3];
    walk_path(walk, prefix, file, path, sizeof(path));
    return tkg_proc_read_line(path, out, LIMIT_TEXT_BYTES);
}

bool tkg_cgroup_read(const char *prefix, const char *controller, const char *file, char *out,
                     size_t out_bytes)
{
    char path[TKG_CGROUP_PATH_BYTES * 3];
    struct group_walk walk;
    out[0] = '\0';
    if (!walk_begin(&walk, prefix, controller)) {
        return false;
    }
    walk_path(&walk, prefix, file, path, sizeof(path));
    return tkg_proc_read(path, out, out_bytes);
}

static double group_cpu_quota(const struct group_walk *walk, const char *prefix, bool version2)
{
    char quota[LIMIT_TEXT_BYTES], period[LIMIT_TEXT_BYTES], both[LIMIT_TEXT_BYTES * 2];
    if (version2) {
        return walk_read(walk, prefix, "cpu.max", quota) ? tkg_cgroup_cpu_max(quota) : NAN;
    }
    if (!walk_read(walk, prefix, "cpu.cfs_quota_us", quota) ||
        !walk_read(walk, prefix, "cpu.cfs_period_us", period)) {
        return NAN;
    }
    (void)snprintf(both, sizeof(both), "%s %s", quota, period); /* "-1 100000": no limit */
    return tkg_cgroup_cpu_max(both);
}

double tkg_cgroup_cpu_quota(const char *prefix)
{
    double smallest = NAN;
    for (int version = 1; version <= 2; version++) {
        struct group_walk walk;
        bool more = walk_begin(&walk, prefix, version == 2 ? "" : "cpu");
        for (int depth = 0; more && depth < DEPTH_MAX; depth++) {
            double quota = group_cpu_quota(&walk, prefix, version == 2);
            smallest = isnan(smallest) || quota < smallest ? quota : smallest;
            more = walk_up(&walk);
        }
    }
    return smallest;
}

int64_t tkg_cgroup_memory_max_bytes(const char *prefix)
{
    int64_t smallest = -1;
    for (int version = 1; version <= 2; version++) {
        const char *file = version == 2 ? "memory.max" : "memory.limit_in_bytes";
        char text[LIMIT_TEXT_BYTES];
        struct group_walk walk;
        bool more = walk_begin(&walk, prefix, version == 2 ? "" : "memory");
        for (int depth = 0; more && depth < DEPTH_MAX; depth++) {
            int64_t limit =
                walk_read(&walk, prefix, file, text) ? tkg_word_number(text, 0) : -1; /* "max" */
            if (limit >= 0 && limit < MEMORY_UNLIMITED_BYTES &&
                (smallest < 0 || limit < smallest)) {
                smallest = limit;
            }
            more = walk_up(&walk);
        }
    }
    return smallest;
}
