/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/alert_watch.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/alert_action.h"
#include "host/clock.h"
#include "host/memory_usage.h"
#include "host/usage.h"
#include "sample/telemetry.h"

/* T09 of the capabilities: once a second, and five seconds for a call under way. */
static const int64_t monitor_interval_ns = INT64_C(1000000000);
static const int64_t monitor_stop_ns = INT64_C(5000000000);

void tkg_alert_watch_init(struct tkg_alert_watch *watch)
{
    *watch = (struct tkg_alert_watch){.is_watching = false};
    tkg_alert_rules_init(&watch->rules);
    tkg_alerts_init(&watch->alerts);
    (void)pthread_mutex_init(&watch->lock, NULL); /* cannot fail on Linux */
}

bool tkg_alert_watch_deinit(struct tkg_alert_watch *watch)
{
    tkg_alert_watch_stop(watch);
    if (watch->monitor) {
        return false;
    }
    tkg_alerts_deinit(&watch->alerts);
    tkg_alert_rules_deinit(&watch->rules);
    (void)pthread_mutex_destroy(&watch->lock);
    return true;
}

enum tkg_status tkg_alert_watch_load(struct tkg_alert_watch *watch, const char *path,
                                     struct tkg_error *err)
{
    return tkg_alert_rules_load(&watch->rules, path, err);
}

/* A tkg_alert_callback. Under the lock. */
static bool act(void *context, const struct tkg_alert_info *info)
{
    struct tkg_alert_watch *watch = context;
    struct tkg_text log;
    struct tkg_alert_row row = {
        .rule = (uint32_t)info->rule_index,
        .op = info->rule->op,
        .raised = info->raised,
        .value = info->value,
        .threshold = info->rule->threshold,
        .unix_ns = info->unix_ns,
    };
    (void)tkg_string_copy(row.metric, sizeof(row.metric), info->rule->metric);
    (void)tkg_string_copy(row.case_name, sizeof(row.case_name), watch->case_name);
    tkg_text_init(&log);
    row.failed_action_count = tkg_alert_act(info->rule, &row, &watch->recorder, &log);
    if (watch->view && log.length > 0) {
        tkg_progress_view_end(watch->view);
    }
    (void)fputs(tkg_text_borrow(&log), stderr);
    tkg_text_deinit(&log);
    (void)tkg_run_record_add_alert(watch->record, &row);
    return row.failed_action_count == 0;
}

static void feed(struct tkg_alert_watch *watch, const char *metric, const char *case_name,
                 double value, int64_t unix_ns)
{
    watch->case_name = case_name ? case_name : "";
    (void)tkg_alerts_feed(&watch->alerts, metric, case_name, value, unix_ns);
}

/* Every second, beside the trials. */
static void look_at_machine(void *context)
{
    struct tkg_alert_watch *watch = context;
    struct tkg_machine_usage machine;
    struct tkg_memory_usage memory;
    const int64_t now_ns = tkg_clock_unix_ns();
    tkg_machine_usage_read(&machine);
    tkg_memory_usage_read(&memory);
    (void)pthread_mutex_lock(&watch->lock);
    const double trial_ns = watch->trial_begin_ns > 0
                                ? (double)(tkg_clock_monotonic_ns() - watch->trial_begin_ns)
                                : NAN;
    const double values[TKG_ALERT_MACHINE_COUNT] = {
        [TKG_ALERT_MACHINE_LOAD] = machine.load_1min,
        [TKG_ALERT_MACHINE_AVAILABLE] =
            memory.available_bytes < 0 ? NAN : (double)memory.available_bytes,
        [TKG_ALERT_MACHINE_TRIAL_TIME] = trial_ns,
    };
    for (unsigned i = 0; i < TKG_ALERT_MACHINE_COUNT; i++) {
        feed(watch, tkg_alert_machine_name((enum tkg_alert_machine)i), NULL, values[i], now_ns);
    }
    (void)pthread_mutex_unlock(&watch->lock);
}

static bool watches_machine(const struct tkg_alert_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        if (tkg_alert_metric_is_of_machine(rules->rules[i].metric)) {
            return true;
        }
    }
    return false;
}

