/* SPDX-License-Identifier: Apache-2.0 */
#include "host/pipe_io.h"

#include <errno.h>
#include <unistd.h>

bool tkg_pipe_read(int descriptor, void *bytes, size_t byte_count)
{
    char *next = bytes;
    while (byte_count > 0) {
        const ssize_t got = read(descriptor, next, byte_count);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        next += got;
        byte_count -= (size_t)got;
    }
    return true;
}

bool tkg_pipe_write(int descriptor, const void *bytes, size_t byte_count)
{
    const char *next = bytes;
    while (byte_count > 0) {
        const ssize_t written = write(descriptor, next, byte_count);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        next += written;
        byte_count -= (size_t)written;
    }
    return true;
}
