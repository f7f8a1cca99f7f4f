/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/unmatched.h"

#include <string.h>

#include "base/check.h"
#include "base/text.h"

/* Names in a message: enough for a usual sweep with its rulers. */
enum { NAMED_CASE_MAX = 8 };

bool tkg_case_gives(const struct tkg_case_summary *the_case, enum tkg_metric metric)
{
    const struct tkg_estimate *estimate = &the_case->estimates[metric];
    return estimate->count + estimate->invalid_count > 0;
}

struct metric_range {
    enum tkg_metric first;
    enum tkg_metric last;
    const char *letters;
};

/* In the order of TKG_METRICS; measure/ fills the metrics, stats/ derives latency_* and efficiency.
 */
static const struct metric_range RANGES[] = {
    {TKG_METRIC_THROUGHPUT, TKG_METRIC_CPU_PER_TICK, "AG"},
    {TKG_METRIC_LATENCY_P50, TKG_METRIC_LATENCY_MAX, "BC"},
    {TKG_METRIC_BLOCK_P50, TKG_METRIC_BLOCK_MAX, "B"},
    {TKG_METRIC_TICK_P50, TKG_METRIC_TICK_FLOOR, "C"},
    {TKG_METRIC_EVERY_P50, TKG_METRIC_EVERY_GAP, "D"},
    {TKG_METRIC_RESPONSE_P50, TKG_METRIC_CPU_PACED, "P"},
    {TKG_METRIC_CPU_FLAT_OUT, TKG_METRIC_CPU_FLAT_OUT, "AG"},
    {TKG_METRIC_PEAK_MEMORY, TKG_METRIC_RELEASES, "M"},
    {TKG_METRIC_SHADOW_OVERHEAD, TKG_METRIC_SHADOW_OVERHEAD, "A"},
    {TKG_METRIC_EFFICIENCY, TKG_METRIC_EFFICIENCY, "AG"},
    {TKG_METRIC_STAGE_GAP, TKG_METRIC_STAGE_OVERHEAD, "T"},
    {TKG_METRIC_TAIL_RATIO_P99, TKG_METRIC_TAIL_RATIO_P999, "BC"},
    {TKG_METRIC_TAIL_BLOCKS, TKG_METRIC_TAIL_FAULTS, "B"},
    {TKG_METRIC_THROUGHPUT_KEPT, TKG_METRIC_THROUGHPUT_KEPT, "A"},
    {TKG_METRIC_HEAP_GROWTH, TKG_METRIC_RESIDENT_GROWTH_LOW, "M"},
    {TKG_METRIC_SPEEDUP, TKG_METRIC_THREAD_BALANCE, "G"},
};

const char *tkg_metric_pass_letters(enum tkg_metric metric)
{
    for (size_t i = 0; i < sizeof(RANGES) / sizeof(RANGES[0]); i++) {
        if (metric >= RANGES[i].first && metric <= RANGES[i].last) {
            return RANGES[i].letters;
        }
    }
    TKG_ASSERT(false); /* a new metric needs a row in RANGES */
    return "";
}

/* Did a trial of one of the passes run on the case? */
static bool has_pass(const struct tkg_case *the_case, const char *letters)
{
    for (size_t i = 0; i < the_case->trial_count; i++) {
        if (strchr(letters, tkg_pass_letter(the_case->trials[i].pass))) {
            return true;
        }
    }
    return false;
}

/* Which cases a list names. */
enum selection {
    ALL_CASES,
    MATCHED_CASES,
    GIVING_CASES, /* that give the target's metric */
    RULER_CASES,
};

static bool is_selected(const struct tkg_case_summary *the_case, const struct tkg_target *target,
                        enum selection selection)
{
    switch (selection) {
    case MATCHED_CASES:
        return tkg_target_matches(target, the_case->source->name);
    case GIVING_CASES:
        return tkg_case_gives(the_case, target->metric);
    case RULER_CASES:
        return strncmp(the_case->source->name, "ruler/", 6) == 0;
    case ALL_CASES:
        break;
    }
    return true;
}

/* "replay/10K, replay/1M and 3 more"; returns how many there are. */
static size_t list_cases(const struct tkg_summary *summary, const struct tkg_target *target,
                         enum selection selection, struct tkg_text *list)
{
    size_t count = 0;
    for (size_t i = 0; i < summary->case_count; i++) {
        if (!is_selected(&summary->cases[i], target, selection)) {
            continue;
        }
        if (count < NAMED_CASE_MAX) {
            tkg_text_addf(list, "%s%s", count > 0 ? ", " : "", summary->cases[i].source->name);
        }
        count++;
    }
    if (count > NAMED_CASE_MAX) {
        tkg_text_addf(list, " and %zu more", count - NAMED_CASE_MAX);
    }
    return count;
}

