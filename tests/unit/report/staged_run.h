/* SPDX-License-Identifier: Apache-2.0
 *
 * Adds pass T to the sample run: twenty trials of replay/1M with three stages whose times add up to
 * the wall, and what an engine says about its portfolio. The summary of that case is made by
 * stats/, whose own tests say that it is right.
 */
#ifndef TKG_TEST_STAGED_RUN_H
#define TKG_TEST_STAGED_RUN_H

#include "report_check.h"

#include "sample/stage_table.h"
#include "stats/estimate.h"
#include "stats/stage_estimate.h"

enum { STAGED_CASE = 2, STAGED_ROUNDS = 20 };

/* own  the name of the third stage */
static inline void staged_add_trial(struct report_case *one, uint32_t round, const char *own)
{
    struct tkg_stage_table table = {.wall_ns = 8e6};
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_STAGES);
    double offset_ns = 1e3 * round;
    trial.round = round;
    trial.processed_tick_count = 1000000;
    trial.digest = one->run.record.cases[STAGED_CASE].trials[0].digest;
    trial.values[TKG_METRIC_STAGE_GAP] = 0.0002;
    trial.values[TKG_METRIC_STAGE_OVERHEAD] = 0.05;
    assert_true(tkg_stage_table_add(&table, "other", 0, 1e6 - offset_ns));
    assert_true(tkg_stage_table_add(&table, "data.load", 125, 5e6 + offset_ns));
    if (*own) {
        assert_true(tkg_stage_table_add(&table, own, 1000000, 2e6));
    }
    trial.stages = &table;
    assert_int_equal(tkg_case_add_trial(&one->run.record.cases[STAGED_CASE], &trial, NULL), TKG_OK);
}

static inline void make_staged(struct report_case *one, const char *own)
{
    double scratch[256];
    struct tkg_case_summary *summary = &one->run.summary.cases[STAGED_CASE];
    for (uint32_t round = 0; round < STAGED_ROUNDS; round++) {
        staged_add_trial(one, round, own);
    }
    assert_true(summary->source->trial_count < sizeof(scratch) / sizeof(scratch[0]));
    assert_int_equal(tkg_stages_fill(summary, scratch, NULL), TKG_OK);
    summary->estimates[TKG_METRIC_STAGE_GAP] =
        tkg_estimate_from_case(summary->source, TKG_METRIC_STAGE_GAP, scratch);
    summary->estimates[TKG_METRIC_STAGE_OVERHEAD] =
        tkg_estimate_from_case(summary->source, TKG_METRIC_STAGE_OVERHEAD, scratch);
}

/* To be called before report_teardown. */
static inline void free_staged(struct report_case *one)
{
    free(one->run.summary.cases[STAGED_CASE].stages);
    one->run.summary.cases[STAGED_CASE].stages = NULL;
    one->run.summary.cases[STAGED_CASE].stage_count = 0;
}

/* The figures of tests/engines/earning.c. */
static inline void make_earning(struct report_case *one)
{
    one->run.record.cases[STAGED_CASE].trials[0].portfolio = (struct tkg_portfolio){
        .known = true,
        .return_count = 252,
        .round_trip_count = 20,
        .winning_trip_count = 12,
        .sharpe = 1.25,
        .sortino = (double)NAN,
        .calmar = -0.5,
        .profit_factor = 1.75,
        .turnover = 340.0,
        .max_drawdown_share = 0.125,
    };
}

#endif
