/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/fit.h"

#include <math.h>

#include "stats/student.h"

/* A line has two unknowns: the third point is the first to say how far off it is. */
enum { POINT_COUNT_MIN = 3 };

/* Sums about the means: large x (tick counts) lose no digits. */
struct centred_sums {
    double mean_x, mean_y;
    double xx, xy;
};

static struct centred_sums centred_sums_of(const double *x, const double *y, size_t count)
{
    struct centred_sums sums = {0.0, 0.0, 0.0, 0.0};
    for (size_t i = 0; i < count; i++) {
        sums.mean_x += x[i] / (double)count;
        sums.mean_y += y[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        sums.xx += (x[i] - sums.mean_x) * (x[i] - sums.mean_x);
        sums.xy += (x[i] - sums.mean_x) * (y[i] - sums.mean_y);
    }
    return sums;
}

struct tkg_line_fit tkg_line_fit_none(size_t count)
{
    struct tkg_line_fit none = {NAN, NAN, NAN, NAN, NAN, NAN, (uint32_t)count};
    return none;
}

struct tkg_line_fit tkg_line_fit(const double *x, const double *y, size_t count)
{
    struct tkg_line_fit fit = tkg_line_fit_none(count);
    struct centred_sums sums = centred_sums_of(x, y, count);
    if (count < POINT_COUNT_MIN || !(sums.xx > 0.0)) {
        return fit;
    }
    fit.slope = sums.xy / sums.xx;
    fit.intercept = sums.mean_y - fit.slope * sums.mean_x;
    double squares = 0.0;
    for (size_t i = 0; i < count; i++) {
        double residual = y[i] - fit.intercept - fit.slope * x[i];
        squares += residual * residual;
    }
    double variance = squares / (double)(count - 2);
    double t95 = tkg_student_t95(count - 2);
    double slope_half = t95 * sqrt(variance / sums.xx);
    double intercept_half =
        t95 * sqrt(variance * (1.0 / (double)count + sums.mean_x * sums.mean_x / sums.xx));
    fit.slope_low = fit.slope - slope_half;
    fit.slope_high = fit.slope + slope_half;
    fit.intercept_low = fit.intercept - intercept_half;
    fit.intercept_high = fit.intercept + intercept_half;
    return fit;
}
