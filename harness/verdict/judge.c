/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/judge.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "stats/headline.h"
#include "stats/ratio.h"
#include "verdict/outcome.h"
#include "verdict/unmatched.h"

/* What one target is judged with. */
struct bench {
    const struct tkg_summary *summary;
    const struct tkg_target_set *targets;
    const struct tkg_target *target;
    const struct tkg_case_summary *ruler;      /* NULL: the limit is absolute */
    const struct tkg_case_summary *impossible; /* whose figures cannot be; NULL: none */
};

/* NULL when the run did not measure it. */
static const struct tkg_case_summary *find_ruler(const struct tkg_summary *summary,
                                                 const char *name)
{
    for (size_t i = 0; i < summary->case_count; i++) {
        const struct tkg_case_summary *candidate = &summary->cases[i];
        if (strcmp(candidate->source->name, name) == 0 &&
            tkg_case_gives(candidate, TKG_METRIC_LATENCY_MEAN)) {
            return candidate;
        }
    }
    return NULL;
}

/* A multiple of a ruler is measured as the ratio to that ruler, round by round: what slows both
 * cancels. */
static enum tkg_status measure(const struct bench *bench, const struct tkg_case_summary *the_case,
                               struct tkg_estimate *measured, struct tkg_error *err)
{
    enum tkg_metric metric = bench->target->metric;
    if (!bench->ruler) {
        *measured = the_case->estimates[metric];
        return TKG_OK;
    }
    struct tkg_ratio_side above = {the_case->source,
                                   tkg_headline_source(the_case->headline, metric)};
    struct tkg_ratio_side below = {bench->ruler->source, TKG_METRIC_LATENCY_MEAN};
    return tkg_ratio_estimate(above, below, measured, err);
}

static enum tkg_status judge_case(const struct bench *bench,
                                  const struct tkg_case_summary *the_case,
                                  struct tkg_verdict *verdict, struct tkg_error *err)
{
    const struct tkg_target *target = bench->target;
    enum tkg_status status = measure(bench, the_case, &verdict->measured, err);
    if (status != TKG_OK) {
        return status;
    }
    verdict->target = target;
    verdict->the_case = the_case;
    verdict->limit = target->limit;
    verdict->limit_absolute = target->limit;
    if (bench->ruler) {
        verdict->limit_absolute *= bench->ruler->estimates[TKG_METRIC_LATENCY_MEAN].value;
    }
    verdict->margin = tkg_outcome_margin(target, verdict->measured.value);
    verdict->outcome = bench->impossible == the_case ? TKG_OUTCOME_INVALID
                                                     : tkg_outcome_of(target, &verdict->measured);
    return TKG_OK;
}

/* Adds a verdict for every matching case that gives the metric; one at least. The list has room for
 * all cases. */
static enum tkg_status judge_target(const struct bench *bench, struct tkg_verdict_list *list,
                                    struct tkg_error *err)
{
    const struct tkg_summary *summary = bench->summary;
    size_t before = list->verdict_count;
    for (size_t i = 0; i < summary->case_count; i++) {
        const struct tkg_case_summary *the_case = &summary->cases[i];
        if (!tkg_target_matches(bench->target, the_case->source->name) ||
            !tkg_case_gives(the_case, bench->target->metric)) {
            continue;
        }
        struct tkg_verdict *verdict = &list->verdicts[list->verdict_count];
        enum tkg_status status = judge_case(bench, the_case, verdict, err);
        if (status != TKG_OK) {
            return status;
        }
        list->counts[verdict->outcome]++;
        list->verdict_count++;
    }
    if (list->verdict_count == before) {
        return tkg_fail_unmatched(summary, bench->targets, bench->target, err);
    }
    return TKG_OK;
}

static enum tkg_status allocate(struct tkg_verdict_list *list, size_t target_count,
                                size_t case_count, struct tkg_error *err)
{
    size_t room;
    memset(list, 0, sizeof(*list));
    if (tkg_size_multiply(target_count, case_count, &room)) {
        list->verdicts = calloc(room + 1, sizeof(*list->verdicts));
    }
    if (!list->verdicts) {
        return tkg_fail(err, TKG_NO_MEMORY,
                        "no memory to judge %zu targets on %zu cases; use fewer targets",
                        target_count, case_count);
    }
    return TKG_OK;
}

/* Everything in a summary that was filled in by stats/ has an index or SIZE_MAX there; one that was
 * made by hand may be all zero. */
static const struct tkg_case_summary *impossible_case(const struct tkg_summary *summary)
{
    size_t index = summary->threads.impossible;
    return index < summary->case_count && summary->cases[index].source->threads.count > 0
               ? &summary->cases[index]
               : NULL;
}

enum tkg_status tkg_judge(const struct tkg_summary *summary, const struct tkg_target_set *targets,
                          struct tkg_verdict_list *list, struct tkg_error *err)
{
    enum tkg_status status = allocate(list, targets->target_count, summary->case_count, err);
    if (status == TKG_OK) {
        list->impossible = impossible_case(summary);
    }
    for (size_t i = 0; i < targets->target_count && status == TKG_OK; i++) {
        const struct tkg_target *target = &targets->targets[i];
        struct bench bench = {summary, targets, target, NULL, list->impossible};
        if (target->ruler[0] != '\0') {
            bench.ruler = find_ruler(summary, target->ruler);
        }
        if (target->ruler[0] != '\0' && !bench.ruler) {
            status = tkg_fail_no_ruler(summary, targets, target, err);
        } else {
            status = judge_target(&bench, list, err);
        }
    }
    if (status != TKG_OK) {
        tkg_verdict_list_deinit(list);
    }
    return status;
}

void tkg_verdict_list_deinit(struct tkg_verdict_list *list)
{
    free(list->verdicts);
    memset(list, 0, sizeof(*list));
}

int tkg_verdict_list_exit_code(const struct tkg_verdict_list *list)
{
    if (list->impossible) {
        return 3;
    }
    if (list->counts[TKG_OUTCOME_FAIL] > 0) {
        return 1;
    }
    return list->counts[TKG_OUTCOME_PASS] == list->verdict_count ? 0 : 3;
}
