/* SPDX-License-Identifier: Apache-2.0
 *
 * The result file: everything that was seen and concluded. docs/schema/result.schema.json describes
 * it; report_json_read.c reads the measured part back.
 */
#include "base/check.h"
#include "report/alert_json.h"
#include "report/figure_text.h"
#include "report/json_writer.h"
#include "report/report_format.h"
#include "report/run_notes.h"
#include "report/safe_text.h"
#include "report/telemetry_json.h"
#include "report/thread_text.h"
#include "sample/stage_table.h"
#include "stats/growth_law.h"

/* "CPU_SHARE", "STEAL": one string per bit. */
static void put_invalidities(struct tkg_json_writer *writer, json_t *object, uint32_t bits)
{
    json_t *names = tkg_json_put_array(writer, object, "invalid");
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        const char *name = tkg_invalidity_name(bits & bit);
        if (*name) {
            tkg_json_append(writer, names, tkg_json_text(name));
        }
    }
}

/* Metrics that the pass does not give are left out. */
static void put_values(struct tkg_json_writer *writer, json_t *object, const double *values)
{
    json_t *into = tkg_json_put_object(writer, object, "values");
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        json_t *value = tkg_json_real(values[i]);
        if (json_is_null(value)) {
            continue;
        }
        tkg_json_put(writer, into, tkg_metric_info((enum tkg_metric)i)->name, value);
    }
}

/* Of pass T: what was in which stage, and the wall time that it adds up to. */
static void put_trial_stages(struct tkg_json_writer *writer, json_t *object,
                             const struct tkg_stage_table *table)
{
    json_t *stages = tkg_json_put_object(writer, object, "stages");
    tkg_json_put(writer, stages, "wall_ns", tkg_json_real(table->wall_ns));
    json_t *rows = tkg_json_put_array(writer, stages, "rows");
    for (uint32_t i = 0; i < table->row_count; i++) {
        tkg_json_put_fields(writer, tkg_json_append_object(writer, rows), tkg_stage_fields,
                            &table->rows[i]);
    }
}

static void put_portfolio(struct tkg_json_writer *writer, json_t *object,
                          const struct tkg_portfolio *portfolio)
{
    if (portfolio->known) {
        tkg_json_put_fields(writer, tkg_json_put_object(writer, object, "portfolio"),
                            tkg_portfolio_fields, portfolio);
    }
}

static void put_trials(struct tkg_json_writer *writer, json_t *object,
                       const struct tkg_case_summary *summary)
{
    const struct tkg_case *from = summary->source;
    json_t *trials = tkg_json_put_array(writer, object, "trials");
    for (size_t i = 0; i < from->trial_count; i++) {
        const struct tkg_trial *trial = &from->trials[i];
        json_t *one = tkg_json_append_object(writer, trials);
        tkg_json_put(writer, one, "pass", tkg_json_text(tkg_pass_name(trial->pass)));
        put_invalidities(writer, one, trial->invalid);
        put_values(writer, one, trial->values);
        tkg_json_put_fields(writer, one, tkg_trial_fields, trial);
        put_portfolio(writer, one, &trial->portfolio);
        if (trial->stages) {
            put_trial_stages(writer, one, trial->stages);
        }
        if (trial->telemetry && summary->trial_telemetry) {
            tkg_telemetry_put_trial(writer, one, trial->telemetry, &summary->trial_telemetry[i]);
        }
    }
}

