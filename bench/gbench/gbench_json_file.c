/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_json_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(const struct tkg_gbench_file *file, const char *path)
{
    const char *reason = strerror(errno);
    (void)fprintf(stderr, "benchmark: cannot write %s: %s; choose another file or make room\n",
                  file->path ? file->path : path, reason);
    return false;
}

/* The name of its own: beside the file, because a rename does not leave a file system. */
static char *partial_name(const char *path)
{
    enum { SUFFIX_BYTES = 32 };
    size_t bytes = strlen(path) + SUFFIX_BYTES;
    char *name = malloc(bytes);
    if (name) {
        (void)snprintf(name, bytes, "%s.%ld.part", path, (long)getpid());
    }
    return name;
}

/* A device or a pipe cannot be replaced; a link's target can. */
static bool open_path(struct tkg_gbench_file *file, const char *path)
{
    struct stat status;
    bool exists = stat(path, &status) == 0;
    bool in_place = exists && !S_ISREG(status.st_mode);
    int flags = O_WRONLY | O_CLOEXEC | (in_place ? 0 : O_CREAT | O_TRUNC);
    /* What a link in /proc says of a pipe is no path; one that exists otherwise is. */
    file->path = exists && !in_place ? realpath(path, NULL) : strdup(path);
    file->partial_path = file->path && !in_place ? partial_name(file->path) : NULL;
    if (!file->path || (!in_place && !file->partial_path)) {
        return fail(file, path);
    }
    int descriptor = open(in_place ? file->path : file->partial_path, flags, 0666);
    file->stream = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    if (file->stream) {
        return true;
    }
    (void)fail(file, path);
    if (descriptor >= 0) {
        (void)close(descriptor);
    }
    return false;
}

bool tkg_gbench_file_open(struct tkg_gbench_file *file, const char *path)
{
    *file = (struct tkg_gbench_file){0};
    if (!path || strcmp(path, "-") == 0) {
        file->stream = stdout;
        return true;
    }
    if (!open_path(file, path)) {
        tkg_gbench_file_discard(file);
        return false;
    }
    return true;
}

/* Closes the stream, standard output excepted; false when a write was lost. */
static bool close_stream(struct tkg_gbench_file *file)
{
    FILE *stream = file->stream;
    file->stream = NULL;
    bool whole = fflush(stream) == 0 && !ferror(stream);
    return (stream == stdout || fclose(stream) == 0) && whole;
}

bool tkg_gbench_file_commit(struct tkg_gbench_file *file)
{
    bool whole = close_stream(file);
    whole = whole && (!file->partial_path || rename(file->partial_path, file->path) == 0);
    if (!whole) {
        (void)fail(file, "standard output");
    } else {
        free(file->partial_path);
        file->partial_path = NULL;
    }
    return whole;
}

void tkg_gbench_file_discard(struct tkg_gbench_file *file)
{
    if (file->stream) {
        (void)close_stream(file);
    }
    if (file->partial_path) {
        (void)unlink(file->partial_path);
    }
    free(file->partial_path);
    free(file->path);
    *file = (struct tkg_gbench_file){0};
}
