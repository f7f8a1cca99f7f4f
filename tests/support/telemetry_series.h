/* SPDX-License-Identifier: Apache-2.0
 *
 * Telemetry made by hand for tests: intervals of 20 ms with the figures that a test plants.
 */
#ifndef TKG_TEST_TELEMETRY_SERIES_H
#define TKG_TEST_TELEMETRY_SERIES_H

#include "cmocka_all.h"

#include "sample/telemetry.h"

enum { SERIES_INTERVAL_NS = 20000000 };

/* count intervals with that share of a processor used; nothing waited, nothing stolen. */
static inline struct tkg_telemetry *make_series(uint32_t count, double cpu_0to1)
{
    struct tkg_telemetry *telemetry = tkg_telemetry_create(SERIES_INTERVAL_NS);
    assert_non_null(telemetry);
    telemetry->interval_ns = SERIES_INTERVAL_NS;
    for (uint32_t i = 0; i < count; i++) {
        const struct tkg_telemetry_point point = {
            .wall_ns = SERIES_INTERVAL_NS,
            .cpu_ns = (int64_t)(cpu_0to1 * SERIES_INTERVAL_NS),
            .rss_bytes = 1000000,
            .vms_bytes = 3000000,
            .io_calls = i % 3,
            .io_bytes = 100 * (i % 3),
        };
        telemetry->points[i] = point;
    }
    telemetry->point_count = count;
    telemetry->wall_ns = (int64_t)count * SERIES_INTERVAL_NS;
    return telemetry;
}

#endif
