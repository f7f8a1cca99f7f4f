/* SPDX-License-Identifier: Apache-2.0
 *
 * Columns are counted as the terminal shows them, not bytes: names may hold any character.
 */
#include "report/line_wrap.h"

#include <string.h>

#include "report/safe_text.h"

void tkg_wrap_add(struct tkg_wrap *wrap, const char *word)
{
    size_t columns = tkg_safe_columns(word);
    /* >=, not >: one column stays free for a comma that the caller may add behind the word. */
    if (wrap->column > wrap->indent && wrap->column + 1 + columns >= TKG_LINE_COLUMNS) {
        tkg_text_addf(wrap->out, "\n%*s", (int)wrap->indent, "");
        wrap->column = wrap->indent;
    }
    if (wrap->column > wrap->indent) {
        tkg_text_add(wrap->out, " ");
        wrap->column++;
    }
    tkg_text_add(wrap->out, word);
    wrap->column += columns;
}

void tkg_wrap_add_words(struct tkg_wrap *wrap, const char *text)
{
    while (*text) {
        struct tkg_text word = {0};
        size_t length = strcspn(text, " ");
        tkg_text_add_bytes(&word, text, length);
        tkg_wrap_add(wrap, tkg_text_borrow(&word));
        tkg_text_deinit(&word);
        text += length + strspn(text + length, " ");
    }
}
