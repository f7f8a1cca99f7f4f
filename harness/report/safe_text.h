/* SPDX-License-Identifier: Apache-2.0
 *
 * Text from outside (engine, stream, case and file names) made fit to print. One rule for all
 * formats: bytes that are no UTF-8 become U+FFFD; characters that act instead of showing (controls,
 * terminal escapes, line separators, direction overrides) never get out.
 */
#ifndef TKG_REPORT_SAFE_TEXT_H
#define TKG_REPORT_SAFE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "sample/run_record.h"

/* What stands for a byte sequence that is no UTF-8. */
enum { TKG_REPLACEMENT = 0xFFFD };

/* The next character of *text, which moves behind it; malformed, overlong and surrogate sequences
 * give TKG_REPLACEMENT, one per byte. 0 at the end. */
uint32_t tkg_safe_next(const char **text);

/* True for characters that act instead of showing. */
bool tkg_safe_is_active(uint32_t character);

/* Appends one character as UTF-8. */
void tkg_safe_add_character(struct tkg_text *out, uint32_t character);

/* Appends text as valid UTF-8 of at most bytes_max bytes, nothing else changed: for JSON, which
 * escapes the rest. */
void tkg_safe_add_utf8(struct tkg_text *out, const char *text, size_t bytes_max);

/* Appends text as one visible line: active characters become U+FFFD. Longer than columns_max
 * terminal columns, it is cut and ends in "...". With utf8 false everything outside ASCII prints
 * as '?'. Nothing in it is a command of a CI that reads its log: a "::" that begins a line, and any
 * "##[", loses its first character to '?'. columns_max 0: never cut. */
void tkg_safe_add_line(struct tkg_text *out, const char *text, size_t columns_max, bool utf8);

/* Terminal columns that text takes: 0 for combining marks, 2 for wide characters. */
size_t tkg_safe_columns(const char *text);

/* A case's name as every machine format writes it: valid UTF-8 that fits TKG_CASE_NAME_BYTES. A
 * name that had to be changed gets "~" and its index, so that two of them stay apart. */
void tkg_safe_case_label(const struct tkg_run_record *record, const struct tkg_case *the_case,
                         char out[TKG_CASE_NAME_BYTES]);

#endif
