/* SPDX-License-Identifier: Apache-2.0
 *
 * The history: a SQLite file that keeps runs, comparisons and gates with the environment that they
 * were made in. Several processes may use one file at once (write-ahead log, 30 s of patience); one
 * transaction holds one run, so that a process killed at any moment loses at most the run in
 * flight. Names of users are data: they reach SQL as bound parameters only. docs/history.md,
 * decision 0135.
 */
#ifndef TKG_STORE_HISTORY_H
#define TKG_STORE_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Of the schema; kept in PRAGMA user_version. */
enum { TKG_HISTORY_VERSION = 3 };

struct tkg_history; /* one open file; one thread at a time */

/* Opens the file, made when missing, brought to TKG_HISTORY_VERSION when older.
 * history  the caller's to close; NULL after a failure
 * returns  TKG_INPUT: no SQLite file, one of another program, damaged (text says how to save what
 * is in it), or of a newer tickgate; it is left as it is. TKG_OUTPUT: cannot be made or written,
 * disk full. TKG_SYSTEM: locked by others for 30 s. TKG_NO_MEMORY cost     about 1 ms; 10 ms for a
 * new file */
enum tkg_status tkg_history_open(const char *path, struct tkg_history **history,
                                 struct tkg_error *err) TKG_MUST_CHECK;

/* The same for what must be there already. TKG_INPUT also: no such file. */
enum tkg_status tkg_history_open_existing(const char *path, struct tkg_history **history,
                                          struct tkg_error *err) TKG_MUST_CHECK;

/* The same for commands that change nothing: needs no right to write, not to the folder either (a
 * file system that takes no writing). While others write, their log and its index are used; where
 * there is no log and none can be made, the file is read as one that nobody changes, so that a
 * writer who begins just then may be read in half. A file of an earlier version is brought to
 * TKG_HISTORY_VERSION, and that needs the right. TKG_INPUT also: a log that cannot be read. */
enum tkg_status tkg_history_open_reading(const char *path, struct tkg_history **history,
                                         struct tkg_error *err) TKG_MUST_CHECK;

/* NULL is allowed. */
void tkg_history_close(struct tkg_history *history);

/* Checks every page and every reference of the file. TKG_INPUT names the first damage and says what
 * to do. cost: reads the whole file. */
enum tkg_status tkg_history_check(struct tkg_history *history,
                                  struct tkg_error *err) TKG_MUST_CHECK;

#endif
