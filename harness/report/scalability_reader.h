/* SPDX-License-Identifier: Apache-2.0
 *
 * scalability_<ticks>.json of this and of other programs as a run record: one replay case, one
 * sample of each figure (docs/decisions/0153). What such a file cannot say stays unknown.
 */
#ifndef TKG_REPORT_SCALABILITY_READER_H
#define TKG_REPORT_SCALABILITY_READER_H

#include <jansson.h>
#include <stdbool.h>

#include "host/fingerprint.h"
#include "report/json_reader.h"
#include "sample/run_record.h"

/* Begins the engine_path of such a record; behind it stands the benchmark's name. */
#define TKG_SCALABILITY_PATH "scalability:"
/* The value of "schema" where tickgate wrote the file; other programs write none. */
#define TKG_SCALABILITY_SCHEMA "tickgate.scalability/2"

/* True for a document with `tick_performance` and, if it has a `schema`, one of these files. */
bool tkg_scalability_is(const json_t *root);

/* Reads the document. record and fingerprint are initialised; after a failure record may hold a
 * part.
 * returns TKG_OK; TKG_INPUT with the place; TKG_NOTHING when no tick was timed; TKG_NO_MEMORY
 * cost    constant */
enum tkg_status tkg_scalability_read(struct tkg_json_reader *reader, const json_t *root,
                                     struct tkg_run_record *record,
                                     struct tkg_fingerprint *fingerprint) TKG_MUST_CHECK;

#endif
