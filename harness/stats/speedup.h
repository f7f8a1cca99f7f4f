/* SPDX-License-Identifier: Apache-2.0
 *
 * Speed-up and efficiency over threads, paired by round, and the curve through them.
 */
#ifndef TKG_STATS_SPEEDUP_H
#define TKG_STATS_SPEEDUP_H

#include "base/status.h"
#include "stats/summary.h"

/* n threads do the work of n threads; what lies above by more than 5 %, with its whole interval,
 * was mismeasured (docs/decisions/0114). */
#define TKG_EFFICIENCY_MAX 1.05

/* Fills in summary->threads and, for every case of pass G, speedup (throughput by that of the case
 * with one thread, round by round) and efficiency (speed-up by threads). Needs the throughput
 * estimates. Without a case of one thread there is no speed-up, without TKG_USL_COUNT_MIN thread
 * counts that had a CPU for each thread, or TKG_SAMPLES_MIN rounds in which all of them are valid,
 * no curve. TKG_NO_MEMORY */
enum tkg_status tkg_speedup_fill(struct tkg_summary *summary, struct tkg_error *err) TKG_MUST_CHECK;

#endif
