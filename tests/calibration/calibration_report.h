/* SPDX-License-Identifier: Apache-2.0
 *
 * docs/calibration.md from raw data: every goal of the gate with the figure that was reached, how
 * often it was tried, and how sure that is.
 */
#ifndef TKG_CALIBRATION_REPORT_H
#define TKG_CALIBRATION_REPORT_H

#include "base/status.h"
#include "base/text.h"

/* data_folder  <experiment>.tsv or .tsv.gz files; what is not there is reported as not measured
 * text         the page is added
 * returns      TKG_INPUT: a damaged file; TKG_NO_MEMORY */
enum tkg_status tkg_calibration_report(const char *data_folder, struct tkg_text *text,
                                       struct tkg_error *err) TKG_MUST_CHECK;

#endif
