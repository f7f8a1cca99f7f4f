/* SPDX-License-Identifier: Apache-2.0
 *
 * A name for what grows faster than its ticks: the law whose exponent over the same sizes is
 * nearest.
 */
#ifndef TKG_STATS_GROWTH_LAW_H
#define TKG_STATS_GROWTH_LAW_H

#include "stats/summary.h"

/* "n log n", "n^2"; "" for TKG_GROWTH_NONE. For ever. */
const char *tkg_growth_law_name(enum tkg_growth_law law);

/* measured          exponent over the whole sweep, with its interval; finite
 * n_log_n_exponent  what n log n shows over the same sizes, above 1
 * Half way between two neighbours belongs to the smaller one. */
struct tkg_growth tkg_growth_nearest(const struct tkg_line_fit *measured, double n_log_n_exponent);

#endif
