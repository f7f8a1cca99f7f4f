/* SPDX-License-Identifier: Apache-2.0
 *
 * What benchmark.cc, the only C++ file, offers to the C files: libbenchmark without its classes.
 * libbenchmark names, picks and repeats benchmarks, chooses iteration counts, runs threads and
 * reads the CPU clocks. Wall time, counters, statistics and all output are the C files' own, so
 * that they mean the same on every version.
 */
#ifndef TKG_GBENCH_LIBRARY_H
#define TKG_GBENCH_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/benchmark.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tkg_gbench_pool;
struct tkg_gbench_flags;

/* ---- a benchmark::State, given as library_state ---- */

bool tkg_gbench_library_keep_running(void *library_state, int64_t iteration_count);
void tkg_gbench_library_pause(void *library_state);
void tkg_gbench_library_resume(void *library_state);
void tkg_gbench_library_skip(void *library_state, const char *message);
void tkg_gbench_library_set_time(void *library_state, double seconds);
int64_t tkg_gbench_library_argument(const void *library_state, size_t position);

/* Makes the repetition, if it is reported, carry the id of the call that measured it. */
void tkg_gbench_library_mark(void *library_state, uint64_t call_id);

/* Ends the library's search for an iteration count: it is told of an error that carries the id. */
void tkg_gbench_library_end_early(void *library_state, uint64_t call_id);

/* Calls function(argument) and catches what it throws: false, and the exception's text. */
bool tkg_gbench_library_guard(void (*function)(void *argument), void *argument, char *message,
                              size_t message_bytes);

/* ---- registration and running ---- */

/* Values first .. last as benchmark::CreateRange makes them; to be given to free(). */
int64_t *tkg_gbench_library_range(int64_t first, int64_t last, int multiplier, size_t *count);

void tkg_gbench_library_clear(void);
void tkg_gbench_library_register(const struct tkg_benchmark *family);
void tkg_gbench_library_configure(const struct tkg_gbench_flags *flags, bool list_only);

/* The names that the filter picks, from pool. false: the filter is no regular expression, *message
 * says why. */
bool tkg_gbench_library_list(const char *filter, struct tkg_gbench_pool *pool, const char ***names,
                             size_t *name_count, const char **message);

/* Every repetition of one case, as the library measured it. */
struct tkg_gbench_result {
    uint64_t call_id;    /* 0: the library failed by itself, message says why */
    const char *message; /* of the library's own */
    double cpu_seconds;  /* all threads; NaN when the library reported an error */
    struct tkg_benchmark_name parts;
    int64_t family_index;
    int64_t per_family_instance_index;
    int64_t repetitions;
    int64_t threads;
    const struct tkg_benchmark_counter *perf_counters; /* of --benchmark_perf_counters */
    size_t perf_counter_count;
};

/* Runs what filter picks and hands over each case when it is complete. false: something threw. */
bool tkg_gbench_library_run(const char *filter,
                            void (*take)(void *user, const struct tkg_gbench_result *results,
                                         size_t count),
                            void *user, char *message, size_t message_bytes);

/* Installs (or removes) the library's memory pass; tkg_gbench_memory_pass_*() are called. */
void tkg_gbench_library_use_memory_pass(bool use);

/* What the library knows of the machine; texts and arrays from pool. */
void tkg_gbench_library_context(struct tkg_gbench_pool *pool,
                                struct tkg_benchmark_context *context);

int tkg_gbench_library_cpu_count(void);

#ifdef __cplusplus
}
#endif

#endif
