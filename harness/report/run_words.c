/* SPDX-License-Identifier: Apache-2.0
 *
 * Short words, because they share their lines with figures.
 */
#include "report/run_words.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "report/safe_text.h"

void tkg_words_add_count(struct tkg_text *out, uint64_t count, const char *noun)
{
    tkg_text_addf(out, "%" PRIu64 " %s%s", count, noun, count == 1 ? "" : "s");
}

/* The prefix is that of struct tkg_run_record: "synthetic:futures", or else a file. */
bool tkg_words_has_seed(const struct tkg_run_record *record)
{
    return strncmp(record->stream, "synthetic:", strlen("synthetic:")) == 0;
}

/* Ctrl-C is the user's own doing and needs no alarm. */
bool tkg_words_failed(const struct tkg_run_record *record)
{
    return record->failure != TKG_OK && record->failure != TKG_INTERRUPTED;
}

const char *tkg_words_ending(const struct tkg_run_record *record)
{
    if (record->failure == TKG_INTERRUPTED) {
        return ", interrupted";
    }
    return record->complete && record->failure == TKG_OK ? "" : ", ended early";
}

void tkg_words_add_reason(struct tkg_text *out, const struct tkg_run_record *record)
{
    const char *reason = *record->failure_text       ? record->failure_text
                         : record->failure != TKG_OK ? tkg_status_text(record->failure)
                                                     : "the run ended early";
    tkg_safe_add_line(out, reason, 0, true);
}

/* The first trial that processed anything, else the first that was refused something; NULL when
 * there is neither: a file of another program says nothing about it. */
static const struct tkg_trial *first_replay(const struct tkg_case *the_case)
{
    for (size_t i = 0; i < the_case->trial_count; i++) {
        if (the_case->trials[i].processed_tick_count > 0) {
            return &the_case->trials[i];
        }
    }
    const bool is_told = the_case->trial_count > 0 && the_case->trials[0].rejected_tick_count > 0;
    return is_told ? &the_case->trials[0] : NULL;
}

/* Counts belong to the digest beside them, so both come from the same trial. */
void tkg_words_add_processed(struct tkg_text *out, const struct tkg_case *the_case)
{
    const struct tkg_trial *first = first_replay(the_case);
    if (first) {
        tkg_words_add_count(out, first->processed_tick_count, "tick");
        tkg_text_addf(out, ", %" PRIu64 " rejected", first->rejected_tick_count);
    }
}

/* Equal digests are the proof that all trials did the same work, flagged ones included. What
 * processed nothing has no digest to compare; stats/ compares the same trials. */
void tkg_words_add_digest(struct tkg_text *out, const struct tkg_case_summary *one)
{
    const struct tkg_trial *first = first_replay(one->source);
    size_t count = 0;
    for (size_t i = 0; i < one->source->trial_count; i++) {
        count += one->source->trials[i].processed_tick_count > 0;
    }
    if (first) {
        tkg_text_addf(out, "0x%016" PRIx64, first->digest);
    }
    if (count > 1) {
        tkg_text_addf(out, ", %sequal in all %zu trials", one->digests_equal ? "" : "NOT ", count);
    }
}

/* All trials of a case replay the same ticks: the first stands for them. NULL: none has one. */
static const struct tkg_portfolio *first_portfolio(const struct tkg_case *the_case)
{
    for (size_t i = 0; i < the_case->trial_count; i++) {
        if (the_case->trials[i].portfolio.known) {
            return &the_case->trials[i].portfolio;
        }
    }
    return NULL;
}

/* Three digits: what a strategy earned is not known better than that. */
static void add_ratio(struct tkg_text *out, const char *label, double value)
{
    tkg_text_addf(out, isfinite(value) ? " %s %.3g," : " %s -,", label, value);
}

void tkg_words_add_portfolio(struct tkg_text *out, const struct tkg_case *the_case)
{
    const struct tkg_portfolio *portfolio = first_portfolio(the_case);
    if (!portfolio) {
        return;
    }
    tkg_text_add(out, "portfolio");
#define ADD_RATIO(member, label) add_ratio(out, label, portfolio->member);
    TKG_PORTFOLIO_RATIOS(ADD_RATIO)
#undef ADD_RATIO
    tkg_text_addf(out, " %" PRIu64 " of ", portfolio->winning_trip_count);
    tkg_words_add_count(out, portfolio->round_trip_count, "trip");
    tkg_text_add(out, " won");
}

void tkg_words_add_tail(struct tkg_text *out, const struct tkg_case_summary *one)
{
    const struct tkg_estimate *estimates = one->estimates;
    double slow_share = estimates[TKG_METRIC_TAIL_BLOCKS].value;
    if (!(slow_share > 0.0)) { /* also where it is no number */
        return;
    }
    tkg_text_addf(
        out, "tail: off-CPU %.0f %%, sleeps %.2g, preemptions %.2g, faults %.2g per slow block",
        100.0 * estimates[TKG_METRIC_TAIL_OFF_CPU].value, estimates[TKG_METRIC_TAIL_SLEEPS].value,
        estimates[TKG_METRIC_TAIL_PREEMPTIONS].value, estimates[TKG_METRIC_TAIL_FAULTS].value);
    tkg_text_addf(out, " (%.2g %% of blocks)", 100.0 * slow_share);
}

void tkg_words_add_replay(struct tkg_text *out, const struct tkg_case_summary *one)
{
    if (first_replay(one->source)) {
        tkg_text_add(out, "processed ");
        tkg_words_add_processed(out, one->source);
        tkg_text_add(out, ", digest ");
        tkg_words_add_digest(out, one);
    }
}
