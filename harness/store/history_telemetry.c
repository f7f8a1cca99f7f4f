/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_telemetry.h"

#include "sample/telemetry.h"
#include "store/history_statement.h"

/* Opened once for all rows of a run: a long run has some ten thousand. */
struct row_writer {
    struct tkg_history *history;
    struct tkg_statement trial, cpu, memory;
};

/* -1 is how the sampler says that the machine does not tell; in a table that is NULL. */
static void bind_known(struct tkg_statement *statement, int64_t number)
{
    if (number < 0) {
        tkg_statement_text(statement, NULL);
    } else {
        tkg_statement_whole(statement, number);
    }
}

static enum tkg_status add_cpu(struct row_writer *writer, int64_t trial_id, uint32_t position,
                               int64_t begin_ns, const struct tkg_telemetry_point *point,
                               struct tkg_error *err)
{
    struct tkg_statement *cpu = &writer->cpu;
    tkg_statement_whole(cpu, trial_id);
    tkg_statement_whole(cpu, position);
    tkg_statement_whole(cpu, begin_ns);
    tkg_statement_whole(cpu, point->wall_ns);
    tkg_statement_whole(cpu, point->cpu_ns);
    tkg_statement_whole(cpu, point->system_ns);
    bind_known(cpu, point->wait_ns);
    bind_known(cpu, point->steal_ns);
    bind_known(cpu, point->stall_ns);
    return tkg_statement_run(cpu, err);
}

static enum tkg_status add_memory(struct row_writer *writer, int64_t trial_id, uint32_t position,
                                  int64_t begin_ns, const struct tkg_telemetry_point *point,
                                  struct tkg_error *err)
{
    struct tkg_statement *memory = &writer->memory;
    tkg_statement_whole(memory, trial_id);
    tkg_statement_whole(memory, position);
    tkg_statement_whole(memory, begin_ns);
    bind_known(memory, point->rss_bytes);
    bind_known(memory, point->vms_bytes);
    return tkg_statement_run(memory, err);
}

static enum tkg_status add_points(struct row_writer *writer, int64_t trial_id,
                                  const struct tkg_telemetry *telemetry, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    int64_t begin_ns = 0;
    for (uint32_t i = 0; i < telemetry->point_count && status == TKG_OK; i++) {
        const struct tkg_telemetry_point *point = &telemetry->points[i];
        status = add_cpu(writer, trial_id, i, begin_ns, point, err);
        status = status == TKG_OK ? add_memory(writer, trial_id, i, begin_ns, point, err) : status;
        begin_ns += point->wall_ns;
    }
    return status;
}

static enum tkg_status add_trial(struct row_writer *writer, int64_t run_id,
                                 const struct tkg_case *the_case, const struct tkg_trial *trial,
                                 struct tkg_error *err)
{
    const char pass[] = {tkg_pass_letter(trial->pass), '\0'};
    tkg_statement_whole(&writer->trial, run_id);
    tkg_statement_text(&writer->trial, the_case->name);
    tkg_statement_text(&writer->trial, pass);
    tkg_statement_whole(&writer->trial, (int64_t)trial->round + 1);
    tkg_statement_whole(&writer->trial, trial->invalid != 0);
    const enum tkg_status status = tkg_statement_run(&writer->trial, err);
    return status == TKG_OK
               ? add_points(writer, sqlite3_last_insert_rowid(writer->history->database),
                            trial->telemetry, err)
               : status;
}

static enum tkg_status open_writer(struct row_writer *writer, struct tkg_error *err)
{
    enum tkg_status status =
        tkg_statement_open(&writer->trial, writer->history,
                           "INSERT INTO sampled_trials (run_id, case_name, pass, round, flagged)"
                           " VALUES (?, ?, ?, ?, ?)",
                           err);
    if (status == TKG_OK) {
        status = tkg_statement_open(&writer->cpu, writer->history,
                                    "INSERT INTO sys_cpu (trial_id, position, begin_ns, wall_ns,"
                                    " cpu_ns, system_ns, wait_ns, steal_ns, stall_ns)"
                                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                    err);
    }
    if (status == TKG_OK) {
        status = tkg_statement_open(&writer->memory, writer->history,
                                    "INSERT INTO sys_mem (trial_id, position, begin_ns, rss_bytes,"
                                    " vms_bytes) VALUES (?, ?, ?, ?, ?)",
                                    err);
    }
    return status;
}

enum tkg_status tkg_entry_add_telemetry(struct tkg_history *history, int64_t run_id,
                                        const struct tkg_run_record *record, struct tkg_error *err)
{
    struct row_writer writer = {.history = history};
    enum tkg_status status = open_writer(&writer, err);
    for (size_t i = 0; i < record->case_count && status == TKG_OK; i++) {
        const struct tkg_case *the_case = &record->cases[i];
        for (size_t k = 0; k < the_case->trial_count && status == TKG_OK; k++) {
            if (the_case->trials[k].telemetry) {
                status = add_trial(&writer, run_id, the_case, &the_case->trials[k], err);
            }
        }
    }
    tkg_statement_close(&writer.trial);
    tkg_statement_close(&writer.cpu);
    tkg_statement_close(&writer.memory);
    return status;
}
