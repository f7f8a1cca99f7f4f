/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/callgrind_name.h"

#include <stdlib.h>
#include <string.h>

void tkg_callgrind_skip_blanks(struct tkg_callgrind_name *text)
{
    while (text->length > 0 && (*text->text == ' ' || *text->text == '\t')) {
        text->text++;
        text->length--;
    }
}

bool tkg_callgrind_take_prefix(struct tkg_callgrind_name *text, const char *prefix)
{
    const size_t length = strlen(prefix);
    if (text->length < length || memcmp(text->text, prefix, length) != 0) {
        return false;
    }
    text->text += length;
    text->length -= length;
    return true;
}

bool tkg_callgrind_take_number(struct tkg_callgrind_name *text, uint64_t *value)
{
    const bool is_hex = text->length > 2 && text->text[0] == '0' && text->text[1] == 'x';
    const uint64_t base = is_hex ? 16 : 10;
    size_t used = is_hex ? 2 : 0;
    const size_t begin = used;
    *value = 0;
    for (; used < text->length; used++) {
        const char c = text->text[used];
        const uint64_t digit = c >= '0' && c <= '9'             ? (uint64_t)(c - '0')
                               : is_hex && c >= 'a' && c <= 'f' ? (uint64_t)(c - 'a') + 10
                                                                : base;
        if (digit >= base) {
            break;
        }
        if (*value > (UINT64_MAX - digit) / base) {
            return false;
        }
        *value = *value * base + digit;
    }
    text->text += used;
    text->length -= used;
    return used > begin;
}

bool tkg_callgrind_take_position(struct tkg_callgrind_name *text, uint64_t *position)
{
    uint64_t number = 0;
    char sign = '\0';
    if (text->length > 0) {
        sign = *text->text;
    }
    if (sign == '*' || sign == '+' || sign == '-') {
        text->text++;
        text->length--;
    }
    if (sign != '*' && !tkg_callgrind_take_number(text, &number)) {
        return false;
    }
    *position = sign == '*'   ? *position
                : sign == '+' ? *position + number
                : sign == '-' ? *position - number
                              : number;
    tkg_callgrind_skip_blanks(text);
    return true;
}

static struct tkg_callgrind_name *slot_of(struct tkg_callgrind_names *names, uint64_t id)
{
    if (id >= TKG_CALLGRIND_NAME_MAX) {
        return NULL;
    }
    if (id >= names->capacity) {
        const size_t wanted =
            (size_t)id + 1 > 2 * names->capacity ? (size_t)id + 64 : 2 * names->capacity;
        struct tkg_callgrind_name *grown = realloc(names->slots, wanted * sizeof *grown);
        if (!grown) {
            return NULL;
        }
        for (size_t i = names->capacity; i < wanted; i++) {
            grown[i] = (struct tkg_callgrind_name){NULL, 0, TKG_CALLGRIND_NO_ROW};
        }
        names->slots = grown;
        names->capacity = wanted;
    }
    return &names->slots[id];
}

const char *tkg_callgrind_resolve(struct tkg_callgrind_names *names, struct tkg_callgrind_name text,
                                  struct tkg_callgrind_name *name, struct tkg_callgrind_name **slot)
{
    uint64_t id = 0;
    *slot = NULL;
    *name = text;
    if (text.length == 0 || *text.text != '(') {
        return NULL;
    }
    text.text++;
    text.length--;
    if (!tkg_callgrind_take_number(&text, &id) || text.length == 0 || *text.text != ')') {
        return "a name's number is damaged";
    }
    text.text++;
    text.length--;
    tkg_callgrind_skip_blanks(&text);
    *slot = slot_of(names, id);
    if (!*slot) {
        return "a name's number is too large";
    }
    if (text.length > 0) {
        **slot = (struct tkg_callgrind_name){text.text, text.length, TKG_CALLGRIND_NO_ROW};
    }
    if (!(*slot)->text) {
        return "a name's number was never given a name";
    }
    *name = **slot;
    return NULL;
}

void tkg_callgrind_names_deinit(struct tkg_callgrind_names *names)
{
    free(names->slots);
    *names = (struct tkg_callgrind_names){0};
}
