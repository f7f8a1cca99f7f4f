/* SPDX-License-Identifier: Apache-2.0
 *
 * Checked integer arithmetic and strict number parsing. Locale-independent.
 */
#ifndef TKG_BASE_NUMBER_H
#define TKG_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* *product = a * b; false (and *product untouched) when it would overflow. */
bool tkg_size_multiply(size_t a, size_t b, size_t *product);

/* *sum = a + b; false (and *sum untouched) when it would overflow. */
bool tkg_size_add(size_t a, size_t b, size_t *sum);

/* Whole text is one base-10 integer without sign, blanks or suffix; false otherwise or on overflow.
 */
bool tkg_u64_parse(const char *text, uint64_t *value);

/* Same with an optional minus sign. */
bool tkg_i64_parse(const char *text, int64_t *value);

/* Whole text is one finite decimal number ("12", "-0.5", "1e6"); no hex, no inf, no nan. */
bool tkg_double_parse(const char *text, double *value);

/* A count as people write it: "10000", "10k", "10K", "1M", "2.5M", "1G", "100_000". The suffixes
 * are powers of 1000; the result must be a whole number >= 1. */
bool tkg_count_parse(const char *text, uint64_t *count);

#endif
