/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gate_collect.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "host/child.h"
#include "host/clock.h"
#include "verdict/layout_check.h"

/* What may be left of the budget for all rows and still be worth beginning one. */
static const int64_t row_budget_ns_min = INT64_C(100000000);

/* Of results of two runs, whose machines drift by a tenth in minutes (docs/decisions/0127). */
static const double stored_tolerance = 0.10;

bool tkg_gate_is_fatal(enum tkg_status status)
{
    return status == TKG_INTERRUPTED || status == TKG_NO_MEMORY || status == TKG_SYSTEM ||
           status == TKG_OUTPUT || status == TKG_INTERNAL;
}

static double default_tolerance(const struct tkg_gate_question *question, enum tkg_gate_mode mode,
                                uint32_t layout_count)
{
    switch ((enum tkg_gate_metric)question->kind) {
    case TKG_GATE_ALLOCATIONS: /* a count: any difference counts */
        return 0.0;
    case TKG_GATE_INSTRUCTIONS:
        return 0.005;
    case TKG_GATE_PEAK_MEMORY:
        return 0.05;
    case TKG_GATE_P99:
        return mode == TKG_GATE_MODE_STORED ? stored_tolerance : 0.025;
    case TKG_GATE_TIME:
        if (mode == TKG_GATE_MODE_PAIRED) {
            return tkg_layout_usual_tolerance(layout_count);
        }
        return stored_tolerance;
    case TKG_GATE_STORED:
    case TKG_GATE_METRIC_COUNT:
    default:
        return stored_tolerance;
    }
}

void tkg_gate_question_settle(struct tkg_gate_question *question, enum tkg_gate_mode mode,
                              uint32_t layout_count)
{
    if (mode == TKG_GATE_MODE_STORED) { /* what the file asks of paired runs does not hold here */
        question->tolerance = question->stored_tolerance;
        question->margin = NAN;
    }
    if (isnan(question->tolerance)) {
        question->tolerance = default_tolerance(question, mode, layout_count);
    }
    if (isnan(question->margin)) {
        question->margin = 2.0 * question->tolerance;
    }
}

static size_t count_tested(const struct tkg_gate_question *questions, size_t count)
{
    size_t tested = 0;
    for (size_t i = 0; i < count; i++) {
        tested +=
            questions[i].kind != TKG_GATE_ALLOCATIONS && questions[i].kind != TKG_GATE_INSTRUCTIONS;
    }
    return tested > 0 ? tested : 1;
}

static void show_row(const struct tkg_gate_bench *bench, const struct tkg_gate_row *row,
                     size_t index, size_t count)
{
    if (bench->means->is_quiet) {
        return;
    }
    if (row->found == TKG_GATE_CLASS_OPEN) {
        (void)fprintf(stderr, "[%zu/%zu] %s %s\n", index + 1, count, bench->the_case->name,
                      tkg_gate_row_metric(row));
    } else {
        (void)fprintf(stderr, "[%zu/%zu] %s %s: %s\n", index + 1, count, bench->the_case->name,
                      tkg_gate_row_metric(row),
                      tkg_gate_class_word((enum tkg_gate_class)row->found));
    }
}

static enum tkg_status collect_evidence(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                        struct tkg_error *err)
{
    switch ((enum tkg_gate_metric)row->question.kind) {
    case TKG_GATE_TIME:
    case TKG_GATE_P99:
        return tkg_gate_collect_launches(bench, row, err);
    case TKG_GATE_PEAK_MEMORY:
    case TKG_GATE_ALLOCATIONS:
        return tkg_gate_collect_memory(bench, row, err);
    case TKG_GATE_INSTRUCTIONS:
        return tkg_gate_collect_counts(bench, row, err);
    case TKG_GATE_STORED:
    case TKG_GATE_METRIC_COUNT:
    default:
        tkg_gate_row_close(row, TKG_GATE_CLASS_SKIPPED, TKG_GATE_SIDE_NONE,
                           "only stored results have this metric: --baseline and --head-results");
        return TKG_OK;
    }
}

