/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the time of a replay goes, as people read it: one row per stage of pass T, the residual
 * last, and what they add up to.
 */
#ifndef TKG_REPORT_STAGE_TEXT_H
#define TKG_REPORT_STAGE_TEXT_H

#include <stdbool.h>

#include "report/report.h"

/* Both append nothing when no case has stages. */
/* For the terminal: a table over all cases, within TKG_LINE_COLUMNS for names of usual length. */
void tkg_stages_add_table(struct tkg_text *out, const struct tkg_report_input *input);
/* For Markdown: one table over all cases. */
void tkg_stages_add_markdown(struct tkg_text *out, const struct tkg_report_input *input);

/* True for a case of pass T whose only stages are those that the host enters itself. */
bool tkg_stages_engine_is_silent(const struct tkg_case_summary *one);

#endif
