/* SPDX-License-Identifier: Apache-2.0
 *
 * What an alert rule can watch, and the row that is left when one is raised or cleared.
 */
#ifndef TKG_SAMPLE_ALERT_ROW_H
#define TKG_SAMPLE_ALERT_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/quantity.h"
#include "sample/metric.h"

struct tkg_telemetry_point;

/* id, name in rules and result files */
#define TKG_ALERT_OPS(X)                                                                           \
    X(GREATER_THAN, "greater_than")                                                                \
    X(LESS_THAN, "less_than")                                                                      \
    X(EQUALS, "equals")

enum tkg_alert_op {
#define TKG_ALERT_OP_ENUM(id, name) TKG_ALERT_##id,
    TKG_ALERT_OPS(TKG_ALERT_OP_ENUM)
#undef TKG_ALERT_OP_ENUM
        TKG_ALERT_OP_COUNT
};

const char *tkg_alert_op_name(enum tkg_alert_op op);
/* False when no op has that name. */
bool tkg_alert_op_find(const char *name, enum tkg_alert_op *op);

/* What the sampler beside a trial sees in each interval (sample/telemetry.h): id, name, dimension,
 * meaning. Every metric of a trial (sample/metric.h) can be watched, too, once per trial. */
#define TKG_ALERT_LIVE(X)                                                                          \
    X(CPU_SHARE, "cpu_share", SHARE, "CPU time of the trial's threads over wall time")             \
    X(SYSTEM_SHARE, "system_share", SHARE, "of that, in the kernel")                               \
    X(WAIT_SHARE, "wait_share", SHARE, "threads that could run and had no processor")              \
    X(STEAL_SHARE, "steal_share", SHARE, "the hypervisor took the processor away")                 \
    X(STALL_SHARE, "stall_share", SHARE, "some task of the machine waited for a processor")        \
    X(RSS, "rss", BYTES, "resident memory of the trial")

enum tkg_alert_live {
#define TKG_ALERT_LIVE_ENUM(id, name, dimension, meaning) TKG_ALERT_LIVE_##id,
    TKG_ALERT_LIVE(TKG_ALERT_LIVE_ENUM)
#undef TKG_ALERT_LIVE_ENUM
        TKG_ALERT_LIVE_COUNT
};

/* What a monitor beside the run reads every second: id, name, dimension, meaning. */
#define TKG_ALERT_MACHINE(X)                                                                       \
    X(LOAD, "machine_load", PLAIN, "load average of the last minute")                              \
    X(AVAILABLE, "machine_available", BYTES, "memory that the machine has left")                   \
    X(TRIAL_TIME, "trial_time", TIME, "how long the running trial has taken so far")

enum tkg_alert_machine {
#define TKG_ALERT_MACHINE_ENUM(id, name, dimension, meaning) TKG_ALERT_MACHINE_##id,
    TKG_ALERT_MACHINE(TKG_ALERT_MACHINE_ENUM)
#undef TKG_ALERT_MACHINE_ENUM
        TKG_ALERT_MACHINE_COUNT
};

const char *tkg_alert_machine_name(enum tkg_alert_machine machine);
bool tkg_alert_metric_is_of_machine(const char *name);

const char *tkg_alert_live_name(enum tkg_alert_live live);

/* The figure of one interval in base units; NaN: the machine does not say. */
double tkg_alert_live_value(enum tkg_alert_live live, const struct tkg_telemetry_point *point);

/* The dimension of a live or machine figure or a metric of a trial; false when nothing has that
 * name, or when it is for diagnosis only (pass D). */
bool tkg_alert_metric_find(const char *name, enum tkg_dimension *dimension);
/* The nearest known name, NULL when none is near. */
const char *tkg_alert_metric_suggest(const char *name);

enum {
    TKG_ALERT_METRIC_BYTES = 48,
    TKG_ALERT_CASE_BYTES = 64,
    TKG_ALERT_ROW_MAX = 10000, /* of one run; more are counted, not kept */
};

/* One raise or one clear. */
struct tkg_alert_row {
    char metric[TKG_ALERT_METRIC_BYTES];
    char case_name[TKG_ALERT_CASE_BYTES]; /* the case in which it happened */
    uint32_t rule;                        /* 0-based, in the order of the files */
    uint32_t op;                          /* enum tkg_alert_op */
    bool raised;                          /* false: cleared */
    double value;                         /* base unit */
    double threshold;                     /* of the rule, as it was written */
    int64_t unix_ns;
    uint32_t failed_action_count; /* of this transition: actions that did not work */
};

#endif
