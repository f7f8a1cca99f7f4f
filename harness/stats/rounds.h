/* SPDX-License-Identifier: Apache-2.0
 *
 * Values by round. What ran in the same round met the same machine, so whatever compares two cases
 * compares them round by round.
 */
#ifndef TKG_STATS_ROUNDS_H
#define TKG_STATS_ROUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/run_record.h"

/* One metric of one case in one round: that of the first valid trial, or, when the round has only
 * flagged ones, that of the first. */
struct tkg_round_value {
    uint32_t round;
    bool valid;
    size_t trial_index;
    double value;
};

/* One entry per round that gave the metric, rounds rising.
 * values  malloc'ed, the caller frees it, also when *count is 0; NULL on failure
 * TKG_NO_MEMORY */
enum tkg_status tkg_rounds_create(const struct tkg_case *the_case, enum tkg_metric metric,
                                  struct tkg_round_value **values, size_t *count,
                                  struct tkg_error *err) TKG_MUST_CHECK;

#endif
