/* SPDX-License-Identifier: Apache-2.0
 *
 * One SQL statement with its parameters and rows. Private to this room: the only header that knows
 * SQLite. Failures of binding are remembered and told by the next step.
 */
#ifndef TKG_STORE_HISTORY_STATEMENT_H
#define TKG_STORE_HISTORY_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "base/status.h"

struct tkg_history {
    sqlite3 *database;
    char *path; /* owned */
};

struct tkg_statement {
    struct tkg_history *history;
    sqlite3_stmt *handle;
    int result;    /* first failure of a bind, or SQLITE_OK */
    int parameter; /* that is bound next, 1-based */
};

/* What SQLite said, as a status with advice: damaged, full, locked, read-only, no memory. */
enum tkg_status tkg_history_fail(const struct tkg_history *history, int result,
                                 struct tkg_error *err);

/* Runs fixed SQL without parameters or rows. */
enum tkg_status tkg_history_execute(struct tkg_history *history, const char *sql,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* Takes back what the open transaction did; nothing when none is open. */
void tkg_history_roll_back(struct tkg_history *history);

/* sql  a constant of this program, never built from outside text */
enum tkg_status tkg_statement_open(struct tkg_statement *statement, struct tkg_history *history,
                                   const char *sql, struct tkg_error *err) TKG_MUST_CHECK;
void tkg_statement_close(struct tkg_statement *statement); /* {0} is allowed */

/* Bind the next parameter. A NaN or infinite number becomes NULL; so does a NULL text. */
void tkg_statement_text(struct tkg_statement *statement, const char *text);
void tkg_statement_whole(struct tkg_statement *statement, int64_t number);
void tkg_statement_real(struct tkg_statement *statement, double number);

/* Runs to its end and makes it ready for other parameters. */
enum tkg_status tkg_statement_run(struct tkg_statement *statement,
                                  struct tkg_error *err) TKG_MUST_CHECK;

/* The next row; has_row is false behind the last. */
enum tkg_status tkg_statement_next(struct tkg_statement *statement, bool *has_row,
                                   struct tkg_error *err) TKG_MUST_CHECK;

/* Of the row, columns from 0: a text cut to out_bytes - 1 ("" for NULL); a number (NaN for NULL).
 */
void tkg_statement_get_text(const struct tkg_statement *statement, int column, char *out,
                            size_t out_bytes);
int64_t tkg_statement_get_whole(const struct tkg_statement *statement, int column);
double tkg_statement_get_real(const struct tkg_statement *statement, int column);

#endif
