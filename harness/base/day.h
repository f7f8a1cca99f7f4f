/* SPDX-License-Identifier: Apache-2.0
 *
 * Days of the calendar, as numbers: what ends on a date is compared by these.
 */
#ifndef TKG_BASE_DAY_H
#define TKG_BASE_DAY_H

#include <stdint.h>

/* "2026-12-31" as days since 1970-01-01 of the Gregorian calendar; -1 when text is no such day. */
int64_t tkg_day_parse(const char *text);

#endif
