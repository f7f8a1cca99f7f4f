/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_limit.h"

#include <math.h>
#include <stdint.h>

#include "base/check.h"

/* On a logarithmic axis half a decade may be added for a limit: the data keeps at least half of
 * the panel when it spans half a decade itself. From zero the same is a factor of 1.6 above; below,
 * a line closer to zero than 4 % of the axis cannot be told from it. */
static const double NEAR_RATIO_LOG = 3.2;
static const double NEAR_RATIO_ZERO = 1.6;
static const double NEAR_SHARE_ZERO = 0.04;

/* Comparisons with the NaN of an empty range are false: nothing is near to no data. */
static bool is_near(double limit, struct tkg_plot_range data, enum tkg_plot_shape shape)
{
    if (shape == TKG_PLOT_LOG) {
        return limit >= data.low / NEAR_RATIO_LOG && limit <= data.high * NEAR_RATIO_LOG;
    }
    return limit >= data.high * NEAR_SHARE_ZERO && limit <= data.high * NEAR_RATIO_ZERO;
}

void tkg_plot_limits_mark_near(struct tkg_plot_limits *limits, struct tkg_plot_range *range,
                               enum tkg_plot_shape shape)
{
    const struct tkg_plot_range data = *range;
    TKG_ASSERT(shape != TKG_PLOT_FROM_ZERO_OR_LOG);
    for (size_t i = 0; i < limits->count; i++) {
        limits->items[i].is_near = is_near(limits->items[i].value, data, shape);
        if (limits->items[i].is_near) {
            tkg_plot_range_add(range, limits->items[i].value);
        }
    }
}

static bool is_wanted(const struct tkg_target *target, const enum tkg_metric *metrics,
                      size_t metric_count)
{
    for (size_t i = 0; i < metric_count; i++) {
        if (target->metric == metrics[i]) {
            return true;
        }
    }
    return false;
}

static bool is_same_line(const struct tkg_plot_limit *a, const struct tkg_plot_limit *b)
{
    return a->target->metric == b->target->metric && a->target->kind == b->target->kind &&
           a->value == b->value && a->first == b->first && a->last == b->last;
}

/* Refuses what is drawn already, counts what finds no room. */
static void add(struct tkg_plot_limits *limits, const struct tkg_plot_limit *limit)
{
    for (size_t i = 0; i < limits->count; i++) {
        if (is_same_line(&limits->items[i], limit)) {
            return; /* two target files may say the same */
        }
    }
    if (limits->count < TKG_PLOT_LIMITS_MAX) {
        limits->items[limits->count++] = *limit;
    } else {
        limits->left_out_count++;
    }
}

/* The verdict on one case within the verdicts of one target; NULL when there is none. */
static const struct tkg_verdict *find(const struct tkg_verdict *verdicts, size_t count,
                                      const struct tkg_case_summary *the_case)
{
    for (size_t i = 0; i < count; i++) {
        if (verdicts[i].the_case == the_case && isfinite(verdicts[i].limit_absolute)) {
            return &verdicts[i];
        }
    }
    return NULL;
}

static int fails_above(enum tkg_target_kind kind)
{
    return kind == TKG_TARGET_MAX ? 1 : kind == TKG_TARGET_MIN ? -1 : 0;
}

/* Adds the lines of one target: a line ends where the limit changes or a case has none. */
static void add_target(struct tkg_plot_limits *limits, const struct tkg_plot_sweep *sweep,
                       const struct tkg_verdict *verdicts, size_t count, bool missed)
{
    struct tkg_plot_limit line = {.target = NULL};
    for (size_t i = 0; i <= sweep->case_count; i++) {
        const struct tkg_verdict *verdict =
            i < sweep->case_count ? find(verdicts, count, sweep->cases[i]) : NULL;
        bool continues = verdict && line.target && verdict->limit_absolute == line.value;
        if (line.target && !continues) {
            if (line.is_missed == missed) {
                add(limits, &line);
            }
            line.target = NULL;
        }
        if (verdict && !line.target) {
            line = (struct tkg_plot_limit){.target = verdict->target,
                                           .value = verdict->limit_absolute,
                                           .first = i,
                                           .fails_above = fails_above(verdict->target->kind)};
        }
        if (verdict) {
            line.last = i;
            line.is_missed |= verdict->outcome == TKG_OUTCOME_FAIL;
        }
    }
}

/* Verdicts stand in the order of targets, so one target's are neighbours. */
static size_t same_target_count(const struct tkg_verdict_list *list, size_t first)
{
    size_t end = first + 1;
    while (end < list->verdict_count &&
           list->verdicts[end].target == list->verdicts[first].target) {
        end++;
    }
    return end - first;
}

void tkg_plot_limits_init(struct tkg_plot_limits *limits, const struct tkg_plot_sweep *sweep,
                          const struct tkg_verdict_list *verdicts, const enum tkg_metric *metrics,
                          size_t metric_count)
{
    *limits = (struct tkg_plot_limits){.count = 0};
    if (!verdicts) {
        return;
    }
    for (int missed = 1; missed >= 0; missed--) {
        for (size_t i = 0; i < verdicts->verdict_count;) {
            size_t count = same_target_count(verdicts, i);
            if (is_wanted(verdicts->verdicts[i].target, metrics, metric_count)) {
                add_target(limits, sweep, &verdicts->verdicts[i], count, missed != 0);
            }
            i += count;
        }
    }
}
