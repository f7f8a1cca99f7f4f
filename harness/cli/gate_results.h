/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows of a gate from stored results, and its guard rails.
 */
#ifndef TKG_CLI_GATE_RESULTS_H
#define TKG_CLI_GATE_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/gate_record.h"

struct tkg_gate_results_means {
    const char *baseline;     /* NULL: none, rows are skipped */
    const char *head_results; /* NULL: none, targets are not judged */
    const char *const *target_paths;
    size_t target_path_count;
    uint32_t baseline_age_days;
    bool allows_extrapolation;
    bool compares; /* false: both sides were measured, only targets are judged here */
};

/* Adds the rows (where means->compares) and the rails to record, which has its cases. A file that
 * cannot be read, is damaged or does not fit closes rows and is no failure.
 * returns  TKG_CONFIG, TKG_INPUT: a targets file; TKG_NOTHING: a target that names what the results
 *          do not have; TKG_NO_MEMORY */
enum tkg_status tkg_gate_collect_results(const struct tkg_gate_question *questions,
                                         size_t question_count,
                                         const struct tkg_gate_results_means *means,
                                         struct tkg_gate_record *record,
                                         struct tkg_error *err) TKG_MUST_CHECK;

#endif
