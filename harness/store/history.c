/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/history_schema.h"
#include "store/history_statement.h"

/* Writers hold the file for milliseconds; a disk that takes seconds to sync is not a dead lock. */
enum { BUSY_MS = 30000, PATH_BYTES = 4096 };

/* The log is synced at every commit, so a run that was reported as kept survives a power cut. A
 * file system without shared memory keeps its old journal: slower, just as safe. Foreign keys are
 * off in SQLite unless asked for. What the file defines (views, triggers) is not trusted. */
static const char settings[] = "PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA foreign_keys = ON;"
                               "PRAGMA trusted_schema = OFF;";

/* A reader changes nothing, not the journal either. */
static const char reading_settings[] = "PRAGMA query_only = ON;"
                                       "PRAGMA trusted_schema = OFF;";

/* SQLite gives some names a meaning of their own: the empty one and what begins with ':' (data
 * bases in memory), and, built with SQLITE_USE_URI as Debian does, what begins with "file:". A path
 * that begins with '/' or "./" has none. */
static char *make_plain_name(const char *path)
{
    const size_t bytes = strlen(path) + 3;
    char *name = malloc(bytes);
    if (name) {
        (void)snprintf(name, bytes, "%s%s", *path == '/' ? "" : "./", path);
    }
    return name;
}

static bool is_plain(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || strchr("/._-", letter);
}

/* The URI of a file that nobody changes while it is read: https://www.sqlite.org/uri.html */
static char *make_immutable_name(const char *path)
{
    static const char head[] = "file:";
    static const char tail[] = "?immutable=1";
    char *plain = make_plain_name(path);
    char *name = plain ? malloc(sizeof head + sizeof tail + 3 * strlen(plain)) : NULL;
    if (name) {
        char *at = stpcpy(name, head);
        for (const char *letter = plain; *letter; letter++) {
            at += is_plain(*letter) ? snprintf(at, 4, "%c", *letter)
                                    : snprintf(at, 4, "%%%02X", (unsigned)(unsigned char)*letter);
        }
        (void)stpcpy(at, tail);
    }
    free(plain);
    return name;
}

/* Opens the data base; flags with SQLITE_OPEN_URI: as one that nobody changes. */
static enum tkg_status open_file(struct tkg_history *history, int flags, struct tkg_error *err)
{
    char *name = flags & SQLITE_OPEN_URI ? make_immutable_name(history->path)
                                         : make_plain_name(history->path);
    int result = name ? sqlite3_open_v2(name, &history->database, flags, NULL) : SQLITE_NOMEM;
    free(name);
    if (!history->database) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for history '%.300s'", history->path);
    }
    (void)sqlite3_extended_result_codes(history->database, 1);
    (void)sqlite3_busy_timeout(history->database, BUSY_MS);
    (void)sqlite3_db_config(history->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (result != SQLITE_OK && !(flags & SQLITE_OPEN_CREATE)) {
        return tkg_fail(err, TKG_INPUT,
                        "cannot open history '%.300s': %.200s; check the path, or make one with "
                        "tickgate run --history FILE",
                        history->path, sqlite3_errmsg(history->database));
    }
    return result == SQLITE_OK ? TKG_OK : tkg_history_fail(history, result, err);
}

static bool is_busy(const struct tkg_history *history)
{
    return (sqlite3_errcode(history->database) & 0xff) == SQLITE_BUSY;
}

/* Processes that make the file at the same time stand in each other's way while its journal
 * changes; SQLite then says busy at once, whatever time-out was asked for. */
static enum tkg_status settle(struct tkg_history *history, struct tkg_error *err)
{
    enum { PAUSE_MS = 5 };
    enum tkg_status status = TKG_OK;
    for (int waited_ms = 0; waited_ms < BUSY_MS; waited_ms += PAUSE_MS) {
        status = tkg_history_check_owner(history, err);
        status = status == TKG_OK ? tkg_history_execute(history, settings, err) : status;
        status = status == TKG_OK ? tkg_history_migrate(history, err) : status;
        if (status == TKG_OK || !is_busy(history)) {
            return status;
        }
        (void)sqlite3_sleep(PAUSE_MS);
    }
    return status;
}

static struct tkg_history *create(const char *path)
{
    struct tkg_history *history = calloc(1, sizeof *history);
    if (history && !(history->path = strdup(path))) {
        free(history);
        return NULL;
    }
    return history;
}

typedef enum tkg_status (*opener)(struct tkg_history *history, int flags, struct tkg_error *err);

