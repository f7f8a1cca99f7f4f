/* SPDX-License-Identifier: Apache-2.0
 *
 * A made-up series of a history: forty runs, 2 % slower from the 26th on.
 */
#ifndef TKG_TESTS_HISTORY_SERIES_RUN_H
#define TKG_TESTS_HISTORY_SERIES_RUN_H

#include "base/random.h"
#include "plot_run.h"
#include "stats/trend.h"
#include "store/history_series.h"

enum { SERIES_RUNS = 40, SERIES_STEP = 25 };

struct series_run {
    struct tkg_history_point points[SERIES_RUNS];
    struct tkg_history_series series;
    struct tkg_trend trend;
};

/* commit  "%02zu" is put behind it */
static inline void series_run_init(struct series_run *run, const char *commit)
{
    struct tkg_random random = {3};
    double values[SERIES_RUNS];
    for (size_t i = 0; i < SERIES_RUNS; i++) {
        struct tkg_history_point *point = &run->points[i];
        *point = (struct tkg_history_point){.run_id = (int64_t)i + 1,
                                            .start_unix_ns = (int64_t)i * 1000};
        (void)snprintf(point->commit, sizeof point->commit, "%s%02zu", commit, i + 1);
        values[i] = 5.0 * (i >= SERIES_STEP ? 1.02 : 1.0) *
                    (1.0 + 0.006 * (tkg_random_unit(&random) - 0.5));
        point->value = values[i];
        point->low = 0.995 * values[i];
        point->high = 1.005 * values[i];
    }
    run->series = (struct tkg_history_series){.environment = "1474acbd4d1c5b6a",
                                              .engine = "reference",
                                              .work = "synthetic:futures",
                                              .unit = "ns",
                                              .points = run->points,
                                              .point_count = SERIES_RUNS};
    TKG_ASSERT(tkg_trend_find(values, SERIES_RUNS, &run->trend, NULL) == TKG_OK);
}

#endif
