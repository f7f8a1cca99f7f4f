/* SPDX-License-Identifier: Apache-2.0
 *
 * A list of what is harmless is shorter, and safer, than a list of what Markdown may act on.
 */
#include "report/markdown_escape.h"

#include <inttypes.h>
#include <string.h>

#include "report/safe_text.h"

/* Characters that are never markup inside a line of GitHub's Markdown; all others are written as
 * character references, which Markdown never takes for markup (CommonMark 0.30, section 2.5). A
 * colon before a slash and a dot after a w could make a link of a bare address. */
static bool is_plain(uint32_t character, uint32_t before, const char *rest)
{
    bool letter = (character | 0x20u) >= 'a' && (character | 0x20u) <= 'z';
    bool digit = character >= '0' && character <= '9';
    bool colon = character == ':' && *rest != '/';
    bool dot = character == '.' && (before | 0x20u) != 'w';
    return character >= 0x80 || letter || digit || colon || dot ||
           strchr(" ,;/=%?-+()", (int)character) != NULL;
}

/* User text never begins a line here, where dashes, pluses and numbers would be lists. */
void tkg_markdown_add(struct tkg_text *out, const char *text)
{
    uint32_t before = 0;
    while (*text) {
        uint32_t character = tkg_safe_next(&text);
        if (tkg_safe_is_active(character)) {
            tkg_safe_add_character(out, TKG_REPLACEMENT);
        } else if (is_plain(character, before, text)) {
            tkg_safe_add_character(out, character);
        } else {
            tkg_text_addf(out, "&#%" PRIu32 ";", character);
        }
        before = character;
    }
}
