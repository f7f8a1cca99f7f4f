/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/drift.h"

#include <math.h>

enum { TENTHS = 10 };

void tkg_drift_init(struct tkg_drift *drift, uint64_t tick_count, uint64_t part_tick_count)
{
    uint64_t part_count = tick_count / part_tick_count;
    *drift = (struct tkg_drift){.part_count = part_count, .tenth_count = part_count / TENTHS};
}

void tkg_drift_add(struct tkg_drift *drift, uint64_t units)
{
    uint64_t index = drift->part_index++;
    if (index < drift->tenth_count) {
        drift->first_units += (double)units;
    } else if (index < drift->part_count && index >= drift->part_count - drift->tenth_count) {
        drift->last_units += (double)units;
    }
}

/* As many ticks on both sides, so that the times are the inverse of the rates. */
double tkg_drift_kept_0to1(const struct tkg_drift *drift)
{
    return drift->first_units > 0.0 && drift->last_units > 0.0
               ? drift->first_units / drift->last_units
               : NAN;
}
