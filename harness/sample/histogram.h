/* SPDX-License-Identifier: Apache-2.0
 *
 * Log-linear histogram of non-negative integers (picoseconds, nanoseconds): an exact maximum, exact
 * merging, fixed memory (399 KB) at any count. Values below 4,096 are exact; values below 2^35 -
 * 4,096 are off by at most one part in 2^13 (0.012 %) from their bucket's midpoint, values below
 * 2^45 - 4,096 by at most 0.098 %; all larger ones are one bucket. Why this layout:
 * docs/decisions/0040-histogram-layout.md.
 */
#ifndef TKG_SAMPLE_HISTOGRAM_H
#define TKG_SAMPLE_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/status.h"

enum {
    /* Sub-buckets per octave: 2^12 is the first power of two whose half bucket is below 0.02 %. */
    TKG_HISTOGRAM_FINE_BITS = 12,
    /* As many octaves of those as 400 KB hold: 34 ms in picoseconds, 34 s in nanoseconds. */
    TKG_HISTOGRAM_FINE_OCTAVE_END = 35,
    /* Above: three digits still, up to 35 s in picoseconds and 9.8 hours in nanoseconds. */
    TKG_HISTOGRAM_TOP_BITS = 9,
    TKG_HISTOGRAM_TOP_OCTAVE_END = 45,
    /* Added to every value: without the octaves below it every bucket holds an integer. */
    TKG_HISTOGRAM_OFFSET = 1 << TKG_HISTOGRAM_FINE_BITS,
    TKG_HISTOGRAM_FINE_COUNT = (TKG_HISTOGRAM_FINE_OCTAVE_END - TKG_HISTOGRAM_FINE_BITS)
                               << TKG_HISTOGRAM_FINE_BITS,
    /* Fine ones, coarse ones, and one for everything that is larger. */
    TKG_HISTOGRAM_BUCKET_COUNT =
        TKG_HISTOGRAM_FINE_COUNT +
        ((TKG_HISTOGRAM_TOP_OCTAVE_END - TKG_HISTOGRAM_FINE_OCTAVE_END) << TKG_HISTOGRAM_TOP_BITS) +
        1,
    /* Buckets whose count may exceed 32 bits: to fill more takes 10^12 values, over 20 minutes of
     * nothing but recording. */
    TKG_HISTOGRAM_SPILL_MAX = 256,
};

/* The largest value with a fine bucket. */
#define TKG_HISTOGRAM_FINE_VALUE_MAX                                                               \
    ((UINT64_C(1) << TKG_HISTOGRAM_FINE_OCTAVE_END) - TKG_HISTOGRAM_OFFSET - 1)

/* Visible only for the inline functions below; use the functions. Equal contents are equal bytes.
 */
struct tkg_histogram {
    uint32_t counts[TKG_HISTOGRAM_BUCKET_COUNT]; /* the low 32 bits of each; first: no offset */
    uint32_t spill_count;
    struct {
        uint32_t bucket; /* rising */
        uint32_t high;   /* the high 32 bits of its count; never 0 */
    } spills[TKG_HISTOGRAM_SPILL_MAX];
    uint64_t max;      /* exact */
    uint64_t fast_max; /* max, at most TKG_HISTOGRAM_FINE_VALUE_MAX: one compare asks both */
};

/* Heap object, zeroed and prefaulted. NULL when memory ran out. */
struct tkg_histogram *tkg_histogram_create(void);
void tkg_histogram_destroy(struct tkg_histogram *histogram); /* NULL is fine */
void tkg_histogram_reset(struct tkg_histogram *histogram);

/* The rare cases of record, out of line: a new maximum or a value beyond the fine buckets; and the
 * wrap of a 32-bit count, for which a spill must be free (asserted). */
void tkg_histogram_record_rare(struct tkg_histogram *histogram, uint64_t value);
void tkg_histogram_carry(struct tkg_histogram *histogram, uint32_t bucket);

/* Fine bucket of a value of at most TKG_HISTOGRAM_FINE_VALUE_MAX. The exponent and the top twelve
 * mantissa bits of a double are a log-linear index as they stand: one conversion and one shift,
 * twice as fast as counting leading zeros on plain x86-64. */
