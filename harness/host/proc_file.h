/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads one of the kernel's small text files. Private to this room: results go to proc_text.h.
 */
#ifndef TKG_HOST_PROC_FILE_H
#define TKG_HOST_PROC_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* The first CPU of a cpuinfo needs about 1.7 KiB; status and stat's first line far less. */
enum { TKG_PROC_TEXT_BYTES = 8192 };

/* Reads the first out_bytes - 1 bytes of path.
 * out      always terminated; "" on failure
 * returns  false when the file cannot be read
 * cost     1 to 3 us for most of /proc; no allocation */
bool tkg_proc_read(const char *path, char *out, size_t out_bytes);

/* Same, and only the first line, without its newline. */
bool tkg_proc_read_line(const char *path, char *out, size_t out_bytes);

#endif
