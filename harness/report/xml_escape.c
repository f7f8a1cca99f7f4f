/* SPDX-License-Identifier: Apache-2.0 */
#include "report/xml_escape.h"

#include "report/safe_text.h"

void tkg_xml_add(struct tkg_text *out, const char *text)
{
    while (*text) {
        uint32_t character = tkg_safe_next(&text);
        if (tkg_safe_is_active(character)) {
            continue;
        }
        switch (character) {
        case '&':
            tkg_text_add(out, "&amp;");
            break;
        case '<':
            tkg_text_add(out, "&lt;");
            break;
        case '>':
            tkg_text_add(out, "&gt;");
            break;
        case '"':
            tkg_text_add(out, "&quot;");
            break;
        case '\'':
            tkg_text_add(out, "&apos;");
            break;
        default:
            tkg_safe_add_character(out, character);
        }
    }
}

void tkg_xml_add_attribute(struct tkg_text *out, const char *name, const char *value)
{
    tkg_text_addf(out, " %s=\"", name);
    tkg_xml_add(out, value);
    tkg_text_add(out, "\"");
}
