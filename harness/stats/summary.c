/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/summary.h"

#include <stdlib.h>
#include <string.h>

#include "stats/efficiency.h"
#include "stats/estimate.h"
#include "stats/headline.h"
#include "stats/scaling.h"
#include "stats/speedup.h"
#include "stats/stage_estimate.h"
#include "stats/tail_ratio.h"
#include "stats/telemetry_figures.h"

/* Invalid trials count here, too: a wrong result is wrong on a busy machine as well. */
static void compare_digests(struct tkg_case_summary *summary)
{
    bool seen = false;
    summary->digests_equal = true;
    for (size_t i = 0; i < summary->source->trial_count; i++) {
        const struct tkg_trial *trial = &summary->source->trials[i];
        if (trial->processed_tick_count == 0) {
            continue; /* a ruler: nothing was replayed */
        }
        if (!seen) {
            summary->digest = trial->digest;
            seen = true;
        }
        summary->digests_equal = summary->digests_equal && trial->digest == summary->digest;
    }
}

static void count_trials(struct tkg_case_summary *summary)
{
    summary->trial_count = (uint32_t)summary->source->trial_count;
    for (size_t i = 0; i < summary->source->trial_count; i++) {
        uint32_t invalid = summary->source->trials[i].invalid;
        summary->invalid_trial_count += invalid != 0;
        summary->first_invalidity |= invalid;
    }
}

/* scratch has room for every trial of the case. */
static enum tkg_status summarise_case(const struct tkg_case *the_case,
                                      struct tkg_case_summary *summary, double *scratch,
                                      struct tkg_error *err)
{
    summary->source = the_case;
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        summary->estimates[i] = tkg_estimate_from_case(the_case, (enum tkg_metric)i, scratch);
    }
    tkg_headline_choose(summary);
    count_trials(summary);
    compare_digests(summary);
    enum tkg_status status = tkg_tail_ratio_fill(summary, err);
    status = status == TKG_OK ? tkg_stages_fill(summary, scratch, err) : status;
    return status == TKG_OK ? tkg_telemetry_fill(summary, err) : status;
}

static size_t longest_case(const struct tkg_run_record *record)
{
    size_t longest = 0;
    for (size_t i = 0; i < record->case_count; i++) {
        size_t count = record->cases[i].trial_count;
        longest = count > longest ? count : longest;
    }
    return longest;
}

static enum tkg_status summarise_cases(const struct tkg_run_record *record,
                                       struct tkg_summary *summary, struct tkg_error *err)
{
    double *scratch = calloc(longest_case(record) + 1, sizeof(*scratch));
    summary->cases = calloc(record->case_count + 1, sizeof(*summary->cases));
    if (!scratch || !summary->cases) {
        free(scratch);
        return tkg_fail(err, TKG_NO_MEMORY, "no memory to summarise %zu cases; free some",
                        record->case_count);
    }
    enum tkg_status status = TKG_OK;
    summary->case_count = record->case_count;
    for (size_t i = 0; i < record->case_count && status == TKG_OK; i++) {
        status = summarise_case(&record->cases[i], &summary->cases[i], scratch, err);
    }
    free(scratch);
    return status;
}

enum tkg_status tkg_summary_create(const struct tkg_run_record *record, struct tkg_summary *summary,
                                   struct tkg_error *err)
{
    memset(summary, 0, sizeof(*summary));
    enum tkg_status status = summarise_cases(record, summary, err);
    if (status == TKG_OK) {
        status = tkg_efficiency_fill(summary, err);
    }
    if (status == TKG_OK) {
        status = tkg_scaling_fill(summary, err);
    }
    if (status == TKG_OK) {
        status = tkg_memory_fill(summary, err);
    }
    if (status == TKG_OK) {
        status = tkg_speedup_fill(summary, err);
    }
    if (status != TKG_OK) {
        tkg_summary_deinit(summary);
    }
    return status;
}

void tkg_summary_deinit(struct tkg_summary *summary)
{
    for (size_t i = 0; summary->cases && i < summary->case_count; i++) {
        free(summary->cases[i].stages);
        free(summary->cases[i].telemetry);
        free(summary->cases[i].trial_telemetry);
    }
    free(summary->cases);
    memset(summary, 0, sizeof(*summary));
}
