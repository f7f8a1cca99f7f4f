/* SPDX-License-Identifier: Apache-2.0 */
#include "host/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "host/file.h"

enum tkg_status tkg_scratch_init(struct tkg_scratch *scratch, const char *folder,
                                 struct tkg_error *err)
{
    /* the dot keeps it out of listings: it is there for a moment only */
    static const char name[] = ".tickgate-XXXXXX";
    int length = snprintf(scratch->path, sizeof(scratch->path), "%s/%s", folder, name);
    bool fits = length > 0 && (size_t)length < sizeof(scratch->path) &&
                tkg_string_copy(scratch->folder, sizeof(scratch->folder), folder);
    errno = ENAMETOOLONG;
    if (fits && mkdtemp(scratch->path)) {
        return TKG_OK;
    }
    int number = errno;
    scratch->path[0] = '\0';
    return tkg_fail(err, TKG_OUTPUT, "cannot write into the folder '%s': %s; %s", folder,
                    strerror(number),
                    number == ENOSPC || number == EDQUOT ? "free some space"
                                                         : "check its path and permissions");
}

static bool is_file_name(const char *name)
{
    return strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static enum tkg_status move(DIR *from, const char *name, int to, const struct tkg_scratch *scratch,
                            struct tkg_error *err)
{
    if (renameat(dirfd(from), name, to, name) == 0) {
        return TKG_OK;
    }
    return tkg_fail(err, TKG_OUTPUT,
                    "cannot write '%s/%s': %s; remove what is in its place, or choose another "
                    "folder",
                    scratch->folder, name, strerror(errno));
}

enum tkg_status tkg_scratch_publish(const struct tkg_scratch *scratch, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    int to = open(scratch->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *from = to < 0 ? NULL : opendir(scratch->path);
    if (!from) {
        status = tkg_fail(err, TKG_OUTPUT, "cannot write into the folder '%s': %s; was it moved?",
                          scratch->folder, strerror(errno));
    }
    for (struct dirent *entry = from ? readdir(from) : NULL; entry; entry = readdir(from)) {
        if (is_file_name(entry->d_name)) {
            bool is_first = status == TKG_OK; /* of the failures: the one to tell */
            enum tkg_status moved = move(from, entry->d_name, to, scratch, is_first ? err : NULL);
            status = is_first ? moved : status;
        }
    }
    if (from) {
        (void)closedir(from);
    }
    if (to >= 0) {
        (void)close(to);
    }
    return status;
}

enum tkg_status tkg_scratch_check_room(const char *folder, size_t byte_count, struct tkg_error *err)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof(path), "%s/.tickgate-room", folder);
    char *bytes = calloc(byte_count, 1);
    if (!bytes || length < 0 || (size_t)length >= sizeof(path)) {
        free(bytes);
        return TKG_OK; /* nothing learnt: the caller's own error stands */
    }
    enum tkg_status status = tkg_file_write(path, bytes, byte_count, err);
    free(bytes);
    (void)unlink(path);
    return status;
}

void tkg_scratch_deinit(struct tkg_scratch *scratch)
{
    DIR *listing = *scratch->path ? opendir(scratch->path) : NULL;
    for (struct dirent *entry = listing ? readdir(listing) : NULL; entry;
         entry = readdir(listing)) {
        if (is_file_name(entry->d_name)) {
            (void)unlinkat(dirfd(listing), entry->d_name, 0);
        }
    }
    if (listing) {
        (void)closedir(listing);
        (void)rmdir(scratch->path);
    }
    scratch->path[0] = '\0';
}
