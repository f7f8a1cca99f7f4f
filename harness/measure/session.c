/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/session.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/random.h"
#include "base/text.h"
#include "host/clock.h"
#include "host/cpu.h"
#include "host/gpu_nvml.h"
#include "host/gpu_probe.h"
#include "sample/histogram.h"

/* 160 ms calibrates the counter to 1e-6 (measurement-overhead, section 1). */
static const int64_t calibration_ns = INT64_C(160000000);

/* A driver without a persistent daemon takes seconds to wake all its devices. */
static const int64_t gpu_limit_ns = INT64_C(10000000000);

struct session {
    const struct tkg_plan *plan;
    struct tkg_run_record *record;
    tkg_progress_function progress;
    void *progress_context;
    double ns_per_cycle;
    int64_t begin_ns;
    uint32_t *order;
    uint32_t order_index;
    bool *is_done; /* per item and planned round: a valid trial was had */
    size_t total_count;
    char gpu_refusal[TKG_TELEMETRY_REASON_BYTES]; /* "" when GPUs may be looked for */
};

void tkg_plan_deinit(struct tkg_plan *plan)
{
    free(plan->items);
    plan->items = NULL;
    plan->item_count = 0;
}

/* How the child, which sees the same CPUs, will run them. */
static struct tkg_case_threads threads_of(const struct tkg_trial_spec *spec)
{
    bool oversubscribed = spec->thread_count > (uint32_t)tkg_cpu_usable_count();
    return (struct tkg_case_threads){
        .count = spec->thread_count,
        .oversubscribed = oversubscribed,
        .pinned = spec->pins_threads && !oversubscribed,
    };
}

static struct tkg_case *case_of(struct session *session, const struct tkg_plan_item *item)
{
    struct tkg_case *found = tkg_run_record_find_case(session->record, item->case_name);
    if (!found) {
        found = tkg_run_record_add_case(session->record, item->case_name, item->spec.tick_count);
    }
    if (found && item->spec.pass == TKG_PASS_PACED) {
        found->pace_ticks_per_s = item->spec.pace_ticks_per_s;
    }
    if (found && item->spec.pass == TKG_PASS_THREADS) {
        found->threads = threads_of(&item->spec);
    }
    return found;
}

static struct tkg_histogram **histogram_slot(struct tkg_case *the_case, enum tkg_pass pass)
{
    switch (pass) {
    case TKG_PASS_BLOCK:
        return &the_case->block_ns_x1000;
    case TKG_PASS_TICK:
        return &the_case->tick_ns_x1000;
    case TKG_PASS_PACED:
        return &the_case->response_ns;
    default:
        return NULL;
    }
}

/* Adds a valid trial's histogram to its case's. */
static enum tkg_status merge_histogram(struct tkg_case *the_case,
                                       const struct tkg_trial_outcome *outcome,
                                       struct tkg_error *err)
{
    struct tkg_histogram **slot = histogram_slot(the_case, outcome->trial.pass);
    if (!slot || !outcome->histogram || outcome->trial.invalid) {
        return TKG_OK;
    }
    if (!*slot) {
        *slot = tkg_histogram_create();
    }
    if (!*slot) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the histograms of %s",
                        the_case->name);
    }
    tkg_histogram_merge(*slot, outcome->histogram);
    return TKG_OK;
}

/* Every replay of a case must end in the same digest, whatever the pass and its batch sizes. */
static enum tkg_status check_digest(const struct session *session, const struct tkg_case *the_case,
                                    const struct tkg_trial *trial, struct tkg_error *err)
{
    if (the_case->trial_count == 0 || the_case->trials[0].digest == trial->digest) {
        return TKG_OK;
    }
    const struct tkg_trial *first = &the_case->trials[0];
    return tkg_fail(err, TKG_ENGINE_DIGEST,
                    "%s: digest 0x%016" PRIx64 " in pass %c of round %" PRIu32 ", 0x%016" PRIx64
                    " in pass %c of round %" PRIu32 ": engine %s is not deterministic, or depends "
                    "on how ticks are cut into batches",
                    the_case->name, trial->digest, tkg_pass_letter(trial->pass), trial->round + 1,
                    first->digest, tkg_pass_letter(first->pass), first->round + 1,
                    session->plan->items[0].spec.engine);
}

