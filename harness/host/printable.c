/* SPDX-License-Identifier: Apache-2.0 */
#include "host/printable.h"

#include <stdbool.h>
#include <string.h>

#include "base/check.h"

static bool in_range(unsigned char byte, int low, int high)
{
    return byte >= low && byte <= high;
}

/* Length of the escape sequence at bytes[0] == ESC (ECMA-48), cut at the end of the input. */
static size_t escape_length(const char *bytes, size_t count)
{
    size_t i = 2;
    if (count < 2) {
        return count;
    }
    if (bytes[1] == '[') { /* CSI: parameters, then one final byte */
        while (i < count && in_range((unsigned char)bytes[i], 0x20, 0x3f)) {
            i++;
        }
        return i < count ? i + 1 : count;
    }
    if (bytes[1] && strchr("]PX^_", bytes[1])) { /* OSC, DCS, ...: text up to BEL or ESC \ */
        while (i < count && bytes[i] != '\a' && bytes[i] != '\033' && bytes[i] != '\n') {
            i++;
        }
        bool by_escape = i + 1 < count && bytes[i] == '\033' && bytes[i + 1] == '\\';
        return by_escape ? i + 2 : i < count && bytes[i] == '\a' ? i + 1 : i;
    }
    return 2;
}

/* Bytes of the well-formed UTF-8 character at bytes[0] >= 0x80 (Unicode 15, table 3-7), 0 when it
 * is none or one of the C1 control characters U+0080..U+009F, which terminals obey, too. */
static size_t utf8_length(const char *bytes, size_t count)
{
    static const struct {
        int first_low, first_high, second_low, second_high;
        size_t length;
    } rows[] = {
        {0xc2, 0xc2, 0xa0, 0xbf, 2}, /* 0x80..0x9f would be C1 */
        {0xc3, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]); row++) {
        size_t length = rows[row].length;
        if (!in_range((unsigned char)bytes[0], rows[row].first_low, rows[row].first_high)) {
            continue;
        }
        bool well_formed = length <= count && in_range((unsigned char)bytes[1],
                                                       rows[row].second_low, rows[row].second_high);
        for (size_t i = 2; well_formed && i < length; i++) {
            well_formed = in_range((unsigned char)bytes[i], 0x80, 0xbf);
        }
        return well_formed ? length : 0;
    }
    return 0;
}

/* What one ASCII byte becomes; '\0' when it vanishes. */
static char printable_ascii(char byte, char following)
{
    if (byte == '\t') {
        return ' ';
    }
    if (byte == '\r' && following != '\n') {
        return '\n';
    }
    if (byte == '\n' || in_range((unsigned char)byte, 0x20, 0x7e)) {
        return byte;
    }
    return '\0';
}

void tkg_printable_copy(char *out, size_t out_bytes, const char *bytes, size_t byte_count)
{
    size_t used = 0;
    TKG_ASSERT(out_bytes > 0);
    for (size_t i = 0; i < byte_count;) {
        size_t left = byte_count - i;
        if (bytes[i] == '\033') {
            i += escape_length(bytes + i, left);
            continue;
        }
        bool is_ascii = (unsigned char)bytes[i] < 0x80;
        char following = '\n'; /* behind the end: a last carriage return vanishes */
        if (left > 1) {
            following = bytes[i + 1];
        }
        char single = '?';
        if (is_ascii) {
            single = printable_ascii(bytes[i], following);
        }
        size_t length = is_ascii ? 0 : utf8_length(bytes + i, left);
        size_t written = length > 0 ? length : single ? 1 : 0;
        if (used + written >= out_bytes) {
            break;
        }
        memcpy(out + used, length > 0 ? bytes + i : &single, written);
        used += written;
        i += length > 0 ? length : 1;
    }
    out[used] = '\0';
}
