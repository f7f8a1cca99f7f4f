/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment.h"

#include <string.h>

#include "base/random.h"

/* Fields that most rows share. Layouts: 64 a side carry 0.42 % of the branchy engine, whose layouts
 * spread by 0.95 %; finer tolerances need more (docs/decisions/0111). */
#define USUAL .metric = "time", .budget_s = 60, .launch_max = 960
#define FEW .layout_count = 64

#define BRANCHY .base_pool = "branchy", .head_pool = "branchy"
#define LATENCY .base_pool = "latency_bound", .head_pool = "latency_bound"

/* Weights: seconds of an hour of two streams, as measured; what a row does not use goes to the
 * others. */
static const struct tkg_experiment experiments[] = {
    {"branchy_equal", "branchy engine, head is base: no verdict but pass is right", BRANCHY, USUAL,
     FEW, .tolerance = 0.005, .load = TKG_LOAD_EIGHTH, .run_goal = 10000, .weight = 2200},
    {"latency_equal", "latency-bound engine, head is base", LATENCY, USUAL, FEW, .tolerance = 0.005,
     .load = TKG_LOAD_EIGHTH, .run_goal = 10000, .weight = 600},
    {"branchy_5", "head plays 5 % more ticks", BRANCHY, USUAL, FEW, .tolerance = 0.025,
     .head_extra = 0.05, .load = TKG_LOAD_NEVER, .run_goal = 300, .weight = 60},
    {"branchy_2", "head plays 2 % more ticks", BRANCHY, USUAL, FEW, .tolerance = 0.01,
     .head_extra = 0.02, .load = TKG_LOAD_NEVER, .run_goal = 300, .weight = 150},
    {"branchy_1", "head plays 1 % more ticks", BRANCHY, USUAL, FEW, .tolerance = 0.005,
     .head_extra = 0.01, .load = TKG_LOAD_NEVER, .run_goal = 400, .weight = 600},
    {"branchy_05", "head plays 0.5 % more ticks", BRANCHY, USUAL, .layout_count = 256,
     .tolerance = 0.0025, .head_extra = 0.005, .load = TKG_LOAD_NEVER, .run_goal = 100,
     .weight = 700},
    {"branchy_025", "head plays 0.25 % more ticks", BRANCHY, USUAL, .layout_count = 512,
     .tolerance = 0.00125, .head_extra = 0.0025, .load = TKG_LOAD_NEVER, .run_goal = 40,
     .weight = 500},
    {"latency_1", "head plays 1 % more ticks", LATENCY, USUAL, FEW, .tolerance = 0.005,
     .head_extra = 0.01, .load = TKG_LOAD_NEVER, .run_goal = 400, .weight = 150},
    {"latency_05", "head plays 0.5 % more ticks", LATENCY, USUAL, .layout_count = 128,
     .tolerance = 0.0025, .head_extra = 0.005, .load = TKG_LOAD_NEVER, .run_goal = 200,
     .weight = 150},
    {"latency_025", "head plays 0.25 % more ticks", LATENCY, USUAL, .layout_count = 256,
     .tolerance = 0.00125, .head_extra = 0.0025, .load = TKG_LOAD_NEVER, .run_goal = 100,
     .weight = 300},
    {"bursty_1", "head plays 1 % more ticks, beside bursty neighbours", BRANCHY, USUAL, FEW,
     .tolerance = 0.005, .head_extra = 0.01, .load = TKG_LOAD_ALWAYS, .run_goal = 200,
     .weight = 350},
    {"bursty_2", "head plays 2 % more ticks, beside bursty neighbours", BRANCHY, USUAL, FEW,
     .tolerance = 0.005, .head_extra = 0.02, .load = TKG_LOAD_ALWAYS, .run_goal = 200,
     .weight = 120},
    {"source_1", "head's source does about 1 % more work", .base_pool = "branchy",
     .head_pool = "branchy_slower", USUAL, FEW, .tolerance = 0.005, .load = TKG_LOAD_NEVER,
     .run_goal = 200, .weight = 300},
    {"displaced", "18 heads that differ from base in never-executed bytes only",
     .base_pool = "branchy", .head_pool = "displaced", USUAL, FEW, .variant_count = 18,
     .tolerance = 0.005, .load = TKG_LOAD_NEVER, .run_goal = 360, .weight = 300},
    {"page", "state at the beginning of a page, head is base: processes that run slow", LATENCY,
     USUAL, FEW, .parameters = "page=1", .tolerance = 0.005, .load = TKG_LOAD_NEVER,
     .keeps_launches = true, .run_goal = 300, .weight = 120},
    {"moody", "one instance in fifty runs at half the speed, head is base", LATENCY, USUAL, FEW,
     .parameters = "moody=1", .tolerance = 0.005, .load = TKG_LOAD_NEVER, .keeps_launches = true,
     .run_goal = 300, .weight = 120},
    {"gain_10", "the plant is 10 %, head is base: how much of it is read?", BRANCHY, USUAL, FEW,
     .tolerance = 0.005, .plant = 0.1, .load = TKG_LOAD_NEVER, .run_goal = 200, .weight = 120},
    {"board_equal", "for the rules of others: head is base", BRANCHY, USUAL, FEW,
     .tolerance = 0.005, .load = TKG_LOAD_NEVER, .keeps_launches = true, .run_goal = 600,
     .weight = 300},
    {"board_1", "for the rules of others: head plays 1 % more ticks", BRANCHY, USUAL, FEW,
     .tolerance = 0.005, .head_extra = 0.01, .load = TKG_LOAD_NEVER, .keeps_launches = true,
     .run_goal = 300, .weight = 400},
};

const struct tkg_experiment *tkg_experiments(size_t *count)
{
    *count = sizeof experiments / sizeof experiments[0];
    return experiments;
}

const struct tkg_experiment *tkg_experiment_find(const char *name)
{
    for (size_t i = 0; i < sizeof experiments / sizeof experiments[0]; i++) {
        if (strcmp(experiments[i].name, name) == 0) {
            return &experiments[i];
        }
    }
    return NULL;
}

bool tkg_experiment_is_loaded(const struct tkg_experiment *experiment, uint32_t run)
{
    /* Not every eighth run itself: with two streams that would be one stream's only. */
    return experiment->load == TKG_LOAD_ALWAYS ||
           (experiment->load == TKG_LOAD_EIGHTH && run / 2 % 8 == 7);
}

uint64_t tkg_experiment_seed(const struct tkg_experiment *experiment, uint64_t seed, uint32_t run)
{
    for (const char *letter = experiment->name; *letter; letter++) {
        seed = tkg_random_at(seed, (uint64_t)*letter);
    }
    return tkg_random_at(seed, run);
}
