/* SPDX-License-Identifier: Apache-2.0
 *
 * The threads of this process, one by one: processor time to the nanosecond, wait for a processor,
 * context switches. Nothing here allocates: a sampler calls it while time is measured.
 */
#ifndef TKG_HOST_THREAD_USAGE_H
#define TKG_HOST_THREAD_USAGE_H

#include <stddef.h>
#include <stdint.h>

/* Linux keeps 15 bytes of a thread's name. */
enum { TKG_THREAD_NAME_BYTES = 16 };

/* Since the thread began; -1 where the kernel does not say or the thread is gone. */
struct tkg_thread_usage {
    int64_t cpu_ns;
    int64_t wait_ns; /* runnable, but on no processor */
    int64_t voluntary_switches;
    int64_t involuntary_switches;
    char name[TKG_THREAD_NAME_BYTES]; /* "" when unknown */
};

/* Kernel id of the calling thread. */
int32_t tkg_thread_id(void);

/* Ids of all threads, at most id_max of them; returns how many there are, which may be more.
 * 0 without /proc. cost: about 10 us. */
size_t tkg_thread_ids(int32_t *ids, size_t id_max);

/* Processor time of a thread of this process, now, even while it runs on another processor (the
 * files of /proc lag by a timer tick). -1 when it is gone. cost: about 0.5 us. */
int64_t tkg_thread_cpu_ns(int32_t id);

/* Of schedstat. cost: about 5 us. */
int64_t tkg_thread_wait_ns(int32_t id);

/* All of it. cost: about 30 us. */
void tkg_thread_usage_read(int32_t id, struct tkg_thread_usage *usage);

#endif
