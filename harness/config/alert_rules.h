/* SPDX-License-Identifier: Apache-2.0
 *
 * Alert rules: YAML files that say what to be told of while a run goes on (docs/alerts.md
 * describes every field).
 *
 *   schema: tickgate.alerts/1
 *   name: watch
 *   rules:
 *     - metric: rss              # a live figure or a metric of a trial (sample/alert_row.h)
 *       case: replay/1M          # a name or a shell pattern; default "*"
 *       greater_than: 500 MB     # or less_than, or equals with abs_tol, rel_tol or both
 *       hysteresis: 20 MB        # cleared at 480 MB, not at 500
 *       for: 2 s                 # raised when it lasted that long
 *       exec: [/usr/bin/logger, memory]   # no shell
 *       drop: /var/spool/alerts           # one file per raise and clear
 *       dump: /var/spool/flights          # one JSON per raise: what led to it
 *       log: yes                          # a line on stderr, the default
 *
 * Several rules may watch one metric. Every error carries file:line:column and what to do.
 */
#ifndef TKG_CONFIG_ALERT_RULES_H
#define TKG_CONFIG_ALERT_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/alert_row.h"

enum {
    TKG_ALERT_RULE_MAX = 256, /* of one set */
    TKG_ALERT_WORD_MAX = 16,  /* of one exec */
    TKG_ALERT_PATH_BYTES = 1024,
};

struct tkg_alert_rule {
    char metric[TKG_ALERT_METRIC_BYTES];
    char case_pattern[TKG_ALERT_CASE_BYTES];
    enum tkg_dimension dimension;
    enum tkg_alert_op op;
    double threshold;  /* base unit */
    double abs_tol;    /* EQUALS: it holds within the larger of abs_tol */
    double rel_tol;    /* and rel_tol * |threshold| */
    double hysteresis; /* >= 0: how far back it must go to clear */
    int64_t for_ns;    /* >= 0: how long the condition must last to raise */
    bool log;
    char drop[TKG_ALERT_PATH_BYTES];     /* folder; "" for none */
    char dump[TKG_ALERT_PATH_BYTES];     /* folder of the flight recorder; "" for none */
    char *words[TKG_ALERT_WORD_MAX + 1]; /* of exec, owned; words[0] NULL for none */
};

struct tkg_alert_rules {
    struct tkg_alert_rule *rules; /* owned */
    size_t count;
};

void tkg_alert_rules_init(struct tkg_alert_rules *rules);
void tkg_alert_rules_deinit(struct tkg_alert_rules *rules);

/* Reads path and appends; on failure *rules is unchanged.
 * TKG_INPUT: not readable; TKG_CONFIG: not YAML, wrong schema, unknown key or metric ("did you
 * mean"), wrong unit, none or two of the three comparisons, a tolerance without equals. */
enum tkg_status tkg_alert_rules_load(struct tkg_alert_rules *rules, const char *path,
                                     struct tkg_error *err) TKG_MUST_CHECK;

/* The same from memory; path is only named in errors. For tests and the fuzzer. */
enum tkg_status tkg_alert_rules_parse(struct tkg_alert_rules *rules, const char *path,
                                      const char *yaml, size_t yaml_bytes,
                                      struct tkg_error *err) TKG_MUST_CHECK;

/* Does the rule speak about this case? (fnmatch of case_pattern) */
bool tkg_alert_rule_matches(const struct tkg_alert_rule *rule, const char *case_name);

#endif
