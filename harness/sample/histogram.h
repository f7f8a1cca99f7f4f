/* SPDX-License-Identifier: Apache-2.0
 *
 * Log-linear histogram of non-negative integers (nanoseconds, cycles): 2^10 sub-buckets per octave,
 * 64-bit counters, an exact maximum apart. Fixed memory at any count, merges exactly.
 * Values up to 2^11 - 1 are exact; above, a value is off by at most one part in 2^11 (0.049 %) from
 * its bucket's midpoint. Two tables alternate, so that equal values in a row do not wait for one
 * counter.
 */
#ifndef TKG_SAMPLE_HISTOGRAM_H
#define TKG_SAMPLE_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct tkg_histogram;

/* Heap object, zeroed and prefaulted. NULL when memory ran out. */
struct tkg_histogram *tkg_histogram_create(void);
void tkg_histogram_destroy(struct tkg_histogram *histogram); /* NULL is fine */
void tkg_histogram_reset(struct tkg_histogram *histogram);

/* Counts one value; values of 2^40 and more are counted in the last bucket (the maximum stays
 * exact). cost: 1-2 ns; no allocation. threads: one writer. */
void tkg_histogram_record(struct tkg_histogram *histogram, uint64_t value);

/* Adds all counts of from into to. */
void tkg_histogram_merge(struct tkg_histogram *to, const struct tkg_histogram *from);

uint64_t tkg_histogram_count(const struct tkg_histogram *histogram);
uint64_t tkg_histogram_max(const struct tkg_histogram *histogram); /* exact; 0 when empty */
double
tkg_histogram_mean(const struct tkg_histogram *histogram); /* of bucket midpoints; NaN when empty */

/* Nearest rank: the smallest recorded value v with at least ceil(share * n) values <= v, as its
 * bucket's midpoint (the exact maximum for the last rank). share_0to1 in (0, 1]. 0 when empty. */
double tkg_histogram_quantile(const struct tkg_histogram *histogram, double share_0to1);

/* Sparse transfer form: pairs of (bucket index, count) behind a small header; used between
 * processes and in result files. tkg_histogram_encode appends to *out (malloc'ed, caller frees). */
enum tkg_status tkg_histogram_encode(const struct tkg_histogram *histogram, uint8_t **out,
                                     size_t *out_bytes, struct tkg_error *err) TKG_MUST_CHECK;
/* Adds an encoded histogram to *into. TKG_INPUT when bytes are damaged (nothing added then). */
enum tkg_status tkg_histogram_decode(struct tkg_histogram *into, const uint8_t *bytes,
                                     size_t byte_count, struct tkg_error *err) TKG_MUST_CHECK;

#endif
