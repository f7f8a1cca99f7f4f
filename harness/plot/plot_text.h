/* SPDX-License-Identifier: Apache-2.0
 *
 * Text of a user made fit for one field of a .dat file: what comes out is drawn as it stands, by
 * gnuplot's `with labels noenhanced`, and can neither end the field nor be read as an escape.
 */
#ifndef TKG_PLOT_PLOT_TEXT_H
#define TKG_PLOT_PLOT_TEXT_H

#include <stddef.h>

#include "base/text.h"

/* Appends source to out. Control characters, tabs and newlines become blanks, bytes that are not
 * UTF-8 and characters that XML or a reader cannot trust (reordering marks) become '?', a double
 * quote becomes a typographic one, a backslash is doubled. A text wider than columns_max (in widths
 * of an average character) is cut and ends in "...".
 * columns_max >= 4 */
void tkg_plot_text_add(struct tkg_text *out, const char *source, size_t columns_max);

/* The width of source as drawn, in widths of an average character. */
double tkg_plot_text_columns(const char *source);

#endif
