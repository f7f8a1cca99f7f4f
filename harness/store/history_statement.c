/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_statement.h"

#include <math.h>

#include "base/text.h"

#define RECOVER                                                                                    \
    "keep a copy, then save what is left with: sqlite3 FILE .recover | sqlite3 NEW; or start a "   \
    "new history"

static enum tkg_status fail_damaged(const struct tkg_history *history, struct tkg_error *err)
{
    return tkg_fail(err, TKG_INPUT, "history '%.300s' is damaged: %.200s; " RECOVER, history->path,
                    sqlite3_errmsg(history->database));
}

/* No room, or no permission: nothing of the old content is lost by either. */
static enum tkg_status fail_write(const struct tkg_history *history, const char *next,
                                  struct tkg_error *err)
{
    return tkg_fail(err, TKG_OUTPUT,
                    "cannot write history '%.300s': %.200s; what it held is unchanged; %s",
                    history->path, sqlite3_errmsg(history->database), next);
}

enum tkg_status tkg_history_fail(const struct tkg_history *history, int result,
                                 struct tkg_error *err)
{
    switch (result & 0xff) {
    case SQLITE_NOTADB:
        return tkg_fail(err, TKG_INPUT,
                        "'%.300s' is no history (not a SQLite file), or its first bytes are "
                        "damaged; it is left as it is; name another file",
                        history->path);
    case SQLITE_CORRUPT:
        return fail_damaged(history, err);
    case SQLITE_FULL:
        return fail_write(history, "free some space", err);
    case SQLITE_IOERR:
        return fail_write(history,
                          "check the disk, its room, and the limit of file sizes (ulimit -f)", err);
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return fail_write(history, "check that its folder exists and both may be written", err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return tkg_fail(err, TKG_SYSTEM,
                        "history '%.300s' is held by another process for too long; see who uses "
                        "it (fuser) and try again",
                        history->path);
    case SQLITE_NOMEM:
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for history '%.300s'", history->path);
    default:
        return fail_damaged(history, err); /* tables or columns that should be there are not */
    }
}

enum tkg_status tkg_history_execute(struct tkg_history *history, const char *sql,
                                    struct tkg_error *err)
{
    const int result = sqlite3_exec(history->database, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? TKG_OK : tkg_history_fail(history, result, err);
}

void tkg_history_roll_back(struct tkg_history *history)
{
    if (!sqlite3_get_autocommit(history->database)) {
        (void)sqlite3_exec(history->database, "ROLLBACK", NULL, NULL, NULL);
    }
}

enum tkg_status tkg_statement_open(struct tkg_statement *statement, struct tkg_history *history,
                                   const char *sql, struct tkg_error *err)
{
    *statement = (struct tkg_statement){.history = history, .parameter = 1};
    const int result = sqlite3_prepare_v2(history->database, sql, -1, &statement->handle, NULL);
    return result == SQLITE_OK ? TKG_OK : tkg_history_fail(history, result, err);
}

void tkg_statement_close(struct tkg_statement *statement)
{
    (void)sqlite3_finalize(statement->handle);
    statement->handle = NULL;
}

static void remember(struct tkg_statement *statement, int result)
{
    statement->parameter++;
    if (statement->result == SQLITE_OK) {
        statement->result = result;
    }
}

void tkg_statement_text(struct tkg_statement *statement, const char *text)
{
    remember(statement, sqlite3_bind_text(statement->handle, statement->parameter, text, -1,
                                          SQLITE_TRANSIENT));
}

void tkg_statement_whole(struct tkg_statement *statement, int64_t number)
{
    remember(statement, sqlite3_bind_int64(statement->handle, statement->parameter, number));
}

void tkg_statement_real(struct tkg_statement *statement, double number)
{
    remember(statement, isfinite(number)
                            ? sqlite3_bind_double(statement->handle, statement->parameter, number)
                            : sqlite3_bind_null(statement->handle, statement->parameter));
}

enum tkg_status tkg_statement_next(struct tkg_statement *statement, bool *has_row,
                                   struct tkg_error *err)
{
    int result = statement->result;
    *has_row = false;
    if (result == SQLITE_OK) {
        result = sqlite3_step(statement->handle);
    }
    *has_row = result == SQLITE_ROW;
    return result == SQLITE_ROW || result == SQLITE_DONE
               ? TKG_OK
               : tkg_history_fail(statement->history, result, err);
}

enum tkg_status tkg_statement_run(struct tkg_statement *statement, struct tkg_error *err)
{
    bool has_row = true;
    enum tkg_status status = TKG_OK;
    while (status == TKG_OK && has_row) {
        status = tkg_statement_next(statement, &has_row, err);
    }
    (void)sqlite3_reset(statement->handle);
    (void)sqlite3_clear_bindings(statement->handle);
    statement->parameter = 1;
    statement->result = SQLITE_OK;
    return status;
}

void tkg_statement_get_text(const struct tkg_statement *statement, int column, char *out,
                            size_t out_bytes)
{
    const unsigned char *text = sqlite3_column_text(statement->handle, column);
    (void)tkg_string_copy(out, out_bytes, text ? (const char *)text : "");
}

int64_t tkg_statement_get_whole(const struct tkg_statement *statement, int column)
{
    return sqlite3_column_int64(statement->handle, column);
}

double tkg_statement_get_real(const struct tkg_statement *statement, int column)
{
    return sqlite3_column_type(statement->handle, column) == SQLITE_NULL
               ? NAN
               : sqlite3_column_double(statement->handle, column);
}
