/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"

/* Widths are counted in quarters of an average character of Liberation Sans, whose advance widths
 * (in 1/2048 em: i 455, a 1139, A 1366, W 1933) fall into these classes around an average of 1000.
 */
enum {
    WIDTH_NARROW = 2,
    WIDTH_NORMAL = 4,
    WIDTH_WIDE = 6,
    WIDTH_FULL = 8,
    WIDTH_COLUMN = 4,
};

/* Where the scripts that are written with full-width characters begin (Hangul Jamo). */
enum { FIRST_FULL_WIDTH = 0x1100, LAST_CODE_POINT = 0x10ffff, NOT_UTF8 = '?' };

/* 10xxxxxx */
static bool is_continuation(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The sequence length that a first byte announces; 0 for a byte that cannot come first. */
static size_t announced_length(unsigned char first)
{
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xc2) { /* a continuation, or an overlong form of ASCII */
        return 0;
    }
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

/* Decodes one character into *code and returns its length; a bad byte is a '?' of length 1. */
static size_t decode(const char *source, uint32_t *code)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)source;
    size_t length = announced_length(bytes[0]);
    *code = NOT_UTF8;
    if (length <= 1) {
        *code = length == 1 ? bytes[0] : NOT_UTF8;
        return 1;
    }
    uint32_t value = bytes[0] & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if (!is_continuation(bytes[i])) { /* the terminator is none, either */
            return 1;
        }
        value = value << 6 | (bytes[i] & 0x3fu);
    }
    if (value < smallest[length] || value > LAST_CODE_POINT || (value >> 11) == 0x1b) {
        return 1; /* overlong, too large, or half of a surrogate pair */
    }
    *code = value;
    return length;
}

/* C0 and C1 controls, and the two separators that end a line in Unicode. */
static bool is_blank_like(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029;
}

/* Not allowed in XML, or able to make text read in another order than it is written. */
static bool is_untrusted(uint32_t code)
{
    return (code & 0xfffe) == 0xfffe || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

/* Punctuation between U+2000 and U+2E80 is not full-width, though the scripts around it are. */
static unsigned width_of(uint32_t code)
{
    if (code >= FIRST_FULL_WIDTH && !(code >= 0x2000 && code < 0x2e80)) {
        return WIDTH_FULL;
    }
    if (code < 0x80 && strchr(" !'()*,-./:;I[\\]`fijlrt{|}", (int)code)) {
        return WIDTH_NARROW;
    }
    bool is_wide = code < 0x80 && strchr("%&@MWmw", (int)code);
    return is_wide || (code >= 'A' && code <= 'Z') ? WIDTH_WIDE : WIDTH_NORMAL;
}

/* The drawn form of the character at *source, which is then stepped over. */
struct glyph {
    const char *bytes;
    size_t byte_count;
    unsigned width;
};

static struct glyph next_glyph(const char **source)
{
    uint32_t code;
    const char *start = *source;
    size_t length = decode(start, &code);
    *source += length;
    if (is_blank_like(code)) {
        return (struct glyph){" ", 1, WIDTH_NARROW};
    }
    if (is_untrusted(code) || (code == NOT_UTF8 && *start != '?')) {
        return (struct glyph){"?", 1, WIDTH_NORMAL};
    }
    if (code == '"') {
        return (struct glyph){"\xe2\x80\x9d", 3, WIDTH_NARROW}; /* U+201D */
    }
    if (code == '\\') {
        return (struct glyph){"\\\\", 2, WIDTH_NARROW};
    }
    return (struct glyph){start, length, width_of(code)};
}

/* In quarters of a column. */
static size_t total_width(const char *source)
{
    size_t width = 0;
    while (*source) {
        width += next_glyph(&source).width;
    }
    return width;
}

double tkg_plot_text_columns(const char *source)
{
    return (double)total_width(source) / WIDTH_COLUMN;
}

void tkg_plot_text_add(struct tkg_text *out, const char *source, size_t columns_max)
{
    static const char dots[] = "...";
    size_t room = columns_max * WIDTH_COLUMN;
    TKG_ASSERT(columns_max >= 4);
    bool is_cut = total_width(source) > room;
    if (is_cut) {
        room -= total_width(dots);
    }
    while (*source) {
        struct glyph glyph = next_glyph(&source);
        if (glyph.width > room) {
            break;
        }
        room -= glyph.width;
        tkg_text_add_bytes(out, glyph.bytes, glyph.byte_count);
    }
    if (is_cut) {
        tkg_text_add(out, dots);
    }
}
