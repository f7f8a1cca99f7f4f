/* SPDX-License-Identifier: Apache-2.0
 *
 * What a comparison found: for people, and as a receipt (JSON) from which the verdict can be had
 * again. The schema is docs/schema/comparison.schema.json.
 */
#ifndef TKG_REPORT_COMPARISON_REPORT_H
#define TKG_REPORT_COMPARISON_REPORT_H

#include "base/status.h"
#include "base/text.h"
#include "host/fingerprint.h"
#include "sample/comparison_record.h"
#include "verdict/comparison.h"

#define TKG_COMPARISON_SCHEMA "tickgate.comparison/1"

struct tkg_comparison_input {
    const struct tkg_comparison_record *record;
    const struct tkg_comparison *comparison;
    const struct tkg_fingerprint *fingerprint; /* NULL: not known */
};

/* One headline sentence, how sure it is and why, what to do next. */
enum tkg_status tkg_comparison_write_human(const struct tkg_comparison_input *input,
                                           struct tkg_text *out, struct tkg_error *err);

/* The receipt. */
enum tkg_status tkg_comparison_write_json(const struct tkg_comparison_input *input,
                                          struct tkg_text *out, struct tkg_error *err);

/* Reads a receipt back into a record, initialised here; the caller's to deinit, empty after a
 * failure. What was concluded is not read, but a receipt that does not agree with itself is refused
 * (report/comparison_check.h). TKG_INPUT with the place in the file. */
enum tkg_status tkg_comparison_json_read(const char *path, const char *json, size_t json_bytes,
                                         struct tkg_comparison_record *record,
                                         struct tkg_error *err) TKG_MUST_CHECK;

/* Does the receipt, read by tkg_comparison_json_read() and judged, hold the outcome that it was
 * judged to again? TKG_INPUT with the place. */
enum tkg_status tkg_comparison_json_confirm(const char *path, const char *json, size_t json_bytes,
                                            const struct tkg_comparison *comparison,
                                            struct tkg_error *err) TKG_MUST_CHECK;

#endif
