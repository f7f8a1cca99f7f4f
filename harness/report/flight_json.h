/* SPDX-License-Identifier: Apache-2.0
 *
 * What an alert leaves of the moments before it, as one JSON document
 * (docs/schema/flight.schema.json).
 */
#ifndef TKG_REPORT_FLIGHT_JSON_H
#define TKG_REPORT_FLIGHT_JSON_H

#include "base/status.h"
#include "base/text.h"
#include "host/fingerprint.h"
#include "sample/alert_row.h"
#include "sample/flight_ring.h"
#include "sample/run_record.h"

#define TKG_FLIGHT_SCHEMA "tickgate.flight/1"

/* What is known of the run from its beginning on; a copy, for the record itself grows meanwhile. */
struct tkg_flight_run {
    char engine[TKG_RECORD_TEXT_BYTES]; /* "builtin:reference" or the file */
    char parameters[TKG_RECORD_TEXT_BYTES];
    char stream[TKG_RECORD_TEXT_BYTES];
    char suite[TKG_RECORD_TEXT_BYTES];
    uint64_t seed;
    uint32_t batch_tick_count;
};

/* All borrowed for the call. */
struct tkg_flight {
    const char *tool_version;
    const struct tkg_alert_row *alert;
    const struct tkg_flight_trial *trial; /* whose figure raised it; NULL: the machine's did */
    const struct tkg_flight_run *run;
    const struct tkg_flight_ring *ring;
    const struct tkg_fingerprint *fingerprint; /* NULL: not read */
};

/* A full ring of the longest names and numbers has 180 KB; an ordinary one about 80 KB. */
enum { TKG_FLIGHT_BYTES_MAX = 1 << 18 };

/* Adds the document to out. TKG_NO_MEMORY. */
enum tkg_status tkg_flight_write_json(const struct tkg_flight *flight, struct tkg_text *out,
                                      struct tkg_error *err) TKG_MUST_CHECK;

#endif
