/* SPDX-License-Identifier: Apache-2.0
 *
 * What a benchmark run tells its reporters: plain rows, plain context, a table of functions.
 * Included by <tickgate/benchmark.h>.
 *
 * Every struct starts with struct_bytes, the size that its writer knew. It only grows, at its end:
 * read a field only when struct_bytes covers it. All pointers are valid during the call only.
 * Text is UTF-8 or what the user gave, never NULL unless said; a figure that does not exist is NaN.
 */
#ifndef TICKGATE_BENCHMARK_REPORTER_H
#define TICKGATE_BENCHMARK_REPORTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/benchmark_types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tkg_benchmark_counter {
    const char *name;
    double value;   /* final: rates are taken, threads are summed; may be NaN or infinite */
    uint32_t flags; /* enum tkg_counter_flag, for display only */
};

/* The parts of a name; empty where it has none. Joined by '/' they are run_name. */
struct tkg_benchmark_name {
    const char *function_name;
    const char *args; /* "8/64" or "rows:8/lanes:64" */
    const char *min_time;
    const char *min_warmup_time;
    const char *iterations;
    const char *repetitions;
    const char *time_type; /* "real_time", "manual_time", "process_time/real_time", ... */
    const char *threads;   /* "threads:2" */
};

enum tkg_benchmark_row {
    TKG_BENCHMARK_ITERATION, /* one measured repetition */
    TKG_BENCHMARK_AGGREGATE, /* a statistic over the repetitions */
    TKG_BENCHMARK_BIG_O,     /* an aggregate: coefficients of a fitted curve */
    TKG_BENCHMARK_RMS,       /* an aggregate: how far the curve is off, relative */
};

enum tkg_benchmark_outcome {
    TKG_BENCHMARK_MEASURED,
    TKG_BENCHMARK_SKIPPED, /* on purpose; not a failure */
    TKG_BENCHMARK_ERROR,   /* makes the exit status 4 */
};

/* Heap and resident memory of a case, from a run of its own, apart from the timed ones. -1 in an
 * integer: not known. */
struct tkg_benchmark_memory {
    int64_t iterations; /* of the memory run, on one thread; 0: there was none */
    int64_t allocations;
    double allocations_per_iteration;
    int64_t max_bytes_used; /* most heap bytes alive at once, above what was alive before */
    int64_t total_allocated_bytes;
    int64_t net_heap_growth;     /* bytes still alive at the end, may be negative */
    int64_t resident_bytes_peak; /* growth of the process's resident peak over its start */
};

/* Times of single iterations (TKG_TIMED_LOOP), all threads together. Nearest rank; at most 0.8 %
 * above the exact value, max is exact. Each includes clock_floor_ns. */
struct tkg_benchmark_percentiles {
    uint64_t count; /* iterations timed; 0: the loop was not a timed one */
    double p50_ns;
    double p90_ns;
    double p99_ns;
    double p99_9_ns;
    double max_ns;
    double clock_floor_ns; /* what an empty iteration shows: the cost of reading the clock */
};

/* One row. */
struct tkg_benchmark_run {
    uint32_t struct_bytes;
    enum tkg_benchmark_row row;
    enum tkg_benchmark_outcome outcome;
    enum tkg_benchmark_unit time_unit;
    const char *name;     /* as printed: run_name, for aggregates + "_" + aggregate_name */
    const char *run_name; /* the same for all rows of a case */
    struct tkg_benchmark_name parts;
    int64_t family_index;
    int64_t per_family_instance_index;
    int64_t repetitions;      /* planned; with a precision target: made */
    int64_t repetition_index; /* 0-based; -1 in aggregates */
    int64_t threads;
    const char *message;  /* of an error or a skip; else "" */
    int64_t iterations;   /* of all threads; aggregates: number of repetitions they rest on */
    double real_time;     /* wall (or manual) time of an iteration in one thread, in time_unit */
    double cpu_time;      /* CPU time of an iteration, in time_unit */
    double real_seconds;  /* wall (or manual) time of the whole repetition; NaN in aggregates */
    double cpu_seconds;   /* the same of the CPU, all threads */
    const char *label;    /* "" when none was set */
    size_t counter_count; /* sorted by name, unique, none has the name of a JSON field */
    const struct tkg_benchmark_counter *counters;

