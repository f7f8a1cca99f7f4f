/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gate_stored.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "base/text.h"
#include "host/file.h"
#include "report/report.h"
#include "report/result_fields.h"
#include "stats/headline.h"

enum { RESULT_BYTES_MAX = 1 << 29, CASE_NAMES_MAX = 1000 };

/* A row while its two sides are brought together. */
struct match {
    const struct tkg_gate_stored_pair *pair;
    struct tkg_gate_row *row;
    const struct tkg_case_summary *base;
    const struct tkg_case_summary *head;
    enum tkg_metric metric; /* that trials hold: block_p99 for latency_p99 */
    double base_factor;     /* what an extrapolated value is stretched by; else 1 */
    uint32_t pass_mask;     /* passes that give the metric, on either side */
    const struct tkg_case *base_ruler;
    const struct tkg_case *head_ruler;
};

enum tkg_status tkg_gate_stored_load(struct tkg_gate_stored *stored, const char *path,
                                     struct tkg_error *err)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    *stored = (struct tkg_gate_stored){0};
    tkg_run_record_init(&stored->record);
    enum tkg_status status = tkg_file_read(path, RESULT_BYTES_MAX, &bytes, &byte_count, err);
    if (status == TKG_OK) {
        status = tkg_report_json_read(path, bytes, byte_count, &stored->record,
                                      &stored->fingerprint, err);
    }
    free(bytes);
    status = status == TKG_OK ? tkg_summary_create(&stored->record, &stored->summary, err) : status;
    if (status != TKG_OK) {
        tkg_gate_stored_deinit(stored);
    }
    return status;
}

void tkg_gate_stored_deinit(struct tkg_gate_stored *stored)
{
    tkg_summary_deinit(&stored->summary);
    tkg_run_record_deinit(&stored->record);
    *stored = (struct tkg_gate_stored){0};
}

static const struct tkg_case_summary *find_case(const struct tkg_gate_stored *stored,
                                                const char *name)
{
    for (size_t i = 0; i < stored->summary.case_count; i++) {
        if (strcmp(stored->summary.cases[i].source->name, name) == 0) {
            return &stored->summary.cases[i];
        }
    }
    return NULL;
}

