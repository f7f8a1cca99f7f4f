/* SPDX-License-Identifier: Apache-2.0
 *
 * Does the engine slow down while it runs? The parts of the first tenth of a replay against those
 * of the last tenth, added up over the replays of a trial. Values only.
 */
#ifndef TKG_MEASURE_DRIFT_H
#define TKG_MEASURE_DRIFT_H

#include <stdint.h>

struct tkg_drift {
    uint64_t part_count;  /* whole parts of a replay; a shorter last one counts nowhere */
    uint64_t tenth_count; /* parts in a tenth; 0: too few parts, nothing is told */
    uint64_t part_index;  /* of the part that comes next */
    double first_units;
    double last_units;
};

/* tick_count of a replay, in parts of part_tick_count (>= 1). */
void tkg_drift_init(struct tkg_drift *drift, uint64_t tick_count, uint64_t part_tick_count);

/* A replay begins. */
static inline void tkg_drift_rewind(struct tkg_drift *drift)
{
    drift->part_index = 0;
}

/* The next part took so long. */
void tkg_drift_add(struct tkg_drift *drift, uint64_t units);

/* Throughput of the last tenth over that of the first: 0.5 at half the speed. NaN with fewer than
 * ten whole parts or without a replay. */
double tkg_drift_kept_0to1(const struct tkg_drift *drift);

#endif
