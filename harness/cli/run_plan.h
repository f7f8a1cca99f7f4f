/* SPDX-License-Identifier: Apache-2.0
 *
 * From settings to a plan: which cases and passes a run consists of.
 */
#ifndef TKG_CLI_RUN_PLAN_H
#define TKG_CLI_RUN_PLAN_H

#include "base/status.h"
#include "cli/settings.h"
#include "measure/session.h"

/* TKG_NOTHING: the filter or the passes leave nothing to run (names the cases there are).
 * TKG_USAGE: a size is larger than the tick file, or no such built-in engine. TKG_INPUT: the stream
 * cannot be opened. */
enum tkg_status tkg_run_plan_make(const struct tkg_settings *settings, const char *program_path,
                                  struct tkg_plan *plan, struct tkg_error *err) TKG_MUST_CHECK;

#endif
