/* SPDX-License-Identifier: Apache-2.0
 *
 * May this comparison be asked for a difference that small? The least tolerance that its layouts
 * can carry. Pure.
 */
#ifndef TKG_VERDICT_LAYOUT_CHECK_H
#define TKG_VERDICT_LAYOUT_CHECK_H

#include <stdbool.h>

#include "sample/comparison_record.h"
#include "stats/layout_floor.h"

/* A tolerance below so many layout floors is refused: false regressions on identical code are 1 to
 * 5 % at 1.15 floors, at most 0.5 % at two, none at 2.3 (gate-endtoend, section 3; decision 0111).
 */
#define TKG_LAYOUT_FLOORS_MIN 2.5

/* Up to one launch for so many layouts of a side, layouts are as good as drawn afresh: 0.2 %
 * of false regressions at most, at any tolerance (gate-endtoend, section 3; decision 0121). */
enum { TKG_FRESH_LAYOUTS_PER_LAUNCH = 8 };

/* With fewer than TKG_PROMISE_LAYOUTS a side, where 4 % to 24 % of runs on identical code see 0.5
 * %. */
#define TKG_FEW_LAYOUTS_TOLERANCE_MIN 0.01

/* Commands that take no number of ticks cannot be planted: their silence is proven by the null
 * only.
 */
#define TKG_NO_PLANT_TOLERANCE_MIN 0.05

enum tkg_layout_limit {
    TKG_LAYOUT_LIMIT_FLOOR,    /* 2.5 floors */
    TKG_LAYOUT_LIMIT_FEW,      /* too few layouts to promise anything below 1 % */
    TKG_LAYOUT_LIMIT_NO_PLANT, /* commands without a plant */
    TKG_LAYOUT_LIMIT_UNKNOWN,  /* no launches that a floor could be taken from */
    TKG_LAYOUT_LIMIT_FRESH,    /* none: hardly a layout came twice, so that the interval over
                                  launches holds what the layouts differ */
};

struct tkg_layout_check {
    double tolerance_min; /* share; HUGE_VAL with TKG_LAYOUT_LIMIT_UNKNOWN */
    enum tkg_layout_limit limit;
    bool is_carried; /* the record's tolerance is not below tolerance_min */
};

/* record  its tolerance, launches so far and the number of layouts of its sides
 * floor   of the same record's launches so far. Where it is not fitted yet it is too high, never
 *         too low: a tolerance that is not carried now may be so with more launches. */
struct tkg_layout_check tkg_layout_check(const struct tkg_comparison_record *record,
                                         const struct tkg_layout_floor *floor);

/* The tolerance of a time where none is given, for the side with fewer layouts: 5 % for one
 * layout, less with the root of their number, 0.5 % from TKG_PROMISE_LAYOUTS on, where the run's
 * own floor says what is carried (decision 0166). */
double tkg_layout_usual_tolerance(uint32_t layout_count);

#endif
