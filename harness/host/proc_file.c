/* SPDX-License-Identifier: Apache-2.0 */
#include "host/proc_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool tkg_proc_read(const char *path, char *out, size_t out_bytes)
{
    size_t used = 0;
    ssize_t count = 0;
    out[0] = '\0';
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    while (used + 1 < out_bytes) {
        count = read(fd, out + used, out_bytes - 1 - used);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            break;
        }
        used += (size_t)count;
    }
    (void)close(fd);
    out[count < 0 ? 0 : used] = '\0';
    return count >= 0;
}

bool tkg_proc_read_line(const char *path, char *out, size_t out_bytes)
{
    bool read_well = tkg_proc_read(path, out, out_bytes);
    out[strcspn(out, "\n")] = '\0';
    return read_well;
}
