/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to report: a comparison as a JSON object, for its own receipt and for that of a gate.
 */
#ifndef TKG_REPORT_COMPARISON_OBJECT_H
#define TKG_REPORT_COMPARISON_OBJECT_H

#include "report/json_reader.h"
#include "report/json_writer.h"
#include "sample/comparison_record.h"
#include "verdict/comparison.h"

/* Sets conclusion, comparison, base, head and launches in object. */
void tkg_comparison_put(struct tkg_json_writer *writer, json_t *object,
                        const struct tkg_comparison_record *record,
                        const struct tkg_comparison *comparison);

/* Reads all but the conclusion into an empty record; the caller's to deinit, also after a failure.
 * TKG_INPUT, TKG_USAGE (too many launches) with the place in the file. */
enum tkg_status tkg_comparison_take(struct tkg_json_reader *reader, const json_t *object,
                                    struct tkg_comparison_record *record) TKG_MUST_CHECK;

#endif
