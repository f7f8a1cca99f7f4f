/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads what callgrind writes ("callgrind.out", format version 1): names once and then by number,
 * positions relative to the last one, calls with their inclusive cost, jumps.
 *
 * Format: https://valgrind.org/docs/manual/cl-format.html
 */
#ifndef TKG_PROFILE_CALLGRIND_FILE_H
#define TKG_PROFILE_CALLGRIND_FILE_H

#include <stddef.h>

#include "base/status.h"
#include "sample/function_table.h"

enum { TKG_CALLGRIND_BYTES_MAX = 256 << 20 };

/* Adds instructions (event Ir), where there are any the misses of a simulated cache, calls, files
 * and lines to an initialised table. A function's inclusive cost leaves out what it called itself
 * to do; round longer circles of calls it is cut at the total.
 * bytes    zero-terminated
 * name     of the file, for messages
 * returns  TKG_INPUT: not such a file, or damaged, with its line. TKG_NO_MEMORY. The table is then
 *          filled in part
 * cost     linear in byte_count, and for files without numbered names in the square of functions */
enum tkg_status tkg_callgrind_parse(const char *bytes, size_t byte_count, const char *name,
                                    struct tkg_function_table *table,
                                    struct tkg_error *err) TKG_MUST_CHECK;

#endif
