/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/number.h"

enum { TEXT_FIRST_CAPACITY = 256 };

void tkg_text_init(struct tkg_text *text)
{
    *text = (struct tkg_text){0};
}

void tkg_text_deinit(struct tkg_text *text)
{
    free(text->bytes);
    tkg_text_init(text);
}

void tkg_text_reset(struct tkg_text *text)
{
    text->length = 0;
    text->failed = false;
    if (text->bytes) {
        text->bytes[0] = '\0';
    }
}

/* Room for extra more bytes and the terminator; false (and failed set) when memory ran out. */
static bool reserve(struct tkg_text *text, size_t extra)
{
    size_t needed;
    if (text->failed || !tkg_size_add(text->length, extra, &needed) ||
        !tkg_size_add(needed, 1, &needed)) {
        text->failed = true;
        return false;
    }
    if (needed <= text->capacity) {
        return true;
    }
    size_t capacity = text->capacity ? text->capacity : TEXT_FIRST_CAPACITY;
    while (capacity < needed) {
        if (!tkg_size_multiply(capacity, 2, &capacity)) {
            text->failed = true;
            return false;
        }
    }
    char *bytes = realloc(text->bytes, capacity);
    if (!bytes) {
        text->failed = true;
        return false;
    }
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

void tkg_text_add_bytes(struct tkg_text *text, const void *bytes, size_t count)
{
    if (count == 0 || !reserve(text, count)) { /* memcpy must not see a NULL, even for 0 bytes */
        return;
    }
    memcpy(text->bytes + text->length, bytes, count);
    text->length += count;
    text->bytes[text->length] = '\0';
}

void tkg_text_add(struct tkg_text *text, const char *string)
{
    tkg_text_add_bytes(text, string, strlen(string));
}

void tkg_text_addf(struct tkg_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !reserve(text, (size_t)length)) {
        text->failed = true;
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

const char *tkg_text_borrow(const struct tkg_text *text)
{
    return text->bytes ? text->bytes : "";
}

bool tkg_text_failed(const struct tkg_text *text)
{
    return text->failed;
}

bool tkg_string_copy(char *out, size_t out_bytes, const char *source)
{
    TKG_ASSERT(out_bytes > 0);
    size_t length = strlen(source);
    size_t kept = length < out_bytes ? length : out_bytes - 1;
    memcpy(out, source, kept);
    out[kept] = '\0';
    return kept == length;
}
