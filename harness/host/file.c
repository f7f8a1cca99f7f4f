/* SPDX-License-Identifier: Apache-2.0 */
#include "host/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/text.h"
#include "host/name_hold.h"

enum { FIRST_CAPACITY = 65536 };

/* As many may write into one folder at once. */
enum { TEMPORARY_NAMES = 1000 };

static bool is_dash(const char *path)
{
    return strcmp(path, "-") == 0;
}

static enum tkg_status fail_read(struct tkg_error *err, const char *path, const char *why)
{
    return tkg_fail(err, TKG_INPUT, "cannot read '%s': %s; check the path and its permissions",
                    path, why);
}

/* A buffer that doubles; always one byte larger than what it holds, for the terminator. */
struct read_buffer {
    char *bytes;
    size_t count;
    size_t capacity;
};

static bool grow(struct read_buffer *buffer, size_t capacity)
{
    char *bytes = realloc(buffer->bytes, capacity);
    if (!bytes) {
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

static enum tkg_status read_all(int fd, const char *path, size_t bytes_max,
                                struct read_buffer *buffer, struct tkg_error *err)
{
    for (;;) {
        size_t room = buffer->capacity - buffer->count;
        if (room <= 1 && (buffer->capacity > SIZE_MAX / 2 || !grow(buffer, buffer->capacity * 2))) {
            return tkg_fail(err, TKG_NO_MEMORY, "no memory for the %zu bytes and more of '%s'",
                            buffer->count, path);
        }
        room = buffer->capacity - buffer->count;
        ssize_t count = read(fd, buffer->bytes + buffer->count, room - 1);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return fail_read(err, path, strerror(errno));
        }
        if (count == 0) {
            return TKG_OK;
        }
        buffer->count += (size_t)count;
        if (buffer->count > bytes_max) {
            return tkg_fail(err, TKG_INPUT,
                            "'%s' has more than %zu bytes, the most that is read here; is it the "
                            "right file?",
                            path, bytes_max);
        }
    }
}

/* Size to begin with, so that a regular file is read in one go. */
static size_t first_capacity(const struct stat *info, size_t bytes_max)
{
    size_t size = S_ISREG(info->st_mode) && info->st_size > 0 ? (size_t)info->st_size : 0;
    size = size < bytes_max ? size : bytes_max;
    return size + 2 > FIRST_CAPACITY && size < SIZE_MAX - 2 ? size + 2 : FIRST_CAPACITY;
}

static enum tkg_status read_open(int fd, const char *path, size_t bytes_max,
                                 struct read_buffer *buffer, struct tkg_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return fail_read(err, path, strerror(errno));
    }
    if (S_ISDIR(info.st_mode)) {
        return tkg_fail(err, TKG_INPUT, "cannot read '%s': it is a folder; name a file in it",
                        path);
    }
    if (!grow(buffer, first_capacity(&info, bytes_max))) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory to read '%s'", path);
    }
    return read_all(fd, path, bytes_max, buffer, err);
}

/* A pipe that nobody writes into is empty, not something to wait for; behind the open, reading
 * waits for those who do. */
static int open_to_read(const char *path)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd >= 0) {
        (void)fcntl(fd, F_SETFL, 0);
    }
    return fd;
}

enum tkg_status tkg_file_read(const char *path, size_t bytes_max, char **bytes, size_t *byte_count,
                              struct tkg_error *err)
{
    struct read_buffer buffer = {0};
    const char *shown = is_dash(path) ? "standard input" : path;
    int fd = is_dash(path) ? STDIN_FILENO : open_to_read(path);
    if (fd < 0) {
        return fail_read(err, path, strerror(errno));
    }
    enum tkg_status status = read_open(fd, shown, bytes_max, &buffer, err);
    if (!is_dash(path)) {
        (void)close(fd);
    }
    if (status != TKG_OK) {
        free(buffer.bytes);
        return status;
    }
    TKG_ASSERT(buffer.bytes && buffer.count < buffer.capacity);
    buffer.bytes[buffer.count] = '\0';
    *bytes = buffer.bytes;
    *byte_count = buffer.count;
    return TKG_OK;
}

static enum tkg_status fail_write(struct tkg_error *err, const char *path, int number)
{
    const char *next = number == ENOSPC || number == EDQUOT ? "free some space"
                       : number == EFBIG ? "raise the limit of file sizes (ulimit -f)"
                                         : "check that its folder exists and may be written";
    return tkg_fail(err, TKG_OUTPUT, "cannot write '%s': %s; %s", path, strerror(number), next);
}

static bool write_all(int fd, const char *bytes, size_t byte_count)
{
    while (byte_count > 0) {
        ssize_t count = write(fd, bytes, byte_count);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return false;
        }
        bytes += count;
        byte_count -= (size_t)count;
    }
    return true;
}

/* Straight to what cannot be replaced: a device, a pipe, standard output. */
static enum tkg_status write_through(const char *path, const void *bytes, size_t byte_count,
                                     struct tkg_error *err)
{
    int fd = is_dash(path) ? STDOUT_FILENO : open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return fail_write(err, path, errno);
    }
    if (is_dash(path)) {
        (void)fflush(stdout); /* what was printed before comes before */
    }
    bool written = write_all(fd, bytes, byte_count);
    int number = errno;
    if (!is_dash(path) && close(fd) != 0 && written) {
        written = false;
        number = errno;
    }
    return written ? TKG_OK : fail_write(err, is_dash(path) ? "standard output" : path, number);
}

/* What a write is going to replace. */
struct target {
    char path[PATH_MAX];   /* behind symbolic links: they stay */
    char folder[PATH_MAX]; /* where the temporary file goes: the same file system */
    mode_t mode;
    bool exists;
};

