/* SPDX-License-Identifier: Apache-2.0 */
#include "report/gate_assurance.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static void add_launches(struct tkg_text *out, const struct tkg_gate_result *result)
{
    size_t launches = 0;
    size_t slow = 0;
    size_t rows = 0;
    for (size_t i = 0; i < result->verdict_count; i++) {
        const struct tkg_gate_row *row = result->verdicts[i].row;
        rows += row->evidence == TKG_GATE_EVIDENCE_COMPARISON;
        launches += row->comparison.launch_count;
        for (size_t k = 0; k < row->comparison.launch_count; k++) {
            slow += row->comparison.launches[k].is_slow;
        }
    }
    if (rows > 0) {
        tkg_text_addf(out, "%zu launches for %zu rows, %zu slow ones left out", launches, rows,
                      slow);
    }
}

/* How far the plant's reading is from its size, in parts of that. */
static double plant_distance(const struct tkg_gate_verdict *verdict)
{
    return fabs(verdict->comparison.plant.estimate / log1p(verdict->row->comparison.plant) - 1.0);
}

/* Every row that was judged on launches proved itself; what is shown is the least sure. */
static void add_proof(struct tkg_text *out, const struct tkg_gate_result *result)
{
    double null_most = NAN; /* fmax prefers numbers */
    const struct tkg_gate_verdict *worst = NULL;
    size_t failed = 0;
    size_t count = 0;
    for (size_t i = 0; i < result->verdict_count; i++) {
        const struct tkg_gate_verdict *verdict = &result->verdicts[i];
        if (verdict->row->evidence != TKG_GATE_EVIDENCE_COMPARISON ||
            verdict->comparison.launch_count == 0) {
            continue;
        }
        count++;
        failed += !verdict->comparison.null_holds || !verdict->comparison.plant_holds;
        null_most = fmax(null_most, fabs(expm1(verdict->comparison.null.estimate)));
        if (!worst || plant_distance(verdict) > plant_distance(worst)) {
            worst = verdict;
        }
    }
    if (!worst) {
        return;
    }
    tkg_text_add(out, "proof: base against itself ");
    if (isnan(null_most)) {
        tkg_text_add(out, "was not read");
    } else {
        tkg_text_addf(out, "read at most %.2f %% off", 100.0 * null_most);
    }
    tkg_text_addf(out, ", a planted %+.2f %% read %+.2f %%; %zu of %zu rows proved themselves",
                  100.0 * worst->row->comparison.plant,
                  100.0 * expm1(worst->comparison.plant.estimate), count - failed, count);
}

static void add_floor(struct tkg_text *out, const struct tkg_gate_result *result)
{
    double most = 0.0;
    uint32_t fewest = UINT32_MAX;
    for (size_t i = 0; i < result->verdict_count; i++) {
        const struct tkg_gate_row *row = result->verdicts[i].row;
        const struct tkg_comparison *comparison = &result->verdicts[i].comparison;
        if (row->evidence == TKG_GATE_EVIDENCE_COMPARISON && comparison->launch_count > 0) {
            const uint32_t base = row->comparison.base.layout_count;
            const uint32_t head = row->comparison.head.layout_count;
            fewest = fewest < base ? fewest : base;
            fewest = fewest < head ? fewest : head;
            most = fmax(most, isnan(comparison->floor.floor) ? 0.0 : comparison->floor.floor);
        }
    }
    if (fewest == UINT32_MAX) {
        return;
    }
    tkg_text_addf(out, "%" PRIu32 " layout%s a side: ", fewest, fewest == 1 ? "" : "s");
    if (fewest < TKG_PROMISE_LAYOUTS) {
        tkg_text_addf(out, "code placement alone can move an engine by 5 %%; give %d or more",
                      TKG_PROMISE_LAYOUTS);
    } else {
        tkg_text_addf(out, "layout floor at most %.2f %%", 100.0 * expm1(most));
    }
}

static void add_errors(struct tkg_text *out, const struct tkg_gate_report_input *input)
{
    const struct tkg_gate_record *record = input->record;
    if (input->result->tested_count > 0) {
        tkg_text_addf(out,
                      "errors asked: a false regression in the whole gate at most %.3g %%, shared "
                      "by %zu rows (Holm); a false pass at most %.3g %% a row",
                      100.0 * record->error_0to1, input->result->tested_count,
                      100.0 * record->error_0to1);
    }
}

static void add_mode(struct tkg_text *out, const struct tkg_gate_record *record)
{
    if (record->mode == TKG_GATE_MODE_STORED && *record->base) {
        tkg_text_add(out, "stored baseline: measured at another time, so machine drift is in every "
                          "change; wide tolerances, no proof");
        if (record->allows_other_machine &&
            strcmp(record->base_machine, record->head_machine) != 0) {
            tkg_text_addf(out, "; OTHER MACHINE allowed: base %s, head %s", record->base_machine,
                          record->head_machine);
        }
    }
}

bool tkg_gate_add_assurance(struct tkg_text *out, const struct tkg_gate_report_input *input,
                            size_t index)
{
    switch (index) {
    case 0:
        add_mode(out, input->record);
        return true;
    case 1:
        add_launches(out, input->result);
        return true;
    case 2:
        add_proof(out, input->result);
        return true;
    case 3:
        add_floor(out, input->result);
        return true;
    case 4:
        add_errors(out, input);
        return true;
    case 5:
        if (input->record->unjudged_target_count > 0) {
            tkg_text_addf(out, "%" PRIu32 " targets not judged: they need --head-results",
                          input->record->unjudged_target_count);
        }
        return true;
    case 6:
        if (input->record->is_filtered) {
            tkg_text_add(out, "--filter left cases out: this is not the whole gate");
        }
        return true;
    default:
        return false;
    }
}
