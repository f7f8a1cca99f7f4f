/* SPDX-License-Identifier: Apache-2.0
 *
 * Time stamps as ISO 8601 in UTC. Nanoseconds since 1970 in 64 bits reach from 1677 to 2262.
 */
#ifndef TKG_REPORT_ISO_TIME_H
#define TKG_REPORT_ISO_TIME_H

#include <stdbool.h>
#include <stdint.h>

enum { TKG_ISO_TIME_BYTES = 40 };

/* "2026-03-04T05:06:07.123456789Z", always nine digits. Returns out (TKG_ISO_TIME_BYTES bytes). */
const char *tkg_iso_time_format(int64_t unix_ns, char *out);

/* "2026-03-04T05:06:07", the fraction cut off and without a zone. Returns out. */
const char *tkg_iso_second_format(int64_t unix_ns, char *out);

/* Reads exactly what tkg_iso_time_format writes; false (and *unix_ns untouched) for all else. */
bool tkg_iso_time_parse(const char *text, int64_t *unix_ns);

#endif
