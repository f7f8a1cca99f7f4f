/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to verdict: one row of a gate, judged at one error. Pure.
 */
#ifndef TKG_VERDICT_GATE_ROW_H
#define TKG_VERDICT_GATE_ROW_H

#include "verdict/gate.h"

/* Does the row share the gate's error? Exact counts do not. */
bool tkg_gate_row_is_tested(const struct tkg_gate_record *record, const struct tkg_gate_row *row);

/* Judges an open row (asserted) from its evidence; waivers are not looked at.
 * error_0to1  of a false regression
 * verdict     filled
 * returns     TKG_NO_MEMORY */
enum tkg_status tkg_gate_row_judge(const struct tkg_gate_record *record,
                                   const struct tkg_gate_row *row, double error_0to1,
                                   struct tkg_gate_verdict *verdict,
                                   struct tkg_error *err) TKG_MUST_CHECK;

/* Judges two sets of values, one per fresh process, by the pairs in which they were taken: the
 * Hodges-Lehmann estimate of the logarithms of the quotients, with its exact interval; two
 * sets without any spread are compared as they are (docs/statistics.md).
 * verdict  outcome, values, change, sample_count and text are filled */
enum tkg_status tkg_gate_samples_judge(const struct tkg_gate_record *record,
                                       const struct tkg_gate_row *row, double error_0to1,
                                       struct tkg_gate_verdict *verdict,
                                       struct tkg_error *err) TKG_MUST_CHECK;

/* Turns what passed into ABOVE_MAXIMUM or INCONCLUSIVE where the head's own values, one per launch
 * or process, say so. Nothing without a maximum. */
enum tkg_status tkg_gate_maximum_judge(const struct tkg_gate_row *row, const double *values,
                                       size_t value_count, struct tkg_gate_verdict *verdict,
                                       struct tkg_error *err) TKG_MUST_CHECK;

#endif
