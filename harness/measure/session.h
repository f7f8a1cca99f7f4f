/* SPDX-License-Identifier: Apache-2.0
 *
 * A whole measurement: every case and pass of a plan, round by round, in shuffled order, each trial
 * in a fresh process; flagged trials are counted and made good by extra rounds, within a bound.
 */
#ifndef TKG_MEASURE_SESSION_H
#define TKG_MEASURE_SESSION_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "measure/trial.h"
#include "sample/run_record.h"

/* One thing to do every round. */
struct tkg_plan_item {
    char case_name[TKG_CASE_NAME_BYTES];
    struct tkg_trial_spec spec; /* cpu, sampler_cpu, round, gpu_refusal are the session's */
};

struct tkg_plan {
    struct tkg_plan_item *items; /* owned */
    size_t item_count;
    uint32_t round_count;
    uint32_t extra_round_count; /* at most this many more rounds to make good flagged trials */
    uint64_t schedule_seed;
    int32_t cpu;              /* -1: not pinned */
    const char *program_path; /* borrowed */
};

/* Called after every trial, from the same thread. */
struct tkg_progress {
    const struct tkg_plan_item *item;
    const struct tkg_trial *trial;
    uint32_t round; /* 0-based */
    uint32_t round_count;
    size_t done_count; /* trials, extra ones included */
    size_t total_count;
    int64_t elapsed_ns;
};
typedef void (*tkg_progress_function)(void *context, const struct tkg_progress *progress);

void tkg_plan_deinit(struct tkg_plan *plan);

/* Runs the plan into *record (cases must not exist yet). On TKG_INTERRUPTED the record holds what
 * was finished and complete is false; engine failures end the run with their status. All trials of
 * a case must agree on the digest (TKG_ENGINE_DIGEST). */
enum tkg_status tkg_session_run(const struct tkg_plan *plan, struct tkg_run_record *record,
                                tkg_progress_function progress, void *context,
                                struct tkg_error *err) TKG_MUST_CHECK;

#endif
