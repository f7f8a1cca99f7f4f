/* SPDX-License-Identifier: Apache-2.0
 *
 * Fields of CSV files (RFC 4180).
 */
#ifndef TKG_REPORT_CSV_FIELD_H
#define TKG_REPORT_CSV_FIELD_H

#include "base/text.h"

/* Appends one text field without a comma: quoted where it must be, made safe to show; an apostrophe
 * goes in front of what a spreadsheet would compute. */
void tkg_csv_add_text(struct tkg_text *out, const char *text);

/* Appends a comma and a number with the 17 digits that carry every double exactly; one that is not
 * finite leaves the field empty. */
void tkg_csv_add_number(struct tkg_text *out, double value);

#endif
