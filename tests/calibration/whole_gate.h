/* SPDX-License-Identifier: Apache-2.0
 *
 * One run of `tickgate gate` over a gate file with many cases: the program itself, on two folders
 * of freshly drawn layouts.
 */
#ifndef TKG_CALIBRATION_WHOLE_GATE_H
#define TKG_CALIBRATION_WHOLE_GATE_H

#include "base/status.h"
#include "base/text.h"
#include "gate_run.h"
#include "run_row.h"

/* row      as of tkg_gate_run(); the outcome is that of the exit status: 0 pass, 1 regression,
 *          3 inconclusive, anything else "exit <n>" or the signal's name
 * receipt  the gate's own */
enum tkg_status tkg_whole_gate_run(const struct tkg_gate_run *run, struct tkg_run_row *row,
                                   struct tkg_text *receipt, struct tkg_error *err) TKG_MUST_CHECK;

#endif
