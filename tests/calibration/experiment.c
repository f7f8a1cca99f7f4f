/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment.h"

#include <string.h>

#include "base/random.h"

#define USUAL .budget_s = 60, .launch_max = 960

/* 256 layouts a side are what tickgate-layouts builds unless told otherwise: those of the branchy
 * engine spread by 1.3 %, so that 64 a side would carry 0.6 % only (docs/decisions/0111). The pool
 * has 512. */
#define BRANCHY                                                                                    \
    .base_pool = "branchy", .head_pool = "branchy", .metric = "time", .layout_count = 256
/* Two pools of 512, all of each: for tolerances that 256 do not carry, and where one run in fifty
 * would not tell for what 256 leave. */
#define BRANCHY_WIDE                                                                               \
    .base_pool = "branchy", .head_pool = "branchy_again", .metric = "time", .layout_count = 512
/* Layouts of this one spread by 0.13 %. */
#define LATENCY                                                                                    \
    .base_pool = "latency_bound", .head_pool = "latency_bound", .metric = "time", .layout_count = 64
#define QUIET .load = TKG_LOAD_NEVER
#define BURSTY .load = TKG_LOAD_ALWAYS
#define SOME_BURSTY .load = TKG_LOAD_EIGHTH
/* Counts, in fresh processes as ever: most of a short one is valgrind's start. */
#define COUNTED .base_pool = "branchy", .metric = "instructions", .tolerance = 0.0005

/* Weights: shares of the time, so that 90 minutes of two streams make some 3,000 runs of each
 * engine against itself and 300 whole gates; time that a complete row leaves goes to the others. */
