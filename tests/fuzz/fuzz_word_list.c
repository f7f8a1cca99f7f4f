/* SPDX-License-Identifier: Apache-2.0
 *
 * Any text as a command line. What is refused leaves an empty list; what is accepted has words that
 * lie one behind the other, and quoted one by one they split into the same words again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/text.h"
#include "base/word_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

enum { INPUT_BYTES_MAX = 4096 };

/* With a backslash before every character, so that none has a meaning. */
static void quote(struct tkg_text *out, const char *word)
{
    tkg_text_add(out, *word ? " " : " ''");
    for (; *word; word++) {
        tkg_text_addf(out, "\\%c", *word);
    }
}

static void split_again(const struct tkg_word_list *list)
{
    struct tkg_text text;
    struct tkg_word_list again;
    tkg_text_init(&text);
    for (size_t i = 0; i < list->count; i++) {
        quote(&text, list->words[i]);
    }
    TKG_ASSERT(tkg_word_list_split(&again, tkg_text_borrow(&text), NULL) == TKG_OK);
    TKG_ASSERT(again.count == list->count);
    for (size_t i = 0; i < list->count; i++) {
        TKG_ASSERT(strcmp(again.words[i], list->words[i]) == 0);
        TKG_ASSERT(i == 0 || list->words[i] > list->words[i - 1]);
    }
    tkg_word_list_deinit(&again);
    tkg_text_deinit(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    char text[INPUT_BYTES_MAX + 1];
    struct tkg_word_list list;
    struct tkg_error err = {0};
    if (byte_count > INPUT_BYTES_MAX) {
        return 0;
    }
    memcpy(text, bytes, byte_count);
    text[byte_count] = '\0';
    if (tkg_word_list_split(&list, text, &err) != TKG_OK) {
        TKG_ASSERT(err.status == TKG_USAGE && list.bytes == NULL && list.count == 0);
        return 0;
    }
    split_again(&list);
    tkg_word_list_deinit(&list);
    return 0;
}
