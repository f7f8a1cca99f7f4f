/* SPDX-License-Identifier: Apache-2.0
 *
 * Judges a change against its base from launches: is the head slower, and how sure is that? Pure:
 * no clock, no file, so that its error rates can be measured by simulation and a receipt replayed.
 *
 * A launch (a fresh process) gives contrasts between its arms, as logarithms of ratios of times:
 *   head   head against base, as many arms on either side
 *   null   base against base in another layout: the truth is 0
 *   plant  base made slower by a known share, against base: the truth is log(1 + plant)
 * Launches are independent; within one they share everything, so the launch is the sample.
 *
 * Launches are looked at 12, 20, 40, ... at a time, each look with its share of the error. A
 * verdict stands only when the run proves at the same look that it could have seen the effect: the
 * null's interval is finite and holds 0, the plant's holds the plant within a tenth of it and lies
 * above 0 (docs/decisions/0110).
 */
#ifndef TKG_VERDICT_COMPARISON_H
#define TKG_VERDICT_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "sample/comparison_record.h"
#include "stats/layout_floor.h"
#include "stats/signed_rank.h"
#include "verdict/layout_check.h"

enum { TKG_LOOK_COUNT = 8, TKG_LAUNCH_MAX = 960 };

/* NaN where the launch had no such contrast. */
struct tkg_launch_contrasts {
    double head;
    double null;
    double plant;
};

/* What is asked. Shares of the base's time: 0.005 is 0.5 %. */
struct tkg_comparison_question {
    double tolerance; /* tau: slower by more than that is a regression */
    double margin;    /* m > tau: surely less than that is a pass */
    double plant;     /* x: what the plant really is; 0: none exists, the null alone is the proof */
    /* Over all looks together. Two numbers, for a gate of k metrics shares the first among them
     * (Holm); that all k pass is an intersection-union test, and needs no share. */
    double error_regression_0to1; /* of a false regression, and of a false improvement */
    double error_pass_0to1;       /* of a false pass */
};

/* id, word in reports, whether the run ends here */
#define TKG_COMPARISON_OUTCOMES(X)                                                                 \
    X(NOT_YET, "not yet")           /* neither is shown: look again with more launches */          \
    X(REGRESSION, "regression")     /* slower by more than the tolerance */                        \
    X(PASS, "pass")                 /* not slower by as much as the margin */                      \
    X(IMPROVEMENT, "improvement")   /* faster by more than the tolerance */                        \
    X(INCONCLUSIVE, "inconclusive") /* launches used up, neither was shown */                      \
    X(CANNOT_TELL, "cannot tell")   /* launches used up, and the run failed its own proof */       \
    X(TOO_FINE, "too fine")         /* launches used up, and the layouts do not carry the          \
                                       tolerance (layout_check.h) */

enum tkg_comparison_outcome {
#define TKG_COMPARISON_ENUM(id, word) TKG_COMPARISON_##id,
    TKG_COMPARISON_OUTCOMES(TKG_COMPARISON_ENUM)
#undef TKG_COMPARISON_ENUM
        TKG_COMPARISON_OUTCOME_COUNT
};

/* "regression". */
const char *tkg_comparison_word(enum tkg_comparison_outcome outcome);

/* What one look saw. Shifts are logarithms of ratios. */
struct tkg_comparison {
    enum tkg_comparison_outcome outcome;
    size_t look;           /* 0-based */
    size_t launch_count;   /* with a head contrast */
    struct tkg_shift head; /* at this look's share of the regression error */
    double head_high_pass; /* its upper bound at this look's share of the pass error; of a record
                              with what the layouts leave, see tkg_comparison_judge_look */
    struct tkg_shift null; /* 99.5 % intervals */
    struct tkg_shift plant;
    double plant_low_99; /* its 99 % lower bound */
    bool null_holds;
    bool plant_holds; /* true where no plant exists */
    struct tkg_layout_floor floor;
    struct tkg_layout_check layouts; /* does the floor carry the tolerance? */
};

/* Launches wanted at a look, 0-based: 12, 20, 40, 60, 120, 240, 480, 960. */
size_t tkg_look_launch_count(size_t look);

/* The look that launch_count launches are enough for; TKG_LOOK_COUNT when it is none. */
size_t tkg_look_of_launch_count(size_t launch_count);

/* Judges launches at a look. Says nothing about layouts: floor and layouts stay zero.
 * launches  the first tkg_look_launch_count(look) are used; asserted to be there
 * is_last   no more launches will come: NOT_YET becomes INCONCLUSIVE or CANNOT_TELL
 * returns   TKG_NO_MEMORY. cost: below 1 s at 960 launches */
enum tkg_status tkg_comparison_judge(const struct tkg_comparison_question *question,
                                     const struct tkg_launch_contrasts *launches, size_t look,
                                     bool is_last, struct tkg_comparison *comparison,
                                     struct tkg_error *err) TKG_MUST_CHECK;

#endif
