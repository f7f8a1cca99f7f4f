/* SPDX-License-Identifier: Apache-2.0
 *
 * One call of a benchmark function on all its threads, and what it measured.
 *
 * libbenchmark calls a function many times until the iterations suffice, and reports some of these
 * calls. Each call gets a number, which travels through the library inside the reported repetition
 * (as a counter, or inside the error message); so the measurement of exactly that call is found
 * again, whatever the order.
 *
 * setup and teardown run inside the call, on thread 0, while the other threads wait: the library's
 * own hooks of 1.7.1 have no user data.
 */
#ifndef TKG_GBENCH_CALL_H
#define TKG_GBENCH_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "gbench_family.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TKG_GBENCH_COUNTER_MAX = 64 };

struct tkg_gbench_counter {
    char *name; /* malloc()ed */
    double value;
    uint32_t flags;
};

struct tkg_gbench_counters {
    size_t count;
    struct tkg_gbench_counter list[TKG_GBENCH_COUNTER_MAX];
};

struct tkg_gbench_histogram;

struct tkg_gbench_call {
    uint64_t id; /* > 0 */
    const struct tkg_benchmark *family;
    int threads;         /* as planned */
    int running_threads; /* that take part: 1 in a memory pass */
    bool memory_pass;
    bool counts_memory;        /* in a memory pass without a manager of the user's */
    int64_t forced_iterations; /* of each thread; 0: what the library says */
    bool ends_early;     /* the library is told of an error, and so keeps its figures to itself */
    bool is_interrupted; /* a signal came before it: nothing of it is run */
    bool own_cpu;        /* CPU time is ours: then, and for whole processes */
    enum tkg_benchmark_outcome outcome;
    char *message;         /* malloc()ed; NULL: none */
    char *label;           /* malloc()ed; NULL: none */
    int64_t iterations;    /* of all threads */
    double wall_seconds;   /* sum over threads */
    double manual_seconds; /* sum over threads */
    double cpu_seconds;    /* sum over threads; only with own_cpu */
    int64_t complexity_n;  /* sum over threads */
    int64_t pauses;
    struct tkg_gbench_counters counters;
    struct tkg_gbench_histogram *histogram; /* until the last thread left */
    struct tkg_benchmark_percentiles percentiles;
    struct tkg_benchmark_memory memory;
};

/* What applies to all calls of a run. */
struct tkg_gbench_call_plan {
    bool dry_run;       /* one iteration, one repetition */
    int64_t iterations; /* of each thread, for families that do not say so themselves; 0: chosen */
    bool memory;        /* count memory in every family, not only where the option says so */
    const struct tkg_benchmark_memory_manager *manager; /* NULL: our own counting */
    const struct tkg_benchmark_profiler *profiler;      /* NULL: none */
};
void tkg_gbench_calls_begin(const struct tkg_gbench_call_plan *plan);

/* The measured call, or NULL. It stays until tkg_gbench_calls_forget(). */
struct tkg_gbench_call *tkg_gbench_call_find(uint64_t id);

/* Forgets the calls up to id of this family; their rows are reported. */
void tkg_gbench_calls_forget(const struct tkg_benchmark *family, uint64_t id);
void tkg_gbench_calls_end(void);

/* The family that is being run, NULL between calls: who to name when the process ends inside. */
const struct tkg_benchmark *tkg_gbench_call_running(void);

/* Called by benchmark.cc on each thread of a call: runs the function with a state of its own. */
void tkg_gbench_call_run(const struct tkg_benchmark *family, void *library_state,
                         int64_t max_iterations, int thread_index, int threads);

/* Around the library's memory pass; the figures go to the call measured last. */
void tkg_gbench_memory_pass_start(void);
void tkg_gbench_memory_pass_stop(void);

#ifdef __cplusplus
}
#endif

#endif
