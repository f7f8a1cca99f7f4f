/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_schema.h"

#include <inttypes.h>
#include <stdio.h>

#include "store/history.h"

/* PRAGMA application_id of our files: "TKGH". Other programs' SQLite files have another, or 0. */
#define APPLICATION_ID 0x544b4748
#define TEXT_OF(number) #number
#define TEXT_OF_VALUE(number) TEXT_OF(number)

/* Each brings a file from its version to the next; the first makes a file. Never changed once
 * released: to change the tables, add a step and raise TKG_HISTORY_VERSION. */
static const char *const steps[TKG_HISTORY_VERSION] = {
    "PRAGMA application_id = " TEXT_OF_VALUE(
        APPLICATION_ID) ";"
                        "CREATE TABLE environments ("
                        " id INTEGER PRIMARY KEY,"
                        " hash TEXT NOT NULL," /* of what must be equal to compare:
                                                  docs/decisions/0012 */
                        " facts TEXT NOT NULL UNIQUE) STRICT;"
                        "CREATE TABLE runs ("
                        " id INTEGER PRIMARY KEY AUTOINCREMENT," /* a number is never given twice,
                                                                    not after a prune */
                        " kind TEXT NOT NULL,"                   /* run, comparison, gate */
                        " start_unix_ns INTEGER NOT NULL,"
                        " end_unix_ns INTEGER NOT NULL,"
                        " commit_id TEXT NOT NULL,"
                        " branch TEXT NOT NULL,"
                        " label TEXT NOT NULL,"
                        " tool_version TEXT NOT NULL,"
                        " engine TEXT NOT NULL,"
                        " baseline TEXT NOT NULL," /* what it was compared with; '' for a run */
                        " work TEXT NOT NULL," /* stream, seed, parameters: equal for equal work */
                        " complete INTEGER NOT NULL,"
                        " environment_id INTEGER NOT NULL REFERENCES environments(id),"
                        " steal_share REAL, load_1min REAL, cpu_pressure_percent REAL) STRICT;"
                        "CREATE TABLE samples ("
                        " run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,"
                        " case_name TEXT NOT NULL,"
                        " metric TEXT NOT NULL,"
                        " unit TEXT NOT NULL,"
                        " count INTEGER NOT NULL,"
                        " invalid_count INTEGER NOT NULL,"
                        " value REAL, low REAL, high REAL, coverage REAL,"
                        " PRIMARY KEY (run_id, case_name, metric)) STRICT, WITHOUT ROWID;"
                        "CREATE INDEX samples_by_series ON samples (metric, case_name);"
                        "CREATE TABLE verdicts ("
                        " run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,"
                        " position INTEGER NOT NULL,"
                        " case_name TEXT NOT NULL,"
                        " metric TEXT NOT NULL,"
                        " unit TEXT NOT NULL,"
                        " limit_value REAL, value REAL, low REAL, high REAL,"
                        " outcome TEXT NOT NULL,"
                        " PRIMARY KEY (run_id, position)) STRICT, WITHOUT ROWID;",

    "ALTER TABLE samples ADD COLUMN ratio REAL;" /* to the ruler of the same run */
    "ALTER TABLE samples ADD COLUMN ratio_low REAL;"
    "ALTER TABLE samples ADD COLUMN ratio_high REAL;"
    "ALTER TABLE samples ADD COLUMN ruler TEXT NOT NULL DEFAULT '';"
    "CREATE TABLE alerts ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " run_id INTEGER REFERENCES runs(id) ON DELETE SET NULL," /* NULL: outside of a run */
    " time_unix_ns INTEGER NOT NULL,"
    " source TEXT NOT NULL," /* which process, engine or host */
    " metric TEXT NOT NULL,"
    " value REAL,"
    " threshold REAL,"
    " raised INTEGER NOT NULL CHECK (raised IN (0, 1))) STRICT;" /* 1 raised, 0 cleared */
    "CREATE INDEX alerts_by_time ON alerts (time_unix_ns);",

    /* What the sampler saw: one row of sys_cpu and one of sys_mem for every interval of a trial.
     * NULL where the machine does not say. */
    "CREATE TABLE sampled_trials ("
    " id INTEGER PRIMARY KEY,"
    " run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,"
    " case_name TEXT NOT NULL,"
    " pass TEXT NOT NULL,"
    " round INTEGER NOT NULL," /* 1-based, as printed */
    " flagged INTEGER NOT NULL CHECK (flagged IN (0, 1))) STRICT;"
    "CREATE INDEX sampled_trials_by_run ON sampled_trials (run_id);"
    "CREATE TABLE sys_cpu ("
    " trial_id INTEGER NOT NULL REFERENCES sampled_trials(id) ON DELETE CASCADE,"
    " position INTEGER NOT NULL," /* 0-based */
    " begin_ns INTEGER NOT NULL," /* since the first interval began */
    " wall_ns INTEGER NOT NULL,"  /* length of the interval; the others are within it */
    " cpu_ns INTEGER NOT NULL,"
    " system_ns INTEGER NOT NULL," /* of cpu_ns, in the kernel */
    " wait_ns INTEGER, steal_ns INTEGER, stall_ns INTEGER,"
    " PRIMARY KEY (trial_id, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE sys_mem ("
    " trial_id INTEGER NOT NULL REFERENCES sampled_trials(id) ON DELETE CASCADE,"
    " position INTEGER NOT NULL,"
    " begin_ns INTEGER NOT NULL,"
    " rss_bytes INTEGER, vms_bytes INTEGER,"
    " PRIMARY KEY (trial_id, position)) STRICT, WITHOUT ROWID;",
};

