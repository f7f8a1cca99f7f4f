/* SPDX-License-Identifier: Apache-2.0
 *
 * A history in a folder that vanishes, and the runs that the tests of this room put into it.
 */
#ifndef TKG_TESTS_HISTORY_FILE_H
#define TKG_TESTS_HISTORY_FILE_H

#include <dirent.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "sample_run.h"
#include "store/history.h"
#include "store/history_read.h"
#include "store/history_upkeep.h"
#include "store/history_write.h"

struct history_file {
    char folder[64];
    char path[96];
};

static inline void history_file_init(struct history_file *file)
{
    (void)snprintf(file->folder, sizeof file->folder, "/tmp/tkg_history_XXXXXX");
    TKG_ASSERT(mkdtemp(file->folder) != NULL);
    (void)snprintf(file->path, sizeof file->path, "%s/history.db", file->folder);
}

static inline void history_file_deinit(struct history_file *file)
{
    DIR *listing = opendir(file->folder);
    for (struct dirent *entry = listing ? readdir(listing) : NULL; entry;
         entry = readdir(listing)) {
        char path[384];
        (void)snprintf(path, sizeof path, "%s/%s", file->folder, entry->d_name);
        (void)unlink(path);
    }
    if (listing) {
        (void)closedir(listing);
    }
    (void)rmdir(file->folder);
}

static inline struct tkg_history *history_file_open(const struct history_file *file)
{
    struct tkg_error err = {.text = ""};
    struct tkg_history *history;
    assert_status(tkg_history_open(file->path, &history, &err), TKG_OK, &err);
    return history;
}

static inline struct tkg_history_origin origin_of(const char *commit)
{
    return (struct tkg_history_origin){
        .commit = commit, .branch = "main", .label = "nightly", .tool_version = "0.1.0"};
}

/* The made-up run of sample_run.h; how many samples it makes is counted by the tests. */
static inline enum tkg_status add_sample_run(struct tkg_history *history,
                                             const struct sample_run *sample, const char *commit,
                                             int64_t *run_id, struct tkg_error *err)
{
    const struct tkg_history_origin origin = origin_of(commit);
    const struct tkg_history_run run = {
        .record = &sample->record,
        .summary = &sample->summary,
        .verdicts = &sample->verdicts,
        .fingerprint = &sample->fingerprint,
    };
    return tkg_history_add_run(history, &origin, &run, run_id, err);
}

struct entry_list {
    struct tkg_history_entry entries[2000];
    size_t count;
};

static inline enum tkg_status keep_entry(void *context, const struct tkg_history_entry *entry,
                                         struct tkg_error *err)
{
    struct entry_list *list = context;
    (void)err;
    TKG_ASSERT(list->count < sizeof list->entries / sizeof list->entries[0]);
    list->entries[list->count++] = *entry;
    return TKG_OK;
}

/* All entries of the file; static storage. */
static inline const struct entry_list *list_entries(struct tkg_history *history)
{
    static struct entry_list list;
    struct tkg_error err = {.text = ""};
    list.count = 0;
    assert_status(tkg_history_entries(history, NULL, 2000, keep_entry, &list, &err), TKG_OK, &err);
    return &list;
}

/* Every page and reference is sound. */
static inline void assert_sound(struct tkg_history *history)
{
    struct tkg_error err = {.text = ""};
    assert_status(tkg_history_check(history, &err), TKG_OK, &err);
}

#endif