static enum tkg_status open_as(const char *path, opener open, int flags,
                               struct tkg_history **history, struct tkg_error *err)
{
    *history = NULL;
    if (!*path) {
        return tkg_fail(err, TKG_USAGE, "the path of the history is empty; name a file");
    }
    (void)signal(SIGXFSZ, SIG_IGN); /* a file above the limit is an error to tell, not a death */
    struct tkg_history *opened = create(path);
    if (!opened) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for history '%.300s'", path);
    }
    const enum tkg_status status = open(opened, flags, err);
    if (status != TKG_OK) {
        tkg_history_close(opened);
        return status;
    }
    *history = opened;
    return TKG_OK;
}

static enum tkg_status open_for_writing(struct tkg_history *history, int flags,
                                        struct tkg_error *err)
{
    const enum tkg_status status = open_file(history, flags, err);
    return status == TKG_OK ? settle(history, err) : status;
}

static void close_file(struct tkg_history *history)
{
    (void)sqlite3_close_v2(history->database);
    history->database = NULL;
}

/* Whether a log with what is not in the file yet lies beside it. */
static bool has_log(const struct tkg_history *history)
{
    struct stat found;
    char path[PATH_BYTES];
    const int length = snprintf(path, sizeof path, "%s-wal", history->path);
    return length < 0 || (size_t)length >= sizeof path ||
           (stat(path, &found) == 0 && found.st_size > 0);
}

/* Where the folder takes no files, SQLite cannot make the index of a log. Without a log it needs
 * none: then the file is all there is (https://www.sqlite.org/wal.html, section 5). */
static enum tkg_status open_unchanged(struct tkg_history *history, struct tkg_error *err)
{
    close_file(history);
    if (has_log(history)) {
        return tkg_fail(err, TKG_INPUT,
                        "cannot read history '%.300s' without writing: its last writer was ended "
                        "and left a log beside it; let who owns it read it once",
                        history->path);
    }
    const enum tkg_status status = open_file(history, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
    return status == TKG_OK ? tkg_history_check_owner(history, err) : status;
}

/* The tables of an earlier version are brought up by writing them. */
static enum tkg_status open_for_reading(struct tkg_history *history, int flags,
                                        struct tkg_error *err)
{
    bool is_current = false;
    enum tkg_status status = open_file(history, flags, err);
    if (status != TKG_OK) {
        return status;
    }
    status = tkg_history_check_owner(history, err);
    if (status == TKG_OUTPUT) { /* beside it nothing can be written */
        status = open_unchanged(history, err);
    }
    status = status == TKG_OK ? tkg_history_is_current(history, &is_current, err) : status;
    if (status == TKG_OK && !is_current) {
        close_file(history);
        return open_for_writing(history, SQLITE_OPEN_READWRITE, err);
    }
    return status == TKG_OK ? tkg_history_execute(history, reading_settings, err) : status;
}

enum tkg_status tkg_history_open(const char *path, struct tkg_history **history,
                                 struct tkg_error *err)
{
    return open_as(path, open_for_writing, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, history,
                   err);
}

enum tkg_status tkg_history_open_existing(const char *path, struct tkg_history **history,
                                          struct tkg_error *err)
{
    return open_as(path, open_for_writing, SQLITE_OPEN_READWRITE, history, err);
}

enum tkg_status tkg_history_open_reading(const char *path, struct tkg_history **history,
                                         struct tkg_error *err)
{
    return open_as(path, open_for_reading, SQLITE_OPEN_READONLY, history, err);
}

void tkg_history_close(struct tkg_history *history)
{
    if (history) {
        (void)sqlite3_close_v2(history->database);
        free(history->path);
        free(history);
    }
}

/* One row "ok", or the first damage. */
static enum tkg_status check_with(struct tkg_history *history, const char *sql, const char *good,
                                  struct tkg_error *err)
{
    struct tkg_statement statement = {0};
    bool has_row = false;
    char text[200] = "";
    enum tkg_status status = tkg_statement_open(&statement, history, sql, err);
    if (status == TKG_OK) {
        status = tkg_statement_next(&statement, &has_row, err);
    }
    if (has_row) {
        tkg_statement_get_text(&statement, 0, text, sizeof text);
    }
    tkg_statement_close(&statement);
    return status == TKG_OK && strcmp(text, good) != 0
               ? tkg_fail(err, TKG_INPUT,
                          "history '%.300s' is damaged: %s; keep a copy, then save what is left "
                          "with: sqlite3 FILE .recover | sqlite3 NEW",
                          history->path, text)
               : status;
}

enum tkg_status tkg_history_check(struct tkg_history *history, struct tkg_error *err)
{
    enum tkg_status status = check_with(history, "PRAGMA integrity_check(1)", "ok", err);
    return status == TKG_OK ? check_with(history, "PRAGMA foreign_key_check", "", err) : status;
}
