/* SPDX-License-Identifier: Apache-2.0
 *
 * The first lines of the human report: which run, on which host, and what to know about it.
 */
#ifndef TKG_REPORT_HUMAN_HEAD_H
#define TKG_REPORT_HUMAN_HEAD_H

#include "report/report.h"

/* Appends three lines, the failure of a run that failed, and one for each note of run_notes.h, none
 * over TKG_LINE_COLUMNS. */
void tkg_human_add_head(struct tkg_text *out, const struct tkg_report_input *input);

#endif
