/* SPDX-License-Identifier: Apache-2.0
 *
 * A command line as its words, without a shell: spaces, tabs and line ends separate; 'single
 * quotes' keep all as it is; in "double quotes" and outside, a backslash keeps the next character.
 * Nothing is expanded: no variables, no patterns, no pipes (wordexp(3) would run commands).
 */
#ifndef TKG_BASE_WORD_LIST_H
#define TKG_BASE_WORD_LIST_H

#include <stddef.h>

#include "base/status.h"

enum {
    TKG_WORD_COUNT_MAX = 64, /* far above any command that people write by hand */
};

struct tkg_word_list {
    char *bytes;                         /* owned: all words, each ending with a zero */
    char *words[TKG_WORD_COUNT_MAX + 1]; /* into bytes; a NULL behind the last, as exec wants it */
    size_t count;
};

/* Splits text; *list is empty after a failure.
 * TKG_USAGE: no word, more than TKG_WORD_COUNT_MAX, a quote that does not end, a backslash at the
 * end. TKG_NO_MEMORY */
enum tkg_status tkg_word_list_split(struct tkg_word_list *list, const char *text,
                                    struct tkg_error *err) TKG_MUST_CHECK;
void tkg_word_list_deinit(struct tkg_word_list *list);

#endif