enum tkg_status tkg_alert_watch_start(struct tkg_alert_watch *watch, struct tkg_run_record *record,
                                      const struct tkg_fingerprint *fingerprint,
                                      struct tkg_progress_view *view, struct tkg_error *err)
{
    if (watch->rules.count == 0) {
        return TKG_OK;
    }
    watch->record = record;
    watch->view = view;
    tkg_flight_recorder_init(&watch->recorder, record, fingerprint);
    record->alerts_watched = true;
    for (size_t i = 0; i < watch->rules.count; i++) {
        if (tkg_alert_add(&watch->alerts, &watch->rules.rules[i], act, watch) != TKG_OK) {
            return tkg_fail(err, TKG_NO_MEMORY, "out of memory for alert rules");
        }
    }
    watch->is_watching = true;
    watch->trial_begin_ns = tkg_clock_monotonic_ns();
    return watches_machine(&watch->rules) ? tkg_monitor_start(&watch->monitor, monitor_interval_ns,
                                                              look_at_machine, watch, err)
                                          : TKG_OK;
}

static void feed_telemetry(struct tkg_alert_watch *watch, const char *case_name,
                           const struct tkg_trial *trial)
{
    int64_t end_ns = trial->start_unix_ns;
    for (uint32_t i = 0; i < trial->telemetry->point_count; i++) {
        const struct tkg_telemetry_point *point = &trial->telemetry->points[i];
        end_ns += point->wall_ns;
        tkg_flight_recorder_add(&watch->recorder, end_ns, point);
        for (unsigned live = 0; live < TKG_ALERT_LIVE_COUNT; live++) {
            feed(watch, tkg_alert_live_name((enum tkg_alert_live)live), case_name,
                 tkg_alert_live_value((enum tkg_alert_live)live, point), end_ns);
        }
    }
}

void tkg_alert_watch_trial(struct tkg_alert_watch *watch, const char *case_name,
                           const struct tkg_trial *trial)
{
    if (!watch->is_watching) {
        return;
    }
    (void)pthread_mutex_lock(&watch->lock);
    tkg_flight_recorder_set_trial(&watch->recorder, case_name, trial);
    if (trial->telemetry) {
        feed_telemetry(watch, case_name, trial);
    }
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        if (!isnan(trial->values[i])) { /* each pass gives some, the others are not unknown */
            feed(watch, tkg_metric_info((enum tkg_metric)i)->name, case_name, trial->values[i],
                 trial->start_unix_ns + trial->wall_ns);
        }
    }
    tkg_flight_recorder_set_trial(&watch->recorder, NULL, NULL); /* the machine's turn */
    watch->trial_begin_ns = tkg_clock_monotonic_ns();
    (void)pthread_mutex_unlock(&watch->lock);
}

static void say_what_failed(const struct tkg_alert_watch *watch)
{
    uint64_t failed_count = 0;
    for (size_t i = 0; i < watch->alerts.count; i++) {
        failed_count += watch->alerts.alerts[i].failed_callback_count;
    }
    if (failed_count > 0) {
        (void)fprintf(stderr, "tickgate: alert actions failed at %" PRIu64 " transitions\n",
                      failed_count);
    }
    if (watch->counts.missed_count > 0) {
        (void)fprintf(stderr,
                      "tickgate: the monitor missed %" PRIu64 " of %" PRIu64
                      " periods: alert actions took longer than a second, or the machine is busy\n",
                      watch->counts.missed_count,
                      watch->counts.missed_count + watch->counts.call_count);
    }
}

void tkg_alert_watch_stop(struct tkg_alert_watch *watch)
{
    struct tkg_error err = {.text = ""};
    if (!watch->is_watching) {
        return;
    }
    watch->is_watching = false;
    if (watch->monitor &&
        tkg_monitor_stop(watch->monitor, monitor_stop_ns, &watch->counts, &err) != TKG_OK) {
        (void)fprintf(stderr, "tickgate: %s\n", err.text);
        return;
    }
    watch->monitor = NULL;
    say_what_failed(watch);
}