static bool pass_ran_on_matched(const struct tkg_summary *summary, const struct tkg_target *target)
{
    const char *letters = tkg_metric_pass_letters(target->metric);
    for (size_t i = 0; i < summary->case_count; i++) {
        const struct tkg_case *source = summary->cases[i].source;
        if (tkg_target_matches(target, source->name) && has_pass(source, letters)) {
            return true;
        }
    }
    return false;
}

static void explain_no_case(const struct tkg_summary *summary, const struct tkg_target *target,
                            struct tkg_text *text)
{
    tkg_text_addf(text, "no case of this run is named '%s'; ", target->case_pattern);
    struct tkg_text list = {0};
    if (list_cases(summary, target, ALL_CASES, &list) > 0) {
        tkg_text_addf(text, "it has %s; measure that case, too, or correct the name",
                      tkg_text_borrow(&list));
    } else {
        tkg_text_add(text, "it has no cases at all; measure something");
    }
    tkg_text_deinit(&list);
}

/* Some matching case exists, but none gives the metric. */
static void explain_no_metric(const struct tkg_summary *summary, const struct tkg_target *target,
                              struct tkg_text *text)
{
    const char *letters = tkg_metric_pass_letters(target->metric);
    const char *name = tkg_metric_info(target->metric)->name;
    struct tkg_text giving = {0};
    struct tkg_text matched = {0};
    (void)list_cases(summary, target, MATCHED_CASES, &matched);
    if (list_cases(summary, target, GIVING_CASES, &giving) > 0) {
        tkg_text_addf(text, "%s is not measured on %s, only on %s; correct the case", name,
                      tkg_text_borrow(&matched), tkg_text_borrow(&giving));
    } else if (!pass_ran_on_matched(summary, target)) {
        tkg_text_addf(text, "%s needs pass %c, which did not run on %s; add %c to the passes", name,
                      letters[0], tkg_text_borrow(&matched), letters[0]);
    } else if (strcmp(letters, "BC") == 0) {
        /* Headline percentiles: pass C ran alone, and its ticks are too near the timer's floor. */
        tkg_text_addf(text,
                      "%s needs pass %c on %s: single ticks (pass %c) are not above five times "
                      "the timer's own floor; add %c to the passes",
                      name, letters[0], tkg_text_borrow(&matched), letters[1], letters[0]);
    } else {
        tkg_text_addf(text, "pass %c ran on %s, but gave no %s; remove the target or measure again",
                      letters[0], tkg_text_borrow(&matched), name);
    }
    tkg_text_deinit(&giving);
    tkg_text_deinit(&matched);
}

static enum tkg_status fail_at(const struct tkg_target_set *targets,
                               const struct tkg_target *target, const struct tkg_text *text,
                               struct tkg_error *err)
{
    TKG_ASSERT(target->file_index < targets->file_count);
    return tkg_fail(err, TKG_NOTHING, "%s:%u:%u: target %s: %s",
                    targets->files[target->file_index].path, target->line, target->column,
                    tkg_metric_info(target->metric)->name, tkg_text_borrow(text));
}

enum tkg_status tkg_fail_unmatched(const struct tkg_summary *summary,
                                   const struct tkg_target_set *targets,
                                   const struct tkg_target *target, struct tkg_error *err)
{
    struct tkg_text text = {0};
    struct tkg_text list = {0};
    if (list_cases(summary, target, MATCHED_CASES, &list) == 0) {
        explain_no_case(summary, target, &text);
    } else {
        explain_no_metric(summary, target, &text);
    }
    enum tkg_status status = fail_at(targets, target, &text, err);
    tkg_text_deinit(&list);
    tkg_text_deinit(&text);
    return status;
}

enum tkg_status tkg_fail_no_ruler(const struct tkg_summary *summary,
                                  const struct tkg_target_set *targets,
                                  const struct tkg_target *target, struct tkg_error *err)
{
    struct tkg_text text = {0};
    struct tkg_text list = {0};
    tkg_text_addf(&text, "its ruler '%s' was not measured in this run; ", target->ruler);
    if (list_cases(summary, target, RULER_CASES, &list) > 0) {
        tkg_text_addf(&text, "it has %s; correct the name", tkg_text_borrow(&list));
    } else {
        tkg_text_add(&text, "add R to the passes");
    }
    enum tkg_status status = fail_at(targets, target, &text, err);
    tkg_text_deinit(&list);
    tkg_text_deinit(&text);
    return status;
}
