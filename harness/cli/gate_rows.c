/* SPDX-License-Identifier: Apache-2.0 */
/* The rows that fresh processes of both sides answer: launches, and trials of pass M. */
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "cli/compare_run.h"
#include "cli/gate_collect.h"
#include "host/child.h"
#include "host/clock.h"
#include "measure/launch_plan.h"
#include "measure/trial.h"

enum {
    ROUND_COUNT = 48, /* as tickgate compare: docs/decisions/0124 */
    /* The interval of n pairs exists from an error of 2^-n on: 16 pairs carry the gate's 0.5 %
     * shared among 300 rows. */
    MEMORY_PAIRS = 16,
    ALLOCATION_PAIRS = 2, /* a count: the second run only shows that it is one */
    MEMORY_BATCH_TICKS = 1000,
};

static const int64_t trial_timeout_ns = INT64_C(60000000000);

/* The paths of a side, for a record of its own. */
static enum tkg_status copy_side(struct tkg_side *to, const struct tkg_side *from,
                                 struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    memcpy(to->name, from->name, sizeof to->name);
    for (uint32_t i = 0; i < from->path_count && status == TKG_OK; i++) {
        status = tkg_side_add(to, from->paths[i], err);
    }
    to->layout_count = from->layout_count;
    return status;
}

/* Rows of one gate play different launches. */
static uint64_t seed_of(const struct tkg_gate_bench *bench, const struct tkg_gate_row *row)
{
    return tkg_random_at(bench->record->seed,
                         (uint64_t)row->question.case_index << 8 | row->question.kind);
}

static enum tkg_status make_record(const struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                   struct tkg_error *err)
{
    struct tkg_comparison_record *record = &row->comparison;
    const struct tkg_gate_case *the_case = bench->the_case;
    record->metric = row->question.kind == TKG_GATE_P99 ? TKG_COMPARE_P99 : TKG_COMPARE_TIME;
    record->side_kind = TKG_SIDES_ENGINES;
    memcpy(record->parameters, the_case->parameters, sizeof record->parameters);
    memcpy(record->stream, the_case->stream, sizeof record->stream);
    record->stream_seed = the_case->stream_seed;
    record->seed = seed_of(bench, row);
    record->tolerance = row->question.tolerance;
    record->margin = row->question.margin;
    record->plant = row->question.margin;
    record->error_regression_0to1 = bench->error_regression_0to1;
    record->error_pass_0to1 = bench->record->error_0to1;
    record->lead_in_tick_count = TKG_LAUNCH_LEAD_IN_TICKS;
    record->round_count = ROUND_COUNT;
    enum tkg_status status = copy_side(&record->base, &bench->base.side, err);
    return status == TKG_OK ? copy_side(&record->head, &bench->head.side, err) : status;
}

static int64_t budget_of(const struct tkg_gate_bench *bench)
{
    const int64_t left_ns = bench->deadline_ns - tkg_clock_monotonic_ns();
    return left_ns < bench->the_case->budget_ns ? left_ns : bench->the_case->budget_ns;
}

enum tkg_status tkg_gate_collect_launches(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                          struct tkg_error *err)
{
    struct tkg_comparison comparison;
    const struct tkg_compare_means means = {
        .program_path = bench->means->program_path,
        .budget_ns = budget_of(bench),
        .timeout_ns = bench->means->timeout_ns,
        .launch_max = bench->means->launch_max,
        .cpu = bench->means->cpu,
        .allow_other_digest = bench->the_case->allows_other_digest,
        .is_quiet = bench->means->is_quiet,
    };
    enum tkg_status status = make_record(bench, row, err);
    status =
        status == TKG_OK ? tkg_compare_run(&row->comparison, &means, &comparison, err) : status;
    if (status == TKG_OK) {
        row->evidence = TKG_GATE_EVIDENCE_COMPARISON;
        return TKG_OK;
    }
    if (tkg_gate_is_fatal(status)) {
        return status;
    }
    tkg_gate_row_fail(row, TKG_GATE_SIDE_NONE, err);
    return TKG_OK;
}

/* One trial of pass M of the layout that is next in turn. */
static enum tkg_status measure_once(const struct tkg_gate_bench *bench, const struct tkg_side *side,
                                    uint32_t round, enum tkg_metric metric, double *value,
                                    struct tkg_error *err)
{
    struct tkg_trial_outcome outcome;
    struct tkg_trial_spec spec = {
        .struct_bytes = sizeof spec,
        .pass = TKG_PASS_MEMORY,
        .seed = bench->the_case->stream_seed,
        .tick_count = bench->the_case->tick_count,
        .batch_tick_count = MEMORY_BATCH_TICKS,
        .round = round,
        .min_time_ns = 1,
        .timeout_ns = bench->means->timeout_ns > 0 ? bench->means->timeout_ns : trial_timeout_ns,
        .cpu = bench->means->cpu,
    };
    memcpy(spec.engine, side->paths[round % side->layout_count], sizeof spec.engine);
    memcpy(spec.parameters, bench->the_case->parameters, sizeof spec.parameters);
    memcpy(spec.stream, bench->the_case->stream, sizeof spec.stream);
    const enum tkg_status status = tkg_trial_run(bench->means->program_path, &spec, &outcome, err);
    if (status == TKG_OK) {
        *value = outcome.trial.values[metric];
        tkg_trial_outcome_deinit(&outcome);
    }
    return status;
}

/* Which side is first is drawn for each pair. */
static enum tkg_status measure_pair(const struct tkg_gate_bench *bench, struct tkg_random *random,
                                    uint32_t round, struct tkg_gate_row *row,
                                    enum tkg_gate_side *failing, struct tkg_error *err)
{
    struct tkg_gate_samples *samples = &row->samples;
    const enum tkg_metric metric = (enum tkg_metric)row->question.stored_metric;
    const bool head_first = tkg_random_next(random) >> 63;
    enum tkg_status status = TKG_OK;
    for (int turn = 0; turn < 2 && status == TKG_OK; turn++) {
        const bool is_head = (turn == 0) == head_first;
        *failing = is_head ? TKG_GATE_SIDE_HEAD : TKG_GATE_SIDE_BASE;
        status = is_head ? measure_once(bench, &bench->head.side, round, metric,
                                        &samples->head[samples->head_count], err)
                         : measure_once(bench, &bench->base.side, round, metric,
                                        &samples->base[samples->base_count], err);
        samples->head_count += status == TKG_OK && is_head;
        samples->base_count += status == TKG_OK && !is_head;
    }
    return status;
}

enum tkg_status tkg_gate_collect_memory(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                        struct tkg_error *err)
{
    const uint32_t pair_count =
        row->question.kind == TKG_GATE_ALLOCATIONS ? ALLOCATION_PAIRS : MEMORY_PAIRS;
    enum tkg_gate_side failing = TKG_GATE_SIDE_NONE;
    struct tkg_random random = {seed_of(bench, row)};
    row->samples.base = calloc(pair_count, sizeof *row->samples.base);
    row->samples.head = calloc(pair_count, sizeof *row->samples.head);
    if (!row->samples.base || !row->samples.head) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for %u samples", pair_count);
    }
    enum tkg_status status = TKG_OK;
    for (uint32_t round = 0; round < pair_count && status == TKG_OK; round++) {
        status = measure_pair(bench, &random, round, row, &failing, err);
    }
    row->evidence = TKG_GATE_EVIDENCE_SAMPLES;
    if (status == TKG_OK || tkg_gate_is_fatal(status)) {
        return status;
    }
    tkg_gate_row_fail(row, failing, err);
    return TKG_OK;
}
