/* SPDX-License-Identifier: Apache-2.0
 *
 * Stage times of a case (pass T): for each stage the median over trials with its interval, like any
 * other figure.
 */
#ifndef TKG_STATS_STAGE_ESTIMATE_H
#define TKG_STATS_STAGE_ESTIMATE_H

#include "base/status.h"
#include "stats/summary.h"

/* Fills summary->stages, stage_count and stage_wall from the trials of summary->source; no stages
 * when no trial has any.
 * scratch  room for every trial of the case
 * TKG_NO_MEMORY: nothing is filled */
enum tkg_status tkg_stages_fill(struct tkg_case_summary *summary, double *scratch,
                                struct tkg_error *err) TKG_MUST_CHECK;

#endif
