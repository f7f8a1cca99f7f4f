/* SPDX-License-Identifier: Apache-2.0
 *
 * The Universal Scalability Law: throughput over the number of threads.
 *
 *     X(n) = lambda n / (1 + sigma (n - 1) + kappa n (n - 1))
 *
 * lambda is the throughput of one thread, sigma the share of the work that waits for its turn
 * (contention), kappa what keeping threads in step costs per pair of them (coherency).
 * Source: N. J. Gunther, Guerrilla Capacity Planning, 2007, chapters 4 and 5.
 */
#ifndef TKG_STATS_USL_H
#define TKG_STATS_USL_H

#include <stdbool.h>
#include <stddef.h>

/* Three unknowns: fewer different thread counts leave a curve open. */
enum { TKG_USL_COUNT_MIN = 3, TKG_USL_COUNT_MAX = 64 };

struct tkg_usl {
    double lambda; /* > 0, in the unit of the throughput */
    double sigma;  /* >= 0 */
    double kappa;  /* >= 0 */
};

/* The least squares of the throughput itself, with sigma and kappa kept at or above 0, as a system
 * cannot gain from its threads' quarrels (docs/decisions/0113).
 * threads      count numbers >= 1, at least TKG_USL_COUNT_MIN of them different
 * throughputs  count numbers > 0
 * count        at most TKG_USL_COUNT_MAX
 * returns false, with *usl untouched, for anything else. cost: some 10 us */
bool tkg_usl_fit(const double *threads, const double *throughputs, size_t count,
                 struct tkg_usl *usl);

/* The throughput at n threads, n >= 1. */
double tkg_usl_throughput(const struct tkg_usl *usl, double threads);

/* The number of threads at which the throughput is greatest: sqrt((1 - sigma) / kappa), not below
 * 1; infinite when it never falls (kappa is 0 and sigma below 1). */
double tkg_usl_peak_threads(const struct tkg_usl *usl);

/* The greatest throughput at any number of threads: that of the peak, or lambda / sigma, which a
 * curve without a peak comes near; infinite when nothing bounds it. */
double tkg_usl_peak_throughput(const struct tkg_usl *usl);

#endif
