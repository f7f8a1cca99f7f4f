/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/mapping.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static enum tkg_status map_descriptor(struct tkg_mapping *mapping, int descriptor, const char *path,
                                      struct tkg_error *err)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        return tkg_fail(err, TKG_INPUT, "%s: cannot be read: %s", path, strerror(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return tkg_fail(err, TKG_INPUT, "%s: not a regular file; give the path of a file of ticks",
                        path);
    }
    if (status.st_size == 0) { /* mmap refuses this */
        static char nothing;
        *mapping = (struct tkg_mapping){.bytes = &nothing, .byte_count = 0};
        return TKG_OK;
    }
    size_t byte_count = (size_t)status.st_size;
    void *memory = mmap(NULL, byte_count, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (memory == MAP_FAILED) {
        return tkg_fail(err, TKG_INPUT, "%s: cannot map %zu bytes: %s", path, byte_count,
                        strerror(errno));
    }
    *mapping = (struct tkg_mapping){.bytes = memory, .byte_count = byte_count};
    return TKG_OK;
}

enum tkg_status tkg_mapping_open(struct tkg_mapping *mapping, const char *path,
                                 struct tkg_error *err)
{
    /* O_NONBLOCK: opening a pipe that nobody writes to must not hang; files do not care. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return tkg_fail(err, TKG_INPUT, "%s: cannot be opened: %s", path, strerror(errno));
    }
    enum tkg_status status = map_descriptor(mapping, descriptor, path, err);
    (void)close(descriptor); /* the mapping keeps the file */
    return status;
}

void tkg_mapping_close(struct tkg_mapping *mapping)
{
    if (mapping->byte_count > 0) {
        (void)munmap(mapping->bytes, mapping->byte_count);
    }
    *mapping = (struct tkg_mapping){0};
}
