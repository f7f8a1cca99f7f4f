/* SPDX-License-Identifier: Apache-2.0
 *
 * Alerts: is a figure beyond its threshold, since when, and who is told. A state machine without a
 * clock: every figure comes with its time. A callback is called once per transition (raised,
 * cleared), never again while the state lasts.
 */
#ifndef TKG_VERDICT_ALERT_H
#define TKG_VERDICT_ALERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "config/alert_rules.h"

/* Does the figure meet the condition of the rule? NaN meets none.
 * GREATER_THAN, LESS_THAN: strictly. EQUALS: within the larger of both tolerances, ends included.
 */
bool tkg_alert_holds(const struct tkg_alert_rule *rule, double value);
/* Is it back, by the hysteresis, from where the rule was met? NaN is not.
 * GREATER_THAN: value <= threshold - hysteresis; LESS_THAN: value >= threshold + hysteresis;
 * EQUALS: further off than tolerance + hysteresis. */
bool tkg_alert_is_back(const struct tkg_alert_rule *rule, double value);

enum tkg_alert_phase {
    TKG_ALERT_QUIET,
    TKG_ALERT_PENDING, /* the condition holds, not yet for long enough */
    TKG_ALERT_RAISED,
};

/* What a callback is told; valid during the call. */
struct tkg_alert_info {
    const struct tkg_alert_rule *rule;
    size_t rule_index; /* 0-based, in the order of tkg_alert_set and tkg_alert_add */
    bool raised;       /* false: cleared */
    double value;      /* that made the transition */
    int64_t unix_ns;
};

/* false: it failed, which is counted and changes nothing else. It may set further rules. */
typedef bool (*tkg_alert_callback)(void *context, const struct tkg_alert_info *info);

/* One rule with its state. */
struct tkg_alert {
    struct tkg_alert_rule rule;  /* words are borrowed from whoever added it */
    tkg_alert_callback callback; /* NULL: transitions are only counted */
    void *context;
    enum tkg_alert_phase phase;
    int64_t since_ns; /* when the condition began to hold; PENDING and RAISED */
    uint64_t raised_count;
    uint64_t cleared_count;
    uint64_t unknown_count; /* figures that were NaN: they change nothing */
    uint64_t failed_callback_count;
};

struct tkg_alerts {
    struct tkg_alert *alerts; /* owned */
    size_t count;
    size_t capacity;
};

void tkg_alerts_init(struct tkg_alerts *alerts);
void tkg_alerts_deinit(struct tkg_alerts *alerts);

/* Adds a rule: raised at once, cleared at the threshold. Several may watch one metric.
 * metric   any name of 1 to 47 bytes: what tkg_alerts_feed() is given
 * value    the threshold, finite. EQUALS: within 1e-9 of it, relative
 * returns  TKG_OK; TKG_USAGE: no such op, no name, not finite; TKG_NO_MEMORY. Then nothing changed.
 * threads  all functions of one set from one thread at a time */
enum tkg_status tkg_alert_set(struct tkg_alerts *alerts, const char *metric, enum tkg_alert_op op,
                              double value, tkg_alert_callback callback,
                              void *context) TKG_MUST_CHECK;

/* The same with everything a rule can say; copied, but for its words. */
enum tkg_status tkg_alert_add(struct tkg_alerts *alerts, const struct tkg_alert_rule *rule,
                              tkg_alert_callback callback, void *context) TKG_MUST_CHECK;

/* Gives a figure to all rules on this metric whose pattern matches the case.
 * case_name  NULL: to all of them, whatever their pattern
 * unix_ns    not before that of the last figure; an earlier one counts as no time gone by
 * returns    how many transitions it made
 * cost       a comparison of names per rule; callbacks come on top */
size_t tkg_alerts_feed(struct tkg_alerts *alerts, const char *metric, const char *case_name,
                       double value, int64_t unix_ns);

#endif