/* Too few samples give null, never a number. */
static void put_estimate(struct tkg_json_writer *writer, json_t *object, const char *key,
                         const struct tkg_estimate *estimate, enum tkg_dimension dimension)
{
    json_t *one = tkg_json_put_object(writer, object, key);
    bool known = tkg_figure_known(estimate);
    const struct {
        const char *name;
        double value;
    } figures[] = {
        {"value", estimate->value}, {"low", estimate->low},
        {"high", estimate->high},   {"coverage_0to1", estimate->coverage_0to1},
        {"mean", estimate->mean},   {"stddev", estimate->stddev},
        {"mad", estimate->mad},     {"min", estimate->min},
        {"max", estimate->max},
    };
    tkg_json_put(writer, one, "unit", tkg_json_text(tkg_dimension_unit(dimension)));
    tkg_json_put(writer, one, "status", tkg_json_text(known ? "ok" : TKG_INSUFFICIENT_SAMPLES));
    for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
        tkg_json_put(writer, one, figures[i].name,
                     known ? tkg_json_real(figures[i].value) : json_null());
    }
    tkg_json_put(writer, one, "count", tkg_json_count(estimate->count));
    tkg_json_put(writer, one, "invalid_count", tkg_json_count(estimate->invalid_count));
}

/* Only metrics that some trial gave: 34 members of nulls per ruler would say nothing. */
static void put_estimates(struct tkg_json_writer *writer, json_t *object,
                          const struct tkg_case_summary *from)
{
    json_t *estimates = tkg_json_put_object(writer, object, "estimates");
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        const struct tkg_metric_info *info = tkg_metric_info((enum tkg_metric)i);
        if (tkg_figure_measured(&from->estimates[i])) {
            put_estimate(writer, estimates, info->name, &from->estimates[i], info->dimension);
        }
    }
}

/* One element per stage, the residual last; absent where pass T was not run. */
static void put_stages(struct tkg_json_writer *writer, json_t *object,
                       const struct tkg_case_summary *from)
{
    if (from->stage_count == 0) {
        return;
    }
    put_estimate(writer, object, "stage_wall", &from->stage_wall, TKG_DIMENSION_TIME);
    json_t *stages = tkg_json_put_array(writer, object, "stages");
    for (size_t i = 0; i < from->stage_count; i++) {
        const struct tkg_stage_estimate *stage = &from->stages[i];
        json_t *one = tkg_json_append_object(writer, stages);
        tkg_json_put(writer, one, "name", tkg_json_text(stage->name));
        tkg_json_put(writer, one, "entry_count", tkg_json_count(stage->entry_count));
        put_estimate(writer, one, "time", &stage->time, TKG_DIMENSION_TIME);
        put_estimate(writer, one, "per_tick", &stage->per_tick, TKG_DIMENSION_TIME);
        put_estimate(writer, one, "share", &stage->share_0to1, TKG_DIMENSION_SHARE);
    }
}

/* The name by which all machine formats call the case. */
static json_t *case_label(const struct tkg_run_record *record, const struct tkg_case *the_case)
{
    char label[TKG_CASE_NAME_BYTES];
    tkg_safe_case_label(record, the_case, label);
    return tkg_json_text(label);
}

/* What stats/ made of the trials, for readers that have no statistics of their own. */
static void put_summary(struct tkg_json_writer *writer, json_t *object,
                        const struct tkg_case_summary *from)
{
    json_t *summary = tkg_json_put_object(writer, object, "summary");
    tkg_json_put(writer, summary, "headline", tkg_json_text(tkg_headline_name(from->headline)));
    tkg_json_put(writer, summary, "trial_count", tkg_json_count(from->trial_count));
    tkg_json_put(writer, summary, "invalid_trial_count", tkg_json_count(from->invalid_trial_count));
    put_invalidities(writer, summary, from->first_invalidity);
    tkg_json_put(writer, summary, "digests_equal", json_boolean(from->digests_equal));
    tkg_json_put(writer, summary, "digest", tkg_json_hex(from->digest));
    put_estimates(writer, summary, from);
    put_stages(writer, summary, from);
    tkg_telemetry_put_summary(writer, summary, from);
}

/* What was replayed. A foreign benchmark says nothing about that. */
static void put_load(struct tkg_json_writer *writer, json_t *one, const struct tkg_case *from)
{
    if (!writer->foreign || from->tick_count > 0) {
        tkg_json_put(writer, one, "tick_count", tkg_json_count(from->tick_count));
        tkg_json_put(writer, one, "pace_ticks_per_s", tkg_json_real(from->pace_ticks_per_s));
    }
}

