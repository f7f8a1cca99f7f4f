/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to report: the plain fields of a gate's receipt; its writer and its reader walk the same
 * tables.
 */
#ifndef TKG_REPORT_GATE_FIELDS_H
#define TKG_REPORT_GATE_FIELDS_H

#include "report/result_fields.h"

/* Each ends with a row whose name is NULL. */
extern const struct tkg_result_field tkg_gate_fields[];          /* struct tkg_gate_record */
extern const struct tkg_result_field tkg_gate_case_fields[];     /* struct tkg_gate_case */
extern const struct tkg_result_field tkg_gate_question_fields[]; /* struct tkg_gate_question */
extern const struct tkg_result_field tkg_gate_row_fields[];      /* struct tkg_gate_row */
extern const struct tkg_result_field tkg_gate_count_fields[];    /* struct tkg_gate_counts */
extern const struct tkg_result_field tkg_gate_sample_fields[];   /* struct tkg_gate_samples */
extern const struct tkg_result_field tkg_gate_rail_fields[];     /* struct tkg_gate_rail */

/* Words that stand for numbers of an enum, and how many. */
struct tkg_gate_words {
    const char *const *words;
    uint32_t count;
};

extern const struct tkg_gate_words tkg_gate_mode_words;
extern const struct tkg_gate_words tkg_gate_found_words;   /* "open" is the last */
extern const struct tkg_gate_words tkg_gate_failure_words; /* enum tkg_status */
extern const struct tkg_gate_words tkg_gate_side_words;
extern const struct tkg_gate_words tkg_gate_evidence_words;
extern const struct tkg_gate_words tkg_gate_better_words;
extern const struct tkg_gate_words tkg_gate_limit_words;

#endif
