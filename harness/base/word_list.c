/* SPDX-License-Identifier: Apache-2.0 */
#include "base/word_list.h"

#include <stdlib.h>
#include <string.h>

static const char separators[] = " \t\r\n";

/* Where reading and writing are; what is written never gets ahead of what was read. */
struct place {
    const char *in;
    char *out;
};

/* The character behind a backslash, as it is. */
static enum tkg_status copy_escaped(struct place *place, struct tkg_error *err)
{
    if (place->in[1] == '\0') {
        return tkg_fail(err, TKG_USAGE,
                        "a command ends with a backslash; it needs a character "
                        "behind it");
    }
    *place->out++ = place->in[1];
    place->in += 2;
    return TKG_OK;
}

static enum tkg_status copy_quoted(struct place *place, struct tkg_error *err)
{
    const char quote = *place->in++;
    while (*place->in && *place->in != quote) {
        if (quote == '"' && *place->in == '\\') {
            const enum tkg_status status = copy_escaped(place, err);
            if (status != TKG_OK) {
                return status;
            }
        } else {
            *place->out++ = *place->in++;
        }
    }
    if (*place->in == '\0') {
        return tkg_fail(err, TKG_USAGE,
                        "a %c in a command has no end; close it, or put a "
                        "backslash before it",
                        quote);
    }
    place->in++;
    return TKG_OK;
}

/* Up to the next separator outside quotes. */
static enum tkg_status copy_word(struct place *place, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    while (status == TKG_OK && *place->in && !strchr(separators, *place->in)) {
        if (*place->in == '\'' || *place->in == '"') {
            status = copy_quoted(place, err);
        } else if (*place->in == '\\') {
            status = copy_escaped(place, err);
        } else {
            *place->out++ = *place->in++;
        }
    }
    *place->out++ = '\0';
    return status;
}

static enum tkg_status split(struct tkg_word_list *list, const char *text, struct tkg_error *err)
{
    struct place place = {text, list->bytes};
    enum tkg_status status = TKG_OK;
    for (place.in += strspn(place.in, separators); *place.in && status == TKG_OK;
         place.in += strspn(place.in, separators)) {
        if (list->count == TKG_WORD_COUNT_MAX) {
            return tkg_fail(err, TKG_USAGE, "a command of more than %d words; put it into a script",
                            TKG_WORD_COUNT_MAX);
        }
        list->words[list->count++] = place.out;
        status = copy_word(&place, err);
    }
    if (status == TKG_OK && list->count == 0) {
        return tkg_fail(err, TKG_USAGE, "an empty command; give a program and its arguments");
    }
    return status;
}

enum tkg_status tkg_word_list_split(struct tkg_word_list *list, const char *text,
                                    struct tkg_error *err)
{
    /* One byte more than the text: its last word ends with a zero of its own. */
    *list = (struct tkg_word_list){.bytes = malloc(strlen(text) + 1)};
    if (!list->bytes) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the words of a command");
    }
    const enum tkg_status status = split(list, text, err);
    if (status != TKG_OK) {
        tkg_word_list_deinit(list);
    }
    return status;
}

void tkg_word_list_deinit(struct tkg_word_list *list)
{
    free(list->bytes);
    *list = (struct tkg_word_list){.bytes = NULL};
}
