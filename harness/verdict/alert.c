/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/alert.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const double equals_default_rel_tol = 1e-9; /* Python's math.isclose() has the same */

static double tolerance(const struct tkg_alert_rule *rule)
{
    const double relative = rule->rel_tol * fabs(rule->threshold);
    return relative > rule->abs_tol ? relative : rule->abs_tol;
}

bool tkg_alert_holds(const struct tkg_alert_rule *rule, double value)
{
    switch (rule->op) {
    case TKG_ALERT_GREATER_THAN:
        return value > rule->threshold;
    case TKG_ALERT_LESS_THAN:
        return value < rule->threshold;
    case TKG_ALERT_EQUALS:
        return fabs(value - rule->threshold) <= tolerance(rule);
    case TKG_ALERT_OP_COUNT:
        break;
    }
    return false;
}

bool tkg_alert_is_back(const struct tkg_alert_rule *rule, double value)
{
    switch (rule->op) {
    case TKG_ALERT_GREATER_THAN:
        return value <= rule->threshold - rule->hysteresis;
    case TKG_ALERT_LESS_THAN:
        return value >= rule->threshold + rule->hysteresis;
    case TKG_ALERT_EQUALS:
        return fabs(value - rule->threshold) > tolerance(rule) + rule->hysteresis;
    case TKG_ALERT_OP_COUNT:
        break;
    }
    return false;
}

void tkg_alerts_init(struct tkg_alerts *alerts)
{
    *alerts = (struct tkg_alerts){0};
}

void tkg_alerts_deinit(struct tkg_alerts *alerts)
{
    free(alerts->alerts);
    tkg_alerts_init(alerts);
}

static bool is_sound(const struct tkg_alert_rule *rule)
{
    return rule->metric[0] != '\0' && (unsigned)rule->op < TKG_ALERT_OP_COUNT &&
           isfinite(rule->threshold) && rule->abs_tol >= 0.0 && rule->rel_tol >= 0.0 &&
           rule->hysteresis >= 0.0 && rule->for_ns >= 0;
}

enum tkg_status tkg_alert_add(struct tkg_alerts *alerts, const struct tkg_alert_rule *rule,
                              tkg_alert_callback callback, void *context)
{
    if (!is_sound(rule)) {
        return TKG_USAGE;
    }
    if (alerts->count == alerts->capacity) {
        const size_t capacity = alerts->capacity ? 2 * alerts->capacity : 8;
        struct tkg_alert *grown = realloc(alerts->alerts, capacity * sizeof(*grown));
        if (!grown) {
            return TKG_NO_MEMORY;
        }
        alerts->alerts = grown;
        alerts->capacity = capacity;
    }
    alerts->alerts[alerts->count++] =
        (struct tkg_alert){.rule = *rule, .callback = callback, .context = context};
    return TKG_OK;
}

enum tkg_status tkg_alert_set(struct tkg_alerts *alerts, const char *metric, enum tkg_alert_op op,
                              double value, tkg_alert_callback callback, void *context)
{
    struct tkg_alert_rule rule = {.op = op, .threshold = value, .case_pattern = "*"};
    rule.rel_tol = op == TKG_ALERT_EQUALS ? equals_default_rel_tol : 0.0;
    if (!tkg_string_copy(rule.metric, sizeof(rule.metric), metric)) {
        return TKG_USAGE;
    }
    return tkg_alert_add(alerts, &rule, callback, context);
}

/* The next phase; true when that is a transition to tell. */
static bool step(struct tkg_alert *alert, double value, int64_t now_ns)
{
    if (isnan(value)) {
        alert->unknown_count++;
        return false;
    }
    if (alert->phase == TKG_ALERT_RAISED) {
        if (tkg_alert_is_back(&alert->rule, value)) {
            alert->phase = TKG_ALERT_QUIET;
            alert->cleared_count++;
            return true;
        }
        return false;
    }
    if (!tkg_alert_holds(&alert->rule, value)) {
        alert->phase = TKG_ALERT_QUIET;
        return false;
    }
    if (alert->phase == TKG_ALERT_QUIET) {
        alert->phase = TKG_ALERT_PENDING;
        alert->since_ns = now_ns;
    }
    if (now_ns - alert->since_ns < alert->rule.for_ns) {
        return false;
    }
    alert->phase = TKG_ALERT_RAISED;
    alert->raised_count++;
    return true;
}

/* The callback may add rules, which moves the table: nothing of it is kept over the call. */
static void tell(struct tkg_alerts *alerts, size_t index, double value, int64_t now_ns)
{
    const struct tkg_alert alert = alerts->alerts[index];
    const struct tkg_alert_info info = {
        .rule = &alert.rule,
        .rule_index = index,
        .raised = alert.phase == TKG_ALERT_RAISED,
        .value = value,
        .unix_ns = now_ns,
    };
    if (alert.callback && !alert.callback(alert.context, &info)) {
        alerts->alerts[index].failed_callback_count++;
    }
}

size_t tkg_alerts_feed(struct tkg_alerts *alerts, const char *metric, const char *case_name,
                       double value, int64_t unix_ns)
{
    const size_t count = alerts->count; /* those that a callback adds begin with the next figure */
    size_t transition_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct tkg_alert *alert = &alerts->alerts[i];
        if (strcmp(alert->rule.metric, metric) == 0 &&
            (!case_name || tkg_alert_rule_matches(&alert->rule, case_name)) &&
            step(alert, value, unix_ns)) {
            transition_count++;
            tell(alerts, i, value, unix_ns);
        }
    }
    return transition_count;
}
