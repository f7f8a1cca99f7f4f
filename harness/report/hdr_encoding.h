/* SPDX-License-Identifier: Apache-2.0
 *
 * A histogram in the form that HdrHistogram's libraries read: the V2 encoding (counts as ZigZag
 * LEB128, zeros as runs), deflated, in base64. Written for its four significant digits: 32,768
 * sub-buckets, finer than ours, so that no two buckets fall together.
 * Source: HdrHistogram 2.1.12, AbstractHistogram.encodeIntoCompressedByteBuffer().
 */
#ifndef TKG_REPORT_HDR_ENCODING_H
#define TKG_REPORT_HDR_ENCODING_H

#include "base/text.h"
#include "sample/histogram.h"

/* Larger values are written as this one: the largest integer that JavaScript readers hold. */
#define TKG_HDR_VALUE_MAX ((UINT64_C(1) << 53) - 1)

/* Index of a value in the counts of a reader with four digits and a lowest value of 1. */
uint32_t tkg_hdr_index(uint64_t value);

/* Appends one integer as ZigZag LEB128 of at most nine bytes. */
void tkg_hdr_add_zigzag(struct tkg_text *out, int64_t value);

/* Appends the encoding before deflation. Every bucket is written as the integer below its midpoint,
 * one value of the highest as the exact maximum. */
void tkg_hdr_add_payload(struct tkg_text *out, const struct tkg_histogram *histogram);

/* Appends bytes as base64 (RFC 4648, padded). */
void tkg_hdr_add_base64(struct tkg_text *out, const uint8_t *bytes, size_t byte_count);

/* Appends "HISTFAAA...": payload, deflated, in base64. TKG_NO_MEMORY. */
enum tkg_status tkg_hdr_add_histogram(struct tkg_text *out, const struct tkg_histogram *histogram,
                                      struct tkg_error *err) TKG_MUST_CHECK;

#endif
