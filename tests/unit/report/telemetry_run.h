/* SPDX-License-Identifier: Apache-2.0
 *
 * Adds a sampled trial of pass B to the sample run, with figures that are known by hand.
 */
#ifndef TKG_TEST_TELEMETRY_RUN_H
#define TKG_TEST_TELEMETRY_RUN_H

#include "report_check.h"

#include "stats/telemetry_figures.h"
#include "telemetry_series.h"

enum { SAMPLED_CASE = 2 };

static inline void make_sampled_with(struct report_case *one, uint32_t point_count)
{
    struct tkg_case *the_case = &one->run.record.cases[SAMPLED_CASE];
    struct tkg_telemetry *telemetry = make_series(point_count, 0.25);
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_BLOCK);
    trial.processed_tick_count = 1000000;
    trial.digest = the_case->trials[0].digest;
    telemetry->threads[0] = (struct tkg_telemetry_thread){
        .id = 7, .name = "engine", .cpu_ns = telemetry->wall_ns / 4, .wait_ns = -1};
    telemetry->thread_count = 1;
    telemetry->gpus[0] = (struct tkg_telemetry_gpu){.name = "One `gpu`",
                                                    .sample_count = 5,
                                                    .busy_mean_0to1 = (double)NAN,
                                                    .busy_max_0to1 = 0.5,
                                                    .used_bytes_max = 1000000,
                                                    .total_bytes = 8000000,
                                                    .process_bytes_max = -1};
    telemetry->gpu_count = 1;
    telemetry->values[TKG_TELEMETRY_WRITTEN_CHARS] = 12345.0;
    telemetry->values[TKG_TELEMETRY_PEAK] = 2000000.0;
    telemetry->values[TKG_TELEMETRY_CPU_USABLE] = 1.0;
    telemetry->sampler_cpu_ns = telemetry->wall_ns / 50;
    trial.telemetry = telemetry;
    assert_int_equal(tkg_case_add_trial(the_case, &trial, NULL), TKG_OK);
    free(telemetry);
    assert_int_equal(tkg_telemetry_fill(&one->run.summary.cases[SAMPLED_CASE], NULL), TKG_OK);
}

static inline void make_sampled(struct report_case *one)
{
    make_sampled_with(one, 60);
}

/* To be called before report_teardown. */
static inline void free_sampled(struct report_case *one)
{
    struct tkg_case_summary *summary = &one->run.summary.cases[SAMPLED_CASE];
    free(summary->telemetry);
    free(summary->trial_telemetry);
    summary->telemetry = NULL;
    summary->trial_telemetry = NULL;
    summary->telemetry_count = 0;
}

#endif
