/* SPDX-License-Identifier: Apache-2.0
 *
 * What is measured: one row of the table is one kind of gate run, repeated. To add an experiment,
 * add a row in experiment.c and a goal that reads it in calibration_goal.c.
 */
#ifndef TKG_CALIBRATION_EXPERIMENT_H
#define TKG_CALIBRATION_EXPERIMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tkg_experiment_load {
    TKG_LOAD_EIGHTH, /* every eighth run has noisy neighbours of our own */
    TKG_LOAD_NEVER,
    TKG_LOAD_ALWAYS,
};

struct tkg_experiment {
    const char *name;  /* of its file of raw data */
    const char *about; /* one line */
    /* Pools of layouts: folders. With variants head's is head_pool with "-<v>" behind it, v from 0,
     * one for each run in turn. */
    const char *base_pool;
    const char *head_pool;
    uint32_t variant_count; /* 0: head_pool itself */
    const char *gate_file; /* tickgate gate over it, in place of tickgate compare; NULL: none. Pools
                              are then several, with commas, shared by base and head */
    const char *parameters; /* of both engines; NULL: none */
    const char *metric;     /* a word of TKG_COMPARISON_METRICS */
    uint32_t layout_count;  /* of each side, drawn for each run */
    double tolerance;       /* margin and plant are twice that */
    double plant;           /* 0: the margin */
    double head_extra;      /* share of its time that head waits more */
    double budget_s;        /* of one run */
    uint32_t launch_max;
    enum tkg_experiment_load load;
    bool keeps_launches; /* times of the first ones go to a file beside the rows */
    bool allows_other_digest;
    bool head_is_slower;  /* a regression is right, though head does not wait */
    uint32_t count_ticks; /* instructions are counted over so many; 0: time is measured */
    uint32_t run_goal;    /* runs after which the experiment is complete */
    double weight;        /* of the time */
};

const struct tkg_experiment *tkg_experiments(size_t *count);

/* NULL: no such name. */
const struct tkg_experiment *tkg_experiment_find(const char *name);

/* Does run number `run` have noisy neighbours? */
bool tkg_experiment_is_loaded(const struct tkg_experiment *experiment, uint32_t run);

/* A run's seed: of nothing but the calibration's, the experiment's name and the run. */
uint64_t tkg_experiment_seed(const struct tkg_experiment *experiment, uint64_t seed, uint32_t run);

#endif
