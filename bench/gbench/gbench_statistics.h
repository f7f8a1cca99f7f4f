/* SPDX-License-Identifier: Apache-2.0
 *
 * Statistics over the repetitions of a case, and curves over the sizes of a family. Formulas are
 * those of google-benchmark; what failed does not enter.
 */
#ifndef TKG_GBENCH_STATISTICS_H
#define TKG_GBENCH_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

#include <tickgate/benchmark.h>

#include "gbench_family.h"

/* Fewest repetitions for an interval of the median: the range of five covers it with 93.75 % only.
 */
enum { TKG_GBENCH_PRECISION_MIN = 6 };

/* mean, median, stddev (of a sample) and cv: four entries. */
extern const struct tkg_gbench_statistic tkg_gbench_standard_statistics[4];

/* Half the width of the 95 % interval of the median (order statistics: the narrowest symmetrical
 * pair of ranks whose exact binomial coverage suffices) over the median. NaN: fewer than six
 * values, or the median is not positive. */
double tkg_gbench_precision(const double *values, size_t count);

/* time = coefficient * curve(n), least squares; rms is relative to the mean time. */
struct tkg_gbench_fit {
    enum tkg_big_o big_o;
    double coefficient;
    double rms;
};

/* user curve for TKG_BIG_O_LAMBDA only; TKG_BIG_O_AUTO picks the class of least rms. */
struct tkg_gbench_fit tkg_gbench_fit_curve(enum tkg_big_o big_o, tkg_benchmark_curve curve,
                                           void *user, const int64_t *sizes, const double *times,
                                           size_t count);

/* "N", "NlgN", "f(N)", ... */
const char *tkg_gbench_big_o_text(enum tkg_big_o big_o);

#endif
