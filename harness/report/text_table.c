/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells are kept in one text, because a report makes hundreds of them and none lives on its own.
 */
#include "report/text_table.h"

#include <string.h>

#include "base/check.h"
#include "report/safe_text.h"

/* The first two bytes of a stored cell; both are printable so that no byte is zero. */
enum { KIND_CELL = 'c', KIND_LINE = 'l', STYLE_ZERO = '0' };

/* ECMA-48 SGR: bold, green, bold red, yellow; the base colours follow the user's theme. */
static const char *const style_codes[] = {
    [TKG_STYLE_PLAIN] = "",         [TKG_STYLE_STRONG] = "\033[1m", [TKG_STYLE_GOOD] = "\033[32m",
    [TKG_STYLE_BAD] = "\033[1;31m", [TKG_STYLE_WARN] = "\033[33m",
};

void tkg_table_init(struct tkg_table *table, const char *alignments)
{
    TKG_ASSERT(strlen(alignments) <= TKG_TABLE_COLUMNS_MAX);
    *table = (struct tkg_table){.alignments = alignments};
}

void tkg_table_deinit(struct tkg_table *table)
{
    tkg_text_deinit(&table->cells);
}

static void store(struct tkg_table *table, char kind, enum tkg_style style, const char *text)
{
    char head[2] = {kind, (char)(STYLE_ZERO + (int)style)};
    tkg_text_add_bytes(&table->cells, head, sizeof(head));
    tkg_text_add_bytes(&table->cells, text, strlen(text) + 1);
}

/* Widths are taken as cells come in; printing needs no second table. */
void tkg_table_add(struct tkg_table *table, enum tkg_style style, const char *text)
{
    size_t width = tkg_safe_columns(text);
    if (width > table->widths[table->column]) {
        table->widths[table->column] = width;
    }
    store(table, KIND_CELL, style, text);
    table->column = table->alignments[table->column + 1] ? table->column + 1 : 0;
}

void tkg_table_add_line(struct tkg_table *table, enum tkg_style style, const char *text)
{
    TKG_ASSERT(table->column == 0);
    store(table, KIND_LINE, style, text);
}

void tkg_style_add(struct tkg_text *out, bool color, enum tkg_style style, const char *text)
{
    bool coded = color && style != TKG_STYLE_PLAIN;
    tkg_text_add(out, coded ? style_codes[style] : "");
    tkg_text_add(out, text);
    tkg_text_add(out, coded ? "\033[0m" : "");
}

static void add_blanks(struct tkg_text *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tkg_text_add_bytes(out, " ", 1);
    }
}

/* Blanks are owed until the next visible cell, so that no line ends in them. */
static void print_cell(const struct tkg_table *table, size_t column, const char *cell, bool color,
                       size_t *owed, struct tkg_text *out)
{
    const char *text = cell + 2;
    size_t padding = table->widths[column] - tkg_safe_columns(text);
    bool right = table->alignments[column] == 'r';
    if (*text) {
        add_blanks(out, *owed + (right ? padding : 0));
        tkg_style_add(out, color, (enum tkg_style)(cell[1] - STYLE_ZERO), text);
        *owed = 2 + (right ? 0 : padding);
    } else {
        *owed += 2 + padding;
    }
}

void tkg_table_print(const struct tkg_table *table, bool color, struct tkg_text *out)
{
    const char *cell = tkg_text_borrow(&table->cells);
    const char *end = cell + table->cells.length;
    size_t column = 0;
    size_t owed = 0;
    for (; cell < end; cell += strlen(cell) + 1) {
        if (cell[0] == KIND_LINE) {
            tkg_style_add(out, color, (enum tkg_style)(cell[1] - STYLE_ZERO), cell + 2);
            tkg_text_add(out, "\n");
            continue;
        }
        print_cell(table, column, cell, color, &owed, out);
        column++;
        if (!table->alignments[column]) {
            tkg_text_add(out, "\n");
            column = 0;
            owed = 0;
        }
    }
    out->failed = out->failed || tkg_text_failed(&table->cells);
}
