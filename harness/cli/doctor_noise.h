/* SPDX-License-Identifier: Apache-2.0
 *
 * The noise floor of this machine, measured: trials of the reference engine against itself.
 */
#ifndef TKG_CLI_DOCTOR_NOISE_H
#define TKG_CLI_DOCTOR_NOISE_H

#include <stdbool.h>

#include "base/status.h"
#include "report/doctor_report.h"

/* Pairs of pass A trials, each a fresh process pinned to cpu (-1: not), the two sides in turns
 * first, until budget_ns is over. A pair with a flagged trial is counted and left out; too few
 * pairs leave a floor without numbers.
 * returns  failures of trials; TKG_INTERRUPTED */
enum tkg_status tkg_doctor_noise_measure(const char *program_path, int32_t cpu, int64_t budget_ns,
                                         bool is_quiet, struct tkg_doctor_noise *noise,
                                         struct tkg_error *err) TKG_MUST_CHECK;

#endif
