/* SPDX-License-Identifier: Apache-2.0
 *
 * A table of aligned columns for the terminal. Cells are collected first, so that widths fit.
 */
#ifndef TKG_REPORT_TEXT_TABLE_H
#define TKG_REPORT_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Shown as colour only when colour is wanted; the text must say it all without. */
enum tkg_style { TKG_STYLE_PLAIN, TKG_STYLE_STRONG, TKG_STYLE_GOOD, TKG_STYLE_BAD, TKG_STYLE_WARN };

enum { TKG_TABLE_COLUMNS_MAX = 12 };

struct tkg_table {
    struct tkg_text cells;  /* per cell: kind, style, text, zero byte */
    const char *alignments; /* one 'l' or 'r' per column; borrowed */
    size_t widths[TKG_TABLE_COLUMNS_MAX];
    size_t column; /* of the next cell */
};

void tkg_table_init(struct tkg_table *table, const char *alignments);
void tkg_table_deinit(struct tkg_table *table);

/* Adds the next cell of the row, or the first of the next row. text must already be safe. */
void tkg_table_add(struct tkg_table *table, enum tkg_style style, const char *text);

/* Adds a line that keeps to no column; only between rows (asserted). */
void tkg_table_add_line(struct tkg_table *table, enum tkg_style style, const char *text);

/* Appends the table: two blanks between columns, none at line ends. */
void tkg_table_print(const struct tkg_table *table, bool color, struct tkg_text *out);

/* Appends text in a style, coloured or not. */
void tkg_style_add(struct tkg_text *out, bool color, enum tkg_style style, const char *text);

#endif
