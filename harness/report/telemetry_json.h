/* SPDX-License-Identifier: Apache-2.0
 *
 * Telemetry in a result file: the member "telemetry" of a trial, what was seen with its figures,
 * and that of a case's summary, the figures over all its trials.
 */
#ifndef TKG_REPORT_TELEMETRY_JSON_H
#define TKG_REPORT_TELEMETRY_JSON_H

#include "report/json_reader.h"
#include "report/json_writer.h"
#include "stats/telemetry_figures.h"

/* Sets "telemetry" of a trial. */
void tkg_telemetry_put_trial(struct tkg_json_writer *writer, json_t *trial,
                             const struct tkg_telemetry *telemetry,
                             const struct tkg_telemetry_figures *figures);

/* Sets "telemetry" of a case's summary; nothing when no trial was sampled. */
void tkg_telemetry_put_summary(struct tkg_json_writer *writer, json_t *summary,
                               const struct tkg_case_summary *from);

/* Reads what tkg_telemetry_put_trial wrote, without its figures.
 * telemetry  the caller's to free; NULL when the trial has none
 * returns    TKG_INPUT with the place in the file; TKG_NO_MEMORY */
enum tkg_status tkg_telemetry_read(struct tkg_json_reader *reader, const json_t *trial,
                                   struct tkg_telemetry **telemetry) TKG_MUST_CHECK;

#endif
