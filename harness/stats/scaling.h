/* SPDX-License-Identifier: Apache-2.0
 *
 * How time grows with the number of ticks: the exponent of a power law, fitted round by round, and
 * the class it falls into (docs/decisions/0043-scaling-class.md).
 */
#ifndef TKG_STATS_SCALING_H
#define TKG_STATS_SCALING_H

#include <stdbool.h>

#include "base/status.h"
#include "stats/summary.h"

/* "replay/..." with ticks: the cases of the size sweep. */
bool tkg_is_replay_case(const struct tkg_case *the_case);

/* Fills in time_exponent, scaling and growth from the total_time of all replay cases. NaN and
 * UNKNOWN with fewer than two sizes, or fewer than TKG_SAMPLES_MIN rounds in which every size is
 * valid. time_exponent.count is the number of those rounds. TKG_NO_MEMORY */
enum tkg_status tkg_scaling_fill(struct tkg_summary *summary, struct tkg_error *err) TKG_MUST_CHECK;

/* Fills in memory: peak_memory over ticks by least squares through all valid trials of all replay
 * cases. NaN with fewer than three trials or one size. TKG_NO_MEMORY */
enum tkg_status tkg_memory_fill(struct tkg_summary *summary, struct tkg_error *err) TKG_MUST_CHECK;

#endif
