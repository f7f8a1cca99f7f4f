/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to report: does the receipt of a gate agree with itself? What is stored twice must be the
 * same twice, evidence must fit its metric, and what no collector writes is refused with its place.
 */
#ifndef TKG_REPORT_GATE_CHECK_H
#define TKG_REPORT_GATE_CHECK_H

#include "report/json_reader.h"
#include "sample/gate_record.h"

/* The reader stands at the row, which was read from object. TKG_INPUT with the place */
enum tkg_status tkg_gate_row_check(struct tkg_json_reader *reader, const json_t *object,
                                   const struct tkg_gate_record *record,
                                   const struct tkg_gate_row *row) TKG_MUST_CHECK;

/* The reader stands at the target. TKG_INPUT with the place */
enum tkg_status tkg_gate_rail_check(struct tkg_json_reader *reader,
                                    const struct tkg_gate_rail *rail) TKG_MUST_CHECK;

/* The reader stands at the root, of which everything was read. TKG_INPUT with the place */
enum tkg_status tkg_gate_record_check(struct tkg_json_reader *reader,
                                      const struct tkg_gate_record *record) TKG_MUST_CHECK;

#endif
