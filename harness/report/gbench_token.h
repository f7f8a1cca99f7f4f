/* SPDX-License-Identifier: Apache-2.0
 *
 * The one thing in which google-benchmark leaves JSON: numbers that are not finite are printed
 * bare, as NaN, Infinity and -Infinity (1.7.1) or as nan and inf (older). A strict parser refuses
 * such a file.
 */
#ifndef TKG_REPORT_GBENCH_TOKEN_H
#define TKG_REPORT_GBENCH_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

/* Overwrites every such word outside of strings with an empty string and blanks. The length stays,
 * so that a parser's line and column are those of the file.
 * returns true when there was one. cost: one walk over the bytes. */
bool tkg_gbench_mend(char *json, size_t json_bytes);

#endif
