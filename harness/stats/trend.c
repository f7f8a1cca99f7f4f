/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/trend.h"

#include <math.h>
#include <stdlib.h>

static bool are_all_positive(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!(values[i] > 0.0)) {
            return false;
        }
    }
    return true;
}

static void shift(struct tkg_trend *trend)
{
    for (size_t i = 0; i < trend->steps.count; i++) {
        trend->steps.points[i].index += trend->first;
    }
    for (size_t i = 0; i < trend->drifts.count; i++) {
        trend->drifts.alarms[i].from += trend->first;
        trend->drifts.alarms[i].at += trend->first;
    }
}

enum tkg_status tkg_trend_find(const double *values, size_t count, struct tkg_trend *trend,
                               struct tkg_error *err)
{
    *trend = (struct tkg_trend){.first = count > TKG_SERIES_MAX ? count - TKG_SERIES_MAX : 0};
    const size_t used = count - trend->first;
    double *series = malloc((used ? used : 1) * sizeof *series);
    if (!series) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for a series of %zu values", used);
    }
    trend->is_log = are_all_positive(values + trend->first, used);
    for (size_t i = 0; i < used; i++) {
        const double value = values[trend->first + i];
        series[i] = trend->is_log ? log(value) : value;
    }
    enum tkg_status status =
        tkg_change_points_find(series, used, TKG_CHANGE_POINT_P, &trend->steps, err);
    tkg_creep_find(series, used, &trend->drifts);
    shift(trend);
    free(series);
    return status;
}

double tkg_trend_change(const struct tkg_trend *trend, double before, double after)
{
    return trend->is_log ? expm1(after - before) : after - before;
}

double tkg_trend_level(const struct tkg_trend *trend, double mean)
{
    return trend->is_log ? exp(mean) : mean;
}
