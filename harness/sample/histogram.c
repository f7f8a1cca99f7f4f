/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/histogram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* The smallest page of the systems we run on; larger pages are touched more than once. */
enum { PAGE_BYTES = 4096 };

/* A first touch costs microseconds on a virtual machine: it must not fall into a timed loop. The
 * volatile stores keep the compiler from folding this and malloc into a lazily mapped calloc. */
static void prefault(struct tkg_histogram *histogram)
{
    volatile uint8_t *bytes = (volatile uint8_t *)histogram;
    for (size_t i = 0; i < sizeof(*histogram); i += PAGE_BYTES) {
        bytes[i] = 1;
    }
    bytes[sizeof(*histogram) - 1] = 1;
}

struct tkg_histogram *tkg_histogram_create(void)
{
    struct tkg_histogram *histogram = malloc(sizeof(*histogram));
    if (histogram) {
        prefault(histogram);
        tkg_histogram_reset(histogram);
    }
    return histogram;
}

void tkg_histogram_destroy(struct tkg_histogram *histogram)
{
    free(histogram);
}

void tkg_histogram_reset(struct tkg_histogram *histogram)
{
    memset(histogram, 0, sizeof(*histogram));
}

void tkg_histogram_raise_max(struct tkg_histogram *histogram, uint64_t value)
{
    const uint64_t fine_max = TKG_HISTOGRAM_FINE_VALUE_MAX;
    histogram->max = value > histogram->max ? value : histogram->max;
    histogram->fast_max = histogram->max < fine_max ? histogram->max : fine_max;
}

