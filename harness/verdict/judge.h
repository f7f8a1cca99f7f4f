/* SPDX-License-Identifier: Apache-2.0
 *
 * The judge of targets: a pure function from a summary and targets to verdicts. A target is judged
 * on the interval, not on the point: a limit inside the interval is inconclusive.
 */
#ifndef TKG_VERDICT_JUDGE_H
#define TKG_VERDICT_JUDGE_H

#include <stddef.h>

#include "base/status.h"
#include "config/target.h"
#include "stats/summary.h"

/* id, name, mark in tables */
#define TKG_OUTCOMES(X)                                                                            \
    X(PASS, "pass", "ok")                                                                          \
    X(FAIL, "fail", "FAIL")                                                                        \
    X(INCONCLUSIVE, "inconclusive", "unsure")                                                      \
    X(INVALID, "invalid", "invalid") /* more than half of the trials were flagged */               \
    X(INSUFFICIENT, "insufficient samples", "few")

enum tkg_outcome {
#define TKG_OUTCOME_ENUM(id, name, mark) TKG_OUTCOME_##id,
    TKG_OUTCOMES(TKG_OUTCOME_ENUM)
#undef TKG_OUTCOME_ENUM
        TKG_OUTCOME_COUNT
};

const char *tkg_outcome_name(enum tkg_outcome outcome);
const char *tkg_outcome_mark(enum tkg_outcome outcome);

/* One target applied to one case. */
struct tkg_verdict {
    const struct tkg_target *target;         /* borrowed */
    const struct tkg_case_summary *the_case; /* borrowed */
    struct tkg_estimate measured; /* in the metric's unit, or the plain ratio for ruler targets */
    double limit;                 /* same unit as measured */
    double limit_absolute;        /* in the metric's unit: limit times the ruler's median */
    double margin;                /* > 1: that many times better than the limit; < 1: worse; NaN
                                     without a value or a quotient */
    enum tkg_outcome outcome;
};

struct tkg_verdict_list {
    struct tkg_verdict *verdicts; /* owned; target order, then case order */
    size_t verdict_count;
    size_t counts[TKG_OUTCOME_COUNT];
    const struct tkg_case_summary *impossible; /* borrowed: a case on several threads whose
                                                  efficiency lies above TKG_EFFICIENCY_MAX, which
                                                  makes the run no measurement; NULL: none */
};

/* Judges every target on every case that it matches and that gives its metric. Nothing is left in
 * *list on failure.
 * TKG_NOTHING: a target matches no case of the run, names a ruler the run did not measure, or its
 * metric is one that no pass of the run gives: text with file:line:column and what to do. */
enum tkg_status tkg_judge(const struct tkg_summary *summary, const struct tkg_target_set *targets,
                          struct tkg_verdict_list *list, struct tkg_error *err) TKG_MUST_CHECK;
void tkg_verdict_list_deinit(struct tkg_verdict_list *list);

/* The process exit code: 3 for a run with an impossible efficiency, whatever else it says; 0 all
 * pass, 1 any fail, else 3 when any is inconclusive, invalid or insufficient. */
int tkg_verdict_list_exit_code(const struct tkg_verdict_list *list);

#endif
