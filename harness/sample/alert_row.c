/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/alert_row.h"

#include <math.h>
#include <string.h>

#include "base/check.h"
#include "base/suggest.h"
#include "sample/telemetry.h"

static const char *const op_names[TKG_ALERT_OP_COUNT] = {
#define OP_NAME(id, name) name,
    TKG_ALERT_OPS(OP_NAME)
#undef OP_NAME
};

static const struct {
    const char *name;
    enum tkg_dimension dimension;
} lives[TKG_ALERT_LIVE_COUNT] = {
#define LIVE(id, name, dimension, meaning) {name, TKG_DIMENSION_##dimension},
    TKG_ALERT_LIVE(LIVE)
#undef LIVE
};

static const struct {
    const char *name;
    enum tkg_dimension dimension;
} machines[TKG_ALERT_MACHINE_COUNT] = {
#define MACHINE(id, name, dimension, meaning) {name, TKG_DIMENSION_##dimension},
    TKG_ALERT_MACHINE(MACHINE)
#undef MACHINE
};

const char *tkg_alert_machine_name(enum tkg_alert_machine machine)
{
    TKG_ASSERT((unsigned)machine < TKG_ALERT_MACHINE_COUNT);
    return machines[machine].name;
}

bool tkg_alert_metric_is_of_machine(const char *name)
{
    for (unsigned i = 0; i < TKG_ALERT_MACHINE_COUNT; i++) {
        if (strcmp(machines[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

const char *tkg_alert_op_name(enum tkg_alert_op op)
{
    TKG_ASSERT((unsigned)op < TKG_ALERT_OP_COUNT);
    return op_names[op];
}

bool tkg_alert_op_find(const char *name, enum tkg_alert_op *op)
{
    for (unsigned i = 0; i < TKG_ALERT_OP_COUNT; i++) {
        if (strcmp(op_names[i], name) == 0) {
            *op = (enum tkg_alert_op)i;
            return true;
        }
    }
    return false;
}

const char *tkg_alert_live_name(enum tkg_alert_live live)
{
    TKG_ASSERT((unsigned)live < TKG_ALERT_LIVE_COUNT);
    return lives[live].name;
}

static double share(int64_t part_ns, const struct tkg_telemetry_point *point)
{
    return part_ns < 0 || point->wall_ns <= 0 ? NAN : (double)part_ns / (double)point->wall_ns;
}

double tkg_alert_live_value(enum tkg_alert_live live, const struct tkg_telemetry_point *point)
{
    switch (live) {
    case TKG_ALERT_LIVE_CPU_SHARE:
        return share(point->cpu_ns, point);
    case TKG_ALERT_LIVE_SYSTEM_SHARE:
        return share(point->system_ns, point);
    case TKG_ALERT_LIVE_WAIT_SHARE:
        return share(point->wait_ns, point);
    case TKG_ALERT_LIVE_STEAL_SHARE:
        return share(point->steal_ns, point);
    case TKG_ALERT_LIVE_STALL_SHARE:
        return share(point->stall_ns, point);
    case TKG_ALERT_LIVE_RSS:
        return point->rss_bytes < 0 ? NAN : (double)point->rss_bytes;
    case TKG_ALERT_LIVE_COUNT:
        break;
    }
    TKG_ASSERT(false);
    return NAN;
}

bool tkg_alert_metric_find(const char *name, enum tkg_dimension *dimension)
{
    enum tkg_metric metric;
    for (unsigned i = 0; i < TKG_ALERT_LIVE_COUNT; i++) {
        if (strcmp(lives[i].name, name) == 0) {
            *dimension = lives[i].dimension;
            return true;
        }
    }
    for (unsigned i = 0; i < TKG_ALERT_MACHINE_COUNT; i++) {
        if (strcmp(machines[i].name, name) == 0) {
            *dimension = machines[i].dimension;
            return true;
        }
    }
    if (!tkg_metric_find(name, &metric) || tkg_metric_is_diagnosis(metric)) {
        return false;
    }
    *dimension = tkg_metric_info(metric)->dimension;
    return true;
}

const char *tkg_alert_metric_suggest(const char *name)
{
    const char *names[TKG_ALERT_LIVE_COUNT + TKG_ALERT_MACHINE_COUNT];
    for (unsigned i = 0; i < TKG_ALERT_LIVE_COUNT; i++) {
        names[i] = lives[i].name;
    }
    for (unsigned i = 0; i < TKG_ALERT_MACHINE_COUNT; i++) {
        names[TKG_ALERT_LIVE_COUNT + i] = machines[i].name;
    }
    const char *near = tkg_suggest(name, names, TKG_ALERT_LIVE_COUNT + TKG_ALERT_MACHINE_COUNT);
    return near ? near : tkg_metric_suggest(name);
}
