/* SPDX-License-Identifier: Apache-2.0
 *
 * Alerts in a result file: the member "alerts", one element per raise and per clear. Only in runs
 * that had alert rules.
 */
#ifndef TKG_REPORT_ALERT_JSON_H
#define TKG_REPORT_ALERT_JSON_H

#include "report/json_reader.h"
#include "report/json_writer.h"
#include "sample/run_record.h"

/* Sets "alerts" and, where rows were lost, "alerts_lost". */
void tkg_alerts_put(struct tkg_json_writer *writer, const struct tkg_run_record *record);

/* Reads what tkg_alerts_put wrote. TKG_INPUT with the place in the file; TKG_NO_MEMORY. */
enum tkg_status tkg_alerts_read(struct tkg_json_reader *reader, const json_t *root,
                                struct tkg_run_record *record) TKG_MUST_CHECK;

#endif
