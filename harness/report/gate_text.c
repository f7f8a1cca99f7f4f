/* SPDX-License-Identifier: Apache-2.0 */
#include "report/gate_text.h"

#include <math.h>

#include "base/quantity.h"
#include "report/safe_text.h"

void tkg_gate_add_word(struct tkg_text *out, const struct tkg_gate_result *result,
                       const struct tkg_gate_verdict *verdict)
{
    (void)result;
    tkg_text_add(out, tkg_gate_class_word(verdict->outcome));
}

void tkg_gate_add_case(struct tkg_text *out, const struct tkg_gate_result *result,
                       const struct tkg_gate_verdict *verdict)
{
    tkg_safe_add_line(out, tkg_gate_row_case(result->record, verdict->row), 0, true);
}

void tkg_gate_add_metric(struct tkg_text *out, const struct tkg_gate_result *result,
                         const struct tkg_gate_verdict *verdict)
{
    (void)result;
    tkg_text_add(out, tkg_gate_row_metric(verdict->row));
}

void tkg_gate_add_change(struct tkg_text *out, const struct tkg_gate_result *result,
                         const struct tkg_gate_verdict *verdict)
{
    (void)result;
    if (isnan(verdict->change)) {
        return;
    }
    if (isinf(verdict->change)) {
        tkg_text_add(out, "from nothing");
        return;
    }
    tkg_text_addf(out, "%+.2f %%", 100.0 * verdict->change);
    if (verdict->change_low <= -1.0 || isinf(verdict->change_high)) {
        tkg_text_add(out, " (too few for an interval)");
    } else if (verdict->change_low < verdict->change_high) {
        tkg_text_addf(out, " [%+.2f, %+.2f]", 100.0 * verdict->change_low,
                      100.0 * verdict->change_high);
    }
}

static void add_value(struct tkg_text *out, const struct tkg_gate_verdict *verdict, double value)
{
    char text[TKG_QUANTITY_BYTES];
    const char *ruler = verdict->row->samples.ruler;
    if (!isnan(value) && *ruler) {
        tkg_text_addf(out, "%.3g x %s", value, ruler);
    } else if (!isnan(value)) {
        tkg_text_add(out, tkg_quantity_format(value, tkg_gate_row_dimension(verdict->row), text));
    }
}

void tkg_gate_add_base(struct tkg_text *out, const struct tkg_gate_result *result,
                       const struct tkg_gate_verdict *verdict)
{
    (void)result;
    add_value(out, verdict, verdict->base_value);
}

void tkg_gate_add_head(struct tkg_text *out, const struct tkg_gate_result *result,
                       const struct tkg_gate_verdict *verdict)
{
    (void)result;
    add_value(out, verdict, verdict->head_value);
}

void tkg_gate_add_allowed(struct tkg_text *out, const struct tkg_gate_result *result,
                          const struct tkg_gate_verdict *verdict)
{
    (void)result;
    const struct tkg_gate_question *question = &verdict->row->question;
    tkg_text_addf(out, "%.3g %%", 100.0 * question->tolerance);
    if (!isnan(question->maximum)) {
        tkg_text_add(out, ", at most ");
        add_value(out, verdict, question->maximum);
    }
}

void tkg_gate_add_reason(struct tkg_text *out, const struct tkg_gate_result *result,
                         const struct tkg_gate_verdict *verdict)
{
    (void)result;
    tkg_safe_add_line(out, verdict->text, 0, true);
    if (verdict->outcome == TKG_GATE_CLASS_REGRESSION && *verdict->row->guilty) {
        tkg_text_add(out, *verdict->text ? "; guilty: " : "guilty: ");
        tkg_safe_add_line(out, verdict->row->guilty, 0, true);
    }
}

void tkg_gate_add_place(struct tkg_text *out, const struct tkg_gate_result *result,
                        const struct tkg_gate_verdict *verdict)
{
    tkg_safe_add_line(out, result->record->path, 0, true);
    tkg_text_addf(out, ":%u", (unsigned)verdict->row->question.line);
}

