/* SPDX-License-Identifier: Apache-2.0
 *
 * Plain rows as a run of the shim hands them to its reporters, for tests of what is made of them.
 */
#ifndef TKG_TEST_SAMPLE_ROWS_H
#define TKG_TEST_SAMPLE_ROWS_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <tickgate/benchmark_reporter.h>

static const struct tkg_benchmark_cache sample_caches[] = {
    {"Data", 1, 49152, 2}, {"Instruction", 1, 32768, 2}, {"Unified", 2, 2097152, 2}};
static const double sample_load[] = {0.5, 0.25, 0.125};

static inline struct tkg_benchmark_context sample_context(void)
{
    return (struct tkg_benchmark_context){
        .struct_bytes = sizeof(struct tkg_benchmark_context),
        .num_cpus = 16,
        .date = "2026-02-03T04:05:06+01:00",
        .host_name = "builder",
        .executable = "./book_benchmark",
        .mhz_per_cpu = 3200.4,
        .cpu_scaling = TKG_BENCHMARK_OFF,
        .aslr = TKG_BENCHMARK_ON,
        .cache_count = sizeof(sample_caches) / sizeof(sample_caches[0]),
        .caches = sample_caches,
        .load_avg_count = 3,
        .load_avg = sample_load,
        .library_version = "",
        .library_build_type = "debug",
        .shim_build_type = "release",
        .clock_floor_ns = 21.0,
    };
}

/* One measured repetition without counters. */
static inline struct tkg_benchmark_run sample_run_row(const char *name, double real_time)
{
    return (struct tkg_benchmark_run){
        .struct_bytes = sizeof(struct tkg_benchmark_run),
        .row = TKG_BENCHMARK_ITERATION,
        .time_unit = TKG_BENCHMARK_NS,
        .name = name,
        .run_name = name,
        .repetitions = 1,
        .threads = 1,
        .message = "",
        .iterations = 1000,
        .real_time = real_time,
        .cpu_time = real_time / 2.0,
        .label = "",
        .aggregate_name = "",
        .big_o_text = "",
        .precision_target = NAN,
        .precision = NAN,
    };
}

static inline struct tkg_benchmark_run sample_aggregate(const char *name, const char *run_name,
                                                        const char *aggregate, double real_time)
{
    struct tkg_benchmark_run run = sample_run_row(name, real_time);
    run.row = TKG_BENCHMARK_AGGREGATE;
    run.run_name = run_name;
    run.repetition_index = -1;
    run.aggregate_name = aggregate;
    run.aggregate_percentage = strcmp(aggregate, "cv") == 0;
    return run;
}

static inline void sample_percentiles(struct tkg_benchmark_run *run, double p50_ns)
{
    run->percentiles = (struct tkg_benchmark_percentiles){
        .count = 1000,
        .p50_ns = p50_ns,
        .p90_ns = 1.5 * p50_ns,
        .p99_ns = 3.0 * p50_ns,
        .p99_9_ns = 10.0 * p50_ns,
        .max_ns = 100.0 * p50_ns,
        .clock_floor_ns = 21.0,
    };
}

#endif
