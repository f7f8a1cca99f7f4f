/* SPDX-License-Identifier: Apache-2.0
 *
 * How much processor time others took from a process with several threads. For one thread the wait
 * in the run queue says it; several also wait for each other, which is nobody's theft
 * (docs/decisions/0150).
 */
#ifndef TKG_HOST_CPU_THEFT_H
#define TKG_HOST_CPU_THEFT_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of more threads than these nobody adds up the waits. */
enum { TKG_CPU_ACCOUNT_THREAD_MAX = 64 };

/* What a process had and missed so far; what it met between two readings is their difference. */
struct tkg_cpu_account {
    int64_t wall_ns;         /* CLOCK_MONOTONIC */
    int64_t cpu_at_least_ns; /* of all threads but the one left out, those that ended included: */
    int64_t cpu_at_most_ns;  /* before and after the threads were read one by one */
    cpu_set_t cpus;          /* where any of them may run */
    int64_t idle_ns;         /* of these processors together, in steps of 10 ms; -1: unknown, and
                                not asked for a single thread */
    int64_t idle_step_ns;    /* how finely idle_ns is told */
    size_t thread_count;     /* alive, without the one left out; 0: unknown */
    int32_t ids[TKG_CPU_ACCOUNT_THREAD_MAX];
    int64_t thread_cpu_ns[TKG_CPU_ACCOUNT_THREAD_MAX];
    int64_t wait_ns[TKG_CPU_ACCOUNT_THREAD_MAX]; /* in the run queue; -1: unknown */
};

/* Reads the account of this process.
 * left_out_id  kernel id of a thread that is not part of what is measured (a sampler); 0: none
 * cost         about 15 us for one thread; for more about 10 us each, and 30 to 100 us for the
 *              processors. No allocation. */
void tkg_cpu_account_read(struct tkg_cpu_account *account, int32_t left_out_id);

/* Did any thread beside the first live at either reading, or between them? */
bool tkg_cpu_account_has_threads(const struct tkg_cpu_account *begin,
                                 const struct tkg_cpu_account *end);

/* The most that others can have taken between two readings, in ns of wall time: no more than the
 * threads waited together, than the processors they may use have left unused by them, and than
 * others ran on these processors. What is not known limits nothing. >= 0 */
int64_t tkg_cpu_theft_ns(const struct tkg_cpu_account *begin, const struct tkg_cpu_account *end);

#endif
