/* SPDX-License-Identifier: Apache-2.0
 *
 * Why a target could not be judged on any case, in words that say what to do. A target that is
 * silently skipped would read as met.
 */
#ifndef TKG_VERDICT_UNMATCHED_H
#define TKG_VERDICT_UNMATCHED_H

#include <stdbool.h>

#include "base/status.h"
#include "config/target.h"
#include "stats/summary.h"

/* Does any trial of the case, flagged ones included, give the metric? */
bool tkg_case_gives(const struct tkg_case_summary *the_case, enum tkg_metric metric);

/* Letters of the passes that give the metric, e.g. "A", "BC". */
const char *tkg_metric_pass_letters(enum tkg_metric metric);

/* TKG_NOTHING with "file:line:column: ...": no case has the name, or none that has it gives the
 * metric (because the pass did not run, or gives it elsewhere, or gave no value). */
enum tkg_status tkg_fail_unmatched(const struct tkg_summary *summary,
                                   const struct tkg_target_set *targets,
                                   const struct tkg_target *target, struct tkg_error *err);

/* TKG_NOTHING: the target's ruler was not measured. */
enum tkg_status tkg_fail_no_ruler(const struct tkg_summary *summary,
                                  const struct tkg_target_set *targets,
                                  const struct tkg_target *target, struct tkg_error *err);

#endif
