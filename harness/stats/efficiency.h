/* SPDX-License-Identifier: Apache-2.0
 *
 * Scaling efficiency: each replay case's throughput relative to a reference size, paired by round.
 */
#ifndef TKG_STATS_EFFICIENCY_H
#define TKG_STATS_EFFICIENCY_H

#include "base/status.h"
#include "stats/summary.h"

/* A size can be the reference when its throughput interval lies within so much of its median. */
#define TKG_EFFICIENCY_REFERENCE_WIDTH 0.03

/* Chooses summary->efficiency_reference (the largest replay case with a narrow interval, else the
 * largest with a throughput, else SIZE_MAX) and fills in the efficiency of every replay case. The
 * reference is 1 by definition. Needs the throughput estimates. TKG_NO_MEMORY */
enum tkg_status tkg_efficiency_fill(struct tkg_summary *summary,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* The same with the replay case of that many ticks as the reference, however wide its interval.
 * TKG_NOTHING: no replay case has that size; TKG_NO_MEMORY */
enum tkg_status tkg_efficiency_refer_to(struct tkg_summary *summary, uint64_t tick_count,
                                        struct tkg_error *err) TKG_MUST_CHECK;

#endif
