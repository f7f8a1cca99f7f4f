/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_read.h"

#include <inttypes.h>

#include "base/text.h"
#include "store/history_statement.h"

/* Of tkg_outcome_name(), tkg_comparison_word() and tkg_gate_class_word(): exit codes 1 and 4. */
#define FAILED_WORDS                                                                               \
    "'fail', 'regression', 'above maximum', 'target missed', 'crashed', 'timed out', 'failed',"    \
    " 'wrong tick count', 'digest differs'"

#define ENTRY_COLUMNS                                                                              \
    "SELECT runs.id, kind, start_unix_ns, commit_id, branch, label, engine, baseline, work,"       \
    " tool_version, hash, complete, steal_share, load_1min, cpu_pressure_percent,"                 \
    " (SELECT count(*) FROM samples WHERE run_id = runs.id),"                                      \
    " (SELECT count(*) FROM verdicts WHERE run_id = runs.id),"                                     \
    " (SELECT count(*) FROM verdicts WHERE run_id = runs.id"                                       \
    "   AND outcome IN (" FAILED_WORDS "))"                                                        \
    " FROM runs JOIN environments ON environments.id = environment_id"

#define GET_TEXT(statement, column, member)                                                        \
    tkg_statement_get_text(statement, column, member, sizeof(member))

static void read_entry(const struct tkg_statement *row, struct tkg_history_entry *entry)
{
    *entry = (struct tkg_history_entry){
        .id = tkg_statement_get_whole(row, 0),
        .start_unix_ns = tkg_statement_get_whole(row, 2),
        .is_complete = tkg_statement_get_whole(row, 11) != 0,
        .steal_share = tkg_statement_get_real(row, 12),
        .load_1min = tkg_statement_get_real(row, 13),
        .cpu_pressure_percent = tkg_statement_get_real(row, 14),
        .sample_count = (size_t)tkg_statement_get_whole(row, 15),
        .verdict_count = (size_t)tkg_statement_get_whole(row, 16),
        .failed_count = (size_t)tkg_statement_get_whole(row, 17),
    };
    GET_TEXT(row, 1, entry->kind);
    GET_TEXT(row, 3, entry->commit);
    GET_TEXT(row, 4, entry->branch);
    GET_TEXT(row, 5, entry->label);
    GET_TEXT(row, 6, entry->engine);
    GET_TEXT(row, 7, entry->baseline);
    GET_TEXT(row, 8, entry->work);
    GET_TEXT(row, 9, entry->tool_version);
    GET_TEXT(row, 10, entry->environment);
}

enum tkg_status tkg_history_entries(struct tkg_history *history, const char *branch, size_t newest,
                                    tkg_history_visit_entry visit, void *context,
                                    struct tkg_error *err)
{
    struct tkg_statement statement;
    struct tkg_history_entry entry;
    bool has_row = true;
    enum tkg_status status = tkg_statement_open(
        &statement, history,
        ENTRY_COLUMNS " WHERE runs.id IN (SELECT id FROM runs WHERE ?1 IS NULL OR branch = ?1"
                      " ORDER BY start_unix_ns DESC, id DESC LIMIT ?2)"
                      " ORDER BY start_unix_ns, runs.id",
        err);
    if (status == TKG_OK) {
        tkg_statement_text(&statement, branch);
        tkg_statement_whole(&statement, newest < INT32_MAX ? (int64_t)newest : INT32_MAX);
    }
    while (status == TKG_OK && has_row) {
        status = tkg_statement_next(&statement, &has_row, err);
        if (status == TKG_OK && has_row) {
            read_entry(&statement, &entry);
            status = visit(context, &entry, err);
        }
    }
    tkg_statement_close(&statement);
    return status;
}

enum tkg_status tkg_history_entry(struct tkg_history *history, int64_t run_id,
                                  struct tkg_history_entry *entry, struct tkg_error *err)
{
    struct tkg_statement statement;
    bool has_row = false;
    enum tkg_status status =
        tkg_statement_open(&statement, history, ENTRY_COLUMNS " WHERE runs.id = ?", err);
    if (status == TKG_OK) {
        tkg_statement_whole(&statement, run_id);
        status = tkg_statement_next(&statement, &has_row, err);
    }
    if (has_row) {
        read_entry(&statement, entry);
    } else if (status == TKG_OK) {
        status = tkg_fail(err, TKG_INPUT,
                          "history '%.300s' has no run %" PRId64 "; tickgate history list names "
                          "those that it has",
                          history->path, run_id);
    }
    tkg_statement_close(&statement);
    return status;
}