/* Only cases of pass G run on more than one thread, or tell. */
static void put_case_threads(struct tkg_json_writer *writer, json_t *one,
                             const struct tkg_case *from)
{
    if (from->threads.count > 0) {
        tkg_json_put_fields(writer, tkg_json_put_object(writer, one, "threads"), tkg_thread_fields,
                            &from->threads);
    }
}

/* Raw trials stand with their summary, so that either can be checked against the other. */
static void put_cases(struct tkg_json_writer *writer, const struct tkg_report_input *input)
{
    json_t *cases = tkg_json_put_array(writer, writer->root, "cases");
    TKG_ASSERT(input->summary->case_count == input->record->case_count);
    for (size_t i = 0; i < input->record->case_count; i++) {
        const struct tkg_case *from = &input->record->cases[i];
        json_t *one = tkg_json_append_object(writer, cases);
        tkg_json_put(writer, one, "name", case_label(input->record, from));
        put_load(writer, one, from);
        put_case_threads(writer, one, from);
        put_summary(writer, one, &input->summary->cases[i]);
        put_trials(writer, one, &input->summary->cases[i]);
    }
}

/* NaN, which stats/ gives for too few points, becomes null. */
static void put_fit(struct tkg_json_writer *writer, json_t *object, const char *key,
                    const struct tkg_line_fit *fit)
{
    json_t *one = tkg_json_put_object(writer, object, key);
    tkg_json_put(writer, one, "slope", tkg_json_real(fit->slope));
    tkg_json_put(writer, one, "slope_low", tkg_json_real(fit->slope_low));
    tkg_json_put(writer, one, "slope_high", tkg_json_real(fit->slope_high));
    tkg_json_put(writer, one, "intercept", tkg_json_real(fit->intercept));
    tkg_json_put(writer, one, "intercept_low", tkg_json_real(fit->intercept_low));
    tkg_json_put(writer, one, "intercept_high", tkg_json_real(fit->intercept_high));
    tkg_json_put(writer, one, "count", tkg_json_count(fit->count));
}

/* A name for superlinear growth; null for every other class. */
static void put_growth(struct tkg_json_writer *writer, json_t *scaling,
                       const struct tkg_growth *growth)
{
    if (growth->law == TKG_GROWTH_NONE) {
        tkg_json_put(writer, scaling, "nearest_law", json_null());
        return;
    }
    json_t *law = tkg_json_put_object(writer, scaling, "nearest_law");
    tkg_json_put(writer, law, "name", tkg_json_text(tkg_growth_law_name(growth->law)));
    tkg_json_put(writer, law, "exponent", tkg_json_real(growth->exponent));
    tkg_json_put(writer, law, "fits", json_boolean(growth->fits));
}

static void put_scaling(struct tkg_json_writer *writer, const struct tkg_report_input *input)
{
    const struct tkg_summary *summary = input->summary;
    json_t *scaling = tkg_json_put_object(writer, writer->root, "scaling");
    tkg_json_put(writer, scaling, "class", tkg_json_text(tkg_scaling_name(summary->scaling)));
    put_growth(writer, scaling, &summary->growth);
    put_fit(writer, scaling, "time_exponent", &summary->time_exponent);
    put_fit(writer, scaling, "memory", &summary->memory);
    tkg_json_put(
        writer, scaling, "efficiency_reference",
        summary->efficiency_reference < summary->case_count
            ? case_label(input->record, summary->cases[summary->efficiency_reference].source)
            : json_null());
}

