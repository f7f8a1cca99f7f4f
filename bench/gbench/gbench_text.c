/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_text.h"

#include <pthread.h>
#include <stddef.h>
#include <string.h>

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* Unicode 15, table 3-7: what the first byte says of the length and of the second byte, whose range
 * shuts out overlong forms, surrogates and what lies above U+10FFFF. */
static const struct form {
    unsigned char first_low, first_high;
    unsigned char second_low, second_high;
    size_t bytes;
} forms[] = {
    {0x00, 0x7F, 0x00, 0x00, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

/* The length of the sequence at the start of a text; 0 for one that is malformed or cut. */
static size_t sequence_bytes(const unsigned char *at)
{
    const struct form *form = forms;
    const struct form *end = forms + sizeof(forms) / sizeof(forms[0]);
    while (form < end && !(at[0] >= form->first_low && at[0] <= form->first_high)) {
        form++;
    }
    if (form == end) {
        return 0;
    }
    if (form->bytes > 1 && !(at[1] >= form->second_low && at[1] <= form->second_high)) {
        return 0;
    }
    for (size_t i = 2; i < form->bytes; i++) {
        if ((at[i] & 0xC0) != 0x80) { /* the text's end is none, either */
            return 0;
        }
    }
    return form->bytes;
}

/* C0, DEL, C1 (U+0080 to U+009F, which terminals may take for escapes). */
static bool is_control(const unsigned char *at)
{
    return at[0] < 0x20 || at[0] == 0x7F || (at[0] == 0xC2 && at[1] < 0xA0);
}

void tkg_gbench_text_clean(char *out, const char *text, bool visible)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at != '\0') {
        size_t bytes = sequence_bytes(at);
        bool kept = bytes > 0 && !(visible && is_control(at));
        size_t written = kept ? bytes : sizeof(replacement) - 1;
        memcpy(out, kept ? (const char *)at : replacement, written);
        out += written;
        at += bytes > 0 ? bytes : 1;
    }
    *out = '\0';
}

static locale_t with_points; /* for the life of the process; 0: none could be made */

static void make_points(void)
{
    with_points = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
}

locale_t tkg_gbench_points_on(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, make_points);
    return uselocale(with_points); /* 0 changes nothing */
}

void tkg_gbench_points_off(locale_t before)
{
    (void)uselocale(before);
}
