/* SPDX-License-Identifier: Apache-2.0 */
#include "host/program_search.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_program(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) && access(path, X_OK) == 0;
}

static bool is_in_folders(const char *name, const char *folders)
{
    while (*folders) {
        char path[PATH_MAX];
        const size_t length = strcspn(folders, ":");
        const int wanted = snprintf(path, sizeof path, "%.*s/%s", (int)length, folders, name);
        if (wanted > 0 && (size_t)wanted < sizeof path && is_program(path)) {
            return true;
        }
        folders += length + (folders[length] == ':');
    }
    return false;
}

enum tkg_status tkg_program_check(const char *name, struct tkg_error *err)
{
    const char *folders = getenv("PATH");
    if (strchr(name, '/')) {
        return is_program(name) ? TKG_OK
                                : tkg_fail(err, TKG_INPUT,
                                           "'%.200s' is no program: no such file, or it may not be "
                                           "executed",
                                           name);
    }
    return *name && is_in_folders(name, folders ? folders : "/bin:/usr/bin")
               ? TKG_OK
               : tkg_fail(err, TKG_INPUT, "no program '%.200s' in the folders of PATH", name);
}
