/* SPDX-License-Identifier: Apache-2.0
 *
 * How sure a counted share is: exact bounds of C. J. Clopper and E. S. Pearson, Biometrika 26
 * (1934) 404-413. They hold at least as often as they say, at any count; nothing is approximated.
 */
#ifndef TKG_CALIBRATION_PROPORTION_H
#define TKG_CALIBRATION_PROPORTION_H

#include <stddef.h>

/* P(X <= hits) for X binomial with `trials` and probability `share`. cost: hits steps. */
double tkg_binomial_cdf(size_t hits, size_t trials, double share);

/* The greatest share under which `hits` or fewer of `trials` still has probability error_0to1.
 * hits <= trials, trials >= 1; 1 when all were hits. One-sided: 0.05 is a 95 % bound. */
double tkg_proportion_upper(size_t hits, size_t trials, double error_0to1);

/* The least share under which `hits` or more still has probability error_0to1; 0 without hits. */
double tkg_proportion_lower(size_t hits, size_t trials, double error_0to1);

#endif