static void close_absent(struct match *match, enum tkg_gate_side side,
                         const struct tkg_gate_stored *stored, const char *name)
{
    const char *names[CASE_NAMES_MAX];
    size_t count = 0;
    char text[TKG_ERROR_TEXT_BYTES];
    for (; count < stored->summary.case_count && count < CASE_NAMES_MAX; count++) {
        names[count] = stored->summary.cases[count].source->name;
    }
    const char *near = tkg_suggest(name, names, count);
    (void)snprintf(text, sizeof text, "%s have no case '%s'%s%s%s",
                   side == TKG_GATE_SIDE_BASE ? "the results of the baseline"
                                              : "the results of head",
                   name, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    tkg_gate_row_close(match->row, TKG_GATE_CLASS_ABSENT, side, text);
}

/* The largest case of the same family, of another size: what a missing size could be stretched
 * from. */
static const struct tkg_case_summary *find_other_size(const struct tkg_gate_stored *stored,
                                                      const char *name)
{
    const size_t family = strcspn(name, "/") + 1;
    const struct tkg_case_summary *largest = NULL;
    for (size_t i = 0; i < stored->summary.case_count; i++) {
        const struct tkg_case_summary *one = &stored->summary.cases[i];
        if (strncmp(one->source->name, name, family) == 0 && one->source->tick_count > 0 &&
            (!largest || one->source->tick_count > largest->source->tick_count)) {
            largest = one;
        }
    }
    return largest;
}

/* Only times can be stretched by the number of ticks; memory has an intercept. */
static bool can_stretch(enum tkg_metric metric)
{
    const enum tkg_dimension dimension = tkg_metric_info(metric)->dimension;
    return dimension == TKG_DIMENSION_TIME || dimension == TKG_DIMENSION_RATE;
}

/* A case that the baseline never ran. */
static void find_extrapolated(struct match *match, const char *name)
{
    const struct tkg_gate_question *question = &match->row->question;
    const struct tkg_case_summary *other = find_other_size(match->pair->base, name);
    char text[TKG_ERROR_TEXT_BYTES];
    if (!other || !strchr(name, '/') || strncmp(name, "ruler/", 6) == 0) {
        close_absent(match, TKG_GATE_SIDE_BASE, match->pair->base, name);
        return;
    }
    if (!match->pair->allows_extrapolation ||
        !can_stretch((enum tkg_metric)question->stored_metric)) {
        (void)snprintf(text, sizeof text, "the baseline never ran '%s', only '%s'; measure it%s",
                       name, other->source->name,
                       can_stretch((enum tkg_metric)question->stored_metric)
                           ? ", or give --allow-extrapolated to stretch that"
                           : ": this metric cannot be stretched");
        tkg_gate_row_close(match->row, TKG_GATE_CLASS_EXTRAPOLATED, TKG_GATE_SIDE_BASE, text);
        return;
    }
    match->base = other;
    match->row->samples.is_extrapolated = true;
    if (question->stored_metric == TKG_METRIC_TOTAL_TIME) {
        match->base_factor =
            (double)match->head->source->tick_count / (double)other->source->tick_count;
    }
}

static void find_cases(struct match *match, const char *name)
{
    match->head = find_case(match->pair->head, name);
    match->base = find_case(match->pair->base, name);
    if (!match->head) {
        close_absent(match, TKG_GATE_SIDE_HEAD, match->pair->head, name);
    } else if (!match->base) {
        find_extrapolated(match, name);
    }
}

static void check_same_work(struct match *match, const struct tkg_gate_case *the_case)
{
    const struct tkg_case *base = match->base->source;
    const struct tkg_case *head = match->head->source;
    char text[TKG_ERROR_TEXT_BYTES] = "";
    if (tkg_record_is_foreign(&match->pair->head->record) || match->row->samples.is_extrapolated) {
        return;
    }
    if (base->tick_count != head->tick_count) {
        (void)snprintf(text, sizeof text, "the baseline replayed %" PRIu64 " ticks, head %" PRIu64,
                       base->tick_count, head->tick_count);
    } else if (match->base->digest != match->head->digest && !the_case->allows_other_digest) {
        (void)snprintf(text, sizeof text,
                       "the baseline ends with digest 0x%016" PRIx64 ", head with 0x%016" PRIx64
                       ": they do not do the same work",
                       match->base->digest, match->head->digest);
    } else if (match->base->headline != match->head->headline) {
        (void)snprintf(
            text, sizeof text,
            "percentiles of the two are of blocks on one side and of ticks on the other");
    }
    if (*text) {
        tkg_gate_row_close(match->row, TKG_GATE_CLASS_INCOMPATIBLE, TKG_GATE_SIDE_BASE, text);
    }
}

static uint32_t passes_with(const struct tkg_case *the_case, enum tkg_metric metric)
{
    uint32_t mask = 0;
    for (size_t i = 0; i < the_case->trial_count; i++) {
        if (!isnan(the_case->trials[i].values[metric])) {
            mask |= 1u << the_case->trials[i].pass;
        }
    }
    return mask;
}

/* Times per tick are judged as multiples of a kernel of the same run: what slows the machine slows
 * both. */
static void choose_ruler(struct match *match)
{
    const struct tkg_metric_info *info =
        tkg_metric_info((enum tkg_metric)match->row->question.stored_metric);
    const struct tkg_run_record *base = &match->pair->base->record;
    const struct tkg_run_record *head = &match->pair->head->record;
    if (info->dimension != TKG_DIMENSION_TIME || match->metric == TKG_METRIC_TOTAL_TIME) {
        return;
    }
    for (size_t i = 0; i < head->case_count && !match->head_ruler; i++) {
        const struct tkg_case *ruler = &head->cases[i];
        const struct tkg_case *other = tkg_run_record_find_case(base, ruler->name);
        if (strncmp(ruler->name, "ruler/", 6) == 0 && other &&
            passes_with(ruler, TKG_METRIC_LATENCY_MEAN) &&
            passes_with(other, TKG_METRIC_LATENCY_MEAN)) {
            match->head_ruler = ruler;
            match->base_ruler = other;
            (void)tkg_string_copy(match->row->samples.ruler, sizeof match->row->samples.ruler,
                                  ruler->name);
        }
    }
}

/* The ruler's time in the same round; NaN when it has none. 1 without a ruler. */
static double ruler_of(const struct tkg_case *ruler, uint32_t round)
{
    if (!ruler) {
        return 1.0;
    }
    for (size_t i = 0; i < ruler->trial_count; i++) {
        const struct tkg_trial *trial = &ruler->trials[i];
        if (trial->round == round && trial->invalid == 0 &&
            !isnan(trial->values[TKG_METRIC_LATENCY_MEAN])) {
            return trial->values[TKG_METRIC_LATENCY_MEAN];
        }
    }
    return NAN;
}

/* Valid trials of the passes that give the metric; a value that is no number stays one. False: no
 * memory. */
static bool gather(const struct match *match, const struct tkg_case *the_case,
                   const struct tkg_case *ruler, double factor, double **values, size_t *count)
{
    *values = calloc(the_case->trial_count + 1, sizeof **values);
    for (size_t i = 0; *values != NULL && i < the_case->trial_count && *count < TKG_GATE_SAMPLE_MAX;
         i++) {
        const struct tkg_trial *trial = &the_case->trials[i];
        const double unit = ruler_of(ruler, trial->round);
        if (trial->invalid == 0 && (match->pass_mask & 1u << trial->pass) && !isnan(unit)) {
            (*values)[(*count)++] = factor * trial->values[match->metric] / unit;
        }
    }
    return *values != NULL;
}

/* Measured, and not to be trusted: that is no missing case. */
static void close_flagged(struct match *match)
{
    const struct tkg_gate_samples *samples = &match->row->samples;
    if (samples->base_count == 0 || samples->head_count == 0) {
        tkg_gate_row_close(match->row, TKG_GATE_CLASS_INCONCLUSIVE,
                           samples->base_count == 0 ? TKG_GATE_SIDE_BASE : TKG_GATE_SIDE_HEAD,
                           "every trial with this metric was flagged as disturbed; measure again "
                           "on a quieter machine");
    }
}

static enum tkg_status fill(struct match *match, struct tkg_error *err)
{
    struct tkg_gate_samples *samples = &match->row->samples;
    const enum tkg_metric asked = (enum tkg_metric)match->row->question.stored_metric;
    match->metric = tkg_headline_source(match->head->headline, asked);
    match->pass_mask = passes_with(match->base->source, match->metric) |
                       passes_with(match->head->source, match->metric);
    choose_ruler(match);
    match->row->evidence = TKG_GATE_EVIDENCE_RESULTS;
    if (!gather(match, match->base->source, match->base_ruler, match->base_factor, &samples->base,
                &samples->base_count) ||
        !gather(match, match->head->source, match->head_ruler, 1.0, &samples->head,
                &samples->head_count)) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the values of stored results");
    }
    if (match->pass_mask != 0) {
        close_flagged(match);
    }
    return TKG_OK;
}

enum tkg_status tkg_gate_stored_collect(const struct tkg_gate_stored_pair *pair,
                                        const struct tkg_gate_case *the_case,
                                        struct tkg_gate_row *row, struct tkg_error *err)
{
    struct match match = {.pair = pair, .row = row, .base_factor = 1.0};
    if (row->question.stored_metric == TKG_METRIC_COUNT) {
        tkg_gate_row_close(row, TKG_GATE_CLASS_SKIPPED, TKG_GATE_SIDE_NONE,
                           "stored results have no such metric; give --base and --head");
        return TKG_OK;
    }
    find_cases(&match, the_case->name);
    if (row->found == TKG_GATE_CLASS_OPEN) {
        check_same_work(&match, the_case);
    }
    return row->found == TKG_GATE_CLASS_OPEN ? fill(&match, err) : TKG_OK;
}
