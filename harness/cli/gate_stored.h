/* SPDX-License-Identifier: Apache-2.0
 *
 * One row of a gate from two stored results: the values of both sides, round by round, as multiples
 * of a ruler of the same run where both have one.
 */
#ifndef TKG_CLI_GATE_STORED_H
#define TKG_CLI_GATE_STORED_H

#include <stdbool.h>

#include "base/status.h"
#include "host/fingerprint.h"
#include "sample/gate_record.h"
#include "sample/run_record.h"
#include "stats/summary.h"

/* A result file. {0} is an empty one. */
struct tkg_gate_stored {
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    struct tkg_summary summary;
};

struct tkg_gate_stored_pair {
    const struct tkg_gate_stored *base;
    const struct tkg_gate_stored *head;
    bool allows_extrapolation;
};

/* Reads own result JSON or google-benchmark JSON. TKG_INPUT, TKG_NOTHING: see
 * tkg_report_json_read(); *stored is empty then. */
enum tkg_status tkg_gate_stored_load(struct tkg_gate_stored *stored, const char *path,
                                     struct tkg_error *err) TKG_MUST_CHECK;
void tkg_gate_stored_deinit(struct tkg_gate_stored *stored);

/* Fills the row's samples, or closes it: ABSENT, INCOMPATIBLE, EXTRAPOLATED, NO_SAMPLES, SKIPPED.
 * TKG_NO_MEMORY */
enum tkg_status tkg_gate_stored_collect(const struct tkg_gate_stored_pair *pair,
                                        const struct tkg_gate_case *the_case,
                                        struct tkg_gate_row *row,
                                        struct tkg_error *err) TKG_MUST_CHECK;

#endif
