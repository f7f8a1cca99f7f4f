/* SPDX-License-Identifier: Apache-2.0
 *
 * Registering and running benchmarks. Included by <tickgate/benchmark.h>.
 *
 * Functions return TKG_BENCHMARK_OK or TKG_BENCHMARK_USAGE; in the latter case nothing changed, the
 * reason is tkg_benchmark_last_error(), and tkg_benchmark_run_all() refuses to run anything, so
 * that the result may be ignored at file scope; a family of NULL is refused, too. Names and lists
 * are copied; user pointers and what they point to must live until the run ends. All of it from one
 * thread.
 */
#ifndef TICKGATE_BENCHMARK_REGISTRATION_H
#define TICKGATE_BENCHMARK_REGISTRATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/benchmark_reporter.h>
#include <tickgate/benchmark_types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tkg_state;     /* <tickgate/benchmark.h> */
struct tkg_benchmark; /* a family: one function with all its arguments and thread counts */

enum { TKG_BENCHMARK_ARGUMENT_MAX = 16, TKG_BENCHMARK_STATISTIC_MAX = 16 };

typedef void (*tkg_benchmark_function)(struct tkg_state *state, void *user);

/* A statistic over the repetitions: values (seconds of an iteration, or a counter), count >= 2. */
typedef double (*tkg_benchmark_statistic)(const double *values, size_t count, void *user);

/* A complexity curve: the cost of size n, up to a constant factor. */
typedef double (*tkg_benchmark_curve)(int64_t n, void *user);

enum tkg_benchmark_clock {
    TKG_BENCHMARK_CLOCK_CPU = 0, /* iterations are chosen by CPU time, as google-benchmark does */
    TKG_BENCHMARK_CLOCK_REAL,    /* by wall time; the name gets "/real_time" */
    TKG_BENCHMARK_CLOCK_MANUAL,  /* by what tkg_state_set_iteration_time() said */
};

enum tkg_benchmark_aggregates {
    TKG_BENCHMARK_AGGREGATES_DEFAULT = 0, /* what the flags say */
    TKG_BENCHMARK_AGGREGATES_AND_ROWS,    /* repetitions, too, whatever the flags say */
    TKG_BENCHMARK_AGGREGATES_DISPLAY,     /* the display shows aggregates only */
    TKG_BENCHMARK_AGGREGATES_ONLY,        /* files, too */
};

/* All zero (or NULL) is google-benchmark's default. Fields after struct_bytes count only when it
 * covers them. */
struct tkg_benchmark_options {
    uint32_t struct_bytes; /* sizeof(struct tkg_benchmark_options) */
    enum tkg_benchmark_unit unit;
    enum tkg_benchmark_clock clock;
    bool process_cpu_time; /* CPU time of the whole process, not of the benchmark's threads */
    enum tkg_benchmark_aggregates aggregates;
    double min_time_s;        /* > 0; 0: --benchmark_min_time */
    double min_warmup_time_s; /* > 0; 0: --benchmark_min_warmup_time */
    int64_t iterations;       /* exactly so many; not together with the two above */
    int repetitions;          /* 0: --benchmark_repetitions */
    int range_multiplier;     /* >= 2; 0: 8. For ranges added afterwards, too */
    void (*setup)(struct tkg_state *state, void *user);    /* before every run, on thread 0, */
    void (*teardown)(struct tkg_state *state, void *user); /* and after it; both untimed */
    void *fixture_user;                                    /* user of these two */
    enum tkg_big_o complexity;
    tkg_benchmark_curve curve; /* for TKG_BIG_O_LAMBDA */
    void *curve_user;
    double precision;            /* repeat until the median is known this well; 0.01: 1 %; 0: off */
    double precision_max_time_s; /* and no longer than this; 0: 60 s */
    bool memory;                 /* count allocations and peak memory in a run of its own */
    void (*apply)(struct tkg_benchmark *benchmark,
                  void *apply_user); /* adds lists; called at once */
    void *apply_user;
};

/* NULL when refused. name: not empty, no control characters. options may be NULL. */
struct tkg_benchmark *tkg_benchmark_register(const char *name, tkg_benchmark_function function,
                                             void *user,
                                             const struct tkg_benchmark_options *options);

/* At file scope: name is an identifier; _WITH takes user and designated options:
 *     TKG_BENCH_WITH(sort, sort, NULL, .unit = TKG_BENCHMARK_US, .repetitions = 5) */
