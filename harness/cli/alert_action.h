/* SPDX-License-Identifier: Apache-2.0
 *
 * What a rule asks for when its alert is raised or cleared: a line on stderr, a program, a file;
 * and when it is raised, what the flight recorder holds.
 */
#ifndef TKG_CLI_ALERT_ACTION_H
#define TKG_CLI_ALERT_ACTION_H

#include <stdint.h>

#include "base/text.h"
#include "cli/flight_recorder.h"
#include "config/alert_rules.h"
#include "sample/alert_row.h"

enum { TKG_ALERT_EXEC_SECONDS_MAX = 10 }; /* then the program is killed, and has failed */

/* Does all of them, whatever fails.
 * recorder what a dump is taken from; NULL: the rule has none
 * log      where the line goes, with a newline; it and reasons of failures
 * returns  how many failed: the program could not be started, was killed or exited with other than
 *          0; the file could not be written; the dump neither
 * cost     waits for the program */
uint32_t tkg_alert_act(const struct tkg_alert_rule *rule, const struct tkg_alert_row *row,
                       struct tkg_flight_recorder *recorder, struct tkg_text *log);

/* "Performance alert: rss = 612 MB (threshold: 500 MB) in replay/1M", or "... cleared: ...". */
void tkg_alert_line(const struct tkg_alert_rule *rule, const struct tkg_alert_row *row,
                    struct tkg_text *out);

#endif