/* Absent without pass G. A peak that is not there, or nowhere, is null. */
static void put_threads(struct tkg_json_writer *writer, const struct tkg_report_input *input)
{
    const struct tkg_thread_scaling *scaling = &input->summary->threads;
    if (!tkg_threads_measured(input->summary)) {
        return;
    }
    json_t *threads = tkg_json_put_object(writer, writer->root, "threads");
    tkg_json_put(writer, threads, "one_thread",
                 scaling->one_thread < input->summary->case_count
                     ? case_label(input->record, input->summary->cases[scaling->one_thread].source)
                     : json_null());
    tkg_json_put(writer, threads, "fitted_count", tkg_json_count(scaling->fitted_count));
    put_estimate(writer, threads, "lambda", &scaling->lambda, TKG_DIMENSION_RATE);
    put_estimate(writer, threads, "sigma", &scaling->sigma, TKG_DIMENSION_PLAIN);
    put_estimate(writer, threads, "kappa", &scaling->kappa, TKG_DIMENSION_PLAIN);
    tkg_json_put(writer, threads, "peak_threads", tkg_json_real(scaling->peak_threads));
    tkg_json_put(writer, threads, "peak_throughput", tkg_json_real(scaling->peak_throughput));
    tkg_json_put(writer, threads, "impossible",
                 input->verdicts->impossible
                     ? case_label(input->record, input->verdicts->impossible->source)
                     : json_null());
}

static const char *kind_name(enum tkg_target_kind kind)
{
    static const char *const names[] = {
        [TKG_TARGET_MIN] = "min", [TKG_TARGET_MAX] = "max", [TKG_TARGET_EQUALS] = "equals"};
    return names[kind];
}

/* With file and line, so that a CI annotation can point at the rule. */
static void put_target(struct tkg_json_writer *writer, json_t *targets,
                       const struct tkg_target_set *set, const struct tkg_target *target)
{
    json_t *one = tkg_json_append_object(writer, targets);
    const struct tkg_target_file *file = &set->files[target->file_index];
    tkg_json_put(writer, one, "metric", tkg_json_text(tkg_metric_info(target->metric)->name));
    tkg_json_put(writer, one, "kind", tkg_json_text(kind_name(target->kind)));
    tkg_json_put(writer, one, "case_pattern", tkg_json_text(target->case_pattern));
    tkg_json_put(writer, one, "limit", tkg_json_real(target->limit));
    tkg_json_put(writer, one, "tolerance",
                 target->kind == TKG_TARGET_EQUALS ? tkg_json_real(target->tolerance)
                                                   : json_null());
    tkg_json_put(writer, one, "ruler", *target->ruler ? tkg_json_text(target->ruler) : json_null());
    tkg_json_put(writer, one, "limit_text", tkg_json_text(target->limit_text));
    tkg_json_put(writer, one, "set", tkg_json_text(file->name));
    tkg_json_put(writer, one, "file", tkg_json_text(file->path));
    tkg_json_put(writer, one, "line", tkg_json_count(target->line));
    tkg_json_put(writer, one, "column", tkg_json_count(target->column));
}

/* The target by its index: two rules may speak about one metric and case. */
static void put_verdict(struct tkg_json_writer *writer, json_t *verdicts,
                        const struct tkg_report_input *input, const struct tkg_verdict *verdict)
{
    json_t *one = tkg_json_append_object(writer, verdicts);
    tkg_json_put(writer, one, "target",
                 tkg_json_count((uint64_t)(verdict->target - input->targets->targets)));
    tkg_json_put(writer, one, "metric",
                 tkg_json_text(tkg_metric_info(verdict->target->metric)->name));
    tkg_json_put(writer, one, "case", case_label(input->record, verdict->the_case->source));
    tkg_json_put(writer, one, "outcome", tkg_json_text(tkg_outcome_name(verdict->outcome)));
    put_estimate(writer, one, "measured", &verdict->measured, tkg_verdict_dimension(verdict));
    tkg_json_put(writer, one, "limit", tkg_json_real(verdict->limit));
    tkg_json_put(writer, one, "limit_absolute", tkg_json_real(verdict->limit_absolute));
    tkg_json_put(writer, one, "margin", tkg_json_real(verdict->margin));
}

