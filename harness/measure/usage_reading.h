/* SPDX-License-Identifier: Apache-2.0
 *
 * One reading of everything that the machine counts about this process, its control group and its
 * neighbours: taken before and after a timed part, never in it.
 */
#ifndef TKG_MEASURE_USAGE_READING_H
#define TKG_MEASURE_USAGE_READING_H

#include "sample/telemetry.h"

/* NaN where the machine does not say. */
struct tkg_usage_reading {
    double values[TKG_TELEMETRY_VALUE_COUNT];
};

/* cost: about 1 ms, most of it for the control group; no allocation. */
void tkg_usage_reading_take(struct tkg_usage_reading *reading);

/* What happened between two readings: differences of those that count, the later one of the rest.
 */
void tkg_usage_reading_compare(const struct tkg_usage_reading *before,
                               const struct tkg_usage_reading *after, double *values);

#endif
