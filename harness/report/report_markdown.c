/* SPDX-License-Identifier: Apache-2.0
 *
 * The step summary of a CI job: one headline sentence, what is not met first, how sure that is, and
 * everything else in <details>. Bounded in size, because CI drops a summary that is too long.
 */
#include <inttypes.h>

#include "report/figure_text.h"
#include "report/markdown_escape.h"
#include "report/report_format.h"
#include "report/run_notes.h"
#include "report/run_words.h"
#include "report/safe_text.h"
#include "report/stage_text.h"
#include "report/thread_text.h"
#include "report/verdict_text.h"

/* GitHub refuses more than 1 MiB a step; a quarter leaves room for other writers of the same step.
 * The reserve is what may still follow the last table row. */
enum { SUMMARY_BYTES_MAX = 256 * 1024, RESERVE_BYTES = 16 * 1024 };

/* Appends text escaped, and releases it. */
static void move_escaped(struct tkg_text *out, struct tkg_text *text)
{
    tkg_markdown_add(out, tkg_text_borrow(text));
    tkg_text_deinit(text);
}

/* Checked before each table row, the only part without a bound of its own. */
static bool is_full(const struct tkg_text *out)
{
    return out->length > SUMMARY_BYTES_MAX - RESERVE_BYTES;
}

/* Words instead of signs: the summary is also read aloud and by mail. */
static const char *outcome_word(enum tkg_outcome outcome)
{
    static const char *const words[TKG_OUTCOME_COUNT] = {
        [TKG_OUTCOME_PASS] = "Passed",
        [TKG_OUTCOME_FAIL] = "Failed",
        [TKG_OUTCOME_INCONCLUSIVE] = "Inconclusive",
        [TKG_OUTCOME_INVALID] = "Invalid measurement",
        [TKG_OUTCOME_INSUFFICIENT] = "Insufficient samples",
    };
    return words[outcome];
}

static const struct tkg_verdict *first_of(const struct tkg_verdict_list *list,
                                          enum tkg_outcome outcome)
{
    for (size_t i = 0; i < list->verdict_count; i++) {
        if (list->verdicts[i].outcome == outcome) {
            return &list->verdicts[i];
        }
    }
    return NULL;
}

/* A run that did not reach its end is neither passed nor failed by its targets. */
static void add_ending(struct tkg_text *out, const struct tkg_run_record *record)
{
    struct tkg_text reason = {0};
    tkg_words_add_reason(&reason, record);
    tkg_text_add(out, tkg_words_failed(record) ? "## Run failed: " : "## Partial results: ");
    move_escaped(out, &reason);
    tkg_text_add(out, "\n\n");
}

/* The one sentence that must be enough: what, how far off, how sure. */
static void add_headline(struct tkg_text *out, const struct tkg_report_input *input)
{
    const struct tkg_verdict_list *list = input->verdicts;
    if (*tkg_words_ending(input->record)) {
        add_ending(out, input->record);
        return;
    }
    if (list->impossible) { /* nothing of the run is worth a verdict */
        tkg_text_add(out, "## Invalid measurement: efficiency of ");
        tkg_markdown_add(out, list->impossible->source->name);
        tkg_text_add(out, " is above 105 %, which cannot be\n\n");
        return;
    }
    if (list->verdict_count == 0) {
        tkg_text_add(out, "## tickgate: measured, no targets given\n\n");
        return;
    }
    enum tkg_outcome worst = tkg_verdict_worst(list);
    const struct tkg_verdict *verdict = first_of(list, worst);
    tkg_text_addf(out, "## %s: ", outcome_word(worst));
    if (worst == TKG_OUTCOME_PASS || !verdict) {
        tkg_text_addf(out,
                      list->verdict_count == 1 ? "the one target is met\n\n"
                                               : "all %zu targets are met\n\n",
                      list->verdict_count);
        return;
    }
    struct tkg_text sentence = {0};
    tkg_verdict_add_sentence(&sentence, verdict);
    move_escaped(out, &sentence);
    tkg_text_add(out, "\n\n");
}

/* Which engine on which stream, and how many of each verdict. */
static void add_engine_line(struct tkg_text *out, const struct tkg_report_input *input)
{
    const struct tkg_run_record *record = input->record;
    struct tkg_text counts = {0};
    tkg_verdict_add_counts(&counts, input->verdicts);
    tkg_text_add(out, tkg_text_borrow(&counts));
    tkg_text_add(out, counts.length ? " &#8212; engine " : "engine ");
    tkg_text_deinit(&counts);
    tkg_markdown_add(out, record->engine_name);
    tkg_text_add(out, *record->engine_version ? " at " : "");
    tkg_markdown_add(out, record->engine_version);
    tkg_text_add(out, *record->stream ? ", stream " : "");
    tkg_markdown_add(out, record->stream);
    if (tkg_words_has_seed(record)) {
        tkg_text_addf(out, ", seed %" PRIu64, record->seed);
    }
    tkg_text_add(out, ", ");
    tkg_words_add_count(out, record->round_count, "round");
    tkg_text_addf(out, "%s\n\n", tkg_words_ending(record));
}

