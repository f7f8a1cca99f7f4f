/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to report: the plain fields of a receipt; its writer and its reader walk the same tables.
 */
#ifndef TKG_REPORT_COMPARISON_FIELDS_H
#define TKG_REPORT_COMPARISON_FIELDS_H

#include "report/result_fields.h"

/* Each ends with a row whose name is NULL. */
extern const struct tkg_result_field tkg_comparison_question_fields[]; /* tkg_comparison_record */
extern const struct tkg_result_field tkg_comparison_side_fields[];     /* struct tkg_side */
extern const struct tkg_result_field tkg_comparison_launch_fields[];   /* tkg_launch_record */

#endif
