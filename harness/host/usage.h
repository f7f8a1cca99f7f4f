/* SPDX-License-Identifier: Apache-2.0
 *
 * What a process and the machine used, read before and after a timed part. All counters rise; the
 * caller subtracts. NaN or -1 where the machine does not say, never a made-up 0.
 */
#ifndef TKG_HOST_USAGE_H
#define TKG_HOST_USAGE_H

#include <stdint.h>
#include <sys/types.h>

struct tkg_process_usage {
    int64_t cpu_user_ns;
    int64_t cpu_system_ns;
    int64_t run_queue_wait_ns; /* of the main thread (/proc/self/schedstat); -1 when unreadable */
    int64_t voluntary_switches;
    int64_t involuntary_switches;
    int64_t minor_faults;
    int64_t major_faults;
};

/* Of the calling process. cost: about 10 us, most of it for schedstat. */
void tkg_process_usage_read(struct tkg_process_usage *usage);

/* Of the calling thread alone; what it met between two readings is their difference. */
struct tkg_thread_account {
    int64_t wall_ns; /* CLOCK_MONOTONIC */
    int64_t cpu_ns;
    int64_t voluntary_switches; /* it slept, or waited for a lock or a device */
    int64_t involuntary_switches;
    int64_t faults; /* of pages, minor and major */
};

/* cost: about 0.9 us */
void tkg_thread_account_read(struct tkg_thread_account *usage);

/* How long the calling thread could have run and had no CPU, since it began; -1 when unreadable.
 * cost: about 5 us */
int64_t tkg_thread_run_queue_wait_ns(void);
/* The same of the main thread of another process. */
int64_t tkg_process_run_queue_wait_ns(pid_t process);

/* Resident bytes now (statm), and the highest so far (VmHWM, of this address space, not inherited
 * over exec). -1 when unreadable. cost: about 10 and 20 us. */
int64_t tkg_rss_bytes(void);
int64_t tkg_rss_bytes_peak(void);
/* Makes the peak start again from now (clear_refs); returns 0 on success, -1 where forbidden. */
int tkg_rss_peak_reset(void);

struct tkg_machine_usage {
    int64_t total_ticks; /* all CPUs, USER_HZ; -1 when unreadable */
    int64_t steal_ticks;
    double load_1min;        /* NaN when unreadable */
    double cpu_pressure_10s; /* PSI some avg10, percent; NaN when unreadable */
};
void tkg_machine_usage_read(struct tkg_machine_usage *usage);

#endif
