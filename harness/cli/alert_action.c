/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/alert_action.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/quantity.h"
#include "host/child.h"
#include "host/file.h"
#include "report/iso_time.h"

enum { VARIABLE_COUNT = 7, VARIABLE_BYTES = 160, PATH_BYTES = TKG_ALERT_PATH_BYTES + 160 };

/* The variables of the program's environment, and the lines of the file. */
struct account {
    char text[VARIABLE_COUNT][VARIABLE_BYTES];
    const char *list[VARIABLE_COUNT + 1];
};

static const char *event_of(const struct tkg_alert_row *row)
{
    return row->raised ? "raise" : "clear";
}

static void fill_account(struct account *account, const struct tkg_alert_row *row)
{
    char time[TKG_ISO_TIME_BYTES];
    const char *const names[VARIABLE_COUNT] = {"EVENT", "METRIC",    "CASE", "OP",
                                               "VALUE", "THRESHOLD", "TIME"};
    char value[32];
    char threshold[32];
    (void)snprintf(value, sizeof(value), "%.17g", row->value);
    (void)snprintf(threshold, sizeof(threshold), "%.17g", row->threshold);
    const char *const values[VARIABLE_COUNT] = {event_of(row),
                                                row->metric,
                                                row->case_name,
                                                tkg_alert_op_name((enum tkg_alert_op)row->op),
                                                value,
                                                threshold,
                                                tkg_iso_time_format(row->unix_ns, time)};
    for (size_t i = 0; i < VARIABLE_COUNT; i++) {
        (void)snprintf(account->text[i], VARIABLE_BYTES, "TICKGATE_ALERT_%s=%s", names[i],
                       values[i]);
        account->list[i] = account->text[i];
    }
    account->list[VARIABLE_COUNT] = NULL;
}

void tkg_alert_line(const struct tkg_alert_rule *rule, const struct tkg_alert_row *row,
                    struct tkg_text *out)
{
    char value[TKG_QUANTITY_BYTES];
    char threshold[TKG_QUANTITY_BYTES];
    tkg_text_addf(out, "Performance alert%s: %s = %s (threshold: %s)%s%s",
                  row->raised ? "" : " cleared", row->metric,
                  tkg_quantity_format(row->value, rule->dimension, value),
                  tkg_quantity_format(row->threshold, rule->dimension, threshold),
                  row->case_name[0] ? " in " : "", row->case_name);
}

static const char *how_it_ended(const struct tkg_child_outcome *outcome, char *text, size_t bytes)
{
    switch (outcome->end) {
    case TKG_CHILD_EXITED:
        (void)snprintf(text, bytes, "exited with %d", outcome->exit_code);
        break;
    case TKG_CHILD_SIGNALED:
        (void)snprintf(text, bytes, "ended by %s", tkg_signal_name(outcome->signal_number));
        break;
    case TKG_CHILD_TIMED_OUT:
        (void)snprintf(text, bytes, "took more than %d s", TKG_ALERT_EXEC_SECONDS_MAX);
        break;
    case TKG_CHILD_INTERRUPTED:
        (void)snprintf(text, bytes, "was interrupted");
        break;
    }
    return text;
}

static bool run_program(const struct tkg_alert_rule *rule, const struct account *account,
                        struct tkg_text *log)
{
    struct tkg_child_outcome outcome = {0};
    struct tkg_error err = {.text = ""};
    char ending[64];
    const struct tkg_child_request request = {
        .argv = (const char *const *)rule->words,
        .extra_env = account->list,
        .result_bytes_max = 0,
        .timeout_ns = TKG_ALERT_EXEC_SECONDS_MAX * INT64_C(1000000000),
        .cpu = -1,
    };
    if (tkg_child_run(&request, &outcome, &err) != TKG_OK) {
        tkg_text_addf(log, "tickgate: alert action failed: %s\n", err.text);
        return false;
    }
    const bool worked = outcome.end == TKG_CHILD_EXITED && outcome.exit_code == 0;
    if (!worked) {
        tkg_text_addf(log, "tickgate: alert action failed: %s %s\n", rule->words[0],
                      how_it_ended(&outcome, ending, sizeof(ending)));
    }
    tkg_child_outcome_deinit(&outcome);
    return worked;
}

/* A name of its own for each transition; the file appears whole or not at all. */
static bool drop_file(const struct tkg_alert_rule *rule, const struct tkg_alert_row *row,
                      const struct account *account, struct tkg_text *log)
{
    char path[PATH_BYTES];
    struct tkg_text content;
    struct tkg_error err = {.text = ""};
    (void)snprintf(path, sizeof(path), "%s/alert-%" PRId64 "-%" PRIu32 "-%s-%s", rule->drop,
                   row->unix_ns, row->rule, row->metric, event_of(row));
    tkg_text_init(&content);
    for (size_t i = 0; i < VARIABLE_COUNT; i++) {
        tkg_text_addf(&content, "%s\n", account->list[i]);
    }
    enum tkg_status status = tkg_folder_make(rule->drop, &err);
    if (status == TKG_OK) {
        status = tkg_file_write(path, tkg_text_borrow(&content), content.length, &err);
    }
    if (status != TKG_OK) {
        tkg_text_addf(log, "tickgate: alert action failed: %s\n", err.text);
    }
    tkg_text_deinit(&content);
    return status == TKG_OK;
}

uint32_t tkg_alert_act(const struct tkg_alert_rule *rule, const struct tkg_alert_row *row,
                       struct tkg_flight_recorder *recorder, struct tkg_text *log)
{
    struct account account;
    uint32_t failed_count = 0;
    fill_account(&account, row);
    if (rule->log) {
        tkg_alert_line(rule, row, log);
        tkg_text_addf(log, "\n");
    }
    if (rule->words[0]) {
        failed_count += !run_program(rule, &account, log);
    }
    if (rule->drop[0]) {
        failed_count += !drop_file(rule, row, &account, log);
    }
    if (rule->dump[0] && row->raised) {
        TKG_ASSERT(recorder);
        failed_count += !tkg_flight_recorder_dump(recorder, rule, row, log);
    }
    return failed_count;
}
