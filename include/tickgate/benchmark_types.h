/* SPDX-License-Identifier: Apache-2.0
 *
 * Words shared by benchmarks and reporters. Included by <tickgate/benchmark.h>.
 */
#ifndef TICKGATE_BENCHMARK_TYPES_H
#define TICKGATE_BENCHMARK_TYPES_H

/* What functions return and what a benchmark program exits with: tickgate's table of exit codes. */
enum tkg_benchmark_result {
    TKG_BENCHMARK_OK = 0,
    TKG_BENCHMARK_USAGE = 2,     /* a wrong argument, flag or registration; unwritable output */
    TKG_BENCHMARK_FAILED = 4,    /* a benchmark reported an error */
    TKG_BENCHMARK_NOTHING = 5,   /* nothing matched, or everything was skipped */
    TKG_BENCHMARK_INTERNAL = 70, /* out of memory, or the shim itself is at fault */
};

enum tkg_benchmark_unit {
    TKG_BENCHMARK_UNIT_DEFAULT = 0, /* --benchmark_time_unit, or ns; never in a row */
    TKG_BENCHMARK_NS,
    TKG_BENCHMARK_US,
    TKG_BENCHMARK_MS,
    TKG_BENCHMARK_S,
};

/* What a counter's value is made into before it is reported; or-ed. The seconds of a rate are wall
 * time (manual time where that is used), whatever clock the benchmark is judged by. */
enum tkg_counter_flag {
    TKG_COUNTER_PLAIN = 0,
    TKG_COUNTER_RATE = 1u << 0,           /* value / seconds */
    TKG_COUNTER_AVG_THREADS = 1u << 1,    /* value / threads */
    TKG_COUNTER_INVARIANT = 1u << 2,      /* value * iterations: the same in each iteration */
    TKG_COUNTER_AVG_ITERATIONS = 1u << 3, /* value / iterations */
    TKG_COUNTER_INVERT = 1u << 4,         /* 1 / what the others made of it */
    TKG_COUNTER_1024 = 1u << 5,           /* console: k is 1024, not 1000 */
};

enum tkg_big_o {
    TKG_BIG_O_NONE = 0,
    TKG_BIG_O_1,
    TKG_BIG_O_N,
    TKG_BIG_O_N_SQUARED,
    TKG_BIG_O_N_CUBED,
    TKG_BIG_O_LOG_N,
    TKG_BIG_O_N_LOG_N,
    TKG_BIG_O_AUTO,   /* the class that fits best */
    TKG_BIG_O_LAMBDA, /* a curve of the user's own */
};

#endif
