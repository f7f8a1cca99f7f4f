/* SPDX-License-Identifier: Apache-2.0
 *
 * Where text fits: keeps the labels of a panel off the lines, the points and each other. Pure.
 * All positions are fractions of the plot area, (0, 0) at the bottom left.
 */
#ifndef TKG_PLOT_PLOT_SPACE_H
#define TKG_PLOT_PLOT_SPACE_H

#include <stddef.h>

/* Four series of 250 points with samples between them, and 16 texts. */
enum { TKG_PLOT_SPACE_POINTS_MAX = 2000 };

struct tkg_plot_space {
    double height_over_width; /* of the plot area, so that distances mean the same both ways */
    size_t point_count;
    double x[TKG_PLOT_SPACE_POINTS_MAX];
    double y[TKG_PLOT_SPACE_POINTS_MAX];
};

void tkg_plot_space_init(struct tkg_plot_space *space, double height_over_width);

/* What is in the way: a line (step_count >= 1 samples and its end) or a text around its centre.
 * Beyond TKG_PLOT_SPACE_POINTS_MAX samples further ones are not taken. */
void tkg_plot_space_add_line(struct tkg_plot_space *space, const double from[2], const double to[2],
                             size_t step_count);
void tkg_plot_space_add_text(struct tkg_plot_space *space, double x, double y, double width);

/* Distance of a text of this width around (x, y) to the nearest thing in the way, in widths of the
 * plot area; 1 when there is none. */
double tkg_plot_space_clearance(const struct tkg_plot_space *space, double x, double y,
                                double width);

/* Moves positions apart so that neighbours are at least gap away from each other, by as little as
 * that takes, and all stay within [0, 1] if they fit. Order is kept. count <= 16 */
void tkg_plot_spread(double *positions, size_t count, double gap);

#endif
