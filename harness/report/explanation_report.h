/* SPDX-License-Identifier: Apache-2.0
 *
 * Which function made the head slower: for people, and as JSON
 * (docs/schema/explanation.schema.json).
 */
#ifndef TKG_REPORT_EXPLANATION_REPORT_H
#define TKG_REPORT_EXPLANATION_REPORT_H

#include "base/status.h"
#include "base/text.h"
#include "sample/function_table.h"
#include "sample/run_record.h"

#define TKG_EXPLANATION_SCHEMA "tickgate.explanation/1"

enum { TKG_REASON_BYTES = 400 };

/* What two profiles brought home. */
struct tkg_explanation_record {
    char base_name[TKG_RECORD_TEXT_BYTES];
    char head_name[TKG_RECORD_TEXT_BYTES];
    char stream[TKG_RECORD_TEXT_BYTES];
    struct tkg_function_table base; /* owned */
    struct tkg_function_table head; /* owned */
    uint64_t base_digest;           /* of the counted replay; 0: not counted */
    uint64_t head_digest;
    char count_reason[TKG_REASON_BYTES];  /* why there are no counts; "" when there are */
    char sample_reason[TKG_REASON_BYTES]; /* why there are no times; "" when there are */
};

/* Appends the function to blame with its place and how much it grew, as one line without an end:
 * "audit_cash (reference.c:267) executes 0.53 % of all instructions more than in the base". Nothing
 * where no function is to blame. cost: that of tkg_explanation_make, twice */
void tkg_explanation_add_guilty(struct tkg_text *out, const struct tkg_explanation_record *record);

/* The function to blame with its place, what both witnesses say, and the functions that grew. */
enum tkg_status tkg_explanation_write_human(const struct tkg_explanation_record *record,
                                            struct tkg_text *out,
                                            struct tkg_error *err) TKG_MUST_CHECK;

/* The same, with inclusive costs. */
enum tkg_status tkg_explanation_write_json(const struct tkg_explanation_record *record,
                                           struct tkg_text *out,
                                           struct tkg_error *err) TKG_MUST_CHECK;

#endif
