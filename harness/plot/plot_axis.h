/* SPDX-License-Identifier: Apache-2.0
 *
 * One axis: its range, its unit and its tick marks, chosen from the data alone. Pure.
 * Positions along an axis are fractions: 0 at its start, 1 at its end.
 */
#ifndef TKG_PLOT_PLOT_AXIS_H
#define TKG_PLOT_PLOT_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/quantity.h"

/* Far more than anybody reads on one axis. */
enum { TKG_PLOT_TICKS_MAX = 32 };

enum tkg_plot_shape {
    TKG_PLOT_LOG,
    TKG_PLOT_FROM_ZERO,
    TKG_PLOT_FROM_ZERO_OR_LOG, /* from zero unless the data spans so much that nothing is seen */
};

/* Base units (ns, bytes, ...). NaN in both: no data. */
struct tkg_plot_range {
    double low;
    double high;
};

struct tkg_plot_tick {
    double at;                      /* display units */
    char label[TKG_QUANTITY_BYTES]; /* may be "": a mark without a number */
};

struct tkg_plot_axis {
    bool is_log;
    bool has_data;
    double min; /* display units, min < max; > 0 when is_log */
    double max;
    double low;                    /* the lowest value to be shown, > 0 when is_log */
    double factor;                 /* base units in one display unit */
    char unit[TKG_QUANTITY_BYTES]; /* "M ticks/s", "ns", "%" */
    struct tkg_plot_tick ticks[TKG_PLOT_TICKS_MAX];
    size_t tick_count;
};

/* Adds a value to a range; NaN and infinities are passed over. */
void tkg_plot_range_add(struct tkg_plot_range *range, double value);
struct tkg_plot_range tkg_plot_range_empty(void);

/* The shape that the data asks for: never FROM_ZERO_OR_LOG. */
enum tkg_plot_shape tkg_plot_axis_shape(enum tkg_plot_shape wish, struct tkg_plot_range range);

/* An axis of values around range with at most tick_count_max (>= 3) tick marks. Without data it
 * gets a placeholder range and has_data is false. */
void tkg_plot_axis_fit(struct tkg_plot_axis *axis, enum tkg_dimension dimension,
                       enum tkg_plot_shape shape, struct tkg_plot_range range,
                       size_t tick_count_max);

/* An even axis that need not hold zero: for values that differ by little. A range without length
 * gets some. pad  free share beyond the data at each end, of the data's length */
void tkg_plot_axis_fit_even(struct tkg_plot_axis *axis, struct tkg_plot_range range, double pad,
                            size_t tick_count_max);

/* Stretches the axis so that what filled it leaves these shares free at its ends (together < 1).
 * An axis from zero stays there: below is for logarithmic ones only. */
void tkg_plot_axis_make_room(struct tkg_plot_axis *axis, double below, double above,
                             size_t tick_count_max);

/* The axis of sizes: logarithmic, a mark at each size and a number at as many as fit; with many
 * sizes marks at round numbers instead.
 * sizes   at least one, rising, each >= 1 */
void tkg_plot_axis_fit_sizes(struct tkg_plot_axis *axis, const uint64_t *sizes, size_t count);

/* Between a value in display units and its position; beyond the ends less than 0 or more than 1. */
double tkg_plot_axis_fraction(const struct tkg_plot_axis *axis, double value);
double tkg_plot_axis_value(const struct tkg_plot_axis *axis, double fraction);

#endif
