/* SPDX-License-Identifier: Apache-2.0
 *
 * The table behind the exponent: log(total_time) of every size in every complete round.
 */
#ifndef TKG_STATS_SWEEP_H
#define TKG_STATS_SWEEP_H

#include <stddef.h>

#include "base/status.h"
#include "stats/summary.h"

struct tkg_sweep {
    double *log_ticks; /* size_count, rising; owned */
    double *log_times; /* row_count rows of size_count; owned */
    size_t size_count;
    size_t row_count; /* rounds in which every size has a valid trial */
};

/* Sizes that have TKG_SAMPLES_MIN valid trials, each tick count once; caller's storage.
 * TKG_NO_MEMORY: nothing to deinit. */
enum tkg_status tkg_sweep_init(struct tkg_sweep *sweep, const struct tkg_summary *summary,
                               struct tkg_error *err) TKG_MUST_CHECK;
void tkg_sweep_deinit(struct tkg_sweep *sweep);

#endif
