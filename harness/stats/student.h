/* SPDX-License-Identifier: Apache-2.0
 *
 * Student's t distribution for whole degrees of freedom.
 */
#ifndef TKG_STATS_STUDENT_H
#define TKG_STATS_STUDENT_H

#include <stddef.h>

/* P(|T| <= t) for t >= 0, degrees >= 1. The finite series of Abramowitz and Stegun, Handbook of
 * Mathematical Functions, 26.7.3 and 26.7.4. cost: O(degrees). */
double tkg_student_within(double t, size_t degrees);

/* The t with P(|T| <= t) = 0.95: half the width of a 95 % interval in standard errors. */
double tkg_student_t95(size_t degrees);

#endif
