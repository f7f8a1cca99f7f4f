/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to report: the writers behind the rows of report_format.c, one file each.
 */
#ifndef TKG_REPORT_REPORT_FORMAT_H
#define TKG_REPORT_REPORT_FORMAT_H

#include "report/report.h"

enum tkg_status tkg_report_write_human(const struct tkg_report_input *input, struct tkg_text *out,
                                       struct tkg_error *err);
enum tkg_status tkg_report_write_text(const struct tkg_report_input *input, struct tkg_text *out,
                                      struct tkg_error *err);
enum tkg_status tkg_report_write_json(const struct tkg_report_input *input, struct tkg_text *out,
                                      struct tkg_error *err);
enum tkg_status tkg_report_write_gbench(const struct tkg_report_input *input, struct tkg_text *out,
                                        struct tkg_error *err);
enum tkg_status tkg_report_write_csv(const struct tkg_report_input *input, struct tkg_text *out,
                                     struct tkg_error *err);
enum tkg_status tkg_report_write_markdown(const struct tkg_report_input *input,
                                          struct tkg_text *out, struct tkg_error *err);
enum tkg_status tkg_report_write_junit(const struct tkg_report_input *input, struct tkg_text *out,
                                       struct tkg_error *err);
enum tkg_status tkg_report_write_hgrm(const struct tkg_report_input *input, struct tkg_text *out,
                                      struct tkg_error *err);
enum tkg_status tkg_report_write_hlog(const struct tkg_report_input *input, struct tkg_text *out,
                                      struct tkg_error *err);

/* What a text writer returns at its end: TKG_OK, or TKG_NO_MEMORY when out could not grow. */
enum tkg_status tkg_report_written(const struct tkg_text *out, struct tkg_error *err);

#endif
