/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/flight_recorder.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "host/file.h"

enum { PATH_BYTES = TKG_ALERT_PATH_BYTES + 160 };

void tkg_flight_recorder_init(struct tkg_flight_recorder *recorder,
                              const struct tkg_run_record *record,
                              const struct tkg_fingerprint *fingerprint)
{
    struct tkg_flight_run *run = &recorder->run;
    *recorder = (struct tkg_flight_recorder){.fingerprint = fingerprint};
    memcpy(run->engine, record->engine_path, sizeof run->engine);
    memcpy(run->parameters, record->engine_parameters, sizeof run->parameters);
    memcpy(run->stream, record->stream, sizeof run->stream);
    memcpy(run->suite, record->suite, sizeof run->suite);
    run->seed = record->seed;
    run->batch_tick_count = record->batch_tick_count;
}

void tkg_flight_recorder_set_trial(struct tkg_flight_recorder *recorder, const char *case_name,
                                   const struct tkg_trial *trial)
{
    struct tkg_flight_trial *now = &recorder->trial;
    recorder->has_trial = trial != NULL;
    if (trial) {
        (void)tkg_string_copy(now->case_name, sizeof now->case_name, case_name);
        now->pass = trial->pass;
        now->round = trial->round;
        now->order_index = trial->order_index;
        now->start_unix_ns = trial->start_unix_ns;
    }
}

void tkg_flight_recorder_add(struct tkg_flight_recorder *recorder, int64_t end_unix_ns,
                             const struct tkg_telemetry_point *point)
{
    TKG_ASSERT(recorder->has_trial);
    const struct tkg_flight_sample sample = {recorder->trial, end_unix_ns, *point};
    tkg_flight_ring_add(&recorder->ring, &sample);
}

/* The names of metrics that can be watched hold letters, digits and underscores only; a rule that
 * did not come from a file may say anything. */
static void add_safe_name(const char *metric, char out[TKG_ALERT_METRIC_BYTES])
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t length = 0;
    for (; length < TKG_ALERT_METRIC_BYTES - 1 && metric[length]; length++) {
        out[length] = '_';
        if (strchr(safe, metric[length])) {
            out[length] = metric[length];
        }
    }
    out[length] = '\0';
}

static enum tkg_status check_is_new(const char *path, struct tkg_error *err)
{
    struct stat unused;
    return lstat(path, &unused) != 0
               ? TKG_OK
               : tkg_fail(err, TKG_OUTPUT, "'%s' is there already and is left as it is", path);
}

static enum tkg_status write_dump(struct tkg_flight_recorder *recorder, const char *folder,
                                  const struct tkg_alert_row *row, struct tkg_error *err)
{
    char metric[TKG_ALERT_METRIC_BYTES];
    char path[PATH_BYTES];
    struct tkg_text text;
    const struct tkg_flight flight = {
        .tool_version = TKG_VERSION,
        .alert = row,
        .trial = recorder->has_trial ? &recorder->trial : NULL,
        .run = &recorder->run,
        .ring = &recorder->ring,
        .fingerprint = recorder->fingerprint,
    };
    add_safe_name(row->metric, metric);
    (void)snprintf(path, sizeof path, "%s/flight-%" PRId64 "-%ld-%" PRIu32 "-%s.json", folder,
                   row->unix_ns, (long)getpid(), recorder->file_count++, metric);
    tkg_text_init(&text);
    enum tkg_status status = tkg_flight_write_json(&flight, &text, err);
    status = status == TKG_OK ? tkg_folder_make(folder, err) : status;
    status = status == TKG_OK ? check_is_new(path, err) : status;
    status =
        status == TKG_OK ? tkg_file_write(path, tkg_text_borrow(&text), text.length, err) : status;
    tkg_text_deinit(&text);
    return status;
}

bool tkg_flight_recorder_dump(struct tkg_flight_recorder *recorder,
                              const struct tkg_alert_rule *rule, const struct tkg_alert_row *row,
                              struct tkg_text *log)
{
    struct tkg_error err = {.text = ""};
    TKG_ASSERT(row->rule < TKG_ALERT_RULE_MAX);
    const uint32_t asked = recorder->dump_counts[row->rule]++;
    if (asked >= TKG_FLIGHT_DUMP_MAX) {
        if (asked == TKG_FLIGHT_DUMP_MAX) {
            tkg_text_addf(log,
                          "tickgate: alert action failed: rule %" PRIu32 " has left %d dumps in "
                          "this run and leaves no more; give it a hysteresis\n",
                          row->rule, TKG_FLIGHT_DUMP_MAX);
        }
        return false;
    }
    if (write_dump(recorder, rule->dump, row, &err) != TKG_OK) {
        tkg_text_addf(log, "tickgate: alert action failed: %s\n", err.text);
        return false;
    }
    return true;
}
