/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/history_schema.h"
#include "store/history_statement.h"

/* Writers hold the file for milliseconds; a disk that takes seconds to sync is not a dead lock. */
enum { BUSY_MS = 30000 };

/* The log is synced at every commit, so a run that was reported as kept survives a power cut. A
 * file system without shared memory keeps its old journal: slower, just as safe. Foreign keys are
 * off in SQLite unless asked for. What the file defines (views, triggers) is not trusted. */
static const char settings[] = "PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA foreign_keys = ON;"
                               "PRAGMA trusted_schema = OFF;";

/* SQLite gives names that begin with ':' and the empty one a meaning of their own: a data base in
 * memory, which would lose every run without a word. */
static char *make_path(const char *path)
{
    const size_t bytes = strlen(path) + 3;
    char *made = malloc(bytes);
    if (made) {
        (void)snprintf(made, bytes, "%s%s", *path == ':' ? "./" : "", path);
    }
    return made;
}

static enum tkg_status open_file(struct tkg_history *history, int flags, struct tkg_error *err)
{
    int result = sqlite3_open_v2(history->path, &history->database, flags, NULL);
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

static enum tkg_status open_as(const char *path, int flags, struct tkg_history **history,
                               struct tkg_error *err)
{
    *history = NULL;
    if (!*path) {
        return tkg_fail(err, TKG_USAGE, "the path of the history is empty; name a file");
    }
    (void)signal(SIGXFSZ, SIG_IGN); /* a file above the limit is an error to tell, not a death */
    struct tkg_history *opened = calloc(1, sizeof *opened);
    if (!opened || !(opened->path = make_path(path))) {
        free(opened);
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for history '%.300s'", path);
    }
    enum tkg_status status = open_file(opened, flags, err);
    status = status == TKG_OK ? settle(opened, err) : status;
    if (status != TKG_OK) {
        tkg_history_close(opened);
        return status;
    }
    *history = opened;
    return TKG_OK;
}

enum tkg_status tkg_history_open(const char *path, struct tkg_history **history,
                                 struct tkg_error *err)
{
    return open_as(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, history, err);
}

enum tkg_status tkg_history_open_existing(const char *path, struct tkg_history **history,
                                          struct tkg_error *err)
{
    return open_as(path, SQLITE_OPEN_READWRITE, history, err);
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
