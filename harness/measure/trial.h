/* SPDX-License-Identifier: Apache-2.0
 *
 * One trial: one pass over one case in one fresh, pinned process. The parent writes a trial_spec to
 * the child's standard input; the child (the same program, see TKG_TRIAL_ARGUMENT) prefaults, warms
 * up, measures and writes a trial_result with its histogram to descriptor 3.
 */
#ifndef TKG_MEASURE_TRIAL_H
#define TKG_MEASURE_TRIAL_H

#include <stdint.h>

#include "base/status.h"
#include "sample/run_record.h"
#include "sample/stage_table.h"
#include "sample/telemetry.h"

/* A program whose main sees this as argv[1] must return tkg_trial_child_main(). */
#define TKG_TRIAL_ARGUMENT "--tickgate-trial"

/* What the child is to do. Fixed-size plain data: parent and child are the same program. */
struct tkg_trial_spec {
    uint32_t struct_bytes;
    uint32_t pass; /* enum tkg_pass */
    char engine[TKG_RECORD_TEXT_BYTES];
    char parameters[TKG_RECORD_TEXT_BYTES];
    char stream[TKG_RECORD_TEXT_BYTES];
    char ruler[TKG_CASE_NAME_BYTES]; /* pass R */
    uint64_t seed;
    uint64_t tick_count;
    uint32_t batch_tick_count; /* block length of pass A */
    uint32_t round;
    double pace_ticks_per_s;
    int64_t pace_time_ns;
    int64_t min_time_ns;
    int64_t timeout_ns;
    double ns_per_cycle;        /* of the cycle counter; 0: use CLOCK_MONOTONIC instead */
    int32_t cpu;                /* -1: not pinned */
    int32_t sampler_cpu;        /* for the sampler's thread; -1: none but cpu */
    int64_t sample_interval_ns; /* longest interval of the sampler; 0: no sampling */
    char gpu_refusal[TKG_TELEMETRY_REASON_BYTES]; /* why no GPU may be looked for; "": it may */
    uint32_t thread_count;                        /* pass G: 1 to 64; 0 elsewhere */
    uint32_t pins_threads; /* pass G: each to a CPU of its own, where there are enough */
};

/* What a trial gave: the trial record (its stages and telemetry: NULL; they stand here) and, for B,
 * C and P, its histogram, for T its stages. */
struct tkg_trial_outcome {
    struct tkg_trial trial;
    struct tkg_stage_table stages;           /* pass T; no rows elsewhere */
    struct tkg_telemetry *telemetry;         /* owned; NULL when the pass does not sample */
    struct tkg_histogram *histogram;         /* owned; NULL when the pass has none */
    char engine_name[TKG_RECORD_TEXT_BYTES]; /* "" for rulers */
    char engine_version[TKG_RECORD_TEXT_BYTES];
};

/* Runs one trial in a fresh child of program_path.
 * Engine failures (crash, time-out, error, wrong count) come back as their own status, with engine,
 * case and pass in the text. TKG_INTERRUPTED after Ctrl-C. */
enum tkg_status tkg_trial_run(const char *program_path, const struct tkg_trial_spec *spec,
                              struct tkg_trial_outcome *outcome,
                              struct tkg_error *err) TKG_MUST_CHECK;
void tkg_trial_outcome_deinit(struct tkg_trial_outcome *outcome);

/* The child's side: reads the spec, runs it, writes the result; returns the process exit code. */
int tkg_trial_child_main(void);

#endif
