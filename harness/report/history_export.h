/* SPDX-License-Identifier: Apache-2.0
 *
 * A whole history for other programs.
 */
#ifndef TKG_REPORT_HISTORY_EXPORT_H
#define TKG_REPORT_HISTORY_EXPORT_H

#include "base/text.h"
#include "store/history.h"

#define TKG_HISTORY_SCHEMA "tickgate.history/1"

/* One row per sample, its run in front: RFC 4180. Cells of users that a spreadsheet would compute
 * get an apostrophe. */
enum tkg_status tkg_history_write_csv(struct tkg_history *history, struct tkg_text *out,
                                      struct tkg_error *err) TKG_MUST_CHECK;

/* {"schema", "schema_version", "runs": [{..., "samples": [...], "verdicts": [...]}]} */
enum tkg_status tkg_history_write_json(struct tkg_history *history, struct tkg_text *out,
                                       struct tkg_error *err) TKG_MUST_CHECK;

#endif
