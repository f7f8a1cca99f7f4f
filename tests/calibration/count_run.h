/* SPDX-License-Identifier: Apache-2.0
 *
 * One run of the instruction check as an experiment asks for it: both sides counted twice by the
 * gate's own code, and its verdict on the four counts.
 */
#ifndef TKG_CALIBRATION_COUNT_RUN_H
#define TKG_CALIBRATION_COUNT_RUN_H

#include "base/status.h"
#include "base/text.h"
#include "gate_run.h"
#include "run_row.h"

enum { TKG_COUNTS_PER_RUN = 4 };

/* run->program_path's main knows profile_child.h; each side is its pool's first file, as in the
 * gate row       as of tkg_gate_run(): launches are counts, seconds those of all of them, head the
 *           growth of the instructions, null what the two counts of base differ by
 * receipt   the four counts
 * returns   TKG_ENVIRONMENT: no valgrind; TKG_INTERRUPTED, TKG_NO_MEMORY, TKG_SYSTEM, TKG_USAGE */
enum tkg_status tkg_count_run(const struct tkg_gate_run *run, struct tkg_run_row *row,
                              struct tkg_text *receipt, struct tkg_error *err) TKG_MUST_CHECK;

#endif
