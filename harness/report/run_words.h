/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts about a run and its cases as words, shared by the formats that people read. All append to
 * out; none is escaped for any format.
 */
#ifndef TKG_REPORT_RUN_WORDS_H
#define TKG_REPORT_RUN_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "stats/summary.h"

/* "1 round", "20 rounds"; noun is the singular, with an s for more than one. */
void tkg_words_add_count(struct tkg_text *out, uint64_t count, const char *noun);

/* True when the seed made the stream: a file is the same with any seed. */
bool tkg_words_has_seed(const struct tkg_run_record *record);

/* True when the run did not reach its end for another reason than Ctrl-C. */
bool tkg_words_failed(const struct tkg_run_record *record);

/* ", interrupted" or ", ended early" behind other facts; nothing for a complete run. */
const char *tkg_words_ending(const struct tkg_run_record *record);

/* Why the run ended early: the message the user saw, else the status in words. One safe line. */
void tkg_words_add_reason(struct tkg_text *out, const struct tkg_run_record *record);

/* "9500 ticks, 0 rejected": of the first trial that processed any. Nothing, like the next, without
 * one. */
void tkg_words_add_processed(struct tkg_text *out, const struct tkg_case *the_case);

/* "0xb122749e803675c7, equal in all 86 trials", or "NOT equal in all". */
void tkg_words_add_digest(struct tkg_text *out, const struct tkg_case_summary *one);

/* "portfolio Sharpe 1.25, Sortino -, ..., 12 of 20 trips won": of the first trial that has it, "-"
 * where a ratio is not defined. Nothing when no trial has. */
void tkg_words_add_portfolio(struct tkg_text *out, const struct tkg_case *the_case);

/* "processed 9500 ticks, 0 rejected, digest 0xb122749e803675c7, equal in all 86 trials" */
void tkg_words_add_replay(struct tkg_text *out, const struct tkg_case_summary *one);

/* "tail: off-CPU 97 %, sleeps 1, preemptions 0, faults 0 per slow block (1.2 % of blocks)": what
 * the thread met in pass B's slow blocks, medians over trials. Nothing when that is not known, or
 * no block was slow. */
void tkg_words_add_tail(struct tkg_text *out, const struct tkg_case_summary *one);

#endif
