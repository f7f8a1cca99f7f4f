/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/compare_run.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "host/clock.h"
#include "measure/command_block.h"
#include "measure/launch_plan.h"
#include "measure/trial.h"
#include "stats/contrast.h"
#include "stats/slow_arm.h"
#include "verdict/comparison_replay.h"

enum {
    CHECK_TICKS = 10000, /* 50 us to 1 ms */
    PROBE_SLICE_TICKS = 1000,
    SLICE_TICK_MIN = 200,
    SLICE_TICK_MAX = 100000,
    BLOCK_TICK_MIN = 64, /* below, one slow tick is all of a block's tail */
    BLOCK_TICK_MAX = 250,
    /* A quarter more than are judged: a machine that spoils more than that cannot be measured on.
     */
    SLOW_SHARE = 4,
    SLOW_SPARE = 6, /* and so many beside: a tenth of slow launches must not end a first look */
};

/* Shorter than the speed levels of a machine last; 50 us spread no less and cost half as much again
 * (decision 0124). */
static const double slice_ns = 30000.0;
/* So that the blocks of a launch's rounds tell a percentile. */
static const double slice_of_blocks_ns = 50000.0;
static const double block_ns = 2000.0;
/* Twelve launches take 0.2 s on a machine at rest. */
static const int64_t first_look_ns = INT64_C(10000000000);

struct run {
    struct tkg_comparison_record *record;
    const struct tkg_compare_means *means;
    size_t judged_count; /* launches that are not slow */
    uint64_t next_index;
    int64_t begin_ns;
};

static void keep_digests(struct tkg_comparison_record *record,
                         const struct tkg_launch_slices *slices)
{
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        if (slices->roles[arm] == TKG_ARM_BASE) {
            record->base_digest = slices->digests[arm];
        }
        if (slices->roles[arm] == TKG_ARM_HEAD) {
            record->head_digest = slices->digests[arm];
        }
    }
}

static enum tkg_status check_digests(const struct run *run, struct tkg_error *err)
{
    const struct tkg_comparison_record *record = run->record;
    if (run->means->allow_other_digest || record->base_digest == record->head_digest) {
        return TKG_OK;
    }
    return tkg_fail(err, TKG_ENGINE_DIGEST,
                    "head %.80s ends with digest 0x%016" PRIx64 ", base %.80s with 0x%016" PRIx64
                    ": they do not do the same work; if that is meant, give "
                    "--allow-digest-change",
                    record->head.name, record->head_digest, record->base.name, record->base_digest);
}

static int64_t timeout_of(const struct run *run)
{
    return run->means->timeout_ns > 0 ? run->means->timeout_ns : TKG_LAUNCH_TIMEOUT_NS;
}

static struct tkg_command_means command_means(const struct run *run)
{
    return (struct tkg_command_means){.timeout_ns = timeout_of(run), .cpu = run->means->cpu};
}

/* From slices to what is kept of a launch. */
static void read_launch(const struct tkg_comparison_record *record,
                        const struct tkg_launch_slices *slices, struct tkg_launch_record *launch)
{
    const struct tkg_contrasts cpu = tkg_contrasts_of(slices, TKG_LAUNCH_CPU);
    const struct tkg_contrasts p99 = tkg_contrasts_of_p99(slices);
    const struct tkg_contrasts *judged = record->metric == TKG_COMPARE_P99 ? &p99 : &cpu;
    launch->head = judged->head;
    launch->null = judged->null;
    launch->plant = judged->plant;
    launch->head_wall = tkg_contrasts_of(slices, TKG_LAUNCH_WALL).head;
    memcpy(launch->arm_ns, cpu.arm_ns, sizeof(launch->arm_ns));
    memcpy(launch->arm_p99_ns, p99.arm_ns, sizeof(launch->arm_p99_ns));
}

static enum tkg_status play_block(struct run *run, struct tkg_launch_record *launch,
                                  struct tkg_error *err)
{
    struct tkg_launch_slices slices;
    const struct tkg_command_means means = command_means(run);
    const enum tkg_status status =
        tkg_command_block_run(run->record, run->next_index++, &means, &slices, launch, err);
    if (status == TKG_OK) {
        read_launch(run->record, &slices, launch);
    }
    return status;
}

/* Plays the next launch that the plan draws. */
static enum tkg_status play_launch(struct run *run, struct tkg_launch_record *launch,
                                   struct tkg_error *err)
{
    struct tkg_launch_spec spec;
    struct tkg_launch_slices slices;
    tkg_launch_plan_draw(run->record, run->next_index++, &spec, launch);
    spec.cpu = run->means->cpu;
    spec.timeout_ns = timeout_of(run);
    enum tkg_status status = tkg_launch_run(run->means->program_path, &spec, &slices, err);
    if (status != TKG_OK) {
        return status;
    }
    read_launch(run->record, &slices, launch);
    keep_digests(run->record, &slices);
    return check_digests(run, err);
}

