/* SPDX-License-Identifier: Apache-2.0 */
#include "report/hdr_encoding.h"

#include <stdlib.h>
#include <zlib.h>

enum {
    SIGNIFICANT_DIGITS = 4,
    /* 2 * 10^4 rounded up to a power of two: HdrHistogram's rule. */
    SUB_BUCKET_BITS = 15,
    COOKIE = 0x1c849313,            /* V2, words of variable length */
    COMPRESSED_COOKIE = 0x1c849314, /* the same, deflated */
    LENGTH_AT = 4,
    HEADER_BYTES = 40,
    /* Seven bits each in eight bytes, all eight bits in the ninth. */
    ZIGZAG_BYTES_MAX = 9,
};

/* What is written of one histogram, value by rising value. */
struct writer {
    struct tkg_text *out;
    uint64_t next_index; /* behind the last count written */
};

static void put_big(uint8_t *at, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
    }
}

static void add_big(struct tkg_text *out, uint64_t value, size_t bytes)
{
    uint8_t big[8];
    put_big(big, value, bytes);
    tkg_text_add_bytes(out, big, bytes);
}

uint32_t tkg_hdr_index(uint64_t value)
{
    const uint32_t half = 1u << (SUB_BUCKET_BITS - 1);
    uint64_t at_least = value | ((1u << SUB_BUCKET_BITS) - 1);
    uint32_t bucket = 63u - (uint32_t)__builtin_clzll(at_least) - (SUB_BUCKET_BITS - 1);
    return ((bucket + 1) * half) + (uint32_t)(value >> bucket) - half;
}

void tkg_hdr_add_zigzag(struct tkg_text *out, int64_t value)
{
    uint8_t bytes[ZIGZAG_BYTES_MAX];
    uint64_t rest = ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0);
    size_t count = 0;
    while (rest >= 0x80 && count < ZIGZAG_BYTES_MAX - 1) {
        bytes[count++] = (uint8_t)(rest | 0x80);
        rest >>= 7;
    }
    bytes[count++] = (uint8_t)rest;
    tkg_text_add_bytes(out, bytes, count);
}

/* Counts in front that are zero are one negative number, a single one a zero. Counts are signed
 * there: what is beyond is the largest. */
static void write_count(struct writer *writer, uint64_t value, uint64_t count)
{
    uint64_t index = tkg_hdr_index(value);
    uint64_t zero_count = index - writer->next_index;
    if (zero_count > 0) {
        tkg_hdr_add_zigzag(writer->out, zero_count == 1 ? 0 : -(int64_t)zero_count);
    }
    tkg_hdr_add_zigzag(writer->out, count < INT64_MAX ? (int64_t)count : INT64_MAX);
    writer->next_index = index + 1;
}

/* All of the highest bucket; one of its values is the maximum, the others its midpoint. */
static void write_highest(struct writer *writer, uint64_t midpoint, uint64_t max, uint64_t count)
{
    if (tkg_hdr_index(midpoint) >= tkg_hdr_index(max)) {
        write_count(writer, max, count);
        return;
    }
    if (count > 1) {
        write_count(writer, midpoint, count - 1);
    }
    write_count(writer, max, 1);
}

static void write_counts(struct tkg_text *out, const struct tkg_histogram *histogram, uint64_t max)
{
    struct writer writer = {.out = out};
    uint32_t highest = tkg_histogram_bucket(tkg_histogram_max(histogram));
    for (uint32_t bucket = 0; bucket <= highest; bucket++) {
        uint64_t count = tkg_histogram_bucket_values(histogram, bucket);
        uint64_t midpoint = (uint64_t)tkg_histogram_bucket_midpoint(bucket);
        if (count > 0 && bucket == highest) {
            write_highest(&writer, midpoint, max, count);
        } else if (count > 0) {
            write_count(&writer, midpoint, count);
        }
    }
}

void tkg_hdr_add_payload(struct tkg_text *out, const struct tkg_histogram *histogram)
{
    uint64_t max = tkg_histogram_max(histogram);
    max = max < TKG_HDR_VALUE_MAX ? max : TKG_HDR_VALUE_MAX;
    size_t start = out->length;
    add_big(out, COOKIE, 4);
    add_big(out, 0, 4); /* the length: below */
    add_big(out, 0, 4); /* normalizing index offset: of shifted histograms only */
    add_big(out, SIGNIFICANT_DIGITS, 4);
    add_big(out, 1, 8);                 /* lowest value told apart from 0 */
    add_big(out, max > 2 ? max : 2, 8); /* highest value; readers ask for twice the lowest */
    add_big(out, UINT64_C(0x3ff0000000000000), 8); /* 1.0: integers count as they stand */
    write_counts(out, histogram, max);
    if (!tkg_text_failed(out)) {
        size_t bytes = out->length - start - HEADER_BYTES;
        put_big((uint8_t *)out->bytes + start + LENGTH_AT, bytes, 4);
    }
}

void tkg_hdr_add_base64(struct tkg_text *out, const uint8_t *bytes, size_t byte_count)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < byte_count; at += 3) {
        size_t count = byte_count - at < 3 ? byte_count - at : 3;
        uint32_t group = 0;
        for (size_t i = 0; i < 3; i++) {
            group = group << 8 | (i < count ? bytes[at + i] : 0u);
        }
        char four[4];
        for (size_t i = 0; i < 4; i++) {
            four[i] = (char)(i <= count ? digits[group >> (18 - 6 * i) & 63u] : '=');
        }
        tkg_text_add_bytes(out, four, sizeof(four));
    }
}

static enum tkg_status no_memory(size_t bytes, struct tkg_error *err)
{
    return tkg_fail(err, TKG_NO_MEMORY, "no memory left for %zu bytes of a compressed histogram",
                    bytes);
}

/* Cookie, length, deflated payload. */
static enum tkg_status deflate_payload(struct tkg_text *out, const struct tkg_text *payload,
                                       struct tkg_error *err)
{
    uLongf bytes = compressBound(payload->length);
    uint8_t *deflated = malloc(8 + bytes);
    if (!deflated ||
        compress(deflated + 8, &bytes, (const Bytef *)payload->bytes, payload->length) != Z_OK) {
        free(deflated);
        return no_memory(payload->length, err);
    }
    put_big(deflated, COMPRESSED_COOKIE, 4);
    put_big(deflated + 4, bytes, 4);
    tkg_hdr_add_base64(out, deflated, 8 + bytes);
    free(deflated);
    return TKG_OK;
}

enum tkg_status tkg_hdr_add_histogram(struct tkg_text *out, const struct tkg_histogram *histogram,
                                      struct tkg_error *err)
{
    struct tkg_text payload = {0};
    tkg_hdr_add_payload(&payload, histogram);
    enum tkg_status status = tkg_text_failed(&payload) ? no_memory(payload.length, err)
                                                       : deflate_payload(out, &payload, err);
    tkg_text_deinit(&payload);
    return status;
}
