/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a file of alert rules, read behind a rule that is there. What is refused leaves that
 * rule alone and says where; what is accepted keeps the promises of config/alert_rules.h, and every
 * rule of it can be fed any figure.
 */
#include <math.h>
#include <string.h>

#include "base/check.h"
#include "config/alert_rules.h"
#include "verdict/alert.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

static void check_rule(const struct tkg_alert_rule *rule)
{
    enum tkg_dimension dimension;
    TKG_ASSERT(tkg_alert_metric_find(rule->metric, &dimension) && dimension == rule->dimension);
    TKG_ASSERT((unsigned)rule->op < TKG_ALERT_OP_COUNT);
    TKG_ASSERT(isfinite(rule->threshold) && rule->threshold >= 0.0);
    TKG_ASSERT(rule->abs_tol >= 0.0 && rule->rel_tol >= 0.0 && rule->hysteresis >= 0.0);
    TKG_ASSERT(rule->for_ns >= 0 && rule->case_pattern[0] != '\0');
    TKG_ASSERT(rule->words[TKG_ALERT_WORD_MAX] == NULL);
    (void)tkg_alert_rule_matches(rule, "replay/1M");
}

static void check_error(const struct tkg_error *err)
{
    TKG_ASSERT(err->status == TKG_CONFIG || err->status == TKG_NO_MEMORY);
    TKG_ASSERT(strncmp(err->text, "fuzz.yaml:", 10) == 0);
    for (const char *at = err->text; *at; at++) {
        TKG_ASSERT((unsigned char)*at >= ' ' && *at != 0x7f);
    }
}

/* Whatever a rule says, up and down are told by turns. */
static void feed(const struct tkg_alert_rule *rule)
{
    static const double figures[] = {0.0, INFINITY, NAN, -INFINITY, 1e300, -1e300};
    struct tkg_alerts alerts;
    tkg_alerts_init(&alerts);
    TKG_ASSERT(tkg_alert_add(&alerts, rule, NULL, NULL) == TKG_OK);
    for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
        (void)tkg_alerts_feed(&alerts, rule->metric, NULL, figures[i], INT64_MAX / 8 * (int64_t)i);
        const struct tkg_alert *alert = &alerts.alerts[0];
        TKG_ASSERT(alert->raised_count - alert->cleared_count <= 1);
        TKG_ASSERT((alert->phase == TKG_ALERT_RAISED) ==
                   (alert->raised_count > alert->cleared_count));
    }
    tkg_alerts_deinit(&alerts);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    static const char first[] = "schema: tickgate.alerts/1\nname: a\nrules:\n"
                                "  - {metric: rss, less_than: 1 B, exec: [a, b]}\n";
    struct tkg_alert_rules rules;
    struct tkg_error err;
    tkg_alert_rules_init(&rules);
    TKG_ASSERT(tkg_alert_rules_parse(&rules, "first", first, sizeof(first) - 1, &err) == TKG_OK);
    if (tkg_alert_rules_parse(&rules, "fuzz.yaml", (const char *)bytes, byte_count, &err) ==
        TKG_OK) {
        TKG_ASSERT(rules.count > 1);
    } else {
        TKG_ASSERT(rules.count == 1);
        check_error(&err);
    }
    TKG_ASSERT(strcmp(rules.rules[0].words[1], "b") == 0);
    for (size_t i = 0; i < rules.count; i++) {
        check_rule(&rules.rules[i]);
        feed(&rules.rules[i]);
    }
    tkg_alert_rules_deinit(&rules);
    return 0;
}
