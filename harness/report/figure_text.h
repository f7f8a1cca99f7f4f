/* SPDX-License-Identifier: Apache-2.0
 *
 * Estimates as people read them. Figures are only scaled to a unit here, never computed; fewer than
 * TKG_SAMPLES_MIN samples print "insufficient samples" wherever a number would stand.
 */
#ifndef TKG_REPORT_FIGURE_TEXT_H
#define TKG_REPORT_FIGURE_TEXT_H

#include <stdbool.h>

#include "base/quantity.h"
#include "stats/summary.h"
#include "verdict/judge.h"

enum { TKG_FIGURE_BYTES = 5 * TKG_QUANTITY_BYTES };

#define TKG_INSUFFICIENT_SAMPLES "insufficient samples"

/* True when the estimate may be printed as a number. */
bool tkg_figure_known(const struct tkg_estimate *estimate);

/* True when any trial, valid or flagged, gave the metric. */
bool tkg_figure_measured(const struct tkg_estimate *estimate);

/* All return out, which has TKG_FIGURE_BYTES bytes. */
/* "182 M ticks/s" */
const char *tkg_figure_value(const struct tkg_estimate *estimate, enum tkg_dimension dimension,
                             char *out);
/* "[181, 183] M ticks/s": in the value's unit; "" when the value is not known. */
const char *tkg_figure_interval(const struct tkg_estimate *estimate, enum tkg_dimension dimension,
                                char *out);
/* "182 [181, 183] M ticks/s" */
const char *tkg_figure_both(const struct tkg_estimate *estimate, enum tkg_dimension dimension,
                            char *out);

/* "0.995 [0.990, 1.000]": a fitted parameter; "n/a" when the fit has none. */
const char *tkg_figure_fit(double value, double low, double high, enum tkg_dimension dimension,
                           char *out);

/* "x1820" for a margin of 2 and more, "+15 %" below, "-17 %" for a missed limit; "" for NaN. */
const char *tkg_figure_margin(const struct tkg_verdict *verdict, char *out);

/* The dimension a verdict's measured and limit are in: PLAIN for a multiple of a ruler. */
enum tkg_dimension tkg_verdict_dimension(const struct tkg_verdict *verdict);

/* The letter of the pass that gave the metric in this case: 'B' or 'C' for a headline latency. '-'
 * when none did, or when stats/ made it from the whole run. */
char tkg_figure_pass(const struct tkg_case_summary *the_case, enum tkg_metric metric);

/* "linear", "sublinear", "superlinear" or "unknown". */
const char *tkg_scaling_name(enum tkg_scaling_class scaling);

/* "block", "tick" or "none". */
const char *tkg_headline_name(enum tkg_headline headline);

/* True for cases that replay ticks flat out: neither paced nor a ruler nor on
 * several threads. */
bool tkg_case_is_flat_out(const struct tkg_case *the_case);

#endif
