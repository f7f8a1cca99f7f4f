/* SPDX-License-Identifier: Apache-2.0 */
/* What holds for two result files as a whole, then row by row, then targets. */
#include "cli/gate_results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/gate_collect.h"
#include "cli/gate_stored.h"
#include "config/target.h"
#include "host/file.h"
#include "report/result_fields.h"
#include "verdict/judge.h"

enum { RESULT_BYTES_MAX = 1 << 29 };
static const int64_t day_ns = INT64_C(86400000000000);
/* A day that begins earlier elsewhere, or a clock that was not set yet. */
static const int64_t clocks_apart_ns = INT64_C(86400000000000);

/* A reason that closes every row. */
struct refusal {
    enum tkg_gate_class found;
    enum tkg_gate_side side;
    enum tkg_status failure;
    char text[TKG_ERROR_TEXT_BYTES];
};

static void refuse(struct refusal *refusal, enum tkg_gate_class found, enum tkg_gate_side side,
                   const char *text)
{
    refusal->found = found;
    refusal->side = side;
    (void)tkg_string_copy(refusal->text, sizeof refusal->text, text);
}

/* A run that ended early says why: an engine that crashed there is no missing number here. */
static void refuse_incomplete(struct refusal *refusal, enum tkg_gate_side side,
                              const struct tkg_run_record *record)
{
    struct tkg_gate_row row = {.found = TKG_GATE_CLASS_OPEN};
    struct tkg_error err = {.status = record->failure};
    (void)snprintf(err.text, sizeof err.text, "the results of %s ended early: %.900s",
                   side == TKG_GATE_SIDE_BASE ? "the baseline" : "head",
                   *record->failure_text ? record->failure_text : "no reason given");
    tkg_gate_row_fail(&row, side, &err);
    const bool is_engine = tkg_status_exit_code(record->failure) == 4;
    refuse(refusal,
           side == TKG_GATE_SIDE_BASE ? TKG_GATE_CLASS_INCOMPATIBLE
           : is_engine                ? (enum tkg_gate_class)row.found
                                      : TKG_GATE_CLASS_NO_SAMPLES,
           side, err.text);
    refusal->failure = record->failure;
}

/* False: it is not there, damaged or incomplete, and the refusal says so. */
static bool load(const char *path, enum tkg_gate_side side, struct tkg_gate_stored *stored,
                 struct refusal *refusal)
{
    struct tkg_error err = {0};
    if (tkg_gate_stored_load(stored, path, &err) != TKG_OK) {
        const bool is_there = access(path, F_OK) == 0;
        refuse(refusal,
               is_there && side == TKG_GATE_SIDE_BASE ? TKG_GATE_CLASS_INCOMPATIBLE
                                                      : TKG_GATE_CLASS_ABSENT,
               side, err.text);
        refusal->failure = err.status;
        return false;
    }
    if (!stored->record.complete) {
        refuse_incomplete(refusal, side, &stored->record);
        return false;
    }
    return true;
}

/* Two runs of different work have no ratio. */
static bool check_same_work(const struct tkg_run_record *base, const struct tkg_run_record *head,
                            struct refusal *refusal)
{
    const bool is_foreign = tkg_record_is_foreign(head);
    const char *what = NULL;
    char text[TKG_ERROR_TEXT_BYTES];
    if (tkg_record_is_foreign(base) != is_foreign) {
        what = "kind of results: only one was measured by tickgate";
    } else if (!is_foreign && strcmp(base->stream, head->stream) != 0) {
        what = "stream";
    } else if (!is_foreign && base->seed != head->seed) {
        what = "seed";
    } else if (!is_foreign && strcmp(base->engine_parameters, head->engine_parameters) != 0) {
        what = "engine's parameters";
    } else if (!is_foreign && base->batch_tick_count != head->batch_tick_count) {
        what = "batch size";
    }
    if (!what) {
        return true;
    }
    (void)snprintf(text, sizeof text,
                   "the baseline has another %s; measure a new baseline with the same", what);
    refuse(refusal, TKG_GATE_CLASS_INCOMPATIBLE, TKG_GATE_SIDE_BASE, text);
    return false;
}

