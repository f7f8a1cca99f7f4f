/* SPDX-License-Identifier: Apache-2.0
 *
 * The flight recorder of a run: keeps its last samples, and writes them to a file with everything
 * known about the alert when a rule is raised.
 */
#ifndef TKG_CLI_FLIGHT_RECORDER_H
#define TKG_CLI_FLIGHT_RECORDER_H

#include "config/alert_rules.h"
#include "report/flight_json.h"

/* The first raises tell most, and a rule at the edge of its threshold must not fill a disk: with
 * TKG_FLIGHT_BYTES_MAX that is 4 MiB a rule. */
enum { TKG_FLIGHT_DUMP_MAX = 16 }; /* of one rule in one run */

struct tkg_flight_recorder {
    struct tkg_flight_ring ring;
    struct tkg_flight_run run;
    const struct tkg_fingerprint *fingerprint; /* borrowed; NULL: not known */
    struct tkg_flight_trial trial;             /* the one whose figures are looked at now */
    bool has_trial;                            /* false: the machine is looked at */
    uint32_t dump_counts[TKG_ALERT_RULE_MAX];  /* asked for, by rule */
    uint32_t file_count;                       /* tried in this run: no two have one name */
};

/* record       what is known of the run so far is copied
 * fingerprint  borrowed as long as the recorder is used; NULL: dumps say that it is not known */
void tkg_flight_recorder_init(struct tkg_flight_recorder *recorder,
                              const struct tkg_run_record *record,
                              const struct tkg_fingerprint *fingerprint);

/* The figures that come now are of this trial; NULL: of the machine. */
void tkg_flight_recorder_set_trial(struct tkg_flight_recorder *recorder, const char *case_name,
                                   const struct tkg_trial *trial);

/* Keeps an interval of the trial that was set. */
void tkg_flight_recorder_add(struct tkg_flight_recorder *recorder, int64_t end_unix_ns,
                             const struct tkg_telemetry_point *point);

/* Writes <rule->dump>/flight-<ns since 1970>-<process>-<number>-<metric>.json; the folder is made
 * when missing, nothing is ever replaced, and the file is there whole or not at all.
 * row      of the raise; row->rule < TKG_ALERT_RULE_MAX
 * log      where the reason of a failure goes; that a rule has had its TKG_FLIGHT_DUMP_MAX is said
 *          once
 * returns  false: no file was left
 * cost     a few milliseconds: the file is synced */
bool tkg_flight_recorder_dump(struct tkg_flight_recorder *recorder,
                              const struct tkg_alert_rule *rule, const struct tkg_alert_row *row,
                              struct tkg_text *log);

#endif
