/* SPDX-License-Identifier: Apache-2.0
 *
 * The transfer form of a histogram; declared in histogram.h.
 */
#include "sample/histogram.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum {
    VERSION_AT = 4, /* behind the magic */
    MAX_AT = VERSION_AT + 4,
    PAIR_COUNT_AT = MAX_AT + 8,
    HEADER_BYTES = PAIR_COUNT_AT + 4,
    PAIR_BYTES = 4 + 8,
    /* 1 had 2^10 buckets per octave and another numbering. */
    FORMAT_VERSION = 2,
};

static const char MAGIC[] = "TKGH";

static void put_little(uint8_t *at, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
}

static uint64_t get_little(const uint8_t *at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++) {
        value |= (uint64_t)at[i] << (8 * i);
    }
    return value;
}

static uint32_t used_bucket_count(const struct tkg_histogram *histogram)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < TKG_HISTOGRAM_BUCKET_COUNT; i++) {
        count += tkg_histogram_bucket_values(histogram, i) > 0;
    }
    return count;
}

enum tkg_status tkg_histogram_encode(const struct tkg_histogram *histogram, uint8_t **out,
                                     size_t *out_bytes, struct tkg_error *err)
{
    uint32_t pair_count = used_bucket_count(histogram);
    size_t bytes = HEADER_BYTES + (size_t)pair_count * PAIR_BYTES;
    uint8_t *encoded = malloc(bytes);
    if (!encoded) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for %zu bytes of an encoded histogram",
                        bytes);
    }
    memcpy(encoded, MAGIC, VERSION_AT);
    put_little(encoded + VERSION_AT, FORMAT_VERSION, 4);
    put_little(encoded + MAX_AT, histogram->max, 8);
    put_little(encoded + PAIR_COUNT_AT, pair_count, 4);
    uint8_t *pair = encoded + HEADER_BYTES;
    for (uint32_t i = 0; i < TKG_HISTOGRAM_BUCKET_COUNT; i++) {
        uint64_t count = tkg_histogram_bucket_values(histogram, i);
        if (count > 0) {
            put_little(pair, i, 4);
            put_little(pair + 4, count, 8);
            pair += PAIR_BYTES;
        }
    }
    *out = encoded;
    *out_bytes = bytes;
    return TKG_OK;
}

static enum tkg_status damaged(struct tkg_error *err, size_t offset, const char *what)
{
    return tkg_fail(err, TKG_INPUT,
                    "damaged histogram at byte %zu: %s; measure again, or take the file from "
                    "where it was written",
                    offset, what);
}

static enum tkg_status check_header(const uint8_t *bytes, size_t byte_count, struct tkg_error *err)
{
    if (byte_count < HEADER_BYTES) {
        return damaged(err, byte_count, "it ends within its header");
    }
    if (memcmp(bytes, MAGIC, VERSION_AT) != 0) {
        return damaged(err, 0, "it does not begin with \"TKGH\"");
    }
    if (get_little(bytes + VERSION_AT, 4) != FORMAT_VERSION) {
        return damaged(err, VERSION_AT, "its version is not 2");
    }
    uint64_t pair_count = get_little(bytes + PAIR_COUNT_AT, 4);
    if (pair_count > TKG_HISTOGRAM_BUCKET_COUNT) {
        return damaged(err, PAIR_COUNT_AT, "it claims more buckets than exist");
    }
    size_t expected = HEADER_BYTES + (size_t)pair_count * PAIR_BYTES;
    if (byte_count < expected) {
        return damaged(err, byte_count, "it ends within its buckets");
    }
    return byte_count > expected ? damaged(err, expected, "more bytes follow its last bucket")
                                 : TKG_OK;
}

/* Whether adding count makes a bucket of into need a spill that it does not have. */
static bool needs_spill(const struct tkg_histogram *into, uint32_t bucket, uint64_t count)
{
    uint64_t before = tkg_histogram_bucket_values(into, bucket);
    return before <= UINT32_MAX && before + count > UINT32_MAX;
}

/* Every pair, the running total and the spills on top of what the target already holds, and the
 * maximum, which must lie in the last bucket. */
static enum tkg_status check_pairs(const struct tkg_histogram *into, const uint8_t *bytes,
                                   size_t byte_count, struct tkg_error *err)
{
    uint64_t next_bucket = 0;
    uint64_t total = tkg_histogram_count(into);
    uint32_t spill_count = into->spill_count;
    for (size_t at = HEADER_BYTES; at < byte_count; at += PAIR_BYTES) {
        uint64_t bucket = get_little(bytes + at, 4);
        uint64_t count = get_little(bytes + at + 4, 8);
        if (bucket < next_bucket || bucket >= TKG_HISTOGRAM_BUCKET_COUNT) {
            return damaged(err, at, "bucket indexes do not rise, or are beyond the last");
        }
        if (count == 0 || __builtin_add_overflow(total, count, &total)) {
            return damaged(err, at + 4, "a count is zero, or the total exceeds 64 bits");
        }
        spill_count += needs_spill(into, (uint32_t)bucket, count);
        if (spill_count > TKG_HISTOGRAM_SPILL_MAX) {
            return damaged(err, at + 4, "more counts exceed 32 bits than can have been recorded");
        }
        next_bucket = bucket + 1;
    }
    uint64_t max = get_little(bytes + MAX_AT, 8);
    bool fits = next_bucket == 0 ? max == 0 : tkg_histogram_bucket(max) + 1u == next_bucket;
    return fits ? TKG_OK : damaged(err, MAX_AT, "the maximum does not lie in the last bucket");
}

enum tkg_status tkg_histogram_decode(struct tkg_histogram *into, const uint8_t *bytes,
                                     size_t byte_count, struct tkg_error *err)
{
    enum tkg_status status = check_header(bytes, byte_count, err);
    if (status == TKG_OK) {
        status = check_pairs(into, bytes, byte_count, err);
    }
    if (status != TKG_OK) {
        return status;
    }
    for (size_t at = HEADER_BYTES; at < byte_count; at += PAIR_BYTES) {
        bool added = tkg_histogram_add_to_bucket(into, (uint32_t)get_little(bytes + at, 4),
                                                 get_little(bytes + at + 4, 8));
        TKG_ASSERT(added); /* checked above */
    }
    tkg_histogram_raise_max(into, get_little(bytes + MAX_AT, 8));
    return TKG_OK;
}
