/* SPDX-License-Identifier: Apache-2.0
 *
 * Whole messages over a pipe: what read() and write() may do in pieces.
 */
#ifndef TKG_HOST_PIPE_IO_H
#define TKG_HOST_PIPE_IO_H

#include <stdbool.h>
#include <stddef.h>

/* Exactly byte_count bytes, or false: the other side is gone, or the descriptor is none. Waits. */
bool tkg_pipe_read(int descriptor, void *bytes, size_t byte_count);
bool tkg_pipe_write(int descriptor, const void *bytes, size_t byte_count);

#endif
