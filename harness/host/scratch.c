/* SPDX-License-Identifier: Apache-2.0 */
#include "host/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "host/file.h"
#include "host/name_hold.h"

/* The dot keeps it out of listings: it is there for a moment only. */
static const char name_template[] = ".tickgate-held-XXXXXX";

static bool is_file_name(const char *name)
{
    return strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static void remove_with_files(const char *path)
{
    DIR *listing = opendir(path);
    for (struct dirent *entry = listing ? readdir(listing) : NULL; entry;
         entry = readdir(listing)) {
        if (is_file_name(entry->d_name)) {
            (void)unlinkat(dirfd(listing), entry->d_name, 0);
        }
    }
    if (listing) {
        (void)closedir(listing);
        (void)rmdir(path);
    }
}

static int open_folder(const char *path)
{
    return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* In a folder of temporary files of all users only one's own are looked at. */
static void remove_if_abandoned(const char *path)
{
    struct stat info;
    int fd = open_folder(path);
    if (fd >= 0) {
        if (fstat(fd, &info) == 0 && info.st_uid == geteuid() &&
            tkg_name_take_abandoned(fd, path)) {
            remove_with_files(path);
        }
        (void)close(fd);
    }
}

static bool is_private_name(const char *name)
{
    const size_t fixed = strcspn(name_template, "X");
    return strlen(name) == strlen(name_template) && strncmp(name, name_template, fixed) == 0 &&
           !strchr(name + fixed, '.'); /* no file that is being written */
}

static void remove_abandoned(const char *folder)
{
    DIR *listing = opendir(folder);
    for (struct dirent *entry = listing ? readdir(listing) : NULL; entry;
         entry = readdir(listing)) {
        char path[PATH_MAX];
        int length = snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (is_private_name(entry->d_name) && length > 0 && (size_t)length < sizeof(path)) {
            remove_if_abandoned(path);
        }
    }
    if (listing) {
        (void)closedir(listing);
    }
}

/* Makes a private folder and holds it; false (and errno) on failure. Again where somebody took it
 * for abandoned in between. */
static bool make_held(struct tkg_scratch *scratch)
{
    bool is_again = true;
    scratch->held_fd = -1;
    while (is_again) {
        (void)tkg_string_copy(strrchr(scratch->path, '/') + 1, sizeof(name_template),
                              name_template);
        if (!mkdtemp(scratch->path)) {
            return false;
        }
        scratch->held_fd = open_folder(scratch->path);
        if (scratch->held_fd >= 0 && tkg_name_hold(scratch->held_fd, scratch->path)) {
            return true;
        }
        is_again = scratch->held_fd >= 0 || errno == ENOENT;
        if (scratch->held_fd >= 0) {
            (void)close(scratch->held_fd);
        }
    }
    const int number = errno;
    (void)rmdir(scratch->path);
    errno = number;
    return false;
}

enum tkg_status tkg_scratch_init(struct tkg_scratch *scratch, const char *folder,
                                 struct tkg_error *err)
{
    int length = snprintf(scratch->path, sizeof(scratch->path), "%s/%s", folder, name_template);
    bool fits = length > 0 && (size_t)length < sizeof(scratch->path) &&
                tkg_string_copy(scratch->folder, sizeof(scratch->folder), folder);
    errno = ENAMETOOLONG;
    if (fits) {
        remove_abandoned(folder);
        if (make_held(scratch)) {
            return TKG_OK;
        }
    }
    int number = errno;
    scratch->path[0] = '\0';
    return tkg_fail(err, TKG_OUTPUT, "cannot write into the folder '%s': %s; %s", folder,
                    strerror(number),
                    number == ENOSPC || number == EDQUOT ? "free some space"
                                                         : "check its path and permissions");
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
    if (*scratch->path) {
        remove_with_files(scratch->path);
        (void)close(scratch->held_fd);
    }
    scratch->path[0] = '\0';
}
