/* SPDX-License-Identifier: Apache-2.0
 *
 * Log-linear histogram of non-negative integers (nanoseconds, cycles): 2^10 sub-buckets per octave,
 * 64-bit counters, an exact maximum apart. Fixed memory (328 KB) at any count, merges exactly.
 * Values below 2^11 - 1 are exact; above, a value is off by less than one part in 2^11 (0.049 %)
 * from its bucket's midpoint. Why this layout: docs/decisions/0040-histogram-layout.md.
 */
#ifndef TKG_SAMPLE_HISTOGRAM_H
#define TKG_SAMPLE_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/status.h"

enum {
    /* Sub-buckets per octave, 2^10: three significant digits, HdrHistogram's usual precision. */
    TKG_HISTOGRAM_SUB_BITS = 10,
    /* Values below 2^40 - 1 are told apart: 18 minutes in nanoseconds, 1.1 s in picoseconds. */
    TKG_HISTOGRAM_VALUE_BITS = 40,
    /* All octaves, and one bucket for everything that is larger. */
    TKG_HISTOGRAM_BUCKET_COUNT = (TKG_HISTOGRAM_VALUE_BITS << TKG_HISTOGRAM_SUB_BITS) + 1,
};

/* Visible only for the inline functions below; use the functions. */
struct tkg_histogram {
    uint64_t max; /* exact */
    uint64_t counts[TKG_HISTOGRAM_BUCKET_COUNT];
};

/* Heap object, zeroed and prefaulted. NULL when memory ran out. */
struct tkg_histogram *tkg_histogram_create(void);
void tkg_histogram_destroy(struct tkg_histogram *histogram); /* NULL is fine */
void tkg_histogram_reset(struct tkg_histogram *histogram);

/* Bucket of a value. The exponent and the top ten mantissa bits of a double are a log-linear bucket
 * index as they stand: one conversion and one shift, twice as fast as counting leading zeros on
 * plain x86-64. The value plus one is converted, because zero has no exponent. */
static inline uint32_t tkg_histogram_bucket(uint64_t value)
{
    const uint64_t top = (UINT64_C(1) << TKG_HISTOGRAM_VALUE_BITS) - 1;
    double shifted = (double)(int64_t)((value < top ? value : top) + 1);
    uint64_t bits;
    memcpy(&bits, &shifted, sizeof(bits));
    /* 52 mantissa bits and an exponent biased by 1023: IEEE 754 binary64. */
    return (uint32_t)(bits >> (52 - TKG_HISTOGRAM_SUB_BITS)) - (1023u << TKG_HISTOGRAM_SUB_BITS);
}

/* Counts one value; values of 2^40 - 1 and more are counted in the last bucket (the maximum stays
 * exact). cost: 1-2 ns; no allocation. threads: one writer. */
static inline void tkg_histogram_record(struct tkg_histogram *histogram, uint64_t value)
{
    if (value > histogram->max) {
        histogram->max = value;
    }
    histogram->counts[tkg_histogram_bucket(value)]++;
}

/* Adds all counts of from into to. */
void tkg_histogram_merge(struct tkg_histogram *to, const struct tkg_histogram *from);

uint64_t tkg_histogram_count(const struct tkg_histogram *histogram);
uint64_t tkg_histogram_max(const struct tkg_histogram *histogram); /* exact; 0 when empty */
double
tkg_histogram_mean(const struct tkg_histogram *histogram); /* of bucket midpoints; NaN when empty */

/* What the values of a bucket are taken for: the middle between its lowest and its highest; the
 * lowest for the last bucket, which has no end. bucket 0 .. TKG_HISTOGRAM_BUCKET_COUNT - 1 */
double tkg_histogram_bucket_midpoint(uint32_t bucket);

/* Nearest rank: the smallest recorded value v with at least ceil(share * n) values <= v, as its
 * bucket's midpoint, never above the maximum (and exactly it for the last rank). share_0to1 in
 * (0, 1]. 0 when empty. cost: about 30 us. */
double tkg_histogram_quantile(const struct tkg_histogram *histogram, double share_0to1);

/* Sparse transfer form, little-endian: "TKGH", u32 version, u64 maximum, u32 pair count, then for
 * each non-empty bucket u32 index (rising) and u64 count (>= 1); used between processes and in
 * result files. *out is malloc'ed, the caller frees it. TKG_NO_MEMORY. */
enum tkg_status tkg_histogram_encode(const struct tkg_histogram *histogram, uint8_t **out,
                                     size_t *out_bytes, struct tkg_error *err) TKG_MUST_CHECK;
/* Adds an encoded histogram to *into. TKG_INPUT when bytes are damaged, cut off or followed by more
 * (nothing is added then). Any bytes are safe to hand in. */
enum tkg_status tkg_histogram_decode(struct tkg_histogram *into, const uint8_t *bytes,
                                     size_t byte_count, struct tkg_error *err) TKG_MUST_CHECK;

#endif
