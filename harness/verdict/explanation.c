/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/explanation.h"

#include <math.h>
#include <string.h>

/* Two-sided 99 % of the normal distribution. */
static const double normal_99 = 2.5758293035489;

static bool is_time(enum tkg_cost cost)
{
    return cost == TKG_COST_CPU || cost == TKG_COST_WALL;
}

/* Ticks that the numbers of a table rest on. */
static double ticks_of(const struct tkg_function_table *table, enum tkg_cost cost)
{
    const double replays = is_time(cost) ? (double)table->replay_count : 1.0;
    return fmax(1.0, (double)table->tick_count * replays);
}

static double cost_per_tick(const struct tkg_function_table *table,
                            const struct tkg_function *function, enum tkg_cost cost)
{
    return function ? (double)function->self[cost] / ticks_of(table, cost) : 0.0;
}

/* A sampled time is a number of looks, each worth the same: its variance is itself times a look. */
static double variance_of(const struct tkg_function_table *table,
                          const struct tkg_function *function, enum tkg_cost cost)
{
    if (!is_time(cost) || !function || table->sample_count == 0) {
        return 0.0;
    }
    const double look = (double)table->totals[cost] / (double)table->sample_count;
    const double ticks = ticks_of(table, cost);
    return (double)function->self[cost] * look / (ticks * ticks);
}

static const struct tkg_function *twin_of(const struct tkg_function *function,
                                          const struct tkg_function_table *table)
{
    return tkg_function_table_find(table, function->name, function->file);
}

/* Keeps the greatest, in order. */
static void keep(struct tkg_explanation *explanation, const struct tkg_function_growth *growth)
{
    size_t place = explanation->count;
    while (place > 0 && explanation->functions[place - 1].growth < growth->growth) {
        place--;
    }
    if (place == TKG_GROWTH_MAX) {
        return;
    }
    const size_t last =
        explanation->count < TKG_GROWTH_MAX ? explanation->count : TKG_GROWTH_MAX - 1;
    memmove(&explanation->functions[place + 1], &explanation->functions[place],
            (last - place) * sizeof *growth);
    explanation->functions[place] = *growth;
    explanation->count = last + 1;
}

static bool is_worth_a_name(const struct tkg_function_growth *growth, enum tkg_cost cost)
{
    return growth->share_0to1 >= TKG_NAMED_SHARE &&
           growth->after - growth->before > growth->error &&
           (!is_time(cost) || growth->growth >= TKG_NAMED_TIME);
}

static struct tkg_function_growth growth_of(const struct tkg_function_table *base,
                                            const struct tkg_function_table *head,
                                            const struct tkg_function *function,
                                            const struct tkg_explanation *explanation)
{
    const enum tkg_cost cost = explanation->cost;
    struct tkg_function_growth growth = {.head = function, .base = twin_of(function, base)};
    growth.before = cost_per_tick(base, growth.base, cost);
    growth.after = cost_per_tick(head, function, cost);
    growth.error =
        normal_99 * sqrt(variance_of(base, growth.base, cost) + variance_of(head, function, cost));
    growth.growth = (growth.after - growth.before) / explanation->before;
    return growth;
}

struct tkg_explanation tkg_explanation_make(const struct tkg_function_table *base,
                                            const struct tkg_function_table *head,
                                            enum tkg_cost cost)
{
    struct tkg_explanation explanation = {.cost = cost};
    double rise = 0.0;
    if (!base->has[cost] || !head->has[cost] || base->totals[cost] == 0) {
        return explanation;
    }
    explanation.is_known = true;
    explanation.before = (double)base->totals[cost] / ticks_of(base, cost);
    explanation.after = (double)head->totals[cost] / ticks_of(head, cost);
    explanation.growth = explanation.after / explanation.before - 1.0;
    for (size_t i = 0; i < head->count; i++) {
        const struct tkg_function_growth growth =
            growth_of(base, head, &head->functions[i], &explanation);
        if (growth.growth > 0.0) {
            rise += growth.growth;
            keep(&explanation, &growth);
        }
    }
    for (size_t i = 0; i < explanation.count; i++) {
        explanation.functions[i].share_0to1 = explanation.functions[i].growth / rise;
        explanation.functions[i].is_named = is_worth_a_name(&explanation.functions[i], cost);
    }
    return explanation;
}

static const struct tkg_function_growth *first_named(const struct tkg_explanation *explanation)
{
    for (size_t i = 0; explanation->is_known && i < explanation->count; i++) {
        if (explanation->functions[i].is_named) {
            return &explanation->functions[i];
        }
    }
    return NULL;
}

enum tkg_guilt tkg_explanation_guilt(const struct tkg_explanation *instructions,
                                     const struct tkg_explanation *times,
                                     const struct tkg_function_growth **guilty)
{
    *guilty = first_named(instructions);
    if (*guilty && instructions->growth > TKG_EQUAL_INSTRUCTIONS) {
        return TKG_GUILT_INSTRUCTIONS;
    }
    *guilty = first_named(times);
    return *guilty ? TKG_GUILT_TIME : TKG_GUILT_NONE;
}
