/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_upkeep.h"

#include "store/history_entry.h"
#include "store/history_statement.h"

static enum tkg_status run_once(struct tkg_statement *statement, enum tkg_status status,
                                struct tkg_error *err)
{
    status = status == TKG_OK ? tkg_statement_run(statement, err) : status;
    tkg_statement_close(statement);
    return status;
}

enum tkg_status tkg_history_add_alert(struct tkg_history *history,
                                      const struct tkg_history_alert *alert, struct tkg_error *err)
{
    struct tkg_statement statement;
    enum tkg_status status =
        tkg_statement_open(&statement, history,
                           "INSERT INTO alerts (run_id, time_unix_ns, source, metric, value,"
                           " threshold, raised) VALUES (nullif(?, 0), ?, ?, ?, ?, ?, ?)",
                           err);
    if (status == TKG_OK) {
        tkg_statement_whole(&statement, alert->run_id);
        tkg_statement_whole(&statement, alert->time_unix_ns);
        tkg_statement_text(&statement, alert->source);
        tkg_statement_text(&statement, alert->metric);
        tkg_statement_real(&statement, alert->value);
        tkg_statement_real(&statement, alert->threshold);
        tkg_statement_whole(&statement, alert->is_raised);
    }
    return run_once(&statement, status, err);
}

static enum tkg_status delete_before(struct tkg_history *history, const char *sql,
                                     int64_t before_unix_ns, struct tkg_error *err)
{
    struct tkg_statement statement;
    enum tkg_status status = tkg_statement_open(&statement, history, sql, err);
    if (status == TKG_OK) {
        tkg_statement_whole(&statement, before_unix_ns);
    }
    return run_once(&statement, status, err);
}

enum tkg_status tkg_history_prune(struct tkg_history *history, int64_t before_unix_ns,
                                  size_t *removed, struct tkg_error *err)
{
    *removed = 0;
    enum tkg_status status = tkg_history_execute(history, "BEGIN IMMEDIATE", err);
    if (status != TKG_OK) {
        return status;
    }
    status =
        delete_before(history, "DELETE FROM alerts WHERE time_unix_ns < ?", before_unix_ns, err);
    if (status == TKG_OK) {
        status =
            delete_before(history, "DELETE FROM runs WHERE start_unix_ns < ?", before_unix_ns, err);
        *removed = (size_t)sqlite3_changes(history->database);
    }
    if (status == TKG_OK) {
        status = tkg_history_execute(history,
                                     "DELETE FROM environments WHERE id NOT IN"
                                     " (SELECT environment_id FROM runs)",
                                     err);
    }
    return tkg_entry_end(history, status, err);
}
