/* SPDX-License-Identifier: Apache-2.0
 *
 * The metrics tickgate knows: one row each. Targets, reports, plots and JSON use these names and no
 * others; to add a metric, add a row here and fill it in measure/ (per trial) or stats/ (per run).
 */
#ifndef TKG_SAMPLE_METRIC_H
#define TKG_SAMPLE_METRIC_H

#include <stdbool.h>

#include "base/quantity.h"

enum tkg_better {
    TKG_BETTER_LESS,
    TKG_BETTER_MORE,
    TKG_BETTER_NEITHER, /* describes the measurement, not the engine */
};

/* id, name, dimension, better, printed label, meaning */
#define TKG_METRICS(X)                                                                             \
    X(THROUGHPUT, "throughput", RATE, MORE, "throughput", "ticks per wall second of the replay")   \
    X(LATENCY_MEAN, "latency_mean", TIME, LESS, "mean", "wall time of the replay per tick")        \
    X(TOTAL_TIME, "total_time", TIME, LESS, "total time", "wall time of one replay of the case")   \
    X(CPU_PER_TICK, "cpu_per_tick", TIME, LESS, "CPU per tick", "thread CPU time per tick")        \
    X(LATENCY_P50, "latency_p50", TIME, LESS, "p50", "headline service time, median")              \
    X(LATENCY_P90, "latency_p90", TIME, LESS, "p90", "headline service time, 90th percentile")     \
    X(LATENCY_P95, "latency_p95", TIME, LESS, "p95", "headline service time, 95th percentile")     \
    X(LATENCY_P99, "latency_p99", TIME, LESS, "p99", "headline service time, 99th percentile")     \
    X(LATENCY_P995, "latency_p995", TIME, LESS, "p99.5",                                           \
      "headline service time, 99.5th percentile")                                                  \
    X(LATENCY_P999, "latency_p999", TIME, LESS, "p99.9",                                           \
      "headline service time, 99.9th percentile")                                                  \
    X(LATENCY_MAX, "latency_max", TIME, LESS, "max", "headline service time, maximum")             \
    X(BLOCK_P50, "block_p50", TIME, LESS, "block p50",                                             \
      "per-tick time averaged over a block, median")                                               \
    X(BLOCK_P90, "block_p90", TIME, LESS, "block p90", "same, 90th percentile")                    \
    X(BLOCK_P95, "block_p95", TIME, LESS, "block p95", "same, 95th percentile")                    \
    X(BLOCK_P99, "block_p99", TIME, LESS, "block p99", "same, 99th percentile")                    \
    X(BLOCK_P995, "block_p995", TIME, LESS, "block p99.5", "same, 99.5th percentile")              \
    X(BLOCK_P999, "block_p999", TIME, LESS, "block p99.9", "same, 99.9th percentile")              \
    X(BLOCK_MAX, "block_max", TIME, LESS, "block max", "same, maximum")                            \
    X(TICK_P50, "tick_p50", TIME, LESS, "tick p50", "fenced time of single sampled ticks, median") \
    X(TICK_P90, "tick_p90", TIME, LESS, "tick p90", "same, 90th percentile")                       \
    X(TICK_P95, "tick_p95", TIME, LESS, "tick p95", "same, 95th percentile")                       \
    X(TICK_P99, "tick_p99", TIME, LESS, "tick p99", "same, 99th percentile")                       \
    X(TICK_P995, "tick_p995", TIME, LESS, "tick p99.5", "same, 99.5th percentile")                 \
    X(TICK_P999, "tick_p999", TIME, LESS, "tick p99.9", "same, 99.9th percentile")                 \
    X(TICK_MAX, "tick_max", TIME, LESS, "tick max", "same, maximum")                               \
    X(TICK_FLOOR, "tick_floor", TIME, NEITHER, "tick floor",                                       \
      "fenced time of an empty step: what tick_* cannot go below")                                 \
    X(EVERY_P50, "every_p50", TIME, NEITHER, "every p50",                                          \
      "time from tick to tick, each one timed, median; diagnosis only, never judged")              \
    X(EVERY_P90, "every_p90", TIME, NEITHER, "every p90", "same, 90th percentile")                 \
    X(EVERY_P95, "every_p95", TIME, NEITHER, "every p95", "same, 95th percentile")                 \
    X(EVERY_P99, "every_p99", TIME, NEITHER, "every p99", "same, 99th percentile")                 \
    X(EVERY_P995, "every_p995", TIME, NEITHER, "every p99.5", "same, 99.5th percentile")           \
    X(EVERY_P999, "every_p999", TIME, NEITHER, "every p99.9", "same, 99.9th percentile")           \
    X(EVERY_MAX, "every_max", TIME, NEITHER, "every max", "same, maximum")                         \
    X(EVERY_GAP, "every_gap", SHARE, NEITHER, "every gap",                                         \
      "every tick: how far their sum is from the wall time")                                       \
    X(RESPONSE_P50, "response_p50", TIME, LESS, "response p50",                                    \
      "paced: end minus scheduled time, median")                                                   \
    X(RESPONSE_P90, "response_p90", TIME, LESS, "response p90", "same, 90th percentile")           \
    X(RESPONSE_P99, "response_p99", TIME, LESS, "response p99", "same, 99th percentile")           \
    X(RESPONSE_MAX, "response_max", TIME, LESS, "response max", "same, maximum")                   \
    X(CPU_PACED, "cpu_paced", SHARE, LESS, "CPU paced",                                            \
      "share of one core used by a replay paced at the stated rate")                               \
    X(CPU_FLAT_OUT, "cpu_flat_out", SHARE, NEITHER, "CPU flat out",                                \
      "share of one core during a flat-out replay; below 95 % the trial is invalid")               \
    X(PEAK_MEMORY, "peak_memory", BYTES, LESS, "peak memory",                                      \
      "highest resident memory of the process (VmHWM)")                                            \
    X(BASE_MEMORY, "base_memory", BYTES, NEITHER, "base memory",                                   \
      "resident memory before the engine was created")                                             \
    X(ENGINE_MEMORY, "engine_memory", BYTES, LESS, "engine memory",                                \
      "peak_memory minus base_memory")                                                             \
    X(ALLOCATIONS, "allocations_per_tick", PLAIN, LESS, "allocs per tick",                         \
      "allocations of the engine in on_ticks, per tick")                                           \
    X(ALLOCATED_BYTES, "allocated_bytes_per_tick", BYTES, LESS, "alloc. per tick",                 \
      "bytes that these allocations asked for, per tick")                                          \
    X(RELEASES, "releases_per_tick", PLAIN, NEITHER, "frees per tick",                             \
      "memory given back by the engine in on_ticks, times per tick")                               \
    X(SHADOW_OVERHEAD, "shadow_overhead", SHARE, NEITHER, "own overhead",                          \
      "the instrument's own cost: timed over untimed blocks, minus 1")                             \
    X(EFFICIENCY, "efficiency", SHARE, MORE, "efficiency",                                         \
      "throughput relative to the reference size; of threads: speed-up per thread")                \
    X(STAGE_GAP, "stage_gap", SHARE, NEITHER, "stage gap",                                         \
      "stages: how far their sum is from the wall time; above 1 % the trial is flagged")           \
    X(STAGE_OVERHEAD, "stage_overhead", SHARE, NEITHER, "stage overhead",                          \
      "stages: share of the wall time that entering and leaving them took")                        \
    X(TAIL_RATIO_P99, "tail_ratio_p99", PLAIN, LESS, "p99 over p50",                               \
      "latency_p99 over latency_p50")                                                              \
    X(TAIL_RATIO_P999, "tail_ratio_p999", PLAIN, LESS, "p99.9 over p50",                           \
      "latency_p999 over latency_p50")                                                             \
    X(TAIL_BLOCKS, "tail_blocks", SHARE, NEITHER, "tail blocks",                                   \
      "share of the blocks that were slow: twice the median, and 1 us more")                       \
    X(TAIL_OFF_CPU, "tail_off_cpu", SHARE, LESS, "tail off-CPU",                                   \
      "share of the slow blocks' time that the thread was off its CPU")                            \
    X(TAIL_SLEEPS, "tail_sleeps", PLAIN, LESS, "tail sleeps", "voluntary switches per slow block") \
    X(TAIL_PREEMPTIONS, "tail_preemptions", PLAIN, NEITHER, "tail preempted",                      \
      "involuntary switches per slow block")                                                       \
    X(TAIL_FAULTS, "tail_faults", PLAIN, LESS, "tail faults", "page faults per slow block")        \
    X(THROUGHPUT_KEPT, "throughput_kept", SHARE, MORE, "rate kept",                                \
      "throughput of the last tenth of a replay over that of the first")                           \
    X(HEAP_GROWTH, "heap_growth", BYTES, LESS, "heap growth",                                      \
      "live heap bytes that a tick adds, after the first fifth of the replay")                     \
    X(HEAP_GROWTH_LOW, "heap_growth_low", BYTES, NEITHER, "heap gr. low",                          \
      "lower 95 % limit of that slope within one trial")                                           \
    X(RESIDENT_GROWTH, "resident_growth", BYTES, LESS, "resident growth",                          \
      "resident bytes that a tick adds, after the first fifth of the replay")                      \
    X(RESIDENT_GROWTH_LOW, "resident_growth_low", BYTES, NEITHER, "resident low",                  \
      "lower 95 % limit of that slope within one trial")                                           \
    X(SPEEDUP, "speedup", PLAIN, MORE, "speed-up",                                                 \
      "threads: throughput of all of them relative to that of one")                                \
    X(THREAD_BALANCE, "thread_balance", SHARE, NEITHER, "balance",                                 \
      "threads: ticks of the mean thread by those of the busiest, a bound of their efficiency")

enum tkg_metric {
#define TKG_METRIC_ENUM(id, name, dimension, better, label, meaning) TKG_METRIC_##id,
    TKG_METRICS(TKG_METRIC_ENUM)
#undef TKG_METRIC_ENUM
        TKG_METRIC_COUNT
};

struct tkg_metric_info {
    const char *name;
    enum tkg_dimension dimension;
    enum tkg_better better;
    const char *label;
    const char *meaning;
};

/* Never NULL; valid for ever. */
const struct tkg_metric_info *tkg_metric_info(enum tkg_metric metric);

/* False when no metric has that name. */
bool tkg_metric_find(const char *name, enum tkg_metric *metric);

/* True for the metrics of pass D: they tell where to look, and no target may judge them, for
 * reading the clock at every tick makes the engine another one. */
bool tkg_metric_is_diagnosis(enum tkg_metric metric);

/* The known name nearest to an unknown one (edit distance <= 3 and below half of
 * its length), or NULL: for "did you mean". */
const char *tkg_metric_suggest(const char *name);

#endif