/* One short trial of a side's first file, in a process of its own: what is wrong with an engine is
 * told here under its own name; in a launch four of them share the blame. */
static enum tkg_status check_side(const struct run *run, const struct tkg_side *side,
                                  struct tkg_error *err)
{
    struct tkg_trial_outcome outcome;
    struct tkg_trial_spec spec = {
        .struct_bytes = sizeof spec,
        .pass = TKG_PASS_THROUGHPUT,
        .seed = run->record->stream_seed,
        .tick_count = CHECK_TICKS,
        .batch_tick_count = PROBE_SLICE_TICKS,
        .min_time_ns = 1,
        .timeout_ns = timeout_of(run),
        .cpu = run->means->cpu,
    };
    memcpy(spec.engine, side->paths[0], sizeof spec.engine);
    memcpy(spec.parameters, run->record->parameters, sizeof spec.parameters);
    memcpy(spec.stream, run->record->stream, sizeof spec.stream);
    enum tkg_status status = tkg_trial_run(run->means->program_path, &spec, &outcome, err);
    if (status == TKG_OK) {
        tkg_trial_outcome_deinit(&outcome);
    }
    return status;
}

/* A whole number of blocks of some 2 us: a hundred times what reading the clock costs. */
static void choose_blocks(struct tkg_comparison_record *record, double ns_per_tick)
{
    const double wanted = fmin(fmax(block_ns / ns_per_tick, BLOCK_TICK_MIN), BLOCK_TICK_MAX);
    const uint32_t blocks = record->slice_tick_count / (uint32_t)wanted;
    record->block_tick_count = (uint32_t)wanted;
    record->slice_tick_count = record->block_tick_count * (blocks > 0 ? blocks : 1);
}

/* How many ticks the slowest arm plays in the time of a slice. */
static enum tkg_status choose_slice(struct run *run, struct tkg_error *err)
{
    struct tkg_comparison_record *record = run->record;
    struct tkg_launch_record probe;
    double slowest_ns = 0.0;
    record->slice_tick_count = PROBE_SLICE_TICKS;
    record->block_tick_count = 0;
    enum tkg_status status = play_launch(run, &probe, err);
    for (size_t arm = 0; arm < TKG_ARM_COUNT && status == TKG_OK; arm++) {
        slowest_ns = fmax(slowest_ns, probe.arm_ns[arm]);
    }
    const double wanted_ns = record->metric == TKG_COMPARE_P99 ? slice_of_blocks_ns : slice_ns;
    const double wanted = slowest_ns > 0.0 ? wanted_ns / slowest_ns : SLICE_TICK_MAX;
    record->slice_tick_count = (uint32_t)fmin(fmax(wanted, SLICE_TICK_MIN), (double)SLICE_TICK_MAX);
    if (record->metric == TKG_COMPARE_P99) {
        choose_blocks(record, slowest_ns);
    }
    run->next_index = 0;
    return status;
}

static enum tkg_status add_launch(struct run *run, struct tkg_error *err)
{
    struct tkg_comparison_record *record = run->record;
    struct tkg_launch_record launch;
    enum tkg_status status = record->side_kind == TKG_SIDES_COMMANDS
                                 ? play_block(run, &launch, err)
                                 : play_launch(run, &launch, err);
    if (status != TKG_OK) {
        return status;
    }
    launch.is_slow = isnan(launch.head) || tkg_launch_is_slow(&launch, record->launches,
                                                              record->launch_count, record->plant);
    run->judged_count += !launch.is_slow;
    return tkg_comparison_add(record, &launch, err);
}

static void show_progress(const struct run *run, const struct tkg_comparison *comparison)
{
    if (!run->means->is_quiet) {
        const double seconds = (double)(tkg_clock_monotonic_ns() - run->begin_ns) * 1e-9;
        (void)fprintf(stderr, "%4zu launches  %5.1f s  head %+.2f %% [%+.2f, %+.2f]  %s\n",
                      run->judged_count, seconds, 100.0 * expm1(comparison->head.estimate),
                      100.0 * expm1(comparison->head.low), 100.0 * expm1(comparison->head.high),
                      tkg_comparison_word(comparison->outcome));
    }
}

static bool has_launches_left(const struct run *run, size_t look)
{
    const size_t wanted = tkg_look_launch_count(look);
    return wanted <= run->means->launch_max && wanted <= TKG_LAUNCH_MAX;
}

/* May another look be begun? By the time the launches so far took. */
static bool has_time_left(const struct run *run, size_t look)
{
    const double spent = (double)(tkg_clock_monotonic_ns() - run->begin_ns);
    const double each = spent / (double)run->next_index;
    const double wanted = (double)(tkg_look_launch_count(look) - run->judged_count);
    return spent + each * wanted <= (double)run->means->budget_ns;
}

static bool is_last_look(const struct run *run, size_t look)
{
    return look + 1 == TKG_LOOK_COUNT || !has_launches_left(run, look + 1) ||
           !has_time_left(run, look + 1);
}

