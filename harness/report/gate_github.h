/* SPDX-License-Identifier: Apache-2.0
 *
 * What GitHub shows of a gate run: the step summary (Markdown) and annotations (workflow commands);
 * and what later steps read of it.
 * Names of cases, branches and files are somebody else's text: in Markdown they never act, in an
 * annotation they never end a line or a field.
 */
#ifndef TKG_REPORT_GATE_GITHUB_H
#define TKG_REPORT_GATE_GITHUB_H

#include "base/status.h"
#include "base/text.h"
#include "report/gate_report.h"

enum {
    TKG_GITHUB_SUMMARY_BYTES_MAX = 256 * 1024, /* above 1 MiB a step, GitHub drops all of it */
    TKG_GITHUB_ANNOTATIONS_MAX = 5,            /* it shows ten of a kind a step, hides the rest */
};

/* Appends the step summary: one headline sentence; the rows that failed or could not be told, each
 * with its line in the gate file; how sure the run was; what changed, and on what machine; commands
 * to paste; everything else folded away. At most TKG_GITHUB_SUMMARY_BYTES_MAX bytes; what does not
 * fit is counted. returns  TKG_NO_MEMORY */
enum tkg_status tkg_gate_write_github_summary(const struct tkg_gate_report_input *input,
                                              struct tkg_text *out,
                                              struct tkg_error *err) TKG_MUST_CHECK;

/* Appends three lines for GITHUB_OUTPUT: `verdict=` pass, regression, inconclusive, failed, absent
 * or (not complete) error; `exit-code=` what the verdict is worth; `counts=` rows and guard rails
 * of each class that occurred, as JSON. Words and numbers of our own only. TKG_NO_MEMORY */
enum tkg_status tkg_gate_write_github_outputs(const struct tkg_gate_report_input *input,
                                              struct tkg_text *out,
                                              struct tkg_error *err) TKG_MUST_CHECK;

/* Appends at most TKG_GITHUB_ANNOTATIONS_MAX lines `::error file=...,line=...::...`, worst first,
 * at the violated line of the gate file or targets file; what could not be told, as
 * `::warning`. Nothing where all rows pass. TKG_NO_MEMORY */
enum tkg_status tkg_gate_write_github_annotations(const struct tkg_gate_result *result,
                                                  struct tkg_text *out,
                                                  struct tkg_error *err) TKG_MUST_CHECK;

#endif
