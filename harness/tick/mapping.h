/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to the tick room: a whole file in memory, read only, without copying it.
 */
#ifndef TKG_TICK_MAPPING_H
#define TKG_TICK_MAPPING_H

#include <stddef.h>

#include "base/status.h"

struct tkg_mapping {
    char *bytes; /* read only; page-aligned unless the file is empty; never NULL while open */
    size_t byte_count;
};

/* TKG_INPUT: not there, not readable, not a regular file. Somebody who shortens the file while it
 * is mapped ends the program with SIGBUS: tick files are replaced by renaming, never rewritten. */
enum tkg_status tkg_mapping_open(struct tkg_mapping *mapping, const char *path,
                                 struct tkg_error *err) TKG_MUST_CHECK;

/* {0} and a mapping closed before are fine. */
void tkg_mapping_close(struct tkg_mapping *mapping);

#endif
