/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_space.h"

#include <math.h>

#include "base/check.h"

/* A text is sampled this often along its width: closer than the text is high. */
enum { TEXT_SAMPLES = 12 };

void tkg_plot_space_init(struct tkg_plot_space *space, double height_over_width)
{
    space->height_over_width = height_over_width;
    space->point_count = 0;
}

/* A point of NaN is a gap in a series: nothing is there to be covered. */
static void add_point(struct tkg_plot_space *space, double x, double y)
{
    if (space->point_count < TKG_PLOT_SPACE_POINTS_MAX && isfinite(x) && isfinite(y)) {
        space->x[space->point_count] = x;
        space->y[space->point_count] = y;
        space->point_count++;
    }
}

void tkg_plot_space_add_line(struct tkg_plot_space *space, const double from[2], const double to[2],
                             size_t step_count)
{
    for (size_t i = 0; i <= step_count; i++) {
        double share = (double)i / (double)step_count;
        add_point(space, from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1]));
    }
}

void tkg_plot_space_add_text(struct tkg_plot_space *space, double x, double y, double width)
{
    const double from[] = {x - 0.5 * width, y};
    const double to[] = {x + 0.5 * width, y};
    tkg_plot_space_add_line(space, from, to, TEXT_SAMPLES);
}

double tkg_plot_space_clearance(const struct tkg_plot_space *space, double x, double y,
                                double width)
{
    double nearest = 1.0;
    for (size_t i = 0; i < space->point_count; i++) {
        double across = fmax(0.0, fabs(space->x[i] - x) - 0.5 * width);
        double up = (space->y[i] - y) * space->height_over_width;
        nearest = fmin(nearest, sqrt(across * across + up * up));
    }
    return nearest;
}

enum { SPREAD_MAX = 16, SPREAD_ROUNDS = 64 };

/* Indexes of positions from low to high; equal ones keep their order. */
static void rank(const double *positions, size_t count, size_t *order)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && positions[order[at - 1]] > positions[i]; at--) {
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
}

/* Pushes every pair of too close neighbours apart by half of what is missing. */
static void relax(double *positions, const size_t *order, size_t count, double gap)
{
    for (size_t i = 1; i < count; i++) {
        double *low = &positions[order[i - 1]];
        double *high = &positions[order[i]];
        double missing = gap - (*high - *low);
        if (missing > 0.0) {
            *low -= 0.5 * missing;
            *high += 0.5 * missing;
        }
    }
}

void tkg_plot_spread(double *positions, size_t count, double gap)
{
    size_t order[SPREAD_MAX];
    TKG_ASSERT(count <= SPREAD_MAX);
    rank(positions, count, order);
    for (int round = 0; round < SPREAD_ROUNDS; round++) {
        relax(positions, order, count, gap);
    }
    for (size_t i = 0; i < count; i++) { /* up from the bottom edge, whatever is left to mend */
        double floor_at = i ? positions[order[i - 1]] + gap : 0.0;
        positions[order[i]] = fmax(positions[order[i]], floor_at);
    }
    for (size_t i = count; i-- > 0;) { /* and down from the top edge */
        double ceiling = i + 1 < count ? positions[order[i + 1]] - gap : 1.0;
        positions[order[i]] = fmin(positions[order[i]], ceiling);
    }
}
