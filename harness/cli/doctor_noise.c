/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/doctor_noise.h"

#include <stdio.h>
#include <stdlib.h>

#include "config/suite.h"
#include "host/clock.h"
#include "measure/trial.h"

enum {
    PAIR_COUNT_MAX = 20000, /* half an hour of pairs */
    STREAM_TICKS = 100000,  /* the middle one of the default sizes */
};

static const int64_t calibration_ns = INT64_C(160000000); /* docs/decisions/0010 */

struct noise_run {
    struct tkg_trial_spec spec;
    const char *program_path;
    double times[2][PAIR_COUNT_MAX]; /* ns per tick of either side */
    size_t pair_count;
};

/* A trial of the length that `tickgate run` makes. */
static enum tkg_status make_spec(struct noise_run *run, int32_t cpu, struct tkg_error *err)
{
    struct tkg_suite suite;
    struct tkg_cycle_clock clock;
    tkg_suite_init(&suite);
    run->spec = (struct tkg_trial_spec){
        .struct_bytes = sizeof(run->spec),
        .pass = TKG_PASS_THROUGHPUT,
        .engine = "reference",
        .stream = "synthetic:futures",
        .seed = suite.seed,
        .tick_count = STREAM_TICKS,
        .batch_tick_count = suite.batch_tick_count,
        .min_time_ns = suite.min_time_ns,
        .timeout_ns = suite.timeout_ns,
        .cpu = cpu,
    };
    const enum tkg_status status = tkg_cycle_clock_calibrate(&clock, calibration_ns, err);
    run->spec.ns_per_cycle = status == TKG_OK && clock.invariant ? clock.ns_per_cycle : 0.0;
    return status;
}

static enum tkg_status play_trial(struct noise_run *run, struct tkg_doctor_noise *noise, double *ns,
                                  bool *is_valid, struct tkg_error *err)
{
    struct tkg_trial_outcome outcome;
    const enum tkg_status status = tkg_trial_run(run->program_path, &run->spec, &outcome, err);
    if (status != TKG_OK) {
        return status;
    }
    noise->trial_count++;
    noise->flagged_count += outcome.trial.invalid != 0;
    *is_valid = *is_valid && outcome.trial.invalid == 0;
    *ns = outcome.trial.values[TKG_METRIC_LATENCY_MEAN];
    tkg_trial_outcome_deinit(&outcome);
    return TKG_OK;
}

/* The two sides take turns in being first, so that a drift hits both alike. */
static enum tkg_status play_pair(struct noise_run *run, size_t index,
                                 struct tkg_doctor_noise *noise, struct tkg_error *err)
{
    const size_t first = index & 1;
    double ns[2] = {0, 0};
    bool is_valid = true;
    enum tkg_status status = play_trial(run, noise, &ns[first], &is_valid, err);
    if (status == TKG_OK) {
        status = play_trial(run, noise, &ns[1 - first], &is_valid, err);
    }
    if (status == TKG_OK && is_valid) {
        run->times[0][run->pair_count] = ns[0];
        run->times[1][run->pair_count++] = ns[1];
    }
    return status;
}

static enum tkg_status play_pairs(struct noise_run *run, int64_t budget_ns, bool is_quiet,
                                  struct tkg_doctor_noise *noise, struct tkg_error *err)
{
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < PAIR_COUNT_MAX && noise->elapsed_ns < budget_ns && status == TKG_OK;
         i++) {
        status = play_pair(run, i, noise, err);
        noise->elapsed_ns = tkg_clock_monotonic_ns() - begin_ns;
        if (!is_quiet && i % 16 == 0) {
            (void)fprintf(stderr, "noise floor: %.0f of %.0f s\n", (double)noise->elapsed_ns * 1e-9,
                          (double)budget_ns * 1e-9);
        }
    }
    return status;
}

enum tkg_status tkg_doctor_noise_measure(const char *program_path, int32_t cpu, int64_t budget_ns,
                                         bool is_quiet, struct tkg_doctor_noise *noise,
                                         struct tkg_error *err)
{
    struct noise_run *run = calloc(1, sizeof(*run));
    *noise = (struct tkg_doctor_noise){.trial_count = 0};
    if (!run) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the noise floor");
    }
    run->program_path = program_path;
    enum tkg_status status = make_spec(run, cpu, err);
    status = status == TKG_OK ? play_pairs(run, budget_ns, is_quiet, noise, err) : status;
    if (status == TKG_OK) {
        status = tkg_noise_floor_of(run->times[0], run->times[1], run->pair_count, run->spec.seed,
                                    &noise->floor, err);
        status = status == TKG_TOO_FEW ? TKG_OK : status;
    }
    free(run);
    return status;
}
