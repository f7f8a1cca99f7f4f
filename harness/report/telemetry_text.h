/* SPDX-License-Identifier: Apache-2.0
 *
 * Telemetry as people read it: a row per case and sampled pass, what the machine has, the GPUs.
 */
#ifndef TKG_REPORT_TELEMETRY_TEXT_H
#define TKG_REPORT_TELEMETRY_TEXT_H

#include "report/report.h"

/* Appends nothing when no trial was sampled. */
void tkg_telemetry_add_table(struct tkg_text *out, const struct tkg_report_input *input);

#endif
