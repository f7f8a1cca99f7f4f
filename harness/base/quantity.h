/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers with units: how targets write them ("40 ns", "500 MB", "50 %", "100 K ticks/s") and how
 * reports print them. Inside the program every quantity is a double in its base unit:
 * nanoseconds, bytes, ticks per second, share 0 to 1, or a plain number.
 */
#ifndef TKG_BASE_QUANTITY_H
#define TKG_BASE_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* id, base unit as written in machine formats */
#define TKG_DIMENSIONS(X)                                                                          \
    X(PLAIN, "")                                                                                   \
    X(TIME, "ns")                                                                                  \
    X(BYTES, "bytes")                                                                              \
    X(RATE, "ticks/s")                                                                             \
    X(SHARE, "share")

enum tkg_dimension {
#define TKG_DIMENSION_ENUM(name, unit) TKG_DIMENSION_##name,
    TKG_DIMENSIONS(TKG_DIMENSION_ENUM)
#undef TKG_DIMENSION_ENUM
        TKG_DIMENSION_COUNT
};

enum { TKG_QUANTITY_BYTES = 48 };

/* "ns", "bytes", "ticks/s", "share" or "". */
const char *tkg_dimension_unit(enum tkg_dimension dimension);

/* Reads "40 ns", "1.5us", "500 MB" (10^6), "64 MiB" (2^20), "50 %", "0.5", "100 K ticks/s".
 * A unit is required except for PLAIN, and for SHARE where a bare number is 0..1.
 * value   untouched on failure
 * returns TKG_OK; TKG_CONFIG with text naming the unit found and the units expected */
enum tkg_status tkg_quantity_parse(const char *text, enum tkg_dimension dimension, double *value,
                                   struct tkg_error *err) TKG_MUST_CHECK;

/* A SHARE by which something may change: a bare number from 0.1 on, which may be meant in percent
 * (0.5 for 0.5 %), is refused and told how it is written. value, returns  as above */
enum tkg_status tkg_quantity_parse_change(const char *text, double *value,
                                          struct tkg_error *err) TKG_MUST_CHECK;

/* Three significant digits with a fitting prefix: "182 M ticks/s", "5.10 ns", "36.1 MB", "1.30 %".
 * NaN prints "n/a". out has at least TKG_QUANTITY_BYTES bytes; returns out. */
const char *tkg_quantity_format(double value, enum tkg_dimension dimension, char *out);

/* A tick count as a label: 10000 -> "10K", 1000000 -> "1M", 9500 -> "9500". Returns out. */
const char *tkg_count_format(unsigned long long count, char *out);

#endif
