/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/compare_sides.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "engine/engine_handle.h"
#include "host/file.h"
#include "measure/command_block.h"

/* Far above any engine: what a damaged path such as /dev/zero must not exceed. */
enum { ENGINE_BYTES_MAX = 256 << 20 };

/* A name without a slash would be looked for in the library path. */
static enum tkg_status add_file(struct tkg_side *side, const char *path, struct tkg_error *err)
{
    char
        full[PATH_MAX]; /* longer than any path of a side: tkg_side_add() refuses, nothing is cut */
    (void)snprintf(full, sizeof full, "%s%.*s", strchr(path, '/') ? "" : "./", PATH_MAX / 2, path);
    const enum tkg_status status = tkg_engine_check_name(full, err);
    return status == TKG_OK ? tkg_side_add(side, full, err) : status;
}

static bool is_shared_object(const struct dirent *entry)
{
    const size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 3 && strcmp(entry->d_name + length - 3, ".so") == 0;
}

static int filter_entry(const struct dirent *entry)
{
    return is_shared_object(entry);
}

static enum tkg_status add_folder(struct tkg_side *side, const char *folder, struct tkg_error *err)
{
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, filter_entry, alphasort);
    enum tkg_status status = TKG_OK;
    if (count <= 0) {
        status = tkg_fail(err, TKG_USAGE, "no shared object (*.so) in the folder '%s'", folder);
    }
    for (int i = 0; i < count; i++) {
        char path[TKG_RECORD_TEXT_BYTES + sizeof entries[i]->d_name];
        (void)snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        status = status == TKG_OK ? add_file(side, path, err) : status;
        free(entries[i]);
    }
    free(entries);
    return status;
}

static enum tkg_status add_list(struct tkg_side *side, const char *list, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    while (status == TKG_OK && *list) {
        char path[TKG_RECORD_TEXT_BYTES];
        const size_t length = strcspn(list, ",");
        (void)snprintf(path, sizeof path, "%.*s", (int)length, list);
        status = length < sizeof path
                     ? add_file(side, path, err)
                     : tkg_fail(err, TKG_USAGE, "%.80s...: the path is too long", list);
        list += length + (list[length] == ',');
    }
    return status;
}

enum tkg_status tkg_compare_side_read(struct tkg_side *side, const char *text,
                                      struct tkg_error *err)
{
    struct stat info;
    if (!tkg_string_copy(side->name, sizeof side->name, text)) {
        return tkg_fail(err, TKG_USAGE, "'%.80s...' is longer than %zu bytes; give a folder", text,
                        sizeof side->name - 1);
    }
    const bool is_folder = stat(text, &info) == 0 && S_ISDIR(info.st_mode);
    enum tkg_status status = is_folder ? add_folder(side, text, err) : add_list(side, text, err);
    if (status == TKG_OK && side->path_count == 0) {
        status = tkg_fail(err, TKG_USAGE, "'%s' names no shared object", text);
    }
    side->layout_count = side->path_count;
    return status;
}

enum tkg_status tkg_compare_command_read(struct tkg_side *side, const char *command,
                                         struct tkg_error *err)
{
    if (!tkg_string_copy(side->name, sizeof side->name, command)) {
        return tkg_fail(err, TKG_USAGE,
                        "'%.80s...' is longer than %zu bytes; put the command into a script",
                        command, sizeof side->name - 1);
    }
    side->layout_count = 1;
    return tkg_command_check(command, err);
}

/* FNV-1a by words of 64 bits (G. Fowler, L. C. Noll, K.-P. Vo 1991): only tells files apart. */
static uint64_t hash_bytes(const char *bytes, size_t byte_count)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ byte_count;
    for (size_t at = 0; at < byte_count; at += sizeof hash) {
        uint64_t word = 0;
        const size_t left = byte_count - at;
        memcpy(&word, bytes + at, left < sizeof word ? left : sizeof word);
        hash = (hash ^ word) * UINT64_C(0x100000001b3);
        hash ^= hash >> 32;
    }
    return hash;
}

static enum tkg_status hash_file(const char *path, uint64_t *hash, struct tkg_error *err)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    const enum tkg_status status = tkg_file_read(path, ENGINE_BYTES_MAX, &bytes, &byte_count, err);
    if (status == TKG_OK) {
        *hash = hash_bytes(bytes, byte_count);
    }
    free(bytes);
    return status;
}

/* File number i of both sides, the base's first. */
static const char *path_at(const struct tkg_side *base, const struct tkg_side *head, uint32_t i)
{
    return i < base->path_count ? base->paths[i] : head->paths[i - base->path_count];
}

static enum tkg_status fail_same(const struct tkg_side *base, const struct tkg_same_files *same,
                                 struct tkg_error *err)
{
    if (same->is_of_one_side) {
        return tkg_fail(err, TKG_USAGE,
                        "%.200s and %.200s are the same file, byte for byte: one layout, not two; "
                        "leave one out",
                        same->earlier, same->later);
    }
    return tkg_fail(err, TKG_USAGE,
                    "base %.200s and head %.200s are the same file, byte for byte: nothing is "
                    "compared; was the change built, and %.80s taken from before it? (a trial of "
                    "one build against itself: --allow-same-files)",
                    same->earlier, same->later, base->name);
}

enum tkg_status tkg_compare_sides_find_same(const struct tkg_side *base,
                                            const struct tkg_side *head,
                                            struct tkg_same_files *same, struct tkg_error *err)
{
    uint64_t hashes[2 * TKG_LAYOUT_MAX];
    const uint32_t count = base->path_count + head->path_count;
    *same = (struct tkg_same_files){0};
    for (uint32_t i = 0; i < count; i++) {
        const char *path = path_at(base, head, i);
        const enum tkg_status status = hash_file(path, &hashes[i], err);
        if (status != TKG_OK) {
            return status;
        }
        for (uint32_t other = 0; other < i; other++) {
            if (hashes[other] == hashes[i]) {
                const bool is_of_one_side = (other < base->path_count) == (i < base->path_count);
                *same = (struct tkg_same_files){path_at(base, head, other), path, is_of_one_side};
                return TKG_OK;
            }
        }
    }
    return TKG_OK;
}

enum tkg_status tkg_compare_sides_check_apart(const struct tkg_side *base,
                                              const struct tkg_side *head, struct tkg_error *err)
{
    struct tkg_same_files same;
    const enum tkg_status status = tkg_compare_sides_find_same(base, head, &same, err);
    return status == TKG_OK && same.earlier ? fail_same(base, &same, err) : status;
}

static enum tkg_status copy_file(const char *from, const char *to, struct tkg_error *err)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    enum tkg_status status = tkg_file_read(from, ENGINE_BYTES_MAX, &bytes, &byte_count, err);
    if (status == TKG_OK) {
        status = tkg_file_write(to, bytes, byte_count, err);
    }
    free(bytes);
    return status;
}

enum tkg_status tkg_compare_side_complete(struct tkg_side *side, const char *word,
                                          uint32_t file_count_min,
                                          const struct tkg_scratch *scratch, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (uint32_t copy = 0; side->path_count < file_count_min && status == TKG_OK; copy++) {
        char path[PATH_MAX + 64];
        (void)snprintf(path, sizeof path, "%s/%s-%u.so", scratch->path, word, (unsigned)copy);
        status = copy_file(side->paths[copy % side->layout_count], path, err);
        status = status == TKG_OK ? tkg_side_add(side, path, err) : status;
    }
    return status;
}
