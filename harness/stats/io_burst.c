/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/io_burst.h"

#include <math.h>

/* Mean bytes per nanosecond; NaN when there is nothing to judge. */
static double mean_rate(const struct tkg_telemetry *telemetry)
{
    double bytes = 0.0, wall_ns = 0.0;
    for (uint32_t i = 0; i < telemetry->point_count; i++) {
        if (telemetry->points[i].io_bytes < 0) {
            return NAN;
        }
        bytes += (double)telemetry->points[i].io_bytes;
        wall_ns += (double)telemetry->points[i].wall_ns;
    }
    const bool is_enough = telemetry->point_count >= TKG_IO_BURST_INTERVALS_MIN &&
                           bytes >= (double)TKG_IO_BURST_BYTES_MIN;
    return is_enough ? bytes / wall_ns : NAN;
}

double tkg_io_burstiness(const struct tkg_telemetry *telemetry)
{
    const double mean = mean_rate(telemetry);
    double squares = 0.0, wall_ns = 0.0;
    for (uint32_t i = 0; i < telemetry->point_count; i++) {
        const double length_ns = (double)telemetry->points[i].wall_ns;
        const double off = (double)telemetry->points[i].io_bytes / length_ns - mean;
        squares += length_ns * off * off;
        wall_ns += length_ns;
    }
    const double spread = sqrt(squares / wall_ns);
    return (spread - mean) / (spread + mean);
}
