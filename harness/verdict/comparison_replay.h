/* SPDX-License-Identifier: Apache-2.0
 *
 * Judges a recorded comparison: one look of it, or all looks from the first, as they were judged
 * when it was run. Pure, so that a receipt is judged again, under another error, too.
 */
#ifndef TKG_VERDICT_COMPARISON_REPLAY_H
#define TKG_VERDICT_COMPARISON_REPLAY_H

#include "verdict/comparison.h"

/* What the record asks; to be changed by the caller where another error is meant. */
struct tkg_comparison_question
tkg_comparison_question_of(const struct tkg_comparison_record *record);

/* Launches of the record that are judged: those without a slow arm. */
size_t tkg_comparison_judged_count(const struct tkg_comparison_record *record);

/* Judges the first launches that are not slow at a look, layouts included: a verdict finer than the
 * layouts carry waits for the next look (the floor is estimated too high before, never too low),
 * and at the last one is "too fine"; a change shown to be greater than the layouts' least tolerance
 * is none of these. A pass also has to hold with what the layouts leave: 2.5 floors are added to
 * the launches' half of its bound, by the root of the squares (docs/decisions/0171).
 * question  its tolerance stands in for the record's
 * look      tkg_look_launch_count(look) launches that are not slow are there (asserted)
 * returns   TKG_NO_MEMORY. cost: below 1 s at 960 launches */
enum tkg_status tkg_comparison_judge_look(const struct tkg_comparison_record *record,
                                          const struct tkg_comparison_question *question,
                                          size_t look, bool is_last,
                                          struct tkg_comparison *comparison,
                                          struct tkg_error *err) TKG_MUST_CHECK;

/* Look by look until a verdict falls; the last look there are launches for is the last. With
 * stricter errors than it was run with, a run that ended at its verdict may be too short for one:
 * inconclusive.
 * returns   TKG_TOO_FEW: not even the first look. TKG_NO_MEMORY */
enum tkg_status tkg_comparison_judge_record(const struct tkg_comparison_record *record,
                                            const struct tkg_comparison_question *question,
                                            struct tkg_comparison *comparison,
                                            struct tkg_error *err) TKG_MUST_CHECK;

#endif
