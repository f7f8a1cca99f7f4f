/* SPDX-License-Identifier: Apache-2.0
 *
 * One run of the gate as an experiment asks for it: tickgate's own code from the draw of the
 * launches to the verdict, nothing simulated.
 */
#ifndef TKG_CALIBRATION_GATE_RUN_H
#define TKG_CALIBRATION_GATE_RUN_H

#include "base/status.h"
#include "base/text.h"
#include "experiment.h"
#include "layout_pool.h"
#include "run_row.h"

struct tkg_gate_run {
    const struct tkg_experiment *experiment;
    const struct tkg_layout_pool *base; /* pool_count of them */
    const char *const *pool_names;
    size_t pool_count;
    const struct tkg_layout_pool *head; /* the same as base: no file is on both sides */
    const char *program_path;  /* whose main knows TKG_TRIAL_ARGUMENT, TKG_LAUNCH_ARGUMENT */
    const char *tickgate_path; /* for experiments with a gate file */
    int32_t cpu;               /* -1: not pinned */
};

/* row       run, stream, is_loaded, variant and seed are set; the rest is filled in. A run that
 * failed has the failure's name as its outcome: it is data, too launches  a line for each launch is
 * added where the experiment keeps them receipt   the run as JSON, for those who look into a wrong
 * verdict returns   TKG_INTERRUPTED; TKG_NO_MEMORY; TKG_USAGE: the pools are too small */
enum tkg_status tkg_gate_run(const struct tkg_gate_run *run, struct tkg_run_row *row,
                             struct tkg_text *launches, struct tkg_text *receipt,
                             struct tkg_error *err) TKG_MUST_CHECK;

#endif
