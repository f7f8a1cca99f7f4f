/* SPDX-License-Identifier: Apache-2.0
 *
 * Targets against a plan, before anything is measured: a mistake in a target must not cost a run.
 */
#ifndef TKG_CLI_TARGET_CHECK_H
#define TKG_CLI_TARGET_CHECK_H

#include "base/status.h"
#include "config/target.h"
#include "measure/session.h"

/* Judges a made-up run that has the plan's cases and passes; its verdicts are thrown away.
 * TKG_NOTHING as tkg_judge: a target that no case or pass of the plan can answer. */
enum tkg_status tkg_targets_check(const struct tkg_plan *plan, const struct tkg_target_set *targets,
                                  struct tkg_error *err) TKG_MUST_CHECK;

#endif