/* Appends one escaped cell of what `add` writes. */
typedef void (*verdict_cell)(struct tkg_text *out, const struct tkg_verdict *verdict);

static void add_cell(struct tkg_text *out, const struct tkg_verdict *verdict, verdict_cell add)
{
    struct tkg_text text = {0};
    add(&text, verdict);
    move_escaped(out, &text);
    tkg_text_add(out, " | ");
}

/* Eight cells; the limit and its reason stand side by side. */
static void add_verdict_row(struct tkg_text *out, const struct tkg_report_input *input,
                            const struct tkg_verdict *verdict)
{
    char margin[TKG_FIGURE_BYTES];
    struct tkg_text place = {0};
    tkg_text_addf(out, "| %s | ", outcome_word(verdict->outcome));
    tkg_text_addf(out, "%s | ", tkg_metric_info(verdict->target->metric)->label);
    tkg_markdown_add(out, verdict->the_case->source->name);
    tkg_text_add(out, " | ");
    add_cell(out, verdict, tkg_verdict_add_limit);
    add_cell(out, verdict, tkg_verdict_add_measured);
    tkg_text_addf(out, "%s | ", tkg_figure_margin(verdict, margin));
    add_cell(out, verdict, tkg_verdict_add_reason);
    tkg_verdict_add_place(&place, input->targets, verdict);
    move_escaped(out, &place);
    tkg_text_add(out, " |\n");
}

/* Rows of one outcome, as many as fit; returns how many did not. */
static size_t add_verdict_rows(struct tkg_text *out, const struct tkg_report_input *input,
                               enum tkg_outcome outcome)
{
    size_t left = 0;
    for (size_t i = 0; i < input->verdicts->verdict_count; i++) {
        const struct tkg_verdict *verdict = &input->verdicts->verdicts[i];
        if (verdict->outcome != outcome) {
            continue;
        }
        if (is_full(out)) {
            left++;
        } else {
            add_verdict_row(out, input, verdict);
        }
    }
    return left;
}

/* Rows that vanish without a word would look like targets that are met. */
static void add_left_out(struct tkg_text *out, size_t left)
{
    if (left > 0) {
        tkg_text_add(out, "\n");
        tkg_words_add_count(out, left, "more row");
        tkg_text_add(out, " left out here; the JSON report has all.\n");
    }
}

static const char verdict_head[] =
    "| verdict | metric | case | limit | measured (95 % interval) | margin | why | target |\n"
    "|---|---|---|---|---|---|---|---|\n";

/* Worst first; nothing at all when every target is met. */
static void add_open_targets(struct tkg_text *out, const struct tkg_report_input *input)
{
    const struct tkg_verdict_list *list = input->verdicts;
    if (list->verdict_count == list->counts[TKG_OUTCOME_PASS]) {
        return;
    }
    tkg_text_add(out, verdict_head);
    size_t left = add_verdict_rows(out, input, TKG_OUTCOME_FAIL);
    left += add_verdict_rows(out, input, TKG_OUTCOME_INCONCLUSIVE);
    left += add_verdict_rows(out, input, TKG_OUTCOME_INVALID);
    left += add_verdict_rows(out, input, TKG_OUTCOME_INSUFFICIENT);
    add_left_out(out, left);
    tkg_text_add(out, "\n");
}

/* How sure are we: what the notes say. */
static void add_notes(struct tkg_text *out, const struct tkg_report_input *input)
{
    struct tkg_note notes[TKG_NOTES_MAX];
    size_t count = tkg_run_notes(input, notes);
    for (size_t i = 0; i < count; i++) {
        tkg_text_addf(out, "- %s: ", notes[i].id);
        tkg_markdown_add(out, notes[i].text);
        tkg_text_add(out, "\n");
    }
    tkg_text_add(out, count ? "\n" : "");
}

static void begin_details(struct tkg_text *out, const char *title)
{
    tkg_text_addf(out, "<details><summary>%s</summary>\n\n", title);
}

static void end_details(struct tkg_text *out)
{
    tkg_text_add(out, "\n</details>\n\n");
}

/* Folded away: a reader of a red build does not look for them. */
static void add_passed(struct tkg_text *out, const struct tkg_report_input *input)
{
    if (input->verdicts->counts[TKG_OUTCOME_PASS] == 0) {
        return;
    }
    begin_details(out, "Targets that are met");
    tkg_text_add(out, verdict_head);
    add_left_out(out, add_verdict_rows(out, input, TKG_OUTCOME_PASS));
    end_details(out);
}

