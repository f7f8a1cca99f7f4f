/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_change.h"

#include <inttypes.h>
#include <math.h>

#include "base/text.h"
#include "store/history_entry.h"

static enum tkg_status add_contrast(struct tkg_history *history, int64_t run_id,
                                    const struct tkg_history_comparison *compared,
                                    struct tkg_error *err)
{
    const struct tkg_shift *head = &compared->comparison->head;
    const struct tkg_sample_row sample = {
        .case_name = "compare",
        .metric = tkg_comparison_metric_word(compared->record->metric),
        .unit = "ratio",
        .count = (int64_t)compared->comparison->launch_count,
        .value = exp(head->estimate),
        .low = exp(head->low),
        .high = exp(head->high),
        .coverage_0to1 = NAN, /* that of its look: the receipt has it */
        .ratio = exp(head->estimate),
        .ratio_low = exp(head->low),
        .ratio_high = exp(head->high),
        .ruler = "base",
    };
    const struct tkg_verdict_row verdict = {
        .case_name = sample.case_name,
        .metric = sample.metric,
        .unit = sample.unit,
        .limit = 1.0 + compared->record->tolerance,
        .value = sample.value,
        .low = sample.low,
        .high = sample.high,
        .outcome = tkg_comparison_word(compared->comparison->outcome),
    };
    enum tkg_status status = tkg_entry_add_sample(history, run_id, &sample, err);
    return status == TKG_OK ? tkg_entry_add_verdict(history, run_id, &verdict, err) : status;
}

enum tkg_status tkg_history_add_comparison(struct tkg_history *history,
                                           const struct tkg_history_origin *origin,
                                           const struct tkg_history_comparison *compared,
                                           int64_t *run_id, struct tkg_error *err)
{
    const struct tkg_comparison_record *record = compared->record;
    struct tkg_text work = {0};
    tkg_text_addf(&work, "%s, seed %" PRIu64, record->stream, record->stream_seed);
    if (*record->parameters) {
        tkg_text_addf(&work, ", %s", record->parameters);
    }
    const struct tkg_entry_row entry = {
        .kind = "comparison",
        .start_unix_ns = record->start_unix_ns,
        .end_unix_ns = record->start_unix_ns + record->elapsed_ns,
        .engine = record->head.name,
        .baseline = record->base.name,
        .work = tkg_text_borrow(&work),
        .is_complete = true,
        .steal_share = NAN,
        .load_1min = NAN,
    };
    enum tkg_status status =
        tkg_entry_begin(history, origin, &entry, compared->fingerprint, run_id, err);
    tkg_text_deinit(&work);
    if (status != TKG_OK) {
        return status;
    }
    return tkg_entry_end(history, add_contrast(history, *run_id, compared, err), err);
}

/* Base and head of a row as they were measured, and their ratio. */
static enum tkg_status add_row(struct tkg_history *history, int64_t run_id, size_t position,
                               const struct tkg_gate_record *record,
                               const struct tkg_gate_verdict *verdict, struct tkg_error *err)
{
    const struct tkg_verdict_row row = {
        .position = (int64_t)position,
        .case_name = tkg_gate_row_case(record, verdict->row),
        .metric = tkg_gate_row_metric(verdict->row),
        .unit = "ratio",
        .limit = 1.0 + verdict->row->question.tolerance,
        .value = 1.0 + verdict->change,
        .low = 1.0 + verdict->change_low,
        .high = 1.0 + verdict->change_high,
        .outcome = tkg_gate_class_word(verdict->outcome),
    };
    const struct tkg_sample_row sample = {
        .case_name = row.case_name,
        .metric = row.metric,
        .unit = tkg_dimension_unit(tkg_gate_row_dimension(verdict->row)),
        .count = (int64_t)verdict->sample_count,
        .value = verdict->head_value,
        .low = NAN,
        .high = NAN,
        .coverage_0to1 = NAN,
        .ratio = row.value,
        .ratio_low = row.low,
        .ratio_high = row.high,
        .ruler = isfinite(row.value) ? "base" : "",
    };
    enum tkg_status status = tkg_entry_add_verdict(history, run_id, &row, err);
    return status == TKG_OK && isfinite(verdict->head_value)
               ? tkg_entry_add_sample(history, run_id, &sample, err)
               : status;
}

static enum tkg_status add_rows(struct tkg_history *history, int64_t run_id,
                                const struct tkg_gate_result *result, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < result->verdict_count && status == TKG_OK; i++) {
        status = add_row(history, run_id, i, result->record, &result->verdicts[i], err);
    }
    for (size_t i = 0; i < result->rail_count && status == TKG_OK; i++) {
        const struct tkg_gate_rail *rail = result->rails[i].rail;
        const struct tkg_metric_info *info = tkg_metric_info((enum tkg_metric)rail->metric);
        const struct tkg_verdict_row row = {
            .position = (int64_t)(result->verdict_count + i),
            .case_name = rail->case_name,
            .metric = info->name,
            .unit = tkg_dimension_unit(info->dimension),
            .limit = rail->limit,
            .value = rail->value,
            .low = rail->low,
            .high = rail->high,
            .outcome = tkg_gate_class_word(result->rails[i].outcome),
        };
        status = tkg_entry_add_verdict(history, run_id, &row, err);
    }
    return status;
}

enum tkg_status tkg_history_add_gate(struct tkg_history *history,
                                     const struct tkg_history_origin *origin,
                                     const struct tkg_gate_result *result,
                                     const struct tkg_fingerprint *fingerprint, int64_t *run_id,
                                     struct tkg_error *err)
{
    const struct tkg_gate_record *record = result->record;
    struct tkg_text work = {0};
    tkg_text_addf(&work, "gate %s, seed %" PRIu64, record->name, record->seed);
    const struct tkg_entry_row row = {
        .kind = "gate",
        .start_unix_ns = record->start_unix_ns,
        .end_unix_ns = record->start_unix_ns + record->elapsed_ns,
        .engine = record->head,
        .baseline = record->base,
        .work = tkg_text_borrow(&work),
        .is_complete = record->is_complete,
        .steal_share = NAN,
        .load_1min = NAN,
    };
    enum tkg_status status = tkg_entry_begin(history, origin, &row, fingerprint, run_id, err);
    tkg_text_deinit(&work);
    return status == TKG_OK ? tkg_entry_end(history, add_rows(history, *run_id, result, err), err)
                            : status;
}
