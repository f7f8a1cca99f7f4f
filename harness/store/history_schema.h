/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables of a history, and how an older file gets them. Private to this room.
 */
#ifndef TKG_STORE_HISTORY_SCHEMA_H
#define TKG_STORE_HISTORY_SCHEMA_H

#include "base/status.h"
#include "store/history_statement.h"

/* TKG_INPUT: a SQLite file of another program, or of a newer tickgate. Changes nothing. */
enum tkg_status tkg_history_check_owner(struct tkg_history *history,
                                        struct tkg_error *err) TKG_MUST_CHECK;

/* Has it the tables of this version? TKG_INPUT as above. Changes nothing. */
enum tkg_status tkg_history_is_current(struct tkg_history *history, bool *is_current,
                                       struct tkg_error *err) TKG_MUST_CHECK;

/* Makes the tables of an empty file, or brings those of an older version up, in one transaction;
 * a file of this version is left as it is. TKG_INPUT: a file of another program, or of a newer
 * tickgate; nothing is changed. */
enum tkg_status tkg_history_migrate(struct tkg_history *history,
                                    struct tkg_error *err) TKG_MUST_CHECK;

#endif
