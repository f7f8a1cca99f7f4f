/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_histogram.h"

#include <math.h>

static unsigned bucket_of(uint64_t value)
{
    if (value < TKG_GBENCH_SUB_COUNT) {
        return (unsigned)value;
    }
    unsigned top = 63u - (unsigned)__builtin_clzll(value);
    unsigned shift = top - TKG_GBENCH_SUB_BITS;
    return (shift + 1) * TKG_GBENCH_SUB_COUNT +
           ((unsigned)(value >> shift) & (TKG_GBENCH_SUB_COUNT - 1u));
}

static uint64_t upper_end(unsigned bucket)
{
    if (bucket < TKG_GBENCH_SUB_COUNT) {
        return bucket;
    }
    unsigned shift = bucket / TKG_GBENCH_SUB_COUNT - 1;
    uint64_t first = TKG_GBENCH_SUB_COUNT + bucket % TKG_GBENCH_SUB_COUNT;
    return (first << shift) + ((UINT64_C(1) << shift) - 1);
}

void tkg_gbench_histogram_record(struct tkg_gbench_histogram *histogram, uint64_t value_ns)
{
    histogram->buckets[bucket_of(value_ns)]++;
    histogram->count++;
    if (value_ns > histogram->max_ns) {
        histogram->max_ns = value_ns;
    }
}

void tkg_gbench_histogram_merge(struct tkg_gbench_histogram *histogram,
                                const struct tkg_gbench_histogram *other)
{
    for (unsigned i = 0; i < TKG_GBENCH_BUCKET_COUNT; i++) {
        histogram->buckets[i] += other->buckets[i];
    }
    histogram->count += other->count;
    if (other->max_ns > histogram->max_ns) {
        histogram->max_ns = other->max_ns;
    }
}

double tkg_gbench_histogram_quantile(const struct tkg_gbench_histogram *histogram,
                                     double share_0to1)
{
    if (histogram->count == 0) {
        return NAN;
    }
    /* 0.99 * 100 is 99.00000000000001 or so: a rank must not grow by rounding */
    double exact = share_0to1 * (double)histogram->count;
    uint64_t rank = (uint64_t)ceil(exact * (1 - 1e-12));
    uint64_t seen = 0;
    for (unsigned i = 0; i < TKG_GBENCH_BUCKET_COUNT; i++) {
        seen += histogram->buckets[i];
        if (seen >= rank && seen > 0) {
            uint64_t end = upper_end(i);
            return (double)(end < histogram->max_ns ? end : histogram->max_ns);
        }
    }
    return (double)histogram->max_ns;
}

void tkg_gbench_histogram_summarise(const struct tkg_gbench_histogram *histogram,
                                    struct tkg_benchmark_percentiles *percentiles)
{
    percentiles->count = histogram->count;
    percentiles->p50_ns = tkg_gbench_histogram_quantile(histogram, 0.5);
    percentiles->p90_ns = tkg_gbench_histogram_quantile(histogram, 0.9);
    percentiles->p99_ns = tkg_gbench_histogram_quantile(histogram, 0.99);
    percentiles->p99_9_ns = tkg_gbench_histogram_quantile(histogram, 0.999);
    percentiles->max_ns = histogram->count == 0 ? NAN : (double)histogram->max_ns;
}
