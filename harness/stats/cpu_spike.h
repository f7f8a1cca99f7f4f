/* SPDX-License-Identifier: Apache-2.0
 *
 * Intervals in which a trial used, or would have used, far more processor than it usually does, and
 * whether its own work did it or a neighbour (decision 0107).
 */
#ifndef TKG_STATS_CPU_SPIKE_H
#define TKG_STATS_CPU_SPIKE_H

#include <stdint.h>

#include "sample/telemetry.h"

/* Shares are of one processor; NaN where there is nothing to tell or the machine does not. */
struct tkg_cpu_spikes {
    double limit_0to1;       /* median + 5 MAD, at least median + 2 %; NaN below 5 intervals */
    uint32_t count;          /* intervals above it */
    uint32_t external_count; /* of them: steal or waiting for a processor explains it */
    double user_0to1;        /* what these intervals were made of: their means */
    double system_0to1;
    double waited_0to1;
    double stolen_0to1;
    double stalled_0to1; /* pressure of the machine meanwhile */
};

/* scratch has room for the points of the series. cost: one sort. */
struct tkg_cpu_spikes tkg_cpu_spikes_find(const struct tkg_telemetry *telemetry, double *scratch);

#endif