static bool find_target(struct target *target, const char *path, const struct stat *old)
{
    target->exists = old != NULL;
    target->mode = old ? old->st_mode & 07777 : 0666;
    if (old ? !realpath(path, target->path)
            : !tkg_string_copy(target->path, sizeof(target->path), path)) {
        errno = old ? errno : ENAMETOOLONG;
        return false;
    }
    const char *slash = strrchr(target->path, '/');
    size_t length = slash ? (size_t)(slash - target->path) : 0;
    (void)tkg_string_copy(target->folder, length > 0 ? length + 1 : sizeof(target->folder),
                          length > 0 ? target->path
                          : slash    ? "/"
                                     : ".");
    return true;
}

/* Of a process that was killed before its rename. */
static void remove_abandoned(const char *name)
{
    int fd = open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0) {
        if (tkg_name_take_abandoned(fd, name)) {
            (void)unlink(name);
        }
        (void)close(fd);
    }
}

static int open_new(const char *name, mode_t mode)
{
    return open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
}

/* Opens a new file with a name that is in use nowhere; -1 (and errno) on failure. The lowest free
 * number: what killed processes left is found again and replaced. */
static int open_temporary(const struct target *target, char *name, size_t name_bytes)
{
    for (int i = 0; i < TEMPORARY_NAMES; i++) {
        int length = snprintf(name, name_bytes, "%s/.tickgate-%d.tmp", target->folder, i);
        if (length < 0 || (size_t)length >= name_bytes) {
            errno = ENAMETOOLONG;
            return -1;
        }
        int fd = open_new(name, target->mode);
        if (fd < 0 && errno == EEXIST) {
            remove_abandoned(name);
            fd = open_new(name, target->mode);
        }
        if (fd >= 0 && tkg_name_hold(fd, name)) {
            return fd;
        }
        if (fd < 0 && errno != EEXIST) {
            return -1;
        }
        if (fd >= 0) {
            (void)close(fd);
        }
    }
    errno = EEXIST;
    return -1;
}

/* Content and permissions, safe on the medium. EINVAL: a file system that knows no fsync. */
static bool fill_temporary(int fd, const struct target *target, const void *bytes,
                           size_t byte_count)
{
    return write_all(fd, bytes, byte_count) && (!target->exists || fchmod(fd, target->mode) == 0) &&
           (fsync(fd) == 0 || errno == EINVAL);
}

/* Makes the rename last over a power cut. The new file is in place already, so a failure here is
 * not one of the write. */
static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
}

static enum tkg_status replace(const struct target *target, const char *path, const void *bytes,
                               size_t byte_count, struct tkg_error *err)
{
    char name[PATH_MAX];
    int fd = open_temporary(target, name, sizeof(name));
    if (fd < 0) {
        return fail_write(err, path, errno);
    }
    int held_fd = fcntl(fd, F_DUPFD_CLOEXEC, 0); /* holds the name until it is renamed */
    bool written = held_fd >= 0 && fill_temporary(fd, target, bytes, byte_count);
    int number = errno;
    if (close(fd) != 0 && written) {
        written = false;
        number = errno;
    }
    if (written && rename(name, target->path) != 0) {
        written = false;
        number = errno;
    }
    if (written) {
        sync_folder(target->folder);
    } else {
        (void)unlink(name);
    }
    if (held_fd >= 0) {
        (void)close(held_fd);
    }
    return written ? TKG_OK : fail_write(err, path, number);
}

enum tkg_status tkg_file_write(const char *path, const void *bytes, size_t byte_count,
                               struct tkg_error *err)
{
    struct stat info;
    struct target target;
    (void)signal(SIGXFSZ, SIG_IGN); /* a file above the limit is an error to tell, not a death */
    bool exists = !is_dash(path) && stat(path, &info) == 0;
    if (exists && S_ISDIR(info.st_mode)) {
        return tkg_fail(err, TKG_OUTPUT, "cannot write '%s': it is a folder; name a file in it",
                        path);
    }
    if (is_dash(path) || (exists && !S_ISREG(info.st_mode))) {
        return write_through(path, bytes, byte_count, err);
    }
    if (!find_target(&target, path, exists ? &info : NULL)) {
        return fail_write(err, path, errno);
    }
    return replace(&target, path, bytes, byte_count, err);
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Somebody else may make the same folder at the same time: only the result counts. */
static enum tkg_status make_one(const char *path, struct tkg_error *err)
{
    if (mkdir(path, 0777) == 0) {
        return TKG_OK;
    }
    int number = errno; /* before the look at what is there, which has an errno of its own */
    if (is_folder(path)) {
        return TKG_OK;
    }
    struct stat info;
    if (stat(path, &info) == 0) {
        return tkg_fail(err, TKG_OUTPUT,
                        "cannot make the folder '%s': a file of that name is there; remove it or "
                        "choose another name",
                        path);
    }
    return tkg_fail(err, TKG_OUTPUT,
                    "cannot make the folder '%s': %s; check the path and its "
                    "permissions",
                    path, strerror(number));
}

enum tkg_status tkg_folder_make(const char *path, struct tkg_error *err)
{
    char part[PATH_MAX];
    enum tkg_status status = TKG_OK;
    if (!tkg_string_copy(part, sizeof(part), path) || *path == '\0') {
        return tkg_fail(err, TKG_OUTPUT, "cannot make the folder '%.80s': the path %s", path,
                        *path ? "is too long" : "is empty");
    }
    for (char *slash = strchr(part + 1, '/'); slash && status == TKG_OK;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        status = make_one(part, err);
        *slash = '/';
    }
    return status == TKG_OK ? make_one(part, err) : status;
}
