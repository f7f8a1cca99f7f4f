/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/analyze_run.h"

#include <stdio.h>
#include <stdlib.h>

#include "host/file.h"
#include "profile/time_sample.h"
#include "report/report.h"
#include "report/report_format.h"

/* As tickgate report. */
enum { RESULT_BYTES_MAX = 1 << 29 };

/* For the calls of each function, and for what a tick costs it early and late. */
static enum tkg_status count_calls(const struct tkg_analyze_means *means,
                                   struct tkg_function_table *quarter,
                                   struct tkg_function_table *table,
                                   char note[TKG_ANALYZE_NOTE_BYTES], struct tkg_error *err)
{
    enum { QUARTER = 4 };
    struct tkg_instruction_count count;
    struct tkg_count_spec start = means->replay;
    enum tkg_status status =
        tkg_instruction_count_run(means->program_path, &means->replay, &count, table, err);
    if (status == TKG_OK) {
        /* Of what was played: a file may hold fewer ticks than were asked for. */
        start.tick_count = (count.tick_count + QUARTER - 1) / QUARTER;
        status = tkg_instruction_count_run(means->program_path, &start, &count, quarter, err);
    }
    if (status == TKG_ENVIRONMENT) {
        (void)snprintf(note, TKG_ANALYZE_NOTE_BYTES,
                       "slow_function and growing_function were not judged: %.300s", err->text);
        status = TKG_OK;
    }
    return status;
}

enum tkg_status tkg_analyze_engine(const struct tkg_analyze_means *means,
                                   struct tkg_bottleneck_list *list,
                                   char note[TKG_ANALYZE_NOTE_BYTES], struct tkg_error *err)
{
    struct tkg_function_table quarter;
    struct tkg_function_table table;
    const struct tkg_sample_spec spec = {
        .replay = means->replay,
        .duration_ns = means->sample_ns,
        .interval_ns = TKG_SAMPLE_INTERVAL_NS,
    };
    note[0] = '\0';
    tkg_function_table_init(&quarter);
    tkg_function_table_init(&table);
    enum tkg_status status =
        tkg_time_sample_run(means->program_path, &spec, &table, means->map, err);
    status = status == TKG_OK ? count_calls(means, &quarter, &table, note, err) : status;
    if (status == TKG_OK) {
        tkg_bottlenecks_of_functions(means->rules, &table, list);
        tkg_bottlenecks_of_growth(means->rules, &quarter, &table, list);
    }
    tkg_function_table_deinit(&quarter);
    tkg_function_table_deinit(&table);
    return status;
}

static bool has_telemetry(const struct tkg_run_record *record)
{
    for (size_t i = 0; i < record->case_count; i++) {
        for (size_t j = 0; j < record->cases[i].trial_count; j++) {
            if (record->cases[i].trials[j].telemetry) {
                return true;
            }
        }
    }
    return false;
}

enum tkg_status tkg_analyze_result(const struct tkg_bottleneck_rules *rules, const char *path,
                                   struct tkg_bottleneck_list *list,
                                   char note[TKG_ANALYZE_NOTE_BYTES], struct tkg_error *err)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    tkg_run_record_init(&record);
    enum tkg_status status = tkg_file_read(path, RESULT_BYTES_MAX, &bytes, &byte_count, err);
    if (status == TKG_OK) {
        status = tkg_report_json_read(path, bytes, byte_count, &record, &fingerprint, err);
    }
    free(bytes);
    note[0] = '\0';
    if (status == TKG_OK) {
        tkg_bottlenecks_of_run(rules, &record, list);
        if (!has_telemetry(&record)) {
            (void)snprintf(note, TKG_ANALYZE_NOTE_BYTES,
                           "memory growth, input and output were not judged: run with --telemetry");
        }
    }
    tkg_run_record_deinit(&record);
    return status;
}
