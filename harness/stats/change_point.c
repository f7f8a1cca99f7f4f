/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/change_point.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "stats/student.h"

/* Candidates that the division keeps before weak ones are merged away: a step can look weak while
 * another one is still in its segment (Fleming et al. 2023, section 3). */
static const double WEAK_FACTOR = 100.0;

/* Ends of segments in order; the first is 0, the last the count of values. */
struct bounds {
    size_t at[TKG_CHANGE_POINT_MAX + 2];
    size_t count;
};

/* Sums of |x - y| within the left part, within the right, and between them. */
struct distances {
    double left;
    double right;
    double between;
};

static struct distances distances_at_start(const double *values, size_t count)
{
    struct distances sums = {0};
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++) {
            sums.right += fabs(values[i] - values[k]);
        }
    }
    return sums;
}

/* values[i] leaves the right part, which begins with it, for the left. */
static void move_left(struct distances *sums, const double *values, size_t count, size_t i)
{
    double to_left = 0.0, to_right = 0.0;
    for (size_t k = 0; k < i; k++) {
        to_left += fabs(values[i] - values[k]);
    }
    for (size_t k = i + 1; k < count; k++) {
        to_right += fabs(values[i] - values[k]);
    }
    sums->left += to_left;
    sums->right -= to_right;
    sums->between += to_right - to_left;
}

/* Matteson and James, equations 5 and 7, with exponent 1. m, n >= 2 */
static double energy(const struct distances *sums, double m, double n)
{
    const double distance = 2.0 * sums->between / (m * n) - 2.0 * sums->left / (m * (m - 1.0)) -
                            2.0 * sums->right / (n * (n - 1.0));
    return m * n / (m + n) * distance;
}

/* Where the energy distance of the two parts is largest; 0: too short to be divided. */
static size_t best_split(const double *values, size_t count)
{
    struct distances sums = distances_at_start(values, count);
    double best = -INFINITY;
    size_t split = 0;
    for (size_t left = 1; left + TKG_SEGMENT_MIN <= count; left++) {
        move_left(&sums, values, count, left - 1);
        if (left >= TKG_SEGMENT_MIN) {
            const double found = energy(&sums, (double)left, (double)(count - left));
            if (found > best) {
                best = found;
                split = left;
            }
        }
    }
    return split;
}

static double mean_of(const double *values, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum / (double)count;
}

static double squares_of(const double *values, size_t count, double mean)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += (values[i] - mean) * (values[i] - mean);
    }
    return sum;
}

/* Student's t with one variance for both sides. Segments without any spread that differ: p 0. */
static struct tkg_change_point test_at(const double *values, size_t begin, size_t split, size_t end)
{
    const double m = (double)(split - begin), n = (double)(end - split);
    struct tkg_change_point point = {.index = split, .p = 1.0};
    point.before = mean_of(values + begin, split - begin);
    point.after = mean_of(values + split, end - split);
    const double squares = squares_of(values + begin, split - begin, point.before) +
                           squares_of(values + split, end - split, point.after);
    const double error = sqrt(squares / (m + n - 2.0) * (1.0 / m + 1.0 / n));
    const double step = fabs(point.after - point.before);
    if (step > 0.0 && error == 0.0) {
        point.p = 0.0;
    } else if (isfinite(step / error)) { /* values near the ends of a double: nothing is shown */
        point.p = 1.0 - tkg_student_within(step / error, end - begin - 2);
    }
    return point;
}

static void insert_bound(struct bounds *bounds, size_t place, size_t at)
{
    memmove(bounds->at + place + 1, bounds->at + place,
            (bounds->count - place) * sizeof bounds->at[0]);
    bounds->at[place] = at;
    bounds->count++;
}

/* Divides every segment as long as a division is at least weakly significant. */
static void divide(const double *values, double p_weak, struct bounds *bounds)
{
    size_t i = 0;
    while (i + 1 < bounds->count) {
        const size_t begin = bounds->at[i], end = bounds->at[i + 1];
        const size_t split = best_split(values + begin, end - begin);
        const bool has_room = bounds->count < TKG_CHANGE_POINT_MAX + 2;
        if (split > 0 && has_room && test_at(values, begin, begin + split, end).p <= p_weak) {
            insert_bound(bounds, i + 1, begin + split);
        } else {
            i++;
        }
    }
}

/* Index of the weakest inner bound, its p in *p; 0: there is none. */
static size_t weakest(const double *values, const struct bounds *bounds, double *p)
{
    size_t place = 0;
    *p = -1.0;
    for (size_t i = 1; i + 1 < bounds->count; i++) {
        const double found = test_at(values, bounds->at[i - 1], bounds->at[i], bounds->at[i + 1]).p;
        if (found > *p) {
            *p = found;
            place = i;
        }
    }
    return place;
}

/* Takes away the weakest step until all are strong between the neighbours that they have then. */
static void merge(const double *values, double p_max, struct bounds *bounds)
{
    double p;
    size_t place;
    while ((place = weakest(values, bounds, &p)) > 0 && p > p_max) {
        memmove(bounds->at + place, bounds->at + place + 1,
                (bounds->count - place - 1) * sizeof bounds->at[0]);
        bounds->count--;
    }
}

enum tkg_status tkg_change_points_find(const double *values, size_t count, double p_max,
                                       struct tkg_change_points *found, struct tkg_error *err)
{
    struct bounds bounds = {.at = {0, count}, .count = 2};
    TKG_ASSERT(p_max > 0.0 && p_max < 0.1);
    found->count = 0;
    if (count > TKG_SERIES_MAX) {
        return tkg_fail(err, TKG_USAGE, "%zu values; steps are looked for in at most %d", count,
                        TKG_SERIES_MAX);
    }
    for (size_t i = 0; i < count; i++) {
        TKG_ASSERT(isfinite(values[i]));
    }
    divide(values, fmin(p_max * WEAK_FACTOR, 0.1), &bounds);
    merge(values, p_max, &bounds);
    for (size_t i = 1; i + 1 < bounds.count; i++) {
        found->points[found->count++] =
            test_at(values, bounds.at[i - 1], bounds.at[i], bounds.at[i + 1]);
    }
    return TKG_OK;
}
