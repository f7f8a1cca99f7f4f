/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to report: does a receipt of a comparison agree with itself? What is stored twice must be
 * the same twice, and what a comparison cannot have written is refused with its place.
 *
 * Of a launch's contrasts and its arms' times: a percentile and a command have one value an arm, so
 * the contrasts follow from the arms to the digit. Of a time per tick the contrast is a trimmed
 * mean over the rounds' ratios and an arm's time is the median of its rounds, which do not give it
 * back; there a single launch may differ by a factor (a neighbour came in half way), and all
 * launches together only by their own spread: 5 times the median deviation over the root of their
 * number, and a quarter of the change, and 0.2 %. Of 108 stored comparisons, some under bursty
 * load, none was refused (docs/decisions/0158).
 */
#ifndef TKG_REPORT_COMPARISON_CHECK_H
#define TKG_REPORT_COMPARISON_CHECK_H

#include "report/json_reader.h"
#include "sample/comparison_record.h"

/* The reader stands at the object that holds comparison, base, head and launches, all read.
 * cost: at most some 100 ms, at 960 launches. TKG_INPUT with the place; TKG_NO_MEMORY */
enum tkg_status tkg_comparison_check(struct tkg_json_reader *reader, const json_t *object,
                                     const struct tkg_comparison_record *record) TKG_MUST_CHECK;

#endif