/* Position of the first spill whose bucket is not below the given one. */
static uint32_t find_spill(const struct tkg_histogram *histogram, uint32_t bucket)
{
    uint32_t low = 0;
    uint32_t high = histogram->spill_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (histogram->spills[middle].bucket < bucket) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool has_spill(const struct tkg_histogram *histogram, uint32_t at, uint32_t bucket)
{
    return at < histogram->spill_count && histogram->spills[at].bucket == bucket;
}

/* Kept in the order of buckets, so that equal contents are equal bytes whatever came first. */
static void insert_spill(struct tkg_histogram *histogram, uint32_t at, uint32_t bucket)
{
    memmove(&histogram->spills[at + 1], &histogram->spills[at],
            (histogram->spill_count - at) * sizeof(histogram->spills[0]));
    histogram->spills[at].bucket = bucket;
    histogram->spills[at].high = 0;
    histogram->spill_count++;
}

static bool add_high(struct tkg_histogram *histogram, uint32_t bucket, uint32_t high)
{
    uint32_t at = find_spill(histogram, bucket);
    if (!has_spill(histogram, at, bucket)) {
        if (histogram->spill_count == TKG_HISTOGRAM_SPILL_MAX) {
            return false;
        }
        insert_spill(histogram, at, bucket);
    }
    uint32_t sum;
    if (__builtin_add_overflow(histogram->spills[at].high, high, &sum)) {
        return false;
    }
    histogram->spills[at].high = sum;
    return true;
}

void tkg_histogram_carry(struct tkg_histogram *histogram, uint32_t bucket)
{
    bool spilled = add_high(histogram, bucket, 1);
    TKG_ASSERT(spilled);
}

bool tkg_histogram_add_to_bucket(struct tkg_histogram *histogram, uint32_t bucket, uint64_t count)
{
    TKG_ASSERT(bucket < TKG_HISTOGRAM_BUCKET_COUNT);
    uint32_t low;
    uint32_t carry = __builtin_add_overflow(histogram->counts[bucket], (uint32_t)count, &low);
    uint64_t high = (count >> 32) + carry;
    if (high > UINT32_MAX || (high > 0 && !add_high(histogram, bucket, (uint32_t)high))) {
        return false;
    }
    histogram->counts[bucket] = low;
    return true;
}

uint64_t tkg_histogram_bucket_values(const struct tkg_histogram *histogram, uint32_t bucket)
{
    TKG_ASSERT(bucket < TKG_HISTOGRAM_BUCKET_COUNT);
    uint32_t at = find_spill(histogram, bucket);
    uint64_t high = has_spill(histogram, at, bucket) ? histogram->spills[at].high : 0;
    return (high << 32) + histogram->counts[bucket];
}

/* The coarse octaves and the last bucket. */
static uint32_t top_bucket(uint64_t value)
{
    const uint64_t limit = (UINT64_C(1) << TKG_HISTOGRAM_TOP_OCTAVE_END) - TKG_HISTOGRAM_OFFSET;
    if (value >= limit) {
        return TKG_HISTOGRAM_BUCKET_COUNT - 1;
    }
    uint64_t shifted = value + TKG_HISTOGRAM_OFFSET;
    uint32_t octave = 63u - (uint32_t)__builtin_clzll(shifted);
    uint32_t part = (uint32_t)(shifted >> (octave - TKG_HISTOGRAM_TOP_BITS)) &
                    ((1u << TKG_HISTOGRAM_TOP_BITS) - 1);
    return TKG_HISTOGRAM_FINE_COUNT +
           ((octave - TKG_HISTOGRAM_FINE_OCTAVE_END) << TKG_HISTOGRAM_TOP_BITS) + part;
}

uint32_t tkg_histogram_bucket(uint64_t value)
{
    return value <= TKG_HISTOGRAM_FINE_VALUE_MAX ? (uint32_t)tkg_histogram_fine_bucket(value)
                                                 : top_bucket(value);
}

void tkg_histogram_record_rare(struct tkg_histogram *histogram, uint64_t value)
{
    tkg_histogram_raise_max(histogram, value);
    uint32_t bucket = tkg_histogram_bucket(value);
    if (++histogram->counts[bucket] == 0) {
        tkg_histogram_carry(histogram, bucket);
    }
}

void tkg_histogram_merge(struct tkg_histogram *to, const struct tkg_histogram *from)
{
    uint64_t total = tkg_histogram_count(to);
    bool fits = !__builtin_add_overflow(total, tkg_histogram_count(from), &total);
    TKG_ASSERT(fits);
    for (uint32_t i = 0; i < TKG_HISTOGRAM_BUCKET_COUNT; i++) {
        if (from->counts[i] > 0) {
            bool added = tkg_histogram_add_to_bucket(to, i, from->counts[i]);
            TKG_ASSERT(added);
        }
    }
    for (uint32_t i = 0; i < from->spill_count; i++) {
        bool added = add_high(to, from->spills[i].bucket, from->spills[i].high);
        TKG_ASSERT(added);
    }
    tkg_histogram_raise_max(to, from->max);
}

uint64_t tkg_histogram_count(const struct tkg_histogram *histogram)
{
    uint64_t count = 0;
    for (size_t i = 0; i < TKG_HISTOGRAM_BUCKET_COUNT; i++) {
        count += histogram->counts[i];
    }
    for (uint32_t i = 0; i < histogram->spill_count; i++) {
        count += (uint64_t)histogram->spills[i].high << 32;
    }
    return count;
}

uint64_t tkg_histogram_max(const struct tkg_histogram *histogram)
{
    return histogram->max;
}

/* The middle of a bucket that is a part of an octave of 2^part_bits parts, offset still in. */
static double middle(uint32_t octave, uint32_t part, uint32_t part_bits)
{
    uint64_t width = UINT64_C(1) << (octave - part_bits);
    uint64_t lowest = (UINT64_C(1) << octave) + part * width;
    return (double)lowest + (double)(width - 1) / 2.0;
}

double tkg_histogram_bucket_midpoint(uint32_t bucket)
{
    TKG_ASSERT(bucket < TKG_HISTOGRAM_BUCKET_COUNT);
    uint32_t first_octave = TKG_HISTOGRAM_FINE_BITS;
    uint32_t bits = TKG_HISTOGRAM_FINE_BITS;
    if (bucket == TKG_HISTOGRAM_BUCKET_COUNT - 1) {
        return (double)((UINT64_C(1) << TKG_HISTOGRAM_TOP_OCTAVE_END) - TKG_HISTOGRAM_OFFSET);
    }
    if (bucket >= TKG_HISTOGRAM_FINE_COUNT) {
        bucket -= TKG_HISTOGRAM_FINE_COUNT;
        first_octave = TKG_HISTOGRAM_FINE_OCTAVE_END;
        bits = TKG_HISTOGRAM_TOP_BITS;
    }
    uint32_t part = bucket & ((1u << bits) - 1);
    return middle(first_octave + (bucket >> bits), part, bits) - TKG_HISTOGRAM_OFFSET;
}

/* Sum of (midpoint - origin)^power over all values, power 1 or 2. */
static double moment(const struct tkg_histogram *histogram, double origin, int power)
{
    double sum = 0.0;
    for (uint32_t i = 0; i < TKG_HISTOGRAM_BUCKET_COUNT; i++) {
        uint64_t values = tkg_histogram_bucket_values(histogram, i);
        if (values > 0) {
            double off = tkg_histogram_bucket_midpoint(i) - origin;
            sum += (double)values * (power == 2 ? off * off : off);
        }
    }
    return sum;
}

double tkg_histogram_mean(const struct tkg_histogram *histogram)
{
    uint64_t count = tkg_histogram_count(histogram);
    return count == 0 ? NAN : moment(histogram, 0.0, 1) / (double)count;
}

double tkg_histogram_stddev(const struct tkg_histogram *histogram)
{
    uint64_t count = tkg_histogram_count(histogram);
    double mean = tkg_histogram_mean(histogram);
    return count == 0 ? NAN : sqrt(moment(histogram, mean, 2) / (double)count);
}

/* ceil(share * count), at least 1, at most count. A share such as 0.07 is not exact in binary, and
 * 0.07 * 100 rounds to just above 7: products within four rounding errors of a whole number are
 * taken for it. */
static uint64_t nearest_rank(uint64_t count, double share_0to1)
{
    const double rounding = 4.0 * 2.220446049250313e-16; /* four times DBL_EPSILON */
    if (share_0to1 >= 1.0) {
        return count; /* also where a double no longer tells neighbouring counts apart */
    }
    double wanted = share_0to1 * (double)count * (1.0 - rounding);
    uint64_t rank = (uint64_t)wanted;
    rank += (double)rank < wanted;
    return rank < 1 ? 1 : rank > count ? count : rank;
}

double tkg_histogram_quantile(const struct tkg_histogram *histogram, double share_0to1)
{
    TKG_ASSERT(share_0to1 > 0.0 && share_0to1 <= 1.0);
    uint64_t count = tkg_histogram_count(histogram);
    double max = (double)histogram->max;
    uint64_t rank = nearest_rank(count, share_0to1);
    if (count == 0 || rank == count) {
        return max;
    }
    uint64_t seen = 0;
    uint32_t spill = 0;
    for (uint32_t i = 0; i < TKG_HISTOGRAM_BUCKET_COUNT; i++) {
        seen += histogram->counts[i];
        if (has_spill(histogram, spill, i)) {
            seen += (uint64_t)histogram->spills[spill++].high << 32;
        }
        if (seen >= rank) {
            double midpoint = tkg_histogram_bucket_midpoint(i);
            return midpoint < max ? midpoint : max;
        }
    }
    return max;
}