/* A file against itself would always pass. One that cannot be read a second time is another. */
static bool check_apart(const struct tkg_gate_results_means *means, struct refusal *refusal)
{
    char *base = NULL, *head = NULL;
    size_t base_bytes = 0, head_bytes = 0;
    const bool is_read =
        tkg_file_read(means->baseline, RESULT_BYTES_MAX, &base, &base_bytes, NULL) == TKG_OK &&
        tkg_file_read(means->head_results, RESULT_BYTES_MAX, &head, &head_bytes, NULL) == TKG_OK;
    const bool is_same = is_read && base_bytes == head_bytes && memcmp(base, head, base_bytes) == 0;
    free(base);
    free(head);
    if (is_same) {
        refuse(refusal, TKG_GATE_CLASS_SAME_RESULTS, TKG_GATE_SIDE_NONE,
               "the baseline and the results of head are the same bytes, so nothing would be "
               "compared; give the results of the base");
    }
    return !is_same;
}

/* Capability T15: numbers of two machines are two numbers. */
static bool check_machine(const struct tkg_gate_record *record, struct refusal *refusal)
{
    const bool is_known = *record->base_machine && *record->head_machine;
    char text[TKG_ERROR_TEXT_BYTES];
    if (record->allows_other_machine ||
        (is_known && strcmp(record->base_machine, record->head_machine) == 0)) {
        return true;
    }
    (void)snprintf(text, sizeof text,
                   "the baseline was measured in environment %s, head in %s; measure a baseline "
                   "here, or give --allow-cross-env",
                   *record->base_machine ? record->base_machine : "unknown",
                   *record->head_machine ? record->head_machine : "unknown");
    refuse(refusal, TKG_GATE_CLASS_OTHER_MACHINE, TKG_GATE_SIDE_BASE, text);
    return false;
}

static bool check_age(const struct tkg_gate_record *record, int64_t start_unix_ns,
                      uint32_t days_max, struct refusal *refusal)
{
    const int64_t days = (record->start_unix_ns - start_unix_ns) / day_ns;
    char text[TKG_ERROR_TEXT_BYTES];
    if (start_unix_ns - record->start_unix_ns > clocks_apart_ns) {
        refuse(
            refusal, TKG_GATE_CLASS_FUTURE, TKG_GATE_SIDE_BASE,
            "the baseline says that it was measured later than this gate runs; check the clocks, "
            "and measure a new one");
        return false;
    }
    if (start_unix_ns > 0 && days <= (int64_t)days_max) {
        return true;
    }
    if (start_unix_ns > 0) {
        (void)snprintf(text, sizeof text,
                       "the baseline is %lld days old, the gate file allows %u; measure a new one",
                       (long long)days, (unsigned)days_max);
    } else {
        (void)snprintf(text, sizeof text,
                       "the baseline does not say when it was measured; measure a new one");
    }
    refuse(refusal, TKG_GATE_CLASS_STALE, TKG_GATE_SIDE_BASE, text);
    return false;
}

static enum tkg_status close_all(const struct tkg_gate_question *questions, size_t question_count,
                                 const struct refusal *refusal, struct tkg_gate_record *record,
                                 struct tkg_error *err)
{
    for (size_t i = 0; i < question_count; i++) {
        struct tkg_gate_row *row = tkg_gate_record_add_row(record, &questions[i]);
        if (!row) {
            return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the rows of the gate");
        }
        tkg_gate_question_settle(&row->question, TKG_GATE_MODE_STORED, 1);
        tkg_gate_row_close(row, refusal->found, refusal->side, refusal->text);
        row->failure = (uint32_t)refusal->failure;
    }
    return TKG_OK;
}

static enum tkg_status compare_all(const struct tkg_gate_question *questions, size_t question_count,
                                   const struct tkg_gate_stored_pair *pair,
                                   struct tkg_gate_record *record, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < question_count && status == TKG_OK; i++) {
        struct tkg_gate_row *row = tkg_gate_record_add_row(record, &questions[i]);
        if (!row) {
            return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the rows of the gate");
        }
        tkg_gate_question_settle(&row->question, TKG_GATE_MODE_STORED, 1);
        status = tkg_gate_stored_collect(pair, &record->cases[row->question.case_index], row, err);
    }
    return status;
}