/* That of the command that measured: what ended the run early comes before any verdict. */
static int exit_code_of(const struct tkg_report_input *input)
{
    enum tkg_status failure = input->record->failure;
    return failure != TKG_OK ? tkg_status_exit_code(failure)
                             : tkg_verdict_list_exit_code(input->verdicts);
}

/* Counts and exit code are in the targets' own terms; a reader need not derive them. */
static void put_judgement(struct tkg_json_writer *writer, const struct tkg_report_input *input)
{
    json_t *targets = tkg_json_put_array(writer, writer->root, "targets");
    for (size_t i = 0; i < input->targets->target_count; i++) {
        put_target(writer, targets, input->targets, &input->targets->targets[i]);
    }
    json_t *verdicts = tkg_json_put_array(writer, writer->root, "verdicts");
    for (size_t i = 0; i < input->verdicts->verdict_count; i++) {
        put_verdict(writer, verdicts, input, &input->verdicts->verdicts[i]);
    }
    json_t *counts = tkg_json_put_object(writer, writer->root, "counts");
    for (int i = 0; i < TKG_OUTCOME_COUNT; i++) {
        tkg_json_put(writer, counts, tkg_outcome_name((enum tkg_outcome)i),
                     tkg_json_count(input->verdicts->counts[i]));
    }
    tkg_json_put(writer, writer->root, "exit_code", json_integer(exit_code_of(input)));
}

static void put_notes(struct tkg_json_writer *writer, const struct tkg_report_input *input)
{
    struct tkg_note notes[TKG_NOTES_MAX];
    size_t count = tkg_run_notes(input, notes);
    json_t *array = tkg_json_put_array(writer, writer->root, "notes");
    for (size_t i = 0; i < count; i++) {
        json_t *one = tkg_json_append_object(writer, array);
        tkg_json_put(writer, one, "id", tkg_json_text(notes[i].id));
        tkg_json_put(writer, one, "text", tkg_json_text(notes[i].text));
    }
}

/* null, or why the run ended early. */
static void put_failure(struct tkg_json_writer *writer, const struct tkg_run_record *record)
{
    if (record->failure == TKG_OK) {
        tkg_json_put(writer, writer->root, "failure", json_null());
        return;
    }
    json_t *failure = tkg_json_put_object(writer, writer->root, "failure");
    tkg_json_put(writer, failure, "status", tkg_json_text(tkg_status_name(record->failure)));
    tkg_json_put_fields(writer, failure, tkg_failure_fields, record);
}

/* Facts about the whole run come first: a person opens the file at its top. */
static void put_head(struct tkg_json_writer *writer, const struct tkg_report_input *input)
{
    json_t *root = writer->root;
    tkg_json_put(writer, root, "schema", tkg_json_text(TKG_RESULT_SCHEMA));
    tkg_json_put(writer, root, "schema_version", json_integer(TKG_RESULT_SCHEMA_VERSION));
    json_t *tool = tkg_json_put_object(writer, root, "tool");
    tkg_json_put(writer, tool, "name", tkg_json_text("tickgate"));
    tkg_json_put(writer, tool, "version", tkg_json_text(input->tool_version));
    tkg_json_put_fields(writer, root, tkg_run_fields, input->record);
    put_failure(writer, input->record);
    tkg_json_put_fields(writer, tkg_json_put_object(writer, root, "engine"), tkg_engine_fields,
                        input->record);
    tkg_json_put_fields(writer, tkg_json_put_object(writer, root, "environment"),
                        tkg_environment_fields, input->fingerprint);
}

enum tkg_status tkg_report_write_json(const struct tkg_report_input *input, struct tkg_text *out,
                                      struct tkg_error *err)
{
    struct tkg_json_writer writer = tkg_json_begin();
    writer.foreign = tkg_record_is_foreign(input->record);
    put_head(&writer, input);
    put_notes(&writer, input);
    put_cases(&writer, input);
    put_scaling(&writer, input);
    put_threads(&writer, input);
    put_judgement(&writer, input);
    tkg_alerts_put(&writer, input->record);
    return tkg_json_finish(&writer, out, err);
}
