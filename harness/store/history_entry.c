/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_entry.h"

#include "base/text.h"
#include "store/history_environment.h"
#include "store/history_statement.h"

/* All or nothing. What failed first is what is told. */
enum tkg_status tkg_entry_end(struct tkg_history *history, enum tkg_status status,
                              struct tkg_error *err)
{
    if (status == TKG_OK) {
        status = tkg_history_execute(history, "COMMIT", err);
    }
    if (status != TKG_OK) {
        tkg_history_roll_back(history);
    }
    return status;
}

static enum tkg_status run_once(struct tkg_statement *statement, enum tkg_status status,
                                struct tkg_error *err)
{
    status = status == TKG_OK ? tkg_statement_run(statement, err) : status;
    tkg_statement_close(statement);
    return status;
}

/* Kept once: equal facts are one row. */
static enum tkg_status add_environment(struct tkg_history *history,
                                       const struct tkg_fingerprint *fingerprint, const char *facts,
                                       struct tkg_error *err)
{
    struct tkg_statement statement;
    enum tkg_status status =
        tkg_statement_open(&statement, history,
                           "INSERT INTO environments (hash, facts) VALUES (?, ?)"
                           " ON CONFLICT (facts) DO NOTHING",
                           err);
    if (status == TKG_OK) {
        tkg_statement_text(&statement, fingerprint->hash);
        tkg_statement_text(&statement, facts);
    }
    return run_once(&statement, status, err);
}

static enum tkg_status add_entry(struct tkg_history *history,
                                 const struct tkg_history_origin *origin,
                                 const struct tkg_entry_row *row, double cpu_pressure_percent,
                                 const char *facts, struct tkg_error *err)
{
    struct tkg_statement statement;
    enum tkg_status status = tkg_statement_open(
        &statement, history,
        "INSERT INTO runs (kind, start_unix_ns, end_unix_ns, commit_id, branch, label,"
        " tool_version, engine, baseline, work, complete, steal_share, load_1min,"
        " cpu_pressure_percent, environment_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " (SELECT id FROM environments WHERE facts = ?))",
        err);
    if (status == TKG_OK) {
        tkg_statement_text(&statement, row->kind);
        tkg_statement_whole(&statement, row->start_unix_ns);
        tkg_statement_whole(&statement, row->end_unix_ns);
        tkg_statement_text(&statement, origin->commit);
        tkg_statement_text(&statement, origin->branch);
        tkg_statement_text(&statement, origin->label);
        tkg_statement_text(&statement, origin->tool_version);
        tkg_statement_text(&statement, row->engine);
        tkg_statement_text(&statement, row->baseline);
        tkg_statement_text(&statement, row->work);
        tkg_statement_whole(&statement, row->is_complete);
        tkg_statement_real(&statement, row->steal_share);
        tkg_statement_real(&statement, row->load_1min);
        tkg_statement_real(&statement, cpu_pressure_percent);
        tkg_statement_text(&statement, facts);
    }
    return run_once(&statement, status, err);
}

/* Begins the transaction and adds the row that everything else refers to. */
enum tkg_status tkg_entry_begin(struct tkg_history *history,
                                const struct tkg_history_origin *origin,
                                const struct tkg_entry_row *row,
                                const struct tkg_fingerprint *fingerprint, int64_t *run_id,
                                struct tkg_error *err)
{
    struct tkg_text facts = {0};
    tkg_history_environment_write(fingerprint, &facts);
    enum tkg_status status = tkg_text_failed(&facts)
                                 ? tkg_fail(err, TKG_NO_MEMORY, "no memory for the environment")
                                 : tkg_history_execute(history, "BEGIN IMMEDIATE", err);
    if (status == TKG_OK) {
        status = add_environment(history, fingerprint, tkg_text_borrow(&facts), err);
        if (status == TKG_OK) {
            status = add_entry(history, origin, row, fingerprint->cpu_pressure_percent,
                               tkg_text_borrow(&facts), err);
        }
        *run_id = sqlite3_last_insert_rowid(history->database);
        status = status == TKG_OK ? TKG_OK : tkg_entry_end(history, status, err);
    }
    tkg_text_deinit(&facts);
    return status;
}

enum tkg_status tkg_entry_add_sample(struct tkg_history *history, int64_t run_id,
                                     const struct tkg_sample_row *row, struct tkg_error *err)
{
    struct tkg_statement statement;
    enum tkg_status status = tkg_statement_open(
        &statement, history,
        "INSERT INTO samples (run_id, case_name, metric, unit, count, invalid_count, value, low,"
        " high, coverage, ratio, ratio_low, ratio_high, ruler)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        err);
    if (status == TKG_OK) {
        tkg_statement_whole(&statement, run_id);
        tkg_statement_text(&statement, row->case_name);
        tkg_statement_text(&statement, row->metric);
        tkg_statement_text(&statement, row->unit);
        tkg_statement_whole(&statement, row->count);
        tkg_statement_whole(&statement, row->invalid_count);
        tkg_statement_real(&statement, row->value);
        tkg_statement_real(&statement, row->low);
        tkg_statement_real(&statement, row->high);
        tkg_statement_real(&statement, row->coverage_0to1);
        tkg_statement_real(&statement, row->ratio);
        tkg_statement_real(&statement, row->ratio_low);
        tkg_statement_real(&statement, row->ratio_high);
        tkg_statement_text(&statement, row->ruler);
    }
    return run_once(&statement, status, err);
}

enum tkg_status tkg_entry_add_verdict(struct tkg_history *history, int64_t run_id,
                                      const struct tkg_verdict_row *row, struct tkg_error *err)
{
    struct tkg_statement statement;
    enum tkg_status status = tkg_statement_open(
        &statement, history,
        "INSERT INTO verdicts (run_id, position, case_name, metric, unit, limit_value, value, low,"
        " high, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        err);
    if (status == TKG_OK) {
        tkg_statement_whole(&statement, run_id);
        tkg_statement_whole(&statement, row->position);
        tkg_statement_text(&statement, row->case_name);
        tkg_statement_text(&statement, row->metric);
        tkg_statement_text(&statement, row->unit);
        tkg_statement_real(&statement, row->limit);
        tkg_statement_real(&statement, row->value);
        tkg_statement_real(&statement, row->low);
        tkg_statement_real(&statement, row->high);
        tkg_statement_text(&statement, row->outcome);
    }
    return run_once(&statement, status, err);
}