static enum tkg_status fail_slow(const struct run *run, size_t slow_count, struct tkg_error *err)
{
    return tkg_fail(
        err, TKG_INVALID,
        "%zu of %zu launches had an arm that ran %g times slower than its twin, or were "
        "disturbed throughout; this machine cannot be measured on now, try later",
        slow_count, run->record->launch_count, TKG_SLOW_ARM_RATIO);
}

/* The first look is taken whatever the budget, for without it nothing is known; but an engine that
 * takes seconds to make must not hold it for minutes. */
static enum tkg_status check_first_look(const struct run *run, size_t look, struct tkg_error *err)
{
    const int64_t spent_ns = tkg_clock_monotonic_ns() - run->begin_ns;
    const int64_t budget_ns = run->means->budget_ns;
    return look > 0 || spent_ns <= first_look_ns || spent_ns <= budget_ns
               ? TKG_OK
               : tkg_fail(err, TKG_INVALID,
                          "%.3g s gave %zu launches; the first look needs %zu: raise the budget",
                          (double)spent_ns * 1e-9, run->judged_count, tkg_look_launch_count(0));
}

/* A lone head has no twin, and among the first launches nobody knew yet how it usually stands to
 * its base: asked again once that is known, and before anything is judged. */
static void check_first_launches(struct run *run)
{
    struct tkg_comparison_record *record = run->record;
    for (size_t i = 0; i < record->launch_count; i++) {
        struct tkg_launch_record *launch = &record->launches[i];
        if (!launch->is_slow &&
            tkg_launch_is_slow(launch, record->launches, record->launch_count, record->plant)) {
            launch->is_slow = true;
            run->judged_count--;
        }
    }
}

/* Launches up to the look's count; too many slow ones end the run as unfit to be judged. */
static enum tkg_status fill_look(struct run *run, size_t look, struct tkg_error *err)
{
    const size_t wanted = tkg_look_launch_count(look);
    enum tkg_status status = TKG_OK;
    while (run->judged_count < wanted && status == TKG_OK) {
        const size_t slow_count = run->record->launch_count - run->judged_count;
        if (slow_count > wanted / SLOW_SHARE + SLOW_SPARE) {
            return fail_slow(run, slow_count, err);
        }
        status = check_first_look(run, look, err);
        status = status == TKG_OK ? add_launch(run, err) : status;
        if (status == TKG_OK && look == 0 && run->judged_count == wanted) {
            check_first_launches(run);
        }
    }
    return status;
}

static enum tkg_status run_looks(struct run *run, struct tkg_comparison *comparison,
                                 struct tkg_error *err)
{
    const struct tkg_comparison_question question = tkg_comparison_question_of(run->record);
    enum tkg_status status = TKG_OK;
    bool is_over = false;
    for (size_t look = 0; status == TKG_OK && !is_over; look++) {
        status = fill_look(run, look, err);
        if (status == TKG_OK) {
            status = tkg_comparison_judge_look(run->record, &question, look,
                                               is_last_look(run, look), comparison, err);
        }
        if (status == TKG_OK) {
            show_progress(run, comparison);
            is_over = comparison->outcome != TKG_COMPARISON_NOT_YET;
        }
    }
    return status;
}

/* Engines on their own, then how long a slice is. */
static enum tkg_status prepare_engines(struct run *run, struct tkg_error *err)
{
    enum tkg_status status = check_side(run, &run->record->base, err);
    status = status == TKG_OK ? check_side(run, &run->record->head, err) : status;
    return status == TKG_OK ? choose_slice(run, err) : status;
}

/* How many ticks a process gets, unless that is given. */
static enum tkg_status prepare_commands(const struct run *run, struct tkg_error *err)
{
    struct tkg_comparison_record *record = run->record;
    const struct tkg_command_means means = command_means(run);
    record->round_count = 1;
    if (!tkg_command_takes_ticks(record->base.name)) {
        record->slice_tick_count = 1;
    }
    return record->slice_tick_count > 0
               ? TKG_OK
               : tkg_command_choose_ticks(record->base.name, record->head.name, &means,
                                          &record->slice_tick_count, err);
}

enum tkg_status tkg_compare_run(struct tkg_comparison_record *record,
                                const struct tkg_compare_means *means,
                                struct tkg_comparison *comparison, struct tkg_error *err)
{
    struct run run = {.record = record, .means = means};
    record->start_unix_ns = tkg_clock_unix_ns();
    record->allows_other_digest = means->allow_other_digest;
    enum tkg_status status = record->side_kind == TKG_SIDES_COMMANDS ? prepare_commands(&run, err)
                                                                     : prepare_engines(&run, err);
    run.begin_ns = tkg_clock_monotonic_ns();
    status = status == TKG_OK ? run_looks(&run, comparison, err) : status;
    record->elapsed_ns = tkg_clock_monotonic_ns() - run.begin_ns;
    return status;
}