void tkg_gate_add_sentence(struct tkg_text *out, const struct tkg_gate_result *result,
                           const struct tkg_gate_verdict *verdict)
{
    tkg_gate_add_metric(out, result, verdict);
    tkg_text_add(out, " of ");
    tkg_gate_add_case(out, result, verdict);
    tkg_text_addf(out, ": %s", tkg_gate_class_word(verdict->outcome));
    if (!isnan(verdict->change)) {
        tkg_text_add(out, ", ");
        tkg_gate_add_change(out, result, verdict);
        tkg_text_add(out, ", allowed is ");
        tkg_gate_add_allowed(out, result, verdict);
    }
    struct tkg_text reason = {0};
    tkg_gate_add_reason(&reason, result, verdict);
    if (reason.length > 0) {
        tkg_text_addf(out, ": %s", tkg_text_borrow(&reason));
    }
    tkg_text_deinit(&reason);
}

void tkg_gate_add_rail_sentence(struct tkg_text *out, const struct tkg_gate_rail_verdict *verdict)
{
    const struct tkg_gate_rail *rail = verdict->rail;
    const struct tkg_metric_info *info = tkg_metric_info((enum tkg_metric)rail->metric);
    char value[TKG_QUANTITY_BYTES];
    tkg_text_addf(out, "%s of ", info->name);
    tkg_safe_add_line(out, rail->case_name, 0, true);
    tkg_text_addf(out, ": %s, ", tkg_gate_class_word(verdict->outcome));
    tkg_text_add(out, tkg_quantity_format(rail->value, info->dimension, value));
    tkg_text_add(out, ", limit ");
    tkg_safe_add_line(out, rail->limit_text, 0, true);
}

static const struct tkg_gate_verdict *first_verdict(const struct tkg_gate_result *result,
                                                    enum tkg_gate_class outcome)
{
    for (size_t i = 0; i < result->verdict_count; i++) {
        if (result->verdicts[i].outcome == outcome) {
            return &result->verdicts[i];
        }
    }
    return NULL;
}

static const struct tkg_gate_rail_verdict *first_rail(const struct tkg_gate_result *result,
                                                      enum tkg_gate_class outcome)
{
    for (size_t i = 0; i < result->rail_count; i++) {
        if (result->rails[i].outcome == outcome) {
            return &result->rails[i];
        }
    }
    return NULL;
}

void tkg_gate_add_headline(struct tkg_text *out, const struct tkg_gate_result *result)
{
    const struct tkg_gate_verdict *verdict = first_verdict(result, result->worst);
    const struct tkg_gate_rail_verdict *rail = first_rail(result, result->worst);
    if (!result->record->is_complete) {
        tkg_text_add(out, "incomplete, ended before all rows were measured");
    } else if (result->exit_code == 0) {
        tkg_text_addf(out, "%s: none of %zu rows got worse", tkg_gate_result_word(result),
                      result->verdict_count);
    } else if (verdict) {
        tkg_gate_add_sentence(out, result, verdict);
    } else if (rail) {
        tkg_gate_add_rail_sentence(out, rail);
    } else {
        tkg_text_add(out, tkg_gate_result_word(result));
    }
}

void tkg_gate_add_counts(struct tkg_text *out, const struct tkg_gate_result *result)
{
    const char *gap = "";
    for (int class_of_row = 0; class_of_row < TKG_GATE_CLASS_COUNT; class_of_row++) {
        if (result->counts[class_of_row] > 0) {
            tkg_text_addf(out, "%s%s %zu", gap,
                          tkg_gate_class_word((enum tkg_gate_class)class_of_row),
                          result->counts[class_of_row]);
            gap = "   ";
        }
    }
}

static void add_shift(struct tkg_text *out, const struct tkg_shift *shift)
{
    tkg_text_addf(out, "%+.2f %% [%+.2f, %+.2f]", 100.0 * expm1(shift->estimate),
                  100.0 * expm1(shift->low), 100.0 * expm1(shift->high));
}

void tkg_gate_add_proof(struct tkg_text *out, const struct tkg_gate_verdict *verdict)
{
    const struct tkg_comparison *comparison = &verdict->comparison;
    if (verdict->row->evidence != TKG_GATE_EVIDENCE_COMPARISON || comparison->launch_count == 0) {
        return;
    }
    tkg_text_addf(out, "%zu launches; base against itself ", comparison->launch_count);
    add_shift(out, &comparison->null);
    tkg_text_addf(out, "; planted %+.2f %% read as ", 100.0 * verdict->row->comparison.plant);
    add_shift(out, &comparison->plant);
}
