/* SPDX-License-Identifier: Apache-2.0
 *
 * Words set one after another into lines of at most TKG_LINE_COLUMNS columns.
 */
#ifndef TKG_REPORT_LINE_WRAP_H
#define TKG_REPORT_LINE_WRAP_H

#include <stddef.h>

#include "base/text.h"

/* A terminal of ordinary width still shows such a line whole. */
enum { TKG_LINE_COLUMNS = 110 };

/* {out, indent, indent} begins: the caller has already written up to column indent. */
struct tkg_wrap {
    struct tkg_text *out; /* borrowed */
    size_t indent;        /* column at which further lines begin */
    size_t column;        /* where the line ends now; equal to indent: no word is on it yet */
};

/* Appends one word, which stays in one piece even when it holds blanks. */
void tkg_wrap_add(struct tkg_wrap *wrap, const char *word);

/* Appends the words of text, which blanks divide. */
void tkg_wrap_add_words(struct tkg_wrap *wrap, const char *text);

#endif
