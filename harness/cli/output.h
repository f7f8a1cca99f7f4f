/* SPDX-License-Identifier: Apache-2.0
 *
 * Where results go: one format to standard output or a file, all formats and the plots to a folder.
 */
#ifndef TKG_CLI_OUTPUT_H
#define TKG_CLI_OUTPUT_H

#include "base/status.h"
#include "report/report.h"

/* Prints one format to path ("-": standard output); files are written atomically. */
enum tkg_status tkg_output_report(const struct tkg_report_input *input, const char *format,
                                  const char *path, struct tkg_error *err) TKG_MUST_CHECK;

/* Can a file be written there? Asked before anything is measured, so that no measurement is lost to
 * a mistyped folder. path  "-": standard output, always. TKG_OUTPUT: its folder is not there, or
 * takes no files, or it is a folder itself */
enum tkg_status tkg_output_file_check(const char *path, struct tkg_error *err) TKG_MUST_CHECK;

/* Writes every format and one JSON per replay size into folder (made when missing). */
enum tkg_status tkg_output_folder(const struct tkg_report_input *input, const char *folder,
                                  struct tkg_error *err) TKG_MUST_CHECK;

/* Two outcomes as one, for files that are written one after the other, whatever becomes of the
 * first: the first failure is returned, in err; the text of a second one is printed to standard
 * error at once, for it names a file of its own. */
enum tkg_status tkg_output_join(enum tkg_status first, struct tkg_error *err,
                                enum tkg_status second,
                                const struct tkg_error *second_err) TKG_MUST_CHECK;

/* Removes what an earlier run left there that this one may not write anew: per-size files and
 * plots. */
void tkg_output_folder_clear(const char *folder);

/* Draws the four panels into folder. */
enum tkg_status tkg_output_plots(const struct tkg_report_input *input, const char *folder,
                                 struct tkg_error *err) TKG_MUST_CHECK;

/* The folder of data files ("plots", "thresholds"): $TICKGATE_DATA, beside the installed program,
 * or the source tree it was built from. TKG_ENVIRONMENT when it is in none of them. */
enum tkg_status tkg_data_folder(const char *name, char *out, size_t out_bytes,
                                struct tkg_error *err) TKG_MUST_CHECK;

/* The path of the running program. */
enum tkg_status tkg_program_path(char *out, size_t out_bytes, struct tkg_error *err) TKG_MUST_CHECK;

#endif