static enum tkg_status read_number(struct tkg_history *history, const char *sql, int64_t *number,
                                   struct tkg_error *err)
{
    struct tkg_statement statement = {0};
    bool has_row = false;
    enum tkg_status status = tkg_statement_open(&statement, history, sql, err);
    if (status == TKG_OK) {
        status = tkg_statement_next(&statement, &has_row, err);
    }
    *number = has_row ? tkg_statement_get_whole(&statement, 0) : 0;
    tkg_statement_close(&statement);
    return status;
}

static enum tkg_status read_owner(struct tkg_history *history, int64_t *version,
                                  struct tkg_error *err)
{
    int64_t application = 0, table_count = 0;
    enum tkg_status status = read_number(history, "PRAGMA user_version", version, err);
    if (status == TKG_OK) {
        status = read_number(history, "PRAGMA application_id", &application, err);
    }
    if (status == TKG_OK) {
        status = read_number(history, "SELECT count(*) FROM sqlite_schema", &table_count, err);
    }
    if (status != TKG_OK) {
        return status;
    }
    const bool is_empty = table_count == 0 && *version == 0 && application == 0;
    if (!is_empty && application != APPLICATION_ID) {
        return tkg_fail(err, TKG_INPUT,
                        "'%.300s' is a SQLite file of another program; it is left as it is; name "
                        "another file",
                        history->path);
    }
    if (*version < 0 || *version > TKG_HISTORY_VERSION) {
        return tkg_fail(err, TKG_INPUT,
                        "history '%.300s' has version %" PRId64 ", this tickgate knows versions "
                        "up to %d; it is left as it is; use a newer tickgate, or another file",
                        history->path, *version, TKG_HISTORY_VERSION);
    }
    return TKG_OK;
}

/* All three numbers of one moment: somebody else may be making the file just now. */
static enum tkg_status read_owner_at_once(struct tkg_history *history, int64_t *version,
                                          struct tkg_error *err)
{
    enum tkg_status status = tkg_history_execute(history, "BEGIN", err);
    status = status == TKG_OK ? read_owner(history, version, err) : status;
    tkg_history_roll_back(history);
    return status;
}

enum tkg_status tkg_history_check_owner(struct tkg_history *history, struct tkg_error *err)
{
    int64_t version = 0;
    return read_owner_at_once(history, &version, err);
}

enum tkg_status tkg_history_is_current(struct tkg_history *history, bool *is_current,
                                       struct tkg_error *err)
{
    int64_t version = 0;
    const enum tkg_status status = read_owner_at_once(history, &version, err);
    *is_current = version == TKG_HISTORY_VERSION;
    return status;
}

/* Within a transaction: somebody else may have been faster. */
static enum tkg_status take_steps(struct tkg_history *history, struct tkg_error *err)
{
    char sql[64];
    int64_t version = 0;
    enum tkg_status status = read_owner(history, &version, err);
    for (; status == TKG_OK && version < TKG_HISTORY_VERSION; version++) {
        status = tkg_history_execute(history, steps[version], err);
    }
    (void)snprintf(sql, sizeof sql, "PRAGMA user_version = %d", TKG_HISTORY_VERSION);
    return status == TKG_OK ? tkg_history_execute(history, sql, err) : status;
}

enum tkg_status tkg_history_migrate(struct tkg_history *history, struct tkg_error *err)
{
    int64_t version = 0;
    enum tkg_status status = read_owner_at_once(history, &version, err);
    if (status != TKG_OK || version == TKG_HISTORY_VERSION) {
        return status;
    }
    status = tkg_history_execute(history, "BEGIN IMMEDIATE", err);
    if (status != TKG_OK) {
        return status;
    }
    status = take_steps(history, err);
    if (status == TKG_OK) {
        status = tkg_history_execute(history, "COMMIT", err);
    }
    if (status != TKG_OK) {
        tkg_history_roll_back(history);
    }
    return status;
}
