/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads what pass T left in a trial of a result file: the member "stages".
 */
#ifndef TKG_REPORT_STAGE_READER_H
#define TKG_REPORT_STAGE_READER_H

#include "report/json_reader.h"
#include "sample/stage_table.h"

/* The member "stages" of object, into *table. *found is false, and the table without rows, when
 * there is none: only trials of pass T have it. TKG_INPUT: with the place in the file, also for a
 * stage without a name or named twice. */
enum tkg_status tkg_stages_read(struct tkg_json_reader *reader, const json_t *object,
                                struct tkg_stage_table *table, bool *found) TKG_MUST_CHECK;

#endif
