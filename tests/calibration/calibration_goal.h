/* SPDX-License-Identifier: Apache-2.0
 *
 * The goals of the gate (docs/gate.md) and, from the raw data, what was reached of each.
 */
#ifndef TKG_CALIBRATION_GOAL_H
#define TKG_CALIBRATION_GOAL_H

#include "base/text.h"
#include "calibration_figures.h"

/* How a goal is read from the rows of its experiment. */
enum tkg_goal_kind {
    TKG_GOAL_NO_ALARM,  /* regressions and improvements are wrong */
    TKG_GOAL_CAUGHT,    /* regressions are right */
    TKG_GOAL_UNDECIDED, /* "cannot tell" and "inconclusive" */
    TKG_GOAL_SLOW_ARMS,
    TKG_GOAL_NEUTRAL,    /* of several variants the reading that is furthest from 0 */
    TKG_GOAL_GAIN,       /* the plant's reading over its size */
    TKG_GOAL_COST,       /* of one case, and of twelve such */
    TKG_GOAL_COST_WHOLE, /* of a run that is a whole gate */
    TKG_GOAL_COST_COUNT, /* of one count of a run that counts instructions */
};

struct tkg_goal {
    const char *figure; /* what is claimed */
    const char *experiment;
    enum tkg_goal_kind kind;
    enum tkg_load_choice load;
    const char *goal; /* in words */
};

const struct tkg_goal *tkg_goals(size_t *count);

/* The cells "reached | n | 95 % bound" of a row of the table. */
void tkg_goal_write(const struct tkg_goal *goal, const struct tkg_run_rows *rows,
                    struct tkg_text *text);

#endif