    /* Aggregates. With aggregate_percentage, real_time and cpu_time are shares: 0.05 is 5 %. */
    const char *aggregate_name; /* "mean", "median", "stddev", "cv", the user's, "BigO", "RMS" */
    bool aggregate_percentage;

    /* Complexity. TKG_BENCHMARK_BIG_O: real_time and cpu_time are the coefficients in time_unit.
     * TKG_BENCHMARK_RMS: they are shares. */
    enum tkg_big_o big_o;
    const char *big_o_text; /* "N", "NlgN", "f(N)", ...; "" in other rows */
    int64_t complexity_n;

    struct tkg_benchmark_memory memory;
    struct tkg_benchmark_percentiles percentiles;

    double precision_target; /* relative, 0.01 is 1 %; NaN: none was asked for */
    double precision; /* half the 95 % interval of the median over the median; NaN: too few */
    int64_t pauses;   /* pairs of pause and resume, all threads */
    bool dry_run;     /* one iteration, only to see that it works: the times mean nothing */
};

enum tkg_benchmark_switch { TKG_BENCHMARK_UNKNOWN = 0, TKG_BENCHMARK_ON, TKG_BENCHMARK_OFF };

struct tkg_benchmark_cache {
    const char *type; /* "Data", "Instruction", "Unified" */
    int level;
    int64_t size_bytes;
    int num_sharing; /* logical processors that share it */
};

struct tkg_benchmark_key_value {
    const char *key;
    const char *value;
};

struct tkg_benchmark_context {
    uint32_t struct_bytes;
    int num_cpus;
    const char *date; /* local time with zone, ISO 8601 */
    const char *host_name;
    const char *executable;
    double mhz_per_cpu;
    enum tkg_benchmark_switch cpu_scaling; /* frequency scaling of the processors */
    enum tkg_benchmark_switch aslr;        /* random addresses of this process */
    size_t cache_count;
    const struct tkg_benchmark_cache *caches;
    size_t load_avg_count; /* 0 to 3 */
    const double *load_avg;
    const char *library_version;    /* of libbenchmark, "" when its header does not say */
    const char *library_build_type; /* of libbenchmark: "release", "debug" or "unknown" */
    const char *shim_build_type;    /* of the shim and so, mostly, of the benchmarks */
    size_t custom_count; /* --benchmark_context and tkg_benchmark_add_context(), sorted by key */
    const struct tkg_benchmark_key_value *custom;
    size_t name_width_max; /* of the longest name to come, for tables */
    double clock_floor_ns;
    bool dry_run;
};

/* A reporter. All calls come from the thread of tkg_benchmark_run_all(), in this order:
 *   begin, runs, runs, ..., end
 * end comes whatever happens, also when nothing matched or a benchmark failed, so that a document
 * can always be closed. An operation that is NULL is left out. */
struct tkg_benchmark_reporter {
    uint32_t struct_bytes; /* sizeof(struct tkg_benchmark_reporter) */
    void *user;            /* first argument of every call */

    /* false: do not run anything (end comes all the same; exit status 4). */
    bool (*begin)(void *user, const struct tkg_benchmark_context *context);

    /* All rows of one case: its repetitions, then its aggregates; or the complexity of a family. */
    void (*runs)(void *user, const struct tkg_benchmark_run *runs, size_t run_count);

    /* exit_status as tkg_benchmark_run_all() will return it. false: the output is not complete,
     * which makes it 2. */
    bool (*end)(void *user, int exit_status);
};

#ifdef __cplusplus
}
#endif

#endif
