/* SPDX-License-Identifier: Apache-2.0
 *
 * The judge of a gate: rows of evidence in, a class per row, one exit code out. Pure: no clock, no
 * file, so that its error rates can be measured and a receipt be judged again.
 *
 * Regressions share the gate's error by Holm's procedure over the k rows that are judged on noise
 * (launches, memory, stored results): all are tested at error/k; after j of them are confirmed as
 * regressions, those that are still open are judged again at error/(k-j), from the same records.
 * Passes need no share: that all k pass is an intersection-union test (docs/statistics.md).
 */
#ifndef TKG_VERDICT_GATE_H
#define TKG_VERDICT_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "sample/gate_record.h"
#include "verdict/comparison.h"
#include "verdict/instruction_check.h"

struct tkg_gate_verdict {
    const struct tkg_gate_row *row; /* borrowed from the record */
    enum tkg_gate_class outcome;
    double base_value; /* in the metric's unit; NaN: none */
    double head_value;
    double change;       /* head / base - 1 as measured, whatever is worse; NaN: none */
    double change_low;   /* at error_0to1 */
    double change_high;  /* the same; of launches that pass, at the error of a pass */
    double error_0to1;   /* of the regression, at which the row was judged in the end; 0: exact */
    size_t sample_count; /* launches, or samples of the side with fewer; 0: none */
    bool waiver_is_due;  /* a waiver is given and no longer holds */
    struct tkg_comparison comparison;         /* evidence COMPARISON; else zero */
    struct tkg_instruction_check instruction; /* evidence COUNTS; else zero */
    char text[TKG_ERROR_TEXT_BYTES]; /* the reason in one sentence; "" where pass needs none */
};

/* PASS, TARGET_MISSED, INCONCLUSIVE or NO_SAMPLES. */
struct tkg_gate_rail_verdict {
    const struct tkg_gate_rail *rail; /* borrowed from the record */
    enum tkg_gate_class outcome;
};

struct tkg_gate_result {
    const struct tkg_gate_record *record; /* borrowed */
    struct tkg_gate_verdict *verdicts;    /* owned; one per row of the record, in its order */
    size_t verdict_count;
    struct tkg_gate_rail_verdict *rails; /* owned; one per rail */
    size_t rail_count;
    size_t counts[TKG_GATE_CLASS_COUNT]; /* rows and rails */
    size_t tested_count;                 /* k: rows among which the error is shared */
    enum tkg_gate_class worst;           /* the class that gives the exit code */
    int exit_code;                       /* 130 where the record is not complete */
};

/* Judges every row and every rail. Nothing is left in *result on failure.
 * returns  TKG_NO_MEMORY. cost: below 1 s a row and level of Holm, at 960 launches */
enum tkg_status tkg_gate_judge(const struct tkg_gate_record *record, struct tkg_gate_result *result,
                               struct tkg_error *err) TKG_MUST_CHECK;
void tkg_gate_result_deinit(struct tkg_gate_result *result);

/* "pass", "regression", ..., of the whole gate; "incomplete" where it was interrupted, "nothing
 * measured" where no row was judged. */
const char *tkg_gate_result_word(const struct tkg_gate_result *result);

#endif