static const struct tkg_experiment experiments[] = {
    {"branchy_equal", "branchy engine, head is base", BRANCHY, USUAL, SOME_BURSTY,
     .tolerance = 0.005, .keeps_launches = true, .run_goal = 10000, .weight = 4400},
    {"latency_equal", "latency-bound engine, head is base", LATENCY, USUAL, SOME_BURSTY,
     .tolerance = 0.005, .run_goal = 10000, .weight = 700},
    {"branchy_5", "every piece of head takes 5 % more", BRANCHY, USUAL, QUIET, .tolerance = 0.025,
     .head_extra = 0.05, .run_goal = 300, .weight = 80},
    {"branchy_2", "every piece of head takes 2 % more", BRANCHY, USUAL, QUIET, .tolerance = 0.01,
     .head_extra = 0.02, .run_goal = 300, .weight = 150},
    {"branchy_1", "every piece of head takes 1 % more", BRANCHY_WIDE, USUAL, QUIET,
     .tolerance = 0.005, .head_extra = 0.01, .keeps_launches = true, .run_goal = 400,
     .weight = 700},
    {"branchy_05", "every piece of head takes 0.5 % more", BRANCHY_WIDE, USUAL, QUIET,
     .tolerance = 0.0025, .head_extra = 0.005, .run_goal = 60, .weight = 300},
    {"branchy_025", "every piece of head takes 0.25 % more", BRANCHY_WIDE, USUAL, QUIET,
     .tolerance = 0.00125, .head_extra = 0.0025, .run_goal = 10, .weight = 120},
    {"latency_1", "every piece of head takes 1 % more", LATENCY, USUAL, QUIET, .tolerance = 0.005,
     .head_extra = 0.01, .run_goal = 400, .weight = 150},
    {"latency_05", "every piece of head takes 0.5 % more", LATENCY, USUAL, QUIET,
     .tolerance = 0.0025, .head_extra = 0.005, .run_goal = 300, .weight = 200},
    {"latency_025", "every piece of head takes 0.25 % more", LATENCY, USUAL, QUIET,
     .tolerance = 0.00125, .head_extra = 0.0025, .run_goal = 100, .weight = 300},
    {"bursty_1", "every piece of head takes 1 % more, beside bursty neighbours", BRANCHY_WIDE,
     USUAL, BURSTY, .tolerance = 0.005, .head_extra = 0.01, .run_goal = 200, .weight = 350},
    {"bursty_2", "every piece of head takes 2 % more, beside bursty neighbours", BRANCHY, USUAL,
     BURSTY, .tolerance = 0.005, .head_extra = 0.02, .run_goal = 200, .weight = 150},
    {"source_2", "head's source does more work", .base_pool = "branchy",
     .head_pool = "branchy_slower", .head_is_slower = true, .metric = "time", .layout_count = 256,
     USUAL, QUIET, .tolerance = 0.005, .run_goal = 200, .weight = 250},
    {"displaced", "18 heads that differ from base in never-executed bytes only",
     .base_pool = "branchy", .head_pool = "displaced", .variant_count = 18, .metric = "time",
     .layout_count = 256, USUAL, QUIET, .tolerance = 0.005, .run_goal = 360, .weight = 350},
    {"stride", "same instructions, other cache lines", .base_pool = "stride",
     .head_pool = "stride_wide", .head_is_slower = true, .metric = "time", .layout_count = 64,
     USUAL, QUIET, .tolerance = 0.005, .run_goal = 100, .weight = 30},
    {"free", "5 % more instructions that cost no time", .base_pool = "latency_bound",
     .head_pool = "free", .metric = "time", .layout_count = 64, USUAL, QUIET, .tolerance = 0.005,
     .run_goal = 100, .weight = 40},
    {"twelve", "a gate of twelve cases, head is base", .base_pool = "branchy,latency_bound",
     .head_pool = "branchy,latency_bound", .gate_file = TKG_CALIBRATION_FOLDER "/twelve_cases.yaml",
     .metric = "time", .layout_count = 256, USUAL, SOME_BURSTY, .tolerance = 0.005,
     .run_goal = 1000, .weight = 1900},
    {"p99_equal", "99th percentile, head is base", .base_pool = "tail", .head_pool = "tail",
     .metric = "p99", .layout_count = 128, USUAL, SOME_BURSTY, .tolerance = 0.025, .run_goal = 1000,
     .weight = 300},
    {"p99_5", "99th percentile, head's slow blocks are 5 % slower", .base_pool = "tail",
     .head_pool = "tail5", .head_is_slower = true, .metric = "p99", .layout_count = 128, USUAL,
     QUIET, .tolerance = 0.025, .run_goal = 200, .weight = 80},
    {"p99_10", "99th percentile, head's slow blocks are 10 % slower", .base_pool = "tail",
     .head_pool = "tail10", .head_is_slower = true, .metric = "p99", .layout_count = 128, USUAL,
     QUIET, .tolerance = 0.025, .run_goal = 200, .weight = 60},
    {"page", "state at the beginning of a page, head is base", LATENCY, USUAL, QUIET,
     .parameters = "page=1", .tolerance = 0.005, .keeps_launches = true, .run_goal = 300,
     .weight = 120},
    {"moody", "one instance in fifty runs at half the speed, head is base", LATENCY, USUAL, QUIET,
     .parameters = "moody=1", .tolerance = 0.005, .keeps_launches = true, .run_goal = 300,
     .weight = 150},
    {"count_equal", "instructions, head is base in another layout", COUNTED, QUIET,
     .head_pool = "branchy_again", .count_ticks = 10000, .run_goal = 1000, .weight = 700},
    {"count_tenth", "instructions, head's source executes about 0.1 % more", COUNTED, QUIET,
     .head_pool = "branchy_audited", .head_is_slower = true, .count_ticks = 10000, .run_goal = 1000,
     .weight = 700},
    {"count_long", "instructions over 100,000 ticks, head is base in another layout", COUNTED,
     QUIET, .head_pool = "branchy_again", .count_ticks = 100000, .run_goal = 50, .weight = 70},
    {"gain_10", "the plant is 10 %, head is base", BRANCHY, USUAL, QUIET, .tolerance = 0.005,
     .plant = 0.1, .run_goal = 200, .weight = 250},
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
