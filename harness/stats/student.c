/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/student.h"

#include <math.h>

#include "base/check.h"

enum {
    /* Beyond this the normal quantile differs by less than 3e-5, and the series gets long. */
    DEGREES_MAX = 100000,
    /* Halvings of the search interval: more than the bits of a double's mantissa. */
    HALVING_COUNT = 60,
};

/* t95 falls from 12.71 at one degree of freedom (any table) to 1.96. */
#define T95_MAX 12.8

double tkg_student_within(double t, size_t degrees)
{
    TKG_ASSERT(degrees >= 1 && t >= 0.0);
    const double two_over_pi = 0.63661977236758134308;
    double theta = atan(t / sqrt((double)degrees));
    double cos2 = cos(theta) * cos(theta);
    if (degrees == 1) {
        return two_over_pi * theta;
    }
    /* sum of cos^k with falling-factor coefficients: k = 1, 3, 5.. (odd) or 0, 2, 4.. (even) */
    size_t odd = degrees % 2;
    double term = odd ? cos(theta) : 1.0;
    double sum = term;
    for (size_t k = 2 + odd; k + 2 <= degrees; k += 2) {
        term *= cos2 * (double)(k - 1) / (double)k;
        sum += term;
    }
    return odd ? two_over_pi * (theta + sin(theta) * sum) : sin(theta) * sum;
}

double tkg_student_t95(size_t degrees)
{
    degrees = degrees < DEGREES_MAX ? degrees : DEGREES_MAX;
    double low = 0.0;
    double high = T95_MAX;
    for (int i = 0; i < HALVING_COUNT; i++) {
        double middle = (low + high) / 2.0;
        if (tkg_student_within(middle, degrees) < 0.95) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (low + high) / 2.0;
}