/* Shards are the same for every number of threads, so their digests are, too, unless instances that
 * run at once get at one another. */
static enum tkg_status check_threads(const struct session *session, const struct tkg_case *the_case,
                                     const struct tkg_trial *trial, struct tkg_error *err)
{
    const struct tkg_run_record *record = session->record;
    for (size_t i = 0; i < record->case_count && the_case->threads.count > 0; i++) {
        const struct tkg_case *other = &record->cases[i];
        if (other->threads.count == 0 || other->trial_count == 0 ||
            other->trials[0].digest == trial->digest) {
            continue;
        }
        return tkg_fail(err, TKG_ENGINE_DIGEST,
                        "%s: digest 0x%016" PRIx64 " in round %" PRIu32 ", 0x%016" PRIx64
                        " of %s: the instances of engine %s share state, or it is not "
                        "deterministic",
                        the_case->name, trial->digest, trial->round + 1, other->trials[0].digest,
                        other->name, session->plan->items[0].spec.engine);
    }
    return TKG_OK;
}

static enum tkg_status keep_trial(struct session *session, const struct tkg_plan_item *item,
                                  struct tkg_trial_outcome *outcome, struct tkg_error *err)
{
    struct tkg_case *the_case = case_of(session, item);
    if (!the_case) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for case %s", item->case_name);
    }
    outcome->trial.order_index = session->order_index++;
    outcome->trial.stages = outcome->stages.row_count > 0 ? &outcome->stages : NULL;
    outcome->trial.telemetry = outcome->telemetry;
    if (outcome->telemetry) { /* the trial's process is pinned: it sees one */
        outcome->telemetry->values[TKG_TELEMETRY_CPU_USABLE] = tkg_cpu_usable_count();
    }
    enum tkg_status status = check_digest(session, the_case, &outcome->trial, err);
    status = status == TKG_OK ? check_threads(session, the_case, &outcome->trial, err) : status;
    if (status == TKG_OK) {
        status = tkg_case_add_trial(the_case, &outcome->trial, err);
    }
    if (status == TKG_OK) {
        status = merge_histogram(the_case, outcome, err);
    }
    if (*outcome->engine_name) {
        memcpy(session->record->engine_name, outcome->engine_name, sizeof(outcome->engine_name));
        memcpy(session->record->engine_version, outcome->engine_version,
               sizeof(outcome->engine_version));
    }
    return status;
}

static void tell_progress(const struct session *session, const struct tkg_plan_item *item,
                          const struct tkg_trial *trial)
{
    if (!session->progress) {
        return;
    }
    const struct tkg_progress progress = {
        .item = item,
        .trial = trial,
        .round = trial->round,
        .round_count = session->plan->round_count,
        .done_count = session->order_index,
        .total_count = session->total_count,
        .elapsed_ns = tkg_clock_monotonic_ns() - session->begin_ns,
    };
    session->progress(session->progress_context, &progress);
}

static enum tkg_status run_item(struct session *session, size_t item_index, uint32_t round,
                                struct tkg_error *err)
{
    const struct tkg_plan_item *item = &session->plan->items[item_index];
    struct tkg_trial_spec spec = item->spec;
    struct tkg_trial_outcome outcome;
    spec.struct_bytes = sizeof(spec);
    spec.round = round;
    spec.cpu = spec.pass == TKG_PASS_THREADS ? -1 : session->plan->cpu; /* its threads are pinned */
    spec.sampler_cpu = tkg_cpu_beside(spec.cpu);
    spec.ns_per_cycle = session->ns_per_cycle;
    memcpy(spec.gpu_refusal, session->gpu_refusal, sizeof(spec.gpu_refusal));
    enum tkg_status status = tkg_trial_run(session->plan->program_path, &spec, &outcome, err);
    if (status != TKG_OK) {
        return status;
    }
    status = keep_trial(session, item, &outcome, err);
    if (status == TKG_OK) {
        session->is_done[item_index * session->plan->round_count + round] |=
            outcome.trial.invalid == 0;
        tell_progress(session, item, &outcome.trial);
    }
    tkg_trial_outcome_deinit(&outcome);
    return status;
}

