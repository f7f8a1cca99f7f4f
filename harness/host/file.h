/* SPDX-License-Identifier: Apache-2.0
 *
 * Files as a whole: read one into memory, write one atomically.
 */
#ifndef TKG_HOST_FILE_H
#define TKG_HOST_FILE_H

#include <stddef.h>

#include "base/status.h"

/* Reads all of path ("-" is standard input) into *bytes (malloc'ed, zero-terminated one past the
 * end). TKG_INPUT: not there, a directory, unreadable, or more than bytes_max. */
enum tkg_status tkg_file_read(const char *path, size_t bytes_max, char **bytes, size_t *byte_count,
                              struct tkg_error *err) TKG_MUST_CHECK;

/* Writes to a temporary name in the same folder, fsyncs, renames over path; permissions of an old
 * file are kept, symbolic links followed. "-" is standard output; that, and a path that is no
 * regular file (/dev/null, a pipe), is written to straight.
 * Ignores SIGXFSZ in the whole process from then on: write(2) fails instead.
 * On failure (TKG_OUTPUT) the old file is untouched and no temporary file is left. After a kill one
 * may be; the next write into the folder removes it. */
enum tkg_status tkg_file_write(const char *path, const void *bytes, size_t byte_count,
                               struct tkg_error *err) TKG_MUST_CHECK;

/* mkdir -p. TKG_OUTPUT names the part of the path that cannot be made. */
enum tkg_status tkg_folder_make(const char *path, struct tkg_error *err) TKG_MUST_CHECK;

#endif
