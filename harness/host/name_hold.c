/* SPDX-License-Identifier: Apache-2.0 */
#include "host/name_hold.h"

#include <errno.h>
#include <sys/file.h>
#include <sys/stat.h>

/* Another process may have removed or replaced what path named when it was opened. */
static bool is_named(int fd, const char *path)
{
    struct stat opened, named;
    return fstat(fd, &opened) == 0 && lstat(path, &named) == 0 && opened.st_dev == named.st_dev &&
           opened.st_ino == named.st_ino;
}

bool tkg_name_hold(int fd, const char *path)
{
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        return false;
    }
    return is_named(fd, path);
}

bool tkg_name_take_abandoned(int fd, const char *path)
{
    return flock(fd, LOCK_EX | LOCK_NB) == 0 && is_named(fd, path);
}