/* Every item once, in a fresh random order. */
static enum tkg_status run_planned_round(struct session *session, uint32_t round,
                                         struct tkg_error *err)
{
    const size_t count = session->plan->item_count;
    struct tkg_random random = {tkg_random_at(session->plan->schedule_seed, round)};
    for (size_t i = 0; i < count; i++) {
        session->order[i] = (uint32_t)i;
    }
    tkg_random_shuffle(&random, session->order, count);
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < count && status == TKG_OK; i++) {
        status = run_item(session, session->order[i], round, err);
    }
    return status;
}

/* The first round in which the item has no valid trial yet; round_count when there is none. */
static uint32_t first_open_round(const struct session *session, size_t item_index)
{
    const uint32_t round_count = session->plan->round_count;
    uint32_t round = 0;
    while (round < round_count && session->is_done[item_index * round_count + round]) {
        round++;
    }
    return round;
}

/* One more trial for every item that lacks one. It takes the number of the round it makes good, so
 * that figures paired by round keep their pairs. */
static enum tkg_status run_extra_round(struct session *session, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < session->plan->item_count && status == TKG_OK; i++) {
        uint32_t round = first_open_round(session, i);
        if (round < session->plan->round_count) {
            session->total_count++;
            status = run_item(session, i, round, err);
        }
    }
    return status;
}

static enum tkg_status run_rounds(struct session *session, struct tkg_error *err)
{
    const struct tkg_plan *plan = session->plan;
    enum tkg_status status = TKG_OK;
    for (uint32_t round = 0; round < plan->round_count && status == TKG_OK; round++) {
        status = run_planned_round(session, round, err);
    }
    for (uint32_t extra = 0; extra < plan->extra_round_count && status == TKG_OK; extra++) {
        status = run_extra_round(session, err);
    }
    return status;
}

/* The cycle counter's rate, or 0 when it cannot be trusted: then CLOCK_MONOTONIC is the timer. */
static enum tkg_status calibrate(struct session *session, struct tkg_error *err)
{
    struct tkg_cycle_clock clock;
    enum tkg_status status = tkg_cycle_clock_calibrate(&clock, calibration_ns, err);
    session->ns_per_cycle = status == TKG_OK && clock.invariant ? clock.ns_per_cycle : 0.0;
    return status;
}

/* Once for all trials, and before any engine is there: what the driver's library does wrong is not
 * to be told as the engine's doing. */
static void ask_for_gpus(struct session *session)
{
    _Static_assert(sizeof(session->gpu_refusal) >= TKG_GPU_REASON_BYTES, "room for the reason");
    for (size_t i = 0; i < session->plan->item_count; i++) {
        if (session->plan->items[i].spec.sample_interval_ns > 0) {
            (void)tkg_gpus_probe(gpu_limit_ns, session->gpu_refusal);
            return;
        }
    }
}

/* Cases stand in the record in plan order, not in the random order of their first trial. */
static enum tkg_status add_cases(struct session *session, struct tkg_error *err)
{
    for (size_t i = 0; i < session->plan->item_count; i++) {
        if (!case_of(session, &session->plan->items[i])) {
            return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the cases of the run");
        }
    }
    return TKG_OK;
}

enum tkg_status tkg_session_run(const struct tkg_plan *plan, struct tkg_run_record *record,
                                tkg_progress_function progress, void *context,
                                struct tkg_error *err)
{
    struct session session = {
        .plan = plan,
        .record = record,
        .progress = progress,
        .progress_context = context,
        .begin_ns = tkg_clock_monotonic_ns(),
        .order = calloc(plan->item_count + 1, sizeof(uint32_t)),
        .is_done = calloc(plan->item_count * plan->round_count + 1, sizeof(bool)),
        .total_count = plan->item_count * plan->round_count,
    };
    enum tkg_status status = TKG_OK;
    if (!session.order || !session.is_done) {
        status = tkg_fail(err, TKG_NO_MEMORY, "out of memory for the schedule");
    }
    record->start_unix_ns = tkg_clock_unix_ns();
    record->round_count = plan->round_count;
    status = status == TKG_OK ? calibrate(&session, err) : status;
    status = status == TKG_OK ? add_cases(&session, err) : status;
    if (status == TKG_OK) {
        ask_for_gpus(&session);
        status = run_rounds(&session, err);
    }
    record->end_unix_ns = tkg_clock_unix_ns();
    record->complete = status == TKG_OK;
    free(session.order);
    free(session.is_done);
    return status;
}
