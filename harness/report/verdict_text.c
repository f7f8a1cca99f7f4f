/* SPDX-License-Identifier: Apache-2.0
 *
 * Human, Markdown and JUnit say the same sentences; each escapes them in its own way afterwards.
 */
#include "report/verdict_text.h"

#include <inttypes.h>

#include "report/figure_text.h"
#include "report/run_words.h"
#include "report/safe_text.h"

enum { NAME_COLUMNS = 63, PATH_COLUMNS = 96, LIMIT_COLUMNS = 40 };

/* Worst first. */
static const enum tkg_outcome outcome_order[TKG_OUTCOME_COUNT] = {
    TKG_OUTCOME_FAIL,         TKG_OUTCOME_INVALID, TKG_OUTCOME_INCONCLUSIVE,
    TKG_OUTCOME_INSUFFICIENT, TKG_OUTCOME_PASS,
};

/* ASCII, because terminals and XML viewers all have it. */
static const char *comparison(enum tkg_target_kind kind)
{
    static const char *const signs[] = {
        [TKG_TARGET_MIN] = ">=", [TKG_TARGET_MAX] = "<=", [TKG_TARGET_EQUALS] = "=="};
    return signs[kind];
}

/* As written in the YAML file, so that the reader finds it there. */
void tkg_verdict_add_written_limit(struct tkg_text *out, const struct tkg_verdict *verdict)
{
    const struct tkg_target *target = verdict->target;
    char quantity[TKG_QUANTITY_BYTES];
    tkg_text_addf(out, "%s ", comparison(target->kind));
    tkg_safe_add_line(out, target->limit_text, LIMIT_COLUMNS, true);
    if (target->kind == TKG_TARGET_EQUALS) {
        tkg_quantity_format(target->tolerance, tkg_verdict_dimension(verdict), quantity);
        tkg_text_addf(out, " +- %s", quantity);
    }
}

/* A multiple of a ruler also in the metric's own unit: the reader cannot know the ruler's time. */
void tkg_verdict_add_limit(struct tkg_text *out, const struct tkg_verdict *verdict)
{
    const struct tkg_target *target = verdict->target;
    char quantity[TKG_QUANTITY_BYTES];
    tkg_verdict_add_written_limit(out, verdict);
    if (*target->ruler) {
        tkg_quantity_format(verdict->limit_absolute, tkg_metric_info(target->metric)->dimension,
                            quantity);
        tkg_text_addf(out, " (%s)", quantity);
    }
}

void tkg_verdict_add_measured(struct tkg_text *out, const struct tkg_verdict *verdict)
{
    char text[TKG_FIGURE_BYTES];
    tkg_text_add(out, tkg_figure_both(&verdict->measured, tkg_verdict_dimension(verdict), text));
    if (*verdict->target->ruler && tkg_figure_known(&verdict->measured)) {
        tkg_text_add(out, " x ");
        tkg_safe_add_line(out, verdict->target->ruler, NAME_COLUMNS, true);
    }
}

/* Cause, figure, next step. */
void tkg_verdict_add_reason(struct tkg_text *out, const struct tkg_verdict *verdict)
{
    switch (verdict->outcome) {
    case TKG_OUTCOME_FAIL:
        tkg_text_add(out, "the interval excludes the limit");
        break;
    case TKG_OUTCOME_INCONCLUSIVE:
        tkg_text_add(out, "the limit lies inside the interval; more rounds narrow it");
        break;
    case TKG_OUTCOME_INVALID:
        if (verdict->measured.invalid_count <= verdict->measured.count) { /* not for its trials */
            tkg_text_add(out, "an efficiency above 105 % cannot be; measure on a quiet machine");
            break;
        }
        tkg_words_add_count(out, verdict->measured.invalid_count, "flagged trial");
        tkg_text_addf(out, ", %" PRIu32 " valid (%s); measure on a quiet machine",
                      verdict->measured.count,
                      tkg_invalidity_name(verdict->the_case->first_invalidity));
        break;
    case TKG_OUTCOME_INSUFFICIENT:
        tkg_words_add_count(out, verdict->measured.count, "valid sample");
        tkg_text_addf(out, ", %d needed; measure more rounds", (int)TKG_SAMPLES_MIN);
        break;
    case TKG_OUTCOME_PASS:
    case TKG_OUTCOME_COUNT:
        break;
    }
}

void tkg_verdict_add_sentence(struct tkg_text *out, const struct tkg_verdict *verdict)
{
    char margin[TKG_FIGURE_BYTES];
    tkg_text_addf(out, "%s of ", tkg_metric_info(verdict->target->metric)->label);
    tkg_safe_add_line(out, verdict->the_case->source->name, NAME_COLUMNS, true);
    tkg_text_add(out, tkg_figure_known(&verdict->measured) ? " is " : ": ");
    tkg_verdict_add_measured(out, verdict);
    tkg_text_add(out, ", limit ");
    tkg_verdict_add_limit(out, verdict);
    if (*tkg_figure_margin(verdict, margin)) {
        tkg_text_addf(out, " (%s)", margin);
    }
    if (verdict->outcome != TKG_OUTCOME_PASS) {
        tkg_text_add(out, ": ");
        tkg_verdict_add_reason(out, verdict);
    }
}

/* The path is cut, never the line number behind it. */
void tkg_verdict_add_place(struct tkg_text *out, const struct tkg_target_set *targets,
                           const struct tkg_verdict *verdict)
{
    const char *path = targets->files[verdict->target->file_index].path;
    tkg_safe_add_line(out, path, PATH_COLUMNS, true);
    tkg_text_addf(out, ":%" PRIu32, verdict->target->line);
}

void tkg_verdict_add_counts(struct tkg_text *out, const struct tkg_verdict_list *list)
{
    const char *gap = "";
    for (size_t i = 0; i < TKG_OUTCOME_COUNT; i++) {
        enum tkg_outcome outcome = outcome_order[i];
        if (list->counts[outcome] > 0) {
            tkg_text_addf(out, "%s%s %zu", gap, tkg_outcome_mark(outcome), list->counts[outcome]);
            gap = "   ";
        }
    }
}

/* Invalid is worse than inconclusive: the machine failed, not the number of rounds. */
enum tkg_outcome tkg_verdict_worst(const struct tkg_verdict_list *list)
{
    for (size_t i = 0; i < TKG_OUTCOME_COUNT; i++) {
        if (list->counts[outcome_order[i]] > 0) {
            return outcome_order[i];
        }
    }
    return TKG_OUTCOME_PASS;
}
