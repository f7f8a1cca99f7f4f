/* SPDX-License-Identifier: Apache-2.0
 *
 * Times of single iterations in fixed memory: every one is counted, none is sampled, so that
 * nothing periodic can hide between samples (docs/decisions/0091).
 *
 * Buckets: 1 ns wide up to 128 ns, then 128 to each power of two. A value is reported as the upper
 * end of its bucket: at most 1/128 (0.8 %) too high, never too low.
 */
#ifndef TKG_GBENCH_HISTOGRAM_H
#define TKG_GBENCH_HISTOGRAM_H

#include <stdint.h>

#include <tickgate/benchmark_reporter.h>

enum {
    TKG_GBENCH_SUB_BITS = 7,
    TKG_GBENCH_SUB_COUNT = 1 << TKG_GBENCH_SUB_BITS,
    TKG_GBENCH_BUCKET_COUNT = (64 - TKG_GBENCH_SUB_BITS + 1) * TKG_GBENCH_SUB_COUNT,
};

struct tkg_gbench_histogram {
    uint64_t count;
    uint64_t max_ns;
    uint64_t buckets[TKG_GBENCH_BUCKET_COUNT]; /* 58 KiB */
};

void tkg_gbench_histogram_record(struct tkg_gbench_histogram *histogram, uint64_t value_ns);

/* Adds all of other. */
void tkg_gbench_histogram_merge(struct tkg_gbench_histogram *histogram,
                                const struct tkg_gbench_histogram *other);

/* Nearest rank: the smallest value that at least share_0to1 of all do not exceed. NaN when empty.
 */
double tkg_gbench_histogram_quantile(const struct tkg_gbench_histogram *histogram,
                                     double share_0to1);

/* Fills in everything but the clock floor. */
void tkg_gbench_histogram_summarise(const struct tkg_gbench_histogram *histogram,
                                    struct tkg_benchmark_percentiles *percentiles);

#endif
