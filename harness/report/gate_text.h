/* SPDX-License-Identifier: Apache-2.0
 *
 * What a gate says, in words that every format uses. All text is one line of UTF-8 that is not
 * escaped for any format; names come from outside and are the caller's to escape.
 */
#ifndef TKG_REPORT_GATE_TEXT_H
#define TKG_REPORT_GATE_TEXT_H

#include "base/text.h"
#include "verdict/gate.h"

/* "regression". */
void tkg_gate_add_word(struct tkg_text *out, const struct tkg_gate_result *result,
                       const struct tkg_gate_verdict *verdict);
/* "taker", "p99". */
void tkg_gate_add_case(struct tkg_text *out, const struct tkg_gate_result *result,
                       const struct tkg_gate_verdict *verdict);
void tkg_gate_add_metric(struct tkg_text *out, const struct tkg_gate_result *result,
                         const struct tkg_gate_verdict *verdict);
/* "+2.10 % [+1.82, +2.43]"; without the interval where it is exact; "" where nothing is known. */
void tkg_gate_add_change(struct tkg_text *out, const struct tkg_gate_result *result,
                         const struct tkg_gate_verdict *verdict);
/* "5.10 ns": the value of a side; "" where nothing is known. */
void tkg_gate_add_base(struct tkg_text *out, const struct tkg_gate_result *result,
                       const struct tkg_gate_verdict *verdict);
void tkg_gate_add_head(struct tkg_text *out, const struct tkg_gate_result *result,
                       const struct tkg_gate_verdict *verdict);
/* "0.5 %", with "at most 64.0 MB" where the row has a maximum. */
void tkg_gate_add_allowed(struct tkg_text *out, const struct tkg_gate_result *result,
                          const struct tkg_gate_verdict *verdict);
/* The judge's own sentence, and of a regression the function to blame; "" for a plain pass. */
void tkg_gate_add_reason(struct tkg_text *out, const struct tkg_gate_result *result,
                         const struct tkg_gate_verdict *verdict);
/* "thresholds/gate.yaml:23". */
void tkg_gate_add_place(struct tkg_text *out, const struct tkg_gate_result *result,
                        const struct tkg_gate_verdict *verdict);

/* "time of taker: regression, +2.10 % [+1.82, +2.43], 0.5 % is allowed". */
void tkg_gate_add_sentence(struct tkg_text *out, const struct tkg_gate_result *result,
                           const struct tkg_gate_verdict *verdict);

/* The same of a guard rail: "peak_memory of replay/1M: target missed, 612 MB, limit <= 500 MB". */
void tkg_gate_add_rail_sentence(struct tkg_text *out, const struct tkg_gate_rail_verdict *verdict);

/* The one sentence that must be enough: of the worst row or rail, or that all pass. */
void tkg_gate_add_headline(struct tkg_text *out, const struct tkg_gate_result *result);

/* "regression 1   inconclusive 2   pass 9": classes that occurred, in their order. */
void tkg_gate_add_counts(struct tkg_text *out, const struct tkg_gate_result *result);

/* What each proof of a compared row came to: "0 in null [-0.10, +0.12] %, plant +1.00 % read as
 * +0.97 % [+0.71, +1.30]"; "" for rows that are not compared by launches. */
void tkg_gate_add_proof(struct tkg_text *out, const struct tkg_gate_verdict *verdict);

#endif
