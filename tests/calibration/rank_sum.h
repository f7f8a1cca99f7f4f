/* SPDX-License-Identifier: Apache-2.0
 *
 * The rank-sum test of H. B. Mann and D. R. Whitney (Ann. Math. Statist. 18, 1947, 50-60), in the
 * two forms that the rules of others use. Two-sided.
 */
#ifndef TKG_CALIBRATION_RANK_SUM_H
#define TKG_CALIBRATION_RANK_SUM_H

#include <stddef.h>

enum { TKG_RANK_SUM_MAX = 64 }; /* values of a side */

/* U of a: pairs in which a's value is above b's; ties count half. */
double tkg_rank_sum_u(const double *a, size_t a_count, const double *b, size_t b_count);

/* Every order equally likely. Without ties only: with them it is not exact.
 * a_count, b_count  1 .. TKG_RANK_SUM_MAX (asserted) */
double tkg_rank_sum_p_exact(const double *a, size_t a_count, const double *b, size_t b_count);

/* Normal, with corrections for ties and for continuity: scipy's mannwhitneyu(method="asymptotic"),
 * which is what its "auto" takes from nine values a side on. 1 when all values are equal. */
double tkg_rank_sum_p_normal(const double *a, size_t a_count, const double *b, size_t b_count);

#endif
