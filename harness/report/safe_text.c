/* SPDX-License-Identifier: Apache-2.0 */
#include "report/safe_text.h"

#include <stdio.h>
#include <string.h>

struct character_range {
    uint32_t first;
    uint32_t last;
};

/* Unicode 15: general categories Cc, Zl, Zp and the format characters (Cf) that change direction
 * or hide text; U+FEFF and the non-characters at the end of the basic plane for XML's sake. */
static const struct character_range active_ranges[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},       {0x61C, 0x61C},
    {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},   {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE007F},
};

/* The main blocks of East Asian Width W and F (Unicode 15, EastAsianWidth.txt). */
static const struct character_range wide_ranges[] = {
    {0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD},
};

/* The common blocks of combining marks (general category Mn). */
static const struct character_range zero_ranges[] = {
    {0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
};

#define IN_RANGES(ranges, character)                                                               \
    in_ranges(ranges, sizeof(ranges) / sizeof((ranges)[0]), character)

static bool in_ranges(const struct character_range *ranges, size_t count, uint32_t character)
{
    for (size_t i = 0; i < count; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

/* Bytes of the sequence that lead starts, its payload bits in *value and the smallest character
 * that needs so many bytes in *least (RFC 3629); 0 when lead starts none. */
static size_t sequence_bytes(unsigned char lead, uint32_t *value, uint32_t *least)
{
    if (lead < 0x80) {
        *value = lead;
        *least = 0;
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        *value = lead & 0x1Fu;
        *least = 0x80;
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        *value = lead & 0x0Fu;
        *least = 0x800;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *value = lead & 0x07u;
        *least = 0x10000;
        return 4;
    }
    return 0;
}

uint32_t tkg_safe_next(const char **text)
{
    const unsigned char *bytes = (const unsigned char *)*text;
    uint32_t value = 0;
    uint32_t least = 0;
    if (*bytes == 0) {
        return 0;
    }
    size_t count = sequence_bytes(*bytes, &value, &least);
    for (size_t i = 1; i < count; i++) {
        if ((bytes[i] & 0xC0u) != 0x80u) { /* the terminator fails here, too */
            count = 0;
            break;
        }
        value = value << 6 | (bytes[i] & 0x3Fu);
    }
    bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (count == 0 || value < least || surrogate || value > 0x10FFFF) {
        *text += 1;
        return TKG_REPLACEMENT;
    }
    *text += count;
    return value;
}

bool tkg_safe_is_active(uint32_t character)
{
    return IN_RANGES(active_ranges, character);
}

/* The reverse of sequence_bytes(); out needs no terminator. */
static size_t encode(uint32_t character, char out[4])
{
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    size_t count = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = count - 1; i > 0; i--) {
        out[i] = (char)(0x80u | (character & 0x3Fu));
        character >>= 6;
    }
    out[0] = (char)(leads[count] | character);
    return count;
}

void tkg_safe_add_character(struct tkg_text *out, uint32_t character)
{
    char bytes[4];
    tkg_text_add_bytes(out, bytes, encode(character, bytes));
}

/* Stops before the character that does not fit: half of one would be malformed again. */
void tkg_safe_add_utf8(struct tkg_text *out, const char *text, size_t bytes_max)
{
    size_t used = 0;
    while (*text) {
        char bytes[4];
        size_t count = encode(tkg_safe_next(&text), bytes);
        if (used + count > bytes_max) {
            return;
        }
        tkg_text_add_bytes(out, bytes, count);
        used += count;
    }
}

/* Good enough for alignment; exact widths depend on the terminal. */
static size_t character_columns(uint32_t character)
{
    if (IN_RANGES(zero_ranges, character)) {
        return 0;
    }
    return IN_RANGES(wide_ranges, character) ? 2 : 1;
}

/* What stands on the line for one character. */
static uint32_t visible(uint32_t character, bool utf8)
{
    if (tkg_safe_is_active(character)) {
        character = TKG_REPLACEMENT;
    }
    return utf8 || character < 0x80 ? character : '?';
}

size_t tkg_safe_columns(const char *text)
{
    size_t columns = 0;
    while (*text) {
        columns += character_columns(visible(tkg_safe_next(&text), true));
    }
    return columns;
}

/* Nothing but spaces since the last line ended. */
static bool is_at_line_start(const struct tkg_text *out)
{
    const char *bytes = tkg_text_borrow(out);
    size_t length = out->length;
    while (length > 0 && bytes[length - 1] == ' ') {
        length--;
    }
    return length == 0 || bytes[length - 1] == '\n';
}

/* GitHub's runner takes a line that begins with "::" for a command, and what follows "##[" anywhere
 * (actions/runner, ActionCommand.cs): rest is what follows the character. */
static bool begins_command(const struct tkg_text *out, uint32_t character, const char *rest)
{
    return (character == ':' && *rest == ':' && is_at_line_start(out)) ||
           (character == '#' && rest[0] == '#' && rest[1] == '[');
}

/* Two walks: whether to cut must be known before the first character is written. */
void tkg_safe_add_line(struct tkg_text *out, const char *text, size_t columns_max, bool utf8)
{
    enum { DOTS = 3 };
    bool cut = columns_max != 0 && tkg_safe_columns(text) > columns_max;
    size_t room = columns_max > DOTS ? columns_max - DOTS : 0;
    size_t columns = 0;
    while (*text) {
        uint32_t character = visible(tkg_safe_next(&text), utf8);
        columns += character_columns(character);
        if (cut && columns > room) {
            break;
        }
        tkg_safe_add_character(out, begins_command(out, character, text) ? '?' : character);
    }
    if (cut) {
        tkg_text_add_bytes(out, "...", columns_max < DOTS ? columns_max : DOTS);
    }
}

/* Only names that had to change get a number: all others stay as targets write them. */
void tkg_safe_case_label(const struct tkg_run_record *record, const struct tkg_case *the_case,
                         char out[TKG_CASE_NAME_BYTES])
{
    enum { SUFFIX_BYTES = 22 }; /* "~" and any 64-bit number */
    struct tkg_text clean = {0};
    tkg_safe_add_utf8(&clean, the_case->name, TKG_CASE_NAME_BYTES - 1);
    if (strcmp(tkg_text_borrow(&clean), the_case->name) != 0) {
        tkg_text_reset(&clean);
        tkg_safe_add_utf8(&clean, the_case->name, TKG_CASE_NAME_BYTES - 1 - SUFFIX_BYTES);
        tkg_text_addf(&clean, "~%zu", (size_t)(the_case - record->cases) + 1);
    }
    (void)tkg_string_copy(out, TKG_CASE_NAME_BYTES, tkg_text_borrow(&clean));
    tkg_text_deinit(&clean);
}
