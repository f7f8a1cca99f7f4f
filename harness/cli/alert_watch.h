/* SPDX-License-Identifier: Apache-2.0
 *
 * Alerts of a run: rules from files, figures from each trial's telemetry and, every second, from
 * the machine; what a rule asks for is done at each raise and each clear, and a row is kept in the
 * run's record.
 */
#ifndef TKG_CLI_ALERT_WATCH_H
#define TKG_CLI_ALERT_WATCH_H

#include <pthread.h>

#include "cli/flight_recorder.h"
#include "cli/progress.h"
#include "config/alert_rules.h"
#include "measure/monitor.h"
#include "sample/run_record.h"
#include "verdict/alert.h"

struct tkg_alert_watch {
    struct tkg_alert_rules rules;
    struct tkg_alerts alerts;       /* guarded by lock, as all below */
    struct tkg_run_record *record;  /* borrowed: gets the rows */
    struct tkg_progress_view *view; /* borrowed: its bar is cleared before a line; may be NULL */
    const char *case_name;          /* of the figure that is being fed */
    struct tkg_flight_recorder recorder;
    int64_t trial_begin_ns; /* CLOCK_MONOTONIC; 0: no trial runs */
    bool is_watching;
    pthread_mutex_t lock;
    struct tkg_monitor *monitor; /* NULL: no rule watches the machine */
    struct tkg_monitor_counts counts;
};

void tkg_alert_watch_init(struct tkg_alert_watch *watch);
/* Stops first when that is still to be done. False: the monitor's thread did not end; it goes on
 * using watch, record and view, which must then be left as they are. */
bool tkg_alert_watch_deinit(struct tkg_alert_watch *watch);

/* Reads one more file of rules, before start. Fails as tkg_alert_rules_load(). */
enum tkg_status tkg_alert_watch_load(struct tkg_alert_watch *watch, const char *path,
                                     struct tkg_error *err) TKG_MUST_CHECK;

/* Begins to watch; nothing happens without rules. A monitor runs beside the trials only when a rule
 * watches the machine. record, fingerprint (for dumps; may be NULL), view: borrowed until stop.
 * TKG_NO_MEMORY, TKG_SYSTEM. */
enum tkg_status tkg_alert_watch_start(struct tkg_alert_watch *watch, struct tkg_run_record *record,
                                      const struct tkg_fingerprint *fingerprint,
                                      struct tkg_progress_view *view,
                                      struct tkg_error *err) TKG_MUST_CHECK;

/* After each trial, when no process is being measured: gives its telemetry, interval by interval,
 * and its metrics to the rules. */
void tkg_alert_watch_trial(struct tkg_alert_watch *watch, const char *case_name,
                           const struct tkg_trial *trial);

/* Ends the monitor, within 5 s; says on stderr what did not work: actions that failed, periods that
 * were missed. */
void tkg_alert_watch_stop(struct tkg_alert_watch *watch);

#endif