static void read_sample(const struct tkg_statement *row, struct tkg_history_sample *sample)
{
    *sample = (struct tkg_history_sample){
        .run_id = tkg_statement_get_whole(row, 0),
        .count = tkg_statement_get_whole(row, 4),
        .value = tkg_statement_get_real(row, 5),
        .low = tkg_statement_get_real(row, 6),
        .high = tkg_statement_get_real(row, 7),
        .ratio = tkg_statement_get_real(row, 8),
        .ratio_low = tkg_statement_get_real(row, 9),
        .ratio_high = tkg_statement_get_real(row, 10),
    };
    GET_TEXT(row, 1, sample->case_name);
    GET_TEXT(row, 2, sample->metric);
    GET_TEXT(row, 3, sample->unit);
    GET_TEXT(row, 11, sample->ruler);
}

enum tkg_status tkg_history_samples(struct tkg_history *history, int64_t run_id,
                                    tkg_history_visit_sample visit, void *context,
                                    struct tkg_error *err)
{
    struct tkg_statement statement;
    struct tkg_history_sample sample;
    bool has_row = true;
    enum tkg_status status = tkg_statement_open(
        &statement, history,
        "SELECT run_id, case_name, metric, unit, count, value, low, high, ratio, ratio_low,"
        " ratio_high, ruler FROM samples WHERE ?1 = 0 OR run_id = ?1"
        " ORDER BY run_id, case_name, metric",
        err);
    if (status == TKG_OK) {
        tkg_statement_whole(&statement, run_id);
    }
    while (status == TKG_OK && has_row) {
        status = tkg_statement_next(&statement, &has_row, err);
        if (status == TKG_OK && has_row) {
            read_sample(&statement, &sample);
            status = visit(context, &sample, err);
        }
    }
    tkg_statement_close(&statement);
    return status;
}

static void read_verdict(const struct tkg_statement *row, struct tkg_history_verdict *verdict)
{
    *verdict = (struct tkg_history_verdict){
        .limit = tkg_statement_get_real(row, 3),
        .value = tkg_statement_get_real(row, 4),
        .low = tkg_statement_get_real(row, 5),
        .high = tkg_statement_get_real(row, 6),
    };
    GET_TEXT(row, 0, verdict->case_name);
    GET_TEXT(row, 1, verdict->metric);
    GET_TEXT(row, 2, verdict->unit);
    GET_TEXT(row, 7, verdict->outcome);
}

enum tkg_status tkg_history_verdicts(struct tkg_history *history, int64_t run_id,
                                     tkg_history_visit_verdict visit, void *context,
                                     struct tkg_error *err)
{
    struct tkg_statement statement;
    struct tkg_history_verdict verdict;
    bool has_row = true;
    enum tkg_status status =
        tkg_statement_open(&statement, history,
                           "SELECT case_name, metric, unit, limit_value, value, low, high, outcome"
                           " FROM verdicts WHERE run_id = ? ORDER BY position",
                           err);
    if (status == TKG_OK) {
        tkg_statement_whole(&statement, run_id);
    }
    while (status == TKG_OK && has_row) {
        status = tkg_statement_next(&statement, &has_row, err);
        if (status == TKG_OK && has_row) {
            read_verdict(&statement, &verdict);
            status = visit(context, &verdict, err);
        }
    }
    tkg_statement_close(&statement);
    return status;
}

enum tkg_status tkg_history_sampled(struct tkg_history *history, int64_t run_id,
                                    struct tkg_history_sampled *sampled, struct tkg_error *err)
{
    struct tkg_statement statement;
    bool has_row = false;
    enum tkg_status status = tkg_statement_open(
        &statement, history,
        "WITH trials AS (SELECT id FROM sampled_trials WHERE run_id = ?)"
        " SELECT (SELECT count(*) FROM trials),"
        " (SELECT count(*) FROM sys_cpu WHERE trial_id IN (SELECT id FROM trials)),"
        " (SELECT count(*) FROM sys_mem WHERE trial_id IN (SELECT id FROM trials))",
        err);
    if (status == TKG_OK) {
        tkg_statement_whole(&statement, run_id);
        status = tkg_statement_next(&statement, &has_row, err);
    }
    *sampled = (struct tkg_history_sampled){0};
    if (status == TKG_OK && has_row) {
        sampled->trial_count = tkg_statement_get_whole(&statement, 0);
        sampled->cpu_count = tkg_statement_get_whole(&statement, 1);
        sampled->memory_count = tkg_statement_get_whole(&statement, 2);
    }
    tkg_statement_close(&statement);
    return status;
}

enum tkg_status tkg_history_facts(struct tkg_history *history, int64_t run_id, struct tkg_text *out,
                                  struct tkg_error *err)
{
    char facts[8192];
    struct tkg_statement statement;
    bool has_row = false;
    enum tkg_status status =
        tkg_statement_open(&statement, history,
                           "SELECT facts FROM environments JOIN runs"
                           " ON environments.id = environment_id WHERE runs.id = ?",
                           err);
    if (status == TKG_OK) {
        tkg_statement_whole(&statement, run_id);
        status = tkg_statement_next(&statement, &has_row, err);
    }
    if (has_row) {
        tkg_statement_get_text(&statement, 0, facts, sizeof facts);
        tkg_text_add(out, facts);
    }
    tkg_statement_close(&statement);
    return status;
}