static void add_result_row(struct tkg_text *out, const struct tkg_case_summary *one,
                           enum tkg_metric metric)
{
    const struct tkg_metric_info *info = tkg_metric_info(metric);
    const struct tkg_estimate *estimate = &one->estimates[metric];
    char text[TKG_FIGURE_BYTES];
    tkg_text_add(out, "| ");
    tkg_markdown_add(out, one->source->name);
    tkg_text_addf(out, " | %s | %s", info->label,
                  tkg_figure_value(estimate, info->dimension, text));
    tkg_text_addf(out, " | %s | %" PRIu32 " | %" PRIu32 " | %c |\n",
                  tkg_figure_interval(estimate, info->dimension, text), estimate->count,
                  estimate->invalid_count, tkg_figure_pass(one, metric));
}

/* What the trials of each replay did: the same, or the figures compare different work. */
static void add_replays(struct tkg_text *out, const struct tkg_summary *summary)
{
    size_t left = 0;
    for (size_t i = 0; i < summary->case_count; i++) {
        const struct tkg_case_summary *one = &summary->cases[i];
        if (!tkg_case_is_flat_out(one->source) || one->source->trial_count == 0) {
            continue;
        }
        if (is_full(out)) {
            left++;
        } else {
            tkg_text_add(out, "- ");
            tkg_markdown_add(out, one->source->name);
            tkg_text_add(out, ": ");
            tkg_words_add_replay(out, one);
            tkg_text_add(out, "\n");
        }
    }
    add_left_out(out, left);
    tkg_text_add(out, "\n");
}

/* Every metric of every case, as many as fit. */
static void add_results(struct tkg_text *out, const struct tkg_report_input *input)
{
    size_t left = 0;
    begin_details(out, "All results");
    add_replays(out, input->summary);
    tkg_text_add(out, "| case | metric | median | 95 % interval | n | flagged | pass |\n"
                      "|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < input->summary->case_count; i++) {
        const struct tkg_case_summary *one = &input->summary->cases[i];
        for (int metric = 0; metric < TKG_METRIC_COUNT; metric++) {
            if (!tkg_figure_measured(&one->estimates[metric])) {
                continue;
            }
            if (is_full(out)) {
                left++;
            } else {
                add_result_row(out, one, (enum tkg_metric)metric);
            }
        }
    }
    add_left_out(out, left);
    end_details(out);
}

/* Where the time goes; nothing without pass T. */
static void add_stages(struct tkg_text *out, const struct tkg_report_input *input)
{
    struct tkg_text stages = {0};
    tkg_stages_add_markdown(&stages, input);
    if (stages.length > 0) {
        begin_details(out, "Stages");
        if (out->length + stages.length < SUMMARY_BYTES_MAX - RESERVE_BYTES) {
            tkg_text_add(out, tkg_text_borrow(&stages));
        } else {
            tkg_text_add(out, "Left out here; the JSON report has them.\n");
        }
        end_details(out);
    }
    tkg_text_deinit(&stages);
}

/* How it scales; nothing without pass G. At most 64 rows: they always fit. */
static void add_threads(struct tkg_text *out, const struct tkg_report_input *input)
{
    if (tkg_threads_measured(input->summary)) {
        begin_details(out, "Threads");
        tkg_threads_add_markdown(out, input);
        end_details(out);
    }
}

static void add_fact(struct tkg_text *out, const char *name, const char *value)
{
    if (*value) {
        tkg_text_addf(out, "| %s | ", name);
        tkg_markdown_add(out, value);
        tkg_text_add(out, " |\n");
    }
}

/* For the question why a number moved: another CPU, kernel or compiler. */
static void add_environment(struct tkg_text *out, const struct tkg_report_input *input)
{
    const struct tkg_fingerprint *host = input->fingerprint;
    begin_details(out, "Environment");
    tkg_text_add(out, "| | |\n|---|---|\n");
    add_fact(out, "CPU", host->cpu_model);
    add_fact(out, "topology", host->topology);
    add_fact(out, "hypervisor", host->hypervisor);
    add_fact(out, "kernel", host->kernel);
    add_fact(out, "compiler", host->compiler);
    add_fact(out, "build type", host->build_type);
    add_fact(out, "build flags", host->build_flags);
    add_fact(out, "libc", host->libc);
    add_fact(out, "governor", host->governor);
    add_fact(out, "clock source", host->clocksource);
    add_fact(out, "mitigations", host->mitigations);
    add_fact(out, "fingerprint", host->hash);
    add_fact(out, "engine file", input->record->engine_path);
    add_fact(out, "engine parameters", input->record->engine_parameters);
    add_fact(out, "results", input->result_path);
    add_fact(out, "plots", input->plot_folder);
    end_details(out);
}

enum tkg_status tkg_report_write_markdown(const struct tkg_report_input *input,
                                          struct tkg_text *out, struct tkg_error *err)
{
    add_headline(out, input);
    add_engine_line(out, input);
    add_open_targets(out, input);
    add_notes(out, input);
    add_passed(out, input);
    add_results(out, input);
    add_stages(out, input);
    add_threads(out, input);
    add_environment(out, input);
    return tkg_report_written(out, err);
}
