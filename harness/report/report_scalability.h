/* SPDX-License-Identifier: Apache-2.0
 *
 * One replay size as a small JSON document, scalability_<ticks>.json, in microseconds, percent and
 * megabytes, for readers that know only this form. The full result file is the json format.
 */
#ifndef TKG_REPORT_REPORT_SCALABILITY_H
#define TKG_REPORT_REPORT_SCALABILITY_H

#include "report/report.h"

enum { TKG_SCALABILITY_NAME_BYTES = 40 };

/* "scalability_1000000". Returns out. */
const char *tkg_report_scalability_name(const struct tkg_case_summary *the_case, char *out);

/* Appends the document of one replay case (an index into the run's cases) to *out. Figures of fewer
 * than TKG_SAMPLES_MIN samples are null. TKG_NO_MEMORY. */
enum tkg_status tkg_report_scalability(const struct tkg_report_input *input, size_t case_index,
                                       struct tkg_text *out, struct tkg_error *err) TKG_MUST_CHECK;

#endif
