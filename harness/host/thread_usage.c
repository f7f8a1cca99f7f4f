/* SPDX-License-Identifier: Apache-2.0 */
#include "host/thread_usage.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/number.h"
#include "base/text.h"
#include "host/counter_text.h"
#include "host/proc_file.h"

enum { PATH_BYTES = 64, LINE_BYTES = 256, LISTING_BYTES = 4096 };

/* What getdents64(2) writes; the C library has no name for it. */
struct listed_entry {
    uint64_t inode;
    int64_t offset;
    uint16_t entry_bytes;
    uint8_t type;
    char name[];
};

int32_t tkg_thread_id(void)
{
    return (int32_t)syscall(SYS_gettid);
}

/* Adds the ids of one piece of the listing. */
static size_t take_ids(const char *listing, size_t listing_bytes, int32_t *ids, size_t id_max,
                       size_t count)
{
    for (size_t at = 0; at < listing_bytes;) {
        const struct listed_entry *entry = (const void *)(listing + at);
        uint64_t id;
        if (tkg_u64_parse(entry->name, &id) && id <= INT32_MAX) { /* not "." and ".." */
            if (count < id_max) {
                ids[count] = (int32_t)id;
            }
            count++;
        }
        at += entry->entry_bytes;
    }
    return count;
}

/* opendir(3) allocates; the system call does not. */
size_t tkg_thread_ids(int32_t *ids, size_t id_max)
{
    _Alignas(struct listed_entry) char listing[LISTING_BYTES];
    size_t count = 0;
    int folder = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        return 0;
    }
    for (;;) {
        long bytes = syscall(SYS_getdents64, folder, listing, sizeof(listing));
        if (bytes <= 0) {
            break;
        }
        count = take_ids(listing, (size_t)bytes, ids, id_max, count);
    }
    (void)close(folder);
    return count;
}

int64_t tkg_thread_cpu_ns(int32_t id)
{
    /* The kernel's own encoding of a thread's clock (include/linux/posix-timers_types.h): the
     * complement of the id above three bits, which are 4 for a thread and 2 for its run time.
     * pthread_getcpuclockid(3) makes the same for threads whose pthread_t is known. */
    clockid_t clock = (clockid_t)((~(uint32_t)id << 3) | 6u);
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) {
        return -1;
    }
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static bool read_thread_file(int32_t id, const char *file, char *out, size_t out_bytes)
{
    char path[PATH_BYTES];
    (void)snprintf(path, sizeof(path), "/proc/self/task/%d/%s", (int)id, file);
    return tkg_proc_read(path, out, out_bytes);
}

int64_t tkg_thread_wait_ns(int32_t id)
{
    char line[LINE_BYTES];
    int64_t cpu_ns, wait_ns;
    (void)read_thread_file(id, "schedstat", line, sizeof(line)); /* "" on failure: unknown */
    tkg_schedstat_parse(line, &cpu_ns, &wait_ns);
    return wait_ns;
}

void tkg_thread_usage_read(int32_t id, struct tkg_thread_usage *usage)
{
    char status[TKG_PROC_TEXT_BYTES], name[LINE_BYTES];
    (void)read_thread_file(id, "status", status, sizeof(status));
    (void)read_thread_file(id, "comm", name, sizeof(name));
    name[strcspn(name, "\n")] = '\0';
    *usage = (struct tkg_thread_usage){
        .cpu_ns = tkg_thread_cpu_ns(id),
        .wait_ns = tkg_thread_wait_ns(id),
        .voluntary_switches = tkg_counter_value(status, "voluntary_ctxt_switches"),
        .involuntary_switches = tkg_counter_value(status, "nonvoluntary_ctxt_switches"),
    };
    (void)tkg_string_copy(usage->name, sizeof(usage->name), name);
}