static enum tkg_status collect_row(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                   struct tkg_error *err)
{
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    if (tkg_interrupt_requested()) {
        return tkg_fail(err, TKG_INTERRUPTED, "interrupted");
    }
    if (bench->deadline_ns - begin_ns < row_budget_ns_min) {
        tkg_gate_row_close(row, TKG_GATE_CLASS_INCONCLUSIVE, TKG_GATE_SIDE_NONE,
                           "not measured: the budget of the whole gate was used up before; raise "
                           "budget_all");
        return TKG_OK;
    }
    const uint32_t base_count = bench->base.side.layout_count;
    const uint32_t head_count = bench->head.side.layout_count;
    tkg_gate_question_settle(&row->question, TKG_GATE_MODE_PAIRED,
                             base_count < head_count ? base_count : head_count);
    const enum tkg_status status = collect_evidence(bench, row, err);
    row->elapsed_ns = tkg_clock_monotonic_ns() - begin_ns;
    if (tkg_gate_is_fatal(status) && status != TKG_INTERRUPTED) {
        tkg_gate_row_close(row, TKG_GATE_CLASS_NO_SAMPLES, TKG_GATE_SIDE_NONE, err->text);
    }
    return status;
}

/* What holds for the whole case: the finding of its first row, for every one. */
static void close_as(const struct tkg_gate_row *finding, struct tkg_gate_row *row)
{
    row->failure = finding->failure;
    tkg_gate_row_close(row, (enum tkg_gate_class)finding->found,
                       (enum tkg_gate_side)finding->failing_side, finding->text);
    tkg_gate_question_settle(&row->question, TKG_GATE_MODE_PAIRED, 1);
}

static enum tkg_status collect_case(struct tkg_gate_bench *bench,
                                    const struct tkg_gate_question *questions, size_t count,
                                    size_t all_count, struct tkg_error *err)
{
    struct tkg_gate_row finding = {.found = TKG_GATE_CLASS_OPEN};
    enum tkg_status status = tkg_gate_bench_init(bench, &finding, err);
    for (size_t i = 0; i < count && status == TKG_OK; i++) {
        struct tkg_gate_row *row = tkg_gate_record_add_row(bench->record, &questions[i]);
        if (!row) {
            status = tkg_fail(err, TKG_NO_MEMORY, "out of memory for the rows of the gate");
            break;
        }
        if (finding.found != TKG_GATE_CLASS_OPEN) {
            close_as(&finding, row);
        }
        show_row(bench, row, bench->record->row_count - 1, all_count);
        if (finding.found == TKG_GATE_CLASS_OPEN) {
            status = collect_row(bench, row, err);
        }
    }
    if (status == TKG_OK && finding.found == TKG_GATE_CLASS_OPEN) {
        status = tkg_gate_seek_guilty(bench, count, err);
    }
    tkg_gate_bench_deinit(bench);
    return status;
}

enum tkg_status tkg_gate_collect(const struct tkg_gate_question *questions, size_t question_count,
                                 const struct tkg_gate_means *means, struct tkg_gate_record *record,
                                 struct tkg_error *err)
{
    struct tkg_gate_bench bench = {
        .means = means,
        .record = record,
        .error_regression_0to1 =
            record->error_0to1 / (double)count_tested(questions, question_count),
        .deadline_ns = tkg_clock_monotonic_ns() + means->budget_all_ns,
    };
    enum tkg_status status = TKG_OK;
    for (size_t first = 0; first < question_count && status == TKG_OK;) {
        size_t end = first;
        while (end < question_count && questions[end].case_index == questions[first].case_index) {
            end++;
        }
        bench.the_case = &record->cases[questions[first].case_index];
        status = collect_case(&bench, questions + first, end - first, question_count, err);
        first = end;
    }
    return status;
}
