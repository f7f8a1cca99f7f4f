/* SPDX-License-Identifier: Apache-2.0
 *
 * Foreign output made safe to print in a terminal, a log or a JSON string. Private to this room.
 */
#ifndef TKG_HOST_PRINTABLE_H
#define TKG_HOST_PRINTABLE_H

#include <stddef.h>

/* Copies bytes so that only printable characters and newlines remain: terminal escape sequences and
 * other control characters vanish, a tab becomes a blank, a carriage return alone a newline
 * (progress bars), and whatever is not well-formed UTF-8 a '?' per byte.
 * out      out_bytes >= 1, always terminated; at most byte_count + 1 bytes are used */
void tkg_printable_copy(char *out, size_t out_bytes, const char *bytes, size_t byte_count);

#endif
