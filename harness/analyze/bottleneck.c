/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/bottleneck.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "sample/telemetry.h"
#include "stats/io_burst.h"

static double excess(const struct tkg_bottleneck *bottleneck)
{
    return bottleneck->value / bottleneck->limit;
}

static bool is_worse(const struct tkg_bottleneck *a, const struct tkg_bottleneck *b)
{
    return a->severity != b->severity ? a->severity > b->severity : excess(a) > excess(b);
}

static void insert(struct tkg_bottleneck_list *list, const struct tkg_bottleneck *bottleneck)
{
    size_t place = list->count;
    while (place > 0 && is_worse(bottleneck, &list->items[place - 1])) {
        place--;
    }
    if (list->count == TKG_BOTTLENECK_MAX) {
        list->left_out++;
        if (place == TKG_BOTTLENECK_MAX) {
            return;
        }
        list->count--;
    }
    memmove(&list->items[place + 1], &list->items[place],
            (list->count - place) * sizeof *list->items);
    list->items[place] = *bottleneck;
    list->count++;
}

/* Fills severity and limit; false when the value is within every limit, or unknown. */
static bool is_above(const struct tkg_bottleneck_rules *rules, struct tkg_bottleneck *bottleneck)
{
    for (int severity = TKG_SEVERITY_COUNT - 1; severity >= 0; severity--) {
        const double limit = rules->limits[bottleneck->rule][severity];
        if (bottleneck->value > limit) {
            bottleneck->severity = (enum tkg_severity)severity;
            bottleneck->limit = limit;
            return true;
        }
    }
    return false;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static struct tkg_bottleneck begin_function(enum tkg_rule rule, const struct tkg_function *function)
{
    struct tkg_bottleneck bottleneck = {.rule = rule, .share_0to1 = NAN};
    const char *place = last_part(*function->file ? function->file : function->object);
    if (*function->file && function->line > 0) {
        (void)snprintf(bottleneck.subject, sizeof bottleneck.subject, "%.120s (%.60s:%u)",
                       function->name, place, (unsigned)function->line);
    } else {
        (void)snprintf(bottleneck.subject, sizeof bottleneck.subject, "%.120s (%.60s)",
                       function->name, place);
    }
    return bottleneck;
}

static double share_of(const struct tkg_function_table *table, double value, enum tkg_cost cost)
{
    return table->totals[cost] > 0 ? value / (double)table->totals[cost] : NAN;
}

static void check_cpu(const struct tkg_bottleneck_rules *rules,
                      const struct tkg_function_table *table, const struct tkg_function *function,
                      struct tkg_bottleneck_list *list)
{
    struct tkg_bottleneck bottleneck = begin_function(TKG_RULE_CPU_FUNCTION, function);
    const double inclusive_ns = (double)function->inclusive[TKG_COST_CPU];
    const double self_ns = (double)function->self[TKG_COST_CPU];
    bottleneck.value = inclusive_ns / (double)table->replay_count;
    bottleneck.share_0to1 = share_of(table, inclusive_ns, TKG_COST_CPU);
    (void)snprintf(
        bottleneck.evidence, sizeof bottleneck.evidence,
        "%.1f %% of the CPU time of a replay, %.1f %% by itself; %llu replays, %llu looks",
        100.0 * bottleneck.share_0to1, 100.0 * share_of(table, self_ns, TKG_COST_CPU),
        (unsigned long long)table->replay_count, (unsigned long long)table->sample_count);
    if (is_above(rules, &bottleneck)) {
        insert(list, &bottleneck);
    }
}

static void check_wall(const struct tkg_bottleneck_rules *rules,
                       const struct tkg_function_table *table, const struct tkg_function *function,
                       struct tkg_bottleneck_list *list)
{
    struct tkg_bottleneck bottleneck = begin_function(TKG_RULE_SLOW_FUNCTION, function);
    const double wall_ns = (double)function->inclusive[TKG_COST_WALL];
    const double cpu_ns = (double)function->inclusive[TKG_COST_CPU];
    bottleneck.value = wall_ns / (double)table->replay_count / (double)function->calls;
    bottleneck.share_0to1 = share_of(table, wall_ns, TKG_COST_WALL);
    (void)snprintf(bottleneck.evidence, sizeof bottleneck.evidence,
                   "%llu call%s a replay, %.1f %% of its wall time; %.0f %% of it on a processor",
                   (unsigned long long)function->calls, function->calls == 1 ? "" : "s",
                   100.0 * bottleneck.share_0to1, wall_ns > 0.0 ? 100.0 * cpu_ns / wall_ns : 0.0);
    if (is_above(rules, &bottleneck)) {
        insert(list, &bottleneck);
    }
}

void tkg_bottlenecks_of_functions(const struct tkg_bottleneck_rules *rules,
                                  const struct tkg_function_table *table,
                                  struct tkg_bottleneck_list *list)
{
    if (!table->has[TKG_COST_CPU] || table->replay_count == 0) {
        return;
    }
    for (size_t i = 0; i < table->count; i++) {
        check_cpu(rules, table, &table->functions[i], list);
        if (table->functions[i].calls > 0) {
            check_wall(rules, table, &table->functions[i], list);
        }
    }
}

static double instructions_per_tick(const struct tkg_function_table *table,
                                    const struct tkg_function *function)
{
    return function ? (double)function->self[TKG_COST_INSTRUCTIONS] / (double)table->tick_count
                    : 0.0;
}

/* A function's own instructions, not those of what it calls: else every caller of the one that
 * grows would be named as well. As a share of all instructions, not as a ratio of its own: a
 * function that hardly ever runs may well do so twice as often later, and costs nobody anything. */
static void check_growth(const struct tkg_bottleneck_rules *rules,
                         const struct tkg_function_table *quarter,
                         const struct tkg_function_table *whole,
                         const struct tkg_function *function, struct tkg_bottleneck_list *list)
{
    struct tkg_bottleneck bottleneck = begin_function(TKG_RULE_GROWING_FUNCTION, function);
    const double all = (double)whole->totals[TKG_COST_INSTRUCTIONS] / (double)whole->tick_count;
    const double now = instructions_per_tick(whole, function);
    const double before = instructions_per_tick(
        quarter, tkg_function_table_find(quarter, function->name, function->file));
    bottleneck.value = (now - before) / all;
    bottleneck.share_0to1 = now / all;
    (void)snprintf(bottleneck.evidence, sizeof bottleneck.evidence,
                   "%.4g instructions a tick over the first %llu ticks, %.4g over all %llu", before,
                   (unsigned long long)quarter->tick_count, now,
                   (unsigned long long)whole->tick_count);
    if (is_above(rules, &bottleneck)) {
        insert(list, &bottleneck);
    }
}

void tkg_bottlenecks_of_growth(const struct tkg_bottleneck_rules *rules,
                               const struct tkg_function_table *quarter,
                               const struct tkg_function_table *whole,
                               struct tkg_bottleneck_list *list)
{
    if (quarter->tick_count == 0 || whole->totals[TKG_COST_INSTRUCTIONS] == 0) {
        return;
    }
    for (size_t i = 0; i < whole->count; i++) {
        check_growth(rules, quarter, whole, &whole->functions[i], list);
    }
}

/* One trial, and what its figures are divided by. */
struct trial {
    const struct tkg_case *the_case;
    const struct tkg_trial *trial;
    const struct tkg_telemetry *telemetry;
    double tick_count; /* of all its replays */
};

static double reading(const struct trial *trial, enum tkg_telemetry_value value)
{
    return trial->telemetry ? trial->telemetry->values[value] : NAN;
}

static double growth_bytes(const struct trial *trial)
{
    const struct tkg_telemetry *telemetry = trial->telemetry;
    const uint32_t count = telemetry ? telemetry->point_count : 0;
    if (count < 2 || telemetry->points[0].rss_bytes < 0 ||
        telemetry->points[count - 1].rss_bytes < 0) {
        return NAN;
    }
    return (double)(telemetry->points[count - 1].rss_bytes - telemetry->points[0].rss_bytes);
}

static double io_operations(const struct trial *trial)
{
    return reading(trial, TKG_TELEMETRY_READ_CALLS) + reading(trial, TKG_TELEMETRY_WRITE_CALLS);
}

/* Neither on a processor nor waiting for one. */
static double waited_share(const struct tkg_trial *trial)
{
    const int64_t busy_ns = trial->cpu_user_ns + trial->cpu_system_ns + trial->run_queue_wait_ns;
    return trial->wall_ns > busy_ns ? (double)(trial->wall_ns - busy_ns) / (double)trial->wall_ns
                                    : 0.0;
}

/* Bytes a second; NaN where the thread hardly waited: fast input and output are no bottleneck. */
static double io_throughput(const struct trial *trial, double wait_0to1)
{
    const double bytes =
        reading(trial, TKG_TELEMETRY_READ_CHARS) + reading(trial, TKG_TELEMETRY_WRITTEN_CHARS);
    if (waited_share(trial->trial) < wait_0to1 || trial->trial->wall_ns <= 0) {
        return NAN;
    }
    return bytes * 1e9 / (double)trial->trial->wall_ns;
}

/* NaN: the rule is not about trials, or the trial does not know. */
static double value_of(const struct tkg_bottleneck_rules *rules, const struct trial *trial,
                       enum tkg_rule rule)
{
    switch (rule) {
    case TKG_RULE_MEMORY_GROWTH:
        return growth_bytes(trial);
    case TKG_RULE_MEMORY_GROWTH_PER_TICK:
        return growth_bytes(trial) / trial->tick_count;
    case TKG_RULE_HIGH_MEMORY:
        return fmax(trial->trial->values[TKG_METRIC_PEAK_MEMORY],
                    reading(trial, TKG_TELEMETRY_PEAK));
    case TKG_RULE_IO_OPERATIONS:
        return io_operations(trial);
    case TKG_RULE_IO_OPERATIONS_PER_TICK:
        return io_operations(trial) / trial->tick_count;
    case TKG_RULE_IO_THROUGHPUT:
        return io_throughput(trial, rules->io_wait_0to1);
    case TKG_RULE_IO_BURSTS:
        return trial->telemetry ? tkg_io_burstiness(trial->telemetry) : NAN;
    case TKG_RULE_CPU_FUNCTION:
    case TKG_RULE_SLOW_FUNCTION:
    case TKG_RULE_GROWING_FUNCTION:
    case TKG_RULE_COUNT:
    default:
        return NAN;
    }
}

static void check_trial(const struct tkg_bottleneck_rules *rules, const struct trial *trial,
                        enum tkg_rule rule, struct tkg_bottleneck *worst)
{
    const double value = value_of(rules, trial, rule);
    if (!(value > worst->value)) {
        return;
    }
    worst->value = value;
    (void)snprintf(worst->subject, sizeof worst->subject, "%s, pass %c", trial->the_case->name,
                   tkg_pass_letter(trial->trial->pass));
    (void)snprintf(worst->evidence, sizeof worst->evidence,
                   "round %u: %.3g ticks in %.3g s, waited for %.0f %% of it",
                   (unsigned)trial->trial->round + 1, trial->tick_count,
                   (double)trial->trial->wall_ns / 1e9, 100.0 * waited_share(trial->trial));
}

static void check_case(const struct tkg_bottleneck_rules *rules, const struct tkg_case *the_case,
                       enum tkg_rule rule, struct tkg_bottleneck_list *list)
{
    struct tkg_bottleneck worst = {.rule = rule, .value = 0.0, .share_0to1 = NAN};
    for (size_t i = 0; i < the_case->trial_count; i++) {
        const struct tkg_trial *trial = &the_case->trials[i];
        const double replays = trial->replay_count > 0 ? (double)trial->replay_count : 1.0;
        const struct trial seen = {.the_case = the_case,
                                   .trial = trial,
                                   .telemetry = trial->telemetry,
                                   .tick_count = fmax(1.0, (double)the_case->tick_count * replays)};
        check_trial(rules, &seen, rule, &worst);
    }
    if (is_above(rules, &worst)) {
        insert(list, &worst);
    }
}

void tkg_bottlenecks_of_run(const struct tkg_bottleneck_rules *rules,
                            const struct tkg_run_record *record, struct tkg_bottleneck_list *list)
{
    for (size_t i = 0; i < record->case_count; i++) {
        for (int rule = 0; rule < TKG_RULE_COUNT; rule++) {
            check_case(rules, &record->cases[i], (enum tkg_rule)rule, list);
        }
    }
}
