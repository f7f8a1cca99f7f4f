/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_write.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "sample/alert_row.h"
#include "stats/headline.h"
#include "store/history_entry.h"
#include "store/history_telemetry.h"
#include "store/history_upkeep.h"

/* NULL: the run measured no ruler. */
static const struct tkg_case *find_ruler(const struct tkg_run_record *record)
{
    const struct tkg_case *ruler = tkg_run_record_find_case(record, "ruler/walk");
    return ruler ? ruler : tkg_run_record_find_case(record, "ruler/stream");
}

/* Of times and rates of replays, flat out; a paced replay mostly waits, and not for the machine. */
static struct tkg_estimate ratio_of(const struct tkg_case_summary *one, enum tkg_metric metric,
                                    const struct tkg_case *ruler)
{
    const struct tkg_case *the_case = one->source;
    const enum tkg_dimension dimension = tkg_metric_info(metric)->dimension;
    struct tkg_estimate none = {.value = NAN, .low = NAN, .high = NAN};
    if (!ruler || strncmp(the_case->name, "replay/", strlen("replay/")) != 0 ||
        (dimension != TKG_DIMENSION_TIME && dimension != TKG_DIMENSION_RATE)) {
        return none;
    }
    return tkg_summary_ratio(the_case, tkg_headline_source(one->headline, metric), ruler,
                             dimension == TKG_DIMENSION_TIME ? TKG_METRIC_LATENCY_MEAN
                                                             : TKG_METRIC_THROUGHPUT);
}

static enum tkg_status add_sample(struct tkg_history *history, int64_t run_id,
                                  const struct tkg_case_summary *one, enum tkg_metric metric,
                                  const struct tkg_case *ruler, struct tkg_error *err)
{
    const struct tkg_estimate *estimate = &one->estimates[metric];
    const struct tkg_estimate ratio = ratio_of(one, metric, ruler);
    const struct tkg_metric_info *info = tkg_metric_info(metric);
    const struct tkg_sample_row row = {
        .case_name = one->source->name,
        .metric = info->name,
        .unit = tkg_dimension_unit(info->dimension),
        .count = estimate->count,
        .invalid_count = estimate->invalid_count,
        .value = estimate->value,
        .low = estimate->low,
        .high = estimate->high,
        .coverage_0to1 = estimate->coverage_0to1,
        .ratio = ratio.value,
        .ratio_low = ratio.low,
        .ratio_high = ratio.high,
        .ruler = isfinite(ratio.value) ? ruler->name : "",
    };
    return tkg_entry_add_sample(history, run_id, &row, err);
}

static enum tkg_status add_samples(struct tkg_history *history, int64_t run_id,
                                   const struct tkg_history_run *run, struct tkg_error *err)
{
    const struct tkg_case *ruler = find_ruler(run->record);
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < run->summary->case_count && status == TKG_OK; i++) {
        const struct tkg_case_summary *one = &run->summary->cases[i];
        for (int metric = 0; metric < TKG_METRIC_COUNT && status == TKG_OK; metric++) {
            if (one->estimates[metric].count + one->estimates[metric].invalid_count > 0) {
                status = add_sample(history, run_id, one, (enum tkg_metric)metric, ruler, err);
            }
        }
    }
    return status;
}

static enum tkg_status add_verdicts(struct tkg_history *history, int64_t run_id,
                                    const struct tkg_verdict_list *verdicts, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; verdicts && i < verdicts->verdict_count && status == TKG_OK; i++) {
        const struct tkg_verdict *verdict = &verdicts->verdicts[i];
        const struct tkg_metric_info *info = tkg_metric_info(verdict->target->metric);
        const bool is_ratio = verdict->target->ruler[0] != '\0';
        const struct tkg_verdict_row row = {
            .position = (int64_t)i,
            .case_name = verdict->the_case->source->name,
            .metric = info->name,
            .unit = is_ratio ? "ratio" : tkg_dimension_unit(info->dimension),
            .limit = verdict->limit,
            .value = verdict->measured.value,
            .low = verdict->measured.low,
            .high = verdict->measured.high,
            .outcome = tkg_outcome_name(verdict->outcome),
        };
        status = tkg_entry_add_verdict(history, run_id, &row, err);
    }
    return status;
}

/* In the run's own transaction. */
static enum tkg_status add_alerts(struct tkg_history *history, int64_t run_id,
                                  const struct tkg_run_record *record, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < record->alert_count && status == TKG_OK; i++) {
        const struct tkg_alert_row *row = &record->alerts[i];
        const struct tkg_history_alert alert = {
            .run_id = run_id,
            .time_unix_ns = row->unix_ns,
            .source = row->case_name,
            .metric = row->metric,
            .value = row->value,
            .threshold = row->threshold,
            .is_raised = row->raised,
        };
        status = tkg_history_add_alert(history, &alert, err);
    }
    return status;
}

/* Means over the trials that say it; NaN when none does. */
static void mean_disturbance(const struct tkg_run_record *record, struct tkg_entry_row *entry)
{
    double steal = 0.0, load = 0.0;
    size_t steal_count = 0, load_count = 0;
    for (size_t i = 0; i < record->case_count; i++) {
        for (size_t k = 0; k < record->cases[i].trial_count; k++) {
            const struct tkg_trial *trial = &record->cases[i].trials[k];
            if (isfinite(trial->steal_share_0to1)) {
                steal += trial->steal_share_0to1;
                steal_count++;
            }
            if (isfinite(trial->load_1min)) {
                load += trial->load_1min;
                load_count++;
            }
        }
    }
    entry->steal_share = steal_count ? steal / (double)steal_count : NAN;
    entry->load_1min = load_count ? load / (double)load_count : NAN;
}

/* Equal text for equal work: runs of other ticks or parameters form a series of their own. */
static void write_work(const struct tkg_run_record *record, struct tkg_text *out)
{
    tkg_text_addf(out, "%s, seed %" PRIu64 ", batch %" PRIu32, record->stream, record->seed,
                  record->batch_tick_count);
    if (*record->engine_parameters) {
        tkg_text_addf(out, ", %s", record->engine_parameters);
    }
}

enum tkg_status tkg_history_add_run(struct tkg_history *history,
                                    const struct tkg_history_origin *origin,
                                    const struct tkg_history_run *run, int64_t *run_id,
                                    struct tkg_error *err)
{
    struct tkg_text work = {0};
    write_work(run->record, &work);
    struct tkg_entry_row entry = {
        .kind = "run",
        .start_unix_ns = run->record->start_unix_ns,
        .end_unix_ns = run->record->end_unix_ns,
        .engine = run->record->engine_name,
        .baseline = "",
        .work = tkg_text_borrow(&work),
        .is_complete = run->record->complete,
    };
    mean_disturbance(run->record, &entry);
    enum tkg_status status =
        tkg_entry_begin(history, origin, &entry, run->fingerprint, run_id, err);
    tkg_text_deinit(&work);
    if (status != TKG_OK) {
        return status;
    }
    status = add_samples(history, *run_id, run, err);
    status = status == TKG_OK ? add_verdicts(history, *run_id, run->verdicts, err) : status;
    status = status == TKG_OK ? add_alerts(history, *run_id, run->record, err) : status;
    status =
        status == TKG_OK ? tkg_entry_add_telemetry(history, *run_id, run->record, err) : status;
    return tkg_entry_end(history, status, err);
}
