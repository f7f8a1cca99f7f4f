/* SPDX-License-Identifier: Apache-2.0
 *
 * A growable byte string. Every report is built in one of these and written in one go, so that a
 * half-written file never exists. Growth failure is remembered, not returned by each call:
 * check tkg_text_failed() once at the end.
 */
#ifndef TKG_BASE_TEXT_H
#define TKG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct tkg_text {
    char *bytes;   /* zero-terminated once anything was added; owned */
    size_t length; /* without the terminator */
    size_t capacity;
    bool failed; /* memory ran out: the content is cut short */
};

/* Caller's storage; {0} is a valid empty text, too. */
void tkg_text_init(struct tkg_text *text);
void tkg_text_deinit(struct tkg_text *text);

/* Empties the text and keeps its memory. */
void tkg_text_reset(struct tkg_text *text);

void tkg_text_add(struct tkg_text *text, const char *string);
void tkg_text_add_bytes(struct tkg_text *text, const void *bytes, size_t count);
void tkg_text_addf(struct tkg_text *text, const char *format, ...) TKG_PRINTF(2, 3);

/* Never NULL: "" for an empty text. Valid until the next call on text. */
const char *tkg_text_borrow(const struct tkg_text *text);

bool tkg_text_failed(const struct tkg_text *text);

/* Copies at most out_bytes-1 bytes and always terminates; false when source was cut. */
bool tkg_string_copy(char *out, size_t out_bytes, const char *source);

#endif
