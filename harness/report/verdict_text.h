/* SPDX-License-Identifier: Apache-2.0
 *
 * Sentences about verdicts, shared by the formats that people read. All append to out.
 */
#ifndef TKG_REPORT_VERDICT_TEXT_H
#define TKG_REPORT_VERDICT_TEXT_H

#include "base/text.h"
#include "report/report.h"

/* "<= 10 ns", "<= 2 x ruler/walk (10.0 ns)": the limit as the target wrote it. */
void tkg_verdict_add_limit(struct tkg_text *out, const struct tkg_verdict *verdict);

/* The same without what a multiple of a ruler comes to here: "<= 2 x ruler/walk". */
void tkg_verdict_add_written_limit(struct tkg_text *out, const struct tkg_verdict *verdict);

/* "12.0 [11.9, 12.1] ns", "1.10 [1.09, 1.11] x ruler/walk" or "insufficient samples". */
void tkg_verdict_add_measured(struct tkg_text *out, const struct tkg_verdict *verdict);

/* Why, and what to do: "the 95 % interval excludes the limit", "3 valid samples, 5 needed; ...".
 * Nothing for a pass. */
void tkg_verdict_add_reason(struct tkg_text *out, const struct tkg_verdict *verdict);

/* "p99 of replay/1M is 12.0 [11.9, 12.1] ns, limit <= 10 ns (-20 %): <reason>". One line, UTF-8,
 * not escaped for any format. */
void tkg_verdict_add_sentence(struct tkg_text *out, const struct tkg_verdict *verdict);

/* "thresholds/reference.yaml:8": where the target stands. One line. */
void tkg_verdict_add_place(struct tkg_text *out, const struct tkg_target_set *targets,
                           const struct tkg_verdict *verdict);

/* "FAIL 1   unsure 1   few 1   ok 4": outcomes that occurred, worst first. */
void tkg_verdict_add_counts(struct tkg_text *out, const struct tkg_verdict_list *list);

/* The worst outcome of the list; PASS for an empty one. */
enum tkg_outcome tkg_verdict_worst(const struct tkg_verdict_list *list);

#endif
