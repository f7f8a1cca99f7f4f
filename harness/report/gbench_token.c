/* SPDX-License-Identifier: Apache-2.0
 *
 * An empty string, because it is the only JSON value that fits three characters and cannot be taken
 * for a number, a truth or an object.
 */
#include "report/gbench_token.h"

#include <string.h>

/* Longest first: "-Infinity" must not be taken for a minus and an "Infinity". */
static const char *const words[] = {"-Infinity", "Infinity", "-NaN", "-nan",
                                    "-inf",      "NaN",      "nan",  "inf"};

/* Bytes of the word that begins at text, 0 when none does. */
static size_t word_at(const char *text, size_t bytes_left)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t length = strlen(words[i]);
        if (length <= bytes_left && memcmp(text, words[i], length) == 0) {
            return length;
        }
    }
    return 0;
}

/* Index of the byte behind the string whose opening quote stands at json[at]. */
static size_t string_end(const char *json, size_t json_bytes, size_t at)
{
    for (at++; at < json_bytes; at++) {
        if (json[at] == '\\') {
            at++; /* whatever it is, it does not end the string */
        } else if (json[at] == '"') {
            return at + 1;
        }
    }
    return json_bytes;
}

bool tkg_gbench_mend(char *json, size_t json_bytes)
{
    bool found = false;
    size_t at = 0;
    while (at < json_bytes) {
        if (json[at] == '"') {
            at = string_end(json, json_bytes, at);
            continue;
        }
        size_t length = word_at(json + at, json_bytes - at);
        if (length > 0) {
            memset(json + at, ' ', length);
            memset(json + at, '"', 2);
            found = true;
        }
        at += length > 0 ? length : 1;
    }
    return found;
}
