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

void tkg_histogram_merge(struct tkg_histogram *to, const struct tkg_histogram *from)
{
    for (size_t i = 0; i < TKG_HISTOGRAM_BUCKET_COUNT; i++) {
        to->counts[i] += from->counts[i];
    }
    to->max = from->max > to->max ? from->max : to->max;
}

uint64_t tkg_histogram_count(const struct tkg_histogram *histogram)
{
    uint64_t count = 0;
    for (size_t i = 0; i < TKG_HISTOGRAM_BUCKET_COUNT; i++) {
        count += histogram->counts[i];
    }
    return count;
}

uint64_t tkg_histogram_max(const struct tkg_histogram *histogram)
{
    return histogram->max;
}

double tkg_histogram_bucket_midpoint(uint32_t bucket)
{
    TKG_ASSERT(bucket < TKG_HISTOGRAM_BUCKET_COUNT);
    /* tkg_histogram_bucket() backwards: the index is the head of a double, value plus one. */
    uint64_t bits = ((uint64_t)bucket + (1023u << TKG_HISTOGRAM_SUB_BITS))
                    << (52 - TKG_HISTOGRAM_SUB_BITS);
    double lowest;
    memcpy(&lowest, &bits, sizeof(lowest));
    lowest -= 1.0;
    /* Up to the eleventh octave a bucket holds one integer at most; then widths double. */
    uint32_t octave = bucket >> TKG_HISTOGRAM_SUB_BITS;
    if (octave <= TKG_HISTOGRAM_SUB_BITS || bucket == TKG_HISTOGRAM_BUCKET_COUNT - 1) {
        return lowest;
    }
    uint64_t width = UINT64_C(1) << (octave - TKG_HISTOGRAM_SUB_BITS);
    return lowest + (double)(width - 1) / 2.0;
}

double tkg_histogram_mean(const struct tkg_histogram *histogram)
{
    double sum = 0.0;
    for (uint32_t i = 0; i < TKG_HISTOGRAM_BUCKET_COUNT; i++) {
        sum += (double)histogram->counts[i] * tkg_histogram_bucket_midpoint(i);
    }
    uint64_t count = tkg_histogram_count(histogram);
    return count == 0 ? NAN : sum / (double)count;
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
    for (uint32_t i = 0; i < TKG_HISTOGRAM_BUCKET_COUNT; i++) {
        seen += histogram->counts[i];
        if (seen >= rank) {
            double midpoint = tkg_histogram_bucket_midpoint(i);
            return midpoint < max ? midpoint : max;
        }
    }
    return max;
}
