/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything a printer needs, in one struct. A report never computes: it prints what stats/ and
 * verdict/ computed. To add a format: one file with one writer and one row in report_format.c.
 */
#ifndef TKG_REPORT_REPORT_H
#define TKG_REPORT_REPORT_H

#include <stdbool.h>

#include "base/status.h"
#include "base/text.h"
#include "host/fingerprint.h"
#include "sample/run_record.h"
#include "stats/summary.h"
#include "verdict/judge.h"

/* All borrowed for the call. */
struct tkg_report_input {
    const char *tool_version; /* "0.1.0" */
    const struct tkg_run_record *record;
    const struct tkg_summary *summary;
    const struct tkg_fingerprint *fingerprint;
    const struct tkg_target_set *targets;    /* may be empty */
    const struct tkg_verdict_list *verdicts; /* may be empty */
    const char *result_path; /* where the JSON was written, for "next" lines; "" when nowhere */
    const char *plot_folder; /* "" when no plots */
    bool color;              /* human format only: ANSI colours */
    bool utf8;               /* human format only */
};

typedef enum tkg_status (*tkg_report_writer)(const struct tkg_report_input *input,
                                             struct tkg_text *out, struct tkg_error *err);

/* One row per format: human, text, json, gbench, csv, markdown, junit, hgrm, hlog
 * (docs/output-formats.md). Writers append to out. TKG_NO_MEMORY: out holds a part and is not to
 * be used. */
struct tkg_report_format {
    const char *name;
    const char *file_name; /* conventional name in a result folder, e.g. "results.json" */
    tkg_report_writer write;
};

/* Ends with a row whose name is NULL. */
const struct tkg_report_format *tkg_report_formats(void);
/* NULL when unknown. */
const struct tkg_report_format *tkg_report_format_find(const char *name);

/* Reads a file that the json format wrote, back into a record and fingerprint, so that reports and
 * plots can be made again later. Histograms do not come back. google-benchmark JSON of any project
 * and scalability_<ticks>.json are read, too (docs/output-formats.md says what becomes of them).
 * path    only named in errors
 * record  initialised here; the caller's to deinit, empty after a failure
 * returns TKG_OK; TKG_INPUT for anything else than such a file, with line:column or the place in it
 *         (cases[2].trials[5].values.throughput); TKG_NOTHING for google-benchmark JSON without a
 *         benchmark, and for a scalability file without a tick */
enum tkg_status tkg_report_json_read(const char *path, const char *json, size_t json_bytes,
                                     struct tkg_run_record *record,
                                     struct tkg_fingerprint *fingerprint,
                                     struct tkg_error *err) TKG_MUST_CHECK;

#endif
