/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/tick_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <xxhash.h>

#include "tick/mapping.h"
#include "tick/tick_bytes.h"

struct tkg_tick_file {
    struct tkg_mapping mapping;
    struct tkg_tick_view view;
};

enum tkg_status tkg_tick_file_open(struct tkg_tick_file **file, const char *path,
                                   struct tkg_error *err)
{
    struct tkg_tick_file opened = {0};
    enum tkg_status status = tkg_mapping_open(&opened.mapping, path, err);
    if (status != TKG_OK) {
        return status;
    }
    status = tkg_tick_bytes_check(opened.mapping.bytes, opened.mapping.byte_count, path,
                                  &opened.view, err);
    struct tkg_tick_file *made = NULL;
    if (status == TKG_OK) {
        made = malloc(sizeof(*made));
        if (made == NULL) {
            status = tkg_fail(err, TKG_NO_MEMORY, "%s: no memory for its description", path);
        }
    }
    if (made == NULL) {
        tkg_mapping_close(&opened.mapping);
        return status;
    }
    *made = opened;
    *file = made;
    return TKG_OK;
}

void tkg_tick_file_close(struct tkg_tick_file *file)
{
    if (file != NULL) {
        tkg_mapping_close(&file->mapping);
        free(file);
    }
}

uint64_t tkg_tick_file_count(const struct tkg_tick_file *file)
{
    return file->view.tick_count;
}

const struct tkg_tick *tkg_tick_file_borrow_ticks(const struct tkg_tick_file *file)
{
    return file->view.ticks;
}

const struct tkg_instrument *tkg_tick_file_instruments(const struct tkg_tick_file *file,
                                                       uint32_t *instrument_count)
{
    *instrument_count = file->view.instrument_count;
    return file->view.instruments;
}

struct tkg_tick_writer {
    char *path;           /* owned */
    char *temporary_path; /* owned; the file exists while stream is open */
    FILE *stream;
    XXH3_state_t *hash; /* of the instrument table and the records so far */
    uint64_t tick_count;
    uint32_t instrument_count;
};

/* A file that nobody else has, beside path: a rename must not leave the file system. */
static bool open_temporary(struct tkg_tick_writer *writer)
{
    int descriptor = -1;
    /* Names taken by an earlier crash are few; 100 is beyond any such number. */
    for (int attempt = 0; attempt < 100 && descriptor < 0; attempt++) {
        free(writer->temporary_path);
        writer->temporary_path = NULL;
        if (asprintf(&writer->temporary_path, "%s.%ld-%d.tmp", writer->path, (long)getpid(),
                     attempt) < 0) {
            writer->temporary_path = NULL;
            return false;
        }
        descriptor = open(writer->temporary_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0 && errno != EEXIST) {
            return false;
        }
    }
    if (descriptor < 0) {
        return false;
    }
    writer->stream = fdopen(descriptor, "wb");
    if (writer->stream == NULL) {
        (void)close(descriptor);
        (void)unlink(writer->temporary_path);
    }
    return writer->stream != NULL;
}

static enum tkg_status fail_write(const struct tkg_tick_writer *writer, struct tkg_error *err)
{
    return tkg_fail(err, TKG_OUTPUT, "%s: cannot be written: %s; the file there is as it was",
                    writer->path, strerror(errno));
}

/* Hashes and writes what stands after the header. */
static enum tkg_status write_content(struct tkg_tick_writer *writer, const void *bytes,
                                     size_t byte_count, struct tkg_error *err)
{
    if (fwrite(bytes, 1, byte_count, writer->stream) != byte_count ||
        XXH3_64bits_update(writer->hash, bytes, byte_count) != XXH_OK) {
        return fail_write(writer, err);
    }
    return TKG_OK;
}

static enum tkg_status write_start(struct tkg_tick_writer *writer,
                                   const struct tkg_instrument *instruments, struct tkg_error *err)
{
    const struct tkg_tick_header blank = {0}; /* written over by finish */
    if (fwrite(&blank, 1, sizeof(blank), writer->stream) != sizeof(blank)) {
        return fail_write(writer, err);
    }
    return write_content(writer, instruments, writer->instrument_count * sizeof(*instruments), err);
}

enum tkg_status tkg_tick_writer_open(struct tkg_tick_writer **writer, const char *path,
                                     const struct tkg_instrument *instruments,
                                     uint32_t instrument_count, struct tkg_error *err)
{
    enum tkg_status status = tkg_tick_instruments_check(instruments, instrument_count, path, err);
    if (status != TKG_OK) {
        return status;
    }
    struct tkg_tick_writer *made = calloc(1, sizeof(*made));
    if (made != NULL) {
        made->path = strdup(path);
        made->hash = XXH3_createState();
        made->instrument_count = instrument_count;
    }
    if (made == NULL || made->path == NULL || made->hash == NULL) {
        status = tkg_fail(err, TKG_NO_MEMORY, "%s: no memory to write it", path);
    } else if (XXH3_64bits_reset(made->hash) != XXH_OK || !open_temporary(made)) {
        status = fail_write(made, err);
    } else {
        status = write_start(made, instruments, err);
    }
    if (status != TKG_OK) {
        tkg_tick_writer_abandon(made);
        return status;
    }
    *writer = made;
    return TKG_OK;
}

enum tkg_status tkg_tick_writer_append(struct tkg_tick_writer *writer, const struct tkg_tick *ticks,
                                       size_t count, struct tkg_error *err)
{
    enum tkg_status status = tkg_tick_ids_check(ticks, count, writer->tick_count,
                                                writer->instrument_count, writer->path, err);
    if (status == TKG_OK) {
        status = write_content(writer, ticks, count * sizeof(*ticks), err);
    }
    if (status == TKG_OK) {
        writer->tick_count += count;
    }
    return status;
}

/* The header at its place, and everything on the disk. */
static bool seal(struct tkg_tick_writer *writer)
{
    struct tkg_tick_header header = tkg_tick_header_make(
        writer->tick_count, writer->instrument_count, XXH3_64bits_digest(writer->hash));
    return fseek(writer->stream, 0, SEEK_SET) == 0 &&
           fwrite(&header, 1, sizeof(header), writer->stream) == sizeof(header) &&
           fflush(writer->stream) == 0 && fsync(fileno(writer->stream)) == 0;
}

enum tkg_status tkg_tick_writer_finish(struct tkg_tick_writer *take_writer, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    if (take_writer->tick_count == 0) {
        status = tkg_fail(err, TKG_OUTPUT, "%s: not written: there are no ticks for it",
                          take_writer->path);
    } else if (!seal(take_writer) || rename(take_writer->temporary_path, take_writer->path) != 0) {
        status = fail_write(take_writer, err);
    } else {
        /* Renamed: there is no temporary file any more for abandon to remove. */
        free(take_writer->temporary_path);
        take_writer->temporary_path = NULL;
    }
    tkg_tick_writer_abandon(take_writer);
    return status;
}

void tkg_tick_writer_abandon(struct tkg_tick_writer *take_writer)
{
    if (take_writer == NULL) {
        return;
    }
    if (take_writer->stream != NULL) {
        (void)fclose(take_writer->stream); /* what mattered was flushed and checked by finish */
        if (take_writer->temporary_path != NULL) {
            (void)unlink(take_writer->temporary_path);
        }
    }
    (void)XXH3_freeState(take_writer->hash);
    free(take_writer->temporary_path);
    free(take_writer->path);
    free(take_writer);
}