#define TKG_BENCH(name, function) TKG_BENCH_WITH(name, function, NULL, .iterations = 0)
#define TKG_BENCH_WITH(name, function, user, ...)                                                  \
    __attribute__((constructor)) static void tkg_register_##name(void)                             \
    {                                                                                              \
        const struct tkg_benchmark_options options = {                                             \
            .struct_bytes = sizeof(struct tkg_benchmark_options), __VA_ARGS__};                    \
        (void)tkg_benchmark_register(#name, function, user, &options);                             \
    }

/* ---- arguments; a family without any runs once. All argument lists of a family have one length
 * ---- */

int tkg_benchmark_set_name(struct tkg_benchmark *benchmark, const char *name);
int tkg_benchmark_arg(struct tkg_benchmark *benchmark, int64_t value);
int tkg_benchmark_args(struct tkg_benchmark *benchmark, const int64_t *values, size_t count);
int tkg_benchmark_arg_names(struct tkg_benchmark *benchmark, const char *const *names,
                            size_t count);
/* first, last and the powers of the multiplier between them; first <= last */
int tkg_benchmark_range(struct tkg_benchmark *benchmark, int64_t first, int64_t last);
int tkg_benchmark_dense_range(struct tkg_benchmark *benchmark, int64_t first, int64_t last,
                              int64_t step); /* step >= 1 */
/* every combination of count ranges */
int tkg_benchmark_ranges(struct tkg_benchmark *benchmark, const int64_t (*ranges)[2], size_t count);

struct tkg_benchmark_list {
    const int64_t *values;
    size_t count;
};
/* every combination of one value of each list; at most 1,000,000 of them */
int tkg_benchmark_args_product(struct tkg_benchmark *benchmark,
                               const struct tkg_benchmark_list *lists, size_t count);
int tkg_benchmark_range_multiplier(struct tkg_benchmark *benchmark,
                                   int multiplier); /* from now on */

/* The values that range (with this multiplier, >= 2) and dense_range would add, for a list of a
 * product. Writes at most capacity values; returns how many there are, 0 when refused. */
size_t tkg_benchmark_create_range(int64_t first, int64_t last, int multiplier, int64_t *values,
                                  size_t capacity);
size_t tkg_benchmark_create_dense_range(int64_t first, int64_t last, int64_t step, int64_t *values,
                                        size_t capacity);

/* ---- threads; each call adds thread counts, >= 1 and at most 4096 ---- */

int tkg_benchmark_threads(struct tkg_benchmark *benchmark, int count);
int tkg_benchmark_thread_range(struct tkg_benchmark *benchmark, int first, int last); /* doubling */
int tkg_benchmark_dense_thread_range(struct tkg_benchmark *benchmark, int first, int last,
                                     int step);
int tkg_benchmark_thread_per_cpu(struct tkg_benchmark *benchmark);

/* ---- statistics over repetitions, besides mean, median, stddev and cv ---- */

/* percentage: the figure is a share, not a time. name: what follows "_" in the row's name; not
 * that of a built-in one. */
int tkg_benchmark_compute_statistic(struct tkg_benchmark *benchmark, const char *name,
                                    tkg_benchmark_statistic statistic, void *user, bool percentage);

/* ---- the program ---- */

/* Counts allocations in a run apart from the timed ones, instead of what the option `memory` does.
 * stop fills in what it knows of the zeroed figures. NULL: none. The table must outlive the run. */
struct tkg_benchmark_memory_manager {
    uint32_t struct_bytes;
    void *user;
    void (*start)(void *user);
    void (*stop)(void *user, struct tkg_benchmark_memory *figures);
};
int tkg_benchmark_set_memory_manager(const struct tkg_benchmark_memory_manager *manager);

/* Once per key; not the name of a field of the JSON context ("date", "caches", ...). */
int tkg_benchmark_add_context(const char *key, const char *value);

/* Adds a reporter beside the display and --benchmark_out; the table is copied. */
int tkg_benchmark_add_reporter(const struct tkg_benchmark_reporter *reporter);
/* Replaces the display (console, json or csv on stdout). NULL: the default again. */
int tkg_benchmark_set_display_reporter(const struct tkg_benchmark_reporter *reporter);

void tkg_benchmark_clear(void);             /* forgets all benchmarks and refused registrations */
const char *tkg_benchmark_last_error(void); /* "" when there was none */

/* Takes the flags it knows out of argv, as google-benchmark does (the BENCHMARK_* variables first).
 * What is left is the caller's. A wrong value: TKG_BENCHMARK_USAGE, said on stderr. */
int tkg_benchmark_initialize(int *argument_count, char **arguments);

/* Runs what the filter picks. Returns the exit status, enum tkg_benchmark_result: 0 only when at
 * least one benchmark was measured and none failed. Everything is said on stderr. */
int tkg_benchmark_run_all(void);

/* Both, refusing unknown flags. */
int tkg_benchmark_main(int argument_count, char **arguments);

#define TKG_BENCHMARK_MAIN()                                                                       \
    int main(int argument_count, char **arguments)                                                 \
    {                                                                                              \
        return tkg_benchmark_main(argument_count, arguments);                                      \
    }

#ifdef __cplusplus
}
#endif

#endif
