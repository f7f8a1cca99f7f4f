/* SPDX-License-Identifier: Apache-2.0
 *
 * google-benchmark JSON of any project as a run record: a benchmark is a case, a repetition a
 * round, an iteration a tick (docs/decisions/0095). What such a file cannot say stays unknown.
 */
#ifndef TKG_REPORT_GBENCH_READER_H
#define TKG_REPORT_GBENCH_READER_H

#include <jansson.h>
#include <stdbool.h>

#include "host/fingerprint.h"
#include "report/json_reader.h"
#include "sample/run_record.h"

/* Begins the engine_path of such a record; behind it stands the executable. */
#define TKG_GBENCH_PATH "google-benchmark:"

/* True for a document with `benchmarks` and without `schema`. */
bool tkg_gbench_is(const json_t *root);

/* Reads the document. record and fingerprint are initialised; after a failure record may hold a
 * part.
 * returns TKG_OK, also when some benchmarks failed: record->failure is then TKG_ENGINE_ERROR;
 *         TKG_INPUT with the place; TKG_NOTHING without a single benchmark
 * cost    one walk over the rows per kind of row; at most 10,000 cases, 1,000,000 rows */
enum tkg_status tkg_gbench_read(struct tkg_json_reader *reader, const json_t *root,
                                struct tkg_run_record *record,
                                struct tkg_fingerprint *fingerprint) TKG_MUST_CHECK;

#endif
