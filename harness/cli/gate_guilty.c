/* SPDX-License-Identifier: Apache-2.0
 *
 * A regression is worth little without a place to look: the function that grew. Sought only where
 * a row is a regression by itself; what Holm's later steps add is not profiled.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/explain_run.h"
#include "cli/gate_collect.h"
#include "report/explanation_report.h"
#include "verdict/comparison_replay.h"
#include "verdict/instruction_check.h"

enum { BATCH_TICKS = 1000 };

static const int64_t sample_ns = INT64_C(1000000000); /* of each side */
static const int64_t profile_timeout_ns = INT64_C(120000000000);

/* Is the row a regression at the error it was measured with? Rows of memory have no function. */
static bool is_slower(const struct tkg_gate_row *row)
{
    struct tkg_error ignored = {0};
    if (row->found != TKG_GATE_CLASS_OPEN) {
        return false;
    }
    if (row->evidence == TKG_GATE_EVIDENCE_COMPARISON) {
        const struct tkg_comparison_question question =
            tkg_comparison_question_of(&row->comparison);
        struct tkg_comparison comparison;
        return tkg_comparison_judge_record(&row->comparison, &question, &comparison, &ignored) ==
                   TKG_OK &&
               comparison.outcome == TKG_COMPARISON_REGRESSION;
    }
    return row->evidence == TKG_GATE_EVIDENCE_COUNTS &&
           (double)row->counts.head[0] >
               (double)row->counts.base[0] * (1.0 + row->question.tolerance);
}

static struct tkg_explain_means means_of(const struct tkg_gate_bench *bench)
{
    const struct tkg_gate_case *the_case = bench->the_case;
    struct tkg_explain_means means = {
        .program_path = bench->means->program_path,
        .sample_ns = sample_ns,
        .replay = {.struct_bytes = sizeof means.replay,
                   .stream_seed = the_case->stream_seed,
                   .tick_count = the_case->tick_count < TKG_COUNT_TICK_MAX ? the_case->tick_count
                                                                           : TKG_COUNT_TICK_MAX,
                   .batch_tick_count = BATCH_TICKS,
                   .timeout_ns = profile_timeout_ns},
    };
    memcpy(means.replay.parameters, the_case->parameters, sizeof means.replay.parameters);
    memcpy(means.replay.stream, the_case->stream, sizeof means.replay.stream);
    return means;
}

/* The sentence about the function to blame; empty where there is none. */
static enum tkg_status explain(const struct tkg_gate_bench *bench, struct tkg_text *guilty,
                               struct tkg_error *err)
{
    const struct tkg_explain_means means = means_of(bench);
    struct tkg_explanation_record *record = calloc(1, sizeof *record);
    if (!record) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for a profile");
    }
    struct tkg_error why = {0};
    enum tkg_status status =
        tkg_explain_run(&means, bench->base.side.paths[0], bench->head.side.paths[0], record, &why);
    if (status == TKG_OK) {
        tkg_explanation_add_guilty(guilty, record);
    } else if (tkg_gate_is_fatal(status)) {
        status = tkg_fail(err, status, "%s", why.text);
    } else {
        status = TKG_OK; /* the verdict stands without it */
    }
    tkg_function_table_deinit(&record->base);
    tkg_function_table_deinit(&record->head);
    free(record);
    return status;
}

enum tkg_status tkg_gate_seek_guilty(struct tkg_gate_bench *bench, size_t row_count,
                                     struct tkg_error *err)
{
    struct tkg_gate_row *rows = bench->record->rows + (bench->record->row_count - row_count);
    struct tkg_text guilty = {0};
    bool is_sought = false;
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < row_count && status == TKG_OK; i++) {
        if (!is_slower(&rows[i])) {
            continue;
        }
        if (!is_sought) {
            is_sought = true;
            status = explain(bench, &guilty, err);
        }
        (void)tkg_string_copy(rows[i].guilty, sizeof rows[i].guilty, tkg_text_borrow(&guilty));
    }
    tkg_text_deinit(&guilty);
    return status;
}