static enum tkg_status compare(const struct tkg_gate_question *questions, size_t question_count,
                               const struct tkg_gate_results_means *means,
                               const struct tkg_gate_stored *head, struct tkg_gate_record *record,
                               struct tkg_error *err)
{
    struct tkg_gate_stored base = {0};
    struct refusal refusal = {0};
    if (!means->baseline) {
        refuse(&refusal, TKG_GATE_CLASS_SKIPPED, TKG_GATE_SIDE_BASE,
               "no baseline was given: --baseline FILE");
        return close_all(questions, question_count, &refusal, record, err);
    }
    bool fits = load(means->baseline, TKG_GATE_SIDE_BASE, &base, &refusal);
    (void)tkg_string_copy(record->base_machine, sizeof record->base_machine, base.fingerprint.hash);
    fits = fits && check_apart(means, &refusal);
    fits = fits && check_same_work(&base.record, &head->record, &refusal);
    fits = fits && check_machine(record, &refusal);
    fits = fits && check_age(record, base.record.start_unix_ns, means->baseline_age_days, &refusal);
    const struct tkg_gate_stored_pair pair = {&base, head, means->allows_extrapolation};
    const enum tkg_status status =
        fits ? compare_all(questions, question_count, &pair, record, err)
             : close_all(questions, question_count, &refusal, record, err);
    tkg_gate_stored_deinit(&base);
    return status;
}

static enum tkg_status add_rail(const struct tkg_target_set *targets,
                                const struct tkg_verdict *verdict, struct tkg_gate_record *record,
                                struct tkg_error *err)
{
    const struct tkg_target *target = verdict->target;
    /* A multiple of a ruler is judged as a ratio, and told in the metric's unit. */
    const double scale = *target->ruler ? verdict->limit_absolute / verdict->limit : 1.0;
    struct tkg_gate_rail rail = {
        .metric = (uint32_t)target->metric,
        .kind = (uint32_t)target->kind,
        .limit = verdict->limit * scale,
        .tolerance = target->tolerance,
        .value = verdict->measured.value * scale,
        .low = verdict->measured.low * scale,
        .high = verdict->measured.high * scale,
        .sample_count = verdict->measured.count,
        .invalid_count = verdict->measured.invalid_count,
        .line = target->line,
    };
    (void)tkg_string_copy(rail.case_name, sizeof rail.case_name, verdict->the_case->source->name);
    (void)tkg_string_copy(rail.limit_text, sizeof rail.limit_text, target->limit_text);
    (void)tkg_string_copy(rail.path, sizeof rail.path, targets->files[target->file_index].path);
    return tkg_gate_record_add_rail(record, &rail, err);
}

static enum tkg_status judge_targets(const struct tkg_target_set *targets,
                                     const struct tkg_gate_stored *head,
                                     struct tkg_gate_record *record, struct tkg_error *err)
{
    struct tkg_verdict_list verdicts = {0};
    enum tkg_status status = tkg_judge(&head->summary, targets, &verdicts, err);
    for (size_t i = 0; i < verdicts.verdict_count && status == TKG_OK; i++) {
        status = add_rail(targets, &verdicts.verdicts[i], record, err);
    }
    tkg_verdict_list_deinit(&verdicts);
    return status;
}

/* NULL for head: nothing is there to judge by, and that is told. */
static enum tkg_status add_rails(const struct tkg_gate_results_means *means,
                                 const struct tkg_gate_stored *head, struct tkg_gate_record *record,
                                 struct tkg_error *err)
{
    struct tkg_target_set targets;
    enum tkg_status status = TKG_OK;
    tkg_target_set_init(&targets);
    for (size_t i = 0; i < means->target_path_count && status == TKG_OK; i++) {
        status = tkg_target_set_load(&targets, means->target_paths[i], err);
    }
    if (status == TKG_OK && !head) {
        record->unjudged_target_count = (uint32_t)targets.target_count;
    } else if (status == TKG_OK && targets.target_count > 0) {
        status = judge_targets(&targets, head, record, err);
    }
    tkg_target_set_deinit(&targets);
    return status;
}

enum tkg_status tkg_gate_collect_results(const struct tkg_gate_question *questions,
                                         size_t question_count,
                                         const struct tkg_gate_results_means *means,
                                         struct tkg_gate_record *record, struct tkg_error *err)
{
    struct tkg_gate_stored head = {0};
    struct refusal refusal = {0};
    enum tkg_status status = TKG_OK;
    if (!means->head_results) {
        return add_rails(means, NULL, record, err);
    }
    const bool is_there = load(means->head_results, TKG_GATE_SIDE_HEAD, &head, &refusal);
    if (!is_there && !means->compares) {
        return tkg_fail(err, TKG_NOTHING, "%s", refusal.text);
    }
    if (means->compares) {
        (void)tkg_string_copy(record->head_machine, sizeof record->head_machine,
                              head.fingerprint.hash);
        status = is_there ? compare(questions, question_count, means, &head, record, err)
                          : close_all(questions, question_count, &refusal, record, err);
    }
    status = status == TKG_OK ? add_rails(means, is_there ? &head : NULL, record, err) : status;
    tkg_gate_stored_deinit(&head);
    return status;
}