static inline size_t tkg_histogram_fine_bucket(uint64_t value)
{
    double shifted = (double)(int64_t)(value + TKG_HISTOGRAM_OFFSET);
    uint64_t bits;
    memcpy(&bits, &shifted, sizeof(bits));
    /* 52 mantissa bits and an exponent biased by 1023: IEEE 754 binary64. */
    return (size_t)(bits >> (52 - TKG_HISTOGRAM_FINE_BITS)) -
           ((1023u + TKG_HISTOGRAM_FINE_BITS) << TKG_HISTOGRAM_FINE_BITS);
}

/* Counts one value; those beyond 2^45 - 4,096 share the last bucket (the maximum stays exact).
 * cost: 1.0-1.2 ns; 2-3 ns for a new maximum; no allocation. threads: one writer. */
static inline void tkg_histogram_record(struct tkg_histogram *histogram, uint64_t value)
{
    if (__builtin_expect(value > histogram->fast_max, 0)) {
        tkg_histogram_record_rare(histogram, value);
        return;
    }
    size_t bucket = tkg_histogram_fine_bucket(value);
    if (__builtin_expect(++histogram->counts[bucket] == 0, 0)) {
        tkg_histogram_carry(histogram, (uint32_t)bucket);
    }
}

/* Adds all counts of from into to. A count or a total beyond 64 bits, or more than
 * TKG_HISTOGRAM_SPILL_MAX counts beyond 32 bits, is asserted, never lost silently. */
void tkg_histogram_merge(struct tkg_histogram *to, const struct tkg_histogram *from);

uint64_t tkg_histogram_count(const struct tkg_histogram *histogram);
uint64_t tkg_histogram_max(const struct tkg_histogram *histogram); /* exact; 0 when empty */
/* Of bucket midpoints; NaN when empty. The deviation is that of all values, divided by n. */
double tkg_histogram_mean(const struct tkg_histogram *histogram);
double tkg_histogram_stddev(const struct tkg_histogram *histogram);

/* Bucket of any value, 0 .. TKG_HISTOGRAM_BUCKET_COUNT - 1, rising with the value. */
uint32_t tkg_histogram_bucket(uint64_t value);
/* What a bucket has counted. */
uint64_t tkg_histogram_bucket_values(const struct tkg_histogram *histogram, uint32_t bucket);
/* Adds count values to a bucket; the maximum is the caller's to raise. False, and nothing added,
 * when the count would exceed 64 bits or no spill is free. */
bool tkg_histogram_add_to_bucket(struct tkg_histogram *histogram, uint32_t bucket, uint64_t count);
/* Takes value for the maximum if it is larger; counts nothing. */
void tkg_histogram_raise_max(struct tkg_histogram *histogram, uint64_t value);

/* What the values of a bucket are taken for: the middle between its lowest and its highest; the
 * lowest for the last bucket, which has no end. bucket 0 .. TKG_HISTOGRAM_BUCKET_COUNT - 1 */
double tkg_histogram_bucket_midpoint(uint32_t bucket);

/* Nearest rank: the smallest recorded value v with at least ceil(share * n) values <= v, as its
 * bucket's midpoint, never above the maximum (and exactly it for the last rank). share_0to1 in
 * (0, 1]. 0 when empty. cost: about 60 us. */
double tkg_histogram_quantile(const struct tkg_histogram *histogram, double share_0to1);

/* Sparse transfer form, little-endian: "TKGH", u32 version 2, u64 maximum, u32 pair count, then for
 * each non-empty bucket u32 index (rising) and u64 count (>= 1); used between processes. *out is
 * malloc'ed, the caller frees it. TKG_NO_MEMORY. */
enum tkg_status tkg_histogram_encode(const struct tkg_histogram *histogram, uint8_t **out,
                                     size_t *out_bytes, struct tkg_error *err) TKG_MUST_CHECK;
/* Adds an encoded histogram to *into. TKG_INPUT when bytes are damaged, cut off or followed by more
 * (nothing is added then). Any bytes are safe to hand in. */
enum tkg_status tkg_histogram_decode(struct tkg_histogram *into, const uint8_t *bytes,
                                     size_t byte_count, struct tkg_error *err) TKG_MUST_CHECK;

#endif
